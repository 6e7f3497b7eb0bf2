//! What the shape of the data cannot say but every computation relies on: an
//! indicator that is scored has full marks, a scored school has a mark for each
//! indicator, a chart that is asked for can be drawn, and the region's name tells
//! what it is.

use crate::chinese::region;
use crate::diagnostic::{Diagnostic, Report};
use crate::record::{Activity, Aspect, AspectItem, Indicator};

use super::Workbook;

pub fn check(workbook: &Workbook, report: &mut Report) {
    let record = &workbook.record;
    if region::whole(&record.office.region).is_none() {
        let message = format!("看不出“{}”是什么地区", record.office.region);
        let help =
            "地区要写到最后一个字，如“临夏市”“平昌县”“武进区”，文中才好称“全市”“我县”。";
        push(workbook, report, Diagnostic::error("WBK-08", message).help(help), "/机构/地区");
    }
    for (text, span) in workbook.places().texts() {
        if text.chars().any(|c| ('\u{100000}'..='\u{10FFFF}').contains(&c)) {
            let message = "这里有自造的字符（Unicode 私用区），别的电脑显示不出来";
            let help = "请删去它，或者换成通用的字。";
            report.push(Diagnostic::error("WBK-15", message).at(span, "").help(help));
        }
    }
    for (i, system) in record.indicator_systems.iter().enumerate() {
        marks(workbook, &format!("/指标体系/{i}/指标"), &system.indicators, report);
    }
    for (i, aspect) in record.self_evaluation.iter().flat_map(|s| &s.aspects).enumerate() {
        aspect_marks(workbook, i, aspect, report);
    }
    for (i, statistic) in record.statistics.iter().enumerate() {
        if let Some(Err(fault)) = statistic.drawn(record.year) {
            let diagnostic = Diagnostic::error("WBK-17", fault.message).help(fault.help);
            push(workbook, report, diagnostic, &format!("/统计/{i}/图"));
        }
    }
    for (i, activity) in record.activities.iter().enumerate() {
        scores(workbook, i, activity, report);
    }
}

/// Every leaf has its 分值, and only leaves have one.
fn marks(workbook: &Workbook, at: &str, indicators: &[Indicator], report: &mut Report) {
    for (i, indicator) in indicators.iter().enumerate() {
        let at = format!("{at}/{i}");
        let name = format!("{}“{}”", indicator.code, indicator.name);
        if indicator.children.is_empty() && indicator.points.is_none() {
            let message = format!("指标{name}没有写分值");
            let help = "请加上“分值”；如果它是上级指标，请在“下级”里写出各项指标。";
            let diagnostic = Diagnostic::error("WBK-10", message).help(help);
            push(workbook, report, diagnostic, &format!("{at}/编号"));
        }
        if !indicator.children.is_empty() && indicator.points.is_some() {
            let message = format!("指标{name}有下级，又写了分值");
            let help = "它的分值是下级分值之和，由程序相加，请删去这里的分值。";
            let diagnostic = Diagnostic::error("WBK-11", message).help(help);
            push(workbook, report, diagnostic, &format!("{at}/分值"));
        }
        marks(workbook, &format!("{at}/下级"), &indicator.children, report);
    }
}

/// An aspect has its marks, or each of its indicators has; where both do, they
/// agree.
fn aspect_marks(workbook: &Workbook, i: usize, aspect: &Aspect, report: &mut Report) {
    let sum_of = |of: fn(&AspectItem) -> Option<f64>| {
        let given: Vec<f64> = aspect.items.iter().filter_map(of).collect();
        (given.len(), given.iter().sum::<f64>())
    };
    let pairs = [
        ("满分", aspect.full, sum_of(|item| item.full), "分值"),
        ("自评分", aspect.score, sum_of(|item| item.score), "自评分"),
    ];
    for (key, own, (given, sum), of_items) in pairs {
        let all = aspect.items.len();
        let fault = match own {
            None if given < all => format!("没有写{key}，指标的{of_items}也没有写全"),
            _ if given > 0 && given < all => format!("有的指标写了{of_items}，有的没有写"),
            Some(own) if given == all && (own - sum).abs() > 1e-6 => {
                format!("{key}是 {own}，各项指标的{of_items}相加是 {sum}")
            }
            _ => continue,
        };
        let message = format!("方面“{}”{fault}", aspect.name);
        let help =
            format!("请写这个方面的{key}，或者给每项指标都写上{of_items}；都写就要相等。");
        let path = format!("/自评/方面/{i}/名称");
        push(workbook, report, Diagnostic::error("WBK-16", message).help(help), &path);
    }
}

/// A school with any score has one for each leaf.
fn scores(workbook: &Workbook, i: usize, activity: &Activity, report: &mut Report) {
    let Some(system) = workbook.record.system_of(activity) else { return };
    let leaves = system.leaves();
    for (j, result) in activity.results.iter().enumerate() {
        if result.scores.is_empty() {
            continue;
        }
        for (leaf, score) in
            leaves.iter().filter_map(|leaf| Some((leaf, result.scores.get(&leaf.code)?)))
        {
            let full = leaf.points.unwrap_or(f64::INFINITY);
            if (0.0..=full).contains(&score) {
                continue;
            }
            let name = format!("{}“{}”", leaf.code, leaf.name);
            let message = format!("指标{name}的得分是 {score}，应当在 0 到分值 {full} 之间");
            let diagnostic = Diagnostic::error("WBK-13", message).help("请核对得分和分值。");
            let path = format!("/督导活动/{i}/结果/{j}/得分/{}", leaf.code);
            push(workbook, report, diagnostic, &path);
        }
        let missing: Vec<&str> = leaves
            .iter()
            .map(|leaf| leaf.code.as_str())
            .filter(|code| result.scores.get(code).is_none())
            .collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("“{}”缺少这些指标的得分：{}", result.school, missing.join("、"));
        let help = "请补上得分；得了零分写 0；没有评估这所学校的，删去它的结果。";
        let diagnostic = Diagnostic::error("WBK-12", message).help(help);
        push(workbook, report, diagnostic, &format!("/督导活动/{i}/结果/{j}/得分"));
    }
}

fn push(workbook: &Workbook, report: &mut Report, diagnostic: Diagnostic, path: &str) {
    report.push(match workbook.span(path) {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    });
}
