//! DAT-06, DAT-16 and GRD: marks, pass lines and grades.

use super::push;
use super::sums::EXACT;
use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::figures::assess;
use crate::record::{
    Attainment, Grade, Indicator, IndicatorKind, IndicatorSystem, SchoolResult, SelfEvaluation,
};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_06: Rule = Rule {
    id: "DAT-06",
    name: "自评分与达标程度矛盾",
    severity: Severity::Error,
    reason: "自评分不高于满分；有指标基本达标或者未达标，就应当扣分。",
    examples: &[Example {
        bad: "自评: {单位: 县政府, 依据: 教育督导条例, 组织: 成立领导小组。, 方面: [{名称: 教育投入, 满分: 20, 自评分: 21, 指标: [{名称: 经费, 达标程度: 达标, 内容: 足额拨付。}]}], 问题: [{内容: 投入不足}], 改进措施: [{标题: 增加投入, 内容: 增加预算。}]}",
        good: "自评: {单位: 县政府, 依据: 教育督导条例, 组织: 成立领导小组。, 方面: [{名称: 教育投入, 满分: 20, 自评分: 20, 指标: [{名称: 经费, 达标程度: 达标, 内容: 足额拨付。}]}], 问题: [{内容: 投入不足}], 改进措施: [{标题: 增加投入, 内容: 增加预算。}]}",
    }],
    check: Check::Data(marks_and_attainment),
};

fn marks_and_attainment(workbook: &Workbook, findings: &mut Findings) {
    let Some(own) = &workbook.record.self_evaluation else { return };
    for Marks { at, key, full, score, short } in marks(own) {
        let path = format!("{at}/自评分");
        if score > full {
            push(
                workbook,
                findings,
                &[(&path, "自评分"), (&format!("{at}/{key}"), key)],
                format!("自评分{}分，比{key}{}分还高", decimal(score), decimal(full)),
                "请核对自评分",
            );
        } else if let (Some((short, attainment)), true) = (short, score == full) {
            let (score, word) = (decimal(score), label(attainment));
            push(
                workbook,
                findings,
                &[(&path, "没有扣分"), (&short, word)],
                format!("有指标{word}，自评分却是满分{score}分"),
                "请核对达标程度和自评分",
            );
        }
    }
}

/// Marks that a self-evaluation gives itself.
struct Marks {
    at: String,
    /// The key of the full marks.
    key: &'static str,
    full: f64,
    score: f64,
    /// The first indicator that they are given for and that falls short.
    short: Option<(String, Attainment)>,
}

/// The marks of aspects, and those of indicators.
fn marks(own: &SelfEvaluation) -> Vec<Marks> {
    let mut all = Vec::new();
    for (i, aspect) in own.aspects.iter().enumerate() {
        let at = format!("/自评/方面/{i}");
        let mut of_items = Vec::new();
        let mut first = None;
        for (j, item) in aspect.items.iter().enumerate() {
            let at = format!("{at}/指标/{j}");
            let short = (item.attainment != Attainment::Full)
                .then(|| (format!("{at}/达标程度"), item.attainment));
            if first.is_none() {
                first.clone_from(&short);
            }
            if let (Some(full), Some(score)) = (item.full, item.score) {
                of_items.push(Marks { at, key: "分值", full, score, short });
            }
        }
        if let (Some(full), Some(score)) = (aspect.full, aspect.score) {
            all.push(Marks { at, key: "满分", full, score, short: first });
        }
        all.extend(of_items);
    }
    all
}

fn label(attainment: Attainment) -> &'static str {
    match attainment {
        Attainment::Full => "达标",
        Attainment::Nearly => "基本达标",
        Attainment::Missed => "未达标",
    }
}

pub static DAT_16: Rule = Rule {
    id: "DAT-16",
    name: "指标分值合计接近而不是100分",
    severity: Severity::Hint,
    reason: "指标体系多是百分制，各项分值合计差几分，常是漏写或者错写了一项。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 分值: 60}, {编号: B, 名称: 安全, 分值: 39}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
    }],
    check: Check::Data(nearly_a_hundred),
};

/// How many marks more or less than a hundred are a slip rather than another
/// scale.
const NEARLY: f64 = 5.0;

fn nearly_a_hundred(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        let full = full_marks(system);
        let off = (full - 100.0).abs();
        if !(EXACT..=NEARLY).contains(&off) {
            continue;
        }
        push(
            workbook,
            findings,
            &[(&format!("/指标体系/{i}/名称"), "")],
            format!("“{}”各项指标的分值合计{}分，不是100分", system.name, decimal(full)),
            "请核对各项分值；不是百分制的，不用改",
        );
    }
}

fn full_marks(system: &IndicatorSystem) -> f64 {
    system.indicators.iter().map(Indicator::full_marks).sum()
}

pub static GRD_01: Rule = Rule {
    id: "GRD-01",
    name: "等次的次序不对",
    severity: Severity::Warning,
    reason: "等次从高到低写，最低分一级比一级低；低的等次算达标，比它高的也要算达标。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 类型: 核心, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 优秀, 最低分: 90}, {名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 类型: 核心, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 优秀, 最低分: 90, 达标: 是}, {名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
    }],
    check: Check::Data(order_of_grades),
};

fn order_of_grades(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        for (j, pair) in system.grades.windows(2).enumerate() {
            let [better, worse] = pair else { continue };
            let at = |j: usize, key: &str| format!("/指标体系/{i}/等次/{j}/{key}");
            let (key, message) = if worse.min > better.min || same_demands(better, worse) {
                let (high, low) = (decimal(better.min), decimal(worse.min));
                (
                    "最低分",
                    format!(
                        "“{}”的最低分{low}不比它前面的“{}”（{high}）低",
                        worse.name, better.name
                    ),
                )
            } else if worse.reached && !better.reached {
                let message =
                    format!("“{}”算达标，比它高的“{}”却不算", worse.name, better.name);
                ("达标", message)
            } else {
                continue;
            };
            push(
                workbook,
                findings,
                &[(&at(j + 1, key), ""), (&at(j, key), "前一等次")],
                message,
                "请从高到低写等次，核对最低分和是否达标",
            );
        }
    }
}

/// Two grades from the same marks are told apart by the 核心 indicators.
fn same_demands(better: &Grade, worse: &Grade) -> bool {
    worse.min == better.min && (worse.all_core || !better.all_core)
}

pub static GRD_02: Rule = Rule {
    id: "GRD-02",
    name: "低分没有等次",
    severity: Severity::Warning,
    reason: "最后一个等次的最低分要是0，否则得分再低的学校没有等次，总结里的校数就少了。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
    }],
    check: Check::Data(no_lowest_grade),
};

fn no_lowest_grade(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        // A school below a grade that demands all 核心 indicators needs another.
        let lowest = system.grades.iter().enumerate().filter(|(_, grade)| !grade.all_core);
        let lowest = lowest.min_by(|(_, a), (_, b)| a.min.total_cmp(&b.min));
        let (path, message) = match lowest {
            None if system.grades.is_empty() => continue,
            None => ("等次".to_owned(), "核心指标没有全部达标的学校没有等次可评".to_owned()),
            Some((_, grade)) if grade.min <= 0.0 => continue,
            Some((j, grade)) => (
                format!("等次/{j}/最低分"),
                format!("得分不到{}分的学校没有等次可评", decimal(grade.min)),
            ),
        };
        push(
            workbook,
            findings,
            &[(&format!("/指标体系/{i}/{path}"), "")],
            format!("“{}”里{message}", system.name),
            "请补上最低的等次，最低分写0，例如：{名称: 不合格, 最低分: 0}",
        );
    }
}

pub static GRD_03: Rule = Rule {
    id: "GRD-03",
    name: "达不到的等次或者达标线",
    severity: Severity::Error,
    reason: "等次的最低分高于满分，或者指标的达标线高于它的分值，没有学校能够达到。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 达标线: 80, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 达标线: 48, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
    }],
    check: Check::Data(out_of_reach),
};

fn out_of_reach(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        let full = full_marks(system);
        for (j, grade) in system.grades.iter().enumerate().filter(|(_, g)| g.min > full) {
            let (min, full) = (decimal(grade.min), decimal(full));
            push(
                workbook,
                findings,
                &[(&format!("/指标体系/{i}/等次/{j}/最低分"), "")],
                format!("“{}”的最低分是{min}，各项指标的分值合计只有{full}分", grade.name),
                "请核对最低分和各项分值",
            );
        }
        pass_lines(workbook, findings, &format!("/指标体系/{i}/指标"), &system.indicators);
    }
}

fn pass_lines(
    workbook: &Workbook,
    findings: &mut Findings,
    at: &str,
    indicators: &[Indicator],
) {
    for (i, indicator) in indicators.iter().enumerate() {
        let at = format!("{at}/{i}");
        if let (Some(pass), Some(points)) = (indicator.pass, indicator.points)
            && pass > points
        {
            let (pass, points) = (decimal(pass), decimal(points));
            push(
                workbook,
                findings,
                &[(&format!("{at}/达标线"), "达标线"), (&format!("{at}/分值"), "分值")],
                format!(
                    "指标{}“{}”的达标线{pass}高于分值{points}",
                    indicator.code, indicator.name
                ),
                "请核对达标线和分值",
            );
        }
        pass_lines(workbook, findings, &format!("{at}/下级"), &indicator.children);
    }
}

pub static GRD_04: Rule = Rule {
    id: "GRD-04",
    name: "要求核心指标却没有核心指标",
    severity: Severity::Warning,
    reason: "等次写了“核心指标全部达标”，指标里却没有一项类型是核心，这一条等于没有写。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 核心指标全部达标: 是, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 类型: 核心, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 核心指标全部达标: 是, 达标: 是}, {名称: 不合格, 最低分: 0}]}]",
    }],
    check: Check::Data(no_core),
};

fn no_core(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        let core = |leaf: &&Indicator| leaf.kind == Some(IndicatorKind::Core);
        let demanding = system.grades.iter().position(|grade| grade.all_core);
        let Some(j) = demanding.filter(|_| !system.leaves().iter().any(core)) else {
            continue;
        };
        push(
            workbook,
            findings,
            &[(&format!("/指标体系/{i}/等次/{j}/核心指标全部达标"), "")],
            format!("“{}”里没有一项指标的类型是核心", system.name),
            "请给核心指标写上“类型: 核心”，或者删去这个条件",
        );
    }
}

pub static GRD_05: Rule = Rule {
    id: "GRD-05",
    name: "等次与得分不符",
    severity: Severity::Hint,
    reason: "结果里写的等次与按得分应得的不同。可以另行评定，但要有根据；常见的是改了得分\
             忘了改等次。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 整改建议: 完善制度, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]\n\
              督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 指标体系: 标准, 结果: [{学校: 清河县第一小学, 得分: {A: 20, B: 30}, 等次: 合格, 亮点: 规范。}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 整改建议: 完善制度, 分值: 60}, {编号: B, 名称: 安全, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]\n\
               督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 指标体系: 标准, 结果: [{学校: 清河县第一小学, 得分: {A: 40, B: 30}, 亮点: 规范。}]}]",
    }],
    check: Check::Data(grade_and_scores),
};

fn grade_and_scores(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, activity) in record.activities.iter().enumerate() {
        let Some(system) = record.system_of(activity) else { continue };
        for (j, result) in activity.results.iter().enumerate() {
            let Some(decided) = &result.grade else { continue };
            let undecided = SchoolResult { grade: None, ..result.clone() };
            let Some(assessment) = assess(system, &undecided) else { continue };
            let earned = assessment.grade.map_or("没有等次", |grade| grade.name.as_str());
            if earned == decided {
                continue;
            }
            let at = format!("/督导活动/{i}/结果/{j}");
            push(
                workbook,
                findings,
                &[(&format!("{at}/等次"), "写的等次"), (&format!("{at}/得分"), "得分")],
                format!(
                    "总分{}分，按得分应为“{earned}”，写的是“{decided}”",
                    decimal(assessment.total)
                ),
                "请核对；与得分相同的，删去等次，程序会算；另行评定的，不用改",
            );
        }
    }
}
