//! One documented struct per TOML section; unknown keys are refused with their line.
