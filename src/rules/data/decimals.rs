//! DAT-21: numbers with more digits than are printed.

use super::push;
use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::record::{Activity, Indicator, IndicatorSystem, SelfEvaluation, Statistic};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_21: Rule = Rule {
    id: "DAT-21",
    name: "数的位数太多",
    severity: Severity::Warning,
    reason: "文书里的数最多印四位小数，一共最多十五位，多的四舍五入。公式算出来的平均分\
             常有十几位小数，印出来既不整齐，各项相加也可能与合计对不上。",
    examples: &[Example {
        bad: "统计: [{名称: 教育投入, 总数: 1234.56789, 单位: 万元}]",
        good: "统计: [{名称: 教育投入, 总数: 1234.57, 单位: 万元}]",
    }],
    check: Check::Data(too_long),
};

/// A number and where it stands.
type Number = (String, f64);

fn too_long(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let statistics = record.statistics.iter().enumerate();
    let own = record.self_evaluation.iter();
    let systems = record.indicator_systems.iter().enumerate();
    let single = statistics
        .flat_map(of_statistic)
        .chain(own.flat_map(of_self_evaluation))
        .chain(systems.flat_map(of_system));
    for (path, number) in single.filter(|(_, number)| is_cut_off(*number)) {
        let message = format!("“{number}”的位数太多，文书里会印成{}", decimal(number));
        push(workbook, findings, &[(&path, "")], message, advice(number));
    }
    for (i, activity) in record.activities.iter().enumerate() {
        of_activity(workbook, findings, i, activity);
    }
}

/// Two decimals of a small number are none, and of a large one too many.
fn advice(number: f64) -> &'static str {
    match number.abs() {
        ..0.01 => "请换小一些的单位",
        1e9.. => "请换大一些的单位，如万元、亿元",
        _ => {
            "请先四舍五入，一般留一位或者两位小数；Excel 里算出来的，写成 =ROUND(原来的公式,2)，\
             只改单元格格式不行"
        }
    }
}

/// The marks of an activity come out of one column of formulas by the hundred: one
/// finding tells them all.
fn of_activity(workbook: &Workbook, findings: &mut Findings, i: usize, activity: &Activity) {
    const SHOWN: usize = 3;
    let mut count = 0;
    let mut shown: Vec<Number> = Vec::new();
    let mut see = |number: f64, path: &dyn Fn() -> String| {
        if !is_cut_off(number) {
            return;
        }
        count += 1;
        if count <= SHOWN {
            shown.push((path(), number));
        }
    };
    for (j, result) in activity.results.iter().enumerate() {
        let at = || format!("/督导活动/{i}/结果/{j}");
        for (code, mark) in result.scores.iter() {
            see(mark, &|| format!("{}/得分/{code}", at()));
        }
        for (k, problem) in result.problems.iter().enumerate() {
            for (key, number) in [("实测", problem.measured), ("标准", problem.standard)] {
                if let Some(number) = number {
                    see(number, &|| format!("{}/问题/{k}/{key}", at()));
                }
            }
        }
    }
    let Some((_, first)) = shown.first() else { return };
    let printed =
        |(path, number): &Number| (path.clone(), format!("会印成{}", decimal(*number)));
    let labels: Vec<(String, String)> = shown.iter().map(printed).collect();
    let labels: Vec<(&str, &str)> =
        labels.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let message = format!("“{}”的结果里有{count}个数的位数太多，会印得不一样", activity.name);
    push(workbook, findings, &labels, message, advice(*first));
}

fn of_statistic((i, statistic): (usize, &Statistic)) -> Vec<Number> {
    let at = format!("/统计/{i}");
    let parts = statistic.parts.iter().enumerate().flat_map(|(j, part)| {
        let at = format!("{at}/分项/{j}");
        [(format!("{at}/数"), Some(part.value)), (format!("{at}/上年"), part.last_year)]
    });
    let own = [
        (format!("{at}/总数"), Some(statistic.total)),
        (format!("{at}/上年"), statistic.last_year),
    ];
    given(own.into_iter().chain(parts))
}

fn of_self_evaluation(own: &SelfEvaluation) -> Vec<Number> {
    let aspects = own.aspects.iter().enumerate();
    given(aspects.flat_map(|(i, aspect)| {
        let at = format!("/自评/方面/{i}");
        let items = aspect.items.iter().enumerate().flat_map(|(j, item)| {
            let at = format!("{at}/指标/{j}");
            [(format!("{at}/分值"), item.full), (format!("{at}/自评分"), item.score)]
        });
        let own =
            [(format!("{at}/满分"), aspect.full), (format!("{at}/自评分"), aspect.score)];
        own.into_iter().chain(items).collect::<Vec<_>>()
    }))
}

fn of_system((i, system): (usize, &IndicatorSystem)) -> Vec<Number> {
    let at = format!("/指标体系/{i}");
    let grades = system.grades.iter().enumerate();
    let mut numbers: Vec<Number> =
        grades.map(|(j, grade)| (format!("{at}/等次/{j}/最低分"), grade.min)).collect();
    of_indicators(&format!("{at}/指标"), &system.indicators, &mut numbers);
    numbers
}

fn of_indicators(at: &str, indicators: &[Indicator], numbers: &mut Vec<Number>) {
    for (i, indicator) in indicators.iter().enumerate() {
        let own = [("分值", indicator.points), ("达标线", indicator.pass)];
        let own = own.into_iter().map(|(key, number)| (format!("{at}/{i}/{key}"), number));
        numbers.extend(given(own));
        of_indicators(&format!("{at}/{i}/下级"), &indicator.children, numbers);
    }
}

fn given(numbers: impl Iterator<Item = (String, Option<f64>)>) -> Vec<Number> {
    numbers.filter_map(|(path, number)| Some((path, number?))).collect()
}

/// Whether what is printed is another number, and not only without the noise of binary
/// fractions.
fn is_cut_off(number: f64) -> bool {
    // As almost all of hundreds of thousands of marks: to print them would take longer
    // than to read them.
    let hundredths = (number * 100.0).round();
    if hundredths.abs() < 1e14 && hundredths / 100.0 == number {
        return false;
    }
    let off = |printed: f64| (printed - number).abs();
    let noise = match number.fract() == 0.0 {
        true => 0.0,
        false => 1e-12 + number.abs() * 4.0 * f64::EPSILON,
    };
    decimal(number).parse().is_ok_and(|printed| off(printed) > noise)
}
