//! The policy headers of every answer, 404 and 405 included: layered on the whole service.

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// How the visitor's browser reaches the service.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Transport {
    /// By https, so that browsers may be told to insist on it.
    Https,
    /// By http: loopback, an onion, or not known.
    #[default]
    Plain,
}

impl Transport {
    /// Https, unless one of the origins people reach the site at is plain.
    pub fn of(origins: &[String]) -> Self {
        let all = !origins.is_empty() && origins.iter().all(|origin| origin.starts_with("https://"));
        if all { Self::Https } else { Self::Plain }
    }
}

/// Puts the policy on every answer of `router`; layer it last.
pub fn layer<S: Clone + Send + Sync + 'static>(router: Router<S>, transport: Transport) -> Router<S> {
    router.layer(map_response(move |mut response: Response| async move {
        apply(response.headers_mut(), transport);
        response
    }))
}

/// Puts the policy into `headers`; an asset's own `Cache-Control` stays.
pub fn apply(headers: &mut HeaderMap, transport: Transport) {
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
