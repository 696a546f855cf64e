//! The one test target: journeys through the real program.

#[cfg(test)]
mod world;
