//! What the clerk reads on the terminal.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::batch::{Counts, Fault, SameNumber};
use crate::diagnostic::{Report, Severity, Sources, reason, summary, to_terminal};

/// Whether something could not be printed to the output stream.
static CUT: AtomicBool = AtomicBool::new(false);

/// Prints to the output stream. A reader that has closed it, such as `head`,
/// has what it wanted; the work goes on. Where what is printed is kept in a file and
/// cannot be, it is said once, and the program [fails](is_cut) in the end.
pub fn text(text: &str) {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    drop(out);
    if let Err(error) = printed
        && error.kind() != io::ErrorKind::BrokenPipe
        && !CUT.swap(true, Ordering::Relaxed)
    {
        let message = format_args!("输出的内容没有存全：{}", reason(&error));
        wrong(message, "请腾出磁盘空间，或者存到别处，再运行一次");
    }
}

/// Whether what was printed is not all there.
pub fn is_cut() -> bool {
    CUT.load(Ordering::Relaxed)
}

/// Prints a line to the output stream.
pub fn line(line: impl Display) {
    text(&format!("{line}\n"));
}

/// Prints to the error stream; the work goes on where nobody reads it any more, as
/// after a logout.
pub fn complaint(text: &str) {
    let _closed = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints a line to the error stream.
pub fn complain(line: impl Display) {
    complaint(&format!("{line}\n"));
}

/// Prints what keeps a command from its work and what to do; gives the exit code.
pub fn wrong(message: impl Display, help: impl Display) -> u8 {
    complain(format_args!("错误: {message}\n  {help}"));
    super::FAILED
}

/// Prints how many documents came out in which way.
pub fn counts(counts: &Counts, folder: &Path) {
    let skipped = match counts.skipped {
        0 => String::new(),
        n => format!("跳过{n}份，"),
    };
    let by_hand = match counts.by_hand {
        0 => String::new(),
        n => format!("；照改过的文稿排版的有{n}份"),
    };
    line(format_args!(
        "共{}份：成功{}份，{skipped}失败{}份{by_hand}。存放在 {}",
        counts.planned,
        counts.made,
        counts.failed,
        folder.display()
    ));
}

/// Prints a report to the error stream.
pub fn print(report: &mut Report, sources: &Sources) {
    if report.is_empty() {
        return;
    }
    report.sort();
    complaint(&to_terminal(report, sources, io::stderr().is_terminal()));
}

/// Names documents that have one 发文字号: no two may go out with it.
pub fn same_numbers(numbers: &[SameNumber]) {
    for SameNumber { number, keys } in numbers {
        complain(format_args!(
            "警告: 有{}份文书用了同一个发文字号 {number}：{}\n  \
             请在改过的文稿里改正“发文字号”",
            keys.len(),
            keys.join("、"),
        ));
    }
}

/// Prints what there is to say before the documents are made, of the hints of each rule
/// only some: in hundreds that are alike the one that matters is not seen.
pub fn advise(mut report: Report, sources: &Sources) {
    const SHOWN: usize = 5;
    report.sort();
    let (mut shown, mut times) = (Report::new(), BTreeMap::new());
    for diagnostic in report.into_diagnostics() {
        if diagnostic.severity == Severity::Hint {
            let times = times.entry(diagnostic.id).or_insert(0);
            *times += 1;
            if *times > SHOWN {
                continue;
            }
        }
        shown.push(diagnostic);
    }
    print(&mut shown, sources);
    let more: Vec<String> = times
        .into_iter()
        .filter(|(_, times)| *times > SHOWN)
        .map(|(id, times)| format!("{id} {} 个", times - SHOWN))
        .collect();
    if !more.is_empty() {
        complain(format_args!(
            "同样的提示不再一一列出：还有 {}；要看全部，请运行 dudao check\n",
            more.join("、")
        ));
    }
}

/// Prints a report that stops a command, with its count; gives the exit code.
pub fn stop(report: &mut Report, sources: &Sources) -> u8 {
    print(report, sources);
    complain(summary(report));
    super::FOUND
}

/// Prints what the machine failed at; gives the exit code.
pub fn fault(fault: &Fault) -> u8 {
    let help = if fault.is_busy() {
        "请等那一个做完，或者用 --out 换一个文件夹"
    } else if fault.is_denied() {
        "请关上正打开它的程序，再运行一次；没有打开的，请检查有没有写这个文件夹的权限"
    } else if fault.is_in_the_way() {
        "没有覆盖它：请把它改名或者移走，或者换一个名称"
    } else if fault.is_full() {
        "请腾出磁盘空间，再运行一次"
    } else {
        "请检查文件夹的权限和磁盘空间，或者用 --out 换一个文件夹"
    };
    wrong(fault, help)
}
