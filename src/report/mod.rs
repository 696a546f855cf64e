//! What a person tells, parsed at the edge; it exists in clear only in memory.
//!
//! [`ReportForm`] is what was typed, [`Report`] what is meant. Neither is printed, copied or serialised by
//! accident, and both are wiped when they are dropped.

use std::fmt;

use zeroize::Zeroize;

use crate::catalogue::Catalogue;
use crate::text::{Language, Text};

pub mod choice;
pub mod field;
pub mod form;
pub mod hints;
pub mod invisible;

pub use self::field::{Field, Part};
pub use self::form::{Fault, FieldError, FieldErrors, ReportForm};

/// A report that is whole: every field within its limits, every closed question with a known answer.
pub struct Report {
    answers: Vec<(Field, String)>,
    exclusions: Vec<String>,
    story: String,
}

impl Report {
    fn of(form: &ReportForm, catalogue: &Catalogue) -> Self {
        let mut answers = Vec::new();
        for field in Field::ALL {
            let is_said = field == Field::EnteName && !form.value(Field::Ente).is_empty();
            if !field.is_answer() || is_said {
                continue;
            }
            for value in form.values(field) {
                let spanish = Text::of(Language::Es);
                let known = !field.is_closed() || field.words(value, catalogue, spanish).is_some();
                if known && !value.trim().is_empty() {
                    answers.push((field, unix_lines(value)));
                }
            }
        }
        Self {
            answers,
            exclusions: exclusions(form),
            story: unix_lines(form.value(Field::Story)),
        }
    }

    /// Every answer but the story, in the order of the form, with the words of a closed question's answer.
    pub fn answers(&self, catalogue: &Catalogue, language: Language) -> Vec<Answered<'_>> {
        let text = Text::of(language);
        let answered =
            |(field, value): &'_ (Field, String)| (field.name(), field.words(value, catalogue, text));
        let names = self.answers.iter().map(answered);
        let values = self.answers.iter().map(|(_, value)| value.as_str());
        let both = names.zip(values);
        both.map(|((key, name), value)| Answered { key, value, name })
            .collect()
    }

    /// The ids of the institutions that must not read this: the person said so, or said that the denounced person
    /// works there.
    pub fn exclusions(&self) -> &[String] {
        &self.exclusions
    }

    /// The story, exactly as it was written; only the ends of lines are made one kind.
    pub fn text(&self) -> &str {
        &self.story
    }

    /// Question and answer in the words of the form, the story last: what the institution reads.
    pub fn lines(&self, catalogue: &Catalogue, language: Language) -> Vec<(String, String)> {
        let text = Text::of(language);
        let mut lines: Vec<(String, String)> = Vec::new();
        let mut last = None;
        for (field, value) in &self.answers {
            let value = field
                .words(value, catalogue, text)
                .unwrap_or_else(|| value.clone());
            match lines.last_mut() {
                Some((_, said)) if last == Some(*field) => {
                    said.push('\n');
                    said.push_str(&value);
                }
                Some(_) | None => lines.push((text.say(field.label()), value)),
            }
            last = Some(*field);
        }
        lines.push((text.say(Field::Story.label()), self.story.clone()));
        lines
    }
}

/// One answer.
#[derive(Clone, Eq, PartialEq)]
pub struct Answered<'a> {
    /// Which question.
    pub key: &'static str,
    /// What the form sends.
    pub value: &'a str,
    /// The words it stands for, where the question is a closed one.
    pub name: Option<String>,
}

impl fmt::Debug for Answered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answered(..)")
    }
}

/// Questions and answers as one text: `denuncia.txt`.
pub fn plain_text(lines: &[(String, String)]) -> String {
    let mut out = String::new();
    for (question, answer) in lines {
        out.push_str(question);
        out.push_str("\n    ");
        out.push_str(&answer.replace('\n', "\n    "));
        out.push_str("\n\n");
    }
    out
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Report(..)")
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.story.zeroize();
        self.exclusions.zeroize();
        for (_, value) in &mut self.answers {
            value.zeroize();
        }
    }
}

fn exclusions(form: &ReportForm) -> Vec<String> {
    let (excluded, accused) = (form.values(Field::Exclude), form.values(Field::AccusedAt));
    let both = excluded.iter().filter(|id| !accused.contains(id)).chain(accused);
    both.filter(|id| !id.is_empty()).cloned().collect()
}

/// Browsers send every end of line as CR LF, whatever was typed.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}
