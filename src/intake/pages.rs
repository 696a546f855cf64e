//! The wizard: where and what, who will read it, the story, the review.
//!
//! Nothing is kept between the steps: every answer travels in the body of the next form, so that nothing is
//! stored, nothing is in a URL, and going back loses nothing. Only the last form, sent elsewhere, files.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http::StatusCode;

use super::Intake;
use super::reader::{NobodyPage, ReaderPage, ReferralPage};
use super::review::{Notice, ReviewPage};
use super::steps::{StoryPage, WherePage};
use super::welcome;
use crate::report::{Field, FieldErrors, Part, ReportForm};
use crate::routing::{Answers, Decision, Reader};
use crate::text::Language;
use crate::web::locale::in_every_language;
use crate::web::problem::refuse_method;
use crate::web::{Fields, Kept, Limits, Problem, Remedy, page};

/// The pages of filing up to the last form, and those that need nothing but words, in every language.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Intake: FromRef<S>,
    Limits: FromRef<S>,
{
    let router = welcome::routes();
    let router = in_every_language(router, "/denunciar", &get(begin).post(ask_where));
    [
        ("/denunciar/lectura", post(show_reader).get(refuse_method)),
        ("/denunciar/relato", post(ask_story).get(refuse_method)),
        ("/denunciar/revision", post(review).get(refuse_method)),
    ]
    .into_iter()
    .fold(router, |router, (path, methods)| {
        in_every_language(router, path, &methods)
    })
}

impl FromRef<Intake> for Limits {
    fn from_ref(intake: &Intake) -> Self {
        intake.limits.clone()
    }
}

async fn begin(State(intake): State<Intake>, language: Language) -> Response {
    ask_where_again(&intake, language, &ReportForm::default(), &FieldErrors::default())
}

async fn ask_where(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    ask_where_again(&intake, language, &form_of(fields), &FieldErrors::default())
}

async fn show_reader(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let form = form_of(fields);
    competent(&intake, language, &form).map_or_else(
        |answered| answered,
        |reader| {
            page(
                StatusCode::OK,
                &ReaderPage::new(&intake, language, &form, &reader),
            )
        },
    )
}

async fn ask_story(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let form = form_of(fields);
    let reader = match competent(&intake, language, &form) {
        Ok(reader) => reader,
        Err(answered) => return answered,
    };
    let shown = form.value(Field::Reader);
    if !shown.is_empty() && shown != reader.institution.as_str() {
        let view = ReaderPage::new(&intake, language, &form, &reader).that_changed();
        return page(StatusCode::OK, &view);
    }
    ask_story_again(&intake, language, &form, &reader, &FieldErrors::default())
}

async fn review(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    show_review(&intake, language, &form_of(fields), &[])
}

/// The last form, with a fresh token and whatever must be said above it; an earlier form where something in
/// the answers is wrong. The text is always kept.
pub fn show_review(intake: &Intake, language: Language, form: &ReportForm, notices: &[Notice]) -> Response {
    let parsed = form.parse(&intake.limits);
    if parsed.is_err() && notices.contains(&Notice::Broken) {
        return Problem::new(language, Remedy::NotAForm)
            .keeping(kept(form))
            .into_response();
    }
    let reader = match competent(intake, language, form) {
        Ok(reader) => reader,
        Err(answered) => return answered,
    };
    let report = match parsed {
        Ok(report) => report,
        Err(errors) => return ask_story_again(intake, language, form, &reader, &errors),
    };
    let status = notices.first().map_or(StatusCode::OK, Notice::status);
    page(
        status,
        &ReviewPage::new(intake, language, form, &report, &reader, notices),
    )
}

/// Everything that was sent, for a page that sends it to the review again.
pub(super) fn kept(form: &ReportForm) -> Kept {
    let fields = form.carried(Part::Seal).into_iter();
    Kept {
        action: "/denunciar/revision".to_owned(),
        fields: fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        text: form.value(Field::Story).to_owned(),
    }
}

/// Who receives, if the first form is in order and somebody does; else the page to answer with.
#[expect(
    clippy::result_large_err,
    reason = "the error is the answer itself, made once a request"
)]
fn competent(intake: &Intake, language: Language, form: &ReportForm) -> Result<Reader, Response> {
    let errors = form.faults(Part::Where, &intake.limits);
    if !errors.is_empty() {
        return Err(ask_where_again(intake, language, form, &errors));
    }
    match intake.decide(&Answers::of(form)) {
        Decision::Reader(reader) => Ok(reader),
        Decision::OutOfScope => Err(page(StatusCode::OK, &ReferralPage::new(language, form))),
        Decision::Nobody {
            skipped,
            alternates,
            line,
        } => {
            let view = NobodyPage::new(intake, language, form, &skipped, &alternates, &line);
            Err(page(StatusCode::OK, &view))
        }
    }
}

fn ask_where_again(intake: &Intake, language: Language, form: &ReportForm, errors: &FieldErrors) -> Response {
    page(
        status_of(errors),
        &WherePage::new(language, form, &intake.limits, errors),
    )
}

fn ask_story_again(
    intake: &Intake,
    language: Language,
    form: &ReportForm,
    reader: &Reader,
    errors: &FieldErrors,
) -> Response {
    page(
        status_of(errors),
        &StoryPage::new(intake, language, form, reader, errors),
    )
}

fn form_of(Fields(fields): Fields) -> ReportForm {
    let mut form = ReportForm::default();
    for (name, value) in fields {
        form.set(&name, value);
    }
    form.settle();
    form
}

fn status_of(errors: &FieldErrors) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
