//! A desk that does not come: who filed reads it where it is true of her case, and nowhere else.

use time::Duration;

use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::{Page, Reporter, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    who_filed_reads_that_the_desk_does_not_come_from_the_third_day_on,
    what_the_desk_has_is_not_said_to_wait_for_it,
    what_is_not_released_yet_is_not_said_to_wait_for_the_desk,
);

const SPANISH: &str = "La institución todavía no recoge lo que le mandaste";
const ENGLISH: &str = "The institution has not collected what you sent yet";

/// Opens the mailbox and looks at it in both languages, which must agree.
async fn says(ana: &mut Reporter, code: &str) -> bool {
    let spanish = ana.enter(code).await;
    let english = ana.get("/en/seguimiento/buzon").await;
    assert_eq!(spanish.says(SPANISH), english.says(ENGLISH), "{}", english.html());
    must_not_promise(&spanish, "aviso");
    must_not_promise(&english, "warned");
    spanish.says(SPANISH)
}

/// Nobody can say here that the operator will hear of it: without mail only a line of the log does.
fn must_not_promise(page: &Page, word: &str) {
    assert!(!page.says(word), "{}", page.html());
}

async fn who_filed_reads_that_the_desk_does_not_come_from_the_third_day_on(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Una.")).await;
    site.release().await;
    site.advance(Duration::days(2));
    assert!(!says(&mut ana, &code).await, "two days");
    site.advance(Duration::days(1));
    assert!(says(&mut ana, &code).await, "three days, and it never came");
    site.desk(PROSECUTOR).queue().await;
    assert!(!says(&mut ana, &code).await, "it came today");
    site.advance(Duration::days(3));
    assert!(
        says(&mut ana, &code).await,
        "three days since, and it took nothing"
    );
}

async fn what_the_desk_has_is_not_said_to_wait_for_it(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("La de Ana.")).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    desk.acknowledge(item.envelope, &item.digest).await;
    let mut luz = site.reporter();
    let other = luz.report(&Told::crime("La de Luz.")).await;
    site.release().await;
    site.advance(Duration::days(40));
    assert!(says(&mut luz, &other).await, "hers waits");
    assert!(!says(&mut ana, &code).await, "hers is there");
    // What she writes now waits from now on.
    let form = ana.get("/seguimiento/buzon").await.form("/seguimiento/buzon");
    ana.send(&form.fill("text", "Otra cosa.")).await;
    site.release().await;
    assert!(!says(&mut ana, &code).await, "today");
    site.advance(Duration::days(3));
    assert!(says(&mut ana, &code).await, "three days");
}

async fn what_is_not_released_yet_is_not_said_to_wait_for_the_desk(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Una.")).await;
    site.advance(Duration::days(5));
    assert!(!says(&mut ana, &code).await, "no desk can fetch it yet");
}
