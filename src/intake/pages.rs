//! The wizard: which government, which office, what happened, who will read it, the story, the review.
//!
//! Nothing is kept between the steps: every answer travels in the body of the next form, so that nothing is
//! stored, nothing is in a URL, and going back loses nothing. Only the last form, sent elsewhere, files.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http::StatusCode;

use super::Intake;
use super::acts::ActsPage;
use super::addressee::{Addressees, offered};
use super::nobody::{NobodyPage, ReferralPage};
use super::reader::ReaderPage;
use super::review::{Notice, ReviewPage};
use super::steps::{BodyPage, WherePage};
use super::story::StoryPage;
use super::welcome;
use crate::competence::{Decision, Desks};
use crate::report::{Field, FieldErrors, Part, ReportForm};
use crate::text::Language;
use crate::web::locale::in_every_language;
use crate::web::problem::refuse_method;
use crate::web::{Fields, Kept, Limits, Problem, Remedy, SendingFault, page};

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
        ("/denunciar/lugar", post(ask_body).get(refuse_method)),
        ("/denunciar/hechos", post(ask_acts).get(refuse_method)),
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
    ask_again(
        &intake,
        language,
        &ReportForm::default(),
        Part::Where,
        &FieldErrors::default(),
    )
}

async fn ask_where(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let form = form_of(&intake, fields);
    ask_again(&intake, language, &form, Part::Where, &FieldErrors::default())
}

async fn ask_body(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let mut form = form_of(&intake, fields);
    form.note_search();
    answered(&intake, language, &form, &[Part::Where])
        .unwrap_or_else(|| ask_again(&intake, language, &form, Part::Body, &FieldErrors::default()))
}

async fn ask_acts(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let mut form = form_of(&intake, fields);
    let asked = answered(&intake, language, &form, &[Part::Where, Part::Body]);
    if asked.is_none() && form.seeks_ente() {
        form.note_search();
        return ask_again(&intake, language, &form, Part::Body, &FieldErrors::default());
    }
    asked.unwrap_or_else(|| ask_again(&intake, language, &form, Part::Acts, &FieldErrors::default()))
}

async fn show_reader(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let form = form_of(&intake, fields);
    let desks = intake.desks_today();
    competent(&intake, language, &form, &desks).map_or_else(
        |answered| answered,
        |decision| {
            page(
                StatusCode::OK,
                &ReaderPage::new(&intake, language, &form, &decision),
            )
        },
    )
}

async fn ask_story(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    let form = form_of(&intake, fields);
    let desks = intake.desks_today();
    let decision = match competent(&intake, language, &form, &desks) {
        Ok(decision) => decision,
        Err(answered) => return answered,
    };
    let shown = form.value(Field::Reader);
    // By the page of the readers, or back from the review.
    let ids = Addressees::of(&intake, &form, &decision, language).ids();
    if !shown.is_empty() && shown != offered(&decision) && shown != ids {
        let view = ReaderPage::new(&intake, language, &form, &decision).that_changed();
        return page(StatusCode::OK, &view);
    }
    ask_story_again(&intake, language, &form, &decision, &FieldErrors::default())
}

async fn review(State(intake): State<Intake>, language: Language, fields: Fields) -> Response {
    show_review(&intake, language, &form_of(&intake, fields), &[])
}

/// The last form, with a fresh token and whatever must be said above it; an earlier form where something in
/// the answers is wrong. The text is always kept.
pub fn show_review(intake: &Intake, language: Language, form: &ReportForm, notices: &[Notice]) -> Response {
    let parsed = form.parse(&intake.limits, &intake.catalogue);
    if parsed.is_err() && notices.contains(&Notice::Sending(SendingFault::Broken)) {
        return Problem::new(language, Remedy::NotAForm)
            .keeping(kept(form))
            .into_response();
    }
    let desks = intake.desks_today();
    let decision = match competent(intake, language, form, &desks) {
        Ok(decision) => decision,
        Err(answered) => return answered,
    };
    let addressees = Addressees::of(intake, form, &decision, language);
    if addressees.0.is_empty() {
        let view = ReaderPage::new(intake, language, form, &decision).that_changed();
        return page(StatusCode::CONFLICT, &view);
    }
    let report = match parsed {
        Ok(report) => report,
        Err(errors) => return ask_story_again(intake, language, form, &decision, &errors),
    };
    // Whatever else there is to say: nobody sends it to others than those that were shown without reading so.
    let mut notices = notices.to_vec();
    if addressees.are_others(intake, form) && !notices.contains(&Notice::NewReader) {
        notices.insert(0, Notice::NewReader);
    }
    let status = notices.first().map_or(StatusCode::OK, Notice::status);
    let view = ReviewPage::new(intake, language, form, &report, &addressees, &notices);
    page(status, &view)
}

/// Everything that was sent, for a page that sends it to the review again.
pub(super) fn kept(form: &ReportForm) -> Kept {
    let shown = [
        Field::Reader,
        Field::Directory,
        Field::Catalogue,
        Field::Recipients,
    ];
    let shown = shown.map(|field| (field.name(), form.value(field)));
    let shown = shown.into_iter().filter(|(_, value)| !value.is_empty());
    Kept {
        action: "/denunciar/revision".to_owned(),
        fields: form
            .carried(Part::Seal)
            .into_iter()
            .chain(shown)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        text: form.value(Field::Story).to_owned(),
    }
}

/// The decision, if the forms before it are in order and somebody receives; else the page to answer with.
#[expect(
    clippy::result_large_err,
    reason = "the error is the answer itself, made once a request"
)]
fn competent<'a>(
    intake: &'a Intake,
    language: Language,
    form: &ReportForm,
    desks: &'a Desks,
) -> Result<Decision<'a>, Response> {
    if let Some(asked) = answered(intake, language, form, &[Part::Where, Part::Body, Part::Acts]) {
        return Err(asked);
    }
    let decision = intake.decide(form, desks);
    if decision.is_outside() {
        return Err(page(StatusCode::OK, &ReferralPage::new(language, form)));
    }
    if decision.first.reader.is_none() {
        let view = NobodyPage::new(intake, language, form, &decision);
        return Err(page(StatusCode::OK, &view));
    }
    Ok(decision)
}

/// The first of these forms that is not in order, shown again.
fn answered(intake: &Intake, language: Language, form: &ReportForm, parts: &[Part]) -> Option<Response> {
    parts.iter().find_map(|part| {
        let errors = form.faults(*part, &intake.limits, &intake.catalogue);
        (!errors.is_empty()).then(|| ask_again(intake, language, form, *part, &errors))
    })
}

/// One of the forms before the reader.
fn ask_again(
    intake: &Intake,
    language: Language,
    form: &ReportForm,
    part: Part,
    errors: &FieldErrors,
) -> Response {
    let status = status_of(errors);
    match part {
        Part::Body => page(status, &BodyPage::new(intake, language, form, errors)),
        Part::Acts => page(status, &ActsPage::new(intake, language, form, errors)),
        Part::Where | Part::Reader | Part::What | Part::Seal => {
            page(status, &WherePage::new(intake, language, form, errors))
        }
    }
}

fn ask_story_again(
    intake: &Intake,
    language: Language,
    form: &ReportForm,
    decision: &Decision<'_>,
    errors: &FieldErrors,
) -> Response {
    page(
        status_of(errors),
        &StoryPage::new(intake, language, form, decision, errors),
    )
}

fn form_of(intake: &Intake, Fields(fields): Fields) -> ReportForm {
    let mut form = ReportForm::default();
    for (name, value) in fields {
        form.set(&name, value);
    }
    form.settle();
    form.agree(&intake.catalogue);
    form
}

fn status_of(errors: &FieldErrors) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
