//! Addresses as an operator writes them: of databases, windows, sites.

use std::net::IpAddr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// Whether an address (`postgres://…`, `smtps://…`) has a password in it.
pub fn holds_password(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _host)| user);
    user.is_some_and(|user| user.contains(':')) || rest.contains("password=")
}

/// Whether what goes to an address can be read by nobody on its way: over TLS, to an onion service, or on this machine.
pub fn is_private(url: &str) -> bool {
    let is_safe_host = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Programs do not agree on what anything else in it means.
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
        if !authority.chars().all(plain) {
            return false;
        }
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => host,
            Some(_) | None => authority,
        };
        let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let is_loopback = address.is_some_and(|address| address.is_loopback());
        let last = host.rsplit_once('.').map(|(_before, last)| last);
        is_loopback || host == "localhost" || last == Some("onion")
    };
    url.starts_with("https://") || url.strip_prefix("http://").is_some_and(is_safe_host)
}

/// Why a window's address is refused that [`is_private`] does not take.
pub const NOT_PRIVATE: &str = "[window] url goes over the network in clear, and so does what the desk signs and \
     which institution it is: write https://, an .onion address, or one of this machine such as http://127.0.0.1:8080";

/// Origins as browsers send them; anything else would make every form look foreign.
pub fn origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let origins = Vec::<String>::deserialize(deserializer)?;
    match origins.iter().find_map(|origin| not_an_origin(origin)) {
        Some(why) => Err(D::Error::custom(why)),
        None => Ok(origins),
    }
}

fn not_an_origin(origin: &str) -> Option<&'static str> {
    let host = origin.strip_prefix("https://").map(|host| (host, ":443"));
    let host = host.or_else(|| origin.strip_prefix("http://").map(|host| (host, ":80")));
    let Some((host, port)) = host else {
        return Some("an origin begins with https:// or http://");
    };
    if host.contains(['/', '?', '#', '@']) {
        return Some("an origin ends with its host or port: without a path or a slash at the end");
    }
    if host.ends_with(port) {
        return Some("an origin names no port that is the usual one");
    }
    let is_written_so =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.:[]".contains(letter);
    if host.is_empty() || !host.chars().all(is_written_so) {
        return Some("an origin has its host in small letters, others than a to z as xn--…");
    }
    None
}

/// Where a database is, as a configuration may say it.
pub fn database<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let location = Option::<String>::deserialize(deserializer)?;
    if location.as_deref().is_some_and(holds_password) {
        return Err(D::Error::custom(
            "a password must not stand here: put the whole address into a file of mode 600 and name that file as \
             database_file",
        ));
    }
    Ok(location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_browsers_send() {
        for good in [
            "https://ventanilla.example",
            "http://abc.onion",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "https://xn--denuncia-i2a.example:8443",
        ] {
            assert_eq!(not_an_origin(good), None, "{good}");
        }
        for bad in [
            "ventanilla.example",
            "https://",
            "https://ventanilla.example/",
            "https://ventanilla.example/denunciar",
            "https://ventanilla.example?a",
            "https://ana@ventanilla.example",
            "https://Ventanilla.example",
            "https://ventanilla.example:443",
            "http://ventanilla.example:80",
            "https://denúncia.example",
            "https://ventanilla.example ",
            "ftp://ventanilla.example",
        ] {
            assert!(not_an_origin(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_goes_in_clear_stays_on_this_machine_or_in_an_onion_service() {
        for url in [
            "https://ventanilla.example",
            "http://localhost:8080/",
            "http://[::1]:8080",
            "http://127.9.9.9",
            "http://abcdef.onion",
        ] {
            assert!(is_private(url), "{url}");
        }
        for url in [
            "http://ventanilla.example",
            "http://10.0.0.7:8080",
            "http://127.0.0.1.example",
            "http://localhost@ventanilla.example",
            "http://ventanilla.example/a.onion",
            "http://ventanilla.example?a.onion",
            "http://ventanilla.example\\.onion",
            "ftp://127.0.0.1",
            "HTTP://ventanilla.example",
        ] {
            assert!(!is_private(url), "{url}");
        }
    }

    #[test]
    fn a_password_is_seen_in_an_address() {
        for with in [
            "postgres://ana:secreto@host/rows",
            "postgresql://ana:@host/rows",
            "postgres://host/rows?user=ana&password=secreto",
            "postgres://ana:a@b@host/rows",
            "smtps://ana:secreto@host:465",
        ] {
            assert!(holds_password(with), "{with}");
        }
        for without in [
            "postgres://ana@host:5432/rows",
            "postgres://host:5432/rows?sslmode=verify-full",
            "sqlite:rows.sqlite",
            "smtp://host:25",
        ] {
            assert!(!holds_password(without), "{without}");
        }
    }
}
