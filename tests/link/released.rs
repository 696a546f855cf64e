//! Batches: each goes out once, at its hour, whatever failed or stood still at that hour.

use time::Duration;
use time::macros::datetime;
use ventanilla::window::duties::release_when_due;

use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_batch_goes_out_at_its_hour_and_not_before,
    a_batch_whose_release_failed_goes_out_when_the_database_is_back,
    a_batch_missed_while_the_window_was_down_goes_out_at_the_start,
    a_restart_in_the_middle_of_a_batch_releases_nothing_early,
    a_batch_missed_until_shortly_before_the_next_goes_out_with_it,
);

async fn filed(site: &Site, story: &str) {
    site.reporter().report(&Told::crime(story)).await;
}

/// A minute's round of the duty, and what the desk then sees in all.
async fn round(site: &Site) -> usize {
    release_when_due(&site.window).await.unwrap();
    seen(site).await
}

async fn seen(site: &Site) -> usize {
    site.desk(PROSECUTOR).queue().await.len()
}

// Every site begins at 9:00 of its place; batches are due at 8:00 and 16:00.

async fn a_batch_goes_out_at_its_hour_and_not_before(engine: Engine) {
    let site = Site::new(engine).await;
    assert_eq!(round(&site).await, 0);
    filed(&site, "A las nueve.").await;
    site.advance(Duration::minutes(6 * 60 + 30));
    assert_eq!(round(&site).await, 0, "15:30");
    site.advance(Duration::minutes(30));
    assert_eq!(round(&site).await, 1, "16:00");
    filed(&site, "A las cuatro.").await;
    site.advance(Duration::minutes(1));
    assert_eq!(round(&site).await, 1, "16:01");
}

async fn a_batch_whose_release_failed_goes_out_when_the_database_is_back(engine: Engine) {
    let site = Site::new(engine).await;
    assert_eq!(round(&site).await, 0);
    filed(&site, "Antes de la falla.").await;
    site.advance(Duration::hours(7));
    site.run("ALTER TABLE queue RENAME TO away").await;
    for _minute in 0..3 {
        release_when_due(&site.window).await.unwrap_err();
        site.advance(Duration::minutes(1));
    }
    site.run("ALTER TABLE away RENAME TO queue").await;
    assert_eq!(round(&site).await, 1, "as soon as it can");
}

async fn a_batch_missed_while_the_window_was_down_goes_out_at_the_start(engine: Engine) {
    let site = Site::new(engine).await;
    assert_eq!(round(&site).await, 0);
    filed(&site, "Por la tarde.").await;
    // Down from the evening on: 16:00 was missed, and 8:00 of the next day too.
    let site = site.restart(datetime!(2026-11-24 14:20 UTC)).await;
    assert_eq!(round(&site).await, 1, "8:20");
    filed(&site, "A las ocho y media.").await;
    site.advance(Duration::minutes(10));
    assert_eq!(round(&site).await, 1);
}

async fn a_restart_in_the_middle_of_a_batch_releases_nothing_early(engine: Engine) {
    let site = Site::new(engine).await;
    assert_eq!(round(&site).await, 0);
    filed(&site, "A las nueve.").await;
    let site = site.restart(datetime!(2026-11-23 17:00 UTC)).await;
    assert_eq!(
        round(&site).await,
        0,
        "11:00: a desk would know that it came between 8:00 and 11:00"
    );
    site.advance(Duration::hours(5));
    assert_eq!(round(&site).await, 1, "16:00");
}

async fn a_batch_missed_until_shortly_before_the_next_goes_out_with_it(engine: Engine) {
    let site = Site::new(engine).await;
    assert_eq!(round(&site).await, 0);
    filed(&site, "Por la tarde.").await;
    let site = site.restart(datetime!(2026-11-24 21:50 UTC)).await;
    assert_eq!(
        round(&site).await,
        0,
        "15:50: else the next batch would cover ten minutes"
    );
    filed(&site, "A las cuatro menos cinco.").await;
    site.advance(Duration::minutes(10));
    assert_eq!(round(&site).await, 2, "16:00");
}
