use proptest::prelude::*;

use super::patterns::{FORMS, PATTERNS};
use super::*;

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    find(text)
        .into_iter()
        .map(|hint| (hint.kind, text.get(hint.place).unwrap()))
        .collect()
}

#[test]
fn every_pattern_compiles_as_it_is_used() {
    assert_eq!(FORMS.len(), PATTERNS.len());
    for (form, (kind, pattern, _)) in FORMS.iter().zip(PATTERNS) {
        assert!(form.is_some(), "{kind:?}: {pattern}");
    }
}

/// Each way in which the words for oneself may go, written out.
const OWN_WORDS: &str = "mi jefe|mi jefa|mis jefes|mi superior|mis superiores|mi compañero|mis compañeras|mi colega|mis colegas|\
    mi oficina|mi área|mi area|mi departamento|mi turno|mi puesto|mi plaza|mi escritorio|mi trabajo|mi empresa|mi negocio|\
    mi patrón|mi patron|mi patrona|mi esposa|mi esposo|mi marido|mi hermano|mis hermanas|mi hijo|mis hijas|mi primo|\
    mis primas|mi cuñado|mi cuñada|mi papá|mi papa|mi mamá|mi mama|mi padre|mi madre|mi novia|mi novio|mi vecino|\
    mis vecinas|mi casa|mi domicilio|mi expediente|mi trámite|mi tramite|me llamo|mi nombre es|soy el único|\
    soy la única|soy la unica|soy el encargado|soy la responsable|soy el secretario|soy la titular|yo mismo|yo misma|\
    yo trabajo|yo trabajaba|yo firmé|yo firme|yo entregué|yo entregue|trabajo en|trabajo como|trabajo para|trabajo con|\
    trabajé en|trabajé como|trabajé para|vivo en|fui despedido|fui despedida|fui cesado|fui cesada|me despidieron|\
    me corrieron|me ascendieron|me cambiaron de|sólo yo|solo yo|solamente yo|únicamente yo|nadie más sabe|\
    nadie mas sabía|nadie más vio|nadie más estaba|nadie más lo|my boss|my bosses|my supervisor|my manager|my coworker|\
    my coworkers|my colleague|my colleagues|my office|my department|my shift|my desk|my job|my company|my business|\
    my husband|my wife|my brother|my sister|my son|my daughter|my cousin|my neighbor|my neighbour|my father|my mother|\
    my home|my house|my name is|i am the only|i'm the only|only i|i work in|i work at|i work for|i work as|i work with|\
    i worked in|i worked at|i worked for|i worked as|i live in|i live at|i live on|i was fired|nobody else knows|\
    nobody else knew|nobody else saw|nobody else was";

#[test]
fn whoever_speaks_of_herself_is_shown_each_way_of_saying_it_accents_and_all() {
    for own in OWN_WORDS.split('|') {
        let large = own.to_uppercase();
        for text in [
            own.to_owned(),
            format!("Eso, {own}."),
            format!("y {own} ahí"),
            format!("«{large}»"),
        ] {
            let found = kinds(&text);
            assert!(
                matches!(found[..], [(Kind::FirstPerson, part)] if part.to_lowercase() == own),
                "{text}: {found:?}"
            );
        }
    }
    assert_eq!(kinds("con RFC ÑAMC800101AB1 y"), [(Kind::Rfc, "ÑAMC800101AB1")]);
    for text in ["ámi jefe", "mi papáñ", "él y mamá", "vivo enérgico", "mi hermanó"] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn what_names_somebody_is_found_where_it_stands() {
    for (text, kind, found) in [
        ("Mi CURP es GOMC800101HOCMRR07.", Kind::Curp, "GOMC800101HOCMRR07"),
        ("con RFC GOMC800101AB1 y", Kind::Rfc, "GOMC800101AB1"),
        ("la empresa CAL950412-QX3 ganó", Kind::Rfc, "CAL950412-QX3"),
        (
            "Escríbeme a ana.perez@correo.example, por favor",
            Kind::Email,
            "ana.perez@correo.example",
        ),
        (
            "ana [arroba] correo.example",
            Kind::Email,
            "ana [arroba] correo.example",
        ),
        (
            "la CLABE 012 180 0151 2345 6789 0",
            Kind::Account,
            "CLABE 012 180 0151 2345 6789 0",
        ),
        (
            "pagó con 4152 3133 1234 5678 ayer",
            Kind::Account,
            "4152 3133 1234 5678",
        ),
        ("a la cuenta 12345678 de", Kind::Account, "cuenta 12345678"),
        (
            "una camioneta con placas TLX-12-34",
            Kind::Plate,
            "placas TLX-12-34",
        ),
        ("el coche A12-BCD blanco", Kind::Plate, "A12-BCD"),
        ("Márcame al 951 123 4567", Kind::Phone, "951 123 4567"),
        ("al (55) 1234-5678.", Kind::Phone, "(55) 1234-5678"),
        ("+52 1 55 1234 5678", Kind::Phone, "+52 1 55 1234 5678"),
        (
            "en la calle Benito Juárez 24",
            Kind::Address,
            "calle Benito Juárez 24",
        ),
        (
            "Av. Universidad núm. 1200, piso 3",
            Kind::Address,
            "Av. Universidad núm. 1200",
        ),
        ("C.P. 68000", Kind::Address, "C.P. 68000"),
        ("se lo dije a mi jefe el lunes", Kind::FirstPerson, "mi jefe"),
        ("Sólo yo lo sabía", Kind::FirstPerson, "Sólo yo"),
        ("soy la única contadora", Kind::FirstPerson, "soy la única"),
        ("I told my boss", Kind::FirstPerson, "my boss"),
        ("I am the only nurse there", Kind::FirstPerson, "I am the only"),
        ("el cоntrato", Kind::LookAlike, "cоntrato"),
    ] {
        assert_eq!(kinds(text), [(kind, found)], "{text}");
    }
}

#[test]
fn a_plain_story_is_left_in_peace() {
    for text in [
        "",
        "El regidor pidió dinero a los comerciantes del mercado para no clausurar sus puestos.",
        "Pagaron $1,500,000.00 el 2024-05-12 y otra vez el 2024-06-12 15:30.",
        "En los años 2019 2020 2021 2022 se repitió.",
        "El contrato LPN-001-2024 y la licitación LA-009000-2023.",
        "La obra se pagó dos veces. El director la firmó.",
        "Пример ελληνικά: words of one alphabet each.",
        "The mayor asked for money to issue the permit in 2023.",
        "Familia, mismo, mil, similares, sujeto.",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_part_is_shown_once_with_the_words_around_it() {
    let text = "El lunes por la mañana, cuando todos salieron, le marqué al 951 123 4567 y me contestó la secretaria del director.";
    let hints = find(text);
    assert_eq!(hints.len(), 1);
    let excerpt = hints[0].excerpt(text);
    assert_eq!(excerpt.before, "todos salieron, le marqué al ");
    assert_eq!(excerpt.found, "951 123 4567");
    assert_eq!(excerpt.after, " y me contestó la secretaria");
    assert!(excerpt.is_cut_before && excerpt.is_cut_after);
    let short = find("al 951 123 4567 ya")[0].excerpt("al 951 123 4567 ya");
    assert!(!short.is_cut_before && !short.is_cut_after);
}

#[test]
fn a_text_of_nothing_but_clues_costs_little_and_is_cut() {
    let text = "mi jefe ".repeat(2_500);
    assert_eq!(find(&text).len(), 200);
}

proptest! {
    #[test]
    fn whatever_is_written_each_part_lies_in_the_text_and_beside_the_others(
        text in r"(?s)(.|mi jefe|951 123 4567|calle A 1|ana@b\.mx|[A-Z]{3}-12-34|cо|[0-9 -]{1,20}){0,40}",
    ) {
        let hints = find(&text);
        for pair in hints.windows(2) {
            prop_assert!(pair[0].place.end <= pair[1].place.start);
        }
        for hint in hints {
            let excerpt = hint.excerpt(&text);
            prop_assert!(!excerpt.found.is_empty());
            let whole = [excerpt.before, excerpt.found, excerpt.after].concat();
            prop_assert!(text.contains(&whole));
        }
    }
}
