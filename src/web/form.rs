//! A form without files, as its browser sent it.

use std::fmt;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest, Request};
use http::StatusCode;

use crate::text::Language;
use crate::web::locale::language_of;
use crate::web::{Limits, Problem, Remedy};

/// The fields of a form, in their order; a body that is no form becomes a page that says so.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of the field `name`, empty where it was not sent.
    pub fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields(..)")
    }
}

impl<S> FromRequest<S> for Fields
where
    S: Send + Sync,
    Limits: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        let language = language_of(request.uri().path());
        let limit = Limits::from_ref(state).form_bytes;
        DefaultBodyLimit::max(limit).apply(&mut request);
        match Form::from_request(request, &()).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(rejection) => Err(refuse(&rejection, limit, language)),
        }
    }
}

fn refuse(rejection: &FormRejection, limit: usize, language: Language) -> Problem {
    let remedy = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Remedy::TooLarge(limit as u64),
        StatusCode::REQUEST_TIMEOUT => Remedy::TooSlow,
        _ => Remedy::NotAForm,
    };
    Problem::new(language, remedy)
}
