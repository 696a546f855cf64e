//! Reads a directory piece by piece, on all cores: a tree of the whole text would take ten times its memory.
//!
//! A TOML text that is cut at its `[[institution]]` lines is the sum of its pieces, if each of them is a text by itself.
//! Where one is not, because such a line stands inside a string or because of a fault, the whole has to be read as one.

use std::thread;

use serde::Deserialize;
use toml::Spanned;

use super::Institution;
use super::draft::Form;

/// The members of `text`, and whether it is the canonical text of what it says but for the order of its institutions;
/// nothing where it does not fall into pieces, or one of them is at fault.
pub(super) fn read(text: &str) -> Option<(Form, bool)> {
    let starts: Vec<usize> = text
        .match_indices(FIRST_LINE)
        .map(|(newline, _)| newline.saturating_add(1))
        .collect();
    let (first, end) = (*starts.first()?, text.len());
    let before = text.get(..first)?;
    let mut form: Form = toml::from_str(before).ok()?;
    let mut is_canonical = before.strip_suffix('\n') == Some(&form.head());
    let ends = starts.iter().copied().skip(1).chain([end]);
    let places: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = places.len().div_ceil(cores).max(FEWEST);
    let mut read = thread::scope(|scope| {
        let mut readers = Vec::with_capacity(cores);
        for piece in places.chunks(share) {
            readers.push(scope.spawn(move || read_each(text, piece)));
        }
        let read = readers.into_iter().map(|reader| reader.join().ok().flatten());
        read.collect::<Option<Vec<_>>>()
    })?;
    if !form.institution.is_empty() {
        return None;
    }
    form.institution.reserve_exact(places.len());
    for (found, are_canonical) in &mut read {
        form.institution.append(found);
        is_canonical = is_canonical && *are_canonical;
    }
    Some((form, is_canonical))
}

fn read_each(text: &str, places: &[(usize, usize)]) -> Option<(Vec<Spanned<Institution>>, bool)> {
    let mut found = Vec::with_capacity(places.len());
    let mut are_canonical = true;
    for (start, end) in places {
        let piece = text.get(*start..*end)?;
        let parsed: Piece = toml::from_str(piece).ok()?;
        // An empty line parts each from the next.
        let entry = if *end == text.len() {
            Some(piece)
        } else {
            piece.strip_suffix('\n')
        };
        are_canonical = are_canonical
            && parsed
                .institution
                .first()
                .map(|one| one.as_ref().to_toml())
                .as_deref()
                == entry;
        found.extend(parsed.institution.into_iter().map(|one| {
            let span = one.span();
            let span = start.saturating_add(span.start)..start.saturating_add(span.end);
            Spanned::new(span, one.into_inner())
        }));
    }
    Some((found, are_canonical))
}

/// What follows from one such line to the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    institution: Vec<Spanned<Institution>>,
}

const FIRST_LINE: &str = "\n[[institution]]";
/// Fewer are read sooner than another thread is begun.
const FEWEST: usize = 64;
