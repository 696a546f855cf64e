//! `ventanilla catalogue show`.

use std::io::Write;

use super::{Show, files, read};
use crate::catalogue::{Catalogue, Resolver, Rule, Word};
use crate::command::keys::problem;
use crate::text::Text;

pub(super) fn run(args: &Show, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let files = files(args.folder.as_deref(), text)?;
    let catalogue = read(&files, text, out)?;
    let Some(id) = &args.rule else {
        return whole(&catalogue, text, out);
    };
    let Some(found) = catalogue.rules().find(id) else {
        return Err(problem(
            text.say_with("err-catalogue-no-rule", &[("id", id.clone().into())]),
            text.say("rec-catalogue-no-rule"),
        ));
    };
    rule(found, text, out)
}

/// Version, days, and the id of every rule with whoever receives by it.
fn whole(catalogue: &Catalogue, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let manifest = catalogue.manifest();
    let values = [
        ("version", manifest.version.to_string().into()),
        ("from", manifest.valid_from.to_string().into()),
        ("until", manifest.valid_until.to_string().into()),
    ];
    writeln!(out, "{}", text.say_with("catalogue-version", &values))?;
    for rule in catalogue.rules().iter() {
        let (levels, natures) = (words(&rule.levels), words(&rule.natures));
        writeln!(out, "{:<6} {:<24} {levels} · {natures}", rule.id, rule.receiver)?;
    }
    Ok(())
}

/// A rule, column by column.
fn rule(rule: &Rule, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let day = |day: Option<crate::clock::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let resolvers: Vec<&str> = rule.resolvers.iter().map(|one: &Resolver| one.word()).collect();
    let columns = [
        ("regla", rule.id.to_string()),
        ("rango", rule.rank.to_string()),
        ("nivel", words(&rule.levels)),
        ("ambito", words(&rule.branches)),
        ("naturaleza", words(&rule.natures)),
        ("recursos_federales", words(&rule.money)),
        ("sujeto", words(&rule.subjects)),
        ("receptor", rule.receiver.to_string()),
        ("alternos", words(&rule.alternates)),
        ("copia", words(&rule.copies)),
        ("resuelve", resolvers.join(";")),
        ("fundamento", rule.basis.clone()),
        ("explicacion", rule.explanation.speak(text.language()).to_owned()),
        ("certeza", rule.certainty.to_string()),
        ("revisor", rule.reviewer.clone().unwrap_or_default()),
        ("desde", day(rule.since)),
        ("hasta", day(rule.until)),
    ];
    for (column, value) in columns.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "{column:<18} {value}")?;
    }
    Ok(())
}

fn words<T: Word>(list: &[T]) -> String {
    let words: Vec<&str> = list.iter().map(|one| one.word()).collect();
    if list.len() == T::ALL.len() {
        "*".to_owned()
    } else {
        words.join(";")
    }
}
