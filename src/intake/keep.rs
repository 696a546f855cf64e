//! What has arrived whole is sealed and kept, and its receipt opened: one errand, which a broken connection does not
//! end. Who sends the same form again is shown the same code.

use zeroize::{Zeroize as _, Zeroizing};

use super::receive::{Filed, Filing, Refusal};
use crate::case::deposit::Envelope;
use crate::case::sending::Sending;
use crate::case::store::{Added, NewReport, add_report};
use crate::case::{CaseId, PublicStatus};
use crate::catalogue::Catalogue;
use crate::conversation;
use crate::institution::InstitutionId;
use crate::random;
use crate::report::{self, Report};
use crate::seal::{
    Answer, Competence, Contents, Digest, Direction, DirectoryStamp, FileEntry, IdentityBlock, Recipient,
};
use crate::statistics;
use crate::store::StoreError;
use crate::text::Language;
use crate::tracking::token::CheckedToken;
use crate::tracking::{MailboxKeys, TrackingCode};

/// A filing that has arrived whole: its files are sealed, its text is not yet.
#[derive(Debug)]
pub(super) struct Arrived {
    /// Who receives it.
    pub(super) institution: InstitutionId,
    /// Why it does, for programs.
    pub(super) competence: Competence,
    /// The same in words.
    pub(super) why: Vec<(String, String)>,
    /// The language it is written in.
    pub(super) language: Language,
    /// The token of its form.
    pub(super) token: CheckedToken,
    /// The digest of all fields and files.
    pub(super) digest: [u8; 32],
    /// What it says.
    pub(super) report: Report,
    /// Its envelope, which has the files.
    pub(super) sending: Sending,
}

impl Arrived {
    /// Finds its code, seals, commits, and opens the receipt; what is kept already is only shown again.
    pub(super) async fn keep(self, filing: Filing) -> Result<Filed, Refusal> {
        let intake = &filing.intake;
        let bits = intake
            .tokens
            .code_bits(&self.token, self.institution.as_str(), &self.digest)?;
        let code = TrackingCode::from_bits(*bits);
        let keys = filing.kdf.derive(&code).await?;
        let institution = self.institution.clone();
        if conversation::store::is_kept(&filing.store, &hex::encode(keys.sameness())).await? {
            return Ok(shown(&filing, &keys, code, &institution, None));
        }
        let contents = self.contents(&filing, &keys);
        let text = self.plain_text(&intake.catalogue);
        let envelope = self
            .sending
            .close(&contents, IdentityBlock::Dummy, &text, intake.clock.today())
            .await?;
        filing.receipts.announce(keys.sameness());
        let committed = commit(&filing, &institution, &keys, &contents.mailbox, &envelope).await;
        let added = envelope.settle(committed, &filing.store, &filing.blobs).await?;
        let files = (added == Added::Now).then_some(contents.files);
        Ok(shown(&filing, &keys, code, &institution, files))
    }

    /// What was said and why it goes there, to read.
    fn plain_text(&self, catalogue: &Catalogue) -> Zeroizing<String> {
        let mut lines = self.report.lines(catalogue, self.language);
        lines.extend(self.why.iter().cloned());
        let text = Zeroizing::new(report::plain_text(&lines));
        lines.zeroize();
        text
    }

    fn contents(&self, filing: &Filing, keys: &MailboxKeys) -> Contents {
        let directory = &filing.intake.directory;
        let catalogue = &filing.intake.catalogue;
        let answers = self.report.answers(catalogue, self.language).into_iter();
        Contents {
            version: Contents::VERSION,
            direction: Direction::Report,
            institution: self.institution.to_string(),
            directory: DirectoryStamp {
                version: directory.version(),
                hash: Digest::from_bytes(directory.hash()),
            },
            mailbox: conversation::identity(keys).recipient(),
            case: None,
            number: None,
            exclusions: self.report.exclusions().to_vec(),
            answers: answers
                .map(|answer| Answer {
                    key: answer.key.to_owned(),
                    value: answer.value.to_owned(),
                    name: answer.name,
                })
                .collect(),
            competence: Some(self.competence.clone()),
            text: self.report.text().to_owned(),
            status: None,
            files: self.sending.files().to_vec(),
        }
    }
}

/// Commits everything or nothing.
async fn commit(
    filing: &Filing,
    institution: &InstitutionId,
    keys: &MailboxKeys,
    mailbox: &Recipient,
    envelope: &Envelope,
) -> Result<Added, StoreError> {
    let intake = &filing.intake;
    let new = NewReport {
        locator: &hex::encode(keys.locator(0).as_bytes()),
        mailbox: &mailbox.to_string(),
        sameness: &hex::encode(keys.sameness()),
        conversation: random::uuid(&*intake.random),
        case: CaseId(random::uuid(&*intake.random)),
        institution: institution.as_str(),
        today: intake.clock.today(),
    };
    let mut tx = filing.store.begin().await?;
    let added = add_report(&mut tx, &new, envelope).await?;
    if added == Added::Now {
        statistics::store::count(&mut tx, new.institution, PublicStatus::Registrada, new.today).await?;
    }
    tx.commit().await?;
    Ok(added)
}

/// The receipt of a filing that is kept, with its `files` where it has just been kept.
fn shown(
    filing: &Filing,
    keys: &MailboxKeys,
    code: TrackingCode,
    institution: &InstitutionId,
    files: Option<Vec<FileEntry>>,
) -> Filed {
    let receipt = filing.receipts.show(keys.sameness(), code, institution.as_str());
    match (receipt, files) {
        (None, _) => Filed::Before,
        (Some(receipt), None) => Filed::Again(receipt),
        (Some(receipt), Some(files)) => Filed::Now(receipt, files),
    }
}
