//! CPL: what a document of its kind is expected to say.

use super::push;
use crate::diagnostic::Severity;
use crate::figures::{assess, findings as findings_of};
use crate::record::{Indicator, IndicatorKind};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static CPL_01: Rule = Rule {
    id: "CPL-01",
    name: "问题没有对应的措施",
    severity: Severity::Warning,
    reason: "总结里的每个问题都要有措施回应；写了“下一步工作”而各个问题都不写措施的，当作在\
             那里统一回应。",
    examples: &[Example {
        bad: "存在问题: [{内容: 部分学校专任教师不足}]",
        good: "存在问题: [{内容: 部分学校专任教师不足, 措施: 推行走教和交流轮岗}]",
    }],
    check: Check::Data(unanswered_problem),
};

fn unanswered_problem(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let together = record.problems.iter().all(|problem| problem.measure.is_none());
    if together && !record.next_steps.is_empty() {
        return;
    }
    for (i, problem) in record.problems.iter().enumerate() {
        if problem.measure.is_none() {
            push(
                workbook,
                findings,
                &[(&format!("/存在问题/{i}"), "")],
                "这个问题没有写措施".to_owned(),
                "请加上“措施”",
            );
        }
    }
}

pub static CPL_02: Rule = Rule {
    id: "CPL-02",
    name: "问题没有整改要求",
    severity: Severity::Warning,
    reason: "对存在的问题要提出整改要求（条例第二十一条）。问题没有写措施，指标也没有整改建议，\
             意见书里就只有一句套话。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 场地不足}]}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 场地不足, 措施: 扩建场地}]}]}]",
    }],
    check: Check::Data(no_demand),
};

fn no_demand(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, activity) in record.activities.iter().enumerate() {
        for (j, result) in activity.results.iter().enumerate() {
            // Without problems of its own the result speaks by its scores.
            if result.problems.iter().all(|problem| problem.measure.is_some()) {
                continue;
            }
            let found = findings_of(record, activity, result).problems;
            for (k, problem) in found.iter().enumerate() {
                if problem.demand.is_none() && !problem.problem.resolved {
                    push(
                        workbook,
                        findings,
                        &[(&format!("/督导活动/{i}/结果/{j}/问题/{k}"), "")],
                        "这个问题没有整改要求".to_owned(),
                        "请加上“措施”，或者写上“指标”、在指标里写“整改建议”",
                    );
                }
            }
        }
    }
}

pub static CPL_03: Rule = Rule {
    id: "CPL-03",
    name: "计划没有时间",
    severity: Severity::Warning,
    reason: "计划要有目标、任务、时间和要求。任务写时间，或者另写日程；有的任务写了时间，别的\
             也要写。",
    examples: &[Example {
        bad: "计划: {指导思想: 依法督导, 目标: 提高质量。, 任务: [{名称: 督学, 事项: [{名称: 综合督导, 内容: 督导三所学校}]}]}",
        good: "计划: {指导思想: 依法督导, 目标: 提高质量。, 任务: [{名称: 督学, 事项: [{名称: 综合督导, 内容: 督导三所学校, 时间: 上半年}]}]}",
    }],
    check: Check::Data(no_time),
};

fn no_time(workbook: &Workbook, findings: &mut Findings) {
    let Some(plan) = &workbook.record.plan else { return };
    let tasks = || {
        plan.tasks.iter().enumerate().flat_map(|(i, group)| {
            let items = group.items.iter().enumerate();
            items.map(move |(j, task)| (format!("/计划/任务/{i}/事项/{j}"), task))
        })
    };
    // A schedule gives the time of what it lists.
    if !plan.schedule.is_empty() {
        return;
    }
    if tasks().all(|(_, task)| task.time.is_none()) {
        push(
            workbook,
            findings,
            &[("/计划/任务", "")],
            "计划的任务都没有写时间，也没有日程".to_owned(),
            "请给任务写上“时间”，或者加上“日程”",
        );
        return;
    }
    for (at, task) in tasks().filter(|(_, task)| task.time.is_none()) {
        push(
            workbook,
            findings,
            &[(&format!("{at}/名称"), "")],
            format!("任务“{}”没有写时间，别的任务写了", task.name),
            "请加上“时间”；全年都做的写“全年”",
        );
    }
}

pub static CPL_04: Rule = Rule {
    id: "CPL-04",
    name: "实测值没有单位",
    severity: Severity::Warning,
    reason: "意见书写“实测为6.8，标准为10.2”，看不出是平方米还是册。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 场地不足, 实测: 6.8, 标准: 10.2, 措施: 扩建}]}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 问题: [{内容: 场地不足, 实测: 6.8, 标准: 10.2, 单位: 平方米/生, 措施: 扩建}]}]}]",
    }],
    check: Check::Data(no_unit),
};

fn no_unit(workbook: &Workbook, findings: &mut Findings) {
    for (at, problem) in super::problems(&workbook.record) {
        if problem.measured.is_some() && problem.unit.is_none() {
            push(
                workbook,
                findings,
                &[(&format!("{at}/实测"), "")],
                "实测值没有写单位".to_owned(),
                "请加上“单位”，例如：单位: 平方米/生",
            );
        }
    }
}

pub static CPL_05: Rule = Rule {
    id: "CPL-05",
    name: "学校没有划入责任区",
    severity: Severity::Hint,
    reason: "划分了督学责任区的，学校一般都在一个责任区里（条例第十三条）；多数学校写了而个别\
             没有写，多半是漏了。",
    examples: &[Example {
        bad: "学校: [{名称: 第一小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第二小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 实验中学, 学段: 初中}]",
        good: "学校: [{名称: 第一小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第二小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 实验中学, 学段: 初中, 责任区: 第一督学责任区}]",
    }],
    check: Check::Data(no_zone),
};

fn no_zone(workbook: &Workbook, findings: &mut Findings) {
    let schools = &workbook.record.schools;
    let without = schools.iter().filter(|school| school.zone.is_none()).count();
    if without * 2 >= schools.len() {
        return;
    }
    for (i, school) in schools.iter().enumerate().filter(|(_, school)| school.zone.is_none()) {
        push(
            workbook,
            findings,
            &[(&format!("/学校/{i}/名称"), "")],
            format!("“{}”没有写责任区", school.name),
            "请加上“责任区”",
        );
    }
}

pub static CPL_06: Rule = Rule {
    id: "CPL-06",
    name: "督导没有时间",
    severity: Severity::Warning,
    reason: "总结和意见书要说明是什么时候督导的：活动写时间，或者每所学校的结果写时间。",
    examples: &[Example {
        bad: "督导活动: [{名称: 开学督导, 类别: 专项督导, 结果: [{学校: 清河县第一小学, 亮点: 准备充分。}]}]",
        good: "督导活动: [{名称: 开学督导, 类别: 专项督导, 时间: {起: 2024-09-02, 止: 2024-09-06}, 结果: [{学校: 清河县第一小学, 亮点: 准备充分。}]}]",
    }],
    check: Check::Data(when_was_it),
};

fn when_was_it(workbook: &Workbook, findings: &mut Findings) {
    for (i, activity) in workbook.record.activities.iter().enumerate() {
        let undated = activity.results.iter().filter(|result| result.period.is_none()).count();
        if activity.period.is_some() || activity.results.is_empty() || undated == 0 {
            continue;
        }
        push(
            workbook,
            findings,
            &[(&format!("/督导活动/{i}/名称"), "")],
            format!("“{}”没有写时间，其中{undated}所学校也没有", activity.label()),
            "请给活动加上“时间”，例如：时间: {起: 2024-10-13, 止: 2024-10-24}",
        );
    }
}

pub static CPL_07: Rule = Rule {
    id: "CPL-07",
    name: "未达标的核心指标没有写进问题",
    severity: Severity::Warning,
    reason: "结果里写了问题的，意见书只写这些问题，不再写指标的“不足表述”和“整改建议”，别的未达标\
             指标只在得分表里；核心指标没有达标，问题里应当写到。一个问题也不写的，程序按未达标的\
             指标写。",
    examples: &[Example {
        bad: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 类型: 核心, 不足表述: 管理松散, 整改建议: 完善制度, 分值: 60}, {编号: B, 名称: 安全, 整改建议: 排查隐患, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]\n\
              督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 指标体系: 标准, 结果: [{学校: 清河县第一小学, 得分: {A: 50, B: 30}, 问题: [{内容: 门口乱停车, 措施: 增派人员}]}]}]",
        good: "指标体系: [{名称: 标准, 指标: [{编号: A, 名称: 管理, 类型: 核心, 不足表述: 管理松散, 整改建议: 完善制度, 分值: 60}, {编号: B, 名称: 安全, 整改建议: 排查隐患, 分值: 40}], 等次: [{名称: 合格, 最低分: 60, 达标: 是}, {名称: 不合格, 最低分: 0}]}]\n\
               督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 指标体系: 标准, 结果: [{学校: 清河县第一小学, 得分: {A: 50, B: 30}, 问题: [{内容: 例会没有记录, 指标: A, 措施: 补齐记录}]}]}]",
    }],
    check: Check::Data(unnamed_core),
};

fn unnamed_core(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, activity) in record.activities.iter().enumerate() {
        let Some(system) = record.system_of(activity) else { continue };
        for (j, result) in activity.results.iter().enumerate() {
            // Which problem is which indicator's need not be said where there are enough.
            if result.problems.is_empty()
                || findings_of(record, activity, result).unlisted == 0
            {
                continue;
            }
            let Some(assessment) = assess(system, result) else { continue };
            let missed = assessment.leaves().filter(|leaf| !leaf.reached);
            let core: Vec<&Indicator> = missed
                .map(|leaf| leaf.indicator)
                .filter(|indicator| indicator.kind == Some(IndicatorKind::Core))
                .collect();
            let is_named = |indicator: &&Indicator| {
                result.problems.iter().any(|problem| {
                    problem.indicator.as_ref() == Some(&indicator.code)
                        || problem.content.contains(&indicator.name)
                })
            };
            // A clerk who names one has chosen what to write.
            if core.is_empty() || core.iter().any(is_named) {
                continue;
            }
            let names: Vec<String> =
                core.iter().map(|leaf| format!("{}“{}”", leaf.code, leaf.name)).collect();
            push(
                workbook,
                findings,
                &[(&format!("/督导活动/{i}/结果/{j}/问题"), "")],
                format!("没有达标的核心指标{}，问题里一项也没有写到", names.join("、")),
                "请补上这个问题；已经写了的，在那个问题里加上“指标”（表里是“问题1指标”一列），写指标的编号",
            );
        }
    }
}
