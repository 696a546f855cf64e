//! The one test target: journeys through the real program.

#[cfg(test)]
mod directory;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tracking;
