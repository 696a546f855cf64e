//! Why a sending is refused.

use crate::case::deposit::DepositError;
use crate::seal::SealError;
use crate::store::StoreError;

/// Why a sending is refused. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendingError {
    /// More files than one sending takes.
    #[error("too many files")]
    TooManyFiles,
    /// One file, counted from 1, is larger than a file may be.
    #[error("file {0} is too large")]
    FileTooLarge(usize),
    /// All files together are larger than an envelope may be.
    #[error("the files are too large together")]
    EnvelopeTooLarge,
    /// The disk is nearly full: text still passes, files do not.
    #[error("there is no room for files")]
    NoRoom,
    /// The disk is full: nothing passes.
    #[error("there is no room at all")]
    Full,
    /// It could not be sealed.
    #[error("sealing failed")]
    Seal(#[source] SealError),
    /// It could not be stored.
    #[error("storing failed")]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for SendingError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<SealError> for SendingError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLarge => Self::EnvelopeTooLarge,
            SealError::TooManyFiles => Self::TooManyFiles,
            SealError::Failed(_) | SealError::Identity | SealError::Mixed | SealError::Order => {
                Self::Seal(error)
            }
        }
    }
}

impl From<DepositError> for SendingError {
    fn from(error: DepositError) -> Self {
        match error {
            DepositError::Seal(error) => error.into(),
            DepositError::Store(error) => error.into(),
        }
    }
}
