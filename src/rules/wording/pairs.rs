//! PUN: marks that come in pairs (GB/T 15834-2011, 4.8, 4.9, 4.15).

use crate::chinese::punctuation::is_cjk;
use crate::diagnostic::{Severity, Span};
use crate::document::Passage;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::ingestion::has_ruby;

pub static PUN_05: Rule = Rule {
    id: "PUN-05",
    name: "引号不成对或套错",
    severity: Severity::Error,
    reason: "引号成对；引号里面再用引号，外面用双引号“”，里面用单引号‘’；\
             汉字旁边不用直引号（GB/T 15834—2011第4.8条）。",
    examples: &[Example {
        bad: "做到“以“导”为主”，形成“督导合一的机制。",
        good: "做到“以‘导’为主”，形成“督导合一”的机制。",
    }],
    check: Check::Wording(quotes),
};

fn quotes(text: &Text, findings: &mut Findings) {
    // A quotation torn by a line break is said once, where it opens.
    let mut torn = false;
    for (passage, words) in text.passages().filter(|(_, words)| !has_ruby(words)) {
        let place = |at: usize| mark_at(passage, at, '“'.len_utf8());
        let mut open: Option<usize> = None;
        for (at, c) in words.char_indices().filter(|(_, c)| matches!(c, '“' | '”')) {
            match (c, open) {
                ('“', None) => open = Some(at),
                ('“', Some(outer)) => {
                    findings.push_with(
                        &[(place(at), "又是一个“"), (place(outer), "这里的“还没有结束")],
                        "双引号里面又用了双引号",
                        "里面的改为单引号‘’；少了右引号的，补上”",
                    );
                    open = None;
                    break;
                }
                (_, Some(_)) => open = None,
                (_, None) if !torn => {
                    findings.push(place(at), "右引号没有左引号", "补上左引号“，或者删去它");
                }
                (_, None) => {}
            }
            torn = false;
        }
        // Each paragraph of a long quotation opens anew; only the last closes.
        torn = open.is_some();
        if let Some(at) = open.filter(|&at| at > 0) {
            findings.push(place(at), "左引号没有右引号", "在引文结束的地方补上右引号”");
        }
    }
    for hit in text.hits(pattern!("\"")) {
        if hit.prev().is_some_and(is_cjk) || hit.next().is_some_and(is_cjk) {
            let found = findings.push(hit.place(), "汉字旁边用了直引号", "改为“或者”");
            // Of an even number, and no others in the passage, each second one closes.
            let straight = hit.words.matches('"').count();
            if straight % 2 == 0 && !hit.words.contains(['“', '”']) {
                let closes = hit.before().matches('"').count() % 2 == 1;
                found.replace(hit.place(), if closes { "”" } else { "“" });
            }
        }
    }
}

fn mark_at(passage: Passage, at: usize, len: usize) -> Span {
    let start = passage.span.start + at;
    Span::new(passage.span.source, start, start + len)
}

pub static PUN_06: Rule = Rule {
    id: "PUN-06",
    name: "括号、书名号不成对",
    severity: Severity::Error,
    reason: "括号和书名号在一段里成对（GB/T 15834—2011第4.9、4.15条）。",
    examples: &[Example {
        bad: "检查了食堂（含库房、留样柜。",
        good: "检查了食堂（含库房、留样柜）。1）查看现场；2）听取汇报。",
    }],
    check: Check::Wording(brackets),
};

/// The marks that must balance; both widths of a bracket count as one.
const BRACKETS: [(char, char); 6] =
    [('（', '）'), ('(', ')'), ('《', '》'), ('〈', '〉'), ('〔', '〕'), ('【', '】')];

fn brackets(text: &Text, findings: &mut Findings) {
    let mut torn = false;
    for (passage, words) in text.passages() {
        if has_ruby(words) {
            continue;
        }
        let mut open: Vec<(usize, usize, char)> = Vec::new();
        let broken = std::mem::take(&mut torn);
        for (at, c) in words.char_indices() {
            let kind = |c: char, of: fn(&(char, char)) -> char| {
                // Kinds 0 and 1 are the two widths of one bracket.
                BRACKETS.iter().position(|pair| of(pair) == c).map(|kind| kind.max(1))
            };
            if let Some(kind) = kind(c, |pair| pair.0) {
                open.push((at, kind, c));
            } else if let Some(kind) = kind(c, |pair| pair.1) {
                match open.iter().rposition(|(_, opened, _)| *opened == kind) {
                    Some(partner) => open.truncate(partner),
                    None if broken || is_item_mark(&words[..at]) => {}
                    None => {
                        findings.push(
                            mark_at(passage, at, c.len_utf8()),
                            format!("“{c}”没有左边的一半"),
                            "补上左边的一半，或者删去它",
                        );
                    }
                }
            }
        }
        torn = !open.is_empty();
        for (at, _, c) in open {
            findings.push(
                mark_at(passage, at, c.len_utf8()),
                format!("“{c}”没有右边的一半"),
                "在括住的内容后面补上右边的一半，或者删去它",
            );
        }
    }
}

/// 1）, a）, ①） and the like at the start of an item.
fn is_item_mark(before: &str) -> bool {
    let mark = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let label = before.chars().rev().take_while(|c| mark(*c)).count();
    let rest = before.trim_end_matches(mark);
    (1..=3).contains(&label)
        && rest.chars().next_back().is_none_or(|c| "。；，、：;, ".contains(c))
}

pub static PUN_07: Rule = Rule {
    id: "PUN-07",
    name: "书名号里面的书名号",
    severity: Severity::Error,
    reason: "书名号里面再用书名号，里面的用单书名号〈〉，不用<>，也不用《》\
             （GB/T 15834—2011第4.15.3.4条）。",
    examples: &[Example {
        bad: "转发《关于印发<督导办法>的通知》。",
        good: "转发《关于印发〈督导办法〉的通知》。",
    }],
    check: Check::Wording(titles_in_titles),
};

fn titles_in_titles(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"《[^》]*(\\?[<＜《])")) {
        // A first title that never closes is another slip (PUN-06).
        if hit.after().contains('》') && !closed(&hit) {
            let found = findings.push(
                hit.place(),
                format!("书名号里面又用了“{}”", hit.text().trim_start_matches('\\')),
                "里面的书名号写成〈〉",
            );
            if let Some(close) = inner_close(&hit) {
                found.replace(hit.place(), "〈").replace(close, "〉");
            }
        }
    }
}

/// The mark that closes the inner title, where the outer one closes after it.
fn inner_close(hit: &Hit) -> Option<Span> {
    let closes: &[&str] = match hit.text().chars().next_back()? {
        '<' => &["\\>", ">"],
        '＜' => &["＞"],
        _ => &["》"],
    };
    let after = hit.after();
    let (at, mark) =
        closes.iter().filter_map(|mark| Some((after.find(mark)?, *mark))).min()?;
    let rest = &after[at + mark.len()..];
    let nested = !after[..at].contains(['《', '〈', '<'])
        && rest.find('》').is_some_and(|end| !rest[..end].contains('《'));
    let start = hit.place().end + at;
    nested.then_some(Span { start, end: start + mark.len(), ..hit.place() })
}

/// Whether the outer 《 lacks its 》: then nothing is nested.
fn closed(hit: &Hit) -> bool {
    let opens = hit.words.matches('《').count();
    let closes = hit.words.matches('》').count();
    hit.text().contains('《') && opens > closes
}
