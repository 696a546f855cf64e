//! Step 4: the report as the institution will see it, the files, and the form that sends it.

use askama::Template;
use http::StatusCode;

use super::Intake;
use super::addressee::Addressees;
use super::aside::{name_of, names};
use super::clues::{self, Clues};
use crate::report::{Field, Part, Report, ReportForm, invisible};
use crate::text::{Language, Text};
use crate::web::limits::size;
use crate::web::{Frame, SendingFault};

/// Something that must be said above the last form before it is sent again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Notice {
    /// Another institution would read it than the one that was shown.
    NewReader,
    /// It did not come as it must.
    Sending(SendingFault),
}

impl Notice {
    /// The status of a page that says this.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NewReader => StatusCode::CONFLICT,
            Self::Sending(fault) => fault.status(),
        }
    }

    fn words(self, intake: &Intake, language: Language) -> String {
        match self {
            Self::NewReader => Text::of(language).say("notice-new-reader"),
            Self::Sending(fault) => fault.words(&intake.limits, language),
        }
    }
}

/// The review.
#[derive(Template)]
#[template(path = "intake/review.html")]
pub struct ReviewPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    notices: Vec<String>,
    reader_names: Vec<String>,
    lines: Vec<(String, String)>,
    invisible: usize,
    clues: Vec<Clues>,
    files: usize,
    file_limit: String,
    envelope_limit: String,
    text_only: bool,
    returned: bool,
    token: String,
    reader: String,
    directory: u64,
    catalogue: u64,
    recipients: String,
}

impl std::fmt::Debug for ReviewPage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReviewPage(..)")
    }
}

impl<'a> ReviewPage<'a> {
    /// The last form for `report`, bound to the `readers` and to a token.
    pub(super) fn new(
        intake: &Intake,
        language: Language,
        form: &'a ReportForm,
        report: &Report,
        readers: &Addressees,
        notices: &[Notice],
    ) -> Self {
        let text = Text::of(language);
        let reader_names = readers
            .0
            .iter()
            .map(|one| name_of(intake, &one.institution, language));
        let sent = good_token(intake, form).filter(|_| notices.is_empty());
        let mut lines = report.lines(&intake.catalogue, language);
        let excluded = names(intake, report.exclusions(), language);
        if !excluded.is_empty() {
            let before_the_story = lines.len().saturating_sub(1);
            lines.insert(
                before_the_story,
                (text.say("review-excluded"), excluded.join("\n")),
            );
        }
        let invisible = lines.iter().map(|(_, answer)| invisible::count(answer)).sum();
        Self {
            frame: Frame::step(language, "/denunciar/revision"),
            form,
            notices: notices
                .iter()
                .map(|notice| notice.words(intake, language))
                .collect(),
            reader_names: reader_names.collect(),
            clues: clues::of(&lines, text),
            lines,
            invisible,
            files: intake.limits.files,
            file_limit: intake.limits.file(),
            envelope_limit: size(intake.limits.envelope_bytes),
            text_only: notices.contains(&Notice::Sending(SendingFault::NoRoom)),
            returned: sent.is_some(),
            token: sent.unwrap_or_else(|| intake.tokens.issue(intake.clock.now(), &*intake.random)),
            reader: readers.ids(),
            directory: intake.directory.version(),
            catalogue: intake.catalogue.manifest().version,
            recipients: readers.digests(),
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.form.carried(Part::Seal)
    }
}

/// The token that came with the form, while it is good: the form may have been kept by a sending whose end nobody
/// saw, and then its code is found again.
fn good_token(intake: &Intake, form: &ReportForm) -> Option<String> {
    let sent = form.value(Field::Token);
    let checked = intake.tokens.check(sent, intake.clock.now());
    checked.is_ok().then(|| sent.to_owned())
}
