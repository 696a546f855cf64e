//! What it costs to look through a long story for what could tell who wrote it. The line is what was measured, the
//! figure and the aim, parted by tabs, as `scripts/bench` shows it.

use std::time::Instant;

use anyhow::{Result, ensure};
use ventanilla::report::hints::find;

const CHARACTERS: usize = 20_000;
const ROUNDS: u32 = 200;
const TOLD: &str = "El lunes 12 de mayo de 2024 se pagó otra vez la obra de la escuela, aunque nadie la había \
    terminado; el contrato LPN-001-2024 dice 1,500,000 pesos. Después habló con mi jefe al 951 123 4567 y le dijo que \
    así se hace desde hace años en la oficina. ";

#[expect(clippy::print_stdout, reason = "a bench tells its figures")]
fn main() -> Result<()> {
    let story: String = TOLD.chars().cycle().take(CHARACTERS).collect();
    ensure!(find(&story).len() > 100, "there is much to find");
    let start = Instant::now();
    for _ in 0..ROUNDS {
        ensure!(!find(&story).is_empty(), "found again");
    }
    let each = start.elapsed() / ROUNDS;
    let milliseconds = each.as_secs_f64() * 1e3;
    println!("hints on a story of {CHARACTERS} characters, ms\t{milliseconds:.2}\t<= 5");
    Ok(())
}
