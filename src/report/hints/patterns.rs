//! The forms that each sort of clue has, in Mexico first.
//!
//! CURP: RENAPO, *Instructivo normativo para la asignación de la CURP*. RFC: *Código Fiscal de la Federación*, art. 27,
//! and its form of 13 and 12 characters. CLABE: 18 digits. Plates: NOM-001-SCT-2.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Kind;

/// Every part of `text` that has the form of a clue: what is surest first, each sort in the order of the text.
pub(super) fn all(text: &str) -> impl Iterator<Item = (Kind, Range<usize>)> {
    let by_form = FORMS.iter().flatten().flat_map(move |form| {
        let found = form.pattern.find_iter(text).map(|found| found.range());
        let meant = found.filter(|place| (form.is_meant)(text, place));
        meant.map(|place| (form.kind, place))
    });
    by_form.chain(look_alikes(text).map(|place| (Kind::LookAlike, place)))
}

pub(super) struct Form {
    kind: Kind,
    pattern: Regex,
    is_meant: IsMeant,
}

/// Whether what has the form, at this place of the text, is no other thing of the same form.
type IsMeant = fn(&str, &Range<usize>) -> bool;

/// One that cannot be compiled is a fault of ours, which a test finds; the others still help.
pub(super) static FORMS: LazyLock<Vec<Option<Form>>> = LazyLock::new(|| {
    let form = |(kind, pattern, is_meant): &(Kind, &str, IsMeant)| {
        Some(Form {
            kind: *kind,
            pattern: Regex::new(&bounded(pattern)).ok()?,
            is_meant: *is_meant,
        })
    };
    PATTERNS.iter().map(form).collect()
});

/// The bounds of words are those of ASCII: those of Unicode would cost ten times as much. Beside an accent `\b` is none,
/// so a word that may begin or end with one stands between `\<` and `\>`, which look at one side alone; whether a letter
/// with an accent stands there is for [`IsMeant`] to see.
fn bounded(pattern: &str) -> String {
    let begins = pattern
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\<", r"(?-u:\b{start-half})");
    begins.replace(r"\>", r"(?-u:\b{end-half})")
}

pub(super) const PATTERNS: &[(Kind, &str, IsMeant)] = &[
    (
        Kind::Curp,
        r"(?i)\b[a-z][aeioux][a-z]{2}\d{6}[hmx][a-z]{2}[b-df-hj-np-tv-z]{3}[a-z0-9]\d\b",
        always,
    ),
    (
        Kind::Rfc,
        r"(?i)\<[a-zñ&]{3,4}-?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?[a-z0-9]{2}[0-9a]\b",
        is_whole,
    ),
    (
        Kind::Email,
        r"(?i)[a-z0-9._%+-]+(?:@|\s?\[(?:at|arroba)\]\s?|\s(?:arroba)\s)[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        always,
    ),
    (
        Kind::Account,
        r"(?i)\b(?:cuenta|clabe|tarjeta|account|card)\b[^\d\n]{0,24}\d(?:[ -]?\d){7,18}\b",
        always,
    ),
    (Kind::Account, r"\b\d(?:[ -]?\d){14,18}\b", is_no_list),
    (
        Kind::Plate,
        r"(?i)\b(?:placas?|plates?|license plate)\b[\s:]{1,3}(?:(?:son|es|de|del|número|no\.?|is|number)\s+){0,2}[a-z0-9]{1,4}(?:[ -]?[a-z0-9]{1,4}){0,2}\b",
        has_a_digit,
    ),
    (
        Kind::Plate,
        r"\b(?:[A-Z]{3}-\d{2}-\d{2}|[A-Z]{3}-\d{3}-[A-Z]|[A-Z]\d{2}-[A-Z]{3}|[A-Z]{3}-\d{3,4}|[A-Z]{2}-\d{2}-\d{3})\b",
        stands_alone,
    ),
    (
        Kind::Phone,
        r"\+?(?:\(\d{2,3}\)|\d)(?:[ -]{0,2}(?:\(\d{2,3}\)|\d)){7,14}",
        is_a_phone,
    ),
    (
        Kind::Address,
        r"(?i)\b(?:calle|avenida|av\.|bulevar|boulevard|blvd\.?|calzada|privada|cerrada|andador|callejón|colonia|col\.|fraccionamiento|fracc\.|street|avenue|road)\s[^,.;\n]{2,40}?,?\s(?:#|no\.?|núm\.?|número|number)?\s?\d{1,5}\b",
        always,
    ),
    (
        Kind::Address,
        r"(?i)\b(?:c\.?\s?p\.?|código postal|codigo postal|zip(?: code)?)[\s:]{1,3}\d{5}\b",
        always,
    ),
    (Kind::FirstPerson, FIRST_PERSON, is_whole),
];

/// Words by which an institution knows its own: who says "my boss" works under the person who is named next.
const FIRST_PERSON: &str = concat!(
    r"(?i)\<(?:",
    // Who is mine.
    r"mis? (?:jef[ea]s?|superior(?:es)?|compañer[oa]s?|colegas?|oficina|área|area|departamento|turno|puesto|plaza|",
    r"escritorio|trabajo|empresa|negocio|patr[oó]n|patrona|espos[oa]|marido|herman[oa]s?|hij[oa]s?|prim[oa]s?|cuñad[oa]s?|",
    r"pap[aá]|mam[aá]|padre|madre|novi[oa]|vecin[oa]s?|casa|domicilio|expediente|tr[aá]mite)\>|",
    // Who I am.
    r"me llamo\>|mi nombre es\>|soy (?:el|la) (?:únic[oa]|unic[oa]|encargad[oa]|responsable|secretari[oa]|titular)|",
    r"yo (?:mism[oa]|trabajo|trabajaba|firmé|firme|entregué|entregue)\>|trabajo (?:en|como|para|con)\>|trabajé (?:en|como|para)\>|",
    r"vivo en\>|fui (?:despedid[oa]|cesad[oa])|me (?:despidieron|corrieron|ascendieron|cambiaron de)\>|",
    // Whom nobody else can be.
    r"(?:s[oó]lo|solamente|únicamente) yo\>|nadie m[aá]s (?:sabe|sab[ií]a|vio|estaba|lo)\>|",
    r"my (?:boss|bosses|supervisor|manager|coworkers?|colleagues?|office|department|shift|desk|job|company|business|",
    r"husband|wife|brother|sister|son|daughter|cousin|neighbou?r|father|mother|home|house)\>|",
    r"my name is\>|i am the only\>|i'm the only\>|only i\>|i work (?:in|at|for|as|with)\>|i worked (?:in|at|for|as)\>|",
    r"i live (?:in|at|on)\>|i was fired\>|nobody else (?:knows|knew|saw|was)\>",
    r")",
);

fn always(_text: &str, _place: &Range<usize>) -> bool {
    true
}

fn found<'a>(text: &'a str, place: &Range<usize>) -> &'a str {
    text.get(place.clone()).unwrap_or_default()
}

fn has_a_digit(text: &str, place: &Range<usize>) -> bool {
    found(text, place).contains(|letter: char| letter.is_ascii_digit())
}

/// What stands right before and right after a place.
fn beside(text: &str, place: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text.get(..place.start);
    let after = text.get(place.end..);
    (
        before.and_then(|before| before.chars().next_back()),
        after.and_then(|after| after.chars().next()),
    )
}

/// No letter that ASCII does not know goes on with it.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let goes_on = |letter: char| !letter.is_ascii() && letter.is_alphabetic();
    let (before, after) = beside(text, place);
    !before.is_some_and(goes_on) && !after.is_some_and(goes_on)
}

/// A longer number with hyphens is that of a contract.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let joins = |letter: char| matches!(letter, '-' | '/' | '_');
    let (before, after) = beside(text, place);
    !before.is_some_and(joins) && !after.is_some_and(joins)
}

fn is_a_phone(text: &str, place: &Range<usize>) -> bool {
    let found = found(text, place);
    let digits = found.chars().filter(char::is_ascii_digit).count();
    let touches = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | ',' | '-');
    let (before, _) = beside(text, place);
    (10..=13).contains(&digits) && !before.is_some_and(touches) && is_no_list(text, place)
}

/// Dates and years beside each other are many digits too.
fn is_no_list(text: &str, place: &Range<usize>) -> bool {
    let mut groups = found(text, place)
        .split([' ', '-'])
        .filter(|group| !group.is_empty());
    let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    !groups.any(is_year)
}

/// Words that are Latin in one letter and Greek or Cyrillic in another.
fn look_alikes(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_latin = |letter: char| letter.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&letter);
    let is_other = |letter: char| ('\u{370}'..='\u{52f}').contains(&letter);
    let mut from = 0;
    let words = text.split_inclusive(|letter: char| !letter.is_alphabetic());
    words.filter_map(move |word| {
        let start = from;
        from += word.len();
        let letters = word.trim_end_matches(|letter: char| !letter.is_alphabetic());
        let is_mixed = letters.contains(is_latin) && letters.contains(is_other);
        is_mixed.then(|| start..start + letters.len())
    })
}
