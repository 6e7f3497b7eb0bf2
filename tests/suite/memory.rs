//! Memory stays level over many letters, whether they can be set or not. Read from
//! Linux, which tells it of each process.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::batch::{build, manifest, workbook};
use crate::resume::with_wording;

/// The most memory that a command held at once, in MB.
fn peak(command: &mut Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        peak = kilobytes.map_or(peak, |number| number.parse().unwrap());
        std::thread::sleep(Duration::from_millis(5));
    }
    peak / 1000
}

/// The peak of a build of so many letters, of which none or all can be set.
fn of_letters(folder: &Path, count: usize, failing: bool) -> u64 {
    let folder = folder.join(format!("{count}-{failing}"));
    std::fs::create_dir(&folder).unwrap();
    let (path, templates, out) =
        (workbook(&folder, count), folder.join("模板"), folder.join("out"));
    // Nothing but a table that lies on its side is left for the page of the closing.
    let table = "横表：得分\n\n|学校|得分|\n|---|---|\n|一小|90|\n";
    with_wording(&templates, if failing { table } else { "" });
    let more = ["--threads", "1", "--templates", templates.to_str().unwrap()];
    let peak = peak(&mut build(&path, &out, &more));
    let manifest = manifest(&out);
    assert_eq!(if failing { manifest.counts.failed } else { manifest.counts.made }, count);
    peak
}

#[test]
fn letters_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    for failing in [false, true] {
        let few = of_letters(folder.path(), 20, failing);
        let many = of_letters(folder.path(), 120, failing);
        // Without ageing Typst's memory a letter leaves more than 1 MB.
        assert!(few > 0 && many < few + 40, "{few} MB for 20, {many} MB for 120");
    }
}
