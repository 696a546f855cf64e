//! A real SMTP server that keeps each letter as a file.

use std::fs;
use std::path::{Path, PathBuf};

use super::tools::{Running, command, free_port, repository, wait_for};

/// An SMTP server on loopback, stopped when dropped.
#[derive(Debug)]
pub(crate) struct MailServer {
    port: u16,
    folder: PathBuf,
    _server: Running,
}

impl MailServer {
    /// Starts a server that keeps letters in `folder`, which it makes.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_refusing(folder, 0)
    }

    /// Starts a server that turns away the first letters for the time being, as a busy one does.
    pub(crate) fn start_refusing(folder: &Path, first: u32) -> Self {
        fs::create_dir_all(folder).unwrap();
        let port = free_port();
        let mut command = command("/usr/bin/python3", &[repository("tests/tools/smtp.py")]);
        command.arg(port.to_string()).arg(folder).arg(first.to_string());
        let mut server = Running::start(&mut command, &folder.join("server.log"));
        server.wait_until_it_listens(port);
        Self {
            port,
            folder: folder.to_owned(),
            _server: server,
        }
    }

    /// Where it listens, on `127.0.0.1`.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The letters received, oldest first: envelope in `X-Envelope-From` and `X-Envelope-To`, how the
    /// sender greeted in `X-Greeting`, then the letter.
    pub(crate) fn letters(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = fs::read_dir(&self.folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files
            .iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect()
    }

    /// Waits until at least so many letters are there.
    pub(crate) fn wait_for_letters(&self, count: usize) -> Vec<String> {
        wait_for("letters", || {
            Some(self.letters()).filter(|letters| letters.len() >= count)
        })
    }
}

mod tests {
    use super::MailServer;
    use crate::world::tools::{attempt, command};

    const SEND: &str = "
import smtplib, sys
server = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
server.sendmail('ventanilla@example.org', ['mesa@example.org'], 'Subject: Hay algo nuevo\\n\\nEntra a la mesa.\\n')
";

    fn send(server: &MailServer) -> Result<Vec<u8>, String> {
        attempt(
            &mut command("python3", &["-c", SEND, &server.port().to_string()]),
            b"",
        )
    }

    #[test]
    fn a_letter_is_kept_whole() {
        let folder = tempfile::tempdir().unwrap();
        let server = MailServer::start(folder.path());
        send(&server).unwrap();
        let letters = server.wait_for_letters(1);
        assert_eq!(letters.len(), 1);
        for part in [
            "X-Envelope-To: mesa@example.org",
            "Subject: Hay algo nuevo",
            "Entra a la mesa.",
        ] {
            assert!(letters[0].contains(part), "{}", letters[0]);
        }
    }

    #[test]
    fn a_letter_that_is_turned_away_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let server = MailServer::start_refusing(folder.path(), 1);
        let complaint = send(&server).unwrap_err();
        assert!(complaint.contains("451"), "{complaint}");
        assert_eq!(server.letters(), [] as [&str; 0]);
        send(&server).unwrap();
        assert_eq!(server.wait_for_letters(1).len(), 1);
    }
}
