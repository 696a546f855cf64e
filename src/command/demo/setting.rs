//! What the desks of a demonstration stand beside: the signed directory and the window's configuration.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::folder::{own_origins, private_folder, write_whole};
use crate::clock::{Clock as _, SystemClock};
use crate::institution::{DirectoryKey, Draft, Institution, Stamp};
use crate::random::SystemRandom;
use crate::tracking::Secrets;

pub(super) fn directory_key(data: &Path) -> anyhow::Result<DirectoryKey> {
    let path = data.join("directory/directory.key");
    private_folder(&data.join("directory"))?;
    if path.exists() {
        return Ok(DirectoryKey::read(
            &Zeroizing::new(fs::read_to_string(&path)?),
            None,
        )?);
    }
    let (key, file) = DirectoryKey::generate(None)?;
    write_whole(&path, file.as_bytes())?;
    write_whole(
        &data.join("directory/directory.pub"),
        key.public().to_file().as_bytes(),
    )?;
    Ok(key)
}

/// Signs a directory of these institutions, unless the one there says the same and is still good for a month.
pub(super) fn sign_directory(
    data: &Path,
    key: &DirectoryKey,
    institutions: Vec<Institution>,
) -> anyhow::Result<()> {
    let file = data.join("directory/directory.toml");
    let today = SystemClock.today();
    let before = fs::read_to_string(&file)
        .ok()
        .map(|text| Draft::read(&text))
        .transpose()?;
    if let Some(before) = &before
        && before.institutions == institutions
        && today.plus(MONTH) < before.valid_until
    {
        return Ok(());
    }
    let version = before.map_or(1, |before| before.version.saturating_add(1));
    let draft = Draft {
        version,
        valid_from: today,
        valid_until: today.plus(YEAR),
        institutions,
    };
    let toml = draft.to_toml()?;
    let stamp = Stamp::of(version, toml.as_bytes());
    let signature = key.sign(toml.as_bytes(), &stamp.to_string())?;
    write_whole(&file, toml.as_bytes())?;
    write_whole(
        &data.join("directory/directory.toml.minisig"),
        signature.as_bytes(),
    )
}

pub(super) fn configure_window(
    data: &Path,
    window: SocketAddr,
    key: &DirectoryKey,
    database: Option<&str>,
) -> anyhow::Result<PathBuf> {
    let folder = data.join("window");
    private_folder(&folder)?;
    let (pepper, salt) = (folder.join("pepper"), folder.join("salt"));
    if !pepper.exists() {
        Secrets::create(&pepper, &salt, &SystemRandom)?;
    }
    let database = match database {
        None => "database = \"sqlite:window.sqlite\"",
        Some(url) => {
            write_whole(&folder.join("database"), url.as_bytes())?;
            "database_file = \"database\""
        }
    };
    let origins = own_origins(&format!("http://{window}"), window.port());
    let text = format!(
        "# The window of the demonstration. Relative paths start at this file's folder.\n\
         [site]\nlisten = \"{window}\"\norigins = {origins:?}\ndemonstration = true\n\n\
         [store]\n{database}\nobjects = \"objects\"\n\n\
         [secrets]\npepper = \"pepper\"\nsalt = \"salt\"\n\n\
         [directory]\nfile = \"../directory/directory.toml\"\nsignature = \"../directory/directory.toml.minisig\"\n\
         trusted = [\"{}\"]\nseen = \"directory.seen\"\n\n\
         # Only a demonstration shows desks the minute of filing.\n[release]\nat_once = true\n",
        key.public()
    );
    let path = folder.join("window.toml");
    write_whole(&path, text.as_bytes())?;
    Ok(path)
}

const MONTH: i64 = 30;
const YEAR: i64 = 365;
