//! What a window needs.

use std::path::Path;

use tokio::time::timeout;

use super::{PATIENCE, Report, SILENT, SOON, folder, private};
use crate::catalogue::Catalogue;
use crate::clock::Day;
use crate::config::Config;
use crate::inbox::store::silent;
use crate::institution::Directory;
use crate::institution::ends::{Ending, ends};
use crate::store::{Location, Store};
use crate::tracking::Secrets;
use crate::window::open::stranger;
use crate::window::sources::{Refused, Sources};

/// Looks at the window of a configuration.
pub(super) fn examine(path: &Path, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let config = match Config::read(path) {
        Ok(config) => config,
        Err(error) => {
            return report.bad(
                "configuration",
                &error.to_string(),
                "correct the line, then run doctor again",
            );
        }
    };
    report.good("configuration", "reads")?;
    site(&config, report)?;
    secrets(&config, report)?;
    sources(&config, today, report)?;
    objects(&config, report)?;
    super::super::runtime()?.block_on(database(&config, today, report))
}

fn site(config: &Config, report: &mut Report<'_>) -> anyhow::Result<()> {
    let plain = config.site.origins.iter().find(|origin| {
        origin.starts_with("http://")
            && !["http://127.0.0.1", "http://localhost"]
                .iter()
                .any(|own| origin.starts_with(own))
            && !origin.contains(".onion")
    });
    if let Some(origin) = plain {
        report.bad(
            "site",
            &format!("{origin} is neither https nor an onion"),
            "put a proxy with TLS in front and name its https origin",
        )?;
    }
    if config.release.at_once {
        report.note(
            "release",
            "desks see envelopes at once",
            "only for demonstrations: a desk then sees the minute of filing",
        )?;
    }
    report.good("site", &format!("listens on {}", config.site.listen))
}

fn secrets(config: &Config, report: &mut Report<'_>) -> anyhow::Result<()> {
    let files = [
        ("pepper", &config.secrets.pepper),
        ("salt", &config.secrets.salt),
        ("database_file", &config.store.database_file),
        (
            "credentials_file",
            config.mail.as_ref().map_or(&None, |mail| &mail.credentials_file),
        ),
    ];
    for (what, path) in files {
        if let Some(path) = path {
            private(what, path, report)?;
        }
    }
    let given = (|| {
        let (pepper, salt) = (config.pepper()?, config.salt()?);
        anyhow::Ok(Secrets::given(&pepper, &salt)?)
    })();
    match given {
        Ok(_secrets) => report.good("secrets", "pepper and salt read; back them up like keys"),
        Err(error) => report.bad(
            "secrets",
            &error.to_string(),
            "put the backup back: without it no code opens its mailbox",
        ),
    }
}

/// The rules and the directory, each by itself: a fault of the rules hides what else is wrong of the directory.
fn sources(config: &Config, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let sources = Sources::of(config);
    match sources.catalogue(None, today) {
        Ok(catalogue) => rules(config, &catalogue, today, report)?,
        Err(refused) => return refuse("catalogue", &refused, report),
    }
    match sources.read(None, today) {
        Ok(given) => {
            let directory = &given.published.directory;
            if let Some(name) = stranger(config, directory) {
                let what = format!("[mail.institutions] {name}: the directory has no such institution");
                report.bad("mail", &what, "correct its name or take the line out")?;
            }
            in_force(directory, today, report)
        }
        Err(refused) => refuse("directory", &refused, report),
    }
}

fn refuse(what: &str, refused: &Refused, report: &mut Report<'_>) -> anyhow::Result<()> {
    let remedy = refused.remedy();
    let said = match refused {
        Refused::Directory { path, why } => format!("{path}: {why}"),
        Refused::Catalogue { path, why } => format!("{path}: {why}"),
        Refused::File { path, .. } => format!("{path} cannot be used"),
        Refused::Embedded(faults) => faults.to_string(),
        Refused::Trusted { .. } => "a trusted key is no minisign public key".to_owned(),
    };
    report.bad(what, &said, remedy)
}

fn rules(config: &Config, catalogue: &Catalogue, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let manifest = catalogue.manifest();
    let whose = config.catalogue.as_ref().map_or_else(
        || "the one in the program".to_owned(),
        |section| section.folder.display().to_string(),
    );
    let said = format!(
        "{whose}, version {}, until {}",
        manifest.version, manifest.valid_until
    );
    report.good("catalogue", &said)?;
    if manifest.valid_until < today.plus(SOON) {
        report.note(
            "catalogue",
            "its days end within 30 days, or are over",
            "sign the next version and put it in its place",
        )?;
    }
    Ok(())
}

fn in_force(directory: &Directory, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let said = format!(
        "version {} with {} institutions, until {}",
        directory.version(),
        directory.institutions().len(),
        directory.valid_until()
    );
    report.good("directory", &said)?;
    for end in ends(directory, today).filter(|end| end.warning(today).is_some()) {
        match end.what {
            Ending::Directory => report.note(
                "directory",
                &format!("its last day is {}", end.last),
                "issue and sign the next version",
            )?,
            Ending::Keys(institution, role) => report.note(
                &format!("institution {institution}"),
                &format!("its last {role} key ends on {}", end.last),
                "ask it for its next key, add it to the directory and sign the next version",
            )?,
        }
    }
    for institution in directory.institutions().values() {
        if institution.is_revoked(today) {
            report.note(
                &format!("institution {}", institution.id),
                "it was revoked: nothing is sealed to it, and its desk is refused",
                "nothing, if that is so; if not, sign the next version without it",
            )?;
            continue;
        }
        if let Err(error) = institution.recipients(today) {
            let what = format!("institution {}", institution.id);
            report.bad(
                &what,
                &error.to_string(),
                "nothing can be sealed to it: add recipients in force and sign again",
            )?;
        }
    }
    Ok(())
}

fn objects(config: &Config, report: &mut Report<'_>) -> anyhow::Result<()> {
    if !folder("objects", &config.store.objects, report)? {
        return Ok(());
    }
    let volume = rustix::fs::statvfs(&config.store.objects)?;
    let free = volume.f_bavail.saturating_mul(volume.f_frsize);
    if free < config.store.keep_free_text_bytes {
        return report.bad(
            "objects",
            "the disk is full: nothing is taken",
            "make room or move the folder",
        );
    }
    if free < config.store.keep_free_bytes {
        return report.bad(
            "objects",
            "the disk is nearly full: files are refused",
            "make room or move the folder",
        );
    }
    report.good("objects", &format!("{} MiB free", free >> 20))
}

async fn database(config: &Config, today: Day, report: &mut Report<'_>) -> anyhow::Result<()> {
    let location = match config.database() {
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
            "the window makes it at its first start",
        );
    }
    let since = today.plus(-i64::from(config.retention.silent_days));
    let asked = timeout(PATIENCE, async {
        let store = Store::connect(&location).await?;
        let late = silent(&store, since).await;
        store.close().await;
        late
    });
    let late = match asked.await {
        Ok(Ok(late)) => late,
        Ok(Err(error)) => return report.bad("database", &error.to_string(), REACH),
        Err(_elapsed) => return report.bad("database", SILENT, REACH),
    };
    report.good("database", "opens and answers")?;
    for institution in late {
        report.note(
            &format!("desk of {institution}"),
            "it has not come for what waits for it",
            "call the institution",
        )?;
    }
    Ok(())
}

const REACH: &str = "check that it can be reached; the window brings its tables up to date when it starts";
