//! DAT: counts and measured values that cannot all be right.

use super::push;
use super::sums::adds_up;
use crate::chinese::number::decimal;
use crate::diagnostic::Severity;
use crate::record::{Activity, Questionnaires, SchoolResult, Stage};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAT_07: Rule = Rule {
    id: "DAT-07",
    name: "指标项数与宣布的不符",
    severity: Severity::Error,
    reason: "文件宣布的指标项数，应当等于列出的末级指标的项数。",
    examples: &[Example {
        bad: "指标体系: [{名称: 办学水平, 项数: 3, 指标: [{编号: A, 名称: 管理, 分值: 50}, {编号: B, 名称: 质量, 分值: 50}]}]",
        good: "指标体系: [{名称: 办学水平, 项数: 2, 指标: [{编号: A, 名称: 管理, 分值: 50}, {编号: B, 名称: 质量, 分值: 50}]}]",
    }],
    check: Check::Data(announced_indicators),
};

fn announced_indicators(workbook: &Workbook, findings: &mut Findings) {
    for (i, system) in workbook.record.indicator_systems.iter().enumerate() {
        let Some(announced) = system.announced else { continue };
        let listed = system.leaves().len();
        if listed != announced as usize {
            let name = &system.name;
            let parts: Vec<String> = system
                .indicators
                .iter()
                .map(|group| format!("{}{}项", group.name, group.leaves().len()))
                .collect();
            push(
                workbook,
                findings,
                &[
                    (&format!("/指标体系/{i}/项数"), ""),
                    (&format!("/指标体系/{i}/指标"), "列出的"),
                ],
                format!(
                    "“{name}”写明{announced}项指标，列出的是{listed}项（{}）",
                    parts.join("，")
                ),
                "请核对是否漏列、多列了指标，或者改正项数",
            );
        }
    }
}

pub static DAT_08: Rule = Rule {
    id: "DAT-08",
    name: "部分大于整体",
    severity: Severity::Error,
    reason: "部分不会比整体多：有效问卷不多于发放的，办结的信访不多于受理的，取证人数不多于\
             参训人次，各校合计不多于全部，分项不大于总数。",
    examples: &[Example {
        bad: "信访: {受理: 4, 办结: 6}", good: "信访: {受理: 6, 办结: 4}"
    }],
    check: Check::Data(part_and_whole),
};

fn part_and_whole(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, activity) in record.activities.iter().enumerate() {
        let at = format!("/督导活动/{i}");
        questionnaires(workbook, findings, &at, activity.questionnaires);
        for (j, result) in activity.results.iter().enumerate() {
            questionnaires(
                workbook,
                findings,
                &format!("{at}/结果/{j}"),
                result.questionnaires,
            );
        }
        for tally in &TALLIES {
            let (Some(all), Some(sum)) = ((tally.of_activity)(activity), tally.sum(activity))
            else {
                continue;
            };
            if sum <= all {
                continue;
            }
            let (name, unit) = (tally.name, tally.unit);
            push(
                workbook,
                findings,
                &[(&format!("{at}/{}", tally.key), "全部"), (&format!("{at}/结果"), "各校")],
                format!(
                    "各校{name}合计{sum}{unit}，比全部的{all}{unit}还多{}{unit}",
                    sum - all
                ),
                "请核对；删去这里的总数，程序就用各校合计",
            );
        }
    }
    if let Some(complaints) = &record.complaints
        && complaints.settled > complaints.received
    {
        let (settled, received) = (complaints.settled, complaints.received);
        push(
            workbook,
            findings,
            &[("/信访/办结", "办结"), ("/信访/受理", "受理")],
            format!("信访办结{settled}件，比受理的{received}件还多"),
            "请核对；办结的有上年受理的，把它们也计入受理，或者只写本年受理的",
        );
    }
    for (i, training) in record.trainings.iter().enumerate() {
        if let (Some(certified), Some(attendance)) = (training.certified, training.attendance)
            && certified > attendance
        {
            push(
                workbook,
                findings,
                &[(&format!("/培训/{i}/取证"), "取证"), (&format!("/培训/{i}/人次"), "参加")],
                format!("取证{certified}人，比参加培训的{attendance}人次还多"),
                "请核对取证和人次",
            );
        }
    }
    partial_statistics(workbook, findings);
}

fn questionnaires(
    workbook: &Workbook,
    findings: &mut Findings,
    at: &str,
    questionnaires: Option<Questionnaires>,
) {
    let Some(Questionnaires { sent, valid }) = questionnaires else { return };
    if valid > sent {
        push(
            workbook,
            findings,
            &[(&format!("{at}/问卷/有效"), "有效"), (&format!("{at}/问卷/发放"), "发放")],
            format!("有效问卷{valid}份，比发放的{sent}份还多"),
            "请核对；两个数可能写反了",
        );
    }
}

/// Where the parts are all there is, their sum is judged by DAT-01.
fn partial_statistics(workbook: &Workbook, findings: &mut Findings) {
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        if !statistic.partial || !adds_up(statistic) {
            continue;
        }
        for (j, part) in statistic.parts.iter().enumerate() {
            if part.value <= statistic.total {
                continue;
            }
            let (value, total) = (decimal(part.value), decimal(statistic.total));
            push(
                workbook,
                findings,
                &[
                    (&format!("/统计/{i}/分项/{j}/数"), "分项"),
                    (&format!("/统计/{i}/总数"), "总数"),
                ],
                format!(
                    "分项“{}”是{value}，比“{}”的总数{total}还大",
                    part.name, statistic.name
                ),
                "请核对分项和总数",
            );
        }
    }
}

pub static DAT_11: Rule = Rule {
    id: "DAT-11",
    name: "总数与各校合计不一致",
    severity: Severity::Warning,
    reason: "每所学校的结果都写了听课、访谈或问卷，活动又写了总数，两者应当相等；同一个数在\
             总结和意见书里不能两样。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 访谈: 90, 结果: [{学校: 清河县第一小学, 访谈: 40, 亮点: 管理规范。}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 访谈: 40, 结果: [{学校: 清河县第一小学, 访谈: 40, 亮点: 管理规范。}]}]",
    }],
    check: Check::Data(one_count_in_two_places),
};

fn one_count_in_two_places(workbook: &Workbook, findings: &mut Findings) {
    for (i, activity) in workbook.record.activities.iter().enumerate() {
        // Schools without a result may have been counted in the activity.
        if !activity.schools.is_empty() {
            continue;
        }
        for tally in &TALLIES {
            let Some(all) = (tally.of_activity)(activity) else { continue };
            let given = |result: &SchoolResult| (tally.of_result)(result).is_some();
            let (Some(sum), true) = (tally.sum(activity), activity.results.iter().all(given))
            else {
                continue;
            };
            if sum >= all {
                continue;
            }
            let (name, unit) = (tally.name, tally.unit);
            push(
                workbook,
                findings,
                &[
                    (&format!("/督导活动/{i}/{}", tally.key), "全部"),
                    (&format!("/督导活动/{i}/结果"), "各校"),
                ],
                format!("{name}写的是{all}{unit}，各校合计{sum}{unit}，少{}{unit}", all - sum),
                "请核对；删去这里的总数，程序就用各校合计",
            );
        }
    }
}

/// What an activity and its results may both count.
struct Tally {
    name: &'static str,
    key: &'static str,
    unit: &'static str,
    of_activity: fn(&Activity) -> Option<u32>,
    of_result: fn(&SchoolResult) -> Option<u32>,
}

impl Tally {
    /// The sum over the results that give it; none where no result does.
    fn sum(&self, activity: &Activity) -> Option<u32> {
        let mut given = activity.results.iter().filter_map(self.of_result).peekable();
        given.peek()?;
        Some(given.fold(0, u32::saturating_add))
    }
}

static TALLIES: [Tally; 4] = [
    Tally {
        name: "听课",
        key: "听课",
        unit: "节",
        of_activity: |activity| activity.lessons,
        of_result: |result| result.lessons,
    },
    Tally {
        name: "访谈",
        key: "访谈",
        unit: "人次",
        of_activity: |activity| activity.interviews,
        of_result: |result| result.interviews,
    },
    Tally {
        name: "发放问卷",
        key: "问卷/发放",
        unit: "份",
        of_activity: |activity| Some(activity.questionnaires?.sent),
        of_result: |result| Some(result.questionnaires?.sent),
    },
    Tally {
        name: "有效问卷",
        key: "问卷/有效",
        unit: "份",
        of_activity: |activity| Some(activity.questionnaires?.valid),
        of_result: |result| Some(result.questionnaires?.valid),
    },
];

pub static DAT_13: Rule = Rule {
    id: "DAT-13",
    name: "学生数与教职工数不相称",
    severity: Severity::Hint,
    reason: "教职工比学生多一倍以上，或者一名教职工对六十名以上学生，多半是两个数写反了或者\
             错了数位。特殊教育学校不查。",
    examples: &[Example {
        bad: "学校: [{名称: 清河县第一小学, 学段: 小学, 学生数: 52, 教职工数: 860}]",
        good: "学校: [{名称: 清河县第一小学, 学段: 小学, 学生数: 860, 教职工数: 52}]",
    }],
    check: Check::Data(students_and_staff),
};

/// Students for each member of the staff, at least and at most.
const PLAUSIBLE_RATIO: (f64, f64) = (0.5, 60.0);

fn students_and_staff(workbook: &Workbook, findings: &mut Findings) {
    for (i, school) in workbook.record.schools.iter().enumerate() {
        let (Some(students), Some(staff)) = (school.students, school.staff) else { continue };
        let (least, most) = PLAUSIBLE_RATIO;
        let ratio = f64::from(students) / f64::from(staff);
        let closed = students == 0 || staff == 0;
        if closed || school.stage == Stage::Special || (least..=most).contains(&ratio) {
            continue;
        }
        push(
            workbook,
            findings,
            &[
                (&format!("/学校/{i}/学生数"), "学生"),
                (&format!("/学校/{i}/教职工数"), "教职工"),
            ],
            format!("“{}”学生{students}人，教职工{staff}人，不相称", school.name),
            "请核对两个数是不是写反了、错了数位；确实如此就不用改",
        );
    }
}

pub static DAT_14: Rule = Rule {
    id: "DAT-14",
    name: "与上年相差十倍",
    severity: Severity::Hint,
    reason: "一个数一年之间变了十倍，多半是两年用了不同的单位（元和万元），或者错了小数点。",
    examples: &[Example {
        bad: "统计: [{名称: 在校生, 总数: 41200, 上年: 4012, 单位: 人}]",
        good: "统计: [{名称: 在校生, 总数: 41200, 上年: 40120, 单位: 人}]",
    }],
    check: Check::Data(tenfold),
};

/// Below it small counts may well grow tenfold.
const SMALL: f64 = 100.0;

fn tenfold(workbook: &Workbook, findings: &mut Findings) {
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        let at = format!("/统计/{i}");
        let own = (at.clone(), "总数", &statistic.name, statistic.total, statistic.last_year);
        let parts = statistic.parts.iter().enumerate().map(|(j, part)| {
            (format!("{at}/分项/{j}"), "数", &part.name, part.value, part.last_year)
        });
        for (at, key, name, now, before) in std::iter::once(own).chain(parts) {
            let Some(before) = before else { continue };
            let (less, more) = (now.min(before), now.max(before));
            if less <= 0.0 || more < SMALL || more < less * 10.0 {
                continue;
            }
            let unit = &statistic.unit;
            push(
                workbook,
                findings,
                &[(&format!("{at}/{key}"), "今年"), (&format!("{at}/上年"), "上年")],
                format!(
                    "“{name}”今年{}{unit}，上年{}{unit}，相差十倍以上",
                    decimal(now),
                    decimal(before)
                ),
                "请核对两个数的单位和小数点",
            );
        }
    }
}

pub static DAT_17: Rule = Rule {
    id: "DAT-17",
    name: "实测值等于标准值",
    severity: Severity::Warning,
    reason: "实测值与标准值相同，就不是问题；意见书把它列为问题，学校可以申辩（条例第二十条）。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 图书不足, 实测: 15, 标准: 15, 单位: 册/生, 措施: 补充}]}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 图书不足, 实测: 12, 标准: 15, 单位: 册/生, 措施: 补充}]}]}]",
    }],
    check: Check::Data(measured_as_demanded),
};

fn measured_as_demanded(workbook: &Workbook, findings: &mut Findings) {
    for (at, problem) in super::problems(&workbook.record) {
        let (Some(measured), Some(standard)) = (problem.measured, problem.standard) else {
            continue;
        };
        if measured != standard {
            continue;
        }
        push(
            workbook,
            findings,
            &[(&format!("{at}/实测"), "实测"), (&format!("{at}/标准"), "标准")],
            format!("实测值和标准值都是{}", decimal(measured)),
            "请核对两个数；确实相同的，不要列为问题",
        );
    }
}

pub static DAT_18: Rule = Rule {
    id: "DAT-18",
    name: "比率超过100%",
    severity: Severity::Warning,
    reason: "入学率、巩固率、合格率这样的比率，分子是分母的一部分，不会超过100%；毛入学率、\
             增长率和完成率可以。",
    examples: &[Example {
        bad: "统计: [{名称: 家长满意度, 总数: 100.5, 单位: \"%\"}]",
        good: "统计: [{名称: 家长满意度, 总数: 95.5, 单位: \"%\"}]",
    }],
    check: Check::Data(more_than_all),
};

fn more_than_all(workbook: &Workbook, findings: &mut Findings) {
    let rates =
        ["入学率", "巩固率", "合格率", "覆盖率", "达标率", "辍学率", "升学率", "满意度"];
    for (i, statistic) in workbook.record.statistics.iter().enumerate() {
        let of_a_part = rates.iter().any(|rate| statistic.name.ends_with(rate))
            && !statistic.name.contains('毛');
        if statistic.unit != "%" || !of_a_part {
            continue;
        }
        let at = format!("/统计/{i}");
        let parts = statistic.parts.iter().enumerate();
        let parts = parts.map(|(j, part)| (format!("{at}/分项/{j}/数"), part.value));
        for (path, value) in
            std::iter::once((format!("{at}/总数"), statistic.total)).chain(parts)
        {
            if value <= 100.0 {
                continue;
            }
            push(
                workbook,
                findings,
                &[(&path, "")],
                format!("“{}”是{}%，超过了100%", statistic.name, decimal(value)),
                "请核对这个数；确实可以超过100%的（如毛入学率），名称要写全",
            );
        }
    }
}
