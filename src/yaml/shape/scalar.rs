//! Scalars: texts, numbers, dates, words from a list.

use chrono::NaiveDate;
use serde_yaml::{Number, Value};

use crate::diagnostic::{Diagnostic, Span};

use super::number::{is_number, meant};
use super::schema::{Form, Limits};
use super::{Check, Name, describe};
use crate::diagnostic::{half_width, nearest, ranked};

/// Blanks that are not seen at the ends of a text, which YAML takes as part of it.
const HIDDEN_BLANKS: [char; 4] = ['\u{3000}', '\u{a0}', '\u{200b}', '\u{feff}'];

impl Check<'_> {
    /// Reads a scalar as the first of the forms that it is written for. Where
    /// none fits, what is said is about the first.
    pub(super) fn scalar(
        &mut self,
        span: Span,
        text: &str,
        quoted: bool,
        forms: &[&Form],
        name: &Name,
    ) -> Option<Value> {
        if text.starts_with(HIDDEN_BLANKS) || text.ends_with(HIDDEN_BLANKS) {
            let bare = text.trim_matches(|c: char| HIDDEN_BLANKS.contains(&c) || c == ' ');
            let shown: String = bare.chars().take(20).collect();
            let found = self.report.add(
                Diagnostic::error("SHP-08", format!("{name}的前面或后面有全角空格"))
                    .at(span, "")
                    .help(format!("删去“{shown}”前后的空格，可删掉重打。")),
            );
            if span.end - span.start == text.len() && !bare.is_empty() {
                found.replace(span, bare);
            }
            return None;
        }
        let mut faults = Vec::new();
        // A text accepts anything, so it comes after the forms that do not.
        let (texts, others): (Vec<&&Form>, Vec<&&Form>) =
            forms.iter().partition(|form| matches!(form, Form::Text { .. } | Form::Any));
        for form in others.into_iter().chain(texts) {
            match read(text, quoted, form) {
                Ok(value) => return Some(value),
                Err(fault) => faults.push(fault),
            }
        }
        let fault = faults.into_iter().next()?;
        let wanted = describe(&forms.iter().copied().map(copy_kind).collect::<Vec<_>>());
        self.fault(fault, &wanted, span, text, name);
        None
    }

    pub(super) fn fault(
        &mut self,
        fault: Fault,
        wanted: &str,
        span: Span,
        text: &str,
        name: &Name,
    ) {
        let message = match fault.what {
            What::Kind => format!("{name}要写成{wanted}，现在是“{}”", shortened(text)),
            What::Said(message) => format!("{name}{message}"),
        };
        let found = self
            .report
            .add(Diagnostic::error(fault.id, message).at(span, "").help(fault.help));
        if let Some(right) = fault.right {
            found.replace(span, right);
        }
    }
}

/// The form without what it refers to, for naming it.
fn copy_kind<'a>(form: &Form) -> Form<'a> {
    match form {
        Form::Date => Form::Date,
        Form::Integer(limits) => Form::Integer(*limits),
        Form::Number(limits) => Form::Number(*limits),
        Form::Boolean => Form::Boolean,
        Form::Text { least } => Form::Text { least: *least },
        Form::OneOf(_) => Form::OneOf(Vec::new()),
        Form::Any | Form::List(_) | Form::Object(_) => Form::Any,
    }
}

pub(super) struct Fault {
    id: &'static str,
    what: What,
    help: String,
    /// The same datum in the form that is wanted.
    right: Option<String>,
}

enum What {
    /// It is not what is wanted, as the forms say.
    Kind,
    /// A message of its own, to follow the name.
    Said(String),
}

fn read(text: &str, quoted: bool, form: &Form) -> Result<Value, Fault> {
    match form {
        Form::Text { least } if (text.trim().chars().count() as u64) < *least => Err(Fault {
            id: "SHP-03",
            what: What::Said(if *least > 1 {
                format!("至少要有 {least} 个字")
            } else {
                "是空的".to_string()
            }),
            help: "写上内容。".to_string(),
            right: None,
        }),
        Form::Text { .. } | Form::Any => Ok(Value::String(text.to_string())),
        Form::Integer(limits) => number(text, quoted, *limits, true),
        Form::Number(limits) => number(text, quoted, *limits, false),
        Form::Boolean => boolean(text, quoted),
        Form::Date => date(text),
        Form::OneOf(words) => one_of(text, words),
        Form::List(_) | Form::Object(_) => Err(Fault {
            id: "SHP-04",
            what: What::Kind,
            help: "写成列表或一组“名称: 内容”。".to_string(),
            right: None,
        }),
    }
}

/// A percentage where a share of one is wanted: 80% is 0.8.
fn share(text: &str, limits: Limits) -> Option<f64> {
    let percent: f64 = text.strip_suffix(['%', '％'])?.trim().parse().ok()?;
    (limits.most == Some(1.0) && (0.0..=100.0).contains(&percent)).then_some(percent / 100.0)
}

fn number(text: &str, quoted: bool, limits: Limits, integer: bool) -> Result<Value, Fault> {
    let wrong = |help: String| Fault { id: "SHP-06", what: What::Kind, help, right: None };
    if !is_number(text) {
        let narrow: String = text.chars().map(half_width).collect();
        if let Some(bare) = without_quotes(text).filter(|bare| is_number(bare)) {
            return Err(wrong(format!("去掉引号，写成 {bare}。")));
        }
        if let Some(share) = share(text, limits) {
            return Err(wrong(format!("写成 {share}：用小数，不用百分号。")));
        }
        let meant = meant(text).filter(|m| !integer || !m.number.contains('.'));
        let right = Some(narrow).filter(|narrow| is_number(narrow));
        let fault = wrong(match meant {
            Some(meant) => format!("写成 {}：{}。", meant.number, meant.fault),
            None if integer => {
                "只写阿拉伯数字，例如 27；不写单位、逗号和“约”等字样。".to_string()
            }
            None => "只写阿拉伯数字，例如 27 或 3.5；不写单位、逗号和“约”等字样。".to_string(),
        });
        return Err(Fault { right, ..fault });
    }
    if quoted {
        let help = format!("去掉引号，写成 {text}。");
        return Err(Fault {
            id: "SHP-06",
            what: What::Said("的数字加了引号".to_string()),
            help,
            right: Some(text.to_string()),
        });
    }
    let whole = if integer {
        match text.split_once('.') {
            Some((_, fraction)) if fraction.bytes().any(|b| b != b'0') => {
                return Err(wrong("这里不能有小数，检查数字或四舍五入。".to_string()));
            }
            Some((whole, _)) => return Err(wrong(format!("写成 {whole}，不要小数点。"))),
            None => text,
        }
    } else {
        text
    };
    let value = if let Ok(number) = whole.parse::<u64>() {
        Some((Number::from(number), number as f64))
    } else if let Ok(number) = whole.parse::<i64>() {
        Some((Number::from(number), number as f64))
    } else if !integer && let Ok(number) = whole.parse::<f64>() {
        number.is_finite().then(|| (Number::from(number), number))
    } else {
        None
    };
    match value {
        Some((number, n))
            if limits.least.is_none_or(|least| n >= least)
                && limits.most.is_none_or(|most| n <= most) =>
        {
            Ok(Value::Number(number))
        }
        value => {
            let n = value.map(|(_, n)| n);
            let bound = match (limits.least, limits.most) {
                (Some(least), _) if n.is_some_and(|n| n < least) => {
                    format!("不能小于 {least}")
                }
                (_, Some(most)) if n.is_none_or(|n| n > most) => format!("不能大于 {most}"),
                _ => "位数太多".to_string(),
            };
            Err(Fault {
                id: "SHP-09",
                what: What::Said(format!("的数超出了范围：{text}")),
                help: format!("{bound}，检查是否写错了数位。"),
                right: None,
            })
        }
    }
}

fn boolean(text: &str, quoted: bool) -> Result<Value, Fault> {
    let said = match text {
        "是" | "true" => Some(true),
        "否" | "false" => Some(false),
        _ => None,
    };
    match said {
        Some(value) if !quoted => Ok(Value::Bool(value)),
        Some(_) => Err(Fault {
            id: "SHP-10",
            what: What::Said("加了引号".to_string()),
            help: format!("去掉引号，写成 {text}。"),
            right: Some(text.to_string()),
        }),
        None => Err(Fault {
            id: "SHP-10",
            what: What::Kind,
            help: "写“是”或者“否”。".to_string(),
            right: None,
        }),
    }
}

pub(super) fn one_of(text: &str, words: &[&str]) -> Result<Value, Fault> {
    if words.contains(&text) {
        return Ok(Value::String(text.to_string()));
    }
    let ranked = ranked(text, words.iter().copied());
    let listed: Vec<&str> = ranked.iter().take(20).map(|(_, word)| *word).collect();
    let several = ['、', '，', ',', ' ']
        .iter()
        .any(|mark| text.split(*mark).filter(|part| words.contains(&part.trim())).count() > 1);
    let etc = if ranked.len() > listed.len() { " 等" } else { "" };
    let mut help = format!("可以写：{}{etc}。", listed.join("、"));
    if let Some(word) = nearest(text, words.iter().copied()) {
        help = format!("是不是“{word}”？{help}");
    }
    if let Some(bare) = without_quotes(text).filter(|bare| words.contains(bare)) {
        help = format!("去掉引号，写成 {bare}。");
    }
    if several {
        help = format!("写几个的，用半角逗号隔开并加方括号，例如“[甲, 乙]”。{help}");
    }
    Err(Fault {
        id: "SHP-05",
        what: What::Said(format!("不能写“{}”", shortened(text))),
        help,
        right: None,
    })
}

fn date(text: &str) -> Result<Value, Fault> {
    let fault = |what, help: String| Err(Fault { id: "SHP-07", what, help, right: None });
    let narrow: String = text.chars().map(half_width).collect();
    let parts: Vec<&str> =
        narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let marks = narrow.chars().all(|c| c.is_ascii_digit() || " -./年月日号—–“”".contains(c));
    let (year, month, day) = match parts.as_slice() {
        [all] if marks && all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [year, month, day]
            if marks && year.len() == 4 && month.len() <= 2 && day.len() <= 2 =>
        {
            (*year, *month, *day)
        }
        [year, _] if marks && year.len() == 4 => {
            return fault(What::Kind, "年、月、日都要写，例如 2014-03-05。".to_string());
        }
        _ => {
            return fault(
                What::Kind,
                "写成“年-月-日”，年四位、月日各两位，例如 2014-03-05。".to_string(),
            );
        }
    };
    // All parts are one to four digits.
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    let (y, m, d) = (number(year), number(month), number(day));
    if NaiveDate::from_ymd_opt(y as i32, m, d).is_none() {
        let help = if (1..=12).contains(&m) {
            format!("{y}年{m}月没有{d}日，检查月和日。")
        } else {
            format!("没有{m}月，写成“年-月-日”，例如 2014-03-05。")
        };
        return fault(What::Said(format!("没有这一天：{}", shortened(text))), help);
    }
    let written = format!("{y:04}-{m:02}-{d:02}");
    if written != text {
        let help = format!("写成 {written}。");
        return Err(Fault { id: "SHP-07", what: What::Kind, help, right: Some(written) });
    }
    Ok(Value::String(written))
}

/// What stands in Chinese quotes, which YAML takes as part of the text.
fn without_quotes(text: &str) -> Option<&str> {
    text.strip_prefix(['“', '”', '＂'])?.strip_suffix(['”', '“', '＂'])
}

/// The beginning of a text, for a message of one line that puts it in quotes.
fn shortened(text: &str) -> String {
    let inner = |c: char| match c {
        '\n' => ' ',
        '“' => '‘',
        '”' => '’',
        c => c,
    };
    let mut shown: String = text.chars().take(20).map(inner).collect();
    if text.chars().nth(20).is_some() {
        shown.push('…');
    }
    shown
}
