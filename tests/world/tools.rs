//! Running other programs: to the end with [`run`], or beside the test as [`Running`], which never outlives it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The path of a program that `scripts/test` installs.
pub(crate) fn require(program: &str) -> PathBuf {
    let path = environment("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| panic!("{program} is not installed: install with scripts/test"))
}

/// A variable that `scripts/test` or the person who runs the tests has set.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests are told where their servers are"
)]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A file of the repository, by its path from the top.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A command of an installed program.
pub(crate) fn command<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> Command {
    let mut command = Command::new(require(program));
    command.args(arguments);
    command
}

/// Runs a program to its end and gives what it printed; panics with what it complained of.
pub(crate) fn run<A: AsRef<OsStr>>(program: &str, arguments: &[A], stdin: &[u8]) -> Vec<u8> {
    attempt(&mut command(program, arguments), stdin).unwrap_or_else(|complaint| panic!("{complaint}"))
}

/// Runs a command to its end: what it printed, or how it failed.
pub(crate) fn attempt(command: &mut Command, stdin: &[u8]) -> Result<Vec<u8>, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{command:?} did not start: {error}"))?;
    let mut input = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        // A program that does not read all of its input is not at fault.
        scope.spawn(move || input.write_all(stdin).is_ok());
        child.wait_with_output().unwrap()
    });
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!(
        "{command:?} ended with {}\nstdout: {}\nstderr: {}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    ))
}

/// A port that was free a moment ago, below those that the system gives to connections going out, so that
/// none of these takes it before the program does.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    wait_for("a free port", || {
        let drawn = u16::try_from(std::process::id() % 1_000).unwrap() * 16;
        let port = 12_000 + (drawn + NEXT.fetch_add(4, Ordering::Relaxed)) % 20_000;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok().map(|_| port)
    })
}

/// Asks again, twenty times a second and for half a minute at most, until there is an answer.
pub(crate) fn wait_for<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(found) = answer() {
            return found;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("waited in vain for {what}")
}

/// Does the same with every item, so many at a time; the results stand in the order of the items.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    let take = || {
        let place = next.fetch_add(1, Ordering::Relaxed);
        items.get(place).map(|item| (place, item))
    };
    let one = || {
        while let Some((place, item)) = take() {
            let result = work(item);
            results.lock().unwrap().insert(place, result);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(one);
        }
    });
    results.into_inner().unwrap().into_values().collect()
}

/// How often or how many, as `scripts/soak` wants it, or otherwise.
pub(crate) fn number(variable: &str, otherwise: usize) -> usize {
    environment(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// Prints figures for `scripts/soak`.
#[expect(clippy::print_stdout, reason = "figures for scripts/soak")]
pub(crate) fn tell(figures: &str) {
    println!("{figures}");
}

/// A program beside the test, killed when dropped. What it prints goes to a file.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts a command whose output is added to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        let output = File::options().create(true).append(true).open(log).unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} did not start: {error}"));
        Self {
            child,
            log: log.to_owned(),
        }
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has printed until now.
    pub(crate) fn printed(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap()).into_owned()
    }

    /// Returns when it accepts connections on a loopback port.
    pub(crate) fn wait_until_it_listens(&mut self, port: u16) {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        wait_for("the program to listen", || {
            self.must_run();
            TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()
        });
    }

    /// Panics with what it printed when it has ended.
    pub(crate) fn must_run(&mut self) {
        if let Some(status) = self.child.try_wait().unwrap() {
            panic!("the program ended with {status}:\n{}", self.printed());
        }
    }

    /// Asks it to stop, as a service manager would, and returns how it ended.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        if let Some(status) = self.child.try_wait().unwrap() {
            return status;
        }
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        wait_for("a program to stop", || self.child.try_wait().unwrap())
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait_until_it_ends(&mut self) -> ExitStatus {
        wait_for("a program to end", || self.child.try_wait().unwrap())
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself needs no killing.
        match self.child.kill().and_then(|()| self.child.wait()) {
            Ok(_) | Err(_) => {}
        }
    }
}

mod tests {
    use super::{Running, attempt, command, free_port, repository, require, run};

    #[test]
    fn a_program_reads_its_input_and_its_output_comes_back() {
        let input = vec![7; 1 << 20];
        assert_eq!(run("cat", &[] as &[&str], &input), input);
    }

    #[test]
    fn a_failure_tells_the_command_and_its_complaint() {
        let complaint = attempt(&mut command("sh", &["-c", "echo no >&2; exit 3"]), b"").unwrap_err();
        assert!(complaint.contains("echo no"), "{complaint}");
        assert!(
            complaint.contains("exit status: 3") && complaint.contains("stderr: no"),
            "{complaint}"
        );
    }

    #[test]
    #[should_panic(expected = "install with scripts/test")]
    fn a_missing_program_names_the_script_that_installs_it() {
        require("no-such-program");
    }

    #[test]
    fn every_program_of_the_tests_is_installed() {
        let programs = [
            "7z", "age", "bsdtar", "chromium", "minisign", "node", "psql", "strace", "unzip",
        ];
        assert_eq!(programs.map(|program| require(program).is_file()), [true; 9]);
    }

    #[test]
    fn a_server_is_awaited_then_asked_to_stop() {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let script = format!(
            "import http.server as s; s.test(s.BaseHTTPRequestHandler, port={port}, bind='127.0.0.1')"
        );
        let mut server = Running::start(
            &mut command("python3", &["-uc", &script]),
            &folder.path().join("log"),
        );
        server.wait_until_it_listens(port);
        assert!(
            server.id() > 0 && server.printed().contains("127.0.0.1"),
            "{}",
            server.printed()
        );
        assert!(!server.stop().success());
    }

    #[test]
    fn a_dropped_program_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let server = Running::start(&mut command("sleep", &["60"]), &folder.path().join("log"));
        let process = repository("/proc").join(server.id().to_string());
        assert!(process.exists());
        drop(server);
        assert!(!process.exists());
    }

    #[test]
    fn a_killed_program_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Running::start(&mut command("sleep", &["60"]), &folder.path().join("log"));
        server.kill();
        assert!(!repository("/proc").join(server.id().to_string()).exists());
    }
}
