//! The window's side of the desk link: what a desk says is believed as far as it is shown.

mod acknowledged;
mod answered;
mod ranged;
mod released;
mod rotated;
mod shown;
