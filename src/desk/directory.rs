//! The public directory, fetched as anybody would: does it name this institution with the keys that this desk
//! holds? If not, reports may be sealed to somebody else.

use std::io;
use std::path::Path;

use bytes::Bytes;

use super::link::{Link, LinkError};
use super::notice::{Matter, failed};
use super::own::OwnRecipients;
use super::settings::Settings;
use super::signing::SigningKeys;
use super::{Desk, DeskError, Visit, blocking, folder, recipients, stamp, trusted};
use crate::clock::Day;
use crate::institution::{Directory, DirectoryError, Seen, TrustedKey};
use crate::seal::{Digest, Digester};

/// What the public directory says of this institution.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Finding {
    /// It lists the keys of this desk.
    Same,
    /// It lists a recipient that is not ours, or none in force: reports are sealed to somebody else, or will be.
    OtherRecipients,
    /// It lists a signing key that we do not have, or none that we have: our answers would be refused, or
    /// somebody else's taken for ours.
    OtherSigningKey,
    /// It does not list the institution at all.
    Absent,
    /// It is not signed by a trusted key, was altered, or follows no format.
    Unsigned,
    /// It is older than one seen before, or has other text under the same version.
    Older,
    /// Its days are over, or still to come.
    NotInForce,
}

impl Finding {
    /// All that are an alarm.
    pub const ALL: [Self; 6] = [
        Self::OtherRecipients,
        Self::OtherSigningKey,
        Self::Absent,
        Self::Unsigned,
        Self::Older,
        Self::NotInForce,
    ];

    /// The id of its message, and the word under which it is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "finding-same",
            Self::OtherRecipients => "finding-other-recipients",
            Self::OtherSigningKey => "finding-other-signing-key",
            Self::Absent => "finding-absent",
            Self::Unsigned => "finding-unsigned",
            Self::Older => "finding-older",
            Self::NotInForce => "finding-not-in-force",
        }
    }

    /// Whether officers must be alarmed.
    pub fn is_alarm(self) -> bool {
        self != Self::Same
    }
}

impl Desk {
    /// Fetches the public directory and compares it with the desk's own keys.
    pub(super) async fn check_directory(&self) -> Result<(), Visit> {
        let fetched = self.link.directory().await;
        let (toml, minisig) = fetched.map_err(|error| visit_of(&error))?;
        let today = self.clock.today();
        let (path, trusted) = (self.settings.store.seen.clone(), self.trusted.clone());
        let last = self.standing_now().looked_at;
        let looked = blocking(move || look_at(&toml, &minisig, &path, &trusted, (last, today))).await;
        let looked = looked.and_then(|looked| looked).map_err(|_disk| Visit::Failed)?;
        let Some((read, digest)) = looked else {
            return Ok(());
        };
        if let Ok(directory) = &read {
            self.remember(directory).await?;
        }
        let finding = finding(&read, &self.settings, &self.own, self.link.keys(), today);
        self.standing_now().directory = Some(finding);
        if finding.is_alarm() {
            let matter = Matter::Directory(finding);
            self.raise(matter, &digest.to_string()).await.map_err(failed)?;
        }
        self.standing_now().looked_at = Some((digest, today));
        Ok(())
    }

    /// Keeps version and hash: an envelope may say that it was sealed under them.
    async fn remember(&self, directory: &Directory) -> Result<(), Visit> {
        let stamp = stamp(directory.version(), directory.hash());
        if let Some(entry) = directory.find(&self.settings.institution) {
            self.count_by(entry.clocks).await.map_err(failed)?;
        }
        if self.standing_now().stamp.as_ref() == Some(&stamp) && !self.standing_now().names.is_empty() {
            return Ok(());
        }
        self.store
            .note_directory(stamp.version, stamp.hash)
            .await
            .map_err(|_store| Visit::Failed)?;
        let (seen, path) = (Seen::of(directory), self.settings.store.seen.clone());
        let stored = blocking(move || seen.store(&path)).await.and_then(|done| done);
        stored.map_err(|_disk| Visit::Failed)?;
        let mut standing = self.standing_now();
        standing.stamp = Some(stamp);
        if let Some(entry) = directory.find(&self.settings.institution) {
            standing.names.clone_from(&entry.names);
        }
        let listed = directory.institutions().iter();
        standing.institutions = listed
            .map(|(id, one)| (id.to_string(), one.names.clone()))
            .collect();
        drop(standing);
        Ok(())
    }
}

/// Reads what was fetched, unless it is what was looked at `last`, and today; that of a whole country takes a second.
/// Blocks.
fn look_at(
    toml: &Bytes,
    minisig: &str,
    seen: &Path,
    trusted: &[TrustedKey],
    (last, today): (Option<(Digest, Day)>, Day),
) -> io::Result<Option<(Result<Directory, DirectoryError>, Digest)>> {
    let mut digester = Digester::default();
    digester.add(toml);
    digester.add(minisig.as_bytes());
    let digest = digester.end();
    if last == Some((digest, today)) {
        return Ok(None);
    }
    let seen = Seen::load(seen)?;
    let read = Directory::read(toml, minisig, trusted, seen.as_ref(), today);
    Ok(Some((read, digest)))
}

/// What the window's public directory says of the desk of a configuration; nothing is kept or changed.
pub async fn look(settings: &Settings, today: Day) -> Result<Finding, DeskError> {
    let own = OwnRecipients::new(
        recipients(&settings.keys.intake_recipient)?,
        recipients(&settings.keys.recovery_recipient)?,
    )?;
    let trusted = trusted(settings)?;
    let seen = Seen::load(&settings.store.seen).map_err(|source| folder(&settings.store.seen, source))?;
    let keys = SigningKeys::read(settings)?;
    let link = Link::new(settings.institution.clone(), keys, &settings.window)?;
    let (toml, minisig) = link.directory().await?;
    let read = Directory::read(&toml, &minisig, &trusted, seen.as_ref(), today);
    Ok(finding(&read, settings, &own, link.keys(), today))
}

/// What was read says of the desk. Where it names this institution, the keys that it has in force are used from here on.
fn finding(
    read: &Result<Directory, DirectoryError>,
    settings: &Settings,
    own: &OwnRecipients,
    keys: &SigningKeys,
    today: Day,
) -> Finding {
    let entry = match read {
        Ok(directory) => directory.find(&settings.institution),
        Err(error) => return finding_of(error),
    };
    entry.map_or(Finding::Absent, |entry| {
        let signs = keys.choose(&entry.signing, today);
        if !own.choose(entry, today) {
            Finding::OtherRecipients
        } else if !signs || !keys.are_all(&entry.signing, today) {
            Finding::OtherSigningKey
        } else {
            Finding::Same
        }
    })
}

/// What a failure of the link looks like to officers.
pub(super) fn visit_of(error: &LinkError) -> Visit {
    match error {
        LinkError::Away(_) | LinkError::Malformed => Visit::Away,
        LinkError::Refused { code, .. } => Visit::Refused(code.clone()),
        LinkError::File(_) | LinkError::Settings(_) => Visit::Failed,
    }
}

const fn finding_of(error: &DirectoryError) -> Finding {
    match error {
        DirectoryError::Unsigned
        | DirectoryError::Untrusted { .. }
        | DirectoryError::Altered
        | DirectoryError::Malformed(_) => Finding::Unsigned,
        DirectoryError::NotInForce(_) => Finding::NotInForce,
        DirectoryError::Older(_) => Finding::Older,
    }
}
