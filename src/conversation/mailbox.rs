//! What the holder of a code sees: each case, where it stands, and the replies that verify and open.

use std::sync::Arc;

use uuid::Uuid;

use super::reply::{Claimed, OpenEnvelope};
use super::standing::{LastWord, Standing};
use super::talk::{PAGE, Talk};
use super::{Conversation, identity, store};
use crate::case::clocks::Event;
use crate::case::store::Case;
use crate::case::{self, PublicStatus};
use crate::clock::Day;
use crate::seal::{FileEntry, Identity, StatusChange};
use crate::store::StoreError;
use crate::tracking::MailboxKeys;
use crate::web::Paging;

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
    /// How the talk stands.
    pub last: LastWord,
    /// All that its clocks heard, where that is known.
    pub events: Option<Vec<Event>>,
    /// Which page of its messages is open.
    pub paging: Paging,
    /// The messages on that page, the newest first.
    pub messages: Vec<Said>,
}

/// Something that was said in a case.
#[derive(Debug)]
pub enum Said {
    /// A reply of the institution.
    Reply(Reply),
    /// The report itself; the day it came.
    Report(Day),
    /// Something more that the holder of the code sent; the day it came.
    Sent(Day),
}

pub(super) fn open_reply(said: &Said) -> Option<&OpenReply> {
    match said {
        Said::Reply(Reply::Open(reply)) => Some(reply),
        Said::Reply(Reply::NotShown(..)) | Said::Report(_) | Said::Sent(_) => None,
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
    /// It is not shown, and the page says so.
    NotShown(NotShown, Day),
}

/// Why a reply is not shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotShown {
    /// The institution signed it, and the one before it is not there.
    BehindGap,
    /// The directory does not list the institution any more, so that nothing can be said of it.
    NotListed,
    /// It did not verify, or did not open.
    Unproven,
}

impl NotShown {
    /// How it is said.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::BehindGap => "mailbox-missing",
            Self::NotListed => "mailbox-unlisted-reply",
            Self::Unproven => "mailbox-refused",
        }
    }
}

/// A reply that verified and opened.
pub struct OpenReply {
    /// Its envelope, for the links to its files.
    pub envelope: Uuid,
    /// Its number in its case.
    pub number: u64,
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

/// Opens the mailbox of these keys, each case at this page of its messages.
pub async fn read(
    conversation: &Conversation,
    keys: &MailboxKeys,
    page: u64,
) -> Result<Mailbox, MailboxError> {
    let mut cases = Vec::new();
    for own in find(conversation, keys).await? {
        let identity = Arc::new(identity(keys, own.index));
        cases.push(open_case(conversation, own.case, &identity, page).await?);
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
        let Some(row) = store::find_reply(&conversation.store, &case, &mailbox, envelope).await? else {
            continue;
        };
        let report = store::report_digest(&conversation.store, case.id).await?;
        let reply = Claimed::new(row, &case, &mailbox, &report);
        let opened = reply.open(conversation, &identity).await?;
        return Ok(opened.ok().and_then(|opened| {
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
    page: u64,
) -> Result<OpenCase, StoreError> {
    let talk = Talk {
        conversation,
        case: &case,
        identity,
        mailbox: identity.recipient().to_string(),
        report: store::report_digest(&conversation.store, case.id).await?,
    };
    let count = store::count(&conversation.store, case.id).await?;
    let paging = Paging::new(page, count, PAGE);
    // Where it stands is told by the newest, whichever page is open.
    let (newest, tried) = talk.open(0).await?;
    let older = talk.last_reply_behind(&newest, &tried).await?;
    let reply = newest.iter().find_map(open_reply).or(older.as_deref());
    let (standing, last) = (talk.standing(reply).await?, LastWord::of(&newest, reply));
    let events = talk.events(&newest, &tried).await?;
    let messages = if paging.is_first() {
        newest
    } else {
        talk.open(paging.skipped()).await?.0
    };
    let desk = desk_visits(conversation, &case).await?;
    Ok(OpenCase {
        case,
        standing,
        desk,
        last,
        events,
        paging,
        messages,
    })
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
