//! One wrong value in one cell, for each sort of cell.

use super::Edited;
use super::faults::{at, named};

/// A wrong value in one cell, and what has to be said of it.
struct Wrong {
    file: &'static str,
    key: &'static str,
    column: &'static str,
    value: &'static str,
    said: &'static str,
    remedy: &'static str,
}

const fn wrong(cell: [&'static str; 4], said: &'static str, remedy: &'static str) -> Wrong {
    let [file, key, column, value] = cell;
    Wrong {
        file,
        key,
        column,
        value,
        said,
        remedy,
    }
}

const WRONG: &[Wrong] = &[
    wrong(
        ["competencia.csv", "R01", "receptor", "OIC_MUNI"],
        "none of the words",
        "OIC_FED, SABG_CENTRAL",
    ),
    wrong(
        ["competencia.csv", "R01", "nivel", "FEDERAL;FEDERAL"],
        "says “FEDERAL” twice",
        "Take one of the two out",
    ),
    wrong(
        ["competencia.csv", "R01", "recursos_federales", "quizá"],
        "none of the words",
        "si, no, no_se",
    ),
    wrong(
        ["competencia.csv", "R01", "rango", "0"],
        "not a number",
        "1-65535",
    ),
    wrong(
        ["competencia.csv", "R01", "rango", "primero"],
        "not a number",
        "whole number",
    ),
    wrong(
        ["competencia.csv", "R01", "desde", "23/11/2026"],
        "not a day",
        "2026-11-23",
    ),
    wrong(
        ["competencia.csv", "R01", "desde", "2026-02-30"],
        "not a day",
        "2026-11-23",
    ),
    wrong(
        ["competencia.csv", "R01", "fundamento", ""],
        "has to be filled in",
        "Write the value",
    ),
    wrong(
        ["competencia.csv", "R01", "explicacion_es", " Con espacio"],
        "outer spaces",
        "Write it again by hand",
    ),
    wrong(
        ["competencia.csv", "R01", "resuelve", "TRIBUNAL"],
        "none of the words",
        "TFJA, TJA_EST",
    ),
    wrong(
        ["competencia.csv", "R01", "certeza", "segura"],
        "none of the words",
        "confirmada, tercero",
    ),
    wrong(
        ["entidades.csv", "20", "nombre", ""],
        "has to be filled in",
        "Write the value",
    ),
    wrong(
        ["municipios.csv", "20067", "entidad", "21"],
        "not in that state: by its key it is in 20",
        "first two digits",
    ),
    wrong(
        ["municipios.csv", "20067", "entidad", "33"],
        "not in its file (entidades.csv)",
        "add the missing line",
    ),
    wrong(
        ["municipios_por_confirmar.csv", "24059", "cambio", "RENOMBRADO"],
        "the change does not fit",
        "municipios.csv",
    ),
    wrong(
        ["municipios_por_confirmar.csv", "23008", "cambio", "CREADO"],
        "the change does not fit",
        "municipios.csv",
    ),
    wrong(
        ["conductas.csv", "LGRA-52", "naturaleza", "MUY_GRAVE"],
        "none of the words",
        "NO_GRAVE, GRAVE",
    ),
    wrong(
        ["situaciones.csv", "pidio_dinero", "conductas", "LGRA-52;CPF-999"],
        "CPF-999: conductas.csv",
        "Correct the key",
    ),
    wrong(
        ["situaciones.csv", "pidio_dinero", "naturalezas", ""],
        "has to be filled in",
        "Write the value",
    ),
    wrong(
        ["receptores.csv", "FECC", "anonimas", "quizá"],
        "none of the words",
        "si, no",
    ),
    wrong(
        ["receptores.csv", "FECC", "respaldo", ""],
        "no desk: missing",
        "REFERIDO",
    ),
    wrong(
        ["receptores.csv", "REFERIDO", "respaldo", "FECC"],
        "too much at REFERIDO",
        "Only REFERIDO",
    ),
    wrong(
        ["receptores.csv", "FECC", "nivel", "NO_SE"],
        "does not go with the rest",
        "has a level",
    ),
    wrong(
        ["receptores.csv", "OIC_SABG", "solo_sobre", "SABG"],
        "none of the words",
        "OIC_FED, SABG_CENTRAL",
    ),
    wrong(
        ["receptores.csv", "OIC_SABG", "solo_sobre", "OIC_SABG"],
        "is needed here",
        "",
    ),
    wrong(
        ["receptores.csv", "OIC_SABG", "solo_sobre", "REFERIDO"],
        "is needed here",
        "",
    ),
    wrong(
        [
            "competencia.csv",
            "R13.1",
            "alternos",
            "EFSL;CONTRALORIA_EST;EFSL",
        ],
        "says “EFSL” twice",
        "Take one of the two out",
    ),
    wrong(
        ["entes.csv", "ej-20-obras", "nivel", "NO_SE"],
        "none of the words",
        "FEDERAL, ESTATAL, MUNICIPAL",
    ),
    wrong(
        ["entes.csv", "ej-20-obras", "entidad", ""],
        "does not go with the rest",
        "State bodies have a state",
    ),
    wrong(
        ["entes.csv", "ej-20-obras", "municipio", "20067"],
        "does not go with the rest",
        "municipal ones",
    ),
    wrong(
        ["entes.csv", "ej-31050-agua", "municipio", "20067"],
        "not in that state",
        "first two digits",
    ),
    wrong(
        ["entes.csv", "ej-31050-agua", "municipio", "31999"],
        "not in its file (municipios.csv)",
        "Correct the key",
    ),
    wrong(
        ["entes.csv", "ej-20-obras", "receptor", "REFERIDO"],
        "somebody who receives",
        "Leave the cell empty",
    ),
    wrong(
        ["calendario.csv", "2027-05-01", "motivo", "a\u{202e}b"],
        "cannot be seen",
        "Write it again by hand",
    ),
];

#[test]
fn a_wrong_value_is_named_with_its_cell_and_what_would_be_right() {
    for wrong in WRONG {
        let edited = Edited::new().cell(wrong.file, wrong.key, wrong.column, wrong.value);
        let line = edited.line_of(wrong.file, wrong.key);
        let shown = wrong.value.replace('\u{202e}', "\u{fffd}");
        named(
            &edited,
            &at(wrong.file, line, wrong.column, &shown),
            wrong.said,
            wrong.remedy,
        );
    }
}
