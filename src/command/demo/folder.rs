//! The folder of a demonstration: keys, directory, configurations and two accounts, made on the first start and
//! found again on the next.

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::institutions::{self, Sample};
use super::setting;
use crate::clock::{Clock as _, SystemClock};
use crate::desk::enrol::{Custodian, Enrolment, Site, enrol};
use crate::desk::officer::{OfficerName, PassphraseHash};
use crate::desk::settings::Settings;
use crate::desk::store::DeskStore;
use crate::institution::{DirectoryKey, Institution};
use crate::random::{self, SystemRandom};
use crate::tracking::{TrackingCode, Wordlist};

/// What was made, or found.
pub(super) struct Demonstration {
    /// The window's configuration.
    pub(super) window_config: PathBuf,
    /// Where people file.
    pub(super) window_url: String,
    /// Who works on cases; this passphrase also unlocks the intake identities.
    pub(super) officer: Person,
    /// Who makes accounts.
    pub(super) administrator: Person,
    /// One desk for each institution.
    pub(super) desks: Vec<Desk>,
}

/// Somebody with an account at every desk.
#[derive(Serialize)]
pub(super) struct Person {
    pub(super) name: &'static str,
    #[serde(serialize_with = "shown")]
    pub(super) passphrase: Zeroizing<String>,
    #[serde(skip)]
    roles: &'static str,
}

/// One institution and its desk.
#[derive(Debug, Serialize)]
pub(super) struct Desk {
    id: String,
    pub(super) name: String,
    class: &'static str,
    #[serde(rename = "desk_url")]
    pub(super) url: String,
    /// Whom envelopes are sealed to.
    recipients: Vec<String>,
    /// A plain identity file that opens this institution's envelopes with any age tool: its recovery key.
    identity_file: PathBuf,
    /// The intake identity under the officer's passphrase.
    intake_identity_file: PathBuf,
    /// Where the desk keeps its sealed files.
    envelopes: PathBuf,
    #[serde(skip)]
    pub(super) config: PathBuf,
    #[serde(skip)]
    pub(super) listen: SocketAddr,
}

/// Makes what is not there, and writes the configurations for these addresses.
pub(super) async fn prepare(
    data: &Path,
    window: SocketAddr,
    desk: SocketAddr,
    database: Option<&str>,
) -> anyhow::Result<Demonstration> {
    private_folder(data)?;
    let data = &fs::canonicalize(data)?;
    let key = setting::directory_key(data)?;
    let people = People {
        officer: person(data, OFFICER, "officer-passphrase", "coordinator officer")?,
        administrator: person(data, ADMINISTRATOR, "administrator-passphrase", "administrator")?,
    };
    let mut desks = Vec::new();
    let mut entries = Vec::new();
    for (sample, place) in institutions::SAMPLES.iter().zip(0_u16..) {
        let port = desk
            .port()
            .checked_add(place)
            .context("the last port is taken: choose a lower --desk")?;
        let at = Place {
            data,
            window,
            listen: SocketAddr::new(desk.ip(), port),
            key: &key,
        };
        let (entry, desk) = make_desk(sample, &at, &people).await?;
        entries.push(entry);
        desks.push(desk);
    }
    setting::sign_directory(data, &key, entries)?;
    let window_config = setting::configure_window(data, window, &key, database)?;
    let window_url = format!("http://{window}");
    Ok(Demonstration {
        window_config,
        window_url,
        officer: people.officer,
        administrator: people.administrator,
        desks,
    })
}

struct People {
    officer: Person,
    administrator: Person,
}

struct Place<'a> {
    data: &'a Path,
    window: SocketAddr,
    listen: SocketAddr,
    key: &'a DirectoryKey,
}

async fn make_desk(
    sample: &Sample,
    place: &Place<'_>,
    people: &People,
) -> anyhow::Result<(Institution, Desk)> {
    let folder = place.data.join("desks").join(sample.id);
    let offline = place.data.join("offline").join(sample.id);
    let (origin, window) = (
        format!("http://{}", place.listen),
        format!("http://{}", place.window),
    );
    let config = folder.join("desk.toml");
    if !config.exists() {
        found_desk(sample, place, &folder, &offline, people).await?;
    }
    readdress(&config, place, &origin, &window)?;
    let entry = fs::read_to_string(folder.join("entrada.toml"))?;
    let entry = institutions::read_entry(&entry)?;
    let today = SystemClock.today();
    let recipients = entry.recipients(today)?.iter().map(ToString::to_string).collect();
    let desk = Desk {
        id: sample.id.to_owned(),
        name: entry.name("es").to_owned(),
        class: sample.class_word(),
        url: origin,
        recipients,
        identity_file: offline.join("recuperacion.txt"),
        intake_identity_file: folder.join("keys/intake.age"),
        envelopes: folder.join("envelopes"),
        config,
        listen: place.listen,
    };
    Ok((entry, desk))
}

/// Enrols a desk that is not there yet, with its two accounts.
async fn found_desk(
    sample: &Sample,
    place: &Place<'_>,
    folder: &Path,
    offline: &Path,
    people: &People,
) -> anyhow::Result<()> {
    let (origin, window) = (
        format!("http://{}", place.listen),
        format!("http://{}", place.window),
    );
    let listen = place.listen.to_string();
    let trusted = [place.key.public().to_string()];
    let site = Site {
        listen: &listen,
        origin: &origin,
        window: &window,
        interval_seconds: 2,
        trusted: &trusted,
    };
    private_folder(folder)?;
    let wanted = Enrolment {
        data: folder,
        offline: Some(offline),
        institution: sample.id.parse()?,
        names: sample.names(),
        kinds: sample.kinds.to_vec(),
        class: sample.class,
        scope: sample.scope()?,
        clocks: institutions::CLOCKS,
        custodian: Custodian::NewKey,
        site,
        passphrase: &people.officer.passphrase,
        work_factor: WORK_FACTOR,
    };
    enrol(&wanted, SystemClock.today(), &SystemRandom)?;
    let settings = Settings::read(&folder.join("desk.toml"))?;
    let store = DeskStore::open(&settings.database()?).await?;
    for person in [&people.officer, &people.administrator] {
        let name: OfficerName = person.name.parse()?;
        let hash = PassphraseHash::new(&name, sample.id, &person.passphrase, &SystemRandom)?;
        store.add_officer(&name, &hash, &person.roles.parse()?).await?;
    }
    store.close().await;
    Ok(())
}

/// Writes the addresses of this start into a desk's configuration.
fn readdress(config: &Path, place: &Place<'_>, origin: &str, window: &str) -> anyhow::Result<()> {
    let mut settings: toml::Table = fs::read_to_string(config)?.parse()?;
    let mut set = |section: &str, key: &str, value: toml::Value| {
        if let Some(toml::Value::Table(section)) = settings.get_mut(section) {
            section.insert(key.to_owned(), value);
        }
    };
    set("site", "listen", place.listen.to_string().into());
    set("site", "origins", own_origins(origin, place.listen.port()).into());
    set("site", "demonstration", true.into());
    set("window", "url", window.into());
    // Whoever tries it has no telephone at hand.
    set("officers", "second_factor", false.into());
    write_whole(config, toml::to_string_pretty(&settings)?.as_bytes())
}

/// By number and by name: people type both.
pub(super) fn own_origins(origin: &str, port: u16) -> Vec<String> {
    vec![origin.to_owned(), format!("http://localhost:{port}")]
}

/// Somebody, with a passphrase of five words that is drawn on the first start.
fn person(data: &Path, name: &'static str, file: &str, roles: &'static str) -> anyhow::Result<Person> {
    let path = data.join(file);
    let passphrase = if path.exists() {
        Zeroizing::new(fs::read_to_string(&path)?.trim().to_owned())
    } else {
        let code = TrackingCode::from_bits(random::bytes(&SystemRandom));
        let words: Vec<&str> = code.words(Wordlist::English).into_iter().take(5).collect();
        let passphrase = Zeroizing::new(words.join("-"));
        write_whole(&path, passphrase.as_bytes())?;
        passphrase
    };
    Ok(Person {
        name,
        passphrase,
        roles,
    })
}

/// Only a demonstration says its passphrases.
fn shown<S: Serializer>(passphrase: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(passphrase)
}

pub(super) fn private_folder(path: &Path) -> anyhow::Result<()> {
    Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?)
}

/// Puts a file in place whole, readable by its owner only.
pub(super) fn write_whole(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let beside = path.with_extension("new");
    let mut options = fs::File::options();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(fs::rename(&beside, path)?)
}

const OFFICER: &str = "demo";
const ADMINISTRATOR: &str = "admin";
const WORK_FACTOR: u8 = 14;
