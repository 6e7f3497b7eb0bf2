//! The clerk's own prose: `{{ n["督导学校数"] }}` in it quotes a figure.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Report, Span, nearest};
use crate::figures::Ledger;

use super::marks;

/// Fills in the figures that a text of the workbook quotes. `span` is where the
/// text was written.
pub fn fill(text: &str, span: Span, ledger: &Ledger, report: &mut Report) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        out.push_str(&rest[..open]);
        let after = &rest[open + 2..];
        let Some(close) = after.find("}}") else {
            report.push(
                Diagnostic::error("QUO-01", "引用数字的“{{”没有写完，缺少“}}”")
                    .at(span, "")
                    .help(HOW),
            );
            return out;
        };
        match name(&after[..close]) {
            Some(name) => out.push_str(&quote(name, span, ledger, report)),
            None => report.push(
                Diagnostic::error(
                    "QUO-01",
                    format!("看不懂这处数字引用：{{{{{}}}}}", &after[..close]),
                )
                .at(span, "")
                .help(HOW),
            ),
        }
        rest = &after[close + 2..];
    }
    out.push_str(rest);
    out
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

fn quote(name: &str, span: Span, ledger: &Ledger, report: &mut Report) -> String {
    let names: BTreeMap<String, (usize, String)> = ledger
        .iter()
        .enumerate()
        .map(|(i, figure)| (figure.full_name(), (i, figure.value.to_string())))
        .collect();
    match names.get(name) {
        Some((number, text)) => marks::figure(*number, text),
        None => {
            let help = match nearest(name, names.keys().map(String::as_str)) {
                Some(close) => format!("是不是“{close}”？"),
                None => HOW.to_owned(),
            };
            let message = format!("没有名为“{name}”的数字");
            report.push(Diagnostic::error("QUO-02", message).at(span, "").help(help));
            String::new()
        }
    }
}
