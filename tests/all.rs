//! The one test target: journeys through the real program.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod ceremony;
#[cfg(test)]
mod competence;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod conversation;
#[cfg(test)]
mod crash;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod data;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod demo;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod directory_rules;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod engines;
#[cfg(test)]
mod hardening;
#[cfg(test)]
mod imports;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod intake;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod leaks;
#[cfg(test)]
mod limits;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod link;
#[cfg(test)]
mod logging;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod mail;
#[cfg(test)]
mod mailbox_keys;
#[cfg(test)]
mod names;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod privacy;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod renewal;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod retention;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod seal;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod signing;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod silence;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod syncs;
#[cfg(test)]
mod tracking;
#[cfg(test)]
#[expect(clippy::cognitive_complexity, reason = "a journey is told in one piece")]
mod twin;
#[cfg(test)]
mod world;
