//! Numbers as clerks type them, and how they are to be written.

use crate::chinese::numeral::parse_han;
use crate::diagnostic::half_width;

/// A number exactly as it is to be written: digits, perhaps a sign before them
/// and a fraction behind.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && fraction.is_none_or(all_digits)
}

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Natural(u64),
    Integer(i64),
    Real(f64),
}

impl Number {
    pub(super) fn whole(text: &str) -> Option<Self> {
        let natural = text.parse().map(Number::Natural);
        natural.or_else(|_| text.parse().map(Number::Integer)).ok()
    }

    /// Of any value, but not exactly that which is written.
    pub(super) fn real(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number: &f64| number.is_finite()).map(Number::Real)
    }

    pub(super) fn as_f64(self) -> f64 {
        match self {
            Number::Natural(number) => number as f64,
            Number::Integer(number) => number as f64,
            Number::Real(number) => number,
        }
    }
}

/// What is wrong with a text that is meant as a number, and the number that it
/// most likely means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) number: String,
    fault: String,
    /// It can mean nothing else.
    sure: bool,
}

impl Meant {
    /// How to write it.
    pub(super) fn help(&self) -> String {
        let Self { number, fault, sure } = self;
        let condition = if *sure { "" } else { "如果确是这个数，" };
        format!("{condition}写成 {number}：{fault}。")
    }
}

/// Words that make a number an estimate, before it and after it.
const ABOUT: [&str; 6] = ["大约", "约", "近", "将近", "不到", "超过"];
const AND_MORE: [&str; 6] = ["余", "多", "左右", "上下", "以上", "以下"];

/// Reads a text that is no number as the number that it means. None where that
/// is not plain, as with `3/4` or `一百二`.
pub(super) fn meant(text: &str) -> Option<Meant> {
    let narrow: String = text.chars().map(half_width).collect();
    let narrow = narrow.trim();
    if let Some(number) = parse_han(narrow) {
        let (number, fault) = (number.to_string(), "用阿拉伯数字".to_string());
        return Some(Meant { number, fault, sure: true });
    }
    if let Some(word) = ABOUT.iter().find(|word| narrow.starts_with(**word)) {
        let rest = narrow[word.len()..].trim_start();
        let number = if is_number(rest) { rest.to_string() } else { meant(rest)?.number };
        return Some(Meant {
            number, fault: format!("不写“{word}”和单位"), sure: false
        });
    }
    if let Some(number) = with_letters(narrow) {
        let fault = "字母 O、l 不是数字 0、1".to_string();
        return Some(Meant { number, fault, sure: false });
    }
    let sure = !AND_MORE.iter().any(|word| narrow.contains(word));
    counted(text, narrow).map(|(number, fault)| Meant { number, fault, sure })
}

/// A number in which letters stand for digits that look like them.
fn with_letters(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            c => c,
        })
        .collect();
    let some = text.contains(|c: char| c.is_ascii_digit());
    (some && digits != text && is_number(&digits)).then_some(digits)
}

/// A number with a unit behind it, or with its digits in groups: the number, and
/// what is not to be written.
fn counted(text: &str, narrow: &str) -> Option<(String, String)> {
    let number_length = narrow
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || ".,".contains(*c) || (*c == '-' && *at == 0)))
        .map_or(narrow.len(), |(at, _)| at);
    let (typed, rest) = narrow.split_at(number_length);
    let unit = rest.trim();
    let separated = typed.contains(',');
    if separated && !is_separated(typed) {
        return None;
    }
    let plain = typed.replace(',', "");
    if !is_number(&plain) {
        return None;
    }
    Some(match unit.chars().next() {
        None if separated => (plain, "数字里不用逗号分节".to_string()),
        None if narrow != text => (plain, "数字要用半角".to_string()),
        None => return None,
        Some('%') | Some('‰') => (plain, "不写百分号".to_string()),
        Some(c @ ('十' | '百' | '千' | '万' | '亿')) => {
            let zeros = match c {
                '十' => 1,
                '百' => 2,
                '千' => 3,
                '万' => 4,
                _ => 8,
            };
            (shifted(&plain, zeros)?, format!("不用“{c}”，写出全部数位，也不写单位"))
        }
        // A second number, or a fraction such as 3/4: which one is meant?
        Some(_) if unit.chars().any(|c| c.is_ascii_digit()) => return None,
        Some(_) => (plain, format!("只写数字，不写“{unit}”")),
    })
}

/// Groups of three digits, as in `12,345.6`.
fn is_separated(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.trim_start_matches('-').split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}

/// The number with its point moved to the right.
fn shifted(number: &str, zeros: usize) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let moved = fraction.len().min(zeros);
    let digits = format!("{whole}{}{}", &fraction[..moved], "0".repeat(zeros - moved));
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let rest = &fraction[moved..];
    let number = if rest.is_empty() { digits.to_string() } else { format!("{digits}.{rest}") };
    is_number(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant() {
        for (typed, number) in [
            ("27所", "27"),
            ("27 所", "27"),
            ("１２", "12"),
            ("1,234", "1234"),
            ("1，234.5元", "1234.5"),
            ("92.6%", "92.6"),
            ("92.6％", "92.6"),
            ("1.2万", "12000"),
            ("3万人", "30000"),
            ("0.05亿元", "5000000"),
            ("三十二", "32"),
            ("约300", "300"),
            ("约1,300人", "1300"),
            ("300余人", "300"),
            ("186O", "1860"),
        ] {
            assert_eq!(meant(typed).map(|m| m.number).as_deref(), Some(number), "{typed}");
        }
        for typed in ["约", "一百二", "12,34", "3/4", "1.2.3", "2014年3月", "-"] {
            assert_eq!(meant(typed), None, "{typed}");
        }
        assert!(meant("三十二").unwrap().sure && !meant("约300").unwrap().sure);
        assert!(!meant("300余人").unwrap().sure && !meant("l2").unwrap().sure);
    }
}
