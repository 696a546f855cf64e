//! What the holder of a code sees: each case, where it stands, and the replies that verify and open.

use std::sync::Arc;

use uuid::Uuid;

use super::reply::{self, Claimed, OpenEnvelope};
use super::{Conversation, identity, store};
use crate::case::store::Case;
use crate::case::{self, PublicStatus};
use crate::clock::Day;
use crate::inbox::signature::Answer;
use crate::seal::{Contents, FileEntry, Identity, StatusChange};
use crate::store::StoreError;
use crate::tracking::MailboxKeys;

/// An open mailbox.
#[derive(Debug)]
pub struct Mailbox {
    /// The cases behind the code.
    pub cases: Vec<OpenCase>,
}

/// One case of an open mailbox.
#[derive(Debug)]
pub struct OpenCase {
    /// The case, as the rows tell it. Its status is nobody's word: what the institution signed is in
    /// [`OpenCase::standing`].
    pub case: Case,
    /// Where the case stands, and since when.
    pub standing: Standing,
    /// Whether the desk has come lately.
    pub desk: DeskVisits,
    /// The days on which the holder of the code sent something.
    pub sent: Vec<Day>,
    /// The replies, oldest first.
    pub replies: Vec<Reply>,
}

/// Where a case stands by what its institution signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Standing {
    /// The status of the last reply that verifies, or that of a case that nobody has answered.
    pub status: PublicStatus,
    /// The day of the first reply with it, or the day the report came.
    pub since: Day,
    /// Whether the row has another status, which nobody signed.
    pub row_differs: bool,
}

impl Standing {
    fn of(case: &Case, replies: &[Reply]) -> Self {
        let filed = (PublicStatus::Registrada, case.received);
        let (status, since) = replies.iter().fold(filed, |(status, since), reply| match reply {
            Reply::Open(reply) if reply.status != status => (reply.status, reply.day),
            Reply::Open(_) | Reply::Refused(_) => (status, since),
        });
        Self {
            status,
            since,
            row_differs: status != case.status,
        }
    }
}

/// Whether the institution's desk fetches what is sent to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeskVisits {
    /// It has not come for days, and something of this case waits for it: "todavía no la recogen".
    Silent,
    /// It comes, or has what there is.
    Steady,
}

/// A reply of an institution.
#[derive(Debug)]
pub enum Reply {
    /// It verified and opened.
    Open(Box<OpenReply>),
    /// It did not verify, or did not open: it is not shown, and the page says so.
    Refused(Day),
}

/// A reply that verified and opened.
pub struct OpenReply {
    /// Its envelope, for the links to its files.
    pub envelope: Uuid,
    /// The day the institution gave it.
    pub day: Day,
    /// Where the case stood with it.
    pub status: PublicStatus,
    /// What it says.
    pub text: String,
    /// The fine status and its reason, when it changed.
    pub change: Option<StatusChange>,
    /// Its files.
    pub files: Vec<FileEntry>,
}

impl std::fmt::Debug for OpenReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenReply(..)")
    }
}

/// Why a mailbox cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// No mailbox has this locator.
    #[error("no mailbox")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the mailbox of these keys.
pub async fn read(conversation: &Conversation, keys: &MailboxKeys) -> Result<Mailbox, MailboxError> {
    let mut cases = Vec::new();
    for own in find(conversation, keys).await? {
        let identity = Arc::new(identity(keys, own.index));
        cases.push(open_case(conversation, own.case, &identity).await?);
    }
    Ok(Mailbox { cases })
}

/// A case behind a code, and which of the code's keys are its own.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// The number of its keys.
    pub index: u32,
    /// The case.
    pub case: Case,
}

/// The cases behind these keys, in the order in which they were filed. Every code costs the same look-ups, whatever it
/// opens: for the rows each case is in a mailbox of its own.
pub async fn find(conversation: &Conversation, keys: &MailboxKeys) -> Result<Vec<OwnCase>, MailboxError> {
    let mut mailboxes = Vec::new();
    for index in MailboxKeys::CASES {
        let locator = hex::encode(keys.locator(index).as_bytes());
        mailboxes.push((index, store::find(&conversation.store, &locator).await?));
    }
    let mut cases = Vec::new();
    for (index, mailbox) in mailboxes {
        if let Some(mailbox) = mailbox {
            let listed = case::store::list(&conversation.store, mailbox.conversation).await?;
            cases.extend(listed.into_iter().map(|case| OwnCase { index, case }));
        }
    }
    if cases.is_empty() {
        return Err(MailboxError::Unknown);
    }
    Ok(cases)
}

/// One file of a reply, to be copied out of the envelope that was verified.
#[derive(Debug)]
pub(super) struct File {
    /// The reply, open.
    pub(super) opened: OpenEnvelope,
    /// Its neutral name.
    pub(super) name: String,
    /// Its length in bytes.
    pub(super) bytes: u64,
}

/// The `index`-th file, counted from 0, of a reply in the mailbox of these keys. No other reply is opened.
pub(super) async fn file(
    conversation: &Conversation,
    keys: &MailboxKeys,
    envelope: Uuid,
    index: usize,
) -> Result<Option<File>, MailboxError> {
    for OwnCase { index: own, case } in find(conversation, keys).await? {
        let identity = Arc::new(identity(keys, own));
        let mailbox = identity.recipient().to_string();
        let (_sent, replies) = reply::claimed(conversation, &case, &mailbox).await?;
        let Some(reply) = replies.iter().find(|reply| reply.envelope == envelope) else {
            continue;
        };
        let opened = reply.open(conversation, &identity).await?;
        return Ok(opened.and_then(|opened| {
            let entry = opened.contents().files.get(index)?;
            let (name, bytes) = (entry.name.clone(), entry.bytes);
            Some(File { opened, name, bytes })
        }));
    }
    Ok(None)
}

async fn open_case(
    conversation: &Conversation,
    case: Case,
    identity: &Arc<Identity>,
) -> Result<OpenCase, StoreError> {
    let mailbox = identity.recipient().to_string();
    let (sent, claimed) = reply::claimed(conversation, &case, &mailbox).await?;
    let mut replies = Vec::new();
    for reply in &claimed {
        let opened = reply.open(conversation, identity).await?;
        replies.push(shown(reply, opened.as_ref()));
    }
    let desk = desk_visits(conversation, &case).await?;
    Ok(OpenCase {
        standing: Standing::of(&case, &replies),
        case,
        desk,
        sent,
        replies,
    })
}

fn shown(reply: &Claimed, opened: Option<&OpenEnvelope>) -> Reply {
    let Answer { day, status, .. } = reply.signed.answer;
    let Some(opened) = opened else {
        return Reply::Refused(day);
    };
    let Contents {
        text,
        status: change,
        files,
        ..
    } = opened.contents().clone();
    Reply::Open(Box::new(OpenReply {
        envelope: reply.envelope,
        day,
        status,
        text,
        change,
        files,
    }))
}

/// Silent is said where it is true of this case: something of it was released days ago and is still not fetched.
async fn desk_visits(conversation: &Conversation, case: &Case) -> Result<DeskVisits, StoreError> {
    let since = conversation.clock.today().plus(-conversation.silent_days);
    let last = store::last_pull(&conversation.store, &case.institution).await?;
    let comes = last.is_some_and(|last| last > since);
    Ok(
        if !comes && store::waits_since(&conversation.store, case.id, since).await? {
            DeskVisits::Silent
        } else {
            DeskVisits::Steady
        },
    )
}
