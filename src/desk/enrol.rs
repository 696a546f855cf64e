//! Makes a desk: its keys, the entry that the directory's keeper signs, and a configuration to start from.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::officer::{OfficerError, check_passphrase};
use crate::catalogue::ReceiverKind;
use crate::clock::Day;
use crate::inbox::signature::DeskKey;
use crate::institution::{Clocks, DatedKey, DatedRecipient, Institution, InstitutionId, Scope};
use crate::random::Random;
use crate::seal::{Class, Identity, IdentityError, Recipient, protect};

/// What is to be made.
#[derive(Debug)]
pub struct Enrolment<'a> {
    /// The folder of the desk; made if need be, and must hold no desk yet.
    pub data: &'a Path,
    /// Where the secret halves go that must leave this machine; `DATA/fuera-de-linea` when not given.
    pub offline: Option<&'a Path>,
    /// The institution's short name.
    pub institution: InstitutionId,
    /// Its name by language; Spanish must be there.
    pub names: Vec<(String, String)>,
    /// As which kinds of the catalogue it receives.
    pub kinds: Vec<ReceiverKind>,
    /// Which kind of keys.
    pub class: Class,
    /// How far it reaches.
    pub scope: Scope,
    /// Its deadlines.
    pub clocks: Clocks,
    /// Whether somebody holds the office of custodian of identities.
    pub custodian: Custodian,
    /// Where the desk listens and what the window's address is.
    pub site: Site<'a>,
    /// The passphrase of the intake identity.
    pub passphrase: &'a str,
    /// How hard the passphrase is to guess by machine: 18 takes about a second a try.
    pub work_factor: u8,
}

/// Whether there is a custodian of identities.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Custodian {
    /// Nobody; reporters are then not offered to give their identity.
    Nobody,
    /// A new key for one.
    NewKey,
}

/// The part of the configuration that nobody but the caller knows.
#[derive(Debug)]
pub struct Site<'a> {
    /// The address to listen on.
    pub listen: &'a str,
    /// The origin that officers use.
    pub origin: &'a str,
    /// The window's address.
    pub window: &'a str,
    /// Seconds between two visits.
    pub interval_seconds: u64,
    /// The minisign public keys that may sign the directory; may be filled in later.
    pub trusted: &'a [String],
}

/// What was made.
#[derive(Debug)]
pub struct Enrolled {
    /// The configuration to start the desk with.
    pub config: PathBuf,
    /// The entry for the directory, to be handed to its keeper.
    pub entry: Institution,
    /// Where the secret halves lie that must leave this machine.
    pub offline: PathBuf,
    /// The secret half of the intake key under its passphrase.
    pub intake: PathBuf,
}

/// Why no desk is made.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The folder holds a desk already.
    #[error("{0} holds a desk already: choose another folder, nothing was changed")]
    Taken(String),
    /// The passphrase is too weak.
    #[error("the intake identity's passphrase is refused")]
    Passphrase(#[from] OfficerError),
    /// A key could not be made.
    #[error(transparent)]
    Key(#[from] IdentityError),
    /// A file could not be written.
    #[error("cannot write {path}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// Makes keys, entry and configuration.
pub fn enrol(wanted: &Enrolment<'_>, today: Day, random: &dyn Random) -> Result<Enrolled, EnrolError> {
    check_passphrase(&[wanted.institution.as_str()], wanted.passphrase)?;
    let config = wanted.data.join("desk.toml");
    if config.exists() {
        return Err(EnrolError::Taken(wanted.data.display().to_string()));
    }
    let keys = wanted.data.join("keys");
    let offline = wanted
        .offline
        .map_or_else(|| wanted.data.join("fuera-de-linea"), Path::to_path_buf);
    private_folder(&keys)?;
    private_folder(&offline)?;
    let intake = Identity::generate(wanted.class, random)?;
    let recovery = Identity::generate(wanted.class, random)?;
    let signing = DeskKey::generate(random);
    let protected = protect(&intake, wanted.passphrase, wanted.work_factor)
        .map_err(|source| file_error(&keys, source))?;
    let intake_file = keys.join("intake.age");
    secret(&intake_file, &protected)?;
    secret(&keys.join("signing.key"), signing.expose().as_bytes())?;
    public(&keys.join("intake.pub"), &intake.recipient())?;
    public(&keys.join("recovery.pub"), &recovery.recipient())?;
    secret(
        &offline.join("recuperacion.txt"),
        identity_file(&recovery, RECOVERY).as_bytes(),
    )?;
    let custodian = custodian(wanted, &offline, random)?;
    let entry = entry(wanted, &intake, &recovery, custodian, &signing, today);
    write(&wanted.data.join("entrada.toml"), entry.to_toml().as_bytes())?;
    // Last, so that a folder with it holds a whole desk.
    write(&config, configuration(wanted).as_bytes())?;
    Ok(Enrolled {
        config,
        entry,
        offline,
        intake: intake_file,
    })
}

fn custodian(
    wanted: &Enrolment<'_>,
    offline: &Path,
    random: &dyn Random,
) -> Result<Option<Recipient>, EnrolError> {
    if wanted.custodian == Custodian::Nobody {
        return Ok(None);
    }
    let identity = Identity::generate(wanted.class, random)?;
    let text = identity_file(&identity, CUSTODY);
    secret(&offline.join("custodia.txt"), text.as_bytes())?;
    Ok(Some(identity.recipient()))
}

fn entry(
    wanted: &Enrolment<'_>,
    intake: &Identity,
    recovery: &Identity,
    custodian: Option<Recipient>,
    signing: &DeskKey,
    today: Day,
) -> Institution {
    let since = |recipient: Recipient| DatedRecipient {
        since: today,
        until: None,
        recipient,
    };
    Institution {
        id: wanted.institution.clone(),
        kinds: wanted.kinds.clone(),
        class: wanted.class,
        accepts_classic_since: (wanted.class == Class::Classic).then_some(today),
        contact: None,
        names: wanted.names.iter().cloned().collect(),
        scope: wanted.scope.clone(),
        clocks: wanted.clocks,
        signing: vec![DatedKey {
            since: today,
            until: None,
            key: signing.public(),
        }],
        intake: vec![since(intake.recipient())],
        recovery: vec![since(recovery.recipient())],
        revoked: None,
        custodian: custodian.map(since).into_iter().collect(),
    }
}

fn configuration(wanted: &Enrolment<'_>) -> String {
    let site = &wanted.site;
    let trusted: Vec<String> = site.trusted.iter().map(|key| format!("{key:?}")).collect();
    format!(
        r#"# The desk of {id}. Relative paths start at this file's folder.
institution = "{id}"

[site]
listen = "{listen}"
origins = ["{origin}"]

[window]
url = "{window}"
interval_seconds = {interval}
# The minisign public keys that may sign the directory. Without one the desk does not start.
trusted = [{trusted}]

[store]
database = "sqlite:desk.sqlite"
envelopes = "envelopes"
seen = "directory.seen"

[keys]
intake = ["keys/intake.age"]
intake_recipient = ["keys/intake.pub"]
recovery_recipient = ["keys/recovery.pub"]
signing = ["keys/signing.key"]

[officers]
# Besides the passphrase, a code from a telephone is asked for.
second_factor = true
# Days for which an invitation is good.
invitation_days = 3
"#,
        id = wanted.institution,
        listen = site.listen,
        origin = site.origin,
        window = site.window,
        interval = site.interval_seconds,
        trusted = trusted.join(", "),
    )
}

fn identity_file(identity: &Identity, words: &str) -> zeroize::Zeroizing<String> {
    let recipient = identity.recipient();
    zeroize::Zeroizing::new(format!(
        "{words}# public key: {recipient}\n{}\n",
        identity.expose().as_str()
    ))
}

fn private_folder(path: &Path) -> Result<(), EnrolError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|source| file_error(path, source))
}

/// Writes a file that only its owner reads, and never over one that is there.
fn secret(path: &Path, content: &[u8]) -> Result<(), EnrolError> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|file| fill(file, content));
    written.map_err(|source| file_error(path, source))
}

fn public(path: &Path, recipient: &Recipient) -> Result<(), EnrolError> {
    write(path, format!("{recipient}\n").as_bytes())
}

fn write(path: &Path, content: &[u8]) -> Result<(), EnrolError> {
    File::create_new(path)
        .and_then(|file| fill(file, content))
        .map_err(|source| file_error(path, source))
}

fn fill(mut file: File, content: &[u8]) -> io::Result<()> {
    file.write_all(content)?;
    file.sync_all()
}

fn file_error(path: &Path, source: io::Error) -> EnrolError {
    EnrolError::File {
        path: path.display().to_string(),
        source,
    }
}

const RECOVERY: &str = "\
# CLAVE DE RECUPERACION: abre todo lo que esta institucion reciba si la mesa pierde su clave o su contrasena.
# Imprimela o guardala en un medio que NO este conectado, en una caja fuerte, y BORRA este archivo de aqui.
# RECOVERY KEY: opens everything this institution receives if the desk loses its key or passphrase.
# Print it or keep it on a medium that is NOT connected, in a safe, and ERASE this file from here.
";
const CUSTODY: &str = "\
# CLAVE DE CUSTODIA: abre la identidad de quien denuncia, cuando la dio. Solo la tiene la persona custodia,
# que no puede ser quien atiende denuncias. Entregasela y BORRA este archivo de aqui.
# CUSTODY KEY: opens the identity of the reporter, where it was given. Only the custodian has it, who cannot
# be an officer of the desk. Hand it over and ERASE this file from here.
";
