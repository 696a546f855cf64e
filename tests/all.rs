//! The one test target: journeys through the real program.

#[cfg(test)]
mod browser;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod seal;
#[cfg(test)]
mod tracking;
#[cfg(test)]
mod world;
