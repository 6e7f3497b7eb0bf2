//! Scalars: texts, numbers, dates, words from a list.

use crate::diagnostic::{Diagnostic, Span};

use super::super::blank::{Odd, is_blank, is_unseen};
use super::date::date;
use super::key::full_width_code;
use super::number::{Number, is_number, meant};
use super::schema::{Form, Limits};
use super::{Check, Name, describe};
use crate::diagnostic::{half_width, nearest, ranked};

/// What a scalar says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scalar<'a> {
    /// A date and one of several words as well.
    Text(&'a str),
    Number(Number),
    Boolean(bool),
}

/// Reads a scalar as the first of the forms that it is written for; where none fits,
/// what is wrong with it for each of them.
pub(super) fn read<'a>(
    text: &'a str,
    quoted: bool,
    forms: &[Form],
) -> Result<Scalar<'a>, Vec<Fault>> {
    // A text accepts anything, so it comes after the forms that do not.
    let is_text = |form: &&Form| matches!(form, Form::Text { .. } | Form::Any);
    let fitting = || forms.iter().filter(|form| form.takes_scalars());
    let mut faults = Vec::new();
    for form in fitting().filter(|form| !is_text(form)).chain(fitting().filter(is_text)) {
        match read_as(form, text, quoted) {
            Ok(scalar) => return Ok(scalar),
            Err(fault) => faults.push(fault),
        }
    }
    Err(faults)
}

impl Check<'_> {
    /// Whether a scalar is of one of the forms. Where it is of none, what is said is
    /// about the first.
    pub(super) fn scalar(
        &mut self,
        span: Span,
        text: &str,
        quoted: bool,
        forms: &[Form],
        name: &Name,
    ) -> bool {
        if let Some(hidden) = hidden(text) {
            let found = self.report.add(
                Diagnostic::error("SHP-08", format!("{name}{}", hidden.message))
                    .at(span, "")
                    .help(hidden.help),
            );
            let bare = text.trim_matches(is_blank);
            let seen: String = bare.chars().filter(|c| !is_unseen(*c)).collect();
            // In quotes it may be escaped.
            if span.end - span.start == text.len() && is_plain(&seen) {
                found.replace(span, seen);
            }
            return false;
        }
        let Err(faults) = read(text, quoted, forms) else { return true };
        let with_colon =
            self.colons.range((span.source, span.start)..(span.source, span.end)).count() > 0;
        if let Some(fault) = faults.into_iter().next().filter(|_| !with_colon) {
            let wanted = describe(forms.iter().filter(|form| form.takes_scalars()));
            self.fault(fault, &wanted, span, text, name);
        }
        false
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

fn read_as<'a>(form: &Form, text: &'a str, quoted: bool) -> Result<Scalar<'a>, Fault> {
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
        Form::Text { .. } | Form::Any => match full_width_code(text) {
            Some(half) => Err(Fault {
                id: "SHP-13",
                what: What::Said(format!("用了全角的字母或数字：{text}")),
                help: format!("写成 {half}。"),
                right: Some(half),
            }),
            None => Ok(Scalar::Text(text)),
        },
        Form::Integer(limits) => number(text, quoted, *limits, true).map(Scalar::Number),
        Form::Number(limits) => number(text, quoted, *limits, false).map(Scalar::Number),
        Form::Boolean => boolean(text, quoted).map(Scalar::Boolean),
        Form::Date => date(text).map(|()| Scalar::Text(text)).map_err(|fault| Fault {
            id: "SHP-07",
            what: fault.said.map_or(What::Kind, What::Said),
            help: fault.help,
            right: fault.right,
        }),
        Form::OneOf(words) => one_of(text, words).map(|()| Scalar::Text(text)),
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

/// Whether a text is one of those that are written where there is nothing.
pub fn says_nothing(text: &str) -> bool {
    ["无", "没有", "暂无", "不详", "空", "/", "\\", "-", "—", "——"].contains(&text)
}

fn number(text: &str, quoted: bool, limits: Limits, integer: bool) -> Result<Number, Fault> {
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
            Some(meant) => meant.help(),
            None if says_nothing(text) => "没有这个数就把这一项删去；是零就写 0。".to_string(),
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
    let number = Number::whole(whole).or_else(|| Number::real(whole).filter(|_| !integer));
    match number {
        Some(number)
            if limits.least.is_none_or(|least| number.as_f64() >= least)
                && limits.most.is_none_or(|most| number.as_f64() <= most) =>
        {
            Ok(number)
        }
        number => {
            let n = number.map(Number::as_f64);
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

fn boolean(text: &str, quoted: bool) -> Result<bool, Fault> {
    let said = match text {
        "是" | "true" => Some(true),
        "否" | "false" => Some(false),
        _ => None,
    };
    match said {
        Some(value) if !quoted => Ok(value),
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

pub(super) fn one_of(text: &str, words: &[&str]) -> Result<(), Fault> {
    if words.contains(&text) {
        return Ok(());
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

/// Whether YAML takes a line without quotes for this very text.
fn is_plain(text: &str) -> bool {
    let marks =
        ['#', '[', ']', '{', '}', ',', '"', '\'', '&', '*', '!', '|', '>', '@', '`', '%', '~'];
    let is_mark = |word: &str| matches!(word, "-" | "?" | ":");
    let begins_marked = text.starts_with(marks) || text.split(' ').next().is_some_and(is_mark);
    let inside = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    !text.is_empty() && !begins_marked && !inside
}

/// What cannot be seen in a text.
struct Hidden {
    message: String,
    help: String,
}

/// Blanks at the ends of a text that YAML takes as a part of it, and anywhere
/// what takes no room, as texts from web pages have it.
fn hidden(text: &str) -> Option<Hidden> {
    let bare = text.trim_matches(is_blank);
    let shown: String = bare.lines().next().unwrap_or("").chars().take(20).collect();
    let ends = text.chars().next().into_iter().chain(text.chars().next_back());
    if let Some(odd) = ends.into_iter().find(|c| is_blank(*c) && !c.is_ascii()) {
        return Some(Hidden {
            message: format!("的前面或后面有{}", Odd::of(odd)),
            help: format!("删去“{shown}”前后的空白，可删掉重打。"),
        });
    }
    let (at, _) = text.char_indices().find(|(_, c)| is_unseen(*c))?;
    let before: Vec<char> = text[..at].chars().rev().take(4).collect();
    let before: String = before.into_iter().rev().collect();
    Some(Hidden {
        message: "里有看不见的字符".to_string(),
        help: format!("在“{before}”的后面，多半是从网页或 Word 粘贴来的：这几个字删掉重打。"),
    })
}

/// `【甲，乙】` as the list that it was meant for.
pub(super) fn in_wide_brackets(text: &str) -> Option<String> {
    let inner = [('【', '】'), ('［', '］')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))?;
    let items: Vec<&str> = inner.split(['，', ',', '、']).map(str::trim).collect();
    Some(format!("[{}]", items.join(", ")))
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
