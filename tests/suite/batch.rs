//! Many letters: any way of running gives the same files, and the manifest adds up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::AtomicBool;

use dudao::batch::{BookList, Bound, Counts, Folder, Manifest, Row, Skip, Status, bind};
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
pub fn workbook(folder: &Path, schools: usize) -> PathBuf {
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

pub fn build(workbook: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
    command.arg("build").arg(workbook).arg("--no-system-fonts").arg("--out").arg(out);
    command.args(more);
    command
}

pub fn run(workbook: &Path, out: &Path, more: &[&str]) -> Output {
    build(workbook, out, more).output().unwrap()
}

pub fn ok(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

pub fn letters(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| name.ends_with(".pdf")).collect()
}

pub fn manifest(folder: &Path) -> Manifest {
    let manifest = Manifest::read(&folder.join("manifest.json")).unwrap();
    let counted = |is: fn(&Status) -> bool| {
        manifest.editions.iter().filter(|row| is(&row.status)).count()
    };
    let Counts { planned, made, skipped, failed, stopped, .. } = manifest.counts;
    assert_eq!(made, counted(|status| *status == Status::Made));
    assert_eq!(skipped, counted(Status::is_skipped));
    assert_eq!(stopped, counted(|status| *status == Status::Skipped(Skip::Stopped)));
    assert_eq!(failed, counted(Status::is_failed));
    assert_eq!(planned, made + skipped + failed);
    manifest
}

/// The schools whose letters this run made.
pub fn made(folder: &Path) -> BTreeSet<String> {
    let rows = manifest(folder).editions.into_iter();
    rows.filter(|row| row.status == Status::Made).filter_map(|row| row.addressee).collect()
}

pub fn school(n: usize) -> String {
    format!("第{n}小学")
}

#[test]
fn hints_that_are_alike_do_not_bury_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let text = std::fs::read_to_string(&path).unwrap();
    let zones: String = (1..=40)
        .map(|i| format!("  - {{名称: 第{i}片, 组长: 王一, 督学: [王一]}}\n"))
        .collect();
    std::fs::write(&path, text.replace("督学:\n", &format!("{zones}督学:\n"))).unwrap();
    let output = run(&path, &folder.path().join("out"), &["--dry-run"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.matches("提示[IDT-05]").count(), 5, "{said}");
    let checked = Command::new(env!("CARGO_BIN_EXE_dudao"))
        .arg("check")
        .args([path.as_os_str(), "--no-system-fonts".as_ref()])
        .output()
        .unwrap();
    let all = String::from_utf8(checked.stderr).unwrap().matches("提示[IDT-05]").count();
    assert!(all > 30, "{all}");
    assert!(said.contains(&format!("还有 IDT-05 {} 个", all - 5)), "{said}");
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

    // What was made in shares is bound as a whole.
    let book = at("付印.pdf");
    let bound =
        ok(run(&workbook, &at("分"), &["--resume", "--merge", book.to_str().unwrap()]));
    assert!(bound.contains("（7份）"), "{bound}");
    assert_eq!(made(&at("分")), BTreeSet::new());
    assert!(files(&at("一"))["figures.json"] == files(&at("分"))["figures.json"]);
}

#[test]
fn only_shares_of_one_division_write_to_one_folder_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let hold = |name: &str| {
        let journal =
            OpenOptions::new().create(true).append(true).open(out.join(name)).unwrap();
        journal.lock().unwrap();
        journal
    };
    let is_let_in = |share: &[&str]| {
        let output = run(&path, &out, share);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let busy = told.contains("另一个 dudao 正在往这个文件夹里写");
        assert_eq!(busy, output.status.code() == Some(2), "{told}");
        !busy
    };
    let share = hold(".dudao-journal-1-13");
    assert!(is_let_in(&["--shard", "2/13"]));
    assert!(!is_let_in(&["--shard", "1/13"]), "the same share");
    assert!(!is_let_in(&["--shard", "1/3"]), "a share of another division");
    assert!(!is_let_in(&[]), "the whole");
    drop(share);
    let _whole = hold(".dudao-journal");
    assert!(!is_let_in(&["--shard", "1/3"]), "a share beside the whole");
    assert!(!out.join(".dudao-journal-1-3").exists(), "who is not let in leaves nothing");
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
fn a_file_that_is_no_book_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 1);
    let (out, book) = (folder.path().join("out"), folder.path().join("付印.pdf"));
    std::fs::write(&book, "别人的").unwrap();
    let output = run(&path, &out, &["--merge", book.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("付印.pdf：已有同名的文件，不是程序合成的"), "{said}");
    assert!(said.contains("--merge 后面换一个文件名"), "{said}");
    assert_eq!(std::fs::read(&book).unwrap(), "别人的".as_bytes());
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
    assert_eq!((manifest.counts.made, manifest.counts.failed), (3, 1));
    let failed: Vec<&Row> =
        manifest.editions.iter().filter(|row| row.status.is_failed()).collect();
    assert!(failed[0].status.reason().contains("第2小学"), "{failed:?}");
    std::fs::remove_dir(out.join(taken)).unwrap();
    ok(run(&path, &out, &["--resume"]));
    assert_eq!(made(&out), [school(2)].into());
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
    assert!(!told.contains("KND-06"), "one slip, one error: {told}");
}

#[test]
fn the_book_for_the_print_shop_begins_each_letter_on_an_odd_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 3);
    let text = std::fs::read_to_string(&path).unwrap();
    let long = format!("第2批图书没有上架，{}", "书架不够，".repeat(200));
    std::fs::write(&path, text.replace("第2批图书没有上架", &long)).unwrap();
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
        at += own.len();
        if at % 2 == 1 {
            assert_eq!(pages[at].trim(), "", "a blank page");
            at += 1;
        }
    }
    assert!(rows.iter().any(|row| row.pages().unwrap() % 2 == 1), "one of them is odd");
    assert_eq!(pages.len(), at);
    let alone: u64 = rows.iter().map(|row| row.outputs[0].bytes).sum();
    assert!((bytes.len() as u64) < alone, "what letters share is there once");
    ok(run(&path, &out, &["--resume", merge[0], merge[1]]));
    assert_eq!(std::fs::read(&book).unwrap(), bytes);
}

#[test]
fn the_book_needs_no_folder_and_leaves_no_part_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let (out, print) = (folder.path().join("out"), folder.path().join("送印"));
    let book = print.join("付印.pdf");
    let merge = ["--resume", "--merge", book.to_str().unwrap()];
    ok(run(&path, &out, &merge));
    // What a run that is killed while it binds leaves.
    let part = print.join(".dudao-付印.pdf-part-aB3xYz");
    std::fs::write(&part, "%PDF").unwrap();
    ok(run(&path, &out, &merge));
    assert_eq!(files(&print).into_keys().collect::<Vec<_>>(), ["付印.pdf"]);
    let (kept, manifest) = (Folder::open(&out, None).unwrap(), manifest(&out));
    let (other, stop) = (print.join("另一本.pdf"), AtomicBool::new(true));
    let bound = bind(&other, &kept, &BookList::of(&manifest.editions), &stop, || {}).unwrap();
    assert_eq!((bound, other.exists()), (Bound::Stopped, false));
    kept.close().unwrap();
    let folder_named = run(&path, &out, &["--merge", print.to_str().unwrap()]);
    assert_eq!(folder_named.status.code(), Some(2));
}

#[test]
fn what_is_true_of_many_letters_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 7);
    let out = folder.path().join("out");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("课程表张贴规范", "课程表𛀁张贴规范")).unwrap();
    let output = run(&path, &out, &["--quiet"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told.matches("[FNT-01]").count(), 1, "{told}");
    assert!(told.contains("另有6份文书相同：FNT-01"), "{told}");
    let counts = ok(output);
    assert!(counts.starts_with("共7份：成功7份") && counts.lines().count() == 1, "{counts}");

    std::fs::write(&path, text.replace("名称: 第", "名称: 新")).unwrap();
    let output = ok(run(&path, &out, &["--quiet"]));
    assert!(output.contains("以前做的、这次没有的7个文件还在"), "{output}");
    assert!(output.contains("第5小学.pdf等") && !output.contains("第6小学"), "{output}");
}

#[test]
fn a_table_that_is_open_elsewhere_costs_nothing_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let out = folder.path().join("out");
    // Nobody can move a file there.
    std::fs::create_dir_all(out.join("manifest.csv/x")).unwrap();
    let output = run(&path, &out, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("共2份：成功2份"));
    assert_eq!(manifest(&out).counts.made, 2);
}

#[test]
fn letters_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 2);
    let text = std::fs::read_to_string(&path).unwrap();
    let edition = "  - {文种: 督导意见书, 逐校: 春季开学检查, 成文日期: 2025-03-20}\n";
    let (before, after) = text.split_once("学校:\n").unwrap();
    let before = before.replace(", 发文序号: 1", "");
    std::fs::write(&path, format!("{before}{edition}学校:\n{after}")).unwrap();
    let out = folder.path().join("out");
    let output = run(&path, &out, &["--format", "md"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("KND-11"));
    ok(output);
    let keys: Vec<String> = manifest(&out).editions.into_iter().map(|row| row.key).collect();
    let key = |rest: &str| format!("2025-03-20 督导意见书 {rest}");
    let told_apart = ["第1小学", "第2小学", "第1小学（2）", "第2小学（2）"].map(key);
    assert_eq!(keys, told_apart);
    assert!(keys.iter().all(|key| out.join(format!("{key}.md")).is_file()));
}

#[test]
fn more_threads_than_there_are_letters_are_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path(), 3);
    ok(run(&path, &folder.path().join("out"), &["--threads", "1000000000", "--format", "md"]));
}

/// The workbook with other data.
fn with_data(path: &Path, text: &str, what: &str) {
    std::fs::write(path, text.replace("图书没有上架", &format!("{what}没有上架"))).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_manifest_adds_up_over_any_row_of_runs(
        of in 1..=3_u32,
        runs in prop::collection::vec((1..=3_u32, any::<bool>(), any::<bool>(), 0..5_usize), 1..4)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = workbook(folder.path(), 4);
        let text = std::fs::read_to_string(&path).unwrap();
        let out = folder.path().join("out");
        let shared = |more: &[&str], index: u32| {
            let share = format!("{index}/{of}");
            run(&path, &out, &[&["--format", "md", "--shard", &share], more].concat())
        };
        for (index, resume, other, blocked) in runs {
            let index = index.min(of);
            with_data(&path, &text, if other { "教具" } else { "图书" });
            let name = format!("青政教督〔2025〕{blocked}号 督导意见书 第{blocked}小学.md");
            let taken = out.join(name);
            let blocks = blocked > 0 && !taken.exists();
            if blocks {
                std::fs::create_dir_all(&taken).unwrap();
            }
            let output = shared(if resume { &["--resume"] } else { &[] }, index);
            let manifest = Manifest::read(&out.join(format!("manifest-{index}-{of}.json"))).unwrap();
            let Counts { planned, made, skipped, failed, .. } = manifest.counts;
            prop_assert_eq!(planned, made + skipped + failed);
            prop_assert_eq!(planned, manifest.editions.len());
            prop_assert_eq!(manifest.in_all, 4);
            prop_assert_eq!(failed == 0, output.status.success());
            for row in manifest.editions.iter().filter(|row| row.status == Status::Made) {
                prop_assert!(out.join(&row.outputs[0].name).is_file());
            }
            if blocks {
                std::fs::remove_dir(&taken).unwrap();
            }
        }
        with_data(&path, &text, "桌椅");
        let manifests: Vec<PathBuf> = (1..=of)
            .map(|index| {
                ok(shared(&["--resume"], index));
                out.join(format!("manifest-{index}-{of}.json"))
            })
            .collect();
        let mut merge = Command::new(env!("CARGO_BIN_EXE_dudao"));
        ok(merge.args(["manifest", "merge"]).args(manifests).output().unwrap());
        prop_assert_eq!(manifest(&out).counts.planned, 4);
        let anew = folder.path().join("新");
        ok(run(&path, &anew, &["--format", "md"]));
        let manuscripts = |folder: &Path| {
            let mut files = files(folder);
            files.retain(|name, _| name.ends_with(".md"));
            files
        };
        prop_assert_eq!(manuscripts(&out), manuscripts(&anew));
    }
}
