//! Filing to two institutions: one form, one code, and each of them gets its own envelope or nobody gets any.

use http::StatusCode;
use time::Duration;
use ventanilla::seal::open;

use super::{BOTH, STORY};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, NOW, Site, on_both_engines};
use crate::world::tools::wait_for;

on_both_engines!(
    one_form_reaches_two_institutions_sealed_to_each_alone_and_gives_one_code,
    the_same_form_to_two_sent_eight_times_at_once_gives_one_code_and_two_cases,
    another_set_of_institutions_is_another_code,
    of_two_readers_neither_gets_anything_when_one_cannot_be_kept,
    what_is_sealed_to_two_is_what_was_shown,
    who_of_two_cannot_receive_is_named_before_and_the_other_gets_it,
    each_of_two_institutions_is_counted_and_erased_by_itself,
    who_gets_it_alone_reads_the_same_as_who_gets_it_with_another,
);

fn told() -> Told {
    Told::both(STORY).with(vec![Upload::new("a.bin", vec![7; 200_000])])
}

fn name(id: &str) -> String {
    format!("Institución {id}")
}

async fn one_form_reaches_two_institutions_sealed_to_each_alone_and_gives_one_code(engine: Engine) {
    let site = Site::new(engine).await;
    let told = told();
    let mut ana = site.reporter();
    let reader = ana.walk_to_the_reader(&told).await;
    let review = ana.walk(&told).await;
    site.advance(Duration::seconds(5));
    let receipt = ana
        .send_with(&review.form("/denunciar/enviar"), &told.files)
        .await;
    for id in BOTH {
        for page in [&reader, &review, &receipt] {
            assert!(page.says(&name(id)), "{id}: {}", page.html());
        }
    }
    receipt.code().unwrap();
    assert_eq!(site.rows().await, [2, 2, 2, 2]);
    assert_eq!(site.objects().len(), 2);
    site.release().await;
    let mut mailboxes = Vec::new();
    for (id, stranger) in [(BOTH[0], BOTH[1]), (BOTH[1], BOTH[0])] {
        let desk = site.desk(id);
        let [item]: [_; 1] = desk.queue().await.try_into().unwrap();
        let mut opened = desk.read(&item).await;
        let mut file = Vec::new();
        opened.copy_file(0, &mut file).unwrap();
        assert!(file == vec![7; 200_000]);
        let contents = opened.contents();
        assert_eq!(
            (contents.text.as_str(), contents.institution.as_str()),
            (STORY, id)
        );
        let said = serde_json::to_string(contents).unwrap();
        for word in [stranger.to_owned(), name(stranger), stranger.replace('-', "_")] {
            assert!(!said.contains(&word), "{id} reads of {stranger}: {said}");
        }
        mailboxes.push(contents.mailbox.to_string());
        let sealed = std::io::Cursor::new(desk.fetch(item.envelope).await);
        let others = std::slice::from_ref(&site.institutions.find(stranger).intake);
        assert!(open(sealed, others).is_err(), "{stranger} opens what {id} got");
    }
    assert_ne!(mailboxes[0], mailboxes[1]);
}

async fn the_same_form_to_two_sent_eight_times_at_once_gives_one_code_and_two_cases(engine: Engine) {
    let site = Site::new(engine).await;
    let told = told();
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (mut ana, form, files) = (ana.clone(), form.clone(), told.files.clone());
        sending.spawn(async move { ana.send_with(&form, &files).await });
    }
    let receipts = sending.join_all().await;
    let codes: Vec<Option<String>> = receipts.iter().map(Page::code).collect();
    assert!(
        codes[0].is_some() && codes.iter().all(|code| *code == codes[0]),
        "{codes:?}"
    );
    let again = ana.send_with(&form, &told.files).await;
    assert_eq!(again.code(), codes[0]);
    for id in BOTH {
        assert!(again.says(&name(id)));
    }
    assert_eq!(site.rows().await, [2, 2, 2, 2]);
    wait_for("one object each", || (site.objects().len() == 2).then_some(()));
}

async fn another_set_of_institutions_is_another_code(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let reader = ana.walk_to_the_reader(&Told::both(STORY)).await;
    let only = reader.form("/denunciar/relato").fill("only", BOTH[0]);
    let story = ana.send(&only).await.must_be(StatusCode::OK);
    let review = ana
        .send(&story.form("/denunciar/revision").fill("story", STORY))
        .await;
    assert!(review.says(&name(BOTH[0])) && !review.says(&name(BOTH[1])));
    site.advance(Duration::seconds(5));
    let receipt = ana.send(&review.form("/denunciar/enviar")).await;
    assert!(!receipt.says(&name(BOTH[1])));
    let one = receipt.code().unwrap();
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
    let both = ana.report(&Told::both(STORY)).await;
    assert_ne!(one, both);
    assert_eq!(site.rows().await, [3, 3, 3, 2]);
}

async fn of_two_readers_neither_gets_anything_when_one_cannot_be_kept(engine: Engine) {
    let site = Site::new(engine).await;
    // Whatever the first has, the second cannot be written.
    site.run(match engine {
        Engine::Postgres => {
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN IF NEW.institution = 'fiscalia-oaxaca' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$"
        }
        Engine::Sqlite => {
            "CREATE TRIGGER refuse BEFORE INSERT ON envelope WHEN NEW.institution = 'fiscalia-oaxaca'
             BEGIN SELECT RAISE(ABORT, 'no'); END"
        }
    })
    .await;
    if let Engine::Postgres = engine {
        site.run("CREATE TRIGGER refuse BEFORE INSERT ON envelope FOR EACH ROW EXECUTE FUNCTION refuse()")
            .await;
    }
    let told = told();
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    let failed = ana.send_with(&form, &told.files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.carries(STORY) && failed.code().is_none());
    site.has_nothing().await;
    site.run(match engine {
        Engine::Postgres => "DROP TRIGGER refuse ON envelope",
        Engine::Sqlite => "DROP TRIGGER refuse",
    })
    .await;
    ana.send_with(&form, &told.files).await.code().unwrap();
    assert_eq!(site.rows().await, [2, 2, 2, 2]);
}

async fn what_is_sealed_to_two_is_what_was_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::both(STORY)).await;
    let (readers, keys) = (
        form.value("reader").to_owned(),
        form.value("recipients").to_owned(),
    );
    assert_eq!(readers, BOTH.join(" "));
    assert_eq!(keys.split(' ').count(), 2);
    let swapped = |list: &str| list.split(' ').rev().collect::<Vec<_>>().join(" ");
    for (field, value) in [
        ("reader", BOTH[0].to_owned()),
        ("reader", BOTH[1].to_owned()),
        ("reader", swapped(&readers)),
        ("recipients", keys.split(' ').next().unwrap().to_owned()),
        ("recipients", swapped(&keys)),
        ("only", BOTH[0].to_owned()),
    ] {
        let refused = ana.send(&form.clone().forge(field, &value)).await;
        let refused = refused.must_be(StatusCode::CONFLICT);
        assert!(
            refused.carries(STORY) && refused.code().is_none(),
            "{field}={value}"
        );
        site.has_nothing().await;
    }
}

async fn who_of_two_cannot_receive_is_named_before_and_the_other_gets_it(engine: Engine) {
    let mut site = Site::new(engine).await;
    site.strike_off(BOTH[1]);
    let now = NOW;
    let site = site.restart(now).await;
    let mut ana = site.reporter();
    let told = Told::both(STORY);
    let reader = ana.walk_to_the_reader(&told).await.must_be(StatusCode::OK);
    assert!(
        reader.says(&name(BOTH[0])) && reader.says("todavía no recibe"),
        "{}",
        reader.html()
    );
    let receipt = ana.file(&told).await;
    receipt.code().unwrap();
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
}

async fn each_of_two_institutions_is_counted_and_erased_by_itself(engine: Engine) {
    let site = Site::new(engine).await;
    site.reporter().report(&Told::both(STORY)).await;
    let counted = site
        .ask("SELECT institution || ' ' || CAST(reports AS TEXT) FROM tally ORDER BY institution")
        .await;
    assert_eq!(counted, BOTH.map(|id| format!("{id} 1")));
    site.release().await;
    let desk = site.desk(BOTH[0]);
    let item = desk.queue().await.pop().unwrap();
    let noted = desk.acknowledge(item.envelope, &item.digest).await;
    noted.must_be(StatusCode::NO_CONTENT);
    site.advance(Duration::days(30));
    site.sweep().await;
    let places = site
        .ask("SELECT institution || ' ' || place FROM envelope ORDER BY institution")
        .await;
    assert_eq!(
        places,
        [format!("{} erased", BOTH[0]), format!("{} row", BOTH[1])]
    );
    assert_eq!(site.desk(BOTH[1]).read_all().await.len(), 1);
}

/// The envelope must not say who else has it: whichever way it came, one reads the same in it.
async fn who_gets_it_alone_reads_the_same_as_who_gets_it_with_another(engine: Engine) {
    let site = Site::new(engine).await;
    for (place, alone) in [(0, BOTH[0]), (1, BOTH[1])] {
        let mut ana = site.reporter();
        let reader = ana.walk_to_the_reader(&Told::both(STORY)).await;
        let only = reader.form("/denunciar/relato").fill("only", alone);
        let story = ana.send(&only).await.must_be(StatusCode::OK);
        let review = ana
            .send(&story.form("/denunciar/revision").fill("story", STORY))
            .await;
        site.advance(Duration::seconds(5));
        ana.send(&review.form("/denunciar/enviar")).await.code().unwrap();
        ana.report(&Told::both(STORY)).await;
        site.release().await;
        let read = site.desk(BOTH[place]).read_all().await;
        let [one, other] = [0, 1].map(|at| {
            let mut contents = read[at].contents().clone();
            // Every case has keys of its own.
            contents.mailbox = read[0].contents().mailbox.clone();
            contents.voice.clone_from(&read[0].contents().voice);
            serde_json::to_string(&contents).unwrap()
        });
        assert_eq!(one, other, "{}", BOTH[place]);
        site.clear().await;
    }
}
