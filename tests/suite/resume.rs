//! Runs that are broken off, by Ctrl-C, a kill or a full disk, and taken up again:
//! what is there and right stays, nothing else does.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use dudao::batch::{
    Asked, BookList, Bound, Build, Folder, Formats, Manifest, Project, Selection, Shard, bind,
    plan,
};
use dudao::diagnostic::{Report, Sources};
use dudao::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};

use crate::batch::{build, files, letters, made, manifest, ok, run, school, workbook};

/// How many letters a run that is still going has made.
fn count(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().filter(|e| e.path().extension().is_some_and(|e| e == "pdf")).count()
}

fn letters_of(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.clone().into_iter().filter(|(name, _)| name.ends_with(".pdf")).collect()
}

/// A run that is stopped before its first letter, and whether a book was bound of
/// what is there.
fn stopped(workbook: &Path, out: &Path, shard: Option<Shard>) -> Bound {
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let project = Project::open(workbook, None, &mut sources, &mut report).unwrap();
    let ledger = project.ledger();
    let writer = project.writer(&ledger, &sources, &mut report).unwrap();
    let selection = Selection { shard, ..Selection::default() };
    let plan = plan(&project.workbook, &writer, &selection, &mut report);
    let formats = Formats { pdf: true, md: false };
    let asked = Asked { selection, formats, resume: true };
    let fonts = FontSources { system: false, ..FontSources::default() };
    let fonts = Fonts::discover(&fonts).unwrap();
    let typesetter = Typesetter::new(fonts, &Profile::default(), Standard::Archive);
    let folder = Folder::open(out, shard).unwrap();
    let run = Build {
        project: &project,
        read: project.digest(&sources),
        writer: &writer,
        typesetter: Some(&typesetter),
        by_hand: None,
        asked: &asked,
        threads: NonZero::<usize>::MIN,
        give_back: || {},
    };
    let stop = AtomicBool::new(true);
    let built = run.run(&plan, &folder, &mut sources, &stop, |_, _, _| {}).unwrap();
    let Manifest { counts, editions, .. } = built.manifest;
    assert_eq!(counts.stopped, counts.planned);
    let book = out.join("付印.pdf");
    let bound = bind(&book, &folder, &BookList::of(&editions), &AtomicBool::new(false), || {})
        .unwrap();
    assert!(!book.exists());
    folder.close().unwrap();
    bound
}

/// The workbook with other words in all letters.
fn change(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, text.replace("没有上架", "缺损较多")).unwrap();
}

#[test]
fn what_a_stopped_run_did_not_reach_is_made_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (out, anew) = (folder.path().join("out"), folder.path().join("新"));
    let path = workbook(folder.path(), 3);
    ok(run(&path, &out, &[]));
    change(&path);
    assert_eq!(stopped(&path, &out, None), Bound::Lacking(3), "the letters are old");
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [1, 2, 3].map(school).into());
    ok(run(&path, &anew, &[]));
    assert_eq!(letters(&out), letters(&anew));
    assert!(files(&out)["figures.json"] == files(&anew)["figures.json"]);
}

#[test]
fn a_first_run_that_was_stopped_leaves_no_ledger_for_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (out, anew) = (folder.path().join("out"), folder.path().join("新"));
    let path = workbook(folder.path(), 3);
    let share: Shard = "1/1".parse().unwrap();
    stopped(&path, &out, Some(share));
    let merge = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
        command.args(["manifest", "merge"]).arg(out.join("manifest-1-1.json"));
        command.output().unwrap()
    };
    let lacking = merge();
    assert_eq!(lacking.status.code(), Some(1), "a scheduler does not go on");
    let told = String::from_utf8_lossy(&lacking.stderr).into_owned();
    assert!(told.contains("这一份中途停了，还有3份没有做"), "{told}");
    for folder in [&out, &anew] {
        ok(run(&path, folder, &["--resume", "--shard", "1/1"]));
    }
    ok(merge());
    assert!(files(&out)["figures-1-1.json"] == files(&anew)["figures-1-1.json"]);
}

#[test]
fn letters_of_a_killed_run_on_other_data_do_not_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (out, other) = (folder.path().join("out"), folder.path().join("别的"));
    let path = workbook(folder.path(), 3);
    let text = std::fs::read(&path).unwrap();
    ok(run(&path, &out, &[]));
    let whole = files(&out);
    change(&path);
    ok(run(&path, &other, &[]));
    // Killed after its first letter, and in the middle of writing of the second.
    let row = &manifest(&other).editions[0];
    let name = &row.outputs[0].name;
    std::fs::copy(other.join(name), out.join(name)).unwrap();
    let journal =
        format!("{}\n{{\"place\": 2, \"key\": ", serde_json::to_string(row).unwrap());
    std::fs::write(out.join(".dudao-journal"), journal).unwrap();
    std::fs::write(&path, text).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [school(1)].into());
    assert_eq!(letters(&out), letters_of(&whole));
}

/// Templates with something more at the end of the letter.
pub fn with_wording(templates: &Path, more: &str) {
    let kind = Path::new("kinds/opinion-letter/wording.md");
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(kind);
    let wording = std::fs::read_to_string(built_in).unwrap();
    std::fs::create_dir_all(templates.join(kind).parent().unwrap()).unwrap();
    std::fs::write(templates.join(kind), format!("{wording}\n{more}\n")).unwrap();
}

#[test]
fn own_manuscripts_are_not_taken_for_a_clerks() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let path = workbook(folder.path(), 3);
    let text = std::fs::read_to_string(&path).unwrap();
    let draft = ["--format", "md"];
    ok(run(&path, &out, &draft));

    let templates = folder.path().join("模板");
    with_wording(
        &templates,
        "{% if school.name == \"第2小学\" %}{{ n[\"没有\"] }}{% endif %}",
    );
    let wrong = ["--templates", templates.to_str().unwrap()];
    let failing = run(&path, &out, &[&draft[..], &wrong].concat());
    assert_eq!(failing.status.code(), Some(1));
    let row = &manifest(&out).editions[1];
    assert!(row.status.is_failed(), "{row:?}");
    assert!(row.outputs[0].name.contains("第2小学"), "what is there is listed: {row:?}");
    std::fs::write(&path, text.replace("第2批图书", "第2批教具")).unwrap();
    ok(run(&path, &out, &draft));

    ok(run(&path, &out, &[]));
    change(&path);
    ok(run(&path, &out, &draft));
    let rows = manifest(&out).editions;
    let count = |extension| rows.iter().filter(|row| row.output(extension).is_some()).count();
    assert_eq!((count(".md"), count(".pdf")), (3, 3), "the PDFs are still there");
    // They are of the data before: a run that asks for them makes them.
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out).len(), 3);
}

#[test]
fn whatever_a_letter_is_made_from_counts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let path = workbook(folder.path(), 3);
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, results) = text.split_once("    结果:\n").unwrap();
    assert!(results.starts_with("      - 学校"));
    let head = head.replace(", 发文序号: 1", ", 发文序号: 1, 印章: [章.png]");
    std::fs::write(&path, format!("{head}    结果表: 结果.csv\n")).unwrap();
    let table = "学校,亮点\n001,课程表张贴规范\n002,课程表张贴规范\n003,课程表张贴规范\n";
    std::fs::write(at("结果.csv"), table).unwrap();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages/样章.png");
    let picture = std::fs::read(picture).unwrap();
    std::fs::write(at("章.png"), &picture).unwrap();
    let (out, templates) = (at("out"), at("templates"));
    with_wording(&templates, "");
    let again = || {
        let more = ["--resume", "--templates", templates.to_str().unwrap()];
        ok(run(&path, &out, &more));
        made(&out).len()
    };
    assert_eq!(again(), 3);
    assert_eq!(again(), 0);
    std::fs::write(at("结果.csv"), table.replacen("张贴", "公布", 1)).unwrap();
    assert_eq!(again(), 1, "a cell of the table");
    std::fs::write(at("章.png"), [&picture[..], b"\n"].concat()).unwrap();
    assert_eq!(again(), 3, "the seal");
    with_wording(&templates, "特此通知。");
    assert_eq!(again(), 3, "the template");
    assert_eq!(again(), 0);
    std::fs::rename(at("结果.csv"), at("各校结果.csv")).unwrap();
    let renamed = std::fs::read_to_string(&path).unwrap().replace("结果.csv", "各校结果.csv");
    std::fs::write(&path, renamed).unwrap();
    assert_eq!(again(), 0);
    let figures = String::from_utf8(files(&out)["figures.json"].clone()).unwrap();
    assert!(figures.contains("各校结果.csv") && !figures.contains("/结果.csv"), "{figures}");
}

#[test]
fn resuming_makes_what_is_missing_or_changed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let path = workbook(folder.path(), 6);
    ok(run(&path, &out, &[]));
    let whole = files(&out);
    let name = |n: usize| format!("青政教督〔2025〕{n}号 督导意见书 {}.pdf", school(n));

    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), BTreeSet::new());

    std::fs::remove_file(out.join(name(2))).unwrap();
    std::fs::write(out.join(name(3)), &whole[&name(3)][..100]).unwrap();
    let mut flipped = whole[&name(4)].clone();
    flipped[200] ^= 1;
    std::fs::write(out.join(name(4)), flipped).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [2, 3, 4].map(school).into());
    for n in [3, 4] {
        // It may have been a clerk who changed it.
        std::fs::remove_file(out.join(name(n).replace(".pdf", " 换下.pdf"))).unwrap();
    }
    assert!(letters(&out) == letters_of(&whole));

    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("第5批图书", "第5批教具")).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [school(5)].into());
    assert_ne!(letters(&out)[&name(5)], whole[&name(5)]);

    let two = ["--resume", "--school", "第1小学", "--school", "第5小学"];
    ok(run(&path, &out, &two));
    assert_eq!(made(&out), BTreeSet::new(), "fewer are asked for, none has changed");

    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("版式.yaml"), "页码: 居中\n").unwrap();
    ok(run(&path, &out, &["--resume", "--only", "第1小学"]));
    assert_eq!(made(&out), [school(1)].into(), "the layout changed");
    std::fs::remove_file(folder.path().join("版式.yaml")).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [1, 5].map(school).into());
    assert_eq!(letters(&out), letters_of(&whole));
}

/// How many runs are killed; `DUDAO_KILLS=200 cargo test --test suite killed` for
/// the long test.
#[expect(clippy::disallowed_methods, reason = "how long to test, not what comes out")]
fn kills() -> u32 {
    std::env::var("DUDAO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6)
}

#[test]
fn a_killed_run_leaves_whole_files_and_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 12);
    let text = std::fs::read_to_string(&path).unwrap();
    let versions = [text.clone(), text.replace("没有上架", "缺损较多")];
    let references = versions.each_ref().map(|version| {
        let reference = folder.path().join(if *version == text { "一" } else { "二" });
        std::fs::write(&path, version).unwrap();
        ok(run(&path, &reference, &[]));
        files(&reference)
    });
    let out = folder.path().join("out");
    let mut moment = 1_u64;
    for _ in 0..kills() {
        match moment % 4 {
            0 => drop(std::fs::remove_dir_all(&out)),
            // A run that comes to its end, for the next to be killed over.
            1 => drop(ok(run(&path, &out, &["--resume"]))),
            _ => {}
        }
        // A spread of moments that is the same each time.
        moment = moment
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::fs::write(&path, &versions[(moment >> 56) as usize & 1]).unwrap();
        let mut child = build(&path, &out, &["--resume", "--quiet"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // After so many letters, and a little more.
        let (letters_first, more) = ((moment >> 40) as usize & 7, moment >> 48 & 63);
        while count(&out) < letters_first && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(more));
        kill(&mut child);
        if !out.exists() {
            continue;
        }
        for (name, bytes) in letters(&out) {
            let is_whole = references.iter().any(|whole| whole[&name] == bytes);
            assert!(is_whole, "{name} is not whole");
        }
    }
    for (version, whole) in versions.iter().zip(&references) {
        std::fs::write(&path, version).unwrap();
        ok(run(&path, &out, &["--resume"]));
        let after = files(&out);
        assert_eq!(letters_of(&after), letters_of(whole));
        assert!(after["figures.json"] == whole["figures.json"]);
        assert_eq!(
            after.keys().collect::<Vec<_>>(),
            whole.keys().collect::<Vec<_>>(),
            "nothing is left of the killed runs"
        );
    }
}

fn kill(child: &mut Child) {
    let _may_have_ended = child.kill();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_manifest_that_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 40);
    // A character that no face has: there is something to say.
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("课程表张贴", "课程表𛀁张贴")).unwrap();
    let out = folder.path().join("out");
    let mut child = build(&path, &out, &["--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Nobody reads what it says: the terminal has gone.
    drop(child.stderr.take());
    while count(&out) < 3 {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    let (status, said) = (output.status, String::from_utf8(output.stdout).unwrap());
    let manifest = manifest(&out);
    assert_eq!(manifest.counts.planned, 40);
    if status.code() == Some(130) {
        assert!(manifest.counts.made >= 3 && manifest.counts.skipped > 0, "{manifest:?}");
        let left = format!("还有{}份没有做，加 --resume 再运行一次", manifest.counts.skipped);
        assert!(said.contains(&left), "{said}");
    } else {
        assert_eq!(
            (status.code(), manifest.counts.made),
            (Some(0), 40),
            "it had ended before"
        );
    }
    assert_eq!(letters(&out).len(), manifest.counts.made);
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let mut kill = Command::new("kill");
    assert!(kill.args([name, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_run_under_nohup_outlives_the_logout() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 12);
    let out = folder.path().join("out");
    let dudao = build(&path, &out, &["--quiet"]);
    let mut child = Command::new("sh")
        .args(["-c", "trap '' HUP; exec \"$@\"", "sh"])
        .arg(dudao.get_program())
        .args(dudao.get_args())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count(&out) < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-HUP");
    assert!(child.wait().unwrap().success());
    assert_eq!(manifest(&out).counts.made, 12);
}

/// What a build says with a disk of `size` at `disk`, whose files are then in `kept`;
/// nothing where there is no right to mount one, as root or in a namespace.
#[cfg(target_os = "linux")]
fn on_a_small_disk(
    disk: &Path,
    size: &str,
    kept: &Path,
    arguments: &[&dyn AsRef<OsStr>],
) -> Option<Output> {
    const NO_RIGHT: i32 = 77;
    std::fs::create_dir(disk).unwrap();
    let script = format!(
        "mount -t tmpfs -o size={size} tmpfs \"$0\" || exit {NO_RIGHT}\n\
         disk=$0 kept=$1; shift\n\
         \"$@\"\n\
         code=$?\n\
         mkdir \"$kept\" && cp -a \"$disk/.\" \"$kept\"\n\
         exit $code",
    );
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script])
        .args([disk, kept])
        .args([env!("CARGO_BIN_EXE_dudao"), "build", "--no-system-fonts", "--quiet"])
        .args(arguments)
        .output()
        .ok()?;
    let refused = output.status.code() == Some(NO_RIGHT)
        || String::from_utf8_lossy(&output.stderr).contains("unshare failed");
    (!refused).then_some(output)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 12);
    let (out, kept) = (folder.path().join("out"), folder.path().join("kept"));
    let arguments: [&dyn AsRef<OsStr>; 5] = [&path, &"--threads", &"1", &"--out", &out];
    let Some(output) = on_a_small_disk(&out, "300k", &kept, &arguments) else { return };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("磁盘已满"), "{told}");
    let reference = folder.path().join("参照");
    ok(run(&path, &reference, &[]));
    let whole = letters(&reference);
    for (name, bytes) in letters(&kept) {
        assert_eq!(bytes, whole[&name], "{name} is not whole");
    }
    let there = letters(&kept).len();
    assert!((1..12).contains(&there), "some were made: {there}");
    ok(run(&path, &kept, &["--resume"]));
    assert_eq!(letters(&kept), whole);
    assert!(made(&kept).len() <= 12 - there + 1, "what was made stays");
}

#[cfg(target_os = "linux")]
#[test]
fn a_book_that_fills_the_disk_is_not_blamed_on_a_letter() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 3);
    let out = folder.path().join("out");
    ok(run(&path, &out, &[]));
    let (disk, kept) = (folder.path().join("印刷厂"), folder.path().join("kept"));
    let book = disk.join("全部.pdf");
    let arguments: [&dyn AsRef<OsStr>; 6] =
        [&path, &"--resume", &"--out", &out, &"--merge", &book];
    let Some(output) = on_a_small_disk(&disk, "16k", &kept, &arguments) else { return };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("全部.pdf：磁盘已满") && !told.contains("放不进"), "{told}");
    assert!(told.contains("--merge 后面换到别的磁盘上"), "{told}");
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 0, "no half of a book");
}
