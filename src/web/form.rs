//! A form without files, as its browser sent it.

use std::error::Error;
use std::fmt;

use axum::Form;
use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use http::header;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tower_http::timeout::TimeoutError;

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

    /// Reads a form of at most `limit` bytes; one that is declared as longer is not read at all.
    pub async fn read(request: Request, limit: usize) -> Result<Self, FormError> {
        if declared(&request).is_some_and(|length| length > limit as u64) {
            return Err(FormError::TooLarge);
        }
        let (head, body) = request.into_parts();
        let bytes = match Limited::new(body, limit).collect().await {
            Ok(whole) => whole.to_bytes(),
            Err(error) => return Err(FormError::of(&*error)),
        };
        let whole = Request::from_parts(head, Body::from(bytes));
        let form = Form::from_request(whole, &()).await;
        let Form(fields) = form.map_err(|_rejection| FormError::NotAForm)?;
        Ok(Self(fields))
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields(..)")
    }
}

/// Why a body is not read as a form.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FormError {
    /// It broke off, or is none.
    #[error("what came is no whole form")]
    NotAForm,
    /// It is longer than a form may be.
    #[error("the form is too long")]
    TooLarge,
    /// Nothing came of it for too long.
    #[error("the form came too slowly")]
    TooSlow,
}

impl FormError {
    fn of(error: &(dyn Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if error.is::<LengthLimitError>() {
                return Self::TooLarge;
            }
            if error.is::<TimeoutError>() {
                return Self::TooSlow;
            }
            cause = error.source();
        }
        Self::NotAForm
    }

    /// What the visitor can do about it, where a form may have `limit` bytes.
    pub const fn remedy(self, limit: usize) -> Remedy {
        match self {
            Self::NotAForm => Remedy::NotAForm,
            Self::TooLarge => Remedy::TooLarge(limit as u64),
            Self::TooSlow => Remedy::TooSlow,
        }
    }
}

impl<S> FromRequest<S> for Fields
where
    S: Send + Sync,
    Limits: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let language: Language = language_of(request.uri().path());
        let limit = Limits::from_ref(state).form_bytes;
        let read = Self::read(request, limit).await;
        read.map_err(|error| Problem::new(language, error.remedy(limit)))
    }
}

/// How long the body of a request is, where it says so.
pub fn declared<B>(request: &http::Request<B>) -> Option<u64> {
    let length = request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::{StreamExt as _, stream};
    use tower::{Layer as _, ServiceExt as _, service_fn};
    use tower_http::timeout::RequestBodyTimeoutLayer;

    use super::*;

    fn request(body: Body) -> Request {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post("/").header(header::CONTENT_TYPE, kind);
        request.body(body).unwrap()
    }

    async fn read(request: Request) -> Result<Vec<(String, String)>, FormError> {
        let service = RequestBodyTimeoutLayer::new(Duration::from_mins(1)).layer(service_fn(
            async |request: http::Request<_>| {
                let request = request.map(Body::new);
                Ok::<_, std::convert::Infallible>(axum::response::Response::new(
                    Fields::read(request, 20).await,
                ))
            },
        ));
        let answer: axum::response::Response<_> = service.oneshot(request).await.unwrap();
        answer.into_body().map(|fields| fields.0)
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_that_is_too_long_or_too_slow_is_told_apart_from_one_that_is_broken() {
        let fields = read(request(Body::from("a=%C3%B1&a=2"))).await.unwrap();
        assert_eq!(fields[0], ("a".to_owned(), "ñ".to_owned()));
        let mut told = request(Body::from_stream(stream::pending::<Result<Bytes, axum::Error>>()));
        told.headers_mut().insert(header::CONTENT_LENGTH, 21.into());
        assert_eq!(read(told).await, Err(FormError::TooLarge), "nothing was read");
        let pieces = || stream::repeat_with(|| Ok::<_, axum::Error>(Bytes::from("a=123456")));
        let long = request(Body::from_stream(pieces()));
        assert_eq!(read(long).await, Err(FormError::TooLarge));
        let stuck = request(Body::from_stream(pieces().take(1).chain(stream::pending())));
        assert_eq!(read(stuck).await, Err(FormError::TooSlow));
        let broken = axum::Error::new(std::io::Error::other("broken"));
        let broken = stream::iter([Ok(Bytes::from("a=1")), Err(broken)]);
        assert_eq!(
            read(request(Body::from_stream(broken))).await,
            Err(FormError::NotAForm)
        );
    }
}
