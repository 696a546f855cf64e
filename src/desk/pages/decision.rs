//! Why a report came to this institution, as the envelope says it. The rule's own words are shown from the catalogue in
//! this program, where that is the one which decided.

use super::words::Words;
use crate::catalogue::{Catalogue, Certainty, ReceiverKind, Word as _};
use crate::desk::clocks::catalogue;
use crate::report::invisible::reveal;
use crate::seal::{Competence, Contents, SkippedReceiver};
use crate::text::Text;

/// What led to this institution, line by line; nothing where the message does not say.
pub(super) fn lines(contents: &Contents, text: Text) -> Vec<(Words, Words)> {
    let Some(decision) = &contents.competence else {
        return Vec::new();
    };
    let mut lines = vec![
        ("desk-decision-why", why(decision, text)),
        ("desk-decision-by", chosen_by(decision, text)),
        ("desk-decision-kind", kind(&decision.kind, text)),
    ];
    if !decision.skipped.is_empty() {
        let skipped: Vec<String> = decision.skipped.iter().map(|one| skipped(one, text)).collect();
        lines.push(("desk-decision-skipped", skipped.join("\n")));
    }
    let version = [
        ("version", decision.catalogue.into()),
        ("hash", decision.hash.to_string().into()),
    ];
    lines.push((
        "desk-decision-rules",
        text.say_with("explained-version", &version),
    ));
    lines
        .into_iter()
        .map(|(label, words)| (reveal(&text.say(label)), reveal(&words)))
        .collect()
}

/// The rule, in its own words where they are known, what it rests on, and how sure it is.
fn why(decision: &Competence, text: Text) -> String {
    let rule = catalogue_of(decision).and_then(|catalogue| catalogue.rules().find(&decision.rule));
    let words = match rule {
        Some(rule) => rule.explanation.speak(text.language()).to_owned(),
        None => text.say("desk-decision-other-rules"),
    };
    let basis = [
        ("rule", decision.rule.as_str().into()),
        ("basis", decision.basis.as_str().into()),
    ];
    let sure = match Certainty::find(&decision.certainty) {
        Some(Certainty::Confirmed) => "desk-decision-confirmed",
        Some(Certainty::Design) => "desk-decision-design",
        Some(Certainty::ThirdParty | Certainty::Unconfirmed) | None => "desk-decision-unconfirmed",
    };
    [words, text.say_with("explained-basis", &basis), text.say(sure)].join("\n")
}

fn chosen_by(decision: &Competence, text: Text) -> String {
    text.say(match decision.chosen_by.as_str() {
        "person" => "desk-decision-by-person",
        _ => "desk-decision-by-rules",
    })
}

/// Somebody who does not have it, and why not; a reason that this version does not know is shown as it came.
fn skipped(one: &SkippedReceiver, text: Text) -> String {
    let name = one.institution.clone().unwrap_or_else(|| kind(&one.kind, text));
    let why = match one.why.as_str() {
        "accused" => "desk-skipped-accused",
        "excluded" => "desk-skipped-excluded",
        "named_only" => "desk-skipped-named-only",
        "no_desk" => "desk-skipped-no-desk",
        "revoked" => "desk-skipped-revoked",
        "unknown_ente" | "unknown_municipality" | "unknown_state" => "desk-skipped-unknown",
        other => return format!("{name}: {other}"),
    };
    format!("{name}: {}", text.say(why))
}

/// The name of a kind of receiver, or its word where it has none here.
fn kind(word: &str, text: Text) -> String {
    let named = ReceiverKind::find(word)
        .zip(catalogue())
        .and_then(|(kind, catalogue)| catalogue.receivers().find(kind))
        .map(|receiver| receiver.name.speak(text.language()).to_owned());
    named.unwrap_or_else(|| word.to_owned())
}

/// The catalogue in this program, if it is the one that decided.
fn catalogue_of(decision: &Competence) -> Option<&'static Catalogue> {
    let known = catalogue()?;
    (known.manifest().hash == *decision.hash.as_bytes()).then_some(known)
}
