//! How a page is sent; knows no noun.

pub mod serve;
