//! The rules of competence held to situations that somebody wrote from the articles of law without having seen them.

mod situation;

use sha2::{Digest as _, Sha256};
use ventanilla::catalogue::{Catalogue, Certainty, Rule};
use ventanilla::competence::{Decision, Desks, decide};

use self::situation::{Outcome, Situation};

/// How many situations there are, and of how many the expectation had to be settled.
const ALL: usize = 166;
const SETTLED: usize = 7;

/// The digest of the columns that were written from the law: each heading and cell, with a line feed behind it.
const AS_WRITTEN: &str = "b0e987f5aa1ba35c5159f5fcbbd2387fa4b93382f9ce5e4b678d4d09bde287e5";

/// What the catalogue and the engine make of a situation.
fn measured(catalogue: &Catalogue, one: &Situation) -> Outcome {
    let desks = Desks::new(one.desks(catalogue));
    let asked = one.answers(catalogue);
    let answers = one.with_the_accused(asked, catalogue, &desks);
    let decision = decide(&answers, catalogue, &desks, situation::TODAY);
    Outcome::of(&decision)
}

/// Every situation that ends elsewhere than was expected, or settled, told with both results.
fn differing(catalogue: &Catalogue, situations: &[Situation]) -> Vec<String> {
    let all = situations.iter().map(|one| (one, measured(catalogue, one)));
    let wrong = all.filter(|(one, outcome)| one.holds() != outcome);
    wrong
        .map(|(one, outcome)| {
            format!(
                "{}: {}\n  expected {}\n  decided  {outcome}",
                one.id,
                one.story,
                one.holds()
            )
        })
        .collect()
}

#[test]
fn every_situation_ends_where_the_law_says() {
    let catalogue = Catalogue::embedded().unwrap();
    let differing = differing(&catalogue, &Situation::all());
    assert!(
        differing.is_empty(),
        "{} differ:\n{}",
        differing.len(),
        differing.join("\n")
    );
}

#[test]
fn the_situations_are_all_there_and_those_that_were_settled_say_why() {
    let situations = Situation::all();
    let settled: Vec<&Situation> = situations.iter().filter(|one| one.settled.is_some()).collect();
    assert_eq!((situations.len(), settled.len()), (ALL, SETTLED));
    let readme = crate::docs::read("tests/vectors/competence/README.md");
    for one in settled {
        assert!(one.reason.len() > 20, "{} says why", one.id);
        assert!(one.settled.as_ref() != Some(&one.expected), "{} differs", one.id);
        assert!(
            readme.contains(&format!("| {} |", one.id)),
            "{} is listed",
            one.id
        );
    }
}

#[test]
fn no_expectation_was_edited() {
    let text = crate::docs::read("tests/vectors/competence/situations.csv");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut digest = Sha256::new();
    for record in reader.records() {
        for cell in record.unwrap().iter().take(19) {
            digest.update(cell);
            digest.update("\n");
        }
    }
    assert_eq!(
        hex::encode(digest.finalize()),
        AS_WRITTEN,
        "settle a row in its last two columns"
    );
}

/// The rules that lead to the readers, or to nobody.
fn rules<'a>(decision: &'a Decision<'_>) -> impl Iterator<Item = &'a Rule> {
    let second = decision.second.as_ref().filter(|track| track.reader.is_some());
    std::iter::once(&decision.first)
        .chain(second)
        .map(|track| track.rule)
}

#[test]
fn no_rule_is_surer_than_the_law_was_found_to_be() {
    let catalogue = Catalogue::embedded().unwrap();
    for one in Situation::all() {
        let desks = Desks::new(one.desks(&catalogue));
        let answers = one.with_the_accused(one.answers(&catalogue), &catalogue, &desks);
        let decision = decide(&answers, &catalogue, &desks, situation::TODAY);
        let sure = rules(&decision).all(|rule| rule.certainty == Certainty::Confirmed);
        assert!(!(sure && one.is_unsure()), "{}: {}", one.id, one.story);
        for rule in rules(&decision) {
            let said = rule.explanation.es.to_lowercase();
            let names = situation::names(rule.receiver);
            assert!(
                names.iter().any(|name| said.contains(name)),
                "{}, {}: {said}",
                one.id,
                rule.id.as_str()
            );
        }
    }
}
