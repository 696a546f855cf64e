//! What the review shows of the parts of a report that could tell who wrote it.

use crate::report::hints::{self, Kind};
use crate::text::Text;

/// The parts of one sort, with the reason why they are shown.
pub(super) struct Clues {
    pub(super) title: String,
    pub(super) why: String,
    pub(super) places: Vec<Place>,
    /// How many more there are, in words.
    pub(super) more: Option<String>,
}

/// One of them, among its neighbours.
pub(super) struct Place {
    pub(super) question: String,
    pub(super) before: String,
    pub(super) found: String,
    pub(super) after: String,
}

/// By sort, the surest first, what in the questions and answers could tell who wrote them.
pub(super) fn of(lines: &[(String, String)], text: Text) -> Vec<Clues> {
    let mut all: Vec<(Kind, Place)> = Vec::new();
    for (question, answer) in lines {
        for hint in hints::find(answer) {
            let excerpt = hint.excerpt(answer);
            let cut = |is_cut: bool| if is_cut { "…" } else { "" };
            let place = Place {
                question: question.clone(),
                before: [cut(excerpt.is_cut_before), excerpt.before].concat(),
                found: excerpt.found.to_owned(),
                after: [excerpt.after, cut(excerpt.is_cut_after)].concat(),
            };
            all.push((hint.kind, place));
        }
    }
    all.sort_by_key(|(kind, _)| *kind);
    let mut groups: Vec<(Kind, Vec<Place>)> = Vec::new();
    for (kind, place) in all {
        match groups.last_mut() {
            Some((last, places)) if *last == kind => places.push(place),
            Some(_) | None => groups.push((kind, vec![place])),
        }
    }
    let in_words = |(kind, mut places): (Kind, Vec<Place>)| {
        let more = u64::try_from(places.len().saturating_sub(SHOWN)).unwrap_or_default();
        places.truncate(SHOWN);
        Clues {
            title: text.say(kind.title()),
            why: text.say(kind.why()),
            places,
            more: (more > 0).then(|| text.say_with("clues-more", &[("count", more.into())])),
        }
    };
    groups.into_iter().map(in_words).collect()
}

/// Places of one sort that are shown: the page stays small, and nobody reads a hundred.
const SHOWN: usize = 4;
