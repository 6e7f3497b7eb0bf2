//! The clerk's own prose: `{{ n["督导学校数"] }}` in it quotes a figure.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Report, Span, nearest};
use crate::figures::{Figure, Ledger};

use super::marks;

/// Whether a text quotes a figure, or means to: with one brace, or with
/// full-width ones.
pub fn quotes(text: &str) -> bool {
    text.contains("{{")
        || text.contains("｛｛")
        || text.contains("n[\"")
        || text.contains("n[“")
}

/// The figures that prose may quote, by their full names, each as it is marked.
pub struct Figures(BTreeMap<String, String>);

impl Figures {
    pub fn of(ledger: &Ledger) -> Self {
        let marked = |(number, figure): (usize, &Figure)| {
            (figure.full_name(), marks::figure(number, &figure.value.to_string()))
        };
        Self(ledger.iter().enumerate().map(marked).collect())
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
                Some(name) => out.push_str(self.quote(name, span, report)),
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
    fn quote(&self, name: &str, span: Span, report: &mut Report) -> &str {
        if let Some(marked) = self.0.get(name) {
            return marked;
        }
        let help = match nearest(name, self.0.keys().map(String::as_str)) {
            Some(close) => format!("是不是“{close}”？"),
            None => HOW.to_owned(),
        };
        let message = format!("没有名为“{name}”的数字");
        report.push(Diagnostic::error("QUO-02", message).at(span, "").help(help));
        ""
    }
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
