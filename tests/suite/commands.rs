//! The program as it is run: exit codes, files, the README's commands.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::samples::{root, sample};

pub fn dudao(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dudao"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

fn build(workbook: &Path, out: &Path) -> Output {
    let arguments = [
        "build",
        workbook.to_str().unwrap(),
        "--no-system-fonts",
        "--format",
        "pdf,md",
        "--out",
        out.to_str().unwrap(),
    ];
    dudao(&arguments, root())
}

#[test]
fn a_build_writes_everything_and_the_second_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let output = build(&sample("linxia-2014"), &one);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(
        output.stderr.is_empty(),
        "a sample builds without a warning: {}",
        text(&output.stderr)
    );
    assert!(build(&sample("linxia-2014"), &two).status.success());
    let (one, two) = (files(&one), files(&two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs between two runs");
    }
    let manifest: Value = serde_json::from_slice(&one["manifest.json"]).unwrap();
    assert_eq!(
        (&manifest["planned"], &manifest["made"], &manifest["failed"]),
        (&28.into(), &28.into(), &0.into())
    );
    let rows = manifest["editions"].as_array().unwrap();
    assert_eq!(rows.len(), 28);
    for output in rows.iter().flat_map(|row| row["outputs"].as_array().unwrap()) {
        assert!(
            one.contains_key(output["name"].as_str().unwrap()),
            "{output} is listed but not there"
        );
    }
    let made: usize = rows.iter().map(|row| row["outputs"].as_array().unwrap().len()).sum();
    assert_eq!(
        one.len(),
        made + 3,
        "nothing but what is listed, the manifest, its table and the figures"
    );
    assert_eq!(rows[0]["number"], "临市政教督〔2014〕31号");
}

#[test]
fn a_new_workbook_builds_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let made = dudao(&["new", "工作簿"], folder.path());
    assert!(made.status.success(), "{}", text(&made.stderr));
    let output = dudao(&["build", "工作簿", "--no-system-fonts"], folder.path());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(folder.path().join("out/manifest.json").is_file());
    let again = dudao(&["new", "工作簿"], folder.path());
    assert_eq!(again.status.code(), Some(2), "a folder with something in it is left alone");
}

#[test]
fn an_edited_manuscript_is_set_again() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = sample("changzhou-2013");
    let out = folder.path().to_str().unwrap();
    let drafted = dudao(&["draft", workbook.to_str().unwrap(), "--out", out], root());
    assert!(drafted.status.success(), "{}", text(&drafted.stderr));
    let name = "2013-02-20 年度工作计划.md";
    let path = folder.path().join(name);
    let edited = std::fs::read_to_string(&path).unwrap().replace("# 工作目标", "# 目标任务");
    std::fs::write(&path, edited).unwrap();
    let set = dudao(&["typeset", name, "--no-system-fonts"], folder.path());
    assert!(set.status.success(), "{}", text(&set.stderr));
    let pdf = std::fs::read(path.with_extension("pdf")).unwrap();
    let read = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    assert!(read.contains("目标任务"), "{read}");
}

#[test]
fn a_folder_of_manuscripts_is_checked_whole() {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = "---\n标题: 情况报告\n版式: 普通\n---\n\n截止目前，各校均已开学。\n";
    std::fs::write(folder.path().join("一.md"), manuscript).unwrap();
    std::fs::write(folder.path().join("二.txt"), "截止目前，各校均已开学。\n").unwrap();
    std::fs::write(folder.path().join("版式.yaml"), "").unwrap();
    let checked = dudao(&["check", "."], folder.path());
    let said = text(&checked.stderr);
    assert!(said.contains("一.md:6:1") && said.contains("二.txt:1:1"), "{said}");
    assert!(!said.contains("WBK-03"), "{said}");
    std::fs::write(folder.path().join("数据.yaml"), "年度: 2025\n").unwrap();
    let said = text(&dudao(&["check", "."], folder.path()).stderr);
    assert!(!said.contains("一.md") && said.contains("数据.yaml"), "a workbook: {said}");
}

#[test]
fn an_edited_manuscript_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = sample("changzhou-2013");
    let draft = || {
        let out = folder.path().to_str().unwrap();
        dudao(&["draft", workbook.to_str().unwrap(), "--out", out], root())
    };
    assert!(draft().status.success());
    assert!(draft().status.success(), "what is the same may be written again");
    let path = folder.path().join("2013-02-20 年度工作计划.md");
    let edited = std::fs::read_to_string(&path).unwrap() + "\n另行通知。\n";
    std::fs::write(&path, &edited).unwrap();
    let again = draft();
    assert!(again.status.success(), "it is kept, which is no fault");
    assert!(text(&again.stdout).contains("跳过1份"), "{}", text(&again.stdout));
    assert!(text(&again.stderr).contains("FIL-01"), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
}

#[test]
fn only_makes_what_it_names_and_lists_the_rest_as_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (workbook, out) = (sample("linxia-2014"), folder.path().to_str().unwrap());
    let only = |what: &str| {
        let arguments = ["draft", workbook.to_str().unwrap(), "--only", what, "--out", out];
        dudao(&arguments, root())
    };
    assert!(only("枹罕镇").status.success());
    let made = files(folder.path());
    let manifest: Value = serde_json::from_slice(&made["manifest.json"]).unwrap();
    let counts: Vec<u64> = ["planned", "made", "skipped", "failed"]
        .iter()
        .map(|key| manifest[key].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [28, 5, 23, 0]);
    assert_eq!(made.len(), 5 + 3, "five letters, the manifest, its table, the figures");
    assert_eq!(only("没有这所学校").status.code(), Some(1));
}

#[test]
fn a_kind_needs_no_rust() {
    let folder = tempfile::tempdir().unwrap();
    let kind = folder.path().join("模板/kinds/notice");
    std::fs::create_dir_all(&kind).unwrap();
    let head = "文种: 督导通报\n说明: 试\n标题: 关于{{ year }}年教育督导情况的通报\n版式: 文件格式\n\
                需要: [督导活动]\n主送: [各学校]\n署名: [\"{{ office.name }}\"]\n";
    std::fs::write(kind.join("kind.yaml"), head).unwrap();
    let wording = "{{ office.whole }}共督导学校{{ n[\"督导学校数\"] }}所。\n\n# 基本情况\n\n\
                   {% for school in schools %}\n- {{ school.name }}\n{% endfor %}\n\n\
                   {% for a in activities %}\n1. {{ a.name }}。\n{% endfor %}\n";
    std::fs::write(kind.join("wording.md"), wording).unwrap();
    assert!(dudao(&["new", "工作簿"], folder.path()).status.success());
    let editions = "文书:\n  - {文种: 督导通报, 成文日期: 2025-12-25, 发文序号: 30}\n";
    std::fs::write(folder.path().join("工作簿/4.yaml"), editions).unwrap();
    let arguments = ["draft", "工作簿", "--templates", "模板", "--only", "通报"];
    let output = dudao(&arguments, folder.path());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let made =
        std::fs::read_to_string(folder.path().join("out/清政教督〔2025〕30号 督导通报.md"));
    let made = made.unwrap();
    assert!(made.contains("标题: 关于2025年教育督导情况的通报"), "{made}");
    assert!(
        made.ends_with(
            "全县共督导学校3所。\n\n# 基本情况\n\n- 清河县第一小学\n- 清河县第二小学\n\
             - 清河县实验中学\n\n1. 综合督导评估。\n"
        ),
        "{made}"
    );
}

#[test]
fn a_character_that_no_face_has_is_named_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = "---\n标题: 试\n版式: 普通\n---\n\n学生\u{2A6A5}某某。\n";
    std::fs::write(folder.path().join("试.md"), text).unwrap();
    let set = dudao(&["typeset", "试.md", "--no-system-fonts"], folder.path());
    let said = self::text(&set.stderr);
    assert!(said.contains("警告[FNT-01]") && said.contains("U+2A6A5"), "{said}");
    assert!(said.contains("试.md:6:3"), "{said}");
    assert_eq!(set.status.code(), Some(0), "a warning does not stop the page");
}

#[test]
fn exit_codes_tell_data_from_use() {
    let folder = tempfile::tempdir().unwrap();
    let code = |arguments: &[&str]| dudao(arguments, folder.path()).status.code();
    assert_eq!(code(&["kinds"]), Some(0));
    assert_eq!(code(&["build", "没有"]), Some(1));
    assert_eq!(code(&["bild"]), Some(2));
    assert_eq!(code(&["build"]), Some(2));
    std::fs::write(folder.path().join("file"), "x").unwrap();
    let workbook = sample("changzhou-2013");
    let taken = dudao(
        &["build", workbook.to_str().unwrap(), "--no-system-fonts", "--out", "file"],
        folder.path(),
    );
    assert_eq!(taken.status.code(), Some(2));
    assert_eq!(
        std::fs::read(folder.path().join("file")).unwrap(),
        b"x",
        "the file that was there is kept"
    );
}

#[test]
fn nothing_is_issued_from_wrong_data_unless_the_office_says_so() {
    let folder = tempfile::tempdir().unwrap();
    assert!(dudao(&["new", "簿"], folder.path()).status.success());
    let build = |statistic: &str| {
        std::fs::write(folder.path().join("簿/统计.yaml"), statistic).unwrap();
        dudao(&["draft", "簿"], folder.path())
    };
    let wrong = "统计: [{名称: 督学, 总数: 38, 单位: 名, 分项: [{名称: 专职, 数: 31}]}]\n";
    let stopped = build(wrong);
    assert_eq!(stopped.status.code(), Some(1));
    assert!(text(&stopped.stderr).contains("DAT-01"), "{}", text(&stopped.stderr));
    assert!(!folder.path().join("out").exists());
    assert!(build(&format!("{wrong}检查: {{DAT-01: 提示}}\n")).status.success());
}

#[test]
fn wrong_use_is_answered_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["bild"][..],
        &["build"],
        &["build", "x", "--frmat"],
        &["build", "x", "--format", "doc"],
        &["build", "x", "--threads", "0"],
        &["build", "x", "--threads", "两"],
        &["build", "x", "--shard", "9/8"],
    ] {
        let said = text(&dudao(arguments, folder.path()).stderr);
        let first = said.lines().next().unwrap_or_default();
        assert!(first.starts_with("错误: "), "{said}");
        let typed = arguments.join(" ") + " pdf md";
        let mut words = first.split(|c: char| !c.is_ascii_alphabetic());
        assert!(words.all(|word| typed.contains(word)), "{said}");
    }
    for command in [
        "build", "check", "draft", "typeset", "figures", "kinds", "fonts", "schema", "sheet",
        "new", "manifest",
    ] {
        let help = text(&dudao(&[command, "--help"], folder.path()).stdout);
        assert!(help.contains(&format!("用法：dudao {command}")), "{help}");
        assert!(!help.contains("OPTIONS") && !help.contains("Usage"), "{help}");
    }
    let help = text(&dudao(&["manifest", "merge", "--help"], folder.path()).stdout);
    assert!(help.contains("用法：dudao manifest merge 清单... [选项]"), "{help}");
    std::fs::write(folder.path().join("figures.json"), "[]").unwrap();
    let other = text(&dudao(&["manifest", "merge", "figures.json"], folder.path()).stderr);
    assert!(other.contains("这不是 dudao 做的清单"), "{other}");
}

#[test]
fn a_workbook_with_its_output_inside_is_read_as_before() {
    let folder = tempfile::tempdir().unwrap();
    assert!(dudao(&["new", "簿"], folder.path()).status.success());
    let here = folder.path().join("簿");
    for out in ["out", "."] {
        for _ in 0..2 {
            let output = dudao(&["draft", ".", "--out", out], &here);
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        }
    }
    std::fs::write(here.join("版式.yaml"), "行距: 28\n").unwrap();
    for _ in 0..2 {
        let copied = text(&dudao(&["draft", "."], &here).stderr);
        assert!(here.join("out/版式.yaml").exists() && !copied.contains("WBK-14"), "{copied}");
    }
    std::fs::write(here.join("out/成绩.csv"), "学校\n").unwrap();
    let unread = dudao(&["draft", "."], &here);
    assert!(text(&unread.stderr).contains("WBK-14"), "another table is seen: {unread:?}");
}

#[test]
fn figures_say_where_a_number_comes_from_and_where_it_is_used() {
    let workbook = sample("linxia-2014");
    let output = dudao(&["figures", workbook.to_str().unwrap()], root());
    let ledger = text(&output.stdout);
    let at = ledger.find("信访受理件数 = 6件\n").expect("the figure is listed");
    let entry: Vec<&str> = ledger[at..].lines().take(4).collect();
    assert!(entry[1].contains("算法：") && entry[2].contains("总结.yaml:"), "{entry:?}");
    assert!(entry[3].contains("年度工作总结"), "{entry:?}");
}

#[test]
fn the_schema_completes_a_workbook() {
    let schema: Value = serde_json::from_slice(&dudao(&["schema"], root()).stdout).unwrap();
    assert!(schema["properties"]["督导活动"].is_object());
    for at in ["/properties/学校表", "/$defs/Activity/properties/结果表"] {
        assert!(schema.pointer(at).is_some(), "{at}");
    }
}

#[test]
fn the_commands_of_the_readme_are_those_of_ci() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let ci = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in
        ["cargo run --release -- build sample-inputs/linxia-2014 --out out", "cargo test"]
    {
        assert!(readme.lines().any(|line| line == command), "README.md lacks `{command}`");
        assert!(ci.lines().any(|line| line == command), ".ci/run lacks `{command}`");
    }
}

#[test]
fn the_layout_of_an_office_holds_for_its_workbook_and_its_manuscripts() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| dudao(arguments, folder.path());
    assert!(run(&["new", "簿"]).status.success());
    let profile = folder.path().join("簿/版式.yaml");
    std::fs::write(&profile, "行距: 28\n页码: 居中\n").unwrap();

    let check = run(&["check", "簿"]);
    assert!(check.status.success());
    let said = text(&check.stderr);
    for departure in ["版式.yaml:1:5", "第5.2.3条", "版式.yaml:2:5", "第7.5条"] {
        assert!(said.contains(departure), "{departure}: {said}");
    }

    assert!(run(&["build", "簿", "--no-system-fonts"]).status.success());
    assert!(run(&["draft", "簿", "--out", "稿"]).status.success());
    assert!(run(&["typeset", "稿", "--no-system-fonts"]).status.success());
    let built = files(&folder.path().join("out"));
    let set = files(&folder.path().join("稿"));
    assert!(set["版式.yaml"].starts_with("# 从工作簿抄来".as_bytes()));
    assert!(run(&["draft", "簿", "--out", "簿"]).status.success());
    assert_eq!(std::fs::read_to_string(&profile).unwrap(), "行距: 28\n页码: 居中\n");
    for (name, bytes) in built.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        assert!(bytes == &set[name], "{name} differs when set from its manuscript");
    }

    std::fs::write(&profile, "行距: 很宽\n").unwrap();
    assert_eq!(run(&["check", "簿"]).status.code(), Some(1));
    assert_eq!(run(&["build", "簿"]).status.code(), Some(1));
}

#[test]
fn findings_are_listed_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let cases = root().join("tests/cases/bad_input/unknown_rules/工作簿.yaml");
    std::fs::copy(cases, folder.path().join("簿.yaml")).unwrap();
    let read = |format: &str| -> Value {
        let output = dudao(&["check", "簿.yaml", "--format", format], folder.path());
        assert_eq!(output.status.code(), Some(1), "as without --format");
        assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let found = read("json");
    let hint = &found[0];
    assert_eq!((&hint["id"], &hint["severity"]), (&"DAT-01".into(), &"hint".into()));
    assert_eq!(hint["message"], "“督学”分项合计39，比总数38多1");
    let place = &hint["labels"][0]["place"];
    assert_eq!((&place["file"], &place["line"]), (&"簿.yaml".into(), &5.into()));

    let sarif = read("sarif");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "DAT-01"));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), found.as_array().unwrap().len());
    assert_eq!(
        (&results[0]["ruleId"], &results[0]["level"]),
        (&"DAT-01".into(), &"note".into())
    );
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%E7%B0%BF.yaml");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 5, "startColumn": 18, "endLine": 5, "endColumn": 20})
    );
}

#[test]
fn a_clean_workbook_is_an_empty_list_for_programs() {
    let workbook = sample("changzhou-2013");
    let output = dudao(&["check", workbook.to_str().unwrap(), "--format", "json"], root());
    assert!(output.status.success());
    assert_eq!(text(&output.stdout), "[]\n");
}

#[test]
fn a_manuscript_is_checked_with_what_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let front = "---\n标题: 总结\n版式: 普通\n---\n甲。\n";
    std::fs::write(path.join("稿.md"), format!("{front}\n![](图.png)\n")).unwrap();
    std::fs::write(path.join("版式.yaml"), "页码: 居中\n").unwrap();
    let output = dudao(&["check", "稿.md"], path);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("读不了图片：图.png") && said.contains("版式.yaml"), "{said}");
    std::fs::copy(root().join("docs/pages.png"), path.join("图.png")).unwrap();
    let output = dudao(&["typeset", "稿.md", "--accessible", "--no-system-fonts"], path);
    let said = text(&output.stderr);
    assert!(said.contains("图片“图.png”没有图题"), "{said}");
    let output = dudao(&["typeset", "稿.md", "--no-system-fonts"], path);
    let said = text(&output.stderr);
    assert!(output.status.success() && said.contains("SET-03"), "{said}");
    std::fs::write(path.join("版式.yaml"), "字体: {仿宋: 没有的字体, 黑体: 也没有}\n")
        .unwrap();
    let fonts = |folder: &str| dudao(&["fonts", "--no-system-fonts", folder], path);
    assert!(text(&fonts(".").stderr).contains("“没有的字体”“也没有”"));
    let checked = dudao(&["check", "稿.md", "--no-system-fonts"], path);
    let said = text(&checked.stderr);
    assert!(said.contains("版式.yaml:1:10") && said.contains("“没有的字体”"), "{said}");
    assert_eq!(fonts("别处").status.code(), Some(2));
}

#[test]
fn what_leaves_a_page_without_text_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let front = "---\n标题: 通报\n版式: 文件格式\n发文机关标志: [清河县人民政府教育督导室文件]\n\
                 发文字号: 清政教督〔2014〕5号\n署名: [清河县人民政府教育督导室]\n\
                 成文日期: 2014-12-02\n---\n";
    let (words, table) =
        ("各校得分如下。\n\n", "横表：得分\n\n|学校|得分|\n|---|---|\n|一小|90|\n\n");
    let bodies =
        [(format!("{table}{words}"), "SET-07"), (format!("{words}{table}"), "SET-08")];
    for (body, id) in bodies {
        std::fs::write(path.join("稿.md"), format!("{front}{body}")).unwrap();
        let output = dudao(&["typeset", "稿.md", "--no-system-fonts"], path);
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains(id), "{said}");
        assert!(!path.join("稿.pdf").exists());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_that_is_cut_off_is_a_failure_and_a_reader_that_has_enough_is_none() {
    let list = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
        command.arg("rules");
        command
    };
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let cut = list().stdout(full).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let cut = cut.wait_with_output().unwrap();
    assert_eq!(cut.status.code(), Some(2));
    assert!(text(&cut.stderr).contains("没有存全：磁盘已满"), "{}", text(&cut.stderr));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert!(list().stdout(writer).status().unwrap().success());
}

#[test]
fn a_table_is_made_filled_in_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| dudao(arguments, folder.path());
    assert!(run(&["new", "簿"]).status.success());
    let yaml = folder.path().join("簿/2-督导活动.yaml");
    let text_of_yaml = std::fs::read_to_string(&yaml).unwrap();
    assert!(run(&["sheet", "簿", "综合督导"]).status.success());
    let table = folder.path().join("簿/综合督导得分表.xlsx");
    let bytes = std::fs::read(&table).unwrap();
    let again = run(&["sheet", "簿", "综合督导"]);
    assert!(again.status.success(), "what is the same may be written again");

    // The results in the table, no longer in the YAML.
    let (start, end) = ("    结果:\n", "    成效:\n");
    let cut = text_of_yaml.find(start).unwrap()..text_of_yaml.find(end).unwrap();
    let with_table = |name: &str| {
        let mut text = text_of_yaml.clone();
        text.replace_range(cut.clone(), &format!("    结果表: {name}\n"));
        std::fs::write(&yaml, text).unwrap();
    };
    with_table("综合督导得分表.xlsx");
    let check = run(&["check", "簿"]);
    assert!(check.status.success() && check.stderr.is_empty(), "{}", text(&check.stderr));
    let figures = text(&run(&["figures", "簿"]).stdout);
    assert!(figures.contains("综合督导得分表.xlsx[得分]!"), "{figures}");

    // A table that is there keeps what the clerk has filled in.
    with_table("新表.xlsx");
    let missing = run(&["check", "簿"]);
    assert!(text(&missing.stderr).contains("TAB-01"), "{}", text(&missing.stderr));
    assert!(run(&["sheet", "簿", "综合督导"]).status.success(), "an absent table is made");
    std::fs::write(&table, "填了一半").unwrap();
    let kept = run(&["sheet", "簿", "综合督导", "--out", "簿/综合督导得分表.xlsx"]);
    assert_eq!(kept.status.code(), Some(2));
    assert_eq!(std::fs::read(&table).unwrap(), "填了一半".as_bytes());
    let empty = std::fs::read(folder.path().join("簿/新表.xlsx")).unwrap();
    assert!(empty != bytes, "no results are left to fill in");
    let unfilled = text(&run(&["check", "簿"]).stderr);
    let help = "结果表还是空的：请在 簿/新表.xlsx 里每所学校填一行";
    assert!(unfilled.contains("KND-04") && unfilled.contains(help), "{unfilled}");
    assert_eq!(run(&["sheet", "簿", "中合督导"]).status.code(), Some(2));
    assert_eq!(run(&["sheet", "簿", "综合督导", "--out", "表.xls"]).status.code(), Some(2));
}

#[test]
fn a_table_is_named_as_the_workbook_will_find_it() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = |more: &[&str]| {
        let output = dudao(&[&["sheet", "簿", "综合督导"], more].concat(), folder.path());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert!(dudao(&["new", "簿"], folder.path()).status.success());
    let inside = folder.path().join("簿/活动");
    std::fs::create_dir_all(inside.join("表")).unwrap();
    let yaml = inside.join("督导活动.yaml");
    std::fs::rename(folder.path().join("簿/2-督导活动.yaml"), &yaml).unwrap();
    let named =
        |said: &str| said.split_once("结果表: ").unwrap().1.lines().next().unwrap().to_owned();
    assert_eq!(named(&sheet(&[])), "综合督导得分表.xlsx");
    assert!(inside.join("综合督导得分表.xlsx").is_file(), "beside the activity");
    assert_eq!(named(&sheet(&["--out", "簿/活动/表/一.xlsx"])), "表/一.xlsx");
    let elsewhere = sheet(&["--out", "二.xlsx"]);
    assert!(elsewhere.contains("放到 簿/活动"), "{elsewhere}");
    assert_eq!(named(&elsewhere), "二.xlsx");
}

#[test]
fn programs_are_given_the_cell() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["1-基本信息.yaml", "2-综合督导.yaml", "3-文书.yaml", "学校名单.csv"]
    {
        let from = sample("qinghe-2025").join(name);
        std::fs::copy(from, folder.path().join(name)).unwrap();
    }
    let table = "学校,A1,A2,B1,C1\n清河县第一小学,19,18,28分,29\n";
    std::fs::write(folder.path().join("得分.csv"), table).unwrap();
    let yaml = folder.path().join("2-综合督导.yaml");
    let text = std::fs::read_to_string(&yaml).unwrap();
    std::fs::write(&yaml, text.replace("综合督导得分.xlsx", "得分.csv")).unwrap();
    let read = |format: &str| -> Value {
        let output = dudao(&["check", ".", "--format", format], folder.path());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let json = read("json");
    let place = &json[0]["labels"][0]["place"];
    assert_eq!((&place["line"], &place["column"]), (&2.into(), &4.into()), "{json:#}");
    assert_eq!(place["cell"], "./得分.csv!D2");
    let sarif = read("sarif");
    let location = &sarif["runs"][0]["results"][0]["locations"][0];
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "./得分.csv!D2");
}

#[test]
fn a_folder_of_manuscripts_may_have_other_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("图")).unwrap();
    std::fs::write(path.join("稿.md"), "---\n标题: 通知\n---\n截止目前，已完成。\n").unwrap();
    let said = text(&dudao(&["check", "."], path).stderr);
    assert!(said.contains("截至") && !said.contains("WBK-03"), "{said}");
    std::fs::write(path.join("图/数据.yaml"), "年度: 2025\n").unwrap();
    let said = text(&dudao(&["check", "."], path).stderr);
    assert!(said.contains("数据.yaml") && !said.contains("稿.md"), "{said}");
}

#[test]
fn a_table_of_this_folder_is_looked_for_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let yaml = "年度: 2025\n机构: {名称: 甲县督导室, 简称: 督导室, 地区: 甲县, 级别: 县级}\n学校表: 学校名单.xlsx\n";
    std::fs::write(path.join("工作簿.yaml"), yaml).unwrap();
    std::fs::write(path.join("学校名单1.xlsx"), "").unwrap();
    let said = text(&dudao(&["check", "工作簿.yaml"], path).stderr);
    assert!(said.contains("是不是“学校名单1.xlsx”"), "{said}");
}
