//! Chromium without JavaScript, driven by the scripts of `tests/tools`.

use std::ffi::OsStr;

use super::tools::{repository, run};

/// Runs a script of `tests/tools`; panics with what it complained of when it fails.
pub(crate) fn script<A: AsRef<OsStr>>(name: &str, arguments: &[A]) -> String {
    let mut all = vec![repository("tests/tools").join(name).into_os_string()];
    all.extend(arguments.iter().map(|argument| argument.as_ref().to_owned()));
    String::from_utf8(run("node", &all, b"")).unwrap()
}

mod tests {
    use std::fs;

    use super::script;
    use crate::world::tools::{Running, command, free_port, repository, run};

    #[test]
    fn every_fault_of_a_page_is_noticed() {
        run(
            "node",
            &[
                "--test".into(),
                repository("tests/tools/browser.test.mjs").into_os_string(),
            ],
            b"",
        );
    }

    #[test]
    fn a_page_is_photographed_wide_and_narrow_by_day_and_by_night() {
        let folder = tempfile::tempdir().unwrap();
        let (site, pictures) = (folder.path().join("site"), folder.path().join("pictures"));
        fs::create_dir(&site).unwrap();
        fs::write(
            site.join("mark.svg"),
            r#"<svg xmlns="http://www.w3.org/2000/svg"/>"#,
        )
        .unwrap();
        let head = r#"<html lang="es"><head><title>Prueba</title><link rel="icon" href="mark.svg"></head>"#;
        fs::write(
            site.join("index.html"),
            format!("<!doctype html>{head}<body><h1>Prueba</h1></body></html>"),
        )
        .unwrap();
        let port = free_port();
        let mut server = command(
            "python3",
            &["-m", "http.server", "--bind", "127.0.0.1", "--directory"],
        );
        server.arg(&site).arg(port.to_string());
        let mut server = Running::start(&mut server, &folder.path().join("log"));
        server.wait_until_it_listens(port);
        script(
            "screens.mjs",
            &[
                pictures.to_str().unwrap(),
                &format!("home=http://127.0.0.1:{port}/"),
            ],
        );
        assert_eq!(fs::read_dir(&pictures).unwrap().count(), 4);
    }
}
