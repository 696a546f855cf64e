//! The two secrets of a deployment, each in a file of its own or in the environment, outside the database and backed
//! up like keys: without them no code opens anything any more.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::given::Secret;
use crate::random::{self, Random};

/// Pepper and salt.
pub struct Secrets {
    pepper: Zeroizing<[u8; 32]>,
    salt: Zeroizing<[u8; 32]>,
}

impl Secrets {
    /// New secrets, for a deployment that holds no mailbox yet.
    pub fn new(random: &dyn Random) -> Self {
        Self {
            pepper: Zeroizing::new(random::bytes(random)),
            salt: Zeroizing::new(random::bytes(random)),
        }
    }

    /// Secrets as their files have them: 64 hexadecimal digits each. Nothing when either is something else.
    pub fn from_hex(pepper: &str, salt: &str) -> Option<Self> {
        Some(Self {
            pepper: unhex(pepper)?,
            salt: unhex(salt)?,
        })
    }

    /// Secrets as an operator gives them: 64 hexadecimal digits each.
    pub fn given(pepper: &Secret, salt: &Secret) -> Result<Self, SecretsError> {
        let read = |secret: &Secret| {
            unhex(secret.text()).ok_or_else(|| SecretsError::Malformed(secret.from().into()))
        };
        Ok(Self {
            pepper: read(pepper)?,
            salt: read(salt)?,
        })
    }

    /// Draws secrets and puts them into two new files that only their owner reads. Where one of the files
    /// stands already nothing is written: another pepper would close every mailbox there is.
    pub fn create(pepper: &Path, salt: &Path, random: &dyn Random) -> Result<Self, SecretsError> {
        for path in [pepper, salt] {
            if path
                .try_exists()
                .map_err(|error| SecretsError::Unwritable(path.into(), error))?
            {
                return Err(SecretsError::Exists(path.into()));
            }
        }
        let secrets = Self::new(random);
        for (path, secret) in [(pepper, &secrets.pepper), (salt, &secrets.salt)] {
            write(path, secret).map_err(|error| SecretsError::Unwritable(path.into(), error))?;
        }
        Ok(secrets)
    }

    pub(super) fn pepper(&self) -> &[u8] {
        self.pepper.as_slice()
    }

    pub(super) fn salt(&self) -> &[u8] {
        self.salt.as_slice()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

/// Why the secrets of a deployment are not there.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file, or the variable of the environment, holds something else.
    #[error("{0} is not 64 hexadecimal digits")]
    Malformed(PathBuf),
    /// The file is there already and is not overwritten.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{0} cannot be written")]
    Unwritable(PathBuf, #[source] io::Error),
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut out = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), out.as_mut_slice()).ok()?;
    Some(out)
}

fn write(path: &Path, secret: &[u8; 32]) -> io::Result<()> {
    let text = Zeroizing::new(hex::encode(secret));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}
