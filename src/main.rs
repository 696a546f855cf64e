//! argv to command to exit code.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use ventanilla::command;
use zeroizing_alloc::ZeroAlloc;

/// Freed memory is overwritten: what a person told must not outlive its request.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let done = command::harden().and_then(|()| {
        let arguments = command::Arguments::parse();
        command::run(&arguments, &mut io::stdout())
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<command::Exit>() => error
            .downcast_ref()
            .map_or(ExitCode::FAILURE, |command::Exit(code)| ExitCode::from(*code)),
        Err(error) => match writeln!(io::stderr(), "ventanilla: {error:#}") {
            Ok(()) | Err(_) => ExitCode::FAILURE,
        },
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
