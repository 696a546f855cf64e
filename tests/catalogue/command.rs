//! `ventanilla catalogue`, by the program that ships.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use ventanilla::catalogue::{Files, NAMES};

use super::Edited;

/// What a command printed, and what it ended with when it failed.
pub(super) struct Ran {
    pub(super) out: String,
    pub(super) failure: Option<String>,
}

pub(super) fn catalogue(folder: &Path, arguments: &str) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
        .current_dir(folder)
        .arg("catalogue")
        .args(arguments.split(' '))
        .output()
        .unwrap();
    let failure = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.success(), failure.is_empty(), "{failure}");
    Ran {
        out: String::from_utf8(output.stdout).unwrap(),
        failure: (!output.status.success()).then_some(failure),
    }
}

/// A folder with a catalogue in `cat`.
pub(super) fn folder(edited: &Edited) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cat")).unwrap();
    for (name, bytes) in edited.files().iter() {
        fs::write(folder.path().join("cat").join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn a_check_prints_who_receives_what_and_that_it_is_sound() {
    let folder = folder(&Edited::new());
    for arguments in ["check", "check cat"] {
        let ran = catalogue(folder.path(), arguments);
        assert_eq!(ran.failure, None);
        assert!(
            ran.out
                .starts_with("nivel FEDERAL, sujeto ORDINARIO: quién recibe y por qué regla\n")
        );
        assert!(
            ran.out
                .contains("\n  GRAVE          OIC_FED R02    OIC_LEG_FED R04.2  TDJ R05")
        );
        assert!(ran.out.contains("\n    si           FEMCC R12"));
        assert!(ran.out.contains("\n  FISCALIZACION  ASF* R17.9"));
        assert!(ran.out.contains("\nBien: 89 reglas y 2100 combinaciones"));
        assert!(
            ran.out
                .contains("\nMunicipios: 2475. Entes: 89. Situaciones: 36.\n")
        );
        assert!(!ran.out.contains("TITULAR_CONTROL") && !ran.out.contains("Nota:"));
    }
    let all = catalogue(folder.path(), "check --all --language en");
    assert!(
        all.out
            .contains("\nnivel MUNICIPAL, sujeto TITULAR_CONTROL: who receives")
    );
    assert!(all.out.contains("\nGood: 89 rules and 2100 combinations"));
}

#[test]
fn a_check_that_finds_faults_prints_each_and_fails() {
    let edited = Edited::new()
        .cell("competencia.csv", "R13.1", "alternos", "OIC_MUN")
        .cell("receptores.csv", "EFSL", "respaldo", "EFSL");
    let folder = folder(&edited);
    let ran = catalogue(folder.path(), "check cat");
    let line = edited.line_of("competencia.csv", "R13.1");
    let first = format!(
        "competencia.csv:{line}: columna «alternos», dice «OIC_MUN»: OIC_MUN ya es quien recibe.\n  Quítalo"
    );
    assert!(ran.out.contains(&first), "{}", ran.out);
    assert!(ran.out.contains("receptores.csv:") && ran.out.contains("EFSL → EFSL"));
    let failure = "ventanilla: hay 2 cosas por corregir\n  Corrige lo que dice arriba y vuelve a revisar.\n";
    assert_eq!(ran.failure.as_deref(), Some(failure));
    fs::write(folder.path().join("cat/entidades.csv"), "clave;nombre\n").unwrap();
    let ran = catalogue(folder.path(), "check cat --language en");
    assert!(
        ran.out
            .starts_with("entidades.csv:1: the cells are not parted by commas.\n"),
        "{}",
        ran.out
    );
    assert!(ran.failure.unwrap().contains("there is one thing to correct\n"));
}

#[test]
fn a_changed_file_is_noted_and_an_operators_entes_are_checked() {
    let edited = Edited::new().replaced("competencia.csv", "de su institución.", "de su oficina.");
    let folder = folder(&edited);
    let ran = catalogue(folder.path(), "check cat");
    assert!(ran.out.ends_with("\nNota: competencia.csv ya no es lo que dice catalogo.toml; la huella se escribe de nuevo al firmar.\n"));
    let entes = "clave,nombre,siglas,nivel,ambito,entidad,municipio,receptor,sujeto,certeza\n\
        sep,Secretaría de Pruebas,SP,FEDERAL,EJECUTIVO,,,,ORDINARIO,confirmada\n";
    fs::write(folder.path().join("mios.csv"), entes).unwrap();
    let ran = catalogue(folder.path(), "check --entes mios.csv");
    assert!(ran.failure.is_none() && ran.out.contains(" Entes: 1."));
    fs::write(
        folder.path().join("mios.csv"),
        entes.replace("FEDERAL", "FEDERALES"),
    )
    .unwrap();
    let ran = catalogue(folder.path(), "check --entes mios.csv");
    assert!(
        ran.out
            .starts_with("entes.csv:2: columna «nivel», dice «FEDERALES»"),
        "{}",
        ran.out
    );
    assert!(ran.failure.is_some());
    for nothing in ["check no-hay", "check mios.csv"] {
        let ran = catalogue(folder.path(), nothing);
        assert!(
            ran.failure
                .unwrap()
                .contains("no es una carpeta\n  Da la carpeta")
        );
    }
}

#[test]
fn an_export_is_what_the_program_carries_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ran = catalogue(folder.path(), "export cat");
    assert!(ran.out.contains("`ventanilla catalogue check cat`"));
    for (name, bytes) in Files::embedded().iter() {
        assert_eq!(
            fs::read(folder.path().join("cat").join(name)).unwrap(),
            bytes,
            "{name}"
        );
    }
    assert_eq!(
        fs::read_dir(folder.path().join("cat")).unwrap().count(),
        NAMES.len() + 1
    );
    let again = catalogue(folder.path(), "export cat").failure.unwrap();
    assert!(again.contains("no se puede crear la carpeta cat"), "{again}");
}

#[test]
fn show_lists_the_rules_and_says_what_one_of_them_says() {
    let folder = tempfile::tempdir().unwrap();
    let ran = catalogue(folder.path(), "show");
    assert!(
        ran.out
            .starts_with("versión 1, del 2026-11-01 al 2028-12-31\nR01 ")
    );
    assert_eq!(ran.out.lines().count(), 90);
    let ran = catalogue(folder.path(), "show --rule R14.2 --language en");
    assert!(
        ran.out.contains("\nresuelve           TJA_EST\n") && ran.out.contains("\nambito             *\n")
    );
    assert!(ran.out.contains("there is federal money") && !ran.out.contains("revisor"));
    let none = catalogue(folder.path(), "show --rule R77").failure.unwrap();
    assert!(none.contains("no hay una regla R77\n  Sin --rule"), "{none}");
}
