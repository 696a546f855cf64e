//! Filing: what a person sends reaches the institution she was shown, once, and nothing else is kept.

use sha2::{Digest as _, Sha256};

use crate::world::site::institutions::{COMPTROLLER, CONTROL, PROSECUTOR};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_story_reaches_the_institution_that_was_shown,
    twenty_files_reach_the_desk_as_they_were_sent,
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
}

async fn twenty_files_reach_the_desk_as_they_were_sent(engine: Engine) {
    let site = Site::new(engine).await;
    let files: Vec<Upload> = (0..20_u8)
        .map(|number| Upload::new("secreto.bin", vec![number; 1000 * usize::from(number)]))
        .collect();
    let told = Told::crime("Con veinte pruebas.").with(files);
    site.reporter().report(&told).await;
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
