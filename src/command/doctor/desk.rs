//! What a desk needs.

use std::error::Error as _;
use std::fs;
use std::path::Path;

use tokio::time::timeout;

use super::{PATIENCE, Report, SILENT, folder, private};
use crate::clock::Day;
use crate::desk::DeskError;
use crate::desk::clocks;
use crate::desk::directory::{Finding, look};
use crate::desk::link::LinkError;
use crate::desk::settings::Settings;
use crate::desk::store::DeskStore;
use crate::inbox::signature::DeskKey;
use crate::institution::{Seen, TrustedKey};
use crate::seal::Recipient;
use crate::store::Location;

/// Looks at the desk of a configuration.
pub(super) fn examine(path: &Path, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let settings = match Settings::read(path) {
        Ok(settings) => settings,
        Err(error) => {
            return report.bad(
                "configuration",
                &error.to_string(),
                "correct the line, then run doctor again",
            );
        }
    };
    report.good(
        "configuration",
        &format!("reads; the desk of {}", settings.institution),
    )?;
    keys(&settings, report)?;
    trust(&settings, report)?;
    calendar(&settings, today, report)?;
    folder("envelopes", &settings.store.envelopes, report)?;
    super::super::runtime()?.block_on(async {
        database(&settings, report).await?;
        window(&settings, today, report).await
    })
}

fn keys(settings: &Settings, report: &mut Report<'_>) -> anyhow::Result<()> {
    let keys = &settings.keys;
    for path in &keys.signing {
        private("signing key", path, report)?;
        let read = fs::read_to_string(path);
        if read.is_ok_and(|text| text.parse::<DeskKey>().is_ok()) {
            report.good("signing key", &format!("{} reads", path.display()))?;
        } else {
            let what = format!("{} is not there or is none", path.display());
            report.bad("signing key", &what, RESTORE)?;
        }
    }
    for path in &keys.intake {
        intake(path, report)?;
    }
    let intake = keys
        .intake_recipient
        .iter()
        .map(|file| ("intake recipient", file));
    let recovery = keys.recovery_recipient.iter();
    for (what, file) in intake.chain(recovery.map(|file| ("recovery recipient", file))) {
        match fs::read_to_string(file)
            .ok()
            .and_then(|text| text.trim().parse::<Recipient>().ok())
        {
            Some(recipient) => report.good(what, &recipient.fingerprint())?,
            None => report.bad(what, "is not there or is no age recipient", RESTORE)?,
        }
    }
    Ok(())
}

fn intake(path: &Path, report: &mut Report<'_>) -> anyhow::Result<()> {
    private("intake identity", path, report)?;
    let here = path.display();
    match fs::read_to_string(path) {
        Ok(text)
            if text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----")
                || text.starts_with("age-encryption.org/") =>
        {
            report.good(
                "intake identity",
                &format!("{here} is there, under its passphrase"),
            )
        }
        Ok(text) if text.contains("AGE-SECRET-KEY-") => report.bad(
            "intake identity",
            &format!("{here} lies there without a passphrase"),
            "protect it and destroy this copy",
        ),
        Ok(_) | Err(_) => report.bad("intake identity", &format!("{here} cannot be read"), RESTORE),
    }
}

fn calendar(settings: &Settings, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let calendar = match clocks::calendar(settings) {
        Ok(calendar) => calendar,
        Err(error) => {
            let why = error.source().map(|why| format!(": {why}")).unwrap_or_default();
            let what = format!("{error}{why}").replace("\n  ", " ");
            return report.bad("calendar", &what, "correct the file, or take the line out");
        }
    };
    let years = calendar.last_year().unwrap_or_default();
    let found = format!("has the holidays up to {years}");
    if calendar.covers(today.plus(A_YEAR)) {
        report.good("calendar", &found)
    } else {
        report.note(
            "calendar",
            &found,
            "add those of the next years: until then deadlines may be shown too early",
        )
    }
}

fn trust(settings: &Settings, report: &mut Report<'_>) -> anyhow::Result<()> {
    let trusted = &settings.window.trusted;
    if trusted.is_empty() || trusted.iter().any(|key| key.parse::<TrustedKey>().is_err()) {
        let todo = "copy the second line of the .pub file of who signs the directory";
        report.bad(
            "directory",
            "[window] trusted holds no minisign public key, or something else",
            todo,
        )?;
    }
    match Seen::load(&settings.store.seen) {
        Ok(Some(seen)) => report.good(
            "directory",
            &format!("version {} was the last one seen", seen.version()),
        ),
        Ok(None) => report.note(
            "directory",
            "none was seen yet",
            "the desk fetches it on its first visit",
        ),
        Err(_damaged) => report.bad(
            "directory",
            "the record of the highest version seen is damaged",
            "restore it; deleting it allows a rollback",
        ),
    }
}

async fn window(settings: &Settings, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let url = &settings.window.url;
    match look(settings, today).await {
        Ok(Finding::Same) => report.good(
            "window",
            &format!("{url} names this desk with the keys that lie here"),
        ),
        Ok(finding) => {
            let (found, todo) = said(finding);
            report.bad("window", &format!("{url} {found}"), todo)
        }
        Err(DeskError::Link(LinkError::Settings(what))) => {
            report.bad("window", &what, "correct [window], then run doctor again")
        }
        Err(DeskError::Link(error)) => report.bad(
            "window",
            &format!("{url}: {error}"),
            "see that it runs, and that address, certificate and proxy in [window] are right",
        ),
        // Keys, trust and records have had their own lines.
        Err(_named_above) => report.note(
            "window",
            "the directory was not compared with the keys",
            "mend what is named above, then run doctor again",
        ),
    }
}

/// What the window's directory says of the desk, and what to do.
const fn said(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::Same => ("names this desk", ""),
        Finding::OtherRecipients => (
            "publishes recipients that are not this desk's, or none in force",
            "ask who signs the directory at once: reports may be sealed to somebody else",
        ),
        Finding::OtherSigningKey => (
            "publishes a signing key that is not this desk's, or none in force",
            "ask who signs the directory at once: answers would be refused, or another's taken for yours",
        ),
        Finding::Absent => (
            "publishes a directory without this institution",
            "hand entrada.toml to who signs the directory, or correct `institution`",
        ),
        Finding::Unsigned => (
            "publishes a directory that no trusted key signed",
            "compare [window] trusted with the key of who signs it; if they are the same, tell the operator",
        ),
        Finding::Older => (
            "publishes an older directory than one seen before",
            "tell the operator: the newest signed version has to be put back",
        ),
        Finding::NotInForce => (
            "publishes a directory that is not in force today",
            "check this machine's clock; if it is right, the next version has to be signed",
        ),
    }
}

async fn database(settings: &Settings, report: &mut Report<'_>) -> anyhow::Result<()> {
    let location = match settings.database() {
        Ok(location) => location,
        Err(error) => {
            return report.bad(
                "database",
                &error.to_string(),
                "set [store] database or database_file",
            );
        }
    };
    if let Location::Sqlite(path) = &location
        && !path.exists()
    {
        return report.note(
            "database",
            "the file is not there yet",
            "the desk makes it at its first start",
        );
    }
    let counted = timeout(PATIENCE, async {
        let store = DeskStore::connect(&location).await?;
        store.count_officers().await
    });
    match counted.await {
        Ok(Ok(0)) => report.note(
            "officers",
            "there are none",
            "add one with `ventanilla desk officer add`",
        ),
        Ok(Ok(officers)) => report.good("officers", &officers.to_string()),
        Ok(Err(error)) => report.bad("database", &error.to_string(), REACH),
        Err(_elapsed) => report.bad("database", SILENT, REACH),
    }
}

const RESTORE: &str = "put the backup back, or enrol the desk again with new keys and have its entry signed";
const REACH: &str = "check that it can be reached; the desk brings its tables up to date when it starts";

/// Days ahead for which a calendar should know the holidays.
const A_YEAR: i64 = 366;
