//! What is written again from a mailbox is signed, numbered and chained to what was written before.

use std::collections::BTreeMap;

use http::StatusCode;
use time::Duration;
use ventanilla::seal::Direction;

use super::in_her_mailbox;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(what_is_written_again_is_signed_numbered_and_chained);

async fn what_is_written_again_is_signed_numbered_and_chained(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, mut form) = in_her_mailbox(&site).await;
    for text in ["Primero.", "Segundo.", "Tercero."] {
        ana.send(&form.fill("text", text)).await.must_be(StatusCode::OK);
        site.advance(Duration::seconds(5));
        form = ana.enter(&code).await.form("/seguimiento/buzon");
    }
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let (mut voice, mut report, mut told) = (None, None, BTreeMap::new());
    for item in desk.queue().await {
        let contents = desk.read(&item).await.contents().clone();
        if contents.direction == Direction::Report {
            report = Some(item.digest.clone());
            voice.clone_from(&contents.voice);
        } else {
            told.insert(contents.told.clone().unwrap().number, (item.case, contents));
        }
    }
    let voice = voice.unwrap();
    let mut previous = report.unwrap();
    for (number, text) in [(1, "Primero."), (2, "Segundo."), (3, "Tercero.")] {
        let (case, contents) = &told[&number];
        assert!(contents.is_said_by(&voice, *case) && contents.text == text);
        assert_eq!(contents.told.as_ref().unwrap().previous.to_string(), previous);
        previous = contents.told_link(*case).unwrap().to_string();
        // A word changed, or said in another case, is not hers.
        let mut other = contents.clone();
        other.text.push('!');
        assert!(!other.is_said_by(&voice, *case) && !contents.is_said_by(&voice, uuid::Uuid::nil()));
    }
}
