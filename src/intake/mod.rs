//! The one path in: form, report, route, seal, keep, receipt.

<<<<<<< HEAD
pub mod token;
=======
>>>>>>> main
pub mod welcome;
