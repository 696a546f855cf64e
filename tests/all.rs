//! The one test target: journeys through the real program.

#[cfg(test)]
mod seal;
mod directory;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod tracking;
mod world;
