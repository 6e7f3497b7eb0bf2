//! `dudao check --fix`: what is repaired, what never is, and that a second time
//! changes nothing.

use std::path::Path;

use dudao::batch::{self, Project};
use dudao::diagnostic::{Report, Sources};
use dudao::rules::{Check, RULES};

use crate::commands::{dudao, text};
use crate::samples::root;

/// A text after the repairs. One that begins with `---` is a manuscript.
fn fixed_text(words: &str, folder: &Path) -> String {
    let name = if words.starts_with("---\n") { "稿.md" } else { "稿.txt" };
    let path = folder.join(name);
    std::fs::write(&path, words).unwrap();
    let fixed = batch::fix(|sources, report| batch::check_text(&path, sources, report));
    fixed.files.into_iter().next().map_or_else(|| words.to_owned(), |file| file.after)
}

/// A workbook of one file after the repairs.
fn fixed_workbook(yaml: &str, folder: &Path) -> String {
    let path = folder.join("簿.yaml");
    std::fs::write(&path, yaml).unwrap();
    let fixed = batch::fix(|sources, report| check_workbook(&path, sources, report));
    fixed.files.into_iter().next().map_or_else(|| yaml.to_owned(), |file| file.after)
}

pub fn check_workbook(path: &Path, sources: &mut Sources, report: &mut Report) {
    if let Some(project) = Project::open(path, None, sources, report) {
        batch::check(&project, sources, report);
    }
}

/// Every number of a text as a value: digits of either width and Han numerals, zeros
/// of all shapes, one number for each run.
pub fn numbers(text: &str) -> Vec<String> {
    let text: String = text
        .replace("二OO", "二00")
        .replace("二oo", "二00")
        .replace("二O", "二0")
        .replace("二Ｏ", "二0")
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
            '〇' | '零' | '○' | '◯' => '0',
            c if c.is_ascii_digit() || "一二两三四五六七八九十百千万亿".contains(c) => {
                c
            }
            _ => ' ',
        })
        .collect();
    text.split_whitespace().map(|run| run.trim_start_matches('0').to_owned()).collect()
}

/// All texts with slips that the tests have.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Wording(_))) {
        texts.extend(rule.examples.iter().flat_map(|e| [e.bad, e.good]).map(str::to_owned));
    }
    for folder in ["rules", "texts", "clean"] {
        for entry in std::fs::read_dir(root().join("tests/cases").join(folder)).unwrap() {
            let whole = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            if folder == "rules" {
                let cases = whole.lines().filter_map(|line| line.split_once(' '));
                texts.extend(cases.map(|(_, case)| {
                    case.split_once(" ⟨").unwrap_or((case, "")).0.replace('⏎', "\n")
                }));
            } else {
                texts.push(whole);
            }
        }
    }
    texts
}

#[test]
fn no_repair_changes_a_number_and_the_second_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut repaired = 0;
    for words in texts() {
        let once = fixed_text(&words, folder.path());
        assert_eq!(numbers(&words), numbers(&once), "{words}\n→\n{once}");
        if once != words {
            assert_eq!(fixed_text(&once, folder.path()), once);
            repaired += 1;
        }
    }
    assert!(repaired > 100, "only {repaired} texts were repaired");
}

#[test]
fn slips_are_repaired_and_doubts_are_left() {
    let folder = tempfile::tempdir().unwrap();
    for (typed, right) in [
        (
            "依据《教育法》、《教师法》,截止到2019年底,建立台帐。",
            "依据《教育法》《教师法》，截至2019年底，建立台账。",
        ),
        (
            "二0一九年3月-5月，2019.03.05召开会议。",
            "二〇一九年3月—5月，2019年3月5日召开会议。",
        ),
        ("国教督办【2013】第02号，国教督办[13]2号", "国教督办〔2013〕2号，国教督办[13]2号"),
        ("《关于印发<督导办法>的通知》", "《关于印发〈督导办法〉的通知》"),
        ("1、查看12所。\n2、2014年的台账。", "1.查看12所。\n2、2014年的台账。"),
        ("他说\"好\"，又说\"行。", "他说\"好\"，又说\"行。"),
        (
            "每周3、4次，09年至24年3月，近2726名，占4-6%。",
            "每周3、4次，09年至24年3月，近2726名，占4%～6%。",
        ),
        ("完成份额，讲座落实，其它内容。", "完成份额，讲座落实，其他内容。"),
    ] {
        assert_eq!(fixed_text(typed, folder.path()), right);
    }
}

#[test]
fn yaml_keeps_its_comments_its_layout_and_its_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let typed = "\u{feff}# 年份\r\n年度：２０２４   # 本年\r\n机构:\r\n\t名称:清河县教育局 # 全称\r\n\
        \t地区: 清河县\r\n信访: {受理: \"12\",   办结: 1２}\r\n发文:\r\n\
        \x20 - {名称: 关于开学督导的通知, 日期: 2024.3.5}\r\n";
    let right = "\u{feff}# 年份\r\n年度: 2024   # 本年\r\n机构:\r\n  名称: 清河县教育局 # 全称\r\n\
        \x20 地区: 清河县\r\n信访: {受理: 12,   办结: 12}\r\n发文:\r\n\
        \x20 - {名称: 关于开学督导的通知, 日期: 2024-03-05}\r\n";
    assert_eq!(fixed_workbook(typed, folder.path()), right);
    assert_eq!(fixed_workbook(right, folder.path()), right);
}

#[test]
fn a_slip_in_free_text_is_repaired_in_the_workbook_it_was_typed_in() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = folder.path().join("簿");
    assert!(dudao(&["new", "簿"], folder.path()).status.success());
    let typed = "存在问题:\n  - 内容: 截止目前,部份学校(村小)没有心理教师  # 待核\n    措施: 逐校配备\n\
                 依据: [{名称: 督学管理办法, 文号: \"清教督[2024]05号\"}]\n";
    std::fs::write(workbook.join("问题.yaml"), typed).unwrap();
    let shown = dudao(&["check", "簿", "--fix", "--dry-run"], folder.path());
    let diff = text(&shown.stdout);
    let right = "截至目前，部分学校（村小）没有心理教师  # 待核";
    assert!(diff.contains(&format!("+  - 内容: {right}")), "{diff}{}", text(&shown.stderr));
    assert!(diff.contains("可以改 6 处，还没有写入文件"), "{diff}");
    assert_eq!(std::fs::read_to_string(workbook.join("问题.yaml")).unwrap(), typed);

    let fixed = dudao(&["check", "簿", "--fix"], folder.path());
    assert!(text(&fixed.stdout).contains("已改 6 处"), "{}", text(&fixed.stdout));
    let written = std::fs::read_to_string(workbook.join("问题.yaml")).unwrap();
    let right = typed
        .replace("截止目前,部份学校(村小)没有心理教师  # 待核", right)
        .replace("[2024]05", "〔2024〕5");
    assert_eq!(written, right);
    let again = dudao(&["check", "簿", "--fix"], folder.path());
    assert!(text(&again.stdout).contains("没有可以自动改的"), "{}", text(&again.stdout));
}

#[test]
fn a_file_that_changed_meanwhile_or_is_read_only_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("稿.txt");
    std::fs::write(&path, "截止目前").unwrap();
    let fixed = batch::fix(|sources, report| batch::check_text(&path, sources, report));
    let [file] = fixed.files.as_slice() else { panic!("one file is repaired") };
    std::fs::write(&path, "截止目前，又写了一句。").unwrap();
    let said = file.write().unwrap_err();
    assert!(said.message.contains("刚刚被改动了"), "{said:?}");
    std::fs::write(&path, &file.before).unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert!(file.write().unwrap_err().message.contains("文件是只读的"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), file.before);
}

#[test]
fn programs_are_told_the_edits() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("稿.txt"), "截止目前").unwrap();
    let json = dudao(&["check", "稿.txt", "--format", "json"], folder.path());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json[0]["fix"][0]["with"], "截至");
    assert_eq!(json[0]["fix"][0]["place"]["end_column"], 3);
    std::fs::write(folder.path().join("数.txt"), "1、2014年的台账。").unwrap();
    let json = dudao(&["check", "数.txt", "--format", "json"], folder.path());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json[0]["id"], &json[0]["fix"]), (&"ORD-01".into(), &serde_json::json!([])));
    let told = dudao(&["check", "稿.txt"], folder.path());
    assert!(text(&told.stdout).contains("其中 1 个可以用 --fix 自动改正。"));
    assert_eq!(dudao(&["check", "稿.txt", "--dry-run"], folder.path()).status.code(), Some(2));
}
