//! A signed folder in the place of the tables in the program: it counts from the start, changes with the directory
//! or not at all, and never goes back.

use std::fs;
use std::path::Path;

use ventanilla::catalogue::{Catalogue, Files};
use ventanilla::institution::{DirectoryKey, Scope};
use ventanilla::window::in_force::Renewal;

use crate::world::site::institutions::{CONTROL, PROSECUTOR};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, NOW, Plan, Site, on_both_engines};

on_both_engines!(
    a_folder_in_the_place_of_the_programs_tables_decides_and_is_named_in_the_envelope,
    a_catalogue_and_a_directory_come_into_force_together_or_not_at_all,
);

const SECTION: &str = "[catalogue]\nfolder = \"reglas\"\nseen = \"reglas.seen\"\n";
const ENTE: &str = "fed-lluvia";

/// Puts a version of the tables, with an ente of its own, into the folder of the window.
fn put(folder: &Path, version: u64, key: &DirectoryKey, name: &str) {
    let mut files = Files::embedded();
    let entes = String::from_utf8(files.find("entes.csv").unwrap().to_vec()).unwrap();
    let row = format!("{ENTE},{name},IL,FEDERAL,EJECUTIVO,,,,ORDINARIO,diseño\n");
    files.put("entes.csv", format!("{entes}{row}").into_bytes());
    let manifest = Catalogue::read(&files).unwrap().manifest().to_toml(&files);
    let manifest = manifest.replacen("version = 1", &format!("version = {version}"), 1);
    let signature = key.sign(manifest.as_bytes(), "test").unwrap();
    files.put("catalogo.toml", manifest.into_bytes());
    let folder = folder.join("reglas");
    fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in files.iter() {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::write(folder.join("catalogo.toml.minisig"), signature).unwrap();
}

/// A site whose directory has an institution for an ente that only the folder knows.
async fn begin(engine: Engine) -> Site {
    let mut plan = Plan::new(engine).with(SECTION);
    let control = &mut plan.institutions.find_mut(CONTROL).listed;
    control.scope = Scope {
        ente: vec![ENTE.parse().unwrap()],
        ..Scope::default()
    };
    put(
        plan.folder.path(),
        5,
        &plan.institutions.key,
        "Instituto de la Lluvia",
    );
    plan.put_directory(&plan.institutions.sign(1));
    plan.open().await
}

fn rules(site: &Site) -> u64 {
    site.in_force.window().filing.intake.catalogue.manifest().version
}

async fn a_folder_in_the_place_of_the_programs_tables_decides_and_is_named_in_the_envelope(engine: Engine) {
    let site = begin(engine).await;
    let listed = site.reporter().get("/instituciones").await;
    assert!(listed.says("Instituto de la Lluvia"), "{}", listed.html());
    site.reporter().report(&Told::crime("Pidieron dinero.")).await;
    site.release().await;
    let [read] = site.desk(PROSECUTOR).read_all().await.try_into().unwrap();
    assert_eq!(read.contents().competence.as_ref().unwrap().catalogue, 5);
}

async fn a_catalogue_and_a_directory_come_into_force_together_or_not_at_all(engine: Engine) {
    let site = begin(engine).await;
    let renew = || async { site.in_force.renew().await };
    assert_eq!(renew().await.unwrap(), Renewal::Nothing);
    put(site.folder(), 6, &site.institutions.key, "Instituto del Granizo");
    assert_eq!(renew().await.unwrap(), Renewal::Taken);
    assert_eq!((site.version(), rules(&site)), (1, 6));
    assert!(
        site.reporter()
            .get("/instituciones")
            .await
            .says("Instituto del Granizo")
    );
    // A good directory beside a catalogue by nobody we trust.
    let stranger = DirectoryKey::generate(None).unwrap().0;
    put(site.folder(), 7, &stranger, "Instituto de la Nieve");
    site.put_next_directory();
    let refused = renew().await.unwrap_err().to_string();
    let folder = site.folder().join("reglas");
    for words in [
        folder.to_str().unwrap(),
        "which is not trusted",
        "do not use this folder",
    ] {
        assert!(refused.contains(words), "{words} in {refused}");
    }
    assert_eq!((site.version(), rules(&site)), (1, 6));
    // A good catalogue beside a directory that its tables do not know.
    put(site.folder(), 7, &site.institutions.key, "Instituto de la Nieve");
    let entes = fs::read_to_string(folder.join("entes.csv")).unwrap();
    fs::write(folder.join("entes.csv"), entes.replace("Nieve", "Niebla")).unwrap();
    let refused = renew().await.unwrap_err().to_string();
    assert!(refused.contains("not what was signed: entes.csv"), "{refused}");
    assert_eq!((site.version(), rules(&site)), (1, 6));
    put(site.folder(), 7, &site.institutions.key, "Instituto de la Nieve");
    assert_eq!(renew().await.unwrap(), Renewal::Taken);
    assert_eq!((site.version(), rules(&site)), (2, 7));
    // Whoever puts the old one back, and takes the record away too.
    fs::remove_file(site.folder().join("reglas.seen")).unwrap();
    put(site.folder(), 6, &site.institutions.key, "Instituto del Granizo");
    let refused = renew().await.unwrap_err().to_string();
    assert!(refused.contains("version 6, seen 7"), "{refused}");
    assert_eq!(rules(&site), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_starts_with_no_catalogue_that_is_older_than_one_seen_or_lacks_an_ente_of_the_directory() {
    let mut plan = Plan::new(Engine::Sqlite).with(SECTION);
    put(
        plan.folder.path(),
        5,
        &plan.institutions.key,
        "Instituto de la Lluvia",
    );
    plan.try_open(NOW).await.unwrap();
    put(
        plan.folder.path(),
        4,
        &plan.institutions.key,
        "Instituto de la Lluvia",
    );
    let refused = plan.try_open(NOW).await.unwrap_err().to_string();
    assert!(refused.contains("version 4, seen 5"), "{refused}");
    put(
        plan.folder.path(),
        5,
        &plan.institutions.key,
        "Instituto de la Lluvia",
    );
    let control = &mut plan.institutions.find_mut(CONTROL).listed;
    control.scope.ente = vec!["fed-sol".parse().unwrap()];
    plan.put_directory(&plan.institutions.sign(2));
    let refused = plan.try_open(NOW).await.unwrap_err().to_string();
    assert!(
        refused.contains("line ") && refused.contains("fed-sol is no ente of the catalogue"),
        "{refused}"
    );
    fs::remove_file(plan.folder.path().join("reglas/catalogo.toml.minisig")).unwrap();
    let refused = plan.try_open(NOW).await.unwrap_err().to_string();
    assert!(
        refused.contains("the catalogue is not signed. Sign it with"),
        "{refused}"
    );
}
