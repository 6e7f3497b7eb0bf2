//! The clerk's own prose: `{{ n["督导学校数"] }}` in it quotes a figure.

use std::borrow::Borrow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Report, Span, nearest};
use crate::figures::{Figure, Ledger};
use crate::record::Record;

use super::marks;

/// Whether a text quotes a figure, or means to: with one brace, or with
/// full-width ones.
pub fn quotes(text: &str) -> bool {
    text.contains("{{")
        || text.contains("｛｛")
        || text.contains("n[\"")
        || text.contains("n[“")
}

/// The figures that prose may quote, by their full names.
pub struct Figures<'a> {
    ledger: &'a Ledger<'a>,
    /// The places of activity and result in the record, by 标准化评估·临夏市第一小学.
    results: BTreeMap<String, (usize, usize)>,
    /// Of all figures; needed where a quotation names none.
    names: OnceCell<Vec<String>>,
}

impl<'a> Figures<'a> {
    pub fn new(record: &Record, ledger: &'a Ledger<'a>) -> Self {
        let mut results = BTreeMap::new();
        for (i, activity) in record.activities.iter().enumerate() {
            for (j, result) in activity.results.iter().enumerate() {
                results.insert(activity.label_of(result, ledger.schools()), (i, j));
            }
        }
        Self { ledger, results, names: OnceCell::new() }
    }

    /// Fills in the figures that a text of the workbook quotes. `span` is where
    /// the text was written.
    pub fn fill(&self, text: &str, span: Span, report: &mut Report) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            out.push_str(&rest[..open]);
            let after = &rest[open + 2..];
            let Some(close) = after.find("}}") else {
                let message = "引用数字的“{{”没有写完，缺少“}}”";
                report.push(Diagnostic::error("QUO-01", message).at(span, "").help(HOW));
                return out;
            };
            let inside = &after[..close];
            match name(inside) {
                Some(name) => out.push_str(&self.quote(name, span, report)),
                None => {
                    let message = format!("看不懂这处数字引用：{{{{{inside}}}}}");
                    report.push(Diagnostic::error("QUO-01", message).at(span, "").help(HOW));
                }
            }
            rest = &after[close + 2..];
        }
        if quotes(rest) {
            let message = "引用数字的括号写得不对";
            report.push(Diagnostic::error("QUO-01", message).at(span, "").help(HOW));
        }
        out.push_str(rest);
        out
    }

    /// The marked figure with this name; nothing, and a diagnostic, where there
    /// is none.
    fn quote(&self, name: &str, span: Span, report: &mut Report) -> String {
        if let Some(marked) = self.marked(name) {
            return marked;
        }
        let names = self.names.get_or_init(|| {
            self.ledger.iter().map(|(_, figure)| figure.full_name()).collect()
        });
        let help = match nearest(name, names.iter().map(String::as_str)) {
            Some(close) => format!("是不是“{close}”？"),
            None => HOW.to_owned(),
        };
        let message = format!("没有名为“{name}”的数字");
        report.push(Diagnostic::error("QUO-02", message).at(span, "").help(help));
        String::new()
    }

    /// The figure with this name as it is marked.
    fn marked(&self, full_name: &str) -> Option<String> {
        if let Some(year) = marked(self.ledger.numbered(None), full_name) {
            return Some(year);
        }
        // Names of activities, schools and figures may have such a dot themselves.
        full_name.match_indices('·').find_map(|(at, dot)| {
            let (scope, name) = (&full_name[..at], &full_name[at + dot.len()..]);
            marked(self.ledger.numbered(Some(scope)), name).or_else(|| {
                let (activity, result) = *self.results.get(scope)?;
                marked(self.ledger.of_result(activity, result), name)
            })
        })
    }
}

/// The figure of this name among those of a scope as it is marked.
fn marked<F: Borrow<Figure>>(
    mut figures: impl Iterator<Item = (usize, F)>,
    name: &str,
) -> Option<String> {
    figures.find_map(|(number, figure)| {
        let Figure { name: other, value, .. } = figure.borrow();
        (other == name).then(|| marks::figure(number, &value.to_string()))
    })
}

const HOW: &str =
    "引用数字写成 {{ n[\"督导学校数\"] }}；有哪些数字可用，请运行 `dudao figures 工作簿`";

/// The name inside `n["…"]`, with the quotation marks a clerk may type.
fn name(inside: &str) -> Option<&str> {
    let inner = inside.trim().strip_prefix("n[")?.strip_suffix(']')?.trim();
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    quotes
        .iter()
        .find_map(|&(open, close)| inner.strip_prefix(open)?.strip_suffix(close))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::figures::compute;

    #[test]
    fn figures_of_the_year_an_activity_and_a_school_are_quoted_by_name() {
        let record: Record = serde_yaml::from_str(
            "{年度: 2014, 机构: {名称: 某县督导室, 简称: 督导室, 地区: 某县},
              学校: [{名称: 甲·乙校, 学段: 小学}],
              督导活动: [{名称: 春·秋督导, 类别: 专项督导, 访谈: 5, 结果: [
                {学校: 甲·乙校, 听课: 3}]}]}",
        )
        .unwrap();
        let ledger = compute(&record);
        let figures = Figures::new(&record, &ledger);
        let span = Span::new(Sources::new().add("", ""), 0, 0);
        for (name, number) in [
            ("督导学校数·小学", "1"),
            ("春·秋督导·访谈人次", "5"),
            ("春·秋督导·督导学校数·小学", "1"),
            ("春·秋督导·甲·乙校·听课节数", "3"),
        ] {
            let mut report = Report::new();
            let text = format!("有{{{{ n[\"{name}\"] }}}}。");
            let (filled, quotes) =
                marks::resolve(&figures.fill(&text, span, &mut report), &[]);
            assert_eq!(filled, format!("有{number}。"), "{name}");
            let quoted = ledger.iter().find(|(i, _)| *i == quotes[0].figure).unwrap();
            assert_eq!(quoted.1.full_name(), name);
        }
    }
}
