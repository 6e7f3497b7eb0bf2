//! Figures of 统计: totals, parts, shares and growth.

use crate::record::{Record, Statistic};

use super::Figure;
use super::assessment::sum;
use super::ledger::{Scope, Value};

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    for (i, statistic) in record.statistics.iter().enumerate() {
        let scope = Some(statistic.name.as_str().into());
        one(i, statistic, &mut Scope { figures, scope });
    }
}

fn one(i: usize, statistic: &Statistic, scope: &mut Scope) {
    let at = format!("/统计/{i}");
    let unit = statistic.unit.as_str();
    let in_unit = || unit.to_owned();
    let total = vec![format!("{at}/总数")];
    scope.add("总数", Value::Decimal(statistic.total), in_unit(), "所填的总数", total.clone());
    growth(scope, "", statistic.total, statistic.last_year, unit, &at, "总数");
    for (j, part) in statistic.parts.iter().enumerate() {
        let at = format!("{at}/分项/{j}");
        let value = vec![format!("{at}/数")];
        let name = format!("分项·{}", part.name);
        let number = Value::Decimal(part.value);
        scope.add(name.clone(), number, in_unit(), "所填的分项数", value.clone());
        let share = Value::Share { part: part.value, whole: statistic.total };
        let both = [value, total.clone()].concat();
        scope.add(format!("{name}占比"), share, "%", "分项数÷总数×100%", both);
        growth(scope, &name, part.value, part.last_year, unit, &at, "数");
    }
}

/// Last year's value, the difference and the rate, where last year is known.
fn growth(
    scope: &mut Scope,
    name: &str,
    now: f64,
    before: Option<f64>,
    unit: &str,
    at: &str,
    key: &str,
) {
    let Some(before) = before else { return };
    let from = || vec![format!("{at}/{key}"), format!("{at}/上年")];
    let in_unit = || unit.to_owned();
    let last = vec![format!("{at}/上年")];
    scope.add(format!("{name}上年"), Value::Decimal(before), in_unit(), "所填的上年数", last);
    let difference = Value::Decimal(sum([now, -before]));
    scope.add(format!("{name}增长量"), difference, in_unit(), "今年数－上年数", from());
    if now < before {
        let drop = Value::Decimal(sum([before, -now]));
        scope.add(format!("{name}下降量"), drop, in_unit(), "上年数－今年数", from());
    }
    // A share grows by points, and from nothing there is no rate.
    if unit == "%" || before <= 0.0 {
        return;
    }
    let rate = Value::Share { part: sum([now, -before]), whole: before };
    scope.add(format!("{name}增长率"), rate, "%", "（今年数－上年数）÷上年数×100%", from());
    if now < before {
        let rate = Value::Share { part: sum([before, -now]), whole: before };
        scope.add(
            format!("{name}下降率"),
            rate,
            "%",
            "（上年数－今年数）÷上年数×100%",
            from(),
        );
    }
}
