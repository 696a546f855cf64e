//! Every visible word, by language: one Fluent lookup, and nothing visible is written anywhere else.
//!
//! A message that is missing in one language is said in Spanish; a test proves that none is.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::clock::Day;

/// A value put into a message: a number or a piece of text.
pub type Value<'a> = fluent_bundle::FluentValue<'a>;

/// A language in which every page can be read.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Language {
    /// Spanish, at `/`.
    #[default]
    Es,
    /// English, under `/en/`.
    En,
}

impl Language {
    /// All of them, the first being the one without a prefix.
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    /// The tag for `lang`, directory names and formats.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// What stands before every path of this language.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Es => "",
            Self::En => "/en",
        }
    }

    /// The path of the page that in Spanish is at `path`.
    pub fn path(self, path: &str) -> String {
        format!("{}{path}", self.prefix())
    }

    /// The language that the page offers to switch to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Es => Self::En,
            Self::En => Self::Es,
        }
    }

    /// A number with its thousands set apart, as both languages write it in Mexico.
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }
}

/// Says messages in one language.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    language: Language,
}

impl Text {
    /// The words of `language`.
    pub const fn of(language: Language) -> Self {
        Self { language }
    }

    /// The language spoken.
    pub const fn language(self) -> Language {
        self.language
    }

    /// A day as it is written out.
    pub fn day(self, day: Day) -> String {
        let written = day.to_string();
        let mut parts = written.split('-');
        let (Some(year), Some(month), Some(of_month), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return written;
        };
        let values = [
            ("day", of_month.trim_start_matches('0').into()),
            ("month", self.month_name(month).into()),
            ("year", year.into()),
        ];
        self.say_with("day-written", &values)
    }

    /// A month of the form `AAAA-MM` as it is written out.
    pub fn month(self, month: &str) -> String {
        let Some((year, number)) = month.split_once('-') else {
            return month.to_owned();
        };
        let values = [("month", self.month_name(number).into()), ("year", year.into())];
        self.say_with("month-written", &values)
    }

    fn month_name(self, number: &str) -> String {
        let number: usize = number.parse().unwrap_or_default();
        let id = number.checked_sub(1).and_then(|index| MONTHS.get(index));
        self.say(id.unwrap_or(&"month-1"))
    }

    /// The message `id`.
    pub fn say(self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The message `id` with its values filled in.
    pub fn say_with(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let arguments = values
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect::<FluentArgs<'_>>();
        [self.language, Language::Es]
            .into_iter()
            .find_map(|language| catalogue(language).say(id, &arguments))
            .unwrap_or_else(|| id.to_owned())
    }
}

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    fn read(language: Language, sources: &[&str]) -> Self {
        let tag = language.tag().parse();
        let mut bundle = FluentBundle::new_concurrent(tag.into_iter().collect());
        bundle.set_use_isolating(false);
        for source in sources {
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new((*source).to_owned());
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    fn say(&self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(arguments), &mut errors);
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        Some(said.into_owned())
    }
}

fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Es => &SPANISH,
        Language::En => &ENGLISH,
    }
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9",
    "month-10", "month-11", "month-12",
];

macro_rules! sources {
    ($language:literal) => {
        &[
            include_str!(concat!("../templates/text/", $language, "/base.ftl")),
            include_str!(concat!("../templates/text/", $language, "/welcome.ftl")),
            include_str!(concat!("../templates/text/", $language, "/intake.ftl")),
            include_str!(concat!("../templates/text/", $language, "/routing.ftl")),
            include_str!(concat!("../templates/text/", $language, "/conversation.ftl")),
            include_str!(concat!("../templates/text/", $language, "/public.ftl")),
            include_str!(concat!("../templates/text/", $language, "/problems.ftl")),
            include_str!(concat!("../templates/text/", $language, "/desk.ftl")),
            include_str!(concat!("../templates/text/", $language, "/mail.ftl")),
        ]
    };
}

const SPANISH_SOURCES: &[&str] = sources!("es");
const ENGLISH_SOURCES: &[&str] = sources!("en");

static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::Es, SPANISH_SOURCES));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::En, ENGLISH_SOURCES));

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Message id to the names of its values.
    fn messages(sources: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        let mut current = String::new();
        for line in sources.iter().flat_map(|source| source.lines()) {
            if let Some((id, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#', '.'])
            {
                assert!(
                    found.insert(id.to_owned(), BTreeSet::new()).is_none(),
                    "{id} twice"
                );
                id.clone_into(&mut current);
            }
            for part in line.split("{ $").skip(1) {
                let name = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '-')
                    .collect();
                found.get_mut(&current).unwrap().insert(name);
            }
        }
        found
    }

    fn quoted(folder: &Path, words: &mut BTreeSet<String>, said: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                quoted(&path, words, said);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
                let text = fs::read_to_string(&path).unwrap();
                words.extend(text.split('"').map(str::to_owned));
                for call in ["say(\"", "say_with(\"", ".with(\""] {
                    said.extend(
                        text.split(call)
                            .skip(1)
                            .map(|rest| rest.split('"').next().unwrap().to_owned()),
                    );
                }
            }
        }
    }

    #[test]
    fn every_file_of_messages_is_well_formed() {
        for source in SPANISH_SOURCES.iter().chain(ENGLISH_SOURCES) {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn all_languages_carry_the_same_messages_with_the_same_values() {
        let spanish = messages(SPANISH_SOURCES);
        let english = messages(ENGLISH_SOURCES);
        let only = |a: &BTreeMap<String, BTreeSet<String>>, b: &BTreeMap<String, BTreeSet<String>>| {
            a.iter()
                .filter(|(id, values)| b.get(*id) != Some(values))
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(only(&spanish, &english), Vec::<String>::new());
        assert_eq!(only(&english, &spanish), Vec::<String>::new());
    }

    #[test]
    fn every_message_said_exists_and_none_is_left_over() {
        let (mut words, mut said) = (BTreeSet::new(), BTreeSet::new());
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        quoted(&root.join("src"), &mut words, &mut said);
        quoted(&root.join("templates"), &mut words, &mut said);
        let messages = messages(SPANISH_SOURCES);
        said.retain(|id| id.contains('-') && !messages.contains_key(id));
        assert_eq!(said, BTreeSet::new(), "said but not written");
        let left: Vec<_> = messages.keys().filter(|id| !words.contains(*id)).collect();
        assert_eq!(left, Vec::<&String>::new(), "written but never said");
    }

    #[test]
    fn days_and_months_are_written_out() {
        let day: Day = "2026-11-03".parse().unwrap();
        assert_eq!(Text::of(Language::Es).day(day), "3 de noviembre de 2026");
        assert_eq!(Text::of(Language::En).day(day), "3 November 2026");
        assert_eq!(Text::of(Language::Es).month("2026-09"), "septiembre de 2026");
    }

    #[test]
    fn numbers_are_set_apart_in_thousands() {
        assert_eq!(Language::Es.number(20_000), "20,000");
        assert_eq!(Language::Es.number(999), "999");
        assert_eq!(Language::En.number(1_234_567), "1,234,567");
    }
}
