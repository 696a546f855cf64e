//! Whether a form came from one of our own pages, without a cookie or anything to remember.
//!
//! Browsers send a true `Origin` with every POST under `Referrer-Policy: same-origin`. Where none is sent,
//! `Sec-Fetch-Site: same-origin` says the same; anything else is foreign, `Origin: null` included.

use http::{HeaderMap, header};

/// Where a form was sent from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// Another site, or not known: show the page again, with the text kept and a fresh token.
    Foreign,
    /// One of our own pages.
    Own,
}

impl Origin {
    /// Reads where a request came from; `own` lists our origins as `scheme://host[:port]`.
    pub fn of(headers: &HeaderMap, own: &[String]) -> Self {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let is_own = match (origins.next(), origins.next()) {
            (Some(origin), None) => own.iter().any(|known| known.as_bytes() == origin.as_bytes()),
            (None, _) => {
                let mut sites = headers.get_all("sec-fetch-site").iter();
                sites.next().is_some_and(|site| site == "same-origin") && sites.next().is_none()
            }
            (Some(_), Some(_)) => false,
        };
        if is_own { Self::Own } else { Self::Foreign }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(headers: &[(&'static str, &str)]) -> Origin {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        Origin::of(
            &map,
            &["http://127.0.0.1:8080".to_owned(), "http://abc.onion".to_owned()],
        )
    }

    #[test]
    fn only_a_listed_origin_or_a_silent_same_origin_is_own() {
        assert_eq!(of(&[("origin", "http://127.0.0.1:8080")]), Origin::Own);
        assert_eq!(of(&[("origin", "http://abc.onion")]), Origin::Own);
        assert_eq!(of(&[("sec-fetch-site", "same-origin")]), Origin::Own);
        assert_eq!(of(&[]), Origin::Foreign);
        assert_eq!(of(&[("origin", "null")]), Origin::Foreign);
        assert_eq!(
            of(&[("origin", "null"), ("sec-fetch-site", "same-origin")]),
            Origin::Foreign
        );
        assert_eq!(of(&[("origin", "http://127.0.0.1:8081")]), Origin::Foreign);
        assert_eq!(of(&[("sec-fetch-site", "same-site")]), Origin::Foreign);
        let twice = [("origin", "http://abc.onion"), ("origin", "http://evil.example")];
        assert_eq!(of(&twice), Origin::Foreign);
    }
}
