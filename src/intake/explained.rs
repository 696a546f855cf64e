//! A decision in words: for the page, and for the institution that will ask why it got the report.

use super::Intake;
use super::aside::name_of;
use crate::catalogue::{ReceiverKind, Word};
use crate::competence::{Chooser, Missing, Reader, Skipped, Track, Why};
use crate::seal::{Competence, Digest, SkippedReceiver};
use crate::text::{Language, Text};

/// The decision as `denuncia.json` keeps it, for the institution that reads.
pub(super) fn competence(intake: &Intake, track: &Track<'_>, reader: &Reader<'_>) -> Competence {
    let manifest = intake.catalogue.manifest();
    Competence {
        catalogue: manifest.version,
        hash: Digest::from_bytes(manifest.hash),
        rule: track.rule.id.to_string(),
        basis: track.rule.basis.clone(),
        certainty: track.rule.certainty.to_string(),
        kind: reader.kind.to_string(),
        chosen_by: match reader.by {
            Chooser::Person => "person".to_owned(),
            Chooser::Rules => "rules".to_owned(),
        },
        skipped: track.skipped.iter().map(skipped).collect(),
    }
}

fn skipped(skipped: &Skipped<'_>) -> SkippedReceiver {
    SkippedReceiver {
        kind: skipped.kind.to_string(),
        institution: skipped.institution.map(ToString::to_string),
        why: match skipped.why {
            Why::Accused => "accused",
            Why::Excluded => "excluded",
            Why::NamedOnly => "named_only",
            Why::NoDesk => "no_desk",
            Why::Revoked(_) => "revoked",
            Why::Unknown(Missing::Ente) => "unknown_ente",
            Why::Unknown(Missing::Municipality) => "unknown_municipality",
            Why::Unknown(Missing::State) => "unknown_state",
        }
        .to_owned(),
    }
}

/// The same as questions and answers, for `denuncia.txt`.
pub(super) fn lines(intake: &Intake, track: &Track<'_>, language: Language) -> Vec<(String, String)> {
    let text = Text::of(language);
    let rule = track.rule;
    let instead = stands_in(track).then(|| text.say("reader-instead"));
    let why = [
        rule.explanation.speak(language).to_owned(),
        text.say_with(
            "explained-basis",
            &[
                ("rule", rule.id.to_string().into()),
                ("basis", rule.basis.as_str().into()),
            ],
        ),
        text.say(rule.certainty.message()),
    ];
    let why: Vec<String> = why.into_iter().chain(instead).collect();
    let mut lines = vec![(text.say("explained-why"), why.join("\n"))];
    let skipped = track.skipped.iter().map(|skipped| {
        let name = skipped_name(intake, skipped, language);
        format!("{name}: {}", why_not(skipped.why, text))
    });
    let skipped: Vec<String> = skipped.collect();
    if !skipped.is_empty() {
        lines.push((text.say("explained-skipped"), skipped.join("\n")));
    }
    let manifest = intake.catalogue.manifest();
    let version = [
        ("version", manifest.version.into()),
        ("hash", hex::encode(manifest.hash).into()),
    ];
    lines.push((
        text.say("explained-rules"),
        text.say_with("explained-version", &version),
    ));
    lines
}

/// Whether the reader is another one than the rule names.
pub(super) fn stands_in(track: &Track<'_>) -> bool {
    track
        .reader
        .is_some_and(|reader| reader.kind != track.rule.receiver)
}

/// Why somebody does not read it.
pub(super) fn why_not(why: Why, text: Text) -> String {
    text.say(match why {
        Why::Revoked(day) => return text.say_with("why-revoked", &[("day", text.day(day).into())]),
        Why::Accused => "why-accused",
        Why::Excluded => "why-excluded",
        Why::NamedOnly => "why-named-only",
        Why::NoDesk => "why-no-desk",
        Why::Unknown(Missing::Ente) => "why-unknown-ente",
        Why::Unknown(Missing::Municipality) => "why-unknown-municipality",
        Why::Unknown(Missing::State) => "why-unknown-state",
    })
}

/// The name of who was skipped: the institution's, or the kind's.
pub(super) fn skipped_name(intake: &Intake, skipped: &Skipped<'_>, language: Language) -> String {
    match skipped.institution {
        Some(id) => name_of(intake, id, language),
        None => kind_name(intake, skipped.kind, language),
    }
}

/// The name of a kind of receiver.
pub(super) fn kind_name(intake: &Intake, kind: ReceiverKind, language: Language) -> String {
    let receiver = intake.catalogue.receivers().find(kind);
    receiver.map_or_else(
        || kind.word().to_owned(),
        |receiver| receiver.name.speak(language).to_owned(),
    )
}
