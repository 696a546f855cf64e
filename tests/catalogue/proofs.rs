//! Faults that can be read well and still leave somebody without an answer: each is found and named.

use ventanilla::catalogue::{Catalogue, Fault};
use ventanilla::text::{Language, Text};

use super::Edited;
use super::faults::at;

fn proof(edited: &Edited) -> Vec<Fault> {
    let unsound = edited.read().prove().err();
    unsound.map_or_else(Vec::new, |faults| faults.list().to_vec())
}

/// Holds the one fault that a proof finds to its place and to what is said of it.
fn found(edited: &Edited, place: &str, said: &str) {
    let faults = proof(edited);
    let [fault] = faults.as_slice() else {
        panic!("{} faults: {faults:#?}", faults.len())
    };
    let english = fault.to_string();
    let (first, remedy) = english.split_once("\n  ").expect("what, then what to do");
    assert!(first.starts_with(place), "{english}");
    assert!(first.contains(said) && remedy.len() > 10, "{english}");
    let spanish = fault.say(Text::of(Language::Es));
    assert!(
        !spanish.contains("catalogue-") && !spanish.contains('{'),
        "{spanish}"
    );
}

const RULES: &str = "competencia.csv";

fn rule_at(edited: &Edited, id: &str, column: &str, value: &str) -> String {
    at(RULES, edited.line_of(RULES, id), column, value)
}

/// One wrong cell of a rule: id, column, value, and what has to be said.
fn rule(id: &str, column: &str, value: &str, said: &str) {
    let edited = Edited::new().cell(RULES, id, column, value);
    found(&edited, &rule_at(&edited, id, column, value), said);
}

#[test]
fn the_embedded_catalogue_is_sound() {
    Catalogue::embedded().unwrap().prove().unwrap();
}

#[test]
fn a_combination_without_a_rule_is_written_as_the_row_that_is_missing() {
    let edited = Edited::new().without(RULES, "R13.1");
    let end = edited.text(RULES).lines().count() + 1;
    let row = "nivel MUNICIPAL, ambito EJECUTIVO;LEGISLATIVO;JUDICIAL;ORGANO_AUTONOMO;NO_SE, naturaleza NO_GRAVE, \
               recursos_federales no;no_se, sujeto ORDINARIO (2026-11-01)";
    found(&edited, &format!("{RULES}:{end}: "), row);
}

#[test]
fn a_combination_that_loses_its_rule_one_day_is_found_with_that_day() {
    let edited = Edited::new().cell(RULES, "R13.1", "hasta", "2027-06-30");
    found(&edited, RULES, "sujeto ORDINARIO (2027-07-01)");
    let followed = edited.copied(RULES, "R13.1", "R13.3");
    let followed = followed
        .cell(RULES, "R13.3", "hasta", "")
        .cell(RULES, "R13.3", "desde", "2027-07-01");
    assert_eq!(proof(&followed), []);
}

#[test]
fn two_rules_of_one_rank_for_one_case_are_named_together() {
    let edited = Edited::new().cell(RULES, "R04.1", "ambito", "EJECUTIVO;LEGISLATIVO");
    let first = edited.line_of(RULES, "R01");
    let place = rule_at(&edited, "R04.1", "rango", "30");
    found(
        &edited,
        &place,
        &format!("R01 ({RULES}:{first}): nivel FEDERAL, ambito EJECUTIVO, naturaleza NO_GRAVE"),
    );
}

#[test]
fn a_rule_that_never_decides_is_named_with_those_that_come_first() {
    let behind = Edited::new()
        .copied(RULES, "R08.1", "R08.9")
        .cell(RULES, "R08.9", "rango", "40");
    found(
        &behind,
        &rule_at(&behind, "R08.9", "regla", "R08.9"),
        "another comes first (R08.1, R18.5, R19.3, R20.2, R21.2)",
    );
    let late = Edited::new()
        .copied(RULES, "R08.1", "R08.9")
        .cell(RULES, "R08.9", "desde", "2031-01-01");
    found(
        &late,
        &rule_at(&late, "R08.9", "desde", "2031-01-01"),
        "2026-11-01 – 2028-12-31",
    );
}

#[test]
fn fallbacks_that_go_round_are_named_with_their_way() {
    let edited = Edited::new()
        .cell("receptores.csv", "CONTRALORIA_EST", "respaldo", "EFSL")
        .cell("receptores.csv", "EFSL", "respaldo", "OIC_MUN");
    let line = edited.line_of("receptores.csv", "CONTRALORIA_EST");
    let place = at("receptores.csv", line, "respaldo", "EFSL");
    found(
        &edited,
        &place,
        "CONTRALORIA_EST → EFSL → OIC_MUN → CONTRALORIA_EST",
    );
    let alone = Edited::new().cell("receptores.csv", "EFSL", "respaldo", "EFSL");
    let line = alone.line_of("receptores.csv", "EFSL");
    found(
        &alone,
        &at("receptores.csv", line, "respaldo", "EFSL"),
        "EFSL → EFSL",
    );
}

#[test]
fn a_line_that_names_the_receiver_again_or_nobody_is_found() {
    rule(
        "R13.1",
        "alternos",
        "CONTRALORIA_EST;OIC_MUN",
        "OIC_MUN is the receiver already",
    );
    rule("R13.1", "copia", "OIC_MUN", "OIC_MUN is the receiver already");
    rule(
        "R13.1",
        "alternos",
        "CONTRALORIA_EST;REFERIDO",
        "somebody who receives is needed here",
    );
    rule(
        "R13.1",
        "copia",
        "REFERIDO",
        "somebody who receives is needed here",
    );
    rule("R99", "alternos", "FEMCC", "somebody who receives is needed here");
}

#[test]
fn a_receiver_below_the_level_of_the_matter_is_found() {
    rule(
        "R08.1",
        "receptor",
        "OIC_MUN",
        "does not reach a matter of level ESTATAL",
    );
    rule(
        "R01",
        "receptor",
        "CONTRALORIA_EST",
        "does not reach a matter of level FEDERAL",
    );
    let edited = Edited::new().cell(RULES, "R22.1", "alternos", "SABG_CENTRAL;OIC_MUN");
    found(
        &edited,
        &rule_at(&edited, "R22.1", "alternos", "OIC_MUN"),
        "level NO_SE",
    );
}

#[test]
fn a_receiver_that_wants_a_name_needs_somebody_behind_it_who_does_not() {
    let edited = Edited::new().cell(RULES, "R18.2", "alternos", "");
    found(
        &edited,
        &rule_at(&edited, "R18.2", "receptor", "ASF"),
        "nobody behind it receives without one",
    );
    let silent = Edited::new().cell("receptores.csv", "FEMCC", "anonimas", "no");
    assert!(proof(&silent).iter().any(|fault| fault.value == "ASF"));
}

#[test]
fn a_receiver_that_would_judge_its_own_people_is_found() {
    let edited = Edited::new().without(RULES, "R19.4");
    found(
        &edited,
        &rule_at(&edited, "R11.1", "receptor", "FECC"),
        "naturaleza DELITO, recursos_federales no, sujeto FISCALIA",
    );
    rule("R20.1", "receptor", "ASF", "about its own people");
}

#[test]
fn a_receiver_for_certain_people_only_is_found_where_others_are_accused() {
    rule(
        "R18.5",
        "receptor",
        "COMISION_VIGILANCIA_EST",
        "only about the people of EFSL: nivel ESTATAL, ambito EJECUTIVO",
    );
}

#[test]
fn what_is_not_received_here_stands_alone() {
    let edited = Edited::new().cell(RULES, "R99", "naturaleza", "FUERA;DELITO");
    let faults = proof(&edited);
    assert!(
        faults
            .iter()
            .any(|fault| fault.to_string().contains("FUERA) stands alone")),
        "{faults:#?}"
    );
    for (column, value) in [("naturalezas", "FUERA;NO_GRAVE"), ("grupo", "DESCUIDO")] {
        let edited = Edited::new().cell("situaciones.csv", "tramite", column, value);
        found(&edited, "situaciones.csv", "FUERA) stands alone");
    }
}

#[test]
fn situations_and_conducts_must_agree() {
    let situation = |key: &str, column: &str, value: &str, said: &str| {
        let edited = Edited::new().cell("situaciones.csv", key, column, value);
        let line = edited.line_of("situaciones.csv", key);
        found(
            &edited,
            &format!("situaciones.csv:{line}: column “naturalezas”"),
            said,
        );
    };
    situation(
        "pidio_dinero",
        "naturalezas",
        "GRAVE",
        "of another nature: DELITO (CPF-222)",
    );
    situation("pidio_dinero", "conductas", "LGRA-52", "of the nature DELITO");
    let untold = Edited::new().without("situaciones.csv", "cuentas");
    found(&untold, "situaciones.csv: ", "of the nature FISCALIZACION");
}

#[test]
fn an_ente_that_is_a_receiver_stands_where_the_receiver_stands() {
    let ente = |column: &str, value: &str, said: &str| {
        let edited = Edited::new().cell("entes.csv", "ej-20-fiscalia", column, value);
        let line = edited.line_of("entes.csv", "ej-20-fiscalia");
        found(&edited, &at("entes.csv", line, column, value), said);
    };
    ente("receptor", "FEMCC", "of level FEDERAL");
    ente("sujeto", "ORDINARIO", "count as FISCALIA");
}

#[test]
fn each_year_of_the_validity_has_its_holidays() {
    let edited = Edited::new().replaced("catalogo.toml", "2028-12-31", "2029-01-31");
    found(&edited, "calendario.csv: ", "the year 2029");
}
