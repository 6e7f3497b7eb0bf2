use crate::diagnostic::{Report, Sources, mend};
use crate::yaml::{Node, Tree, parse};

/// A schema with keys of which the pass may know.
fn schema() -> schemars::Schema {
    schemars::json_schema!({"properties": {"起": {}, "止": {}, "代码": {}, "名称": {}, "类型": {}, "重点": {}}})
}

/// The tree in one line, and each diagnostic as `line:column id`.
fn read(text: &str) -> (String, Vec<String>) {
    let mut sources = Sources::new();
    let source = sources.add("a", text);
    let mut report = Report::new();
    let tree = parse(source, text, &schema(), &mut report);
    report.sort();
    let said = report
        .iter()
        .map(|d| {
            assert!(d.help.is_some(), "{d:?}");
            let place = sources.place(d.labels[0].span);
            format!("{} {}", place.trim_start_matches("a:"), d.id)
        })
        .collect();
    (tree.map_or("-".to_string(), |tree| shown(&tree)), said)
}

fn shown(node: &Node) -> String {
    match &node.tree {
        Tree::Scalar { text, .. } => text.to_string(),
        Tree::Sequence(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join("|"))
        }
        Tree::Mapping(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|e| format!("{}={}", e.key, shown(&e.value))).collect();
            format!("{{{}}}", entries.join("|"))
        }
        Tree::Unreadable => "?".to_string(),
    }
}

#[track_caller]
fn reads(text: &str, tree: &str, said: &[&str]) {
    assert_eq!(read(text), (tree.to_string(), said.iter().map(|s| s.to_string()).collect()));
}

#[test]
fn spans_are_what_was_typed() {
    let text = "\u{feff}机构:\r\n  名称: \"督 导室\"\r\n  空:\r\n主送:\r\n- 甲 # 注\r\n- {乙: 丙}\r\n";
    let mut sources = Sources::new();
    let source = sources.add("a", text);
    let mut report = Report::new();
    let tree = parse(source, text, &schema(), &mut report).unwrap();
    assert!(report.is_empty(), "{report:?}");
    let typed = |path: &str| sources.text(tree.at(path).unwrap().span);
    assert_eq!(typed("/机构/名称"), "\"督 导室\"");
    assert_eq!(typed("/机构"), "名称: \"督 导室\"\r\n  空");
    assert_eq!(typed("/主送/0"), "甲");
    assert_eq!(typed("/主送/1"), "{乙: 丙}");
    assert!(tree.at("/机构/空").unwrap().is_null());
}

#[test]
fn full_width_colons_in_texts_are_left_alone() {
    reads(
        "问题:\n  - 存在以下问题：场地不足\n  - 一是：师资\n正文: |\n  说明：甲\n  键:乙\n说明: 第一行\n  时间：8:30\n地址: 甲：乙\n注: “两基”工作\n时间: {起: 8:30}\n内容:\n  课程方面：不足\n  队伍方面：短缺\n",
        "{问题=[存在以下问题：场地不足|一是：师资]|正文=说明：甲\n键:乙\n|说明=第一行 时间：8:30|地址=甲：乙|注=“两基”工作|时间={起=8:30}|内容=课程方面：不足 队伍方面：短缺}",
        &[],
    );
}

#[test]
fn colons() {
    reads(
        "年度：2014\n机构 ：\n  名称：甲\n  地区: 乙\n  级别:县\n学校:\n  - 名称：丙\n    代码: 1\n",
        "{年度=2014|机构={名称=甲|地区=乙|级别=县}|学校=[{名称=丙|代码=1}]}",
        &["1:3 YML-04", "2:4 YML-04", "3:5 YML-04", "5:5 YML-05", "7:7 YML-04"],
    );
    reads(
        "学校:\n  - 名称: 丙\n  - 名称:　丁\n",
        "{学校=[{名称=丙}|{名称=丁}]}",
        &["3:7 YML-05"],
    );
    reads(
        "学校:\n  - 代码：1\n    名称：甲\n机构:\n  名称：乙\n正文:\n  一是：甲。\n  二是：乙。\n",
        "{学校=[{代码=1|名称=甲}]|机构=名称：乙|正文=一是：甲。 二是：乙。}",
        &["2:7 YML-04", "3:7 YML-04"],
    );
    reads(
        "时间: {起：2014-03-10，止:2014-11-28}\n标题: 甲: 乙\n丙 丁\n",
        "{时间={起=2014-03-10|止=2014-11-28}|标题=甲: 乙|丙=丁}",
        &["1:7 YML-12", "1:20 YML-05", "2:6 YML-14", "3:2 YML-13"],
    );
}

/// The text with all repairs made that are sure.
fn repaired(text: &str) -> String {
    let mut sources = Sources::new();
    let source = sources.add("a", text);
    let mut report = Report::new();
    parse(source, text, &schema(), &mut report);
    mend(source, text, &report).map_or_else(|| text.to_owned(), |mended| mended.text)
}

#[test]
fn a_repair_is_whole() {
    for (typed, right) in [
        ("内容: 主要有:\n措施: 补上\n", "内容: '主要有:'\n措施: 补上\n"),
        ("内容: {{ n[\"x\"] }}所学校\n", "内容: '{{ n[\"x\"] }}所学校'\n"),
        ("内容: 甲:\u{3000}\n", "内容: '甲:\u{3000}'\n"),
        ("内容: @一句话 # 待核\n", "内容: '@一句话' # 待核\n"),
        (
            "依据:\n  -名称: 甲\n   文号: 乙\n  - 名称: 丙\n",
            "依据:\n  - 名称: 甲\n    文号: 乙\n  - 名称: 丙\n",
        ),
        ("督学: [{姓名: 甲}，{姓名: 乙}]\n", "督学: [{姓名: 甲}, {姓名: 乙}]\n"),
        ("名单: [\"甲\"、\"乙\"]\n", "名单: [\"甲\", \"乙\"]\n"),
        ("统计: {总数: 1,234,567, 上年: 1}\n", "统计: {总数: 1234567, 上年: 1}\n"),
        ("机构:\n \t名称: 甲\n", "机构:\n  名称: 甲\n"),
    ] {
        assert_eq!(repaired(typed), right);
    }
    for doubtful in ["内容: 甲: 乙 # 待核\n  丙\n", "内容: |文字\n  另一行\n"] {
        assert_eq!(repaired(doubtful), doubtful);
    }
}

#[test]
fn indentation_by_other_blanks() {
    reads(
        "机构:\n\t名称: 甲\n\t地区: 乙\n　　级别: 县\n　　主送:\n　　　　- 丙\n学校:\n　- 丁\n",
        "{机构={名称=甲|地区=乙|级别=县|主送=[丙]}|学校=[丁]}",
        &["2:1 YML-02", "4:1 YML-03"],
    );
    reads(
        "甲: |\n　　文一\n　　文二\n　　\n乙: 1\n",
        "{甲=文一\n文二\n|乙=1}",
        &["2:1 YML-03"],
    );
}

#[test]
fn indentation_that_fits_nowhere() {
    reads(
        "机构:\n  名称: 甲\n   地区: 乙\n   级别: 县\n主送:\n  - 丙\n    - 丁\n  - 戊\n学校:\n  - 名称: 己\n  代码: 1\n文: x\n  - y\n后: 1\n",
        "{机构={名称=甲|地区=乙|级别=县}|主送=[?|?|戊]|学校=[?]|文=?|后=1}",
        &["2:3 YML-09", "7:5 YML-09", "11:3 YML-09", "13:3 YML-09"],
    );
    reads(
        "主送: - 甲\n      - 乙\n抄送:\n  -丙\n  -丁\n",
        "{主送=?|抄送=[丙|丁]}",
        &["1:5 YML-09", "4:3 YML-15", "5:3 YML-15"],
    );
}

#[test]
fn quotes_and_brackets() {
    reads(
        "标题: \"关于\"督导\"的通知\"\n副: “甲: 乙”\n单位: \"甲”\n备注: \"没完\n多行: \"一\n  二\"\n\"键\": 1\n“名”: 2\n抄: \"甲\", \"乙\"\n",
        "{标题=关于\"督导\"的通知|副=甲: 乙|单位=甲|备注=没完|多行=一 二|键=1|名=2|抄=?}",
        &["1:5 YML-08", "2:4 YML-07", "3:5 YML-08", "4:5 YML-08", "8:1 YML-07", "9:7 YML-08"],
    );
    reads(
        "结果:\n  - {校: 甲, 分: {A: 5}\n  - {校: 乙, 分: {A: 5}}\n主送: [\"甲\", 乙\n抄送: [甲, 乙}\n多: [甲]]\n好: [\n  甲,\n  乙\n]\n年: [2014] 3号\n",
        "{结果=[?|{校=乙|分={A=5}}]|主送=?|抄送=?|多=[甲]|好=[甲|乙]|年=?}",
        &["2:5 YML-08", "4:5 YML-08", "5:10 YML-08", "6:7 YML-08", "11:11 YML-08"],
    );
}

#[test]
fn what_is_typed_for_a_colon() {
    reads(
        "年：: 1\n月:： 2\n日∶3\n时；4\n分=5\n秒　: 6\n组: {甲:　7}\n",
        "{年=1|月=2|日=3|时=4|分=5|秒=6|组={甲=7}}",
        &[
            "1:2 YML-04",
            "2:2 YML-04",
            "3:2 YML-04",
            "4:2 YML-04",
            "5:2 YML-04",
            "6:2 YML-05",
            "7:7 YML-03",
        ],
    );
    // Without a neighbour that is a key, only a name that there is counts.
    reads("甲:\n  重点=1\n乙:\n  轻点=1\n", "{甲={重点=1}|乙=轻点=1}", &["2:5 YML-04"]);
}

#[test]
fn what_is_typed_for_a_dash() {
    reads(
        "甲:\n  — 名: 一\n    号: 1\n  － {名: 二}\n乙:\n  - 一\n  •二\n丙:\n  -名: 一\n   号: 1\n  -\t名: 二\n",
        "{甲=[{名=一|号=1}|{名=二}]|乙=[一|二]|丙=[{名=一|号=1}|{名=二}]}",
        &["2:3 YML-15", "4:3 YML-15", "7:3 YML-15", "9:3 YML-15", "11:3 YML-15"],
    );
    reads("甲:\n  ——摘自台账\n乙:\n  -5\n", "{甲=——摘自台账|乙=-5}", &[]);
    reads(
        "甲:\n  - 一\n  二\n  - 三\n乙:\n  - 名: 一\n  名: 二\n    号: 2\n",
        "{甲=[一|?|三]|乙=[{名=一}|?]}",
        &["3:3 YML-15", "7:3 YML-15"],
    );
}

#[test]
fn full_width_marks_between_brackets() {
    reads(
        "甲: ｛起：1，止：2｝\n乙: ［一，二、三］\n丙: {起: 1，\n  止: 2｝\n丁: {起: 1,860，止: 2}\n",
        "{甲={起=1|止=2}|乙=[一|二|三]|丙={起=1|止=2}|丁={起=1860|止=2}}",
        &["1:4 YML-12", "2:4 YML-12", "3:9 YML-12", "4:7 YML-12", "5:8 YML-12", "5:13 YML-12"],
    );
    let right = "甲: {起: 两点，一是：水，二是:电，8:30开始}\n乙: ［2015］3号\n丙: [［2015］3号, 1,860]\n";
    reads(
        right,
        "{甲={起=两点，一是：水，二是:电，8:30开始}|乙=［2015］3号|丙=[［2015］3号|1|860]}",
        &[],
    );
    reads(
        "甲: {起: [1, 2, 止: 3}\n乙: {起: 1 止: 2}\n丙:\n  - 起: 1, 止: 2}\n  - 起: 1, 止: 2\n  - {起: 一 #2, 止: 3}\n",
        "{甲=?|乙={起=1|止=2}|丙=[?|?|{起=一#2|止=3}]}",
        &["1:8 YML-08", "2:9 YML-12", "4:15 YML-08", "5:9 YML-14", "6:11 YML-20"],
    );
}

#[test]
fn comments_that_swallow_text() {
    reads(
        "甲: 设有 #1 活动室\n乙: 一（二 #三）\n丙: 一、 # 二\n丁: 一　# 二\n戊: #1活动室\n己: #E60012\n",
        "{甲=设有|乙=一（二|丙=一、|丁=一　# 二|戊=#1活动室|己=#E60012}",
        &["1:7 YML-20", "2:8 YML-20", "3:7 YML-20", "4:6 YML-20", "5:4 YML-20", "6:4 YML-20"],
    );
    reads(
        "甲: 一 # 二\n乙: 一 #二\n丙: 3 #1号楼\n丁: 一#2楼\n戊: # 注\n",
        "{甲=一|乙=一|丙=3|丁=一#2楼|戊=}",
        &[],
    );
}

#[test]
fn a_text_out_of_place_costs_its_line_only() {
    reads(
        "  年: 1\n甲:\n  乙: 一，\n二。\n  丙: 2\n文: |\n一\n二\n后: @三\n  四\n",
        "{年=1|甲=?|文=一\n二\n|后=@三 四}",
        &["1:1 YML-09", "4:1 YML-13", "7:1 YML-09", "9:4 YML-16"],
    );
    reads("甲: 一\n  乙: 二\n丙: 3\n", "{甲=?|乙=?|丙=3}", &["2:3 YML-09"]);
}

#[test]
fn items_of_a_list_without_dashes_are_told_once() {
    reads(
        "甲:\n  名: 一\n  号: 1\n  名: 二\n  号: 2\n乙: {名: 一, 名: 二}\n",
        "{甲=?|乙={名=一}}",
        &["4:3 YML-06", "6:11 YML-06"],
    );
}

#[test]
fn a_certain_repair_shows_the_line() {
    let help = |text: &str| {
        let mut sources = Sources::new();
        let source = sources.add("a", text);
        let mut report = Report::new();
        parse(source, text, &schema(), &mut report);
        let helps = report.iter().map(|d| d.help.clone().unwrap());
        helps.map(|help| help.split_once("写成").unwrap().1.to_string()).collect::<Vec<_>>()
    };
    let line = "“- {名: 一, 号: 2}”。";
    assert_eq!(help("甲:\n  - 乙\n  —{名：一，号: 2}\n"), [line, line]);
    let long = format!("甲: 1\n{}：{}\n", "乙", "长".repeat(60));
    assert_eq!(help(&long), [format!("“乙: {}…”。", "长".repeat(41))]);
}

#[test]
fn keys_written_twice_show_both_places() {
    let text = "年度: 2014\n机构: {甲: 1, 甲: 2}\n年度: 2015\n";
    let mut sources = Sources::new();
    let source = sources.add("a", text);
    let mut report = Report::new();
    parse(source, text, &schema(), &mut report);
    report.sort();
    let places: Vec<Vec<String>> = report
        .iter()
        .map(|d| d.labels.iter().map(|label| sources.place(label.span)).collect())
        .collect();
    assert_eq!(places, [["a:2:12", "a:2:6"], ["a:3:1", "a:1:1"]]);
}

#[test]
fn what_yaml_has_and_a_workbook_has_not() {
    reads(
        "甲: &a\n  乙: 1\n丙: *a\n丁: !重要\n戊: !!str 5\n己: [*a, 2]\n率: %5\n人: @张\n于: >= 60\n",
        "{甲={乙=1}|丙=?|丁=!重要|戊=5|己=[?|2]|率=%5|人=@张|于=>= 60}",
        &[
            "1:4 YML-11",
            "3:4 YML-11",
            "4:4 YML-16",
            "5:4 YML-11",
            "6:5 YML-11",
            "7:4 YML-16",
            "8:4 YML-16",
            "9:4 YML-16",
        ],
    );
    reads("---\n甲: 1\n", "{甲=1}", &[]);
    reads("甲: 1\n---\n甲：2\n", "-", &["2:1 YML-10", "3:2 YML-04"]);
    for empty in ["", "\u{feff}", "\n# 注\n", "　\n"] {
        reads(empty, "-", &["1:1 YML-01"]);
    }
}

#[test]
fn what_the_pass_does_not_know_the_parser_reports() {
    reads(
        "甲: \"\\q\"\n乙: 1\n丙: \"\\z\"\n",
        "{甲=?|乙=1|丙=?}",
        &["1:4 YML-16", "3:4 YML-16"],
    );
    let deep = format!("甲: {}\n乙: [\n", "[".repeat(400));
    let (tree, said) = read(&deep);
    assert_eq!(tree, "{甲=?|乙=?}", "{said:?}");
}

#[test]
fn a_text_that_is_wrong_throughout_is_not_read_for_ever() {
    let text: String = (0..200).map(|n| format!("键{n}: \"\\q\"\n")).collect();
    let (tree, said) = read(&text);
    assert_eq!(tree, "-");
    assert_eq!(said.last().map(String::as_str), Some("31:6 YML-19"));
}

proptest::proptest! {
    /// Whatever is typed, there is an answer, and every place is in the text.
    #[test]
    fn any_text_gets_an_answer(text in "([ \\t　:：\\-\\[\\]{}\"'“”#&*!|>,，\\n\\r甲a1\\\\]|键: |- |\\n  ){0,60}") {
        let mut sources = Sources::new();
        let source = sources.add("a", text.as_str());
        let mut report = Report::new();
        let tree = parse(source, &text, &schema(), &mut report);
        proptest::prop_assert!(tree.is_some() || report.has_errors());
        for label in report.iter().flat_map(|d| &d.labels) {
            let (start, end) = (label.span.start, label.span.end);
            proptest::prop_assert!(start <= end && text.get(start..end).is_some(), "{:?}", label);
        }
        crate::diagnostic::to_terminal(&report, &sources, false);
    }
}
