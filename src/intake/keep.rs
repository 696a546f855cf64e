//! What has arrived whole is sealed and kept, and its receipt opened: one errand, which a broken connection does not
//! end. Who sends the same form again is shown the same code.

use std::collections::BTreeSet;

use zeroize::{Zeroize as _, Zeroizing};

use super::addressee::Addressee;
use super::receive::{Filed, Filing, Refusal};
use crate::case::deposit::{Envelope, settle};
use crate::case::sending::{Said, Sending};
use crate::case::store::{Added, NewReport, add_report, inconsistent};
use crate::case::{CaseId, PublicStatus};
use crate::catalogue::Catalogue;
use crate::conversation;
use crate::institution::InstitutionId;
use crate::random;
use crate::report::{self, Report};
use crate::seal::{Answer, Contents, Digest, Direction, DirectoryStamp, FileEntry, IdentityBlock};
use crate::statistics;
use crate::store::StoreError;
use crate::text::Language;
use crate::tracking::token::CheckedToken;
use crate::tracking::{MailboxKeys, TrackingCode};

/// A filing that has arrived whole: its files are sealed, its text is not yet.
#[derive(Debug)]
pub(super) struct Arrived {
    /// Who receives it, in the order of their envelopes.
    pub(super) readers: Vec<Addressee>,
    /// The language it is written in.
    pub(super) language: Language,
    /// The token of its form.
    pub(super) token: CheckedToken,
    /// The digest of all fields and files.
    pub(super) digest: [u8; 32],
    /// What it says.
    pub(super) report: Report,
    /// Their envelopes, which have the files.
    pub(super) sending: Sending,
}

impl Arrived {
    /// Finds its code, seals, commits, and opens the receipt; what is kept already is only shown again.
    pub(super) async fn keep(self, filing: Filing) -> Result<Filed, Refusal> {
        let intake = &filing.intake;
        let institutions: Vec<InstitutionId> =
            self.readers.iter().map(|one| one.institution.clone()).collect();
        let institutions: Vec<&str> = institutions.iter().map(InstitutionId::as_str).collect();
        let bits = intake
            .tokens
            .code_bits(&self.token, &institutions, &self.digest)?;
        let code = TrackingCode::from_bits(*bits);
        let keys = filing.kdf.derive(&code).await?;
        // The first tells of all: their rows came in one transaction.
        if conversation::store::is_kept(&filing.store, &hex::encode(keys.sameness(0))).await? {
            return Ok(shown(&filing, &keys, code, &institutions, None));
        }
        let contents: Vec<Contents> = MailboxKeys::CASES
            .into_iter()
            .zip(&self.readers)
            .map(|(index, reader)| self.contents(&filing, &keys, index, reader))
            .collect();
        let texts: Vec<_> = self
            .readers
            .iter()
            .map(|reader| self.plain_text(&intake.catalogue, reader))
            .collect();
        let said: Vec<Said<'_>> = contents
            .iter()
            .zip(&texts)
            .map(|(contents, text)| Said { contents, text })
            .collect();
        let files = self.sending.files().to_vec();
        let envelopes = self
            .sending
            .close(&said, IdentityBlock::Dummy, intake.clock.today())
            .await?;
        filing.receipts.announce(keys.sameness(0));
        let committed = commit(&filing, &keys, &contents, &envelopes).await;
        let added = settle(envelopes, committed, &filing.store, &filing.blobs).await?;
        let files = (added == Added::Now).then_some(files);
        Ok(shown(&filing, &keys, code, &institutions, files))
    }

    /// What was said and why it goes there, to read.
    fn plain_text(&self, catalogue: &Catalogue, reader: &Addressee) -> Zeroizing<String> {
        let mut lines = self.report.lines(catalogue, self.language);
        lines.extend(reader.why.iter().cloned());
        let text = Zeroizing::new(report::plain_text(&lines));
        lines.zeroize();
        text
    }

    /// What one of the readers gets. Nothing in it says that there is another.
    fn contents(&self, filing: &Filing, keys: &MailboxKeys, index: u32, reader: &Addressee) -> Contents {
        let directory = &filing.intake.directory;
        let catalogue = &filing.intake.catalogue;
        let answers = self.report.answers(catalogue, self.language).into_iter();
        Contents {
            voice: Some(conversation::voice(keys, index).public()),
            exclusions: self.report.exclusions().to_vec(),
            answers: answers
                .map(|answer| Answer {
                    key: answer.key.to_owned(),
                    value: answer.value.to_owned(),
                    name: answer.name,
                })
                .collect(),
            competence: Some(reader.competence.clone()),
            files: self.sending.files().to_vec(),
            ..Contents::new(
                Direction::Report,
                reader.institution.to_string(),
                DirectoryStamp {
                    version: directory.version(),
                    hash: Digest::from_bytes(directory.hash()),
                },
                conversation::identity(keys, index).recipient(),
                self.report.text().to_owned(),
            )
        }
    }
}

/// Commits everything or nothing. Each institution gets a conversation, a case and an envelope of its own, and no
/// column says which others came with them.
async fn commit(
    filing: &Filing,
    keys: &MailboxKeys,
    contents: &[Contents],
    envelopes: &[Envelope],
) -> Result<Added, StoreError> {
    let intake = &filing.intake;
    let today = intake.clock.today();
    let mut tx = filing.store.begin().await?;
    let cases = MailboxKeys::CASES.into_iter().zip(contents).zip(envelopes);
    for ((index, contents), envelope) in cases {
        let new = NewReport {
            locator: &hex::encode(keys.locator(index).as_bytes()),
            mailbox: &contents.mailbox.to_string(),
            sameness: &hex::encode(keys.sameness(index)),
            conversation: random::uuid(&*intake.random),
            case: CaseId(random::uuid(&*intake.random)),
            institution: &contents.institution,
            today,
        };
        match (add_report(&mut tx, &new, envelope).await?, index) {
            (Added::Now, _) => {}
            (Added::Before, 0) => return Ok(Added::Before),
            // They come together or not at all.
            (Added::Before, _) => return Err(inconsistent("conversation", "sameness")),
        }
    }
    // All filings count in one order, so that no two wait for each other's rows.
    let counted: BTreeSet<&str> = contents.iter().map(|one| one.institution.as_str()).collect();
    for institution in counted {
        statistics::store::count(&mut tx, institution, PublicStatus::Registrada, today).await?;
    }
    tx.commit().await?;
    Ok(Added::Now)
}

/// The receipt of a filing that is kept, with its `files` where it has just been kept.
fn shown(
    filing: &Filing,
    keys: &MailboxKeys,
    code: TrackingCode,
    institutions: &[&str],
    files: Option<Vec<FileEntry>>,
) -> Filed {
    let receipt = filing.receipts.show(keys.sameness(0), code, institutions);
    match (receipt, files) {
        (None, _) => Filed::Before,
        (Some(receipt), None) => Filed::Again(receipt),
        (Some(receipt), Some(files)) => Filed::Now(receipt, files),
    }
}
