//! The desk's own words for what is stored as a code.

use crate::case::PublicStatus;
use crate::desk::Visit;
use crate::desk::alarm::{Alarm, Alarms};
use crate::desk::directory::Finding;
use crate::report::invisible::{Piece, reveal};
use crate::report::{Field, choice};
use crate::seal::{Answer, Step};
use crate::text::Text;
use crate::web::limits;

/// Where a case stands, in the PDN's four words.
pub(super) fn status(status: PublicStatus, text: Text) -> String {
    text.say(match status {
        PublicStatus::Registrada => "desk-status-registered",
        PublicStatus::Turnada => "desk-status-sent-on",
        PublicStatus::Proceso => "desk-status-in-process",
        PublicStatus::Atendida => "desk-status-attended",
    })
}

/// How much a message holds: the padded step, since its true size is nobody's business.
pub(super) fn size(step: u8, text: Text) -> String {
    match Step::from_number(step) {
        None => String::new(),
        Some(step) => text.say_with("desk-size", &[("size", limits::size(step.bytes()).into())]),
    }
}

/// What each alarm means and what to do about it.
pub(super) fn alarms(alarms: &Alarms, text: Text) -> Vec<String> {
    alarms.iter().map(|alarm| text.say(alarm_id(alarm))).collect()
}

const fn alarm_id(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Altered => "alarm-altered",
        Alarm::Chain => "alarm-chain",
        Alarm::CutOff => "alarm-cut-off",
        Alarm::Damaged => "alarm-damaged",
        Alarm::Digest => "alarm-digest",
        Alarm::Direction => "alarm-direction",
        Alarm::Directory => "alarm-directory",
        Alarm::Erased => "alarm-erased",
        Alarm::Forged => "alarm-forged",
        Alarm::Institution => "alarm-institution",
        Alarm::Lost => "alarm-lost",
        Alarm::Mailbox => "alarm-mailbox",
        Alarm::Missing => "alarm-missing",
        Alarm::Quota => "alarm-quota",
        Alarm::Readers => "alarm-readers",
        Alarm::Refused => "alarm-refused",
        Alarm::Repeated => "alarm-repeated",
        Alarm::SecondReport => "alarm-second-report",
        Alarm::TooLarge => "alarm-too-large",
        Alarm::UnknownDirectory => "alarm-unknown-directory",
        Alarm::Unreadable => "alarm-unreadable",
        Alarm::Withdrawn => "alarm-withdrawn",
    }
}

/// What the public directory says of this institution, when that is not what it should.
pub(super) fn finding(finding: Finding, text: Text) -> Option<String> {
    finding.is_alarm().then(|| text.say(finding.word()))
}

/// How the last visit to the window went, when it did not go well.
pub(super) fn visit(visit: &Visit, text: Text) -> Option<String> {
    match visit {
        Visit::Whole => None,
        Visit::Away => Some(text.say("visit-away")),
        Visit::Wanting => Some(text.say("visit-wanting")),
        Visit::NoDirectory => Some(text.say("visit-no-directory")),
        Visit::Failed => Some(text.say("visit-failed")),
        Visit::Full => Some(text.say("visit-full")),
        Visit::Refused(code) => Some(text.say_with("visit-refused", &[("code", code.as_str().into())])),
    }
}

/// The answers of a report, question by question, several to one question joined by lines.
pub(super) fn answers(answers: &[Answer], text: Text) -> Vec<(Words, Words)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for answer in answers {
        let (label, value) = answered(answer, text);
        match lines.last_mut().filter(|(last, _)| *last == label) {
            Some((_, values)) => {
                values.push('\n');
                values.push_str(&value);
            }
            None => lines.push((label, value)),
        }
    }
    let revealed = lines.iter().map(|(label, value)| (reveal(label), reveal(value)));
    revealed.collect()
}

/// Words from an envelope, in which what cannot be seen is named.
pub(super) type Words = Vec<Piece>;

/// A question and its answer in words; a question that this version does not know is shown as it came.
fn answered(answer: &Answer, text: Text) -> (String, String) {
    let Some(field) = Field::from_name(&answer.key).filter(|field| !field.label().is_empty()) else {
        return (answer.key.clone(), answer.value.clone());
    };
    let said = choice::message(field, &answer.value).map(|id| text.say(id));
    let value = said
        .or_else(|| answer.name.clone())
        .unwrap_or_else(|| answer.value.clone());
    (text.say(field.label()), value)
}
