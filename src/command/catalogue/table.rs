//! Who receives what, as a table: for each level its natures down and its branches across.

use std::io::Write;

use crate::catalogue::{Branch, Case, Catalogue, Level, Money, Nature, Subject, Word as _};
use crate::text::Text;

pub(super) fn print(
    catalogue: &Catalogue,
    subject: Subject,
    text: Text,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for level in Level::ALL {
        let values = [("level", level.word().into()), ("subject", subject.word().into())];
        writeln!(out, "{}", text.say_with("catalogue-table", &values))?;
        let headings = std::iter::once(String::new()).chain(Branch::ALL.iter().map(ToString::to_string));
        let mut rows = vec![headings.collect::<Vec<_>>()];
        for nature in Nature::ALL {
            rows.extend(nature_rows(catalogue, *level, *nature, subject));
        }
        for row in &rows {
            writeln!(out, "  {}", padded(row, &rows))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The row of a nature for money that nobody knows about, and one more for each answer that changes something.
fn nature_rows(catalogue: &Catalogue, level: Level, nature: Nature, subject: Subject) -> Vec<Vec<String>> {
    let cells = |money: Money| {
        let cell = |branch: &Branch| {
            let case = Case {
                level,
                branch: *branch,
                nature,
                money,
                subject,
            };
            let rule = catalogue.rules().deciding(case, catalogue.manifest().valid_from);
            let receiver = catalogue.receivers().find(rule.receiver);
            // Whoever wants a name receives nothing from those who give none.
            let mark = if receiver.is_some_and(|one| !one.takes_anonymous) {
                "*"
            } else {
                ""
            };
            format!("{}{mark} {}", rule.receiver, rule.id)
        };
        Branch::ALL.iter().map(cell).collect::<Vec<_>>()
    };
    let named = |name: String, cells: Vec<String>| std::iter::once(name).chain(cells).collect::<Vec<_>>();
    let usual = cells(Money::Unknown);
    let mut rows = vec![named(nature.to_string(), usual.clone())];
    for money in [Money::Other, Money::Federal] {
        let own = cells(money);
        if own != usual {
            rows.push(named(format!("  {money}"), own));
        }
    }
    rows
}

/// The cells of a row, each as wide as the widest of its column.
fn padded(row: &[String], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let cells = row
        .iter()
        .enumerate()
        .map(|(column, cell)| format!("{cell:<0$}", width(column)));
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}
