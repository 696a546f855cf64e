//! How a page is sent: headers, languages, limits, failures. It knows no noun of the product.

pub mod assets;
pub mod bare;
pub mod errors;
pub mod form;
pub mod headers;
pub mod limits;
mod linger;
pub mod locale;
pub mod multipart;
pub mod origin;
pub mod page;
pub mod paging;
pub mod problem;
pub mod sending;
pub mod serve;
pub mod stream;

pub use errors::{ErrorLine, Errors};
pub use form::Fields;
pub use limits::Limits;
pub use page::{Frame, page};
pub use paging::Paging;
pub use problem::{Kept, Problem, Remedy};
pub use sending::SendingFault;
