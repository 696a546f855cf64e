//! The policy headers of every answer, 404 and 405 included: layered on the whole service.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// How the visitor's browser reaches the service.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Transport {
    /// By https, so that browsers may be told to insist on it.
    Https,
    /// By http: loopback, an onion, or not known.
    Plain,
}

impl Transport {
    /// By the origin of the address that was asked for. At an address that is none of ours, as behind a proxy that does
    /// not pass it on, it is https where any of ours is: a cookie too many is lost, and none goes out in clear.
    fn of(request: &Request, origins: &[String]) -> Self {
        let host = request.headers().get(header::HOST);
        let host = host.map_or_else(
            || request.uri().authority().map(|host| host.as_str().as_bytes()),
            |host| Some(host.as_bytes()),
        );
        let host = host.map(|host| host.strip_suffix(b":443").unwrap_or(host));
        let host = host.map(|host| host.strip_suffix(b".").unwrap_or(host));
        let is_asked = |origin: &&String| {
            let known = origin.split_once("://").map(|(_scheme, host)| host.as_bytes());
            known
                .zip(host)
                .is_some_and(|(known, host)| known.eq_ignore_ascii_case(host))
        };
        let asked: Vec<&String> = origins.iter().filter(is_asked).collect();
        let is_https = |origin: &&String| origin.starts_with("https://");
        let all = if asked.is_empty() {
            origins.iter().any(|origin| is_https(&origin))
        } else {
            asked.iter().all(is_https)
        };
        if all { Self::Https } else { Self::Plain }
    }
}

/// Puts the policy on every answer of `router`, which people reach at `origins`; layer it last. Whoever comes by
/// https gets cookies for https alone, and whoever comes to an onion or by loopback gets cookies that work there.
pub fn layer<S: Clone + Send + Sync + 'static>(router: Router<S>, origins: &[String]) -> Router<S> {
    let origins: Arc<[String]> = origins.into();
    router.layer(from_fn(move |request: Request, next: Next| {
        let transport = Transport::of(&request, &origins);
        async move {
            let mut response = next.run(request).await;
            apply(response.headers_mut(), transport);
            response
        }
    }))
}

/// Puts the policy into `headers`; an asset's own `Cache-Control` stays.
fn apply(headers: &mut HeaderMap, transport: Transport) {
    headers.remove(header::SERVER);
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if transport == Transport::Https {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
        secure_cookies(headers);
    }
}

fn secure_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let secure = HeaderValue::from_bytes(&[cookie.as_bytes(), b"; Secure"].concat());
        headers.append(header::SET_COOKIE, secure.unwrap_or(cookie));
    }
}

const ALWAYS: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'",
    ),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
         gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
         screen-wake-lock=(), usb=()",
    ),
    // A reverse proxy that buffers would put what was told on its disk.
    (HeaderName::from_static("x-accel-buffering"), "no"),
    (HeaderName::from_static("x-robots-tag"), "noarchive"),
];

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    const THREE: [&str; 3] = [
        "https://mesa.example",
        "http://abc.onion",
        "http://127.0.0.1:8445",
    ];

    /// The cookie and whether browsers are told to insist on https, for a request to `host`.
    async fn ask(origins: &[&str], host: &str) -> (String, bool) {
        let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
        let cookie = [(header::SET_COOKIE, "mesa=1; HttpOnly")];
        let router = layer(Router::new().route("/", get(async move || cookie)), &origins);
        let request = Request::get("/").header(header::HOST, host);
        let response = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let headers = response.headers();
        let cookie = headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        (cookie, headers.contains_key(header::STRICT_TRANSPORT_SECURITY))
    }

    #[tokio::test]
    async fn who_comes_by_https_gets_cookies_for_https_alone_whatever_other_addresses_there_are() {
        let secure = ("mesa=1; HttpOnly; Secure".to_owned(), true);
        let plain = ("mesa=1; HttpOnly".to_owned(), false);
        for host in [
            "mesa.example",
            "Mesa.Example",
            "mesa.example.",
            "mesa.example:443",
        ] {
            assert_eq!(ask(&THREE, host).await, secure, "{host}");
        }
        for host in ["abc.onion", "127.0.0.1:8445"] {
            assert_eq!(ask(&THREE, host).await, plain, "{host}");
        }
        // A proxy that passes on another name.
        for host in ["otro.example", "localhost", "mesa.example:80"] {
            assert_eq!(ask(&THREE, host).await, secure, "{host}");
        }
        assert_eq!(ask(&["http://abc.onion"], "otro.example").await, plain);
        assert_eq!(
            ask(&["https://a.example", "http://a.example"], "a.example").await,
            plain
        );
        assert_eq!(ask(&[], "a.example").await, plain);
    }
}
