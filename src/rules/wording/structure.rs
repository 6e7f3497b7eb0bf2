//! STR: the text as a whole (条例 art. 9, 19; GB/T 9704-2012, 7.3).

use std::collections::HashMap;

use crate::chinese::punctuation::is_han;
use crate::diagnostic::{Severity, Span};
use crate::document::{Passage, PassageKind};
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::outline::{Line, outline};

pub static STR_01: Rule = Rule {
    id: "STR-01",
    name: "标题和开头的文种不同",
    severity: Severity::Warning,
    reason: "标题叫“意见”，开头就不说“制定本计划”。",
    examples: &[Example {
        bad: "东山县学前教育督导工作意见\n为规范办园行为，制定全县幼儿园督导工作方案。",
        good: "东山县学前教育督导工作意见\n为规范办园行为，提出以下工作意见。",
    }],
    check: Check::Wording(two_kinds),
};

fn two_kinds(text: &Text, findings: &mut Findings) {
    let title = pattern!(
        r"(?:工作|实施)([计計][划劃]|要[点點]|意[见見]|方案|[总總][结結])(?:_第\d+[页頁])?$"
    );
    let opening = pattern!(
        r"[制製][定订訂](?:了)?(?:本|[^《》。]{0,30}工作)([计計][划劃]|要[点點]|意[见見]|方案)(?:\([^)]*\))?。"
    );
    let mut kind: Option<&str> = None;
    for (at, (passage, words)) in text.passages().enumerate() {
        if matches!(passage.kind, PassageKind::Title)
            || passage.kind == PassageKind::Line && at < 2
        {
            kind = Hit::all(title, passage, words).next().map(|hit| hit.text()).or(kind);
        }
        let Some(kind) = kind else { continue };
        if at > OPENING {
            return;
        }
        let first = |word: &str| match word.chars().next() {
            Some('計') => Some('计'),
            first => first,
        };
        if let Some(hit) = Hit::all(opening, passage, words).next()
            && first(hit.text()) != first(kind)
        {
            let message = format!("标题是“{kind}”，开头说的是“{}”", hit.text());
            findings.push(hit.place(), message, "统一文种");
            return;
        }
    }
}

/// The opening of a document is among its first passages.
const OPENING: usize = 15;

pub static STR_02: Rule = Rule {
    id: "STR-02",
    name: "内容不在标题的时间里",
    severity: Severity::Error,
    reason: "标题写第一学期，正文说的应当是9月至次年1月；第二学期是2月至7月。",
    examples: &[Example {
        bad: "2022—2023学年第一学期督导工作总结\n4月份检查食堂，5月份召开家长会。",
        good: "2022—2023学年第一学期督导工作总结\n9月份检查食堂，下学期3月份、4月份回访。",
    }],
    check: Check::Wording(out_of_term),
};

fn out_of_term(text: &Text, findings: &mut Findings) {
    let mut first_term = None;
    let mut told = false;
    for line in outline(text) {
        if line.title {
            let term = |word: &str| line.words.contains(word);
            first_term = (term("第一学期") || term("第二学期")).then(|| term("第一学期"));
            told = false;
            continue;
        }
        let Some(first) = first_term.filter(|_| !told) else { continue };
        let months = Hit::all(
            pattern!(r"(?:^|[^\d年])(\d{1,2}月)(?:份|[上中下]旬|为)"),
            line.passage,
            line.words,
        );
        let outside: Vec<Hit> = months
            .filter(|hit| {
                let month: u32 = hit.text().trim_end_matches('月').parse().unwrap_or(0);
                let other = ["下学期", "上学期", "明年", "去年"];
                let elsewhere = other.iter().any(|word| hit.clause_before().contains(word));
                let inside =
                    if first { !(3..=7).contains(&month) } else { !(9..=12).contains(&month) };
                !inside && !elsewhere
            })
            .collect();
        let season = Hit::all(
            if first {
                pattern!("春季(?:学期|开学|安全|学校)")
            } else {
                pattern!("秋季(?:学期|开学|安全|学校)")
            },
            line.passage,
            line.words,
        )
        .next();
        let hit = if outside.len() > 1 { outside.into_iter().next() } else { season };
        if let Some(hit) = hit {
            let term = if first { "第一学期" } else { "第二学期" };
            let message = format!("标题是{term}，这里说的是“{}”", hit.text());
            findings.push(hit.place(), message, "核对标题或时间");
            told = true;
        }
    }
    past_congress(text, findings);
}

/// 迎十八大 under a title of 2019: the congresses came every five years from 2012.
fn past_congress(text: &Text, findings: &mut Findings) {
    let mut years: Vec<u32> = Vec::new();
    for line in outline(text) {
        if line.title {
            let year = pattern!(r"(20\d{2})");
            years = Hit::all(year, line.passage, line.words)
                .filter_map(|hit| hit.text().parse().ok())
                .collect();
        }
        for hit in
            Hit::all(pattern!(r"迎接?(?:党的)?(十[八九]大|二十大)"), line.passage, line.words)
        {
            let year = match hit.text() {
                "十八大" => 2012,
                "十九大" => 2017,
                _ => 2022,
            };
            if years.first().is_some_and(|first| *first > year) {
                let message =
                    format!("标题是{}年，“迎{}”是{year}年的事", years[0], hit.text());
                findings.push(hit.place(), message, "核对标题或内容");
            }
        }
    }
}

pub static STR_03: Rule = Rule {
    id: "STR-03",
    name: "放错地方的“现将…如下”",
    severity: Severity::Warning,
    reason: "“现将…如下：”全文用一次，下面接“一、”。",
    examples: &[Example {
        bad: "一、基本情况\n全县有学校35所。\n现将有关情况汇报如下：\n二、主要做法",
        good: "现将有关情况汇报如下：\n一、基本情况\n全县有学校35所。\n二、主要做法",
    }],
    check: Check::Wording(late_announcement),
};

fn late_announcement(text: &Text, findings: &mut Findings) {
    let announces = pattern!(r"(现将[^。；;]{2,30}如下)[：:。]?");
    let lines = outline(text);
    for (at, line) in lines.iter().enumerate() {
        let Some(hit) = Hit::all(announces, line.passage, line.words).next() else { continue };
        let next = lines[at + 1..].iter().take(3).find_map(|next| next.ordinal);
        if next.is_some_and(|next| next.level == 1 && next.number > 1) {
            findings.push(
                hit.place(),
                "“现将…如下”下面不是“一、”",
                "移到“一、”的前面，或者删去",
            );
        }
    }
    let mut earlier: Option<Span> = None;
    for (passage, words) in text.passages() {
        if passage.kind != PassageKind::Paragraph {
            continue;
        }
        let Some(hit) = Hit::all(announces, passage, words).next() else { continue };
        match earlier {
            None => earlier = Some(hit.place()),
            Some(first) => {
                findings.push_with(
                    &[(hit.place(), "这里又说了一次"), (first, "前面说过")],
                    "“现将…如下”用了两次",
                    "全文只用一次",
                );
            }
        }
    }
}

pub static STR_04: Rule = Rule {
    id: "STR-04",
    name: "重复的话",
    severity: Severity::Warning,
    reason: "一篇文章里一字不差地说了两遍，多半是粘贴时留下的。",
    examples: &[Example {
        bad: "各校建立隐患台账，写明责任人和完成时限，逐项销号，每月向督导室报告一次。\n\
              今后，各校建立隐患台账，写明责任人和完成时限，逐项销号，每月向督导室报告一次。",
        good: "各校建立隐患台账，写明责任人和完成时限，逐项销号，每月向督导室报告一次。\n\
               今后，隐患台账每季度公开一次。",
    }],
    check: Check::Wording(repeated_words),
};

/// So many letters alike in a row, a mark among them, are no chance.
const REPEATED: usize = 28;

fn repeated_words(text: &Text, findings: &mut Findings) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut windows: HashMap<u64, Span> = HashMap::new();
    let boundaries: Vec<usize> = outline(text)
        .iter()
        .filter(|line| line.is_boundary())
        .map(|line| line.place().start)
        .collect();
    let mut next = boundaries.iter().peekable();
    for (passage, words) in text.passages() {
        if next.next_if(|start| **start <= passage.span.start).is_some() {
            windows.clear();
        }
        let prose = !matches!(
            passage.kind,
            PassageKind::Cell
                | PassageKind::Element(_)
                | PassageKind::Title
                | PassageKind::Heading { .. }
        );
        if !prose {
            continue;
        }
        if words.chars().filter(|c| is_han(*c)).count() >= 15
            && let Some(first) = seen.insert(words, passage.span)
        {
            say_again(passage.span, first, findings);
            continue;
        }
        if let Some((place, first)) = repeated_window(passage, words, &mut windows) {
            say_again(place, first, findings);
        }
    }
}

fn say_again(place: Span, first: Span, findings: &mut Findings) {
    let places = [(place, "这里又说了一遍"), (first, "前面说过")];
    findings.push_with(&places, "同样的话说了两遍", "删去一处");
}

/// The first stretch of a passage that an earlier one has too.
fn repeated_window(
    passage: Passage,
    words: &str,
    windows: &mut HashMap<u64, Span>,
) -> Option<(Span, Span)> {
    // The letters outside titles, each with its place, and how many marks came
    // before it.
    let mut letters: Vec<(usize, char, usize)> = Vec::new();
    let (mut marks, mut title) = (0, false);
    for (at, c) in words.char_indices() {
        match c {
            '《' => title = true,
            '》' => title = false,
            _ if title => {}
            c if is_han(c) || c.is_ascii_digit() => letters.push((at, c, marks)),
            '，' | ',' | '。' | '；' | ';' => marks += 1,
            _ => {}
        }
    }
    // A rolling hash of each window: one pass over the text.
    const BASE: u64 = 1_000_003;
    let top = (1..REPEATED).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0u64;
    let mut found: Option<(Span, Span)> = None;
    for (n, (at, c, marks)) in letters.iter().enumerate() {
        if n >= REPEATED {
            let (_, gone, _) = letters[n - REPEATED];
            hash = hash.wrapping_sub(u64::from(u32::from(gone)).wrapping_mul(top));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(*c)));
        if n + 1 < REPEATED {
            continue;
        }
        let (start, _, before) = letters[n + 1 - REPEATED];
        let span = passage.span;
        let place = Span::new(span.source, span.start + start, span.start + at + c.len_utf8());
        let first = *windows.entry(hash).or_insert(place);
        let apart = first.end <= place.start;
        match &mut found {
            Some((there, _)) if apart && there.end >= place.start => there.end = place.end,
            None if apart && *marks > before => found = Some((place, first)),
            _ => {}
        }
    }
    found
}

pub static STR_08: Rule = Rule {
    id: "STR-08",
    name: "没有标题的部分",
    severity: Severity::Warning,
    reason: "别的部分有标题，这一部分的序号后面直接是正文。",
    examples: &[Example {
        bad: "一、开展综合督导。评估学校27所。\n二、开展专项督导。检查学校35所。\n\
              三、从县直学校和乡镇中心学校选聘了一批懂业务、有威信的校长和骨干教师担任兼职督学，分两批\
              到省城参加培训，回来以后每人联系四所学校，每月到校一次，发现的问题当场反馈。",
        good: "一、开展综合督导。评估学校27所。\n二、开展专项督导。检查学校35所。\n\
               三、充实督学队伍。选聘了一批校长和骨干教师担任兼职督学。",
    }],
    check: Check::Wording(missing_headings),
};

/// A heading is not longer than this, a part without one begins with a sentence
/// longer than that.
const HEADING: usize = 40;
const NO_HEADING: usize = 60;

fn missing_headings(text: &Text, findings: &mut Findings) {
    let lines = outline(text);
    for document in lines.split(|line| line.is_boundary()) {
        let parts: Vec<(&Line, usize)> = document
            .iter()
            .filter(|line| line.ordinal.is_some_and(|ordinal| ordinal.level == 1))
            .map(|line| {
                let first = line.body().split('。').next().unwrap_or_default();
                (line, first.chars().count())
            })
            .collect();
        if parts.iter().filter(|(_, length)| *length <= HEADING).count() < 2 {
            continue;
        }
        for (line, length) in parts {
            if let (true, Some(ordinal)) = (length > NO_HEADING, line.ordinal) {
                findings.push(
                    line.ordinal_place(ordinal),
                    "这一部分没有标题",
                    "像别的部分那样，先写标题，再写正文",
                );
            }
        }
    }
}

pub static STR_09: Rule = Rule {
    id: "STR-09",
    name: "太长的段落",
    severity: Severity::Hint,
    reason: "一段超过600字，读的人不容易抓住要点。",
    examples: &[Example { bad: LONG, good: "一段话不超过六百字。" }],
    check: Check::Wording(long_paragraphs),
};

const LONGEST: usize = 600;

macro_rules! ten_times {
    ($words:literal) => {
        concat!($words, $words, $words, $words, $words, $words, $words, $words, $words, $words)
    };
}
/// More letters than a paragraph should have.
const LONG: &str = ten_times!(
    "全县各中小学校认真落实教育督导意见，健全工作机制，明确整改责任，逐项制定整改措施，按月报送整改进展，\
     主动接受责任督学的监督和指导，办学行为进一步规范。"
);

fn long_paragraphs(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let length = words.len() / 3;
        if length > LONGEST / 2 && !super::ingestion::has_ruby(words) {
            let length = words.chars().count();
            if length > LONGEST && passage.kind != PassageKind::Cell {
                let first = words.chars().next().map_or(0, char::len_utf8);
                let place = Span { end: passage.span.start + first, ..passage.span };
                findings.push(place, format!("这一段有{length}字"), "按意思分成几段");
            }
        }
    }
}
