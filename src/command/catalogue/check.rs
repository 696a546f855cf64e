//! `ventanilla catalogue check`.

use std::io::Write;

use zeroize::Zeroizing;

use super::{Check, files, read, refuse, table};
use crate::catalogue::{Case, Catalogue, Certainty, Files, SIGNATURE, Subject, Word as _};
use crate::clock::{Clock as _, SystemClock};
use crate::command::keys;
use crate::text::Text;

pub(super) fn run(args: &Check, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let files = files(args.folder.as_deref(), text)?;
    let mut catalogue = read(&files, text, out)?;
    if let Some(entes) = &args.entes {
        let csv = keys::files::read(entes)?;
        catalogue = match catalogue.with_entes(csv.as_bytes()) {
            Ok(catalogue) => catalogue,
            Err(faults) => return Err(refuse(&faults, text, out)?),
        };
    }
    if let Err(faults) = catalogue.prove() {
        return Err(refuse(&faults, text, out)?);
    }
    vouched(args, &files, text)?;
    table::print(&catalogue, Subject::Ordinary, text, out)?;
    for subject in Subject::ALL
        .iter()
        .filter(|subject| args.all && **subject != Subject::Ordinary)
    {
        table::print(&catalogue, *subject, text, out)?;
    }
    sum(&catalogue, &files, text, out)
}

/// What a window would say of the signature and the days, where there are keys to check with.
fn vouched(args: &Check, files: &Files, text: Text) -> anyhow::Result<()> {
    let Some(folder) = args.folder.as_deref().filter(|_| !args.public.is_empty()) else {
        return Ok(());
    };
    let public = args.public.iter().map(|key| keys::verify::public(key));
    let trusted = public.collect::<anyhow::Result<Vec<_>>>()?;
    let signature_file = folder.join(SIGNATURE);
    let signature = if signature_file.exists() {
        keys::files::read(&signature_file)?
    } else {
        Zeroizing::default()
    };
    let today = args.day.unwrap_or_else(|| SystemClock.today());
    match Catalogue::open(files, &signature, &trusted, None, today) {
        Ok(_) => Ok(()),
        Err(error) => Err(keys::problem(error, text.say("rec-catalogue-refused"))),
    }
}

/// What was proved, how sure the rules are, and what whoever signs should know.
fn sum(catalogue: &Catalogue, files: &Files, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}\n", text.say("catalogue-wants-a-name"))?;
    let rules = catalogue.rules().iter();
    let values = [("rules", rules.count().into()), ("cases", Case::COUNT.into())];
    writeln!(out, "{}", text.say_with("catalogue-sound", &values))?;
    for certainty in Certainty::ALL {
        let rules = catalogue
            .rules()
            .iter()
            .filter(|rule| rule.certainty == *certainty);
        writeln!(out, "  {certainty}: {}", rules.count())?;
    }
    let values = [
        (
            "municipalities",
            catalogue.places().municipalities().count().into(),
        ),
        ("entes", catalogue.entes().iter().count().into()),
        ("situations", catalogue.conducts().situations().len().into()),
    ];
    writeln!(out, "{}", text.say_with("catalogue-holds", &values))?;
    let layer = if catalogue.manifest().takes_unconfirmed {
        "catalogue-layer-on"
    } else {
        "catalogue-layer-off"
    };
    writeln!(out, "{}", text.say(layer))?;
    let changed = catalogue.manifest().differing(files);
    if !changed.is_empty() {
        let values = [("files", changed.join(", ").into())];
        writeln!(out, "{}", text.say_with("catalogue-changed", &values))?;
    }
    Ok(())
}
