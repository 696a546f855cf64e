//! Fetches what waits: download, disk, row, and only then the acknowledgement that lets the window erase its
//! copy. A crash between any two of them loses nothing, and the repetition changes nothing.

use std::io;

use http::StatusCode;
use reqwest::Response;

use super::alarm::{Alarm, Alarms};
use super::directory::visit_of;
use super::link::LinkError;
use super::notice::Matter;
use super::shelf::Partial;
use super::store::{Direction, NewMessage};
use super::{Desk, Visit};
use crate::case::CaseId;
use crate::inbox::{Item, signature};
use crate::seal::{Digest, Step};
use crate::store::StoreError;
use crate::store::space::Promise;

/// Who wants a visit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// An officer, by the button.
    ByOfficer,
    /// The clock.
    InTurn,
}

/// Why one envelope, or the whole visit, did not come.
#[derive(Debug, thiserror::Error)]
enum PullError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// What came of one envelope.
enum Fetched {
    /// It is here and the window knows.
    Here,
    /// The connection broke while it came; what came of it is kept, and the next visit goes on there.
    BrokeOff,
    /// There is no room for it.
    NoRoom,
    /// The window gives something else than it announced, or no longer has it.
    Wrong(Alarm),
}

/// What came of a download.
enum Download {
    /// The announced bytes are here.
    Done,
    /// There is no room for them; nothing was begun.
    NoRoom,
    /// Other bytes came, and were forgotten.
    Other,
}

/// What a whole visit brought.
struct Pulled {
    alarms: Alarms,
    had_room: bool,
}

impl Desk {
    /// One visit to the window: the public directory, the queue, what waits there, and our answers. What the
    /// window refused for good is only sent again when an officer asks for it.
    pub async fn visit(&self, asked: Asked) -> Visit {
        let _alone = self.pulling.lock().await;
        let checked = self.check_directory().await;
        let pulled = self.pull().await;
        let visit = match pulled {
            Ok(Pulled { alarms, had_room }) => {
                let whole = alarms.is_empty();
                self.standing_now().alarms = alarms;
                if asked == Asked::ByOfficer {
                    self.ask_for_mailboxes().await;
                }
                self.send_waiting(asked).await;
                match (had_room, whole, checked) {
                    (false, _, _) => Visit::Full,
                    (true, false, _) => Visit::Wanting,
                    (true, true, Err(_)) => Visit::NoDirectory,
                    (true, true, Ok(())) => Visit::Whole,
                }
            }
            Err(PullError::Link(error)) => visit_of(&error),
            Err(PullError::Disk(error)) if error.kind() == io::ErrorKind::StorageFull => Visit::Full,
            Err(PullError::Store(_) | PullError::Disk(_)) => Visit::Failed,
        };
        self.standing_now().visit = Some(visit.clone());
        self.check_unread().await;
        self.call_for_reading();
        visit
    }

    /// Fetches everything behind the cursor. What goes wrong with one envelope holds the cursor before it and
    /// does not keep the others waiting.
    async fn pull(&self) -> Result<Pulled, PullError> {
        let institution = self.settings.institution.as_str();
        let mut noted = self.store.standing_of_link(institution).await?;
        let mut kept = noted.0;
        let (mut place, mut alarms, mut had_room) = (kept, Alarms::default(), true);
        let (mut broken, mut wrong) = (0_u8, 0_u8);
        loop {
            let page = self.link.inbox(place, &self.moment()).await?;
            for item in &page.items {
                if item.cursor <= place {
                    return Err(LinkError::Malformed.into());
                }
                match self.fetch_unless_it_breaks(item, &mut broken).await? {
                    Fetched::BrokeOff => alarms.raise(Alarm::CutOff),
                    Fetched::Here if alarms.is_empty() && had_room => kept = item.cursor,
                    Fetched::Here => {}
                    Fetched::NoRoom => had_room = false,
                    Fetched::Wrong(alarm) => {
                        wrong = wrong.saturating_add(1);
                        alarms.raise(alarm);
                        self.raise(Matter::Link(alarm), &item.envelope.to_string())
                            .await?;
                    }
                }
                place = item.cursor;
            }
            let today = self.clock.today();
            if (kept, Some(today)) != noted {
                self.store.note_pull(institution, kept, today).await?;
                noted = (kept, Some(today));
            }
            // A window that lists one wrong thing after the other would otherwise keep our answers here for ever.
            if !page.more || page.items.is_empty() || wrong >= WRONGS {
                return Ok(Pulled { alarms, had_room });
            }
        }
    }

    /// Brings one envelope here. A connection that breaks stops what is behind it only when it has broken so often that
    /// nobody seems to be there.
    async fn fetch_unless_it_breaks(&self, item: &Item, broken: &mut u8) -> Result<Fetched, PullError> {
        match self.fetch(item).await {
            Err(PullError::Link(error)) if error.is_away() && *broken < BREAKS => {
                *broken = broken.saturating_add(1);
                Ok(Fetched::BrokeOff)
            }
            other => other,
        }
    }

    /// Brings one envelope here, whatever of it is here already.
    async fn fetch(&self, item: &Item) -> Result<Fetched, PullError> {
        let new = announced(item).ok_or(LinkError::Malformed)?;
        if new.direction == Direction::Reply {
            // Our answers are here already; whoever lists one would put words in our mouth.
            return Ok(Fetched::Wrong(Alarm::Direction));
        }
        match self.store.find_message(new.envelope).await? {
            Some(message) if message.acknowledged => return Ok(Fetched::Here),
            Some(message) if message.digest != new.digest => return Ok(Fetched::Wrong(Alarm::Digest)),
            Some(_) => {}
            None => match self.download(&new).await? {
                Fetched::Here => self.store.add_received(&new).await?,
                other @ (Fetched::BrokeOff | Fetched::NoRoom | Fetched::Wrong(_)) => return Ok(other),
            },
        }
        let moment = self.moment();
        match self.link.acknowledge(new.envelope, new.digest, &moment).await {
            Ok(()) => {
                self.store.note_acknowledged(new.envelope).await?;
                Ok(Fetched::Here)
            }
            Err(error) if error.is_final() => Ok(Fetched::Wrong(Alarm::Digest)),
            Err(error) => Err(error.into()),
        }
    }

    /// Downloads to the disk, going on where an earlier try stopped.
    async fn download(&self, new: &NewMessage) -> Result<Fetched, PullError> {
        if self.shelf.holds(new.envelope, new.digest).await? {
            return Ok(Fetched::Here);
        }
        // What an earlier try left may be of no use: then once more from the start.
        for _try in 0..2 {
            match self.download_once(new).await {
                Ok(Download::Done) => return Ok(Fetched::Here),
                Ok(Download::NoRoom) => return Ok(Fetched::NoRoom),
                Ok(Download::Other) => {}
                Err(PullError::Link(error)) if error.is_gone() => return Ok(Fetched::Wrong(Alarm::Erased)),
                Err(error) => return Err(error),
            }
        }
        Ok(Fetched::Wrong(Alarm::Digest))
    }

    /// Fetches the announced bytes, if there is room for them; if others come, they are forgotten.
    async fn download_once(&self, new: &NewMessage) -> Result<Download, PullError> {
        let begun = self.shelf.begun(new.envelope).await?;
        let Some(mut room) = self.space.promise_text(most(new.step).saturating_sub(begun))? else {
            return Ok(Download::NoRoom);
        };
        let mut partial = self.shelf.resume(new.envelope).await?;
        let most = most(new.step);
        if partial.length() >= most {
            partial.restart().await?;
        }
        let from = partial.length();
        let answer = self.link.envelope(new.envelope, from, &self.moment()).await;
        let response = match answer {
            // Everything may be here already, only not named yet.
            Err(error) if error.is_past_the_end() => return finish(partial, new).await,
            other => other?,
        };
        if response.status() != StatusCode::PARTIAL_CONTENT {
            partial.restart().await?;
        }
        if let Err(error) = copy(response, &mut partial, &mut room, most).await {
            partial.pause().await?;
            return Err(error);
        }
        finish(partial, new).await
    }
}

/// Writes what comes, up to `most` bytes in all.
async fn copy(
    mut response: Response,
    partial: &mut Partial,
    room: &mut Promise,
    most: u64,
) -> Result<(), PullError> {
    while let Some(bytes) = response.chunk().await.map_err(LinkError::Away)? {
        if partial.length() >= most {
            return Ok(());
        }
        partial.write(&bytes).await?;
        room.used(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    }
    Ok(())
}

/// Names what came, if it is what was announced; else forgets it.
async fn finish(mut partial: Partial, new: &NewMessage) -> Result<Download, PullError> {
    if partial.matches(new.digest) {
        partial.keep(new.day).await?;
        return Ok(Download::Done);
    }
    partial.restart().await?;
    Ok(Download::Other)
}

/// The window's line about an envelope, parsed; nothing when it is not of the agreed form.
fn announced(item: &Item) -> Option<NewMessage> {
    Some(NewMessage {
        envelope: item.envelope,
        case: CaseId(item.case),
        number: item.number,
        direction: item.direction.parse().ok()?,
        day: item.received,
        step: Step::from_number(item.step)?.number(),
        digest: item.digest.parse::<Digest>().ok()?,
        mailbox: signature::digest(item.mailbox.as_bytes()),
        alarms: Alarms::default(),
        clock: None,
    })
}

/// More than an envelope of this step can have: its padded ZIP, and what age adds to it.
fn most(step: u8) -> u64 {
    let bytes = Step::from_number(step).map_or(0, Step::bytes);
    bytes.saturating_add(bytes / 1024).saturating_add(64 << 10)
}

/// How many wrong things may be listed in one visit before no further page is asked for.
const WRONGS: u8 = 100;
/// How often a connection may break in one visit before nobody is asked for more.
const BREAKS: u8 = 3;
