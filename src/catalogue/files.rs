//! The bytes of a catalogue: the ones in the program, or those of a folder that replaces them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The files of a catalogue, by name. One that is missing is missed by whoever reads it.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<&'static str, Cow<'static, [u8]>>);

impl Files {
    /// The files in the program.
    pub fn embedded() -> Self {
        Self(
            EMBEDDED
                .iter()
                .map(|(name, text)| (*name, Cow::Borrowed(text.as_bytes())))
                .collect(),
        )
    }

    /// The files of a folder. Whatever else lies there is not looked at.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let mut files = Self::default();
        for (name, _) in EMBEDDED {
            match File::open(folder.join(name)) {
                Ok(file) => {
                    let mut bytes = Vec::new();
                    file.take(LARGEST).read_to_end(&mut bytes)?;
                    if bytes.len() as u64 == LARGEST {
                        return Err(io::Error::new(io::ErrorKind::FileTooLarge, *name));
                    }
                    files.put(name, bytes);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }

    /// Puts other bytes in the place of one file. A name that is none of the catalogue's changes nothing.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some((name, _)) = EMBEDDED.iter().find(|(known, _)| *known == name) {
            self.0.insert(name, Cow::Owned(bytes));
        }
    }

    /// The bytes of a file.
    pub fn find(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// The names of all that a folder may hold.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// Each file with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (*name, bytes.as_ref()))
    }
}

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../catalogue/", $name)))),+];
    };
}

embedded! {
    "catalogo.toml",
    "entidades.csv",
    "municipios.csv",
    "municipios_por_confirmar.csv",
    "conductas.csv",
    "situaciones.csv",
    "receptores.csv",
    "competencia.csv",
    "entes.csv",
    "calendario.csv",
}

/// The names of the files that the manifest vouches for.
pub const NAMES: [&str; 9] = [
    "entidades.csv",
    "municipios.csv",
    "municipios_por_confirmar.csv",
    "conductas.csv",
    "situaciones.csv",
    "receptores.csv",
    "competencia.csv",
    "entes.csv",
    "calendario.csv",
];

/// The file beside the manifest that vouches for it.
pub const SIGNATURE: &str = "catalogo.toml.minisig";

/// Enough for a list of all public bodies of a country.
const LARGEST: u64 = 16 * 1024 * 1024;
