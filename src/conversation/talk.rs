//! The messages of one case, opened a page at a time, and where the case stands by the newest of them.

use std::sync::Arc;

use uuid::Uuid;

use super::Conversation;
use super::mailbox::{NotShown, OpenReply, Reply, Said, open_reply};
use super::reply::{Claimed, OpenEnvelope};
use super::standing::{Record, Standing};
use super::store::{self, Message, ReplyRow};
use crate::case::clocks::{Event, Turn, What};
use crate::case::store::Case;
use crate::case::{FineStatus, PublicStatus};
use crate::clock::Day;
use crate::inbox::signature::Answer;
use crate::seal::{Contents, Identity};
use crate::store::StoreError;

/// The messages of one case, and what opens them.
pub(super) struct Talk<'a> {
    pub(super) conversation: &'a Conversation,
    pub(super) case: &'a Case,
    pub(super) identity: &'a Arc<Identity>,
    pub(super) mailbox: String,
    pub(super) report: String,
}

impl Talk<'_> {
    /// Opens a page of them, behind so many newer ones; with the envelopes of the replies that were tried.
    pub(super) async fn open(&self, skip: u64) -> Result<(Vec<Said>, Vec<Uuid>), StoreError> {
        let rows = &self.conversation.store;
        let listed = store::messages(rows, self.case, &self.mailbox, (skip, PAGE)).await?;
        let (mut messages, mut tried) = (Vec::new(), Vec::new());
        for message in listed {
            messages.push(match message {
                Message::Report(day) => Said::Report(day),
                Message::Sent(day) => Said::Sent(day),
                Message::Unsigned(day) => Said::Reply(Reply::NotShown(NotShown::Unproven, day)),
                Message::Reply(row) => {
                    let claimed = self.claimed(*row);
                    tried.push(claimed.envelope);
                    let opened = claimed.open(self.conversation, self.identity).await?;
                    Said::Reply(shown(&claimed, opened.as_ref()))
                }
            });
        }
        Ok((messages, tried))
    }

    fn claimed(&self, row: ReplyRow) -> Claimed {
        Claimed::new(row, self.case, &self.mailbox, &self.report)
    }

    /// The last reply that opens, where none of the newest messages is one, however many rows stand above it that
    /// nobody signed.
    pub(super) async fn last_reply_behind(
        &self,
        newest: &[Said],
        tried: &[Uuid],
    ) -> Result<Option<Box<OpenReply>>, StoreError> {
        if newest.iter().any(|said| open_reply(said).is_some()) {
            return Ok(None);
        }
        let rows = &self.conversation.store;
        let mut below = u64::MAX;
        loop {
            let newer = store::newest_replies(rows, self.case, &self.mailbox, (below, PAGE)).await?;
            let Some(last) = newer.last() else {
                return Ok(None);
            };
            below = last.signed.answer.number;
            for row in newer.into_iter().filter(|row| !tried.contains(&row.envelope)) {
                let claimed = self.claimed(row);
                if claimed.doubt(self.conversation).is_some() {
                    continue;
                }
                let opened = claimed.open(self.conversation, self.identity).await?;
                if let Reply::Open(reply) = shown(&claimed, opened.as_ref()) {
                    return Ok(Some(reply));
                }
            }
        }
    }

    /// All that the clocks of the case heard; nothing where its replies are too many to open them all for that.
    pub(super) async fn events(
        &self,
        newest: &[Said],
        tried: &[Uuid],
    ) -> Result<Option<Vec<Event>>, StoreError> {
        let rows = &self.conversation.store;
        let all = (u64::MAX, MOST.saturating_add(1));
        let replies = store::newest_replies(rows, self.case, &self.mailbox, all).await?;
        if u64::try_from(replies.len()).unwrap_or(u64::MAX) > MOST {
            return Ok(None);
        }
        let days = store::days_written(rows, self.case.id).await?;
        let wrote = |day| Event {
            day,
            what: What::WroteAgain,
        };
        let mut events: Vec<Event> = days.into_iter().map(wrote).collect();
        // What did not open on the newest page is not tried again.
        for row in replies.into_iter().filter(|row| !tried.contains(&row.envelope)) {
            let claimed = self.claimed(row);
            let opened = claimed.open(self.conversation, self.identity).await?;
            if let Reply::Open(reply) = shown(&claimed, opened.as_ref()) {
                events.push(event(&reply));
            }
        }
        // By their chain, the oldest first.
        events.reverse();
        let mut open: Vec<&OpenReply> = newest.iter().filter_map(open_reply).collect();
        open.sort_by_key(|reply| reply.number);
        events.extend(open.into_iter().map(event));
        Ok(Some(events))
    }

    /// Where the case stands by the last reply that opened.
    pub(super) async fn standing(&self, last: Option<&OpenReply>) -> Result<Standing, StoreError> {
        let Some(last) = last else {
            let lists = self.conversation.find_institution(&self.case.institution);
            let record = lists.map_or(Record::Agrees, |_| Record::Unsigned);
            return Ok(self.stands(PublicStatus::Registrada, self.case.received, record));
        };
        let rows = &self.conversation.store;
        let place = (last.number, last.status);
        let first = store::first_with_status(rows, self.case, &self.mailbox, place).await?;
        let first = first.map(|row| self.claimed(row));
        let first = first.filter(|first| first.doubt(self.conversation).is_none());
        let (number, day) = first.map_or((last.number, last.day), |first| {
            (first.signed.answer.number, first.signed.answer.day)
        });
        // It was registered before anybody answered.
        let is_as_filed = last.status == PublicStatus::Registrada && number == 1;
        let since = if is_as_filed { self.case.received } else { day };
        Ok(self.stands(last.status, since, Record::Differs))
    }

    /// With what is said where the row has another status.
    fn stands(&self, status: PublicStatus, since: Day, otherwise: Record) -> Standing {
        let agrees = status == self.case.status;
        Standing {
            status,
            since,
            record: if agrees { Record::Agrees } else { otherwise },
        }
    }
}

fn event(reply: &OpenReply) -> Event {
    let status = reply.change.as_ref().map(|change| change.status.as_str());
    let turn = Turn::of(status.and_then(FineStatus::find));
    Event {
        day: reply.day,
        what: What::Replied {
            has_words: !reply.text.is_empty(),
            turn,
        },
    }
}

fn shown(reply: &Claimed, opened: Result<&OpenEnvelope, &NotShown>) -> Reply {
    let Answer {
        day, status, number, ..
    } = reply.signed.answer;
    let opened = match opened {
        Ok(opened) => opened,
        Err(why) => return Reply::NotShown(*why, day),
    };
    let Contents {
        text,
        status: change,
        files,
        ..
    } = opened.contents().clone();
    Reply::Open(Box::new(OpenReply {
        envelope: reply.envelope,
        number,
        day,
        status,
        text,
        change,
        files,
    }))
}

/// Messages of a case on one page.
pub(super) const PAGE: u64 = 20;
/// Replies of a case that are opened for its clocks.
const MOST: u64 = 100;
