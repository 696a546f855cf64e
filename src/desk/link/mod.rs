//! Speaks to the window: signed requests for what is this institution's, and an anonymous one for the public
//! directory, so that the window cannot show its desk another directory than it shows to everybody.

use std::fmt;
use std::fs;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode, header};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, RequestBuilder, Response, Url, redirect};
use rustls::crypto::ring;
use uuid::Uuid;

use super::settings::Window;
use super::signing::SigningKeys;
use crate::clock::Clock;
use crate::inbox::signature::{self, Request, SignedAnswer};
use crate::inbox::{Acknowledgement, Page, Standing};
use crate::institution::{Directory, InstitutionId};
use crate::random::Random;
use crate::seal::Digest;

mod wire;

use wire::{accepted, body_of, broken, json, whole};

/// One desk's way to its window.
pub struct Link {
    signed: Client,
    anonymous: Client,
    window: Url,
    institution: InstitutionId,
    keys: SigningKeys,
}

/// Why the window did not give what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// It cannot be reached, or broke off.
    #[error("the window cannot be reached")]
    Away(#[from] reqwest::Error),
    /// It was reached and said no.
    #[error("the window refused: {code}")]
    Refused {
        /// The status.
        status: StatusCode,
        /// The window's short word for why.
        code: String,
    },
    /// Its answer is not of the agreed form.
    #[error("the window's answer is not of the agreed form")]
    Malformed,
    /// The link's own settings cannot be used.
    #[error("{0}")]
    Settings(String),
    /// A sealed file cannot be read.
    #[error("a sealed file cannot be read")]
    File(#[from] std::io::Error),
}

impl Link {
    /// Prepares both ways; nothing is sent yet.
    pub fn new(institution: InstitutionId, keys: SigningKeys, window: &Window) -> Result<Self, LinkError> {
        // Whoever comes first installs it; later ones find the same.
        drop(ring::default_provider().install_default());
        let url = Url::parse(&window.url)
            .map_err(|error| LinkError::Settings(format!("[window] url {}: {error}", window.url)))?;
        Ok(Self {
            signed: client(window, window.proxy.as_ref())?.build()?,
            anonymous: client(window, window.public_proxy.as_ref().or(window.proxy.as_ref()))?
                .pool_max_idle_per_host(0)
                .build()?,
            window: url,
            institution,
            keys,
        })
    }

    /// A page of the queue.
    pub async fn inbox(&self, after: u64, with: &Moment<'_>) -> Result<Page, LinkError> {
        let path = format!("/api/v1/inbox?after={after}&limit={PAGE}");
        let request = self.sign(Method::GET, &path, &digest_of_nothing(), with)?;
        json(accepted(request.send().await?).await?).await
    }

    /// The sealed bytes of an envelope from `from` on.
    pub async fn envelope(&self, id: Uuid, from: u64, with: &Moment<'_>) -> Result<Response, LinkError> {
        let path = format!("/api/v1/envelopes/{id}");
        let mut request = self.sign(Method::GET, &path, &digest_of_nothing(), with)?;
        if from > 0 {
            request = request.header(header::RANGE, format!("bytes={from}-"));
        }
        accepted(request.send().await?).await
    }

    /// Tells the window that these bytes are on a disk here.
    pub async fn acknowledge(&self, id: Uuid, digest: Digest, with: &Moment<'_>) -> Result<(), LinkError> {
        let path = format!("/api/v1/envelopes/{id}/acknowledgement");
        let said = Acknowledgement {
            digest: digest.to_string(),
        };
        let body = serde_json::to_vec(&said).map_err(|_never| LinkError::Malformed)?;
        let request = self
            .sign(Method::POST, &path, &signature::digest(&body), with)?
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        accepted(request.send().await?).await.map(|_empty| ())
    }

    /// Where the window says that the answers of a case stand.
    pub async fn standing(&self, case: Uuid, with: &Moment<'_>) -> Result<Standing, LinkError> {
        let path = format!("/api/v1/cases/{case}");
        let request = self.sign(Method::GET, &path, &digest_of_nothing(), with)?;
        json(accepted(request.send().await?).await?).await
    }

    /// Sends an answer; sent again, it changes nothing.
    pub async fn answer(
        &self,
        signed: &SignedAnswer,
        sealed: fs::File,
        with: &Moment<'_>,
    ) -> Result<(), LinkError> {
        let path = format!("/api/v1/cases/{}/answers", signed.answer.case);
        let length = sealed.metadata()?.len();
        let header = signed.to_header().map_err(|_never| LinkError::Malformed)?;
        let request = self
            .sign(Method::POST, &path, &signed.answer.digest, with)?
            .header(signature::ANSWER, header)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_LENGTH, length)
            .body(body_of(sealed));
        accepted(request.send().await.map_err(broken)?)
            .await
            .map(|_empty| ())
    }

    /// The public directory and its signature, asked for as anybody would.
    pub async fn directory(&self) -> Result<(Bytes, String), LinkError> {
        let toml = self.public("/directorio.toml", Directory::LARGEST).await?;
        let minisig = self.public("/directorio.toml.minisig", SIGNATURE).await?;
        let minisig = String::from_utf8(minisig.to_vec()).map_err(|_bytes| LinkError::Malformed)?;
        Ok((toml, minisig))
    }

    /// The keys, to sign answers with and to hold against the directory.
    pub const fn keys(&self) -> &SigningKeys {
        &self.keys
    }

    async fn public(&self, path: &str, most: u64) -> Result<Bytes, LinkError> {
        let url = self.url(path)?;
        whole(accepted(self.anonymous.get(url).send().await?).await?, most).await
    }

    fn sign(
        &self,
        method: Method,
        path: &str,
        digest: &str,
        with: &Moment<'_>,
    ) -> Result<RequestBuilder, LinkError> {
        let url = self.url(path)?;
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let request = Request {
            institution: self.institution.to_string(),
            method: method.to_string(),
            path,
            digest: digest.to_owned(),
            day: with.clock.today(),
            nonce: Request::nonce(with.random),
        };
        Ok(self
            .signed
            .request(method, url)
            .header(signature::INSTITUTION, &request.institution)
            .header(signature::DAY, request.day.to_string())
            .header(signature::NONCE, &request.nonce)
            .header(signature::DIGEST, digest)
            .header(signature::SIGNATURE, request.sign(self.keys.current())))
    }

    fn url(&self, path: &str) -> Result<Url, LinkError> {
        self.window.join(path).map_err(|_never| LinkError::Malformed)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

/// What a signature takes from outside: the day and a nonce.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The time.
    pub clock: &'a dyn Clock,
    /// Where nonces come from.
    pub random: &'a dyn Random,
}

impl LinkError {
    /// The window's short word for a refusal.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::Away(_) | Self::Malformed | Self::Settings(_) | Self::File(_) => None,
        }
    }

    /// Whether the window says that the thing is no longer there.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == StatusCode::GONE)
    }

    /// Whether a download was asked to go on from where there is nothing more.
    pub fn is_past_the_end(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == StatusCode::RANGE_NOT_SATISFIABLE)
    }

    /// Whether nobody answers for the window now: it cannot be reached, or what stands before it says so.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Away(_) => true,
            Self::Refused { status, code } => !self.is_final() && code == status.as_str(),
            Self::Malformed | Self::Settings(_) | Self::File(_) => false,
        }
    }

    /// Whether another try cannot end otherwise: the request itself is refused.
    pub fn is_final(&self) -> bool {
        const FINAL: [StatusCode; 5] = [
            StatusCode::BAD_REQUEST,
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::CONFLICT,
            StatusCode::PAYLOAD_TOO_LARGE,
        ];
        matches!(self, Self::Refused { status, .. } if FINAL.contains(status))
    }
}

fn client(window: &Window, proxy: Option<&String>) -> Result<ClientBuilder, LinkError> {
    let mut client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .http1_only()
        .connect_timeout(CONNECT)
        .read_timeout(STALL);
    let wrong = |key: &str, error: &dyn fmt::Display| LinkError::Settings(format!("[window] {key}: {error}"));
    if let Some(path) = &window.certificate {
        let pem = fs::read(path).map_err(|error| wrong("certificate", &error))?;
        let pinned = Certificate::from_pem_bundle(&pem).map_err(|error| wrong("certificate", &error))?;
        client = client.tls_certs_only(pinned);
    }
    if let Some(proxy) = proxy {
        client = client.proxy(Proxy::all(proxy).map_err(|error| wrong("proxy", &error))?);
    }
    Ok(client)
}

fn digest_of_nothing() -> String {
    signature::digest(&[])
}

/// Envelopes in one page of the queue.
const PAGE: u32 = 100;
/// Bytes of a minisign signature, with room.
const SIGNATURE: u64 = 4 << 10;
const CONNECT: Duration = Duration::from_secs(30);
/// How long the window may send nothing: a circuit through Tor can pause for many seconds.
const STALL: Duration = Duration::from_secs(90);
