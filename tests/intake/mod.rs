//! Filing: what a person sends reaches the institution she was shown, once, and nothing else is kept.

mod broken;
mod changed;
mod doubt;
mod faults;
mod reader;
mod receipt;
mod refused;
mod same;
mod walls;

use sha2::{Digest as _, Sha256};

use crate::world::site::institutions::{COMPTROLLER, CONTROL, PROSECUTOR};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_story_reaches_the_institution_that_was_shown,
    twenty_files_reach_the_desk_as_they_were_sent,
    sixty_four_people_who_file_at_once_get_sixty_four_codes_that_open,
);

async fn a_story_reaches_the_institution_that_was_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let story = "Me pidieron \"mordida\" <b>ayer</b> & hoy.\nÑandú, 5 €, 😀.";
    for (told, reader) in [
        (Told::crime(story), PROSECUTOR),
        (Told::offence(story), COMPTROLLER),
        (Told::federal(story), CONTROL),
    ] {
        let code = site.reporter().report(&told).await;
        assert_eq!(code.split(' ').count(), 9, "{code}");
        site.release().await;
        let reports = site.desk(reader).read_all().await;
        let [report] = reports.as_slice() else {
            panic!("{} reports at {reader}", reports.len())
        };
        assert_eq!(report.contents().text, story);
        assert_eq!(report.contents().institution, reader);
    }
    assert_eq!(site.rows().await, [3, 3, 3, 3]);
    assert!(site.objects().is_empty(), "a text-only report lies in its row");
}

async fn twenty_files_reach_the_desk_as_they_were_sent(engine: Engine) {
    let site = Site::new(engine).await;
    let files: Vec<Upload> = (0..20_u8)
        .map(|number| Upload::new("secreto.bin", vec![number; 1000 * usize::from(number)]))
        .collect();
    let told = Told::crime("Con veinte pruebas.").with(files);
    let receipt = site.reporter().file(&told).await;
    assert!(receipt.says("20.bin") && !receipt.says("secreto"));
    assert_eq!(site.objects().len(), 1, "more than 128 KiB is an object");
    site.release().await;
    let mut reports = site.desk(PROSECUTOR).read_all().await;
    let report = reports.first_mut().unwrap();
    assert_eq!(report.contents().files.len(), 20);
    for (index, sent) in told.files.iter().enumerate() {
        let mut received = Vec::new();
        report.copy_file(index, &mut received).unwrap();
        assert_eq!(Sha256::digest(&received), Sha256::digest(&sent.content));
        assert_eq!(report.contents().files[index].original, None);
    }
}

async fn sixty_four_people_who_file_at_once_get_sixty_four_codes_that_open(engine: Engine) {
    const PEOPLE: usize = 64;
    let site = Site::new(engine).await;
    let mut ready = Vec::new();
    for number in 0..PEOPLE {
        let mut person = site.reporter();
        let form = person.prepare(&Told::crime(&format!("Historia {number}"))).await;
        ready.push((person, form));
    }
    let mut filing = tokio::task::JoinSet::new();
    for (mut person, form) in ready {
        filing.spawn(async move { person.send(&form).await });
    }
    let receipts = filing.join_all().await;
    let mut codes: Vec<String> = receipts
        .into_iter()
        .map(|receipt| receipt.must_be(http::StatusCode::OK).code().unwrap())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), PEOPLE);
    site.release().await;
    let mut stories: Vec<String> = Vec::new();
    for report in site.desk(PROSECUTOR).read_all().await {
        stories.push(report.contents().text.clone());
    }
    stories.sort();
    let mut told: Vec<String> = (0..PEOPLE).map(|number| format!("Historia {number}")).collect();
    told.sort();
    assert_eq!(stories, told);
    for code in codes {
        let page = site.reporter().enter(&code).await;
        assert!(page.says("Registrada"), "{}", page.html());
    }
}
