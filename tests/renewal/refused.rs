//! Everything that can be wrong with a new directory: said with its file, its line and what to do.

use std::fs;

use ventanilla::institution::DirectoryKey;
use ventanilla::window::in_force::Renewal;

use crate::world::site::institutions::SignedDirectory;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site};

/// A directory with something wrong, and what is said of it.
struct Wrong {
    put: fn(&Site),
    line: &'static str,
    said: &'static str,
    remedy: &'static str,
}

fn raw(site: &Site, change: impl Fn(&str) -> String) {
    let toml = change(&site.institutions.sign(3).toml);
    let signature = site.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    site.put_directory(&SignedDirectory { toml, signature });
}

fn dated(site: &Site, from: &str, until: &str) {
    raw(site, |text| {
        let text = text.replacen(
            "valid_from = \"2026-11-01\"",
            &format!("valid_from = \"{from}\""),
            1,
        );
        text.replacen(
            "valid_until = \"2027-10-31\"",
            &format!("valid_until = \"{until}\""),
            1,
        )
    });
}

const WRONG: &[Wrong] = &[
    Wrong {
        put: |site| raw(site, |text| text.replacen("id = ", "color = \"rojo\"\nid = ", 1)),
        line: "line 6: ",
        said: "unknown field `color`",
        remedy: "Correct that line, raise the version and sign it again.",
    },
    Wrong {
        put: |site| raw(site, |text| text.replacen("version = 3", "version = \"tres\"", 1)),
        line: "line 1: ",
        said: "invalid type",
        remedy: "Correct that line",
    },
    Wrong {
        put: |site| {
            raw(site, |text| {
                text.replace("\"contraloria-oaxaca\"", "\"control-federal\"")
            });
        },
        line: "line ",
        said: "control-federal: this id stands there twice",
        remedy: "Correct that line",
    },
    Wrong {
        put: |site| {
            let (stranger, _file) = DirectoryKey::generate(None).unwrap();
            let mut signed = site.institutions.sign(3);
            signed.signature = stranger.sign(signed.toml.as_bytes(), "test").unwrap();
            site.put_directory(&signed);
        },
        line: "",
        said: "which is not trusted",
        remedy: "If that key is right, name it among the trusted ones; if not, do not use this file.",
    },
    Wrong {
        put: |site| {
            let mut signed = site.institutions.sign(3);
            signed.toml = signed.toml.replacen("age1pq1", "age1pq2", 1);
            site.put_directory(&signed);
        },
        line: "",
        said: "is not what was signed",
        remedy: "somebody changed it: do not use it.",
    },
    Wrong {
        put: |site| site.put_directory(&site.institutions.sign(1)),
        line: "",
        said: "is older than one seen before: version 1, seen 2",
        remedy: "Fetch the newest directory, or sign the next version.",
    },
    Wrong {
        put: |site| {
            // Whoever puts it back deletes the record too: the one in force is remembered all the same.
            fs::remove_file(site.folder().join("seen")).unwrap();
            site.put_directory(&site.institutions.sign(1));
        },
        line: "",
        said: "is older than one seen before: version 1, seen 2",
        remedy: "Fetch the newest directory",
    },
    Wrong {
        put: |site| dated(site, "2026-11-24", "2027-10-31"),
        line: "",
        said: "is not valid yet: its first day is 2026-11-24",
        remedy: "Check the date of this machine",
    },
    Wrong {
        put: |site| dated(site, "2026-11-01", "2026-11-22"),
        line: "",
        said: "expired: its last day was 2026-11-22",
        remedy: "Check the date of this machine",
    },
    Wrong {
        put: |site| fs::remove_file(site.folder().join("directory.toml")).unwrap(),
        line: "",
        said: "No such file",
        remedy: "Check that it is there and who may use it.",
    },
    Wrong {
        put: |site| fs::write(site.folder().join("seen"), "de todo").unwrap(),
        line: "",
        said: "not a record of what was seen",
        remedy: "put back from a copy, not deleted",
    },
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_wrong_with_a_new_directory_is_said_with_what_to_do_and_the_one_in_force_stays() {
    let site = Site::new(Engine::Sqlite).await;
    let second = site.institutions.sign(2);
    site.put_directory(&second);
    site.in_force.renew().await.unwrap();
    for wrong in WRONG {
        (wrong.put)(&site);
        let said = site.in_force.renew().await.unwrap_err().to_string();
        let folder = site.folder().to_str().unwrap();
        for words in [folder, wrong.line, wrong.said, wrong.remedy] {
            assert!(said.contains(words), "{words} in {said}");
        }
        let public = site.reporter().get("/directorio.toml").await;
        assert_eq!(public.body, second.toml.as_bytes(), "{said}");
        let told = Told::crime(wrong.said);
        assert!(site.reporter().file(&told).await.code().is_some(), "{said}");
        // As it was before.
        let seen = site.folder().join("seen");
        if seen.exists() {
            fs::remove_file(seen).unwrap();
        }
        site.put_directory(&second);
        assert_eq!(site.in_force.renew().await.unwrap(), Renewal::Nothing);
    }
}
