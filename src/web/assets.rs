//! The few files a page loads: one stylesheet and two drawings, under paths that name their content, so that
//! they may be kept for ever and a changed one is asked for anew.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::text::Language;
use crate::web::problem::refuse_unknown_path;

/// A file that pages load.
#[derive(Debug)]
pub struct Asset {
    path: String,
    kind: &'static str,
    content: &'static [u8],
}

impl Asset {
    fn of(name: &str, extension: &str, kind: &'static str, content: &'static [u8]) -> Self {
        let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(content));
        let version = u32::from_be_bytes([a, b, c, d]);
        let path = format!("{FOLDER}{name}-{version:08x}.{extension}");
        Self { path, kind, content }
    }

    /// Where it is served.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How many bytes it is.
    pub fn len(&self) -> usize {
        self.content.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
}

impl IntoResponse for &'static Asset {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.kind)),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=31536000, immutable"),
            ),
        ];
        (headers, self.content).into_response()
    }
}

/// The one stylesheet.
pub static STYLESHEET: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../../templates/assets/style.css");
    Asset::of("estilo", "css", "text/css; charset=utf-8", content)
});

/// The mark, also the icon of the browser's tab.
pub static MARK: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../../templates/assets/mark.svg");
    Asset::of("marca", "svg", "image/svg+xml", content)
});

/// The drawing of the home page.
pub static DRAWING: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../../templates/assets/drawing.svg");
    Asset::of("sobre", "svg", "image/svg+xml", content)
});

/// Serves the files.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/recursos/{name}", get(send))
}

async fn send(Path(name): Path<String>) -> Response {
    let path = format!("{FOLDER}{name}");
    let assets: [&'static Asset; 3] = [&STYLESHEET, &MARK, &DRAWING];
    match assets.into_iter().find(|asset| asset.path == path) {
        Some(asset) => asset.into_response(),
        None => refuse_unknown_path(Language::default()).await.into_response(),
    }
}

const FOLDER: &str = "/recursos/";
