//! What an envelope says: `denuncia.json`, the machine's copy.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::seal::recipient::Recipient;
use crate::seal::sealed::Digest;
use crate::seal::voice::{Told, VoiceKey};

/// The content of one envelope, as `denuncia.json` keeps it. Unknown keys are ignored, so that a later
/// version can add some.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Contents {
    /// The version of this schema, [`Contents::VERSION`].
    pub version: u32,
    /// Who writes to whom.
    pub direction: Direction,
    /// The institution's identifier.
    pub institution: String,
    /// Under which directory it was sealed.
    pub directory: DirectoryStamp,
    /// Where to seal an answer: the only mailbox a desk may answer to.
    pub mailbox: Recipient,
    /// Who may write again, in a report: the key that signs what comes after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceKey>,
    /// Its place and signature, in a follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// The case, when there is one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Uuid>,
    /// The number of an answer within its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Institutions that the reporter does not want to read this.
    #[serde(default)]
    pub exclusions: Vec<String>,
    /// The answers of the form.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Why this institution receives it, in a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competence: Option<Competence>,
    /// The story, question or reply.
    pub text: String,
    /// A change of status, in a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusChange>,
    /// The attachments, in the order of the envelope.
    #[serde(default)]
    pub files: Vec<FileEntry>,
}

impl Contents {
    /// The version of the schema that this program writes and reads.
    pub const VERSION: u32 = 1;

    /// A text and nothing else yet.
    pub fn new(
        direction: Direction,
        institution: impl Into<String>,
        directory: DirectoryStamp,
        mailbox: Recipient,
        text: impl Into<String>,
    ) -> Self {
        Self {
            version: Self::VERSION,
            direction,
            institution: institution.into(),
            directory,
            mailbox,
            voice: None,
            told: None,
            case: None,
            number: None,
            exclusions: Vec::new(),
            answers: Vec::new(),
            competence: None,
            text: text.into(),
            status: None,
            files: Vec::new(),
        }
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("version", &self.version)
            .field("direction", &self.direction)
            .finish_non_exhaustive()
    }
}

/// Who writes to whom.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A reporter files a report.
    Report,
    /// The holder of a code writes again.
    FollowUp,
    /// An institution answers.
    Reply,
    /// Somebody at an institution writes a note for those who work there.
    Note,
}

/// The directory in force when an envelope was sealed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DirectoryStamp {
    /// Its version.
    pub version: u64,
    /// The digest of its text.
    pub hash: Digest,
}

/// One answer of the form.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Answer {
    /// Which question.
    pub key: String,
    /// What was answered.
    pub value: String,
    /// The words that the answer stands for, where the question is a closed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(..)")
    }
}

/// The decision that led to the institution, in the words of the catalogue.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Competence {
    /// The version of the catalogue.
    pub catalogue: u64,
    /// The SHA-256 of its manifest.
    pub hash: Digest,
    /// The id of the rule.
    pub rule: String,
    /// Its basis in law.
    pub basis: String,
    /// How sure it is.
    pub certainty: String,
    /// As which kind the institution receives.
    pub kind: String,
    /// Who chose the institution: `person` or `rules`.
    pub chosen_by: String,
    /// Who came before it, and why not.
    #[serde(default)]
    pub skipped: Vec<SkippedReceiver>,
}

impl fmt::Debug for Competence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Competence(..)")
    }
}

/// Somebody who would have come before the institution.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct SkippedReceiver {
    /// Of which kind.
    pub kind: String,
    /// Who; none where the whole kind was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Why.
    pub why: String,
}

impl fmt::Debug for SkippedReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SkippedReceiver(..)")
    }
}

/// The fine status of a case and the reason for it; the window knows only the coarse one.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct StatusChange {
    /// The new status.
    pub status: String,
    /// Of a closing, the word of its cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Why, in words for the reporter.
    pub reason: String,
}

impl fmt::Debug for StatusChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatusChange(..)")
    }
}

/// One attachment.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct FileEntry {
    /// Its neutral name within `adjuntos/`, such as `01.jpg`.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its content as it lies in the envelope.
    pub sha256: Digest,
    /// The name the reporter's machine gave it, when the reporter chose to send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
}

impl fmt::Debug for FileEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileEntry(..)")
    }
}
