//! What the clerk reads on the terminal.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::batch::{Fault, Manifest};
use crate::diagnostic::{Report, Sources, summary, to_terminal};

/// Prints to the output stream. A reader that has closed it, such as `head`,
/// has what it wanted; the work goes on.
pub fn text(text: &str) {
    let mut out = io::stdout().lock();
    let _closed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line to the output stream.
pub fn line(line: impl std::fmt::Display) {
    text(&format!("{line}\n"));
}

/// Prints how many documents came out in which way.
pub fn counts(manifest: &Manifest, folder: &Path) {
    let skipped = match manifest.skipped {
        0 => String::new(),
        n => format!("跳过{n}份，"),
    };
    line(format_args!(
        "共{}份：成功{}份，{skipped}失败{}份。存放在 {}",
        manifest.planned,
        manifest.made,
        manifest.failed,
        folder.display()
    ));
}

/// Prints a report to the error stream.
pub fn print(report: &mut Report, sources: &Sources) {
    if report.is_empty() {
        return;
    }
    report.sort();
    eprint!("{}", to_terminal(report, sources, io::stderr().is_terminal()));
}

/// Prints a report that stops a command, with its count; gives the exit code.
pub fn stop(report: &mut Report, sources: &Sources) -> u8 {
    print(report, sources);
    eprintln!("{}", summary(report));
    super::FOUND
}

/// Prints what the machine failed at; gives the exit code.
pub fn fault(fault: &Fault) -> u8 {
    eprintln!("错误: {fault}");
    if fault.is_busy() {
        eprintln!("  请等那一个做完，或者用 --out 换一个文件夹");
    } else {
        eprintln!("  请检查文件夹的权限和磁盘空间，或者用 --out 换一个文件夹");
    }
    super::FAILED
}
