//! The process edge: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    dudao::cli::run(std::env::args_os())
}
