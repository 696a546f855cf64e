//! How a page is sent; knows no noun.

pub mod multipart;
pub mod serve;
pub mod stream;
