//! The language of a page is in its path: nothing is negotiated, nothing is remembered.

use std::convert::Infallible;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::routing::MethodRouter;
use http::request::Parts;

use crate::text::Language;

/// The language that `path` is in.
pub fn language_of(path: &str) -> Language {
    if path == "/en" || path.starts_with("/en/") {
        Language::En
    } else {
        Language::Es
    }
}

/// Serves `methods` at `path` in every language.
pub fn in_every_language<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    path: &str,
    methods: &MethodRouter<S>,
) -> Router<S> {
    Language::ALL.into_iter().fold(router, |router, language| {
        router.route(&language.path(path), methods.clone())
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(language_of(parts.uri.path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_part_of_the_path_tells_the_language() {
        assert_eq!(language_of("/en/denunciar"), Language::En);
        assert_eq!(language_of("/en"), Language::En);
        assert_eq!(language_of("/entes"), Language::Es);
        assert_eq!(language_of("/ayuda/en/"), Language::Es);
    }
}
