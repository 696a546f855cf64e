//! Characters that nobody sees: they can carry a mark of where a text was copied from.

/// How many characters of `text` cannot be seen. Nothing is taken out: the text is the person's.
pub fn count(text: &str) -> usize {
    text.chars().filter(|letter| is_invisible(*letter)).count()
}

/// A part of a text: words as they are, or the name of one character that nobody sees.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    /// What can be seen.
    Seen(String),
    /// What cannot, by its number in Unicode, such as `U+202E`.
    Unseen(String),
}

impl Piece {
    /// The words, or the name of what nobody sees.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Seen(text) | Self::Unseen(text) => text,
        }
    }

    /// Whether it is a character that nobody sees.
    pub const fn is_unseen(&self) -> bool {
        matches!(self, Self::Unseen(_))
    }
}

/// The text in pieces, so that what nobody sees can be shown: a text that turns itself around, or hides a mark, must
/// not be read as what it seems.
pub fn reveal(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut seen = String::new();
    for letter in text.chars() {
        if is_invisible(letter) {
            if !seen.is_empty() {
                pieces.push(Piece::Seen(std::mem::take(&mut seen)));
            }
            pieces.push(Piece::Unseen(format!("U+{:04X}", u32::from(letter))));
        } else {
            seen.push(letter);
        }
    }
    if !seen.is_empty() {
        pieces.push(Piece::Seen(seen));
    }
    pieces
}

fn is_invisible(letter: char) -> bool {
    let is_layout = matches!(letter, '\n' | '\r' | '\t');
    let is_odd = matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    is_odd || (letter.is_control() && !is_layout)
}

#[cfg(test)]
mod tests {
    use super::{Piece, count, reveal};

    #[test]
    fn what_nobody_sees_is_named_in_its_place_and_the_rest_stays() {
        let [one, two, three] = ["pagó ", "000.1", "\nfin"].map(|text| Piece::Seen(text.to_owned()));
        let unseen = |name: &str| Piece::Unseen(name.to_owned());
        assert_eq!(
            reveal("pagó \u{202e}000.1\u{e0041}\nfin"),
            [one, unseen("U+202E"), two, unseen("U+E0041"), three]
        );
        assert_eq!(reveal(""), []);
    }

    #[test]
    fn only_what_cannot_be_seen_is_counted() {
        assert_eq!(
            count("Ñandú ¿qué? ❤️ 漢字 👩‍⚖️\r\n\tfin"),
            1,
            "only the joiner of the emoji"
        );
        assert_eq!(count("zero\u{200b}width\u{2060}\u{feff}"), 3);
        assert_eq!(count("tags\u{e0041}\u{202e}"), 2);
        assert_eq!(count("\u{0}\u{7f}"), 2);
    }
}
