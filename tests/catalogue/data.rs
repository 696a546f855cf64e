//! What stands in the embedded catalogue.

use std::collections::BTreeSet;

use ventanilla::catalogue::{
    Branch, Case, Catalogue, Certainty, ConductKey, Files, Level, NAMES, Nature, ReceiverKind, Subject,
    Within, Word as _,
};
use ventanilla::text::Language;

use super::Edited;

fn embedded() -> Catalogue {
    Catalogue::embedded().unwrap()
}

#[test]
fn the_embedded_catalogue_is_read_and_its_digests_are_right() {
    let catalogue = embedded();
    assert_eq!(
        catalogue.manifest().differing(&Files::embedded()),
        Vec::<String>::new()
    );
    let written = catalogue.manifest().to_toml(&Files::embedded());
    assert_eq!(written, Edited::new().text("catalogo.toml"));
    assert_eq!(Files::embedded().iter().count(), NAMES.len() + 1);
}

#[test]
fn a_changed_a_missing_and_a_stray_file_differ_from_the_digests() {
    let edited = Edited::new().replaced("entidades.csv", "Oaxaca", "Oajaca");
    let manifest = edited.read().manifest().clone();
    assert_eq!(manifest.differing(edited.files()), ["entidades.csv"]);
    assert_eq!(manifest.differing(&Files::default()), NAMES);
    let stray = Edited::new().replaced("catalogo.toml", "[sha256]\n", "[sha256]\n\"otro.csv\" = \"00\"\n");
    assert_eq!(stray.read().manifest().differing(stray.files()), ["otro.csv"]);
}

#[test]
fn all_states_and_municipalities_are_there_and_names_may_repeat() {
    let catalogue = embedded();
    let places = catalogue.places();
    assert_eq!(
        (places.states().count(), places.municipalities().count()),
        (32, 2475)
    );
    assert_eq!(places.of_state("20").count(), 570);
    assert_eq!(places.of_state("03").count(), 5);
    let per_state: usize = places
        .states()
        .map(|state| places.of_state(state.key.as_str()).count())
        .sum();
    assert_eq!(per_state, 2475);
    let twins = places
        .of_state("20")
        .filter(|one| one.name.starts_with("San Juan Mixtepec"));
    assert_eq!(
        twins.map(|one| one.key.as_str()).collect::<Vec<_>>(),
        ["20208", "20209"]
    );
    assert_eq!(places.state("09").unwrap().name, "Ciudad de México");
    assert!(places.state("33").is_none() && places.municipality("24059").is_none());
}

#[test]
fn the_layer_to_be_confirmed_counts_only_when_it_is_switched_on() {
    assert_eq!(
        embedded().places().municipality("23008").unwrap().name,
        "Solidaridad"
    );
    let switched = Edited::new().replaced("catalogo.toml", "por_confirmar = false", "por_confirmar = true");
    let catalogue = switched.read();
    let places = catalogue.places();
    assert_eq!(places.municipalities().count(), 2479);
    let renamed = places.municipality("23008").unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.is_unconfirmed),
        ("Playa del Carmen", true)
    );
    assert!(!places.municipality("20067").unwrap().is_unconfirmed);
    assert!(places.of_state("25").any(|one| one.name == "Eldorado"));
}

#[test]
fn every_conduct_of_the_draft_is_there_with_its_certainty() {
    let catalogue = embedded();
    let conducts = catalogue.conducts();
    assert_eq!(conducts.iter().count(), 40);
    let of = |nature| conducts.iter().filter(|one| one.nature == nature).count();
    let natures = [
        Nature::Minor,
        Nature::Serious,
        Nature::Private,
        Nature::Crime,
        Nature::Undetermined,
    ];
    assert_eq!(natures.map(of), [2, 16, 9, 12, 1]);
    assert_eq!(conducts.find("LGRA-52").unwrap().name, "Cohecho");
    assert_eq!(
        conducts.find("LGRA-64B").unwrap().certainty,
        Certainty::Unconfirmed
    );
    assert_eq!(conducts.find("NO_SE").unwrap().certainty, Certainty::Design);
}

#[test]
fn every_conduct_can_be_told_in_plain_words() {
    let catalogue = embedded();
    let situations = catalogue.conducts().situations();
    let told: BTreeSet<&str> = situations
        .iter()
        .flat_map(|one| &one.conducts)
        .map(ConductKey::as_str)
        .collect();
    let untold = catalogue
        .conducts()
        .iter()
        .filter(|one| !told.contains(one.key.as_str()));
    assert_eq!(
        untold.map(|one| one.key.as_str()).collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
    for one in situations {
        assert_ne!(one.text.es, one.text.en);
        assert!(one.text.speak(Language::Es).chars().count() <= 120, "{}", one.key);
        assert_eq!(catalogue.conducts().situation(one.key.as_str()), Some(one));
    }
}

#[test]
fn every_rule_of_the_draft_is_there() {
    let catalogue = embedded();
    let drafted = (1..=21)
        .map(|number| format!("R{number:02}"))
        .chain(["R99".to_owned()]);
    for id in drafted {
        let split = format!("{id}.1");
        assert!(
            catalogue
                .rules()
                .find(&id)
                .or_else(|| catalogue.rules().find(&split))
                .is_some(),
            "{id}"
        );
    }
    let rule = catalogue.rules().find("R09.2").unwrap();
    assert_eq!(rule.alternates, [ReceiverKind::Efsl, ReceiverKind::Asf]);
    assert_eq!(
        rule.resolvers.iter().map(|one| one.word()).collect::<Vec<_>>(),
        ["TJA_EST", "TFJA"]
    );
    assert_eq!(catalogue.rules().referral().id.as_str(), "R99");
}

#[test]
fn the_auditor_of_the_federation_takes_no_report_without_a_name() {
    let catalogue = embedded();
    let named: Vec<_> = catalogue
        .receivers()
        .iter()
        .filter(|one| !one.takes_anonymous)
        .collect();
    assert_eq!(
        named.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [ReceiverKind::Asf]
    );
    assert!(named[0].reason.es.contains("LFRCF 59 a 61"));
}

#[test]
fn fallbacks_lead_up_the_chain_and_end() {
    let catalogue = embedded();
    let chain = |kind| catalogue.receivers().fallbacks(kind).collect::<Vec<_>>();
    assert_eq!(chain(ReceiverKind::OicMun), [ReceiverKind::ContraloriaEst]);
    assert_eq!(
        chain(ReceiverKind::ComisionVigilanciaEst),
        [ReceiverKind::OicOrganoEst]
    );
    assert_eq!(chain(ReceiverKind::OicFed), [ReceiverKind::SabgCentral]);
    for kind in ReceiverKind::ALL {
        assert!(!chain(*kind).contains(kind));
    }
}

#[test]
fn the_invented_entes_stand_for_every_level_and_branch_and_say_so() {
    let catalogue = embedded();
    for level in [Level::Federal, Level::State] {
        for branch in [
            Branch::Executive,
            Branch::Legislative,
            Branch::Judicial,
            Branch::Autonomous,
        ] {
            assert!(
                catalogue
                    .entes()
                    .iter()
                    .any(|one| one.level == level && one.branch == branch)
            );
        }
    }
    assert!(catalogue.entes().iter().any(|one| one.level == Level::Municipal));
    for ente in catalogue.entes().iter() {
        assert!(ente.name.ends_with("(ente de ejemplo)") && ente.certainty == Certainty::Design);
        assert_eq!(catalogue.entes().find(ente.key.as_str()), Some(ente));
    }
    let prosecutor = catalogue.entes().find("ej-20-fiscalia").unwrap();
    assert_eq!(
        (prosecutor.receiver, prosecutor.subject),
        (Some(ReceiverKind::Fecc), Subject::Prosecutor)
    );
}

#[test]
fn entes_are_found_by_beginnings_of_words_whatever_case_and_accents() {
    let catalogue = embedded();
    let keys = |words: &str, within| {
        let found = catalogue.entes().search(words, within, 50);
        found.iter().map(|ente| ente.key.as_str()).collect::<Vec<_>>()
    };
    let anywhere = Within::default();
    assert_eq!(keys("SALUD popul", anywhere), ["ej-fed-salud"]);
    assert_eq!(
        keys("fiscalia anticorrupcion yucatan", anywhere),
        ["ej-31-fiscalia"]
    );
    assert_eq!(keys("sabg ej", anywhere), ["ej-fed-anticorrupcion"]);
    assert_eq!(keys("agua merida", anywhere), ["ej-31050-agua"]);
    assert_eq!(keys("  ,; ", anywhere), Vec::<&str>::new());
    assert_eq!(keys("nadie se llama así", anywhere), Vec::<&str>::new());
    let state = Within {
        level: Some(Level::State),
        state: Some("20"),
        ..anywhere
    };
    assert_eq!(keys("obras", state), ["ej-20-obras"]);
    let here = Within {
        state: Some("31"),
        municipality: Some("31050"),
        ..anywhere
    };
    assert_eq!(keys("ayuntamiento", here), ["ej-31050-ayuntamiento"]);
    assert_eq!(catalogue.entes().search("ejemplo", anywhere, 3).len(), 3);
}

#[test]
fn whole_words_and_shorter_names_come_first() {
    let csv = "clave,nombre,siglas,nivel,ambito,entidad,municipio,receptor,sujeto,certeza\n\
        a1,Instituto de Salubridad,,FEDERAL,EJECUTIVO,,,,ORDINARIO,diseño\n\
        a2,Secretaría de Salud y Asistencia,,FEDERAL,EJECUTIVO,,,,ORDINARIO,diseño\n\
        a3,Secretaría de Salud,,FEDERAL,EJECUTIVO,,,,ORDINARIO,diseño\n";
    let catalogue = embedded().with_entes(csv.as_bytes()).unwrap();
    let found = catalogue.entes().search("salu", Within::default(), 9);
    assert_eq!(found.len(), 3);
    let found = catalogue.entes().search("salud", Within::default(), 9);
    assert_eq!(
        found.iter().map(|ente| ente.key.as_str()).collect::<Vec<_>>(),
        ["a3", "a2"]
    );
    let refused = embedded().with_entes(b"clave,nombre\na,b\n").unwrap_err();
    assert_eq!(refused.list()[0].file, "entes.csv");
}

#[test]
fn every_case_has_a_rule_on_every_day() {
    let catalogue = embedded();
    let mut winners = BTreeSet::new();
    for case in Case::all() {
        let rule = catalogue.rules().deciding(case, catalogue.manifest().valid_from);
        assert!(rule.covers(case), "{case:?}");
        winners.insert(rule.id.clone());
    }
    assert_eq!(winners.len(), catalogue.rules().iter().count());
}
