//! A made-up county: schools with results on 40 indicators, and a letter of two
//! pages to each, with its marks by aspect in a table.

use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
年度: 2025
机构: {名称: 青山县人民政府教育督导室, 简称: 县政府教育督导室, 地区: 青山县, 级别: 县级, 发文代字: 青政教督}
督学:
  - {姓名: 王一, 类型: 专职}
  - {姓名: 王二, 类型: 专职}
  - {姓名: 李一, 类型: 专职}
依据:
  - {名称: 教育督导条例, 文号: 国务院令第624号, 施行日期: 2012-10-01}
文书:
  - {文种: 督导意见书, 逐校: 学校办学水平督导评估, 成文日期: 2025-12-08, 发文序号: 1, 抄送: [青山县教育局]}
";

const ASPECTS: [&str; 8] = [
    "办学条件",
    "队伍建设",
    "学校管理",
    "课程实施",
    "教学质量",
    "德育工作",
    "体育美育",
    "安全卫生",
];
const SIDES: [&str; 5] = ["制度建设", "人员配备", "日常工作", "资料台账", "实际效果"];
const TOWNS: [&str; 20] = [
    "城关", "东湖", "南塘", "西岭", "北坡", "柳林", "杏花", "石桥", "清溪", "云台", "高坪",
    "双河", "大湾", "龙潭", "金沙", "白塔", "青石", "红岩", "花园", "平安",
];

/// The letter of two pages.
const WORDING: &str = r#"根据{{ activity.bases | cite }}，{{ activity.period | period }}，{{ office.self }}组成{{ activity.n["督导组人数"] }}人督导组，对{{ you }}开展了{{ activity.name }}。共听课{{ result.n["听课节数"] }}节，访谈{{ result.n["访谈人次"] }}人次。
对照{{ result.n["指标数"] }}项指标评分，{{ you }}总得分为{{ result.n["总分"] }}分（满分{{ result.n["满分"] }}分），达标指标{{ result.n["达标指标数"] }}项、未达标指标{{ result.n["未达标指标数"] }}项，等次为“{{ assessment.grade.name }}”，各方面得分如下。

表：各方面得分

| 方面 | 分值 | 得分 |
|:--|--:|--:|
{% for group in assessment.groups -%}
| {{ group.indicator.name }} | {{ result.n["满分·" ~ group.indicator.name] }} | {{ result.n["得分·" ~ group.indicator.name] }} |
{% endfor -%}
| 总分 | {{ result.n["满分"] }} | {{ result.n["总分"] }} |

现将督导意见反馈如下：

# 存在的主要问题

{% for problem in findings.problems %}
1. {{ problem.content | bare }}。
{% endfor %}

请{{ you }}于{{ findings.report_by | date }}前将整改情况书面报{{ office.self }}。
"#;

/// A row of numbers that is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

/// Writes the workbook into a folder.
pub fn write(folder: &Path, schools: usize) {
    let kind = folder.join("templates/kinds/opinion-letter");
    std::fs::create_dir_all(&kind).expect("a folder");
    let put = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("a file of the workbook");
    };
    put("templates/kinds/opinion-letter/wording.md", WORDING);
    put("01-基本信息.yaml", &format!("{HEAD}{}", indicators()));
    put("02-学校.yaml", &of_schools(schools));
    put("03-督导活动.yaml", &results(schools));
}

fn indicators() -> String {
    let mut text = "指标体系:\n  - 名称: 办学水平\n    达标比例: 0.75\n    等次:\n".to_owned();
    text.push_str("      - {名称: 优秀, 最低分: 90, 达标: true}\n");
    text.push_str("      - {名称: 合格, 最低分: 70, 达标: true}\n");
    text.push_str("      - {名称: 不合格, 最低分: 0}\n    指标:\n");
    for (a, aspect) in ASPECTS.iter().enumerate() {
        let letter = (b'A' + a as u8) as char;
        writeln!(text, "      - 编号: {letter}\n        名称: {aspect}\n        下级:")
            .unwrap();
        for (s, side) in SIDES.iter().enumerate() {
            writeln!(
                text,
                "          - 编号: {letter}{n}\n            名称: {aspect}的{side}\n            \
                 分值: 2.5\n            不足表述: {aspect}方面的{side}还有薄弱环节，有的要求没有\
                 落实到岗位。\n            整改建议: 对照标准逐项查找\
                 {aspect}方面{side}的不足，及时改进。",
                n = s + 1,
            )
            .unwrap();
        }
    }
    text
}

fn of_schools(schools: usize) -> String {
    let mut text = "学校:\n".to_owned();
    for i in 0..schools {
        let (town, nth) = (TOWNS[i % TOWNS.len()], i / TOWNS.len() + 1);
        let name = format!("青山县{town}镇第{nth}小学");
        writeln!(text, "  - {{代码: \"36{i:06}\", 名称: {name}, 学段: 小学}}").unwrap();
    }
    text
}

fn results(schools: usize) -> String {
    let mut text = "\
督导活动:
  - 名称: 学校办学水平督导评估
    类别: 综合督导
    依据: [教育督导条例]
    时间: {起: 2025-03-10, 止: 2025-11-28}
    方式: [听取汇报, 随堂听课, 访谈师生, 查阅档案, 实地察看]
    督导组: [{姓名: 王一, 职责: 组长}, {姓名: 王二, 职责: 成员}, {姓名: 李一, 职责: 成员}]
    指标体系: 办学水平
    整改期限: 2026-03-31
    结果:
"
    .to_owned();
    let mut dice = Dice(7);
    for i in 0..schools {
        writeln!(text, "      - 学校: \"36{i:06}\"").unwrap();
        let (lessons, talks) = (5 + dice.roll(20), 20 + dice.roll(60));
        writeln!(text, "        听课: {lessons}\n        访谈: {talks}").unwrap();
        let weak: [usize; 3] = [dice.roll(13), 13 + dice.roll(13), 26 + dice.roll(14)];
        let marks: Vec<String> = (0..40)
            .map(|n| {
                let mark = match (weak.contains(&n), dice.roll(5)) {
                    (true, _) => 1.0,
                    (false, 0) => 2.0,
                    (false, _) => 2.5,
                };
                format!("{}{}: {mark}", (b'A' + (n / 5) as u8) as char, n % 5 + 1)
            })
            .collect();
        writeln!(text, "        得分: {{{}}}", marks.join(", ")).unwrap();
    }
    text
}
