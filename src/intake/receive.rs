//! The one path in: a form becomes a report, the report finds its reader, is sealed while it streams, kept, and
//! answered with a code.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Intake;
use super::addressee::{Addressee, Addressees};
use super::keep::Arrived;
use crate::case::sending::{Bounds, Sending, SendingError};
use crate::conversation::receipt::{Receipt, Receipts};
use crate::duties::{Errands, Unfinished};
use crate::report::{Field, FieldErrors, ReportForm};
use crate::seal::FileEntry;
use crate::store::blobs::Blobs;
use crate::store::{Store, StoreError};
use crate::text::Language;
use crate::tracking::token::{CheckedToken, TokenError};
use crate::tracking::{KdfError, KdfPool};
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::origin::Origin;

/// What receiving needs beside the pages.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What the pages need.
    pub intake: Intake,
    /// The rows.
    pub store: Store,
    /// The objects.
    pub blobs: Blobs,
    /// Makes keys of codes.
    pub kdf: Arc<KdfPool>,
    /// Receipts whose code may still be shown again.
    pub receipts: Arc<Receipts>,
    /// How much is taken, as it is enforced.
    pub bounds: Bounds,
    /// What is kept although its connection broke.
    pub errands: Errands,
}

/// Why nothing was filed. The form's fields are still in the [`ReportForm`], to be shown again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The form was sent from another site, or from nowhere.
    #[error("the form came from another site")]
    Foreign,
    /// The form is not one that was shown lately.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A field is not as it must be.
    #[error("a field is not as it must be")]
    Fields(FieldErrors),
    /// The readers are not those that were shown.
    #[error("the readers are others than were shown")]
    OtherReader,
    /// The body did not arrive whole.
    #[error(transparent)]
    Parts(#[from] PartsError),
    /// The files are not taken, or sealing or storing failed.
    #[error(transparent)]
    Sending(#[from] SendingError),
    /// No keys could be made.
    #[error(transparent)]
    Keys(#[from] KdfError),
    /// Keeping it ended without an outcome.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Sending(error.into())
    }
}

/// What became of a filing that is kept.
#[derive(Debug)]
pub enum Filed {
    /// It was kept before; here is its code again.
    Again(Receipt),
    /// It was kept before, and its code is not shown again.
    Before,
    /// It has just been kept: its code, and its files as they were sealed.
    Now(Receipt, Vec<FileEntry>),
}

/// Receives a filing: reads `parts` into `form`, and seals and keeps what they say. Once everything has arrived it
/// is kept, whether or not the connection holds.
pub async fn receive(
    filing: &Filing,
    language: Language,
    origin: Origin,
    form: &mut ReportForm,
    parts: &mut Parts,
) -> Result<Filed, Refusal> {
    let intake = &filing.intake;
    let mut digest = Sha256::new();
    let first_file = read_fields(intake, form, parts, &mut digest).await?;
    form.settle();
    form.agree(&intake.catalogue);
    if origin == Origin::Foreign {
        return Err(Refusal::Foreign);
    }
    let token = check_token(intake, form).await?;
    let report = form
        .parse(&intake.limits, &intake.catalogue)
        .map_err(Refusal::Fields)?;
    let readers = same_readers(intake, form, language)?;
    let recipients = readers.iter().map(|reader| &reader.recipients);
    let mut sending = Sending::begin(recipients, &filing.bounds, &filing.blobs, &*intake.random)?;
    read_files(&mut sending, parts, first_file, &mut digest).await?;
    let arrived = Arrived {
        readers,
        language,
        token,
        digest: digest.finalize().into(),
        report,
        sending,
    };
    filing.errands.finish(arrived.keep(filing.clone())).await?
}

/// Reads the fields, which the form sends before its files, and returns the first file.
async fn read_fields(
    intake: &Intake,
    form: &mut ReportForm,
    parts: &mut Parts,
    digest: &mut Sha256,
) -> Result<Option<Part>, PartsError> {
    let mut left = intake.limits.form_bytes;
    // What comes back is carried on in a form without files, where a byte may take three.
    let carried = left / 4;
    let (mut is_all, mut file) = (true, None);
    while let Some(part) = parts.next().await? {
        if part.is_file() {
            file = Some(part);
            break;
        }
        let name = part.name().to_owned();
        let begun = part.beginning(left).await?;
        let mut value = Zeroizing::new(begun.text);
        left = left.saturating_sub(value.len()).saturating_sub(PART);
        if !begun.is_all {
            is_all = false;
            let end = value.floor_char_boundary(carried);
            value.truncate(end);
            // What stands behind it still has room.
            left = carried;
        }
        if name != Field::Token.name() {
            framed(digest, name.as_bytes());
            framed(digest, value.as_bytes());
        }
        form.set(&name, value.as_str());
    }
    if is_all {
        Ok(file)
    } else {
        Err(PartsError::TooLong)
    }
}

/// A form that comes back faster than a person reads waits; it is not refused.
async fn check_token(intake: &Intake, form: &ReportForm) -> Result<CheckedToken, TokenError> {
    let token = intake
        .tokens
        .check(form.value(Field::Token), intake.clock.now())?;
    tokio::time::sleep(token.too_soon_by(intake.clock.now())).await;
    Ok(token)
}

/// The readers that the answers lead to, provided that they are those the last form showed, under the same keys and by
/// the same rules.
fn same_readers(intake: &Intake, form: &ReportForm, language: Language) -> Result<Vec<Addressee>, Refusal> {
    let desks = intake.desks_today();
    let decision = intake.decide(form, &desks);
    let addressees = Addressees::of(intake, form, &decision, language);
    if addressees.were_shown(intake, form) {
        Ok(addressees.0)
    } else {
        Err(Refusal::OtherReader)
    }
}

/// Seals the files as they stream in.
async fn read_files(
    sending: &mut Sending,
    parts: &mut Parts,
    first: Option<Part>,
    digest: &mut Sha256,
) -> Result<(), Refusal> {
    let mut next = first;
    while let Some(mut part) = next {
        if part.is_chosen_file() {
            sending.begin_file(parts.announced())?;
            while let Some(bytes) = part.chunk().await? {
                sending.write(&bytes).await?;
            }
            sending.end_file().await?;
        }
        // The parser goes on only when nobody holds the part before.
        drop(part);
        next = parts.next().await?;
    }
    for file in sending.files() {
        framed(digest, file.sha256.as_bytes());
    }
    Ok(())
}

/// What a part of a form costs at least, so that empty ones are counted too.
const PART: usize = 64;

fn framed(digest: &mut Sha256, bytes: &[u8]) {
    digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    digest.update(bytes);
}
