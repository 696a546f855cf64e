//! What a decision and a search for an ente cost with as many rules, institutions and entes as a country may come to.
//! Each line is what was measured, the figure and the aim, parted by tabs, as `scripts/bench` shows them.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use ventanilla::catalogue::{
    Case, Catalogue, Files, MunicipalityKey, Nature, ReceiverKind, Within, Word as _,
};
use ventanilla::clock::Day;
use ventanilla::competence::{Answers, Desk, Desks, Reach, decide};

const TODAY: Day = Day::from_number(20_780);
const RULES: usize = 500;
const MANY: usize = 10_000;

fn main() -> Result<()> {
    let catalogue = country()?;
    let towns = catalogue.places().municipalities();
    let towns: Vec<MunicipalityKey> = towns.map(|town| town.key.clone()).collect();
    let desks = desks(&towns)?;
    let (median, slowest) = times(
        Case::all().map(|case| {
            let town = towns.get(case.number() % towns.len());
            let answers = Answers {
                level: case.level,
                branch: case.branch,
                municipality: town.cloned(),
                natures: BTreeSet::from([case.nature, Nature::Crime, Nature::Audit]),
                money: case.money,
                subject: case.subject,
                ..Answers::default()
            };
            move |catalogue: &Catalogue, desks: &Desks| {
                let decision = decide(&answers, catalogue, desks, TODAY);
                usize::from(decision.is_outside())
            }
        }),
        &catalogue,
        &desks,
    )?;
    tell(
        "a decision, 500 rules and 10,000 desks: p50 / slowest, µs",
        [median, slowest],
        1e6,
        "<= 50",
    );
    let words = [
        "agua",
        "san juan",
        "de",
        "d",
        "de la d s a",
        "ayuntamiento de oaxaca",
        "zzz",
    ];
    let (median, slowest) = times(
        words
            .map(|words| {
                move |catalogue: &Catalogue, _: &Desks| {
                    catalogue.entes().search(words, Within::default(), 20).len()
                }
            })
            .into_iter(),
        &catalogue,
        &desks,
    )?;
    tell(
        "a search among 10,000 entes: p50 / slowest, ms",
        [median, slowest],
        1e3,
        "<= 5",
    );
    Ok(())
}

/// The median and the slowest of all, each being the best of some tries: what the machine did beside is left out.
fn times<F: Fn(&Catalogue, &Desks) -> usize>(
    all: impl Iterator<Item = F>,
    catalogue: &Catalogue,
    desks: &Desks,
) -> Result<(Duration, Duration)> {
    let once = |work: &F| {
        let start = Instant::now();
        std::hint::black_box(work(catalogue, desks));
        start.elapsed()
    };
    let best = all.filter_map(|work| (0..15).map(|_| once(&work)).min());
    let mut best: Vec<Duration> = best.collect();
    best.sort_unstable();
    let (median, slowest) = (best.get(best.len() / 2), best.last());
    median
        .copied()
        .zip(slowest.copied())
        .context("nothing was measured")
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn tell(what: &str, figures: [Duration; 2], unit: f64, aim: &str) {
    let [median, slowest] = figures.map(|figure| figure.as_secs_f64() * unit);
    println!("{what}\t{median:.2} / {slowest:.2}\t{aim}");
}

/// The program's own tables, with rules that are never reached and entes of invented names added.
fn country() -> Result<Catalogue> {
    let mut files = Files::embedded();
    let file = files.find("competencia.csv").context("no rules")?;
    let mut rules = String::from_utf8(file.to_vec())?;
    let row = rules.lines().find(|line| line.starts_with("R13.2,"));
    let row = row.context("no rule to copy")?.to_owned();
    for number in 100.. {
        if rules.lines().count() > RULES {
            break;
        }
        rules.push_str(&row.replacen("R13.2,30,", &format!("R13.{number},{number},"), 1));
        rules.push('\n');
    }
    files.put("competencia.csv", rules.into_bytes());
    let catalogue = Catalogue::read(&files)?;
    ensure!(catalogue.rules().iter().count() == RULES, "not {RULES} rules");
    let catalogue = catalogue.with_entes(entes(&catalogue).as_bytes())?;
    ensure!(catalogue.entes().iter().count() == MANY, "not {MANY} entes");
    Ok(catalogue)
}

fn entes(catalogue: &Catalogue) -> String {
    let works = [
        "Servicio de Agua",
        "Sistema para el Desarrollo",
        "Instituto de la Mujer",
        "Ayuntamiento",
        "Casa de Cultura",
    ];
    let towns = catalogue.places().municipalities();
    let names = towns.flat_map(|town| {
        (0..).zip(works).map(move |(number, work)| {
            let (key, state) = (town.key.as_str(), town.key.state());
            let name = town.name.replace(',', "");
            format!("m{key}-{number},{work} de {name},,MUNICIPAL,EJECUTIVO,{state},{key},,ORDINARIO,diseño\n")
        })
    });
    let heading = "clave,nombre,siglas,nivel,ambito,entidad,municipio,receptor,sujeto,certeza\n";
    std::iter::once(heading.to_owned())
        .chain(names.take(MANY))
        .collect()
}

/// Desks of all kinds, each for one town, or for its state.
fn desks(towns: &[MunicipalityKey]) -> Result<Desks> {
    let kinds = ReceiverKind::ALL
        .iter()
        .filter(|kind| **kind != ReceiverKind::Referred);
    let places = kinds.cycle().zip(towns.iter().cycle()).take(MANY).enumerate();
    let mut desks = Vec::new();
    for (number, (kind, town)) in places {
        desks.push(Desk {
            institution: format!("mesa-{number}").parse().context("no id")?,
            kind: *kind,
            reach: match number % 10 {
                0 => Reach::State(town.state().parse().context("no state")?),
                _ => Reach::Municipality(town.clone()),
            },
            branches: BTreeSet::new(),
            entes: BTreeSet::new(),
        });
    }
    Ok(Desks::new(desks))
}
