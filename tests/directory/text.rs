//! The text of a directory: given as it was signed, and read in whatever order it stands.

use ventanilla::institution::{Directory, DirectoryKey, Draft, Published};

use super::{SIGNED, today};

/// The bytes that a window gives to whoever asks for its directory.
fn given(toml: &str) -> String {
    let (key, _) = DirectoryKey::generate(None).unwrap();
    let signature = key.sign(toml.as_bytes(), "test").unwrap();
    let directory = Directory::read(
        toml.as_bytes(),
        &signature,
        &[key.public().clone()],
        None,
        today(),
    );
    let published = Published::new(directory.unwrap(), toml.into(), &signature);
    let bytes = published.pieces().flatten().collect::<Vec<u8>>();
    assert_eq!(published.length(), bytes.len());
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_directory_is_given_byte_for_byte_as_it_was_signed_in_whatever_order_it_stands() {
    assert_eq!(given(SIGNED), SIGNED);
    let (head, rest) = SIGNED.split_once("\n[[institution]]\n").unwrap();
    let mut entries: Vec<&str> = rest.split("\n[[institution]]\n").collect();
    entries.reverse();
    let others = [
        format!("{SIGNED}# the end\n"),
        format!("# the beginning\n{SIGNED}"),
        SIGNED.replace("\n[[institution]]\n", "\n[[institution]]   # one\n"),
        SIGNED.replace("\n[[institution]]\n", "\n[[ institution ]]\n"),
        SIGNED.replacen("\n[[institution]]\n", "\n[[ institution ]]\n", 1),
        SIGNED.replace('\n', "\r\n"),
        SIGNED.replacen("\n[[institution]]\n", "\n\n[[institution]]\n", 1),
        SIGNED.replace("\n\n[[institution]]\n", "\n[[institution]]\n"),
        SIGNED.replace("\nclass = ", "\nclass  = "),
        SIGNED.trim_end().to_owned(),
        format!("{SIGNED}\n"),
        format!(
            "{head}\n[[institution]]\n{}\n",
            entries.join("\n\n[[institution]]\n")
        ),
    ];
    for other in others {
        assert_eq!(given(&other), other);
        assert_eq!(Draft::read(&other).unwrap().to_toml().unwrap(), SIGNED);
    }
}

#[test]
fn a_fault_is_found_at_its_line_in_whichever_institution_it_stands() {
    let lines: Vec<&str> = SIGNED.lines().collect();
    let entries = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| **line == "[[institution]]");
    for (place, _) in entries {
        let mut faulty = lines.clone();
        faulty.insert(place + 1, "stranger = 1");
        let fault = Draft::read(&faulty.join("\n")).unwrap_err();
        assert_eq!(fault.line, place + 2, "{fault}");
    }
    // What looks like the beginning of an entry and stands in a string is none.
    let hidden = SIGNED.replacen("es = \"", "es = \"\"\"\n[[institution]]\"\"\"#", 1);
    let named = Draft::read(&hidden).unwrap();
    assert_eq!(named.institutions[0].name("es"), "[[institution]]");
    let twice = format!("{SIGNED}\n[[institution]]\nid = \"oic-salud\"\n");
    assert!(Draft::read(&twice).is_err());
}
