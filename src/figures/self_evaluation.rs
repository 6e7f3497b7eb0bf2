//! Figures of the self-evaluation.

use crate::record::{Aspect, Attainment, Record};

use super::Figure;
use super::assessment::sum;
use super::ledger::{Scope, Value};

/// The scope of the figures about the whole self-evaluation; each 方面 has a
/// scope of its own below it.
const SCOPE: &str = "自评";

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    let Some(own) = &record.self_evaluation else { return };
    let mut scope = Scope { figures, scope: Some(SCOPE.into()) };
    let aspects = &own.aspects;
    let from = || vec!["/自评/方面".to_owned()];
    let all = |count: fn(&Aspect) -> usize| aspects.iter().map(count).sum::<usize>();
    scope.count("方面数", aspects.len(), "个", "所列方面的个数", from());
    scope.count("指标数", all(|a| a.items.len()), "项", "各方面二级指标相加", from());
    let points = own.points_of_evaluation;
    let given: Vec<_> = points.iter().map(|_| "/自评/测评点".to_owned()).collect();
    scope.count("测评点数", points.unwrap_or(0) as usize, "个", "所填的测评点数", given);
    let full = sum(aspects.iter().map(Aspect::full_marks));
    let score = sum(aspects.iter().map(Aspect::self_score));
    scope.add("满分", Value::Decimal(full), "分", "各方面满分之和", from());
    scope.add("得分", Value::Decimal(score), "分", "各方面自评得分之和", from());
    scope.count(
        "达标指标数",
        all(|a| count(a, Attainment::Full)),
        "项",
        "达标程度为达标的指标",
        from(),
    );
    let nearly = all(|a| count(a, Attainment::Nearly));
    scope.count("基本达标指标数", nearly, "项", "达标程度为基本达标的指标", from());
    let missed = all(|a| count(a, Attainment::Missed));
    scope.count("未达标指标数", missed, "项", "达标程度为未达标的指标", from());
    let problems: Vec<_> =
        (0..own.problems.len()).map(|i| format!("/自评/问题/{i}")).collect();
    scope.count("问题数", own.problems.len(), "个", "所列问题的个数", problems);
    for (i, aspect) in aspects.iter().enumerate() {
        let scope = Some(format!("{SCOPE}·{}", aspect.name).into());
        one(i, aspect, &mut Scope { figures, scope });
    }
}

fn one(i: usize, aspect: &Aspect, scope: &mut Scope) {
    let from = || vec![format!("/自评/方面/{i}")];
    let formula = "本方面二级指标的项数";
    scope.count("指标数", aspect.items.len(), "项", formula, from());
    let formula = "所填的满分，未写时为各指标分值之和";
    scope.add("满分", Value::Decimal(sum([aspect.full_marks()])), "分", formula, from());
    let formula = "所填的自评分，未写时为各指标自评分之和";
    scope.add("得分", Value::Decimal(sum([aspect.self_score()])), "分", formula, from());
    for (name, attainment) in [
        ("达标指标数", Attainment::Full),
        ("基本达标指标数", Attainment::Nearly),
        ("未达标指标数", Attainment::Missed),
    ] {
        let formula = "本方面该达标程度的指标项数";
        scope.count(name, count(aspect, attainment), "项", formula, from());
    }
}

fn count(aspect: &Aspect, attainment: Attainment) -> usize {
    aspect.items.iter().filter(|item| item.attainment == attainment).count()
}
