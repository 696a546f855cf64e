//! An enrolled desk and a directory that names it.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::Semaphore;
use ventanilla::case::sending::Bounds;
use ventanilla::catalogue::ReceiverKind;
use ventanilla::desk::Desk;
use ventanilla::desk::enrol::{Custodian, Enrolment, Site, enrol};
use ventanilla::desk::store::{Case, Wanted};
use ventanilla::institution::{Clocks, DirectoryKey, Draft, Institution, Scope};
use ventanilla::random::SystemRandom;
use ventanilla::seal::Class;
use ventanilla::store::space::{Marks, Space};

use crate::world::postgres::Database;

pub(crate) const PASSPHRASE: &str = "lago perro nube sur";

/// Makes a desk that visits `window` and trusts `signer`.
pub(super) fn enrolled(
    folder: &TempDir,
    window: SocketAddr,
    signer: &DirectoryKey,
    class: Class,
    database: Option<&Database>,
) -> (PathBuf, Institution) {
    let wanted = Enrolment {
        data: &folder.path().join("desk"),
        offline: Some(&folder.path().join("offline")),
        institution: "contraloria".parse().unwrap(),
        names: vec![("es".to_owned(), "Contraloría de prueba".to_owned())],
        kinds: vec![ReceiverKind::ContraloriaEst],
        class,
        scope: Scope {
            state: vec!["20".parse().unwrap()],
            ..Scope::default()
        },
        clocks: Clocks {
            acknowledge: 5,
            answer: 20,
            close: 120,
        },
        custodian: Custodian::Nobody,
        site: Site {
            listen: "127.0.0.1:0",
            origin: "http://mesa.test",
            window: &format!("http://{window}"),
            interval_seconds: 3600,
            trusted: &[signer.public().to_string()],
        },
        passphrase: PASSPHRASE,
        work_factor: 2,
    };
    let made = enrol(&wanted, "2026-11-23".parse().unwrap(), &SystemRandom).unwrap();
    // Whoever tests it turns it on (`World::ask_for_codes`).
    replace(&made.config, "second_factor = true", "second_factor = false");
    if let Some(database) = database {
        let secret = folder.path().join("desk/database");
        fs::write(&secret, database.url()).unwrap();
        replace(
            &made.config,
            "database = \"sqlite:desk.sqlite\"",
            "database_file = \"database\"",
        );
    }
    (made.config, made.entry)
}

/// Changes one line of a configuration.
pub(super) fn replace(config: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(config).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(config, text.replace(from, to)).unwrap();
}

/// A directory with one institution, to be signed.
pub(super) fn directory(version: u64, entry: &Institution) -> String {
    let draft = Draft {
        version,
        valid_from: "2026-11-01".parse().unwrap(),
        valid_until: "2027-11-01".parse().unwrap(),
        institutions: vec![entry.clone()],
    };
    draft.to_toml().unwrap()
}

/// Room for everything.
pub(super) fn bounds(folder: &Path) -> Bounds {
    Bounds {
        files: 20,
        file_bytes: 1 << 30,
        envelope_bytes: 2 << 30,
        large_bytes: 64 << 20,
        large: Arc::new(Semaphore::new(8)),
        space: Space::new(folder, None, Marks { files: 0, texts: 0 }),
    }
}

/// Names by path, for whoever wants to see what lies in a folder.
pub(super) fn lying(folder: &Path) -> BTreeMap<String, u64> {
    fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                entry.metadata().unwrap().len(),
            )
        })
        .filter(|(name, _)| name != "lock")
        .collect()
}

/// The cases of a desk, in the order of its list.
pub(super) async fn listed(desk: &Desk) -> Vec<Case> {
    let wanted = Wanted::default();
    desk.store()
        .list_cases(&wanted, desk.days(), 50)
        .await
        .unwrap()
        .cases
}
