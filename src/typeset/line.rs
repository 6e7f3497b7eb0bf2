//! Where running text may break, beyond what Typst decides: a number stays with
//! its unit, and a long run of Latin letters and digits can break, so that the
//! line before it is not torn apart. No character is put into the words: what is
//! copied from the page is what was written.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Serialize;

use crate::document::{Run, Style};

/// What stays whole is at most so wide, in half characters, of which a Chinese one
/// has two. Wider, a number and its unit would tear the line before.
const WIDEST: usize = 11;
/// A run of more must break: every few characters, or, where it may fill a line
/// and leave no Chinese characters to spread, anywhere.
const LONGEST: usize = 13;
const ENDLESS: usize = 40;

/// Words as the templates read them.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Words<'a> {
    /// With nothing to see to.
    Plain(&'a str),
    Runs(Vec<SetRun<'a>>),
}

/// The words of a run, in parts.
#[derive(Debug, Serialize)]
pub(super) struct SetRun<'a> {
    style: Style,
    parts: Vec<Part<'a>>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Part<'a> {
    /// Breaks as Typst breaks text.
    Plain(&'a str),
    /// Does not break.
    Whole { whole: &'a str },
    /// Breaks between these.
    Broken { broken: Vec<&'a str> },
}

pub(super) fn words(runs: &[Run]) -> Words<'_> {
    set(runs.iter().map(|run| set_run(&run.text, run.style)))
}

/// The words of a stretch in one style.
pub(super) fn stretch(text: &str, style: Style) -> Words<'_> {
    set([set_run(text, style)])
}

fn set_run(text: &str, style: Style) -> SetRun<'_> {
    SetRun { style, parts: parts(text) }
}

fn set<'a>(runs: impl IntoIterator<Item = SetRun<'a>>) -> Words<'a> {
    let runs: Vec<SetRun> = runs.into_iter().collect();
    let plain = match runs.as_slice() {
        [SetRun { style: Style::Plain, parts }] => match parts.as_slice() {
            [Part::Plain(words)] => Some(*words),
            _ => None,
        },
        _ => None,
    };
    plain.map_or(Words::Runs(runs), Words::Plain)
}

const UNITS: &str = "个百分点|百分点|平方米|平方公里|立方米|公里|公斤|公顷|人次|课时|学时|小时\
    |分钟|个工作日|工作日|个月|季度|学期|学年度|学年|年度|年级";
/// Characters that may follow a number without being its unit.
const NO_UNIT: &str = "以左右和与至到的是为在及或其而则均都等上下内外中之";
const MARK: &str = "/._@:,;?&=#+~%-";

/// What may need more than Typst does: a number with what is counted, as number,
/// range, unit after a range, unit, and a mark that behind a box Typst would let
/// begin a line; the first part of a foreign name; a run of Latin letters.
static SPECIAL: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"第?[+±−￥¥]?\d[\d,./:-]*%?";
    let range = r"[～—]\d[\d,./:-]*%?";
    let unit = format!(r"[多余]?[百千万亿]*[多余]?(?:{UNITS}|[\p{{Han}}--[{NO_UNIT}]])");
    let clinging = "——|[；：～—]";
    regex(&format!(
        r"({number})(?:({range})({unit})?|({unit}))({clinging})?|\p{{Han}}·|[!-~]+"
    ))
});
static FEW: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!("[^{MARK}]{{0,4}}[{MARK}]+|[^{MARK}]{{1,4}}")));
static ONE: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!("[^{MARK}]?[{MARK}]+|[^{MARK}]")));

fn regex(pattern: &str) -> Regex {
    // Only the constant patterns of this file come here, and they are well formed.
    #[expect(clippy::unwrap_used, reason = "constant patterns")]
    Regex::new(pattern).unwrap()
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(found) = SPECIAL.captures_at(text, at) {
        let (all, number) = (found.get_match(), found.get(1));
        let kept = match number {
            Some(_) => kept_of(&found),
            None => all.as_str().ends_with('·').then_some(all.as_str()),
        };
        let run = number.unwrap_or(all).as_str();
        let part = match kept {
            Some(whole) => Part::Whole { whole },
            None if run.len() > LONGEST => {
                let pieces = if run.len() > ENDLESS { &ONE } else { &FEW };
                Part::Broken { broken: pieces.find_iter(run).map(|m| m.as_str()).collect() }
            }
            None => {
                at = all.end();
                continue;
            }
        };
        push_plain(&mut parts, &text[plain_from..all.start()]);
        let length = kept.unwrap_or(run).len();
        parts.push(part);
        plain_from = all.start() + length;
        // The end of a range that is too wide is a number with a unit itself.
        at = plain_from;
    }
    push_plain(&mut parts, &text[plain_from..]);
    parts
}

fn push_plain<'a>(parts: &mut Vec<Part<'a>>, text: &'a str) {
    if !text.is_empty() {
        parts.push(Part::Plain(text));
    }
}

/// What is kept of a number and its unit: all, with a mark that would begin a line
/// otherwise, or where that is too wide the beginning: a range up to its dash, a
/// unit's first character. 破折号 goes into no box.
fn kept_of<'a>(found: &Captures<'a>) -> Option<&'a str> {
    let part = |nth| found.get(nth).map_or("", |part: regex::Match<'a>| part.as_str());
    let (number, range, mark) = (part(1), part(2), part(5));
    let text = found.get_match().as_str();
    let all = &text[..text.len() - mark.len()];
    // A percent sign is as wide as a Chinese character.
    if half_widths(all) <= WIDEST && !range.ends_with('%') {
        return Some(if mark == "——" { all } else { text });
    }
    let after = if range.is_empty() { part(4) } else { range };
    let length = number.len() + after.chars().next().map_or(0, char::len_utf8);
    let beginning = &text[..length];
    (half_widths(beginning) <= WIDEST).then_some(beginning)
}

/// ASCII characters are half as wide as others.
fn half_widths(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a text: whole ones in brackets, pieces parted by bars.
    fn shown(text: &str) -> String {
        let shown = parts(text).into_iter().map(|part| match part {
            Part::Plain(words) => words.to_owned(),
            Part::Whole { whole } => format!("[{whole}]"),
            Part::Broken { broken } => broken.join("|"),
        });
        shown.collect()
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let texts = [
            ("访谈师生2140人次，发放问卷", "访谈师生[2140人次]，发放问卷"),
            ("提高3.5个百分点；共12所", "提高[3.5个百分点；]共[12所]"),
            ("2014—2015学年度以来", "[2014—][2015学年度]以来"),
            ("占85%左右", "占85%左右"),
            ("完成8所——其中", "完成[8所]——其中"),
            ("阿·凡提", "[阿·]凡提"),
        ];
        for (text, wanted) in texts {
            assert_eq!(shown(text), wanted);
        }
    }

    #[test]
    fn a_long_run_of_latin_letters_can_break() {
        assert_eq!(shown("见www.moe.gov.cn网站"), "见www.|moe.|gov.|cn网站");
        assert_eq!(shown("见moe.gov.cn网站"), "见moe.gov.cn网站");
    }
}
