//! The one test target: journeys through the real program.
