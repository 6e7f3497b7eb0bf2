//! FIG and DAT-10: numbers in the clerk's prose against the figures that are
//! computed. Only where a figure's own noun stands before the number at the
//! start of a clause and its unit behind it, and nothing in the sentence narrows
//! it down: `督导学校28所`, but not `上半年督导学校28所`.

use std::collections::BTreeSet;

use regex::Regex;

use super::sums::half_unit;
use crate::diagnostic::{Severity, Span};
use crate::figures::{Figure, Ledger};
use crate::record::Record;
use crate::rules::text::pattern;
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static FIG_01: Rule = Rule {
    id: "FIG-01",
    name: "文中的数与算出的数不同",
    severity: Severity::Warning,
    reason: "总结、活动正文里写的数，与程序按数据算出的同一个数不一样，文书里就会前后矛盾。",
    examples: &[Example {
        bad: "总结: {指导思想: 党的二十大精神, 队伍建设: \"现有督学5名，其中专职督学2名。\"}",
        good: "总结: {指导思想: 党的二十大精神, 队伍建设: '现有督学{{ n[\"督学数\"] }}名。'}",
    }],
    check: Check::Figures(contradicted),
};

fn contradicted(workbook: &Workbook, ledger: &Ledger, findings: &mut Findings) {
    for mention in mentions(workbook, ledger) {
        if mention.about.is_none() && !mention.is_equal() {
            let Mention { words, figure, place, .. } = &mention;
            findings.push(
                *place,
                format!(
                    "这里写“{words}”，算出的“{}”是{}",
                    figure.full_name(),
                    with_unit(figure)
                ),
                format!("请核对；引用算出的数，就写 {{{{ n[\"{}\"] }}}}", figure.full_name()),
            );
        }
    }
}

pub static FIG_02: Rule = Rule {
    id: "FIG-02",
    name: "文中的数可以引用",
    severity: Severity::Hint,
    reason: "文中的数与程序算出的相同。引用算出的数，数据改了文字也跟着改。",
    examples: &[Example {
        bad: "总结: {指导思想: 党的二十大精神, 队伍建设: 现有督学4名。}",
        good: "总结: {指导思想: 党的二十大精神, 队伍建设: '现有督学{{ n[\"督学数\"] }}名。'}",
    }],
    check: Check::Figures(could_be_quoted),
};

fn could_be_quoted(workbook: &Workbook, ledger: &Ledger, findings: &mut Findings) {
    for mention in mentions(workbook, ledger) {
        if mention.about.is_none() && mention.is_equal() {
            let name = mention.figure.full_name();
            findings.push(
                mention.place,
                format!("“{}”的数就是算出的“{name}”", mention.words),
                format!("把数字换成 {{{{ n[\"{name}\"] }}}}，数据改了文字也跟着改"),
            );
        }
    }
}

pub static DAT_10: Rule = Rule {
    id: "DAT-10",
    name: "概数与实际数不合",
    severity: Severity::Warning,
    reason: "“近30所”要不到30所又差得不多，“30余所”“30多所”“超过30所”要比30所多，“约30所”要在\
             30所上下。",
    examples: &[Example {
        bad: "总结: {指导思想: 党的二十大精神, 队伍建设: 现有督学近4名。}",
        good: "总结: {指导思想: 党的二十大精神, 队伍建设: 现有督学4名。}",
    }],
    check: Check::Figures(misplaced_about),
};

fn misplaced_about(workbook: &Workbook, ledger: &Ledger, findings: &mut Findings) {
    for mention in mentions(workbook, ledger) {
        let Mention { words, value, figure, place, .. } = &mention;
        let actual = figure.value.as_f64();
        let fits = match mention.about {
            None => true,
            Some("近") => actual < *value && actual >= value * 0.9,
            Some("约") => (actual - value).abs() <= value * 0.1,
            Some(_) => actual > *value && actual < value * 2.0,
        };
        if !fits {
            findings.push(
                *place,
                format!(
                    "写的是“{words}”，算出的“{}”是{}",
                    figure.full_name(),
                    with_unit(figure)
                ),
                "请改用确数，或者改正概数",
            );
        }
    }
}

fn with_unit(figure: &Figure) -> String {
    // A share prints its unit.
    if figure.unit == "%" {
        figure.value.to_string()
    } else {
        format!("{}{}", figure.value, figure.unit)
    }
}

/// A number in prose that says what a figure says.
struct Mention<'a> {
    place: Span,
    /// From the noun to the unit.
    words: String,
    value: f64,
    /// As the number is written.
    decimals: usize,
    /// The word that makes it an approximate one.
    about: Option<&'static str>,
    figure: &'a Figure,
}

impl Mention<'_> {
    fn is_equal(&self) -> bool {
        let exact = if self.decimals == 0 { 1e-9 } else { half_unit(self.decimals) };
        (self.figure.value.as_f64() - self.value).abs() <= exact
    }

    /// Whether it gives the value of another figure of the same name: of another
    /// activity, or of a kind (`督导学校数·小学`).
    fn is_of(&self, other: &Figure) -> bool {
        let name = other.name.strip_prefix(&*self.figure.name);
        name.is_some_and(|rest| rest.is_empty() || rest.starts_with('·'))
            && other.value.as_f64() == self.value
    }
}

/// A figure by the noun that prose has for it.
struct Noun<'a> {
    noun: &'a str,
    figure: &'a Figure,
    /// Whether the clause must say that it speaks of the whole, as 全年 and 现有
    /// do: without it the noun may mean something smaller.
    whole: bool,
}

fn mentions<'a>(workbook: &'a Workbook, ledger: &'a Ledger<'a>) -> Vec<Mention<'a>> {
    let record = &workbook.record;
    let year = nouns(ledger, None);
    let statistics: Vec<Noun> = record
        .statistics
        .iter()
        .filter_map(|statistic| {
            let mut figures = ledger.numbered(Some(&statistic.name));
            let (_, figure) = figures.find(|(_, figure)| figure.name == "总数")?;
            let whole = statistic.name.chars().count() < SPECIFIC;
            Some(Noun { noun: &statistic.name, figure, whole })
        })
        .collect();
    let (places, mut mentions) = (workbook.places(), Vec::new());
    for section in ["/总结", "/信访/正文", "/存在问题", "/自评"] {
        for (text, span) in places.texts_below(section) {
            mentioned(record, text, span, &[&year, &statistics], &mut mentions);
        }
    }
    for (i, activity) in record.activities.iter().enumerate() {
        let own = nouns(ledger, Some(activity.label()));
        for key in ["正文", "成效"] {
            for (text, span) in places.texts_below(&format!("/督导活动/{i}/{key}")) {
                mentioned(record, text, span, &[&own, &statistics], &mut mentions);
            }
        }
    }
    // What is no figure of its own scope may be that of another.
    let mut doubtful: BTreeSet<usize> = (0..mentions.len())
        .filter(|&i| mentions[i].about.is_none() && !mentions[i].is_equal())
        .collect();
    let mut of_others = BTreeSet::new();
    for (_, other) in ledger.iter() {
        if doubtful.is_empty() {
            break;
        }
        of_others.extend(doubtful.extract_if(.., |i| mentions[*i].is_of(&other)));
    }
    let mentions = mentions.into_iter().enumerate();
    mentions.filter(|(i, _)| !of_others.contains(i)).map(|(_, mention)| mention).collect()
}

/// So many characters make the name of a statistic mean nothing else.
const SPECIFIC: usize = 4;

/// The figures of a scope that rest on data, each with its nouns.
fn nouns<'a>(ledger: &'a Ledger<'a>, scope: Option<&str>) -> Vec<Noun<'a>> {
    let based = ledger.numbered(scope).filter(|(_, figure)| !figure.sources.is_empty());
    based
        .filter_map(|(_, figure)| Some((figure, noun(&figure.name)?)))
        .flat_map(|(figure, noun)| {
            let whole = scope.is_none() && !UNMISTAKABLE.contains(&noun);
            let turned =
                TURNED.iter().find(|(name, _)| *name == noun).map(|(_, turned)| *turned);
            [Some(noun), turned].into_iter().flatten().map(move |noun| Noun {
                noun,
                figure,
                whole,
            })
        })
        .collect()
}

/// Nouns that mean the year's even where nothing else says so.
const UNMISTAKABLE: [&str; 4] = ["督导学校", "信访受理", "信访办结", "信访办结率"];

/// Nouns as prose rather has them.
const TURNED: [(&str, &str); 3] =
    [("问卷发放", "发放问卷"), ("信访受理", "受理信访"), ("信访办结", "办结信访")];

/// What a figure counts: `督导学校` of `督导学校数`. Nouns that may mean anything
/// have none.
fn noun(name: &str) -> Option<&str> {
    let counts = ["人次", "份数", "件数", "节数", "场数", "期数", "人数", "数", "率"];
    let ending = counts.iter().find(|ending| name.ends_with(**ending))?;
    let noun = if *ending == "率" { name } else { name.strip_suffix(ending)? };
    let vague = ["学校", "指标", "核心指标", "普通指标", "统计项", "培训"];
    (!vague.contains(&noun) && !noun.contains('·')).then_some(noun)
}

/// What may stand between a noun and its number.
const LINKS: [&str; 10] =
    ["共计", "总计", "合计", "累计", "达到", "共", "达", "为", "有", "了"];

/// What says that a noun is meant as a whole.
const WHOLE: [&str; 13] = [
    "全年", "全省", "全州", "全市", "全县", "全区", "我省", "我州", "我市", "我县", "我区",
    "累计", "现有",
];

/// Verbs that may stand before a noun without narrowing it down.
const VERBS: [&str; 9] =
    ["召开", "发出", "下达", "下发", "收回", "回收", "配备", "划分", "共"];

/// Words that make the number one of something less than the whole year's.
const NARROWING: [&str; 15] = [
    "上半年",
    "下半年",
    "学期",
    "季",
    "月",
    "上年",
    "去年",
    "往年",
    "每",
    "平均",
    "计划",
    "拟",
    "力争",
    "镇",
    "乡",
];

fn mentioned<'a>(
    record: &Record,
    text: &str,
    span: Span,
    nouns: &[&[Noun<'a>]],
    mentions: &mut Vec<Mention<'a>>,
) {
    let number: &Regex = pattern!(r"(近|约|超过|逾)?([0-9]+(?:\.[0-9]+)?)(余|多)?");
    for found in number.captures_iter(text) {
        let (Some(whole), Some(digits)) = (found.get(0), found.get(2)) else { continue };
        let sentence_start = after_last(&text[..whole.start()], "。；！？\n");
        let sentence = &text[sentence_start..whole.start()];
        if narrows(sentence, record.year) {
            continue;
        }
        let clause_start = sentence_start + after_last(sentence, "，、：（“”》");
        let before = stripped_end(&text[clause_start..whole.start()]);
        let after = &text[whole.end()..];
        let of_clause = nouns.iter().copied().flatten().filter_map(|noun| {
            let unit = unit_at(after, &noun.figure.unit)?;
            let opening = before.strip_suffix(noun.noun)?;
            is_opening(opening, record.year, noun.whole).then_some((noun, opening.len(), unit))
        });
        let Some((noun, opening, unit)) = of_clause.max_by_key(|(noun, ..)| noun.noun.len())
        else {
            continue;
        };
        let Ok(value) = digits.as_str().parse() else { continue };
        let (start, end) = (clause_start + opening, whole.end() + unit);
        let about = found.get(1).or(found.get(3)).map(|about| match about.as_str() {
            "近" => "近",
            "约" => "约",
            _ => "超过",
        });
        mentions.push(Mention {
            place: within(span, text, start, end),
            words: text[start..end].to_owned(),
            value,
            decimals: digits.as_str().split_once('.').map_or(0, |(_, d)| d.len()),
            about,
            figure: noun.figure,
        });
    }
}

fn after_last(text: &str, marks: &str) -> usize {
    text.char_indices()
        .rfind(|(_, c)| marks.contains(*c))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

fn narrows(sentence: &str, year: u16) -> bool {
    let own = year.to_string();
    NARROWING.iter().any(|word| sentence.contains(word))
        || pattern!("([0-9]{4})年").captures_iter(sentence).any(|found| found[1] != *own)
}

fn stripped_end(before: &str) -> &str {
    let mut before = before.trim_end();
    while let Some(rest) = LINKS.iter().find_map(|link| before.strip_suffix(link)) {
        before = rest;
    }
    before
}

/// Whether a clause that opens so means the noun as a whole; with `must_say` only
/// where it says so.
fn is_opening(mut opening: &str, year: u16, must_say: bool) -> bool {
    let own = format!("{year}年");
    let mut says = false;
    opening = opening.trim_start();
    loop {
        let whole = WHOLE.iter().copied().chain([own.as_str()]);
        if let Some(rest) = whole.into_iter().find_map(|word| opening.strip_prefix(word)) {
            (opening, says) = (rest, true);
        } else if let Some(rest) = VERBS.iter().find_map(|verb| opening.strip_prefix(verb)) {
            opening = rest;
        } else {
            return opening.is_empty() && (says || !must_say);
        }
    }
}

/// How long the unit is with which a text goes on, where it is this one.
fn unit_at(text: &str, unit: &str) -> Option<usize> {
    let persons = ["人", "名", "位"];
    let found = if persons.contains(&unit) {
        persons.into_iter().find(|person| text.starts_with(person))?
    } else {
        text.starts_with(unit).then_some(unit)?
    };
    (!text[found.len()..].starts_with('次')).then_some(found.len())
}

/// The place of a part of a text that stands at `span`: the whole, where what is
/// written there is not the text itself.
fn within(span: Span, text: &str, start: usize, end: usize) -> Span {
    match (span.end - span.start).checked_sub(text.len()) {
        Some(0) => Span::new(span.source, span.start + start, span.start + end),
        // In quotation marks; where lines were joined, a blank tells.
        Some(2) if !text.contains(' ') => {
            Span::new(span.source, span.start + 1 + start, span.start + 1 + end)
        }
        _ => span,
    }
}
