//! Values that would make the window wait or refuse in silence are refused when the file is read, with their line.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::given::holds_password;
use crate::notify::mailer::{is_address, is_server};

pub(super) fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let hours = Vec::<u8>::deserialize(deserializer)?;
    if hours.iter().any(|hour| *hour > 23) {
        return Err(D::Error::custom("hours go from 0 to 23"));
    }
    Ok(hours)
}

pub(super) fn utc_offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i8, D::Error> {
    let hours = i8::deserialize(deserializer)?;
    if !(-12..=14).contains(&hours) {
        return Err(D::Error::custom("utc_offset goes from -12 to 14"));
    }
    Ok(hours)
}

pub(super) fn server<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let server = String::deserialize(deserializer)?;
    if holds_password(&server) {
        return Err(D::Error::custom(
            "a password must not stand here: put user:password into a file of mode 600 and name it as credentials_file",
        ));
    }
    if !is_server(&server) {
        return Err(D::Error::custom(
            "a mail server is smtp://host:25, smtps://host:465 or smtp://host:587?tls=required",
        ));
    }
    Ok(server)
}

pub(super) fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Address::deserialize(deserializer).map(|Address(address)| address)
}

pub(super) fn addresses<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let all = BTreeMap::<String, Address>::deserialize(deserializer)?;
    Ok(all
        .into_iter()
        .map(|(institution, Address(address))| (institution, address))
        .collect())
}

struct Address(String);

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let address = String::deserialize(deserializer)?;
        if !is_address(&address) {
            return Err(D::Error::custom("this is no e-mail address"));
        }
        Ok(Self(address))
    }
}
