//! `ventanilla catalogue export`.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::catalogue::Files;
use crate::command::keys::files::{self, Readers};
use crate::command::keys::problem;
use crate::text::Text;

pub(super) fn run(folder: &Path, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let shown = folder.display().to_string();
    fs::create_dir(folder).map_err(|error| {
        let values = [
            ("folder", shown.clone().into()),
            ("why", error.to_string().into()),
        ];
        problem(
            text.say_with("err-catalogue-export", &values),
            text.say("rec-catalogue-export"),
        )
    })?;
    let embedded = Files::embedded();
    for (name, bytes) in embedded.iter() {
        files::create(
            &folder.join(name),
            std::str::from_utf8(bytes)?,
            Readers::Everybody,
        )?;
    }
    writeln!(
        out,
        "{}",
        text.say_with("catalogue-exported", &[("folder", shown.into())])
    )?;
    Ok(())
}
