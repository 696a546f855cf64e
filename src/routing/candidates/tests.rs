use crate::institution::Level;
use crate::routing::tests::{TODAY, answers, everybody, id};
use crate::routing::{Accused, Decision, Reader, Why, choose_among};

#[test]
fn the_accused_body_steps_back_for_the_one_it_names() {
    let mut answers = answers(Level::Municipal, Some("20"), &["abuse"]);
    answers.accused = Accused::Somewhere;
    let decision = choose_among(&answers, &everybody(), TODAY);
    assert_eq!(decision.reader(), Some(&id("contraloria-oaxaca")));
    let mut institutions = everybody();
    institutions.get_mut(&id("oic-juarez")).unwrap().alternates = vec![id("auditoria-oaxaca"), id("sabg")];
    let decision = choose_among(&answers, &institutions, TODAY);
    assert_eq!(decision.reader(), Some(&id("auditoria-oaxaca")));
    let Decision::Reader(Reader {
        skipped, alternates, ..
    }) = decision
    else {
        panic!("nobody");
    };
    assert!(
        skipped
            .iter()
            .any(|one| one.institution == Some(id("oic-juarez")) && one.why == Why::Accused)
    );
    assert!(!alternates.iter().any(|one| one.institution == id("oic-juarez")));
    answers.chosen = Some(id("oic-juarez"));
    assert_eq!(
        choose_among(&answers, &institutions, TODAY).reader(),
        Some(&id("auditoria-oaxaca"))
    );
}

#[test]
fn everybody_where_the_accused_works_steps_back_and_is_never_offered() {
    let mut answers = answers(Level::Municipal, Some("20"), &["contracts"]);
    let marked = ["oic-juarez", "fiscalia-oaxaca", "contraloria-puebla"].map(id);
    answers.accused = Accused::At(marked.clone().into());
    answers.chosen = Some(id("fiscalia-oaxaca"));
    answers.excluded = [id("fiscalia-oaxaca")].into();
    let Decision::Reader(found) = choose_among(&answers, &everybody(), TODAY) else {
        panic!("nobody");
    };
    assert_eq!(found.institution, id("contraloria-oaxaca"));
    let why = |name: &str| {
        let one = found.skipped.iter().find(|one| one.institution == Some(id(name)));
        one.map(|one| one.why)
    };
    assert_eq!(why("oic-juarez"), Some(Why::Accused));
    assert_eq!(
        why("fiscalia-oaxaca"),
        Some(Why::Accused),
        "also behind the reader, and although it was excluded too"
    );
    assert_eq!(
        why("contraloria-puebla"),
        None,
        "who is not in the line is not named"
    );
    assert!(
        !found
            .alternates
            .iter()
            .any(|one| marked.contains(&one.institution))
    );
    let line: Vec<_> = found
        .line
        .iter()
        .map(|one| (one.institution.as_str(), one.is_accused))
        .collect();
    assert_eq!(
        line,
        [
            ("oic-juarez", true),
            ("contraloria-oaxaca", false),
            ("auditoria-oaxaca", false),
            ("fiscalia-oaxaca", true)
        ]
    );
    answers.accused = Accused::At(everybody().into_keys().collect());
    let decision = choose_among(&answers, &everybody(), TODAY);
    let Decision::Nobody { alternates, line, .. } = decision else {
        panic!("somebody");
    };
    assert!(alternates.is_empty() && line.iter().all(|one| one.is_accused));
}
