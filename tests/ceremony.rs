//! The page for whoever signs directories: its commands, in its order, by the program that ships.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use ventanilla::clock::{Clock as _, SystemClock};

use crate::docs::read;
use crate::keys::Folder;
use crate::sample;
use crate::world::tools::environment;

/// The lines of the page's blocks of commands, with the code that each ends with.
fn commands(page: &str) -> Vec<(String, i32)> {
    let blocks = page
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let lines = blocks
        .flat_map(str::lines)
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let parted = lines.map(|line| line.split_once(" # ").unwrap_or((line, "0")));
    parted
        .map(|(command, code)| (command.to_owned(), code.parse().unwrap()))
        .collect()
}

/// What a person does in the editor: the first time, the whole text; then, the next version with another deadline.
const EDITOR: &str = "#!/bin/sh
set -e
if [ -e \"$1\" ]; then
    version=$(sed -n 's/^version = //p' \"$1\")
    sed -i \"s/^version = .*/version = $((version + 1))/; s/^close = .*/close = 100/\" \"$1\"
else
    cp written.toml \"$1\"
fi
";

#[test]
fn the_commands_of_the_signing_page_do_what_it_says_in_its_order() {
    let folder = Folder::new();
    let today = SystemClock.today();
    let mut draft = sample::draft();
    (draft.valid_from, draft.valid_until) = (today, today.plus(364));
    folder.write(
        "written.toml",
        &format!("# by hand\n{}", draft.to_toml().unwrap()),
    );
    folder.write("passphrase", "maíz, frijol y calabaza\n");
    folder.write("editor", EDITOR);
    fs::set_permissions(folder.path("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_ventanilla"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        environment("PATH").unwrap()
    );
    let commands = commands(&read("docs/signing.md"));
    assert_eq!(commands.len(), 16, "the page has these and no others");
    for (command, code) in commands {
        let done = Command::new("sh")
            .args(["-c", &command])
            .current_dir(folder.path("."))
            .env("PATH", &path)
            .env("EDITOR", folder.path("editor"))
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(code), "{command}: {said}");
        if code == 1 {
            assert!(said.contains("which is not trusted"), "{said}");
        }
    }
    assert!(folder.text("directory.toml").starts_with("version = 3\n"));
    let secret = folder.path("directory.key").metadata().unwrap();
    assert_eq!(secret.permissions().mode() & 0o777, 0o600);
}
