//! The window's mail at a real mail server: that there is something new, and never what.

use std::path::Path;

use time::Duration;
use ventanilla::clock::Day;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::DatedKey;
use ventanilla::random::SeededRandom;
use ventanilla::window::duties::{note_ends, note_silence, send_mail};

use crate::world::mail::MailServer;
use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, NOW, Plan, Site, on_both_engines};

on_both_engines!(
    a_release_sends_one_mail_to_each_institution_that_has_something_new,
    a_mail_is_the_same_whatever_was_filed,
    a_mail_that_is_turned_away_waits_and_goes_out_once,
    a_mail_that_nobody_takes_is_given_up_after_a_fortnight,
    the_operator_is_told_of_a_desk_that_does_not_come,
    a_restart_does_not_tell_the_operator_again_on_the_same_day,
    the_operator_is_told_of_what_ends_some_days_before_and_once_each,
);

const DESK: &str = "mesa@fiscalia.example";
const OTHER: &str = "mesa@contraloria.example";
const OPERATOR: &str = "guardia@ventanilla.example";
const STORY: &str = "Jaguarundi-3301-relato";
const NAME: &str = "Tecolote-9917-nombre";

/// A site that sends its mail to a server of its own.
async fn with_mail(engine: Engine, port: u16) -> Site {
    Plan::new(engine).with(&sections(port)).open().await
}

fn sections(port: u16) -> String {
    format!(
        "[mail]\nserver = \"smtp://127.0.0.1:{port}\"\nfrom = \"Ventanilla <aviso@ventanilla.example>\"\n\
         operator = \"{OPERATOR}\"\n[mail.institutions]\n{PROSECUTOR} = \"{DESK}\"\n{COMPTROLLER} = \"{OTHER}\"\n"
    )
}

fn server(folder: &Path) -> MailServer {
    MailServer::start(&folder.join("letters"))
}

/// Whom the letters were for, in the order they came.
fn recipients(letters: &[String]) -> Vec<&str> {
    let lines = letters.iter().flat_map(|letter| letter.lines());
    lines
        .filter_map(|line| line.strip_prefix("X-Envelope-To: "))
        .collect()
}

async fn waiting(site: &Site) -> Vec<String> {
    site.ask("SELECT recipient FROM outbox ORDER BY recipient").await
}

async fn a_release_sends_one_mail_to_each_institution_that_has_something_new(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let site = with_mail(engine, letterbox.port()).await;
    site.release().await;
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0], "nothing came in");
    for story in ["Una.", "Otra."] {
        site.reporter().report(&Told::crime(story)).await;
    }
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0], "nothing was released");
    site.release().await;
    assert_eq!(waiting(&site).await, [DESK]);
    send_mail(&site.window).await.unwrap();
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0]);
    assert_eq!(recipients(&letterbox.letters()), [DESK]);
    // Two batches before the mail went are one mail, and each institution has its own.
    site.reporter().report(&Told::crime("La tercera.")).await;
    site.release().await;
    site.reporter().report(&Told::crime("La cuarta.")).await;
    site.reporter().report(&Told::offence("De obra.")).await;
    site.release().await;
    send_mail(&site.window).await.unwrap();
    let letters = letterbox.letters();
    let mut to = recipients(&letters);
    to.sort_unstable();
    assert_eq!(to, [OTHER, DESK, DESK]);
}

async fn a_mail_is_the_same_whatever_was_filed(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let site = with_mail(engine, letterbox.port()).await;
    let code = site.reporter().report(&Told::crime("Poco.")).await;
    site.release().await;
    send_mail(&site.window).await.unwrap();
    let files = (0..5).map(|number| Upload::new(&format!("{NAME}-{number}.pdf"), vec![7; 90_000]));
    let told = Told::crime(&format!("{STORY} ").repeat(500)).with(files.collect());
    let longer = site.reporter().report(&told).await;
    site.advance(Duration::hours(3));
    site.release().await;
    send_mail(&site.window).await.unwrap();
    let letters = letterbox.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0], letters[1], "three hours and five files apart");
    // Headers, subject and words are these and no others.
    let text = letters[0].replace("=\n", "");
    let (head, _body) = text.split_once("\n\n").unwrap();
    let mut names: Vec<&str> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.retain(|name| !name.starts_with("X-"));
    assert_eq!(
        names,
        [
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Subject",
            "To"
        ]
    );
    assert!(text.contains("Date: Mon, 23 Nov 2026 00:00:00 +0000\n"), "{text}");
    assert!(
        text.contains("X-Envelope-From: aviso@ventanilla.example\n"),
        "{text}"
    );
    assert!(text.contains("X-Greeting: ventanilla.example\n"), "{text}");
    assert!(text.contains("To: mesa@fiscalia.example\n"), "{text}");
    let ids =
        site.ask("SELECT id FROM \"case\" UNION SELECT id FROM envelope UNION SELECT id FROM conversation");
    let mut never = ids.await;
    never.extend(code.split(' ').chain(longer.split(' ')).map(str::to_owned));
    never.extend([STORY, NAME, "Poco", PROSECUTOR, "2 ", "90000"].map(str::to_owned));
    let words = text.to_lowercase();
    let words: Vec<&str> = words
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .collect();
    for word in never {
        assert!(!words.contains(&word.to_lowercase().as_str()), "{word} in {text}");
    }
}

async fn a_mail_that_is_turned_away_waits_and_goes_out_once(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = MailServer::start_refusing(&folder.path().join("letters"), 2);
    let site = with_mail(engine, letterbox.port()).await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    for _round in 0..2 {
        send_mail(&site.window).await.unwrap();
        assert_eq!(waiting(&site).await, [DESK], "turned away, so it waits");
        assert_eq!(letterbox.letters(), [] as [&str; 0]);
    }
    send_mail(&site.window).await.unwrap();
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0]);
    assert_eq!(recipients(&letterbox.letters()), [DESK]);
}

async fn a_mail_that_nobody_takes_is_given_up_after_a_fortnight(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let port = letterbox.port();
    drop(letterbox);
    let site = with_mail(engine, port).await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    site.advance(Duration::days(14));
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [DESK], "a fortnight");
    site.advance(Duration::days(1));
    send_mail(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0]);
}

async fn the_operator_is_told_of_a_desk_that_does_not_come(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let site = with_mail(engine, letterbox.port()).await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    site.desk(PROSECUTOR).queue().await;
    send_mail(&site.window).await.unwrap();
    site.advance(Duration::days(2));
    note_silence(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0], "two days");
    site.advance(Duration::days(1));
    note_silence(&site.window).await.unwrap();
    note_silence(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [OPERATOR], "once as long as it waits");
    send_mail(&site.window).await.unwrap();
    let letters = letterbox.letters();
    assert_eq!(recipients(&letters), [DESK, OPERATOR]);
    let told = &letters[1];
    for word in [PROSECUTOR, COMPTROLLER, "fiscal", "contralor"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
    // It comes and takes what there is: nobody is told any more.
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    desk.acknowledge(item.envelope, &item.digest).await;
    site.advance(Duration::days(9));
    note_silence(&site.window).await.unwrap();
    assert_eq!(waiting(&site).await, [] as [&str; 0]);
}

async fn a_restart_does_not_tell_the_operator_again_on_the_same_day(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let site = with_mail(engine, letterbox.port()).await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    send_mail(&site.window).await.unwrap();
    site.advance(Duration::days(4));
    note_silence(&site.window).await.unwrap();
    send_mail(&site.window).await.unwrap();
    let mut now = NOW + Duration::days(4);
    let mut site = site;
    for told in [1, 1, 2] {
        site = site.restart(now).await;
        note_silence(&site.window).await.unwrap();
        send_mail(&site.window).await.unwrap();
        let letters = letterbox.letters();
        let operators = recipients(&letters).iter().filter(|to| **to == OPERATOR).count();
        assert_eq!(operators, told, "on {now}");
        // Two hours later it is still the same day, and nine hours after that the next one.
        now += Duration::hours(if now == NOW + Duration::days(4) { 2 } else { 9 });
    }
}

async fn the_operator_is_told_of_what_ends_some_days_before_and_once_each(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = server(folder.path());
    let mut plan = Plan::new(engine).with(&sections(letterbox.port()));
    let (today, days) = ("2026-11-23".parse::<Day>().unwrap(), Duration::days);
    let listed = &mut plan.institutions.find_mut(PROSECUTOR).listed;
    listed.intake[0].until = Some(today.plus(31));
    // Another follows this one in time, so nothing ends.
    let next = DeskKey::generate(&SeededRandom::new(99)).public();
    listed.signing[0].until = Some(today.plus(20));
    listed.signing.push(DatedKey {
        since: today.plus(21),
        until: None,
        key: next,
    });
    plan.put_directory(&plan.institutions.sign(1));
    let mut site = plan.open().await;
    let rounds = [
        (0, 0),
        (1, 1),
        (2, 1),
        (16, 1),
        (17, 2),
        (24, 3),
        (29, 3),
        (30, 4),
        (31, 4),
        (32, 4),
        // The directory's last day is the 342nd, and nobody looked until five days before.
        (337, 5),
        (341, 6),
    ];
    for (day, told) in rounds {
        site = site.restart(NOW + days(day)).await;
        for _hour in 0..2 {
            note_ends(&site.window).await.unwrap();
            send_mail(&site.window).await.unwrap();
        }
        let letters = letterbox.letters();
        assert_eq!(recipients(&letters), vec![OPERATOR; told], "on day {day}");
        for word in [PROSECUTOR, "fiscal", "intake", "2026-12", "age1"] {
            assert!(!letters.iter().any(|letter| letter.contains(word)), "{word}");
        }
    }
    let kept = site.ask("SELECT event FROM reminder ORDER BY event").await;
    let expected = ["1", "7"].map(|days| format!("ends_near {days} 2027-10-31 directory"));
    assert_eq!(kept, expected, "what is over is forgotten");
}

#[tokio::test]
async fn an_institution_that_the_directory_does_not_have_is_refused_at_the_start_by_its_name() {
    let mail = format!(
        "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@b.example\"\noperator = \"{OPERATOR}\"\n\
         [mail.institutions]\n{PROSECUTOR} = \"{DESK}\"\nfiscalia-oaxac = \"{OTHER}\"\n"
    );
    let refused = Plan::new(Engine::Sqlite).with(&mail).try_open(NOW).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("[mail.institutions] fiscalia-oaxac:"), "{said}");
    assert!(!said.contains('@'), "{said}");
}
