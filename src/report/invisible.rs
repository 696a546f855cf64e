//! Characters that nobody sees: they can carry a mark of where a text was copied from.

/// How many characters of `text` cannot be seen. Nothing is taken out: the text is the person's.
pub fn count(text: &str) -> usize {
    text.chars().filter(|letter| is_invisible(*letter)).count()
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
    use super::count;

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
