//! IDT: one thing under two names, or two under one.

use std::collections::BTreeMap;

use super::push;
use crate::chinese::numeral;
use crate::diagnostic::{Severity, half_width};
use crate::record::Stage;
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static IDT_01: Rule = Rule {
    id: "IDT-01",
    name: "两所学校名称几乎一样",
    severity: Severity::Warning,
    reason: "“清河县第一小学”和“清河第1小学”多半是一所学校写了两次：只差地区的写法、空格、\
             “第”字和数字的写法。校数因此多了一所。",
    examples: &[Example {
        bad: "学校: [{名称: 清河县实验中学, 学段: 初中}, {名称: 实验中学, 学段: 初中}]",
        good: "学校: [{名称: 清河县实验中学, 学段: 初中}, {名称: 清河县实验小学, 学段: 小学}]",
    }],
    check: Check::Data(nearly_one_name),
};

fn nearly_one_name(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, school) in record.schools.iter().enumerate() {
        let Some(first) = seen.insert(essence(&school.name, &record.office.region), i) else {
            continue;
        };
        let (one, two) = (&record.schools[first].name, &school.name);
        push(
            workbook,
            findings,
            &[
                (&format!("/学校/{i}/名称"), "这一所"),
                (&format!("/学校/{first}/名称"), "和这一所"),
            ],
            format!("“{two}”和“{one}”可能是一所学校"),
            "是一所的，请删去一处；是两所的，请把名称写全，让人能够分辨",
        );
    }
}

/// What is left of a school's name without what may be written in two ways.
fn essence(name: &str, region: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let unit = region.char_indices().next_back().map_or(0, |(at, _)| at);
    let name =
        name.strip_prefix(region).or(name.strip_prefix(&region[..unit])).unwrap_or(&name);
    let mut essence = String::new();
    let mut digits = String::new();
    for c in name.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        push_numeral(&mut essence, &mut digits);
        essence.push(c);
    }
    push_numeral(&mut essence, &mut digits);
    for (ordinal, plain) in [("第一", "一"), ("第二", "二"), ("第三", "三"), ("第四", "四")]
    {
        essence = essence.replace(ordinal, plain);
    }
    essence
}

fn push_numeral(text: &mut String, digits: &mut String) {
    match digits.parse() {
        Ok(n) => text.push_str(&numeral::han(n)),
        Err(_) => text.push_str(digits),
    }
    digits.clear();
}

pub static IDT_02: Rule = Rule {
    id: "IDT-02",
    name: "学校代码位数不同",
    severity: Severity::Warning,
    reason: "同一套代码位数相同，个别代码多一位或者少一位，多半是输错了。",
    examples: &[Example {
        bad: "学校: [{代码: \"622901000\", 名称: 第甲小学, 学段: 小学}, {代码: \"622901001\", 名称: 第乙小学, 学段: 小学}, {代码: \"622901002\", 名称: 第丙小学, 学段: 小学}, {代码: \"622901003\", 名称: 第丁小学, 学段: 小学}, {代码: \"622901004\", 名称: 第戊小学, 学段: 小学}, {代码: \"622901005\", 名称: 第己小学, 学段: 小学}, {代码: \"622901006\", 名称: 第庚小学, 学段: 小学}, {代码: \"622901007\", 名称: 第辛小学, 学段: 小学}, {代码: \"622901008\", 名称: 第壬小学, 学段: 小学}, {代码: \"622901009\", 名称: 第癸小学, 学段: 小学}, {代码: \"62290101\", 名称: 东乡小学, 学段: 小学}]",
        good: "学校: [{代码: \"622901001\", 名称: 第甲小学, 学段: 小学}, {代码: \"622901010\", 名称: 东乡小学, 学段: 小学}]",
    }],
    check: Check::Data(codes_of_another_length),
};

/// So many of one length for each of another: else there are two sets of codes.
const ODD_ONE_IN: usize = 10;

fn codes_of_another_length(workbook: &Workbook, findings: &mut Findings) {
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    let codes = || {
        let schools = workbook.record.schools.iter().enumerate();
        schools.filter_map(|(i, school)| Some((i, school.code.as_deref()?)))
    };
    for (_, code) in codes() {
        *lengths.entry(code.chars().count()).or_default() += 1;
    }
    let Some((usual, many)) = lengths.iter().max_by_key(|(_, n)| **n) else { return };
    if codes().count() - many > many / ODD_ONE_IN {
        return;
    }
    for (i, code) in codes() {
        let length = code.chars().count();
        if length != *usual {
            push(
                workbook,
                findings,
                &[(&format!("/学校/{i}/代码"), "")],
                format!("代码“{code}”是{length}位，其他学校的是{usual}位"),
                "请核对代码",
            );
        }
    }
}

pub static IDT_03: Rule = Rule {
    id: "IDT-03",
    name: "学段与校名不符",
    severity: Severity::Warning,
    reason: "各学段的校数按学段统计；校名是幼儿园、小学、初级中学的，学段通常相同。",
    examples: &[Example {
        bad: "学校: [{名称: 清河县第一幼儿园, 学段: 小学}]",
        good: "学校: [{名称: 清河县第一幼儿园, 学段: 幼儿园}]",
    }],
    check: Check::Data(stage_and_name),
};

/// How names end, the stages that schools called so may have, and the 学段 that
/// is meant.
const ENDINGS: [(&str, &[Stage], &str); 9] = [
    ("幼儿园", &[Stage::Kindergarten], "幼儿园"),
    ("小学", &[Stage::Primary, Stage::NineYear], "小学"),
    ("初级中学", &[Stage::Junior, Stage::NineYear], "初中"),
    ("九年制学校", &[Stage::NineYear], "九年一贯制"),
    ("九年一贯制学校", &[Stage::NineYear], "九年一贯制"),
    ("完全中学", &[Stage::FullSecondary], "完全中学"),
    ("高级中学", &[Stage::Senior, Stage::FullSecondary], "高中"),
    ("特殊教育学校", &[Stage::Special], "特教"),
    ("职业技术学校", &[Stage::Vocational], "中职"),
];

fn stage_and_name(workbook: &Workbook, findings: &mut Findings) {
    for (i, school) in workbook.record.schools.iter().enumerate() {
        let ending = ENDINGS.iter().find(|(ending, ..)| school.name.ends_with(ending));
        let Some((.., meant)) =
            ending.filter(|(_, stages, _)| !stages.contains(&school.stage))
        else {
            continue;
        };
        push(
            workbook,
            findings,
            &[(&format!("/学校/{i}/学段"), ""), (&format!("/学校/{i}/名称"), "")],
            format!("“{}”的学段与校名不符", school.name),
            &format!("请核对；按校名看，学段应当写“{meant}”"),
        );
    }
}

pub static IDT_04: Rule = Rule {
    id: "IDT-04",
    name: "名单里同一个名字写了两次",
    severity: Severity::Warning,
    reason: "督导组、责任区的督学、主送、抄送、署名里，一个名字写两次是抄写的错，人数和份数\
             因此不准。",
    examples: &[Example {
        bad: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-20, 抄送: [县委办公室, 县教育局, 县委办公室]}]",
        good: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-20, 抄送: [县委办公室, 县教育局]}]",
    }],
    check: Check::Data(twice_in_a_list),
};

fn twice_in_a_list(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let mut lists: Vec<(String, &str, Vec<&str>)> = Vec::new();
    for (i, activity) in record.activities.iter().enumerate() {
        let team = activity.team.iter().map(|member| member.name.as_str()).collect();
        lists.push((format!("/督导活动/{i}/督导组"), "/姓名", team));
        let schools = activity.schools.iter().map(String::as_str).collect();
        lists.push((format!("/督导活动/{i}/学校"), "", schools));
    }
    for (i, zone) in record.zones.iter().enumerate() {
        let inspectors = zone.inspectors.iter().map(String::as_str).collect();
        lists.push((format!("/责任区/{i}/督学"), "", inspectors));
    }
    for (i, edition) in record.editions.iter().enumerate() {
        let of_edition = [
            ("主送", &edition.addressees),
            ("抄送", &edition.copies_to),
            ("署名", &edition.signature),
        ];
        for (key, names) in of_edition {
            let names = names.iter().map(String::as_str).collect();
            lists.push((format!("/文书/{i}/{key}"), "", names));
        }
    }
    for (at, key, names) in lists {
        let mut seen = BTreeMap::new();
        for (j, name) in names.into_iter().enumerate() {
            let Some(first) = seen.insert(name, j) else { continue };
            push(
                workbook,
                findings,
                &[
                    (&format!("{at}/{j}{key}"), "这里又写了一次"),
                    (&format!("{at}/{first}{key}"), "已经写过"),
                ],
                format!("“{name}”写了两次"),
                "请删去一处，或者改成另一个",
            );
        }
    }
}

pub static IDT_05: Rule = Rule {
    id: "IDT-05",
    name: "一名督学在两个责任区",
    severity: Severity::Hint,
    reason: "督学按责任区指派（条例第十三条），一名督学通常只在一个责任区。",
    examples: &[Example {
        bad: "责任区: [{名称: 第一督学责任区, 督学: [王建国, 李明]}, {名称: 第二督学责任区, 督学: [陈芳, 李明]}]",
        good: "责任区: [{名称: 第一督学责任区, 督学: [王建国, 李明]}, {名称: 第二督学责任区, 督学: [陈芳, 周平]}]",
    }],
    check: Check::Data(in_two_zones),
};

fn in_two_zones(workbook: &Workbook, findings: &mut Findings) {
    let zones = &workbook.record.zones;
    let mut seen: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (i, zone) in zones.iter().enumerate() {
        for (j, name) in zone.inspectors.iter().enumerate() {
            let Some((first, place)) =
                seen.insert(name, (i, j)).filter(|(first, _)| *first != i)
            else {
                continue;
            };
            push(
                workbook,
                findings,
                &[
                    (&format!("/责任区/{i}/督学/{j}"), "在这个责任区"),
                    (&format!("/责任区/{first}/督学/{place}"), "也在这个责任区"),
                ],
                format!("督学“{name}”在“{}”和“{}”", zones[first].name, zone.name),
                "请核对；确实跨责任区的，不用改",
            );
        }
    }
}
