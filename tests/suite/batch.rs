//! Many letters: any way of running gives the same files, a run that is broken
//! off is taken up again, and the manifest adds up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use dudao::batch::{Manifest, Row, Status};
use proptest::prelude::*;

const HEAD: &str = "\
年度: 2025
机构: {名称: 青山县人民政府教育督导室, 简称: 县政府教育督导室, 地区: 青山县, 级别: 县级, 发文代字: 青政教督}
责任区:
  - {名称: 东片, 组长: 王一, 督学: [王一, 王二]}
  - {名称: 西片, 组长: 李一, 督学: [李一, 李二]}
督学:
  - {姓名: 王一, 类型: 专职}
  - {姓名: 王二, 类型: 专职}
  - {姓名: 李一, 类型: 专职}
  - {姓名: 李二, 类型: 专职}
文书:
  - {文种: 督导意见书, 逐校: 春季开学检查, 成文日期: 2025-03-20, 发文序号: 1}
";

/// A workbook of so many schools, each with a letter.
fn workbook(folder: &Path, schools: usize) -> PathBuf {
    let path = folder.join("工作簿.yaml");
    let mut text = HEAD.to_owned();
    text.push_str("学校:\n");
    for i in 1..=schools {
        let zone = if i % 2 == 1 { "东片" } else { "西片" };
        let school = format!("代码: \"{i:03}\", 名称: 第{i}小学, 学段: 小学, 责任区: {zone}");
        writeln!(text, "  - {{{school}}}").unwrap();
    }
    text.push_str("督导活动:\n  - 名称: 春季开学检查\n    类别: 专项督导\n");
    text.push_str("    时间: {起: 2025-02-24, 止: 2025-03-07}\n");
    text.push_str("    督导组: [{姓名: 王一, 职责: 组长}, {姓名: 王二, 职责: 成员}, {姓名: 李一, 职责: 成员}]\n");
    text.push_str("    整改期限: 2025-06-30\n    结果:\n");
    for i in 1..=schools {
        writeln!(text, "      - 学校: \"{i:03}\"").unwrap();
        writeln!(text, "        亮点: [你校课程表张贴规范]").unwrap();
        let problem = format!("内容: 第{i}批图书没有上架, 措施: 尽快上架，方便学生借阅");
        writeln!(text, "        问题: [{{{problem}}}]").unwrap();
    }
    std::fs::write(&path, text).unwrap();
    path
}

fn build(workbook: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
    command.arg("build").arg(workbook).arg("--no-system-fonts").arg("--out").arg(out);
    command.args(more);
    command
}

fn run(workbook: &Path, out: &Path, more: &[&str]) -> Output {
    build(workbook, out, more).output().unwrap()
}

fn ok(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn letters(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| name.ends_with(".pdf")).collect()
}

fn manifest(folder: &Path) -> Manifest {
    let manifest = Manifest::read(&folder.join("manifest.json")).unwrap();
    let counted = |status| manifest.editions.iter().filter(|row| row.status == status).count();
    assert_eq!(manifest.made, counted(Status::Made));
    assert_eq!(manifest.skipped, counted(Status::Skipped));
    assert_eq!(manifest.failed, counted(Status::Failed));
    assert_eq!(manifest.planned, manifest.made + manifest.skipped + manifest.failed);
    manifest
}

/// How many letters a run that is still going has made.
fn count(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().filter(|e| e.path().extension().is_some_and(|e| e == "pdf")).count()
}

/// The schools whose letters this run made.
fn made(folder: &Path) -> BTreeSet<String> {
    let rows = manifest(folder).editions.into_iter();
    rows.filter(|row| row.status == Status::Made).filter_map(|row| row.addressee).collect()
}

fn school(n: usize) -> String {
    format!("第{n}小学")
}

#[test]
fn any_way_of_running_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let workbook = workbook(folder.path(), 7);
    ok(run(&workbook, &at("一"), &["--threads", "1"]));
    ok(run(&workbook, &at("三"), &["--threads", "3"]));
    assert_eq!(files(&at("一")), files(&at("三")));
    assert_eq!(letters(&at("一")).len(), 7);

    for share in ["1/3", "2/3", "3/3"] {
        ok(run(&workbook, &at("分"), &["--shard", share]));
    }
    assert_eq!(letters(&at("一")), letters(&at("分")));
    let shares = |names: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
        command.args(["manifest", "merge"]);
        command.args(names.iter().map(|name| at("分").join(name))).output().unwrap()
    };
    let (one, two, three) = ("manifest-1-3.json", "manifest-2-3.json", "manifest-3-3.json");
    ok(shares(&[three, one, two]));
    let (whole, joined) = (manifest(&at("一")), manifest(&at("分")));
    assert_eq!(joined.editions, whole.editions);
    let csv = |folder: &Path| files(folder)["manifest.csv"].clone();
    assert_eq!(csv(&at("一")), csv(&at("分")));

    let lacking = shares(&[one, three]);
    assert_eq!(lacking.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&lacking.stderr).contains("缺1份清单：2/3"));
    let twice = shares(&[one, two, three, two]);
    assert!(String::from_utf8_lossy(&twice.stderr).contains("里都有"));
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
    assert_eq!(letters(&out), letters_of(&whole));

    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("第5批图书", "第5批教具")).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [school(5)].into());
    assert_ne!(letters(&out)[&name(5)], whole[&name(5)]);

    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("版式.yaml"), "页码: 居中\n").unwrap();
    ok(run(&path, &out, &["--resume", "--only", "第1小学"]));
    assert_eq!(made(&out), [school(1)].into(), "the layout changed");
    std::fs::remove_file(folder.path().join("版式.yaml")).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [1, 5].map(school).into());
    assert_eq!(letters(&out), letters_of(&whole));
}

fn letters_of(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.clone().into_iter().filter(|(name, _)| name.ends_with(".pdf")).collect()
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
    let reference = folder.path().join("参照");
    ok(run(&path, &reference, &[]));
    let whole = files(&reference);
    let out = folder.path().join("out");
    let mut moment = 1_u64;
    for _ in 0..kills() {
        if moment.is_multiple_of(3) {
            let _kept_or_gone = std::fs::remove_dir_all(&out);
        }
        // A spread of moments that is the same each time.
        moment = moment
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
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
            assert_eq!(bytes, whole[&name], "{name} is not whole");
        }
    }
    ok(run(&path, &out, &["--resume"]));
    let after = files(&out);
    assert_eq!(letters_of(&after), letters_of(&whole));
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        whole.keys().collect::<Vec<_>>(),
        "nothing is left of the killed runs"
    );
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
    let out = folder.path().join("out");
    let mut child = build(&path, &out, &["--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count(&out) < 3 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = child.wait().unwrap();
    let manifest = manifest(&out);
    assert_eq!(manifest.planned, 40);
    if status.code() == Some(130) {
        assert!(manifest.made >= 3 && manifest.skipped > 0, "{manifest:?}");
    } else {
        assert_eq!((status.code(), manifest.made), (Some(0), 40), "it had ended before");
    }
    assert_eq!(letters(&out).len(), manifest.made);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let journal = out.join(".dudao-journal");
    let held: File = OpenOptions::new().create(true).append(true).open(&journal).unwrap();
    held.lock().unwrap();
    let second = run(&path, &out, &[]);
    assert_eq!(second.status.code(), Some(2));
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("另一个 dudao 正在往这个文件夹里写"), "{told}");
    assert_eq!(files(&out).len(), 1, "only the journal of the first");
    drop(held);
    ok(run(&path, &out, &[]));
}

#[test]
fn a_letter_that_cannot_be_written_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 4);
    let out = folder.path().join("out");
    let taken = "青政教督〔2025〕2号 督导意见书 第2小学.pdf";
    std::fs::create_dir_all(out.join(taken)).unwrap();
    let output = run(&path, &out, &[]);
    assert_eq!(output.status.code(), Some(2), "the machine failed");
    let manifest = manifest(&out);
    assert_eq!((manifest.made, manifest.failed), (3, 1));
    let failed: Vec<&Row> =
        manifest.editions.iter().filter(|row| row.status == Status::Failed).collect();
    assert!(failed[0].reason.as_deref().unwrap().contains("第2小学"), "{failed:?}");
    std::fs::remove_dir(out.join(taken)).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [school(2)].into());
}

/// Needs the right to mount a file system of its own, as root or in a namespace.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 12);
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=300k tmpfs '{out}' || exit 77\n\
         '{dudao}' build '{workbook}' --no-system-fonts --threads 1 --quiet --out '{out}'\n\
         code=$?\n\
         mkdir '{kept}' && cp -a '{out}/.' '{kept}'\n\
         exit $code",
        out = out.display(),
        dudao = env!("CARGO_BIN_EXE_dudao"),
        workbook = path.display(),
        kept = folder.path().join("kept").display(),
    );
    let output = Command::new("unshare").args(["-m", "sh", "-c", &script]).output();
    let Ok(output) = output else { return };
    if output.status.code() == Some(77)
        || String::from_utf8_lossy(&output.stderr).contains("unshare failed")
    {
        return;
    }
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("磁盘已满"), "{told}");
    let reference = folder.path().join("参照");
    ok(run(&path, &reference, &[]));
    let (whole, kept) = (letters(&reference), folder.path().join("kept"));
    for (name, bytes) in letters(&kept) {
        assert_eq!(bytes, whole[&name], "{name} is not whole");
    }
    let there = letters(&kept).len();
    assert!((1..12).contains(&there), "some were made: {there}");
    ok(run(&path, &kept, &["--resume"]));
    assert_eq!(letters(&kept), whole);
    assert!(made(&kept).len() <= 12 - there + 1, "what was made stays");
}

#[test]
fn names_from_data_stay_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 3);
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text
        .replace("名称: 第1小学", "名称: ../../第1/小学")
        .replace("名称: 第2小学", "名称: 'CON:第*2?小学.'")
        .replace(", 发文序号: 1", "");
    std::fs::write(&path, text).unwrap();
    let out = folder.path().join("里").join("out");
    ok(run(&path, &out, &[]));
    let names: Vec<String> = letters(&out).into_keys().collect();
    assert_eq!(names.len(), 3);
    let forbidden = |c: char| "\\/:*?\"<>|".contains(c) || c.is_control();
    assert!(!names.iter().any(|name| name.contains(forbidden)), "{names:?}");
    let beside: Vec<_> = folder.path().join("里").read_dir().unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing but the output folder");
}

#[test]
fn a_plan_is_listed_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 4);
    let out = folder.path().join("out");
    let listed = ok(run(&path, &out, &["--dry-run", "--zone", "东片"]));
    assert_eq!(
        listed,
        "青政教督〔2025〕1号 督导意见书 第1小学\n\
         青政教督〔2025〕3号 督导意见书 第3小学\n\
         要做2份：督导意见书2份，没有选的2份\n"
    );
    assert!(!out.exists());
    ok(run(&path, &out, &["--school", "004", "--school", "第1小学"]));
    assert_eq!(made(&out), [1, 4].map(school).into());
    let unknown = run(&path, &out, &["--zone", "东边"]);
    let told = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(told.contains("没有“东边”这个责任区") && told.contains("东片"), "{told}");
}

#[test]
fn the_book_for_the_print_shop_begins_each_letter_on_an_odd_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 3);
    let (out, book) = (folder.path().join("out"), folder.path().join("付印.pdf"));
    let merge = ["--merge", book.to_str().unwrap()];
    assert!(ok(run(&path, &out, &merge)).contains("已合成"));
    let bytes = std::fs::read(&book).unwrap();
    let pages = pdf_extract::extract_text_from_mem_by_pages(&bytes).unwrap();
    let rows = manifest(&out).editions;
    let mut at = 0;
    for row in &rows {
        assert_eq!(at % 2, 0, "{} begins on an odd page", row.key);
        let own =
            pdf_extract::extract_text_from_mem_by_pages(&letters(&out)[&row.outputs[0].name]);
        let own = own.unwrap();
        assert_eq!(pages[at..at + own.len()], own[..], "{} reads as it does alone", row.key);
        at += own.len().next_multiple_of(2);
    }
    assert_eq!(pages.len(), at);
    let alone: u64 = rows.iter().map(|row| row.outputs[0].bytes).sum();
    assert!((bytes.len() as u64) < alone, "what letters share is there once");
    ok(run(&path, &out, &["--resume", merge[0], merge[1]]));
    assert_eq!(std::fs::read(&book).unwrap(), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_manifest_adds_up_over_any_row_of_runs(
        runs in prop::collection::vec((1..=4_u32, 1..=4_u32, any::<bool>(), 0..5_usize), 1..4)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = workbook(folder.path(), 4);
        let out = folder.path().join("out");
        for (index, of, resume, blocked) in runs {
            let share = format!("{}/{of}", index.min(of));
            let name = format!("青政教督〔2025〕{blocked}号 督导意见书 第{blocked}小学.md");
            let taken = out.join(name);
            let blocks = blocked > 0 && !taken.exists();
            if blocks {
                std::fs::create_dir_all(&taken).unwrap();
            }
            let mut more = vec!["--format", "md", "--shard", &share];
            if resume {
                more.push("--resume");
            }
            let output = run(&path, &out, &more);
            let name = format!("manifest-{}-{of}.json", index.min(of));
            let manifest = Manifest::read(&out.join(name)).unwrap();
            prop_assert_eq!(
                manifest.planned,
                manifest.made + manifest.skipped + manifest.failed
            );
            prop_assert_eq!(manifest.planned, manifest.editions.len());
            prop_assert_eq!(manifest.in_all, 4);
            prop_assert_eq!(manifest.failed == 0, output.status.success());
            for row in manifest.editions.iter().filter(|row| row.status == Status::Made) {
                prop_assert!(out.join(&row.outputs[0].name).is_file());
            }
            if blocks {
                std::fs::remove_dir(&taken).unwrap();
            }
        }
    }
}
