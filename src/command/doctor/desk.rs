//! What a desk needs.

use std::fs;
use std::path::Path;

use super::{Report, private};
use crate::clock::Day;
use crate::desk::settings::Settings;
use crate::desk::store::DeskStore;
use crate::inbox::signature::DeskKey;
use crate::institution::{Seen, TrustedKey};
use crate::seal::Recipient;
use crate::store::Location;

/// Looks at the desk of a configuration.
pub(super) fn examine(path: &Path, _today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
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
    window(&settings, report)?;
    super::super::runtime()?.block_on(database(&settings, report))
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

fn window(settings: &Settings, report: &mut Report<'_>) -> anyhow::Result<()> {
    let url = &settings.window.url;
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|own| url.starts_with(own));
    if url.starts_with("http://") && !local && !url.contains(".onion") {
        return report.bad(
            "window",
            &format!("{url} is neither https nor an onion"),
            "use the window's https or onion address",
        );
    }
    report.good("window", url)
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
    let counted = match DeskStore::connect(&location).await {
        Ok(store) => store.count_officers().await,
        Err(error) => Err(error),
    };
    match counted {
        Ok(0) => report.note(
            "officers",
            "there are none",
            "add one with `ventanilla desk officer add`",
        ),
        Ok(officers) => report.good("officers", &officers.to_string()),
        Err(error) => {
            let todo = "check that it can be reached; the desk brings its tables up to date when it starts";
            report.bad("database", &error.to_string(), todo)
        }
    }
}

const RESTORE: &str = "put the backup back, or enrol the desk again with new keys and have its entry signed";
