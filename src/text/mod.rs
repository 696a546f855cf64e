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

    /// The message `id` about one that is named, or two: `count`, `name` and `second`.
    pub fn say_names(self, id: &str, names: &[String]) -> String {
        let name = |place: usize| names.get(place).map_or("", String::as_str);
        let values = [
            ("count", names.len().into()),
            ("name", name(0).into()),
            ("second", name(1).into()),
        ];
        self.say_with(id, &values)
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
            include_str!(concat!("../../templates/text/", $language, "/base.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/welcome.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/intake.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/routing.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/conversation.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/public.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/problems.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/desk.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/history.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/notes.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/officers.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/mail.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/catalogue.ftl")),
            include_str!(concat!("../../templates/text/", $language, "/keys.ftl")),
        ]
    };
}

const SPANISH_SOURCES: &[&str] = sources!("es");
const ENGLISH_SOURCES: &[&str] = sources!("en");

static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::Es, SPANISH_SOURCES));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Language::En, ENGLISH_SOURCES));

#[cfg(test)]
mod tests;
