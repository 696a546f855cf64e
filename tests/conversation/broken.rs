//! A connection that breaks while something is written again: it is kept once, and "sent" is said of what is kept.

use http::StatusCode;
use tokio::task::JoinSet;

use super::{SENT, follow_ups, in_her_mailbox};
use crate::world::site::multipart::Upload;
use crate::world::site::{Engine, Site, on_both_engines};
use crate::world::tools::wait_for;

on_both_engines!(
    a_message_whose_connection_breaks_while_it_is_kept_is_kept_once_and_the_retry_tells_the_truth,
    a_message_that_could_not_be_kept_is_kept_when_the_same_form_comes_again,
    of_eight_identical_messages_half_break_off_and_one_is_kept,
);

async fn a_message_whose_connection_breaks_while_it_is_kept_is_kept_once_and_the_retry_tells_the_truth(
    engine: Engine,
) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", "Se cortó al final.");
    let files = [Upload::new("a.bin", vec![7; 300_000])];
    let held = site.hold().await;
    let mut sending = JoinSet::new();
    let (mut first, sent, carried) = (ana.clone(), form.clone(), files.clone());
    sending.spawn(async move { first.send_with(&sent, &carried).await });
    wait_for("the envelope to be whole", || {
        (site.whole_objects().len() == 1).then_some(())
    });
    // As the server does with a request whose connection broke.
    sending.shutdown().await;
    let (mut second, sent, carried) = (ana.clone(), form.clone(), files.clone());
    let mut retrying = JoinSet::new();
    retrying.spawn(async move { second.send_with(&sent, &carried).await });
    wait_for("the retry to be under way or answered", || {
        (site.objects().len() == 2 || retrying.try_join_next().is_some()).then_some(())
    });
    assert_eq!(retrying.len(), 1, "nothing is said before it is known");
    drop(held);
    let retried = retrying.join_next().await.unwrap().unwrap();
    assert!(retried.must_be(StatusCode::OK).says(SENT));
    assert!(ana.send_with(&form, &files).await.says(SENT));
    assert_eq!(follow_ups(&site).await, ["Se cortó al final."]);
    wait_for("one object", || (site.objects().len() == 1).then_some(()));
}

async fn a_message_that_could_not_be_kept_is_kept_when_the_same_form_comes_again(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", "Mientras la base fallaba.");
    let files = [Upload::new("a.bin", vec![7; 300_000])];
    site.run("ALTER TABLE envelope RENAME TO lost").await;
    let failed = ana.send_with(&form, &files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.says("Mientras la base fallaba."));
    site.run("ALTER TABLE lost RENAME TO envelope").await;
    assert!(ana.send_with(&form, &files).await.says(SENT));
    assert_eq!(follow_ups(&site).await, ["Mientras la base fallaba."]);
}

async fn of_eight_identical_messages_half_break_off_and_one_is_kept(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    for round in 1..=4 {
        let text = format!("Ocho veces, {round}.");
        let form = form.clone().fill("text", &text);
        let files = [Upload::new("a.bin", vec![round; 200_000])];
        let held = site.hold().await;
        let (mut staying, mut breaking) = (JoinSet::new(), JoinSet::new());
        for number in 0..8 {
            let (mut ana, form, files) = (ana.clone(), form.clone(), files.clone());
            let sending = async move { ana.send_with(&form, &files).await };
            if number % 2 == 0 {
                staying.spawn(sending);
            } else {
                breaking.spawn(sending);
            }
        }
        wait_for("an envelope to be whole", || {
            (site.whole_objects().len() >= usize::from(round)).then_some(())
        });
        breaking.shutdown().await;
        drop(held);
        for page in staying.join_all().await {
            assert!(page.must_be(StatusCode::OK).says(SENT));
        }
        assert!(ana.send_with(&form, &files).await.says(SENT));
    }
    let kept: Vec<String> = (1..=4).map(|round| format!("Ocho veces, {round}.")).collect();
    assert_eq!(follow_ups(&site).await, kept);
    wait_for("one object each", || (site.objects().len() == 4).then_some(()));
}
