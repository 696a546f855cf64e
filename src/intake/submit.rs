//! The POST that files, the step that reads two words back, and what each refusal shows. Whatever goes wrong,
//! the person sees a page with the text still on it.

use axum::Router;
use axum::extract::{FromRef, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use http::{HeaderMap, StatusCode};

use super::aside::names;
use super::pages::{kept, show_review};
use super::receipt_pages::{AlreadyPage, ClosedPage, ConfirmedPage, FileLine, ReadBack, ReceiptPage, Shown};
use super::receive::{Filed, Filing, Refusal, receive};
use super::review::Notice;
use crate::case::sending::SendingError;
use crate::conversation::receipt::Receipt;
use crate::report::{Field, ReportForm};
use crate::text::Language;
use crate::tracking::Wordlist;
use crate::web::locale::in_every_language;
use crate::web::multipart::{Parts, PartsError};
use crate::web::origin::Origin;
use crate::web::problem::refuse_method;
use crate::web::{Fields, Kept, Limits, Problem, Remedy, SendingFault, page};

/// The routes that file.
pub fn routes() -> Router<Filing> {
    let router = in_every_language(
        Router::new(),
        "/denunciar/enviar",
        &post(submit).get(refuse_method),
    );
    in_every_language(router, "/denunciar/recibo", &post(confirm).get(refuse_method))
}

/// Files a report.
async fn submit(State(filing): State<Filing>, language: Language, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let origin = Origin::of(&head.headers, &filing.intake.origins);
    let Ok(mut parts) = Parts::open(&head.headers, body, filing.bounds.body_bytes()) else {
        return Problem::new(language, Remedy::NotAForm).into_response();
    };
    let mut form = ReportForm::default();
    let received = receive(&filing, language, origin, &mut form, &mut parts).await;
    // The browser shows no page before it has sent everything.
    parts.drain().await;
    match received {
        Ok(Filed::Now(receipt, files)) => {
            let files = files
                .iter()
                .map(|file| FileLine::new(&file.name, file.bytes))
                .collect();
            page(
                StatusCode::OK,
                &receipt_page(&filing, language, &receipt).with_files(files),
            )
        }
        Ok(Filed::Again(receipt)) => page(
            StatusCode::OK,
            &receipt_page(&filing, language, &receipt).shown(Shown::Again),
        ),
        Ok(Filed::Before) => page(StatusCode::OK, &AlreadyPage::new(language)),
        Err(refusal) => refuse(&filing, language, &form, &refusal),
    }
}

/// Two words read back from the paper close the receipt.
async fn confirm(
    State(filing): State<Filing>,
    language: Language,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    if Origin::of(&headers, &filing.intake.origins) == Origin::Foreign {
        let again = Kept {
            action: "/denunciar/recibo".to_owned(),
            fields: fields.0,
            ..Kept::default()
        };
        return Problem::new(language, Remedy::Foreign)
            .keeping(again)
            .into_response();
    }
    let secret = fields.value("recibo");
    let Some((receipt, sameness)) = filing.receipts.find(secret) else {
        return page(StatusCode::OK, &ClosedPage::new(language));
    };
    let (first, second) = receipt.asked;
    let said = [
        (first, fields.value("primera")),
        (second, fields.value("segunda")),
    ];
    let said = said.map(|(place, word)| ReadBack {
        word,
        is_right: receipt.code.has_word(place, word),
    });
    if said.iter().all(|one| one.is_right) {
        filing.receipts.close(&sameness);
        return page(StatusCode::OK, &ConfirmedPage::new(language));
    }
    let again = receipt_page(&filing, language, &receipt).after_mismatch(said);
    page(StatusCode::UNPROCESSABLE_ENTITY, &again)
}

fn receipt_page(filing: &Filing, language: Language, receipt: &Receipt) -> ReceiptPage {
    let words = receipt.code.words(list(language));
    let institutions = names(&filing.intake, &receipt.institutions, language);
    ReceiptPage::new(language, &words, institutions, &receipt.secret, receipt.asked)
}

/// The words in which a code is shown on pages of a language.
pub const fn list(language: Language) -> Wordlist {
    match language {
        Language::En => Wordlist::English,
        Language::Es => Wordlist::Spanish,
    }
}

fn refuse(filing: &Filing, language: Language, form: &ReportForm, refusal: &Refusal) -> Response {
    let notice = match refusal {
        Refusal::Foreign => Notice::Sending(SendingFault::Foreign),
        Refusal::Token(_) => Notice::Sending(SendingFault::Expired),
        Refusal::OtherReader => Notice::NewReader,
        Refusal::Parts(PartsError::Broken) => Notice::Sending(SendingFault::Broken),
        Refusal::Parts(PartsError::TooLong) => {
            let problem = Problem::new(language, Remedy::TextCut);
            return problem.keeping(kept(form)).into_response();
        }
        Refusal::Sending(SendingError::TooManyFiles) => Notice::Sending(SendingFault::TooManyFiles),
        Refusal::Sending(SendingError::FileTooLarge(number)) => {
            Notice::Sending(SendingFault::FileTooLarge(*number))
        }
        Refusal::Sending(SendingError::EnvelopeTooLarge) => Notice::Sending(SendingFault::TooMuch),
        Refusal::Sending(SendingError::Full) => Notice::Sending(SendingFault::Full),
        Refusal::Sending(SendingError::NoRoom) => Notice::Sending(SendingFault::NoRoom),
        Refusal::Fields(_) => return show_review(&filing.intake, language, form, &[]),
        Refusal::Sending(SendingError::Seal(_) | SendingError::Store(_))
        | Refusal::Keys(_)
        | Refusal::Unfinished(_) => return fail(filing, language, form, refusal),
    };
    show_review(&filing.intake, language, form, &[notice])
}

/// A fault of ours: the text is on the page to be sent again, under the same token, so that what was kept
/// nevertheless is not kept twice.
fn fail(filing: &Filing, language: Language, form: &ReportForm, refusal: &Refusal) -> Response {
    let problem = Problem::failed(language, &*filing.intake.random);
    tracing::error!(incident = problem.incident(), error = %refusal, "a filing failed");
    let mut kept = kept(form);
    let token = form.value(Field::Token).to_owned();
    kept.fields.push((Field::Token.name().to_owned(), token));
    problem.keeping(kept).into_response()
}

impl FromRef<Filing> for Limits {
    fn from_ref(filing: &Filing) -> Self {
        filing.intake.limits.clone()
    }
}
