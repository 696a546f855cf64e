//! What the holder of a code sees: each case, where it stands, and the replies that verify and open.

use uuid::Uuid;

use super::store::{self, Message};
use super::{Conversation, Sealed, identity};
use crate::case::store::Case;
use crate::case::{self, PublicStatus};
use crate::clock::Day;
use crate::inbox::signature::{Answer, SignedAnswer};
use crate::institution::InstitutionId;
use crate::seal::{Contents, Direction, FileEntry, Identity, StatusChange, open};
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
    /// The number of its keys.
    pub index: u32,
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
        let identity = identity(keys, own.index);
        cases.push(open_case(conversation, own, &identity).await?);
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

/// One file of a reply, to be copied out.
#[derive(Debug)]
pub struct File {
    /// The reply's sealed bytes.
    pub sealed: Sealed,
    /// What opens them.
    pub identity: Identity,
    /// Its neutral name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// The `index`-th file, counted from 0, of a reply in the mailbox of these keys.
pub async fn file(
    conversation: &Conversation,
    keys: &MailboxKeys,
    envelope: Uuid,
    index: usize,
) -> Result<Option<File>, MailboxError> {
    let Mailbox { cases } = read(conversation, keys).await?;
    for case in cases {
        let entry = case.replies.iter().find_map(|reply| match reply {
            Reply::Open(open) if open.envelope == envelope => open.files.get(index),
            Reply::Open(_) | Reply::Refused(_) => None,
        });
        let Some(entry) = entry else { continue };
        let sealed = Sealed::find(&conversation.store, &conversation.blobs, &case.case, envelope).await?;
        let identity = identity(keys, case.index);
        return Ok(sealed.map(|sealed| File {
            sealed,
            identity,
            name: entry.name.clone(),
            bytes: entry.bytes,
        }));
    }
    Ok(None)
}

async fn open_case(
    conversation: &Conversation,
    OwnCase { index, case }: OwnCase,
    identity: &Identity,
) -> Result<OpenCase, StoreError> {
    let mailbox = identity.recipient().to_string();
    let messages = store::messages(&conversation.store, case.id, &case.institution, &mailbox).await?;
    let mut previous = store::report_digest(&conversation.store, case.id).await?;
    let (mut sent, mut replies) = (Vec::new(), Vec::new());
    let mut number = 0_u64;
    for message in messages {
        match message {
            Message::Sent(day) => sent.push(day),
            Message::Reply { envelope, signed } => {
                number = number.saturating_add(1);
                let expected = Place {
                    number,
                    previous: &previous,
                    mailbox: &mailbox,
                };
                let reply = open_reply(conversation, &case, envelope, &signed, &expected, identity).await?;
                previous = signed.answer.link();
                replies.push(reply);
            }
        }
    }
    let desk = desk_visits(conversation, &case).await?;
    Ok(OpenCase {
        standing: Standing::of(&case, &replies),
        case,
        index,
        desk,
        sent,
        replies,
    })
}

/// Where a reply must stand in the chain of its case.
struct Place<'a> {
    number: u64,
    previous: &'a str,
    mailbox: &'a str,
}

async fn open_reply(
    conversation: &Conversation,
    case: &Case,
    envelope: Uuid,
    signed: &SignedAnswer,
    place: &Place<'_>,
    identity: &Identity,
) -> Result<Reply, StoreError> {
    let sealed = Sealed::find(&conversation.store, &conversation.blobs, case, envelope).await?;
    let genuine = sealed.filter(|_| is_genuine(conversation, signed, place));
    let untouched = genuine.and_then(|sealed| sealed.with_digest(&signed.answer.digest));
    let opened = untouched.and_then(|sealed| open(sealed, std::slice::from_ref(identity)).ok());
    let honest = opened.filter(|opened| says_what_was_signed(opened.contents(), signed, place));
    let Some(opened) = honest else {
        tracing::error!("a stored reply does not verify or does not open: it is not shown");
        return Ok(Reply::Refused(signed.answer.day));
    };
    let Contents {
        text,
        status: change,
        files,
        ..
    } = opened.contents().clone();
    let Answer { day, status, .. } = signed.answer;
    Ok(Reply::Open(Box::new(OpenReply {
        envelope,
        day,
        status,
        text,
        change,
        files,
    })))
}

/// Whether the institution signed this answer for this mailbox at this place of the chain.
fn is_genuine(conversation: &Conversation, signed: &SignedAnswer, place: &Place<'_>) -> bool {
    let answer = &signed.answer;
    let institution = answer.institution.parse::<InstitutionId>().ok();
    let institution = institution.and_then(|id| conversation.directory.find(&id));
    let signed_by = |key| answer.verify(&signed.signature, key).is_ok();
    let is_signed = institution.is_some_and(|one| one.signing_keys(answer.day).any(signed_by));
    is_signed && answer.number == place.number && answer.previous == place.previous
}

/// Whether the opened reply names the case, number and mailbox that stand in the signed answer.
fn says_what_was_signed(contents: &Contents, signed: &SignedAnswer, place: &Place<'_>) -> bool {
    let answer = &signed.answer;
    contents.direction == Direction::Reply
        && contents.case == Some(answer.case)
        && contents.number == Some(answer.number)
        && contents.institution == answer.institution
        && contents.mailbox.to_string() == place.mailbox
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
