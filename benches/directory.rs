//! What it costs to load and verify the directory of a whole country, in time and in memory. Each line is what was
//! measured, the figure and the aim, parted by tabs, as `scripts/bench` shows them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use ventanilla::catalogue::{Catalogue, Municipality, ReceiverKind};
use ventanilla::clock::Day;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{
    Clocks, DatedKey, DatedRecipient, Directory, DirectoryKey, Draft, Institution, Published, Scope,
    TrustedKey,
};
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Identity};
use zeroizing_alloc::ZeroAlloc;

/// As in the program.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const TODAY: Day = Day::from_number(20_780);
const MANY: u64 = 10_000;

/// Directories of so many institutions: one in how many is hybrid, and how many recipients each has.
const SHAPES: [Shape; 3] = [
    Shape {
        what: "3 classic recipients each",
        hybrid_each: u64::MAX,
        recipients: 3,
        aims: ["<= 200", "<= 30"],
    },
    Shape {
        what: "3 recipients each, one in ten hybrid",
        hybrid_each: 10,
        recipients: 3,
        aims: ["<= 200", "<= 30"],
    },
    Shape {
        what: "2 hybrid recipients each",
        hybrid_each: 1,
        recipients: 2,
        aims: ["", ""],
    },
];

struct Shape {
    what: &'static str,
    hybrid_each: u64,
    recipients: u64,
    aims: [&'static str; 2],
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    if let Some(folder) = arguments.next() {
        return measure(Path::new(&folder));
    }
    // Each in a process of its own: what one left behind is not counted for the next.
    for shape in SHAPES {
        let folder = tempfile::tempdir()?;
        write(&shape, folder.path())?;
        let output = Command::new(std::env::current_exe()?)
            .arg(folder.path())
            .output()?;
        ensure!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let said = String::from_utf8(output.stdout)?;
        let mut figures = said.split_whitespace();
        let mut next = || figures.next().context("no figure");
        let (ms, kept, most, file) = (next()?, next()?, next()?, next()?);
        tell(
            &format!("10,000 institutions, {}: file, MiB", shape.what),
            file,
            "",
        );
        let [time, memory] = shape.aims;
        tell("  loaded and verified, ms", ms, time);
        tell("  memory then kept, MiB", kept, memory);
        tell("  memory at most meanwhile, MiB", most, "");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn tell(what: &str, figure: &str, aim: &str) {
    println!("{what}\t{figure}\t{aim}");
}

/// Loads what is there, again and again; the memory is that of the first time.
#[expect(clippy::print_stdout, reason = "what the process that started it reads")]
fn measure(folder: &Path) -> Result<()> {
    let catalogue = Catalogue::embedded()?;
    let before = memory("VmRSS")?;
    let mut times = Vec::new();
    let first = load(folder, &catalogue, &mut times)?;
    let (kept, most) = (memory("VmRSS")?, memory("VmHWM")?);
    ensure!(
        first.directory.institutions().len() == usize::try_from(MANY)?,
        "not all"
    );
    drop(first);
    for _ in 0..9 {
        load(folder, &catalogue, &mut times)?;
    }
    let best = times.iter().min().context("nothing was measured")?;
    let kib = u32::try_from(fs::metadata(folder.join(TEXT))?.len() / 1024)?;
    let file = f64::from(kib) / 1024.0;
    println!(
        "{:.0} {:.1} {:.1} {file:.1}",
        best.as_secs_f64() * 1e3,
        kept - before,
        most - before
    );
    Ok(())
}

/// What the window does at its start.
fn load(folder: &Path, catalogue: &Catalogue, times: &mut Vec<Duration>) -> Result<Published> {
    let trusted: TrustedKey = fs::read_to_string(folder.join("key.pub"))?.parse()?;
    let start = Instant::now();
    let toml = fs::read(folder.join(TEXT))?;
    let signature = fs::read_to_string(folder.join("directory.toml.minisig"))?;
    let directory = Directory::read(&toml, &signature, &[trusted], None, TODAY)?;
    directory.check_places(&toml, catalogue)?;
    let published = Published::new(directory, toml, &signature);
    times.push(start.elapsed());
    Ok(published)
}

/// A line of what the system says of this process, in MiB.
fn memory(line: &str) -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let found = status.lines().find_map(|said| said.strip_prefix(line));
    let kib = found
        .and_then(|rest| rest.split_whitespace().nth(1))
        .context("no figure")?;
    Ok(kib.parse::<f64>()? / 1024.0)
}

fn write(shape: &Shape, folder: &Path) -> Result<()> {
    let catalogue = Catalogue::embedded()?;
    let towns: Vec<&Municipality> = catalogue.places().municipalities().collect();
    let institutions = (0..MANY).zip(towns.iter().cycle());
    let draft = Draft {
        version: 1,
        valid_from: TODAY,
        valid_until: TODAY.plus(365),
        institutions: institutions
            .map(|(number, town)| institution(shape, number, town))
            .collect::<Result<_>>()?,
    };
    let text = draft.to_toml()?;
    let (key, _) = DirectoryKey::generate(None)?;
    fs::write(
        folder.join("directory.toml.minisig"),
        key.sign(text.as_bytes(), "")?,
    )?;
    fs::write(folder.join("key.pub"), key.public().to_file())?;
    fs::write(folder.join(TEXT), text)?;
    Ok(())
}

fn institution(shape: &Shape, number: u64, town: &Municipality) -> Result<Institution> {
    let class = if number.is_multiple_of(shape.hybrid_each) && shape.hybrid_each < MANY {
        Class::Hybrid
    } else {
        Class::Classic
    };
    let places = 0..shape.recipients;
    let mut intake = places
        .map(|place| recipient(class, number * 8 + place))
        .collect::<Result<Vec<_>>>()?;
    let custodian = intake.split_off(2);
    let recovery = intake.split_off(1);
    let name = &town.name;
    Ok(Institution {
        id: format!("organo-{number}").parse()?,
        kinds: vec![ReceiverKind::OicMun],
        class,
        accepts_classic_since: (class == Class::Classic).then_some(TODAY),
        contact: None,
        names: [
            ("es".to_owned(), format!("Órgano de control {number} de {name}")),
            ("en".to_owned(), format!("Control body {number} of {name}")),
        ]
        .into(),
        scope: Scope {
            municipality: vec![town.key.clone()],
            ..Scope::default()
        },
        clocks: Clocks {
            acknowledge: 5,
            answer: 30,
            close: 90,
        },
        signing: vec![DatedKey {
            since: TODAY,
            until: None,
            key: DeskKey::generate(&SeededRandom::new(number)).public(),
        }],
        intake,
        recovery,
        custodian,
        revoked: None,
    })
}

fn recipient(class: Class, seed: u64) -> Result<DatedRecipient> {
    Ok(DatedRecipient {
        since: TODAY,
        until: None,
        recipient: Identity::generate(class, &SeededRandom::new(seed))?.recipient(),
    })
}

const TEXT: &str = "directory.toml";
