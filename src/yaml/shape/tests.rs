use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;

use crate::diagnostic::{Report, Sources};
use crate::yaml::{check, parse};

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Year {
    #[serde(rename = "年度")]
    year: u16,
    #[serde(rename = "机构")]
    office: Office,
    #[serde(rename = "学校", default)]
    schools: Vec<School>,
    #[serde(rename = "指标", default)]
    indicators: Vec<Indicator>,
    #[serde(rename = "日程", default)]
    schedule: BTreeMap<u8, String>,
    #[serde(rename = "存在问题", default)]
    problems: Vec<Problem>,
    #[serde(rename = "文书", default)]
    editions: Vec<Edition>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "文种", deny_unknown_fields)]
enum Edition {
    #[serde(rename = "总结")]
    Summary {
        #[serde(rename = "标题")]
        title: String,
    },
    #[serde(rename = "计划")]
    Plan {
        #[serde(rename = "份数")]
        copies: u8,
    },
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Office {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "地区")]
    region: String,
    #[serde(rename = "主送", default)]
    addressees: Vec<String>,
    #[serde(rename = "专职", default)]
    full_time: Option<bool>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct School {
    #[serde(rename = "代码")]
    code: String,
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "学段")]
    stage: Stage,
    #[serde(rename = "学生数", default)]
    pupils: Option<u32>,
    #[serde(rename = "评估日期", default)]
    date: Option<NaiveDate>,
    #[serde(rename = "得分", default)]
    scores: BTreeMap<String, f64>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
enum Stage {
    /// Three to six.
    幼儿园,
    /// Six to twelve.
    小学,
    初中,
    九年一贯制,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Indicator {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "下级", default)]
    children: Vec<Indicator>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Problem {
    Text(String),
    Measured(Measured),
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Measured {
    #[serde(rename = "内容")]
    text: String,
    #[serde(rename = "实测")]
    value: f64,
}

/// The typed value, and each diagnostic as `line:column id message / help`.
fn read(text: &str) -> (Option<Year>, Vec<String>) {
    let mut sources = Sources::new();
    let source = sources.add("a", text);
    let mut report = Report::new();
    let schema = schema_for!(Year);
    let tree = parse(source, text, &schema, &mut report);
    let year = tree
        .as_ref()
        .and_then(|tree| check(tree, &schema, &mut report))
        .filter(|_| !report.has_errors())
        .map(|sound| sound.typed().expect("fits the type"));
    report.sort();
    let said = report
        .iter()
        .map(|d| {
            let place = d.labels.first().map(|label| sources.place(label.span));
            let place = place.unwrap_or_default();
            let help = d.help.as_deref().unwrap_or("");
            format!("{} {} {} / {help}", place.trim_start_matches("a:"), d.id, d.message)
        })
        .collect();
    (year, said)
}

const OFFICE: &str = "年度: 2014\n机构: {名称: 督导室, 地区: 临夏市}\n";

fn faults_of_school(line: &str) -> Vec<String> {
    let text = format!("{OFFICE}学校:\n- {{代码: 1, 名称: 一小, 学段: 小学, {line}}}\n");
    read(&text).1.iter().map(|said| said.split_once(' ').unwrap().1.to_string()).collect()
}

#[test]
fn the_schema_decides_what_a_scalar_is() {
    let (year, said) = read(
        "年度: 2014\n\
         机构:\n  名称: no\n  地区: 1.50\n  主送: 各学校\n  专职: 是\n\
         学校:\n  - {代码: 020, 名称: 2014-03-05, 学段: 小学, 学生数: 1200, 评估日期: 2014-03-05, 得分: {A1: 5, A2: 4.5}}\n\
         指标:\n  - 名称: 甲\n    下级: [{名称: 乙, 下级: [{名称: 丙}]}]\n\
         日程: {3: 开学检查}\n\
         存在问题:\n  - 存在以下问题：场地不足\n  - {内容: 场地, 实测: 3.2}\n",
    );
    assert_eq!(said, Vec::<String>::new());
    let year = year.unwrap();
    assert_eq!((year.office.name.as_str(), year.office.region.as_str()), ("no", "1.50"));
    assert_eq!(year.office.addressees, ["各学校"]);
    assert_eq!(year.office.full_time, Some(true));
    let school = &year.schools[0];
    assert_eq!((school.code.as_str(), school.name.as_str()), ("020", "2014-03-05"));
    assert_eq!(school.date, NaiveDate::from_ymd_opt(2014, 3, 5));
    assert_eq!(school.scores["A2"], 4.5);
    assert_eq!(year.indicators[0].children[0].children[0].name, "丙");
    assert_eq!(year.schedule[&3], "开学检查");
    assert_eq!(year.problems[0], Problem::Text("存在以下问题：场地不足".to_string()));
}

#[test]
fn an_empty_value_is_absent_where_it_may_be() {
    let (year, said) =
        read("年度: 2014\n机构:\n  名称: 督导室\n  地区: 临夏市\n  主送:\n  专职: ~\n学校:\n");
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(year.unwrap().office.addressees, Vec::<String>::new());
    let (_, said) = read("年度: 2014\n机构:\n  名称:\n  地区: 临夏市\n");
    assert_eq!(said, ["3:3 SHP-03 “名称”是空的 / 这里要写文字，请补上。"]);
}

#[test]
fn twelve_mistakes_are_twelve_messages() {
    let (year, said) = read(
        "年度：2014\n\
         机构:\n\
         \t名称: 督导室\n\
         \x20 地区:临夏市\n\
         \x20 电话: 6212345\n\
         学校:\n\
         \x20 - 代码: 020\n\
         \x20   名子: 一小\n\
         \x20   学段: 中学\n\
         \x20   学生数: 1,200人\n\
         \x20   评估日期: 2014.3.5\n\
         \x20 - 代码: 021\n\
         \x20   名称: 二小\n\
         \x20   名称: 三小\n\
         \x20   学段: 小学\n\
         \x20   得分: {A1：5, A2: 好}\n\
         存在问题:\n\
         \x20 - 内容: \"场地\"不足\"\n\
         \x20   实测: 3.2\n",
    );
    assert_eq!(year, None);
    let ids: Vec<String> = said
        .iter()
        .map(|said| said.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        ids,
        [
            "1:3 YML-04",
            "3:1 YML-02",
            "4:5 YML-05",
            "5:3 SHP-01",
            "8:5 SHP-01",
            "9:9 SHP-05",
            "10:10 SHP-06",
            "11:11 SHP-07",
            "14:5 YML-06",
            "16:12 YML-04",
            "16:20 SHP-06",
            "18:9 YML-08",
        ],
        "{said:#?}"
    );
}

#[test]
fn unknown_and_missing_keys() {
    let (_, said) = read("年度: 2014\n机构:\n  名子: 督导室\n  电话: 1\n学校: [{}]\n");
    assert_eq!(said.len(), 4, "{said:#?}");
    assert_eq!(
        said[..2],
        [
            "3:3 SHP-01 “机构”里没有“名子”这一项 / 是不是“名称”？改成“名称: ”。",
            "3:3 SHP-02 “机构”缺少“地区” / 在这一组里加上“地区: ……”，与这一行左对齐。",
        ]
    );
    assert!(said[2].starts_with("4:3 SHP-01 “机构”里没有“电话”这一项 / 这里可以写："));
    assert!(said[3].starts_with("5:6 SHP-02 “学校”的第 1 项缺少“代码”、“名称”、“学段” / "));
}

#[test]
fn numbers() {
    for (typed, said) in [
        ("27所", "SHP-06 “学生数”要写成整数，现在是“27所” / 写成 27：只写数字，不写“所”。"),
        ("１２", "SHP-06 “学生数”要写成整数，现在是“１２” / 写成 12：数字要用半角。"),
        ("92%", "SHP-06 “学生数”要写成整数，现在是“92%” / 写成 92：不写百分号。"),
        ("“27”", "SHP-06 “学生数”要写成整数，现在是“‘27’” / 去掉引号，写成 27。"),
        ("'27'", "SHP-06 “学生数”的数字加了引号 / 去掉引号，写成 27。"),
        (
            "约300",
            "SHP-06 “学生数”要写成整数，现在是“约300” / 如果确是这个数，写成 300：不写“约”和单位。",
        ),
        (
            "无",
            "SHP-06 “学生数”要写成整数，现在是“无” / 没有这个数就把这一项删去；是零就写 0。",
        ),
        (
            "2.5",
            "SHP-06 “学生数”要写成整数，现在是“2.5” / 这里不能有小数，检查数字或四舍五入。",
        ),
        ("-3", "SHP-09 “学生数”的数超出了范围：-3 / 不能小于 0，检查是否写错了数位。"),
    ] {
        assert_eq!(faults_of_school(&format!("学生数: {typed}")), [said], "{typed}");
    }
}

#[test]
fn dates() {
    for (typed, help) in [
        ("2014.3.5", "写成 2014-03-05。"),
        ("2014年3月5日", "写成 2014-03-05。"),
        ("2014/3/5", "写成 2014-03-05。"),
        ("20140305", "写成 2014-03-05。"),
        ("2014-02-30", "2014年2月没有30日，检查月和日。"),
        ("2014年3月", "年、月、日都要写，例如 2014-03-05。"),
        ("二〇一四年三月五日", "写成 2014-03-05。"),
        ("二0一四年三月五号", "写成 2014-03-05。"),
        ("2014-03-05 00:00:00", "写成 2014-03-05。"),
        ("14.3.5", "年份写四位。如果是2014年，写成 2014-03-05。"),
        ("3月5日", "前面加上四位的年份，后面写成 -03-05。"),
        (
            "41703",
            "41703 像是 Excel 里日期的序号，那就是 2014-03-05。请核对后写成“年-月-日”。",
        ),
        ("三月五日", "写成“年-月-日”，年四位、月日各两位，例如 2014-03-05。"),
    ] {
        let said = faults_of_school(&format!("评估日期: {typed}"));
        assert_eq!(said.len(), 1, "{typed}: {said:?}");
        assert!(said[0].starts_with("SHP-07"), "{said:?}");
        assert!(said[0].ends_with(help), "{typed}: {said:?}");
    }
}

#[test]
fn a_word_from_a_list() {
    let (_, said) = read(&format!("{OFFICE}学校: [{{代码: 1, 名称: 甲, 学段: 初级中学}}]\n"));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].ends_with(
            "SHP-05 “学段”不能写“初级中学” / 是不是“初中”？可以写：初中、小学、九年一贯制、幼儿园。"
        ),
        "{said:?}"
    );
}

#[test]
fn alternatives_told_apart_by_a_word() {
    let (_, said) = read(&format!(
        "{OFFICE}文书:\n- {{文种: 计划, 份数: 三}}\n- {{文种: 总结}}\n- {{文种: 汇报, 标题: 甲}}\n"
    ));
    assert_eq!(
        said,
        [
            "4:16 SHP-06 “份数”要写成整数，现在是“三” / 写成 3：用阿拉伯数字。",
            "5:4 SHP-02 “文书”的第 2 项缺少“标题” / 在这一组里加上“标题: ……”，与这一行左对齐。",
            "6:8 SHP-05 “文种”不能写“汇报” / 可以写：总结、计划。",
        ]
    );
}

#[test]
fn the_word_decides_what_a_mapping_is() {
    let (year, said) =
        read(&format!("{OFFICE}文书: [{{文种: 计划, 份数: 3}}, {{文种: 总结, 标题: 03}}]\n"));
    assert_eq!(said, Vec::<String>::new());
    let summary = Edition::Summary { title: "03".to_string() };
    assert_eq!(year.unwrap().editions, [Edition::Plan { copies: 3 }, summary]);
}

#[test]
fn a_hidden_blank_at_the_end_is_an_error() {
    let (_, said) = read("年度: 2014\n机构:\n  名称: 督导室\u{3000}\n  地区: 临夏市\n");
    assert_eq!(
        said,
        ["3:7 SHP-08 “名称”的前面或后面有全角空格 / 删去“督导室”前后的空白，可删掉重打。"]
    );
}

#[test]
fn hidden_blanks_are_taken_away_where_the_text_stays_the_same() {
    for (typed, right) in [
        ("\u{3000}督导室", Some("督导室")),
        ("督\u{200b}导室-", Some("督导室-")),
        ("\u{3000}# 主任", None),
        ("\u{3000}- 场地", None),
        ("\u{3000}[甲]", None),
        ("甲:\u{200b} 乙", None),
        ("甲 \u{200b}# 乙", None),
    ] {
        let text = format!("年度: 2014\n机构:\n  名称: {typed}\n  地区: 临夏市\n");
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let source = sources.add("a", text.as_str());
        let schema = schema_for!(Year);
        let tree = parse(source, &text, &schema, &mut report).unwrap();
        check(&tree, &schema, &mut report);
        let found = report.iter().find(|d| d.id == "SHP-08").expect("it is reported");
        let edits: Vec<&str> = found.edits.iter().map(|edit| edit.with.as_str()).collect();
        assert_eq!(edits.first().copied(), right, "{typed}");
    }
}

#[test]
fn what_is_not_seen_and_what_is_too_wide() {
    let (_, said) = read(&format!(
        "{OFFICE}学校:\n- 代\u{a0}码: １０Ａ\n  名称: 张\u{200b}三小学\n  学段: 小学\n  得分: {{Ａ１: 5}}\n"
    ));
    assert_eq!(
        said,
        [
            "4:3 SHP-01 名称“代码”里多了粘贴来的特殊空格 / 删去重打，写成“代码: ”。",
            "4:8 SHP-13 “代码”用了全角的字母或数字：１０Ａ / 写成 10A。",
            "5:7 SHP-08 “名称”里有看不见的字符 / 在“张”的后面，多半是从网页或 Word 粘贴来的：这几个字删掉重打。",
            "7:8 SHP-13 “Ａ１”用了全角的字母或数字 / 写成“A1: ”。",
        ]
    );
}

#[test]
fn keys_at_the_wrong_level() {
    let (_, said) = read(
        "年度: 2014\n机构:\n名称: 督导室\n地区: 2市\n专职: 对\n指标:\n  - 名称: 甲\n    文书: 乙\n",
    );
    assert_eq!(
        said,
        [
            "3:1 SHP-12 “机构”下面的各行没有缩进 / 这 3 行前面各加两个空格。",
            "5:5 SHP-10 “专职”要写成“是”或“否”，现在是“对” / 写“是”或者“否”。",
            "8:5 SHP-01 “指标”的第 1 项里没有“文书”这一项 / 如果是文件第一级的“文书”，顶格写，不缩进，它下面的各行跟着左移；不是的话删去这一行。",
        ]
    );
}

#[test]
fn a_list_in_brackets_of_another_width() {
    let (_, said) = read("年度: 2014\n机构: {名称: 甲, 地区: 乙, 主送: 【各学校、幼儿园】}\n");
    assert_eq!(said, ["2:24 SHP-04 “主送”的方括号不是半角的 / 写成“[各学校, 幼儿园]”。"]);
}

#[test]
fn another_kind_of_value() {
    let (_, said) = read(
        "年度: [2014]\n机构:\n  名称：督导室\n学校: {代码: 1}\n指标: [甲]\n存在问题: [[甲]]\n",
    );
    assert_eq!(
        said,
        [
            "1:5 SHP-04 “年度”要写成整数，现在是一个列表 / 在冒号后面直接写，不要另起行，也不要加“- ”或括号。",
            "3:3 SHP-04 “机构”要写成一组“名称: 内容”，现在是一段文字 / 冒号要用半角，后面空一格：每行写成“名称: 内容”。",
            "4:5 SHP-04 “学校”要写成列表，现在是一组“名称: 内容” / 只有一项也要写成列表：第一行前面加“- ”，其余各行跟着右移两格，与第一行的文字对齐。",
            "5:6 SHP-04 “指标”的第 1 项要写成一组“名称: 内容”，现在是一段文字 / 另起行写，比上一行多缩进两格，每行写成“名称: 内容”，如“名称: ……”。",
            "6:8 SHP-04 “存在问题”的第 1 项要写成文字，或者一组“名称: 内容”，现在是一个列表 / 在冒号后面直接写，不要另起行，也不要加“- ”或括号。",
        ]
        .map(str::to_string)
        .as_slice()
    );
}

#[test]
fn a_tree_as_deep_as_the_parser_reads_is_checked_and_read() {
    let around = |innermost: &str| {
        let (before, after) = ("[{名称: 甲, 下级: ".repeat(100), "}]".repeat(100));
        format!("{OFFICE}指标: {before}{innermost}{after}\n")
    };
    let (_, said) = read(&around("{名称: 底}"));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("SHP-04"), "{said:?}");
    let mut indicators = read(&around("[{名称: 底}]")).0.unwrap().indicators;
    for _ in 0..100 {
        indicators = indicators.remove(0).children;
    }
    assert_eq!(indicators[0].name, "底");
}

proptest::proptest! {
    /// A value and no error, or errors and no value; and every value that
    /// passes is one that serde takes.
    #[test]
    fn what_passes_fits_the_type(
        lines in proptest::collection::vec(
            "( |  |    )?(- )?(年度|机构|名称|地区|学校|代码|学段|学生数|评估日期|得分|日程|存在问题|内容|实测|文书|文种|标题): ?\
             (|1|-2|3\\.5|1e9|99999|小学|总结|2014-03-05|2014\\.3\\.5|'27'|\\[甲, 乙\\]|\\{1: 甲\\}|~|是)",
            0..8,
        )
    ) {
        let text = format!("{OFFICE}{}\n", lines.join("\n"));
        let (year, said) = read(&text);
        proptest::prop_assert!(year.is_some() != said.iter().any(|s| s.contains("-")), "{said:?}");
    }
}
