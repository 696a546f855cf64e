//! A configuration file: read, anchored at its folder, checked. A fault is told by its line and never by what stands
//! there: it may be a secret in the wrong place.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{Secret, Unreadable};
use crate::store::{Location, StoreError};

/// What a file of a program's settings says.
pub trait Configuration: DeserializeOwned {
    /// The paths in it that start at its folder.
    fn paths(&mut self) -> Vec<&mut PathBuf>;

    /// The line that says where the database is, `sqlite:FILE`.
    fn database_line(&mut self) -> &mut Option<String>;

    /// Whether values make sense together; says what to do where they do not.
    fn check(&self) -> Result<(), &'static str>;
}

/// Why a configuration cannot be used. The message says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// The TOML is wrong; the text names line and key.
    #[error("{path}, {what}")]
    Form {
        /// Which.
        path: String,
        /// What is wrong, and in which line.
        what: String,
    },
    /// A value makes no sense.
    #[error("{path}: {what}")]
    Value {
        /// Which.
        path: String,
        /// What is wrong and what to do.
        what: &'static str,
    },
    /// The database's address is of no known form.
    #[error("[store] database: {0}")]
    Database(StoreError),
}

/// Reads a configuration; relative paths in it start at its folder.
pub fn read<T: Configuration>(path: &Path) -> Result<T, Unusable> {
    let named = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|why| Unreadable {
        path: path.to_path_buf(),
        why,
    })?;
    let mut read: T = toml::from_str(&text).map_err(|error| Unusable::Form {
        path: named.clone(),
        what: fault(&text, &error),
    })?;
    anchor(&mut read, path.parent().unwrap_or_else(|| Path::new(".")));
    match read.check() {
        Ok(()) => Ok(read),
        Err(what) => Err(Unusable::Value { path: named, what }),
    }
}

/// Where a database is: the environment first, then the secret file, then the line in the configuration.
pub fn locate(variable: &str, file: Option<&Path>, line: Option<&str>) -> Result<Location, Unusable> {
    let secret = Secret::find(variable, file)?;
    let location = secret.as_ref().map_or(line.unwrap_or_default(), Secret::text);
    location.parse().map_err(Unusable::Database)
}

fn anchor(configuration: &mut impl Configuration, folder: &Path) {
    for path in configuration.paths() {
        *path = folder.join(&*path);
    }
    let line = configuration.database_line();
    if let Some(file) = line.as_deref().and_then(|line| line.strip_prefix("sqlite:")) {
        *line = Some(format!("sqlite:{}", folder.join(file).display()));
    }
}

/// What is wrong with a TOML text, and in which line.
fn fault(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().trim();
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!(
            "line {}: {message}",
            before.matches('\n').count().saturating_add(1)
        ),
        None => message.to_owned(),
    }
}
