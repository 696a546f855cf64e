//! The key that signs the directory is followed by another while the window runs and people write.

use std::fs;

use http::StatusCode;
use ventanilla::clock::Clock as _;
use ventanilla::institution::DirectoryKey;
use ventanilla::window::in_force::Renewal;

use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(the_key_that_signs_the_directory_is_followed_by_another_and_then_counts_no_more);

const STORY: &str = "Lo escribí mientras cambiaba quien firma.";

/// Names these keys as the trusted ones, and starts the window again.
async fn trusting(site: Site, keys: &[&DirectoryKey]) -> Site {
    let file = site.folder().join("window.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("trusted = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let named: Vec<String> = keys.iter().map(|key| format!("\"{}\"", key.public())).collect();
    fs::write(&file, format!("{before}trusted = [{}]{after}", named.join(", "))).unwrap();
    let now = site.clock.now();
    site.restart(now).await
}

/// The next version, signed by that key.
fn put_signed_by(site: &Site, key: &DirectoryKey) {
    let mut signed = site.institutions.sign(site.version() + 1);
    signed.signature = key.sign(signed.toml.as_bytes(), "test").unwrap();
    site.put_directory(&signed);
}

async fn the_key_that_signs_the_directory_is_followed_by_another_and_then_counts_no_more(engine: Engine) {
    let mut site = Site::new(engine).await;
    let (mut old, _file) = DirectoryKey::generate(None).unwrap();
    std::mem::swap(&mut old, &mut site.institutions.key);
    let (new, _file) = DirectoryKey::generate(None).unwrap();
    let code = site.reporter().report(&Told::crime(STORY)).await;

    // The new key alone changes nothing: the operator has to name it first.
    put_signed_by(&site, &new);
    let refused = site.in_force.renew().await.unwrap_err().to_string();
    assert!(refused.contains(&new.public().id()), "{refused}");
    put_signed_by(&site, &old);
    assert_eq!(site.in_force.renew().await.unwrap(), Renewal::Taken);

    let site = trusting(site, &[&old, &new]).await;
    assert_eq!(site.version(), 2, "what the old one signed is still in force");
    let form = site.reporter().prepare(&Told::crime(STORY)).await;
    put_signed_by(&site, &new);
    assert_eq!(site.in_force.renew().await.unwrap(), Renewal::Taken);
    assert_eq!(site.version(), 3);
    // The same institutions with the same keys: but the person is shown under which directory she sends.
    let again = site.reporter().send(&form).await;
    assert!(again.code().is_none() && again.carries(STORY), "{}", again.html());
    site.reporter().report(&Told::crime(STORY)).await;

    let site = trusting(site, &[&new]).await;
    assert_eq!(site.version(), 3);
    put_signed_by(&site, &old);
    let refused = site.in_force.renew().await.unwrap_err().to_string();
    assert!(
        refused.contains(&old.public().id()) && refused.contains("not trusted"),
        "{refused}"
    );
    assert_eq!(site.version(), 3, "and the one in force stays");
    site.reporter().report(&Told::crime(STORY)).await;
    assert!(site.reporter().enter(&code).await.status == StatusCode::OK);
    site.release().await;
    let read = site.desk(PROSECUTOR).read_all().await;
    let mut under: Vec<u64> = read.iter().map(|one| one.contents().directory.version).collect();
    under.sort_unstable();
    assert_eq!(under, [1, 3, 3]);
}
