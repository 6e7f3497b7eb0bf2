//! ORD: ordinals and what they count (GB/T 9704-2012, 7.3.3). The program numbers
//! a manuscript itself, so most of this is about plain texts.

use crate::chinese::numeral;
use crate::diagnostic::{Severity, Span};
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::outline::{Line, Ordinal, glued, outline};
use super::sentence::clauses;

pub static ORD_01: Rule = Rule {
    id: "ORD-01",
    name: "阿拉伯数字序号后的顿号",
    severity: Severity::Warning,
    reason: "“1.”后面是圆点，“一、”后面才是顿号。",
    examples: &[Example {
        bad: "1、查看校园环境", good: "1.查看校园环境\n3、4月份工作"
    }],
    check: Check::Wording(comma_after_arabic),
};

fn comma_after_arabic(text: &Text, findings: &mut Findings) {
    let mut push = |place: Span, typed: &str| {
        let mark = Span { start: place.end - '、'.len_utf8(), ..place };
        findings.push(place, format!("序号写成了“{typed}”"), "“、”改为“.”").replace(mark, ".");
    };
    for line in outline(text) {
        let first =
            line.ordinal.filter(|_| !line.page_counter).map(|o| (o, line.ordinal_place(o)));
        for (ordinal, place) in first.into_iter().chain(glued(&line)) {
            let start = place.start - line.passage.span.start;
            let typed = &line.words[start..start + ordinal.len];
            if ordinal.level == 3 && typed.ends_with('、') {
                push(place, typed);
            }
        }
    }
}

pub static ORD_02: Rule = Rule {
    id: "ORD-02",
    name: "序号后的空格",
    severity: Severity::Warning,
    reason: "“1.”和文字之间不空格，全文一致。",
    examples: &[Example { bad: "1. 查看校园环境", good: "1.查看校园环境" }],
    check: Check::Wording(blank_after_ordinal),
};

fn blank_after_ordinal(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"^\d{1,2}[.．]( +)")).filter(Hit::is_line) {
        findings.push(hit.place(), "序号后面多了空格", "删去空格").replace(hit.place(), "");
    }
}

pub static ORD_03: Rule = Rule {
    id: "ORD-03",
    name: "汉字序号后不是顿号",
    severity: Severity::Error,
    reason: "“一、”后面用顿号，不用逗号或圆点。",
    examples: &[Example { bad: "一，总体情况", good: "一、总体情况" }],
    check: Check::Wording(wrong_mark_after_han),
};

const WRONG_MARK: &str = r"^([一二三四五六七八九十]{1,3}[，,.．])\p{Han}";

fn wrong_mark_after_han(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(WRONG_MARK)) {
        let message = format!("序号写成了“{}”", hit.text());
        let numeral = hit.text().trim_end_matches(['，', ',', '.', '．']);
        findings
            .push(hit.place(), message, "序号后面改为顿号")
            .replace(hit.place(), format!("{numeral}、"));
    }
}

pub static ORD_04: Rule = Rule {
    id: "ORD-04",
    name: "带括号的序号后的标点",
    severity: Severity::Error,
    reason: "“（一）”“（1）”后面不再用标点。",
    examples: &[Example { bad: "（一）、加强领导", good: "（一）加强领导" }],
    check: Check::Wording(mark_after_bracket),
};

fn mark_after_bracket(text: &Text, findings: &mut Findings) {
    let pattern = pattern!(r"^[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]([、.．,，])");
    for hit in text.hits(pattern) {
        let message = format!("带括号的序号后面多了“{}”", hit.text());
        findings.push(hit.place(), message, "删去它").replace(hit.place(), "");
    }
}

pub static ORD_05: Rule = Rule {
    id: "ORD-05",
    name: "“第一”“首先”后的顿号",
    severity: Severity::Warning,
    reason: "“第一”“首先”等后面用逗号。",
    examples: &[Example {
        bad: "第一、落实主体责任。首先、健全制度。",
        good: "第一，落实主体责任。首先，健全制度。第一、第二责任区，第三、四小学。",
    }],
    check: Check::Wording(comma_after_first),
};

fn comma_after_first(text: &Text, findings: &mut Findings) {
    let pattern = pattern!(
        r"(?:^|[。；;：:！？])((?:第[一二三四五六七八九十]+|首先|其次|再次|最后|其[一二三])、)\p{Han}"
    );
    for hit in text.hits(pattern) {
        let list = hit.next().is_some_and(|c| "第一二三四五六七八九十".contains(c));
        if !list {
            let message = format!("“{}”后面用了顿号", hit.text().trim_end_matches('、'));
            findings
                .push(hit.place(), message, "顿号改为逗号")
                .replace(hit.place(), hit.text().replace('、', "，"));
        }
    }
}

pub static ORD_06: Rule = Rule {
    id: "ORD-06",
    name: "序号跳号或重号",
    severity: Severity::Error,
    reason: "同一层的序号从一（1）起，逐个往下编；也可以全文连续编。",
    examples: &[Example {
        bad: "1.查看校园。\n2.走进课堂。\n4.查阅资料。",
        good: "一、查看\n1.查看校园。\n2.走进课堂。\n二、查阅\n1.查阅资料。\n2.核实数据。",
    }],
    check: Check::Wording(broken_sequence),
};

fn broken_sequence(text: &Text, findings: &mut Findings) {
    // The last number of each level; none where any may come.
    let mut last: [Option<u32>; 5] = [Some(0); 5];
    let mut fragment = false;
    for line in outline(text) {
        if line.is_boundary() {
            // A collection may have cut off the beginning of a text.
            fragment |= line.furniture;
            last = if fragment { [None; 5] } else { [Some(0); 5] };
            continue;
        }
        if line.page_counter {
            last = [None; 5];
            continue;
        }
        if let Some(ordinal) = line.ordinal {
            let level = usize::from(ordinal.level);
            let n = ordinal.number;
            let before = last[level];
            let follows = before.is_none_or(|before| n == before + 1);
            // Under another heading a list begins anew; 一、 has none above it.
            let anew = n == 1 && (level > 1 || before != Some(1));
            if !follows && !anew {
                let was = before.unwrap_or(0);
                let (typed, before) = (name(level, n), name(level, was));
                let message = match was {
                    0 => format!("序号从“{typed}”编起"),
                    _ if was == n => format!("序号“{typed}”重复"),
                    _ => format!("序号从“{before}”跳到了“{typed}”"),
                };
                findings.push(
                    line.ordinal_place(ordinal),
                    message,
                    format!("这里应当是“{}”；漏了一条的，补上", name(level, was + 1)),
                );
            }
            last[level] = Some(n);
        }
        for (ordinal, _) in glued(&line) {
            last[usize::from(ordinal.level)] = Some(ordinal.number);
        }
        // 一， is 一、 with another mistake in it (ORD-03).
        if let Some(typed) = Hit::all(pattern!(WRONG_MARK), line.passage, line.words).next() {
            let numeral = typed.text().trim_end_matches(['，', ',', '.', '．']);
            last[1] = numeral::parse_han(numeral).and_then(|n| u32::try_from(n).ok());
        }
    }
}

fn name(level: usize, n: u32) -> String {
    let han = || numeral::han(n.into());
    match level {
        1 => format!("{}、", han()),
        2 => format!("（{}）", han()),
        3 => format!("{n}."),
        _ => format!("（{n}）"),
    }
}

pub static ORD_07: Rule = Rule {
    id: "ORD-07",
    name: "没有另起一段的标题",
    severity: Severity::Error,
    reason: "标题要另起一段，不接在上一句后面。",
    examples: &[Example {
        bad: "下面报告三个问题：一、教师队伍建设情况",
        good: "抓好初一、初二年级的管理，标准不统一、管理不规范，按第三条（二）项办理。",
    }],
    check: Check::Wording(heading_inside),
};

fn heading_inside(text: &Text, findings: &mut Findings) {
    for line in outline(text) {
        for (ordinal, place) in glued(&line) {
            let typed = name(ordinal.level.into(), ordinal.number);
            findings.push(place, format!("“{typed}”没有另起一段"), "在它前面另起一段");
        }
    }
}

pub static ORD_09: Rule = Rule {
    id: "ORD-09",
    name: "序号的层次不对",
    severity: Severity::Warning,
    reason: "层次依次为“一、”“（一）”“1.”“（1）”（GB/T 9704—2012第7.3.3条）；只有两层时，\
             “一、”下面可以用“1.”。不用“1.1”。",
    examples: &[Example {
        bad: "一、工作要求\n（1）明确责任。\n（2）加强督查。\n1.1 总体要求",
        good: "一、工作要求\n1.明确责任。\n（1）分工到人。\n（2）限期完成。",
    }],
    check: Check::Wording(skipped_levels),
};

fn skipped_levels(text: &Text, findings: &mut Findings) {
    for hit in
        text.hits(pattern!(r"^(\d{1,2}(?:\.\d{1,2}){1,3})[ 　]\p{Han}")).filter(Hit::is_line)
    {
        let message = format!("序号写成了“{}”", hit.text());
        findings.push(hit.place(), message, "用“一、”“（一）”“1.”“（1）”四层");
    }
    let mut open: Option<u8> = None;
    for line in outline(text) {
        if line.is_boundary() || line.page_counter {
            open = None;
            continue;
        }
        let Line { ordinal, .. } = line;
        let first = ordinal.map(|ordinal| (ordinal, line.ordinal_place(ordinal)));
        for (Ordinal { level, number, .. }, place) in first.into_iter().chain(glued(&line)) {
            if let (Some(above @ (1 | 2)), 4, 1) = (open, level, number) {
                let (typed, above) = (name(4, 1), if above == 1 { "一、" } else { "（一）" });
                findings.push(
                    place,
                    format!("“{above}”下面直接用了“{typed}”"),
                    if above == "一、" {
                        "改用“（一）”或“1.”"
                    } else {
                        "改用“1.”"
                    },
                );
            }
            open = Some(level);
        }
    }
}

pub static ORD_10: Rule = Rule {
    id: "ORD-10",
    name: "混用几套序词",
    severity: Severity::Warning,
    reason: "一组列举只用一套序词：第一、第二…，首先、其次…，或者其一、其二…。",
    examples: &[Example {
        bad: "首先，健全制度。其次，培训督学。第三，强化问责。",
        good: "首先，健全制度。其次，培训督学。最后，强化问责。",
    }],
    check: Check::Wording(mixed_families),
};

fn mixed_families(text: &Text, findings: &mut Findings) {
    for hit in
        text.hits(pattern!(r"(?:^|[。；;：:])(?:首先|其次)[，,].*[。；;](第[二三四五])[，,]"))
    {
        let message = format!("“首先”“其次”之后用了“{}”", hit.text());
        findings.push(hit.place(), message, "用同一套序词，如“首先”“其次”“再次”“最后”");
    }
    for hit in text.hits(pattern!(r"(?:^|[。；;：:])第一[，,].*[。；;](其次|再次|其二)[，,]"))
    {
        let message = format!("“第一”之后用了“{}”", hit.text());
        findings.push(hit.place(), message, "用同一套序词，如“第一”“第二”“第三”");
    }
}

pub static ORD_12: Rule = Rule {
    id: "ORD-12",
    name: "只有一条的列举",
    severity: Severity::Hint,
    reason: "只有一条，不编序号，写成一段。",
    examples: &[Example {
        bad: "一、专项督导\n1.查看校园环境。\n二、综合督导\n1.听取汇报。\n2.查阅资料。",
        good: "一、专项督导\n查看校园环境。\n二、综合督导\n1.听取汇报。\n2.查阅资料。",
    }],
    check: Check::Wording(lone_item),
};

fn lone_item(text: &Text, findings: &mut Findings) {
    let lines = outline(text);
    for (at, line) in lines.iter().enumerate() {
        let Some(ordinal @ Ordinal { level: 3 | 4, number: 1, .. }) = line.ordinal else {
            continue;
        };
        if line.page_counter || line.is_boundary() {
            continue;
        }
        // What ends the list is a heading above it or another document.
        let next = lines[at + 1..].iter().find_map(|next| {
            let inside = || glued(next).into_iter().map(|(ordinal, _)| ordinal).next();
            match next.ordinal.or_else(inside) {
                _ if next.is_boundary() => Some(None),
                Some(next) if next.level <= ordinal.level => Some(Some(next)),
                _ => None,
            }
        });
        let ends = match next {
            None => false,
            Some(None) => true,
            Some(Some(next)) => next.level < ordinal.level || next.number == 1,
        };
        if ends {
            let message = format!("“{}”只有一条", name(level(ordinal), 1));
            findings.push(line.ordinal_place(ordinal), message, "删去序号，写成一段");
        }
    }
}

fn level(ordinal: Ordinal) -> usize {
    ordinal.level.into()
}

pub static ORD_13: Rule = Rule {
    id: "ORD-13",
    name: "说的条数和列的条数不同",
    severity: Severity::Error,
    reason: "“以下三个方面”“做到‘五个确保’（…）”说了几条，就列几条。",
    examples: &[Example {
        bad: "主要抓了以下三个方面：一是健全制度；二是培训督学。",
        good: "主要抓了以下两个方面：一是健全制度；二是培训督学。做到“三查三改”（自查、自评、\
               自改，互查、互评、互改）、“三个到位”（组织到位、责任到位、措施到位）。",
    }],
    check: Check::Wording(announced_count),
};

fn announced_count(text: &Text, findings: &mut Findings) {
    let announced = pattern!(
        r"([两三四五六七八九十]+)(?:个方面|项|点|条|个环节|大事项|项工作)[^。；：:]{0,8}[：:]一[是要]"
    );
    for hit in text.hits(announced) {
        let Some(said) = numeral::parse_han(hit.text()) else { continue };
        let listed = clauses(hit.after()).len() as u64;
        if listed > 1 && listed != said {
            tell(&hit.place(), said, listed, findings);
        }
    }
    let bracketed = pattern!(r"“([两二三四五六七八九十])[^”]{1,8}”[（(]([^（）()]+)[)）]");
    for hit in text.hits(bracketed) {
        count_in_brackets(&hit, findings);
    }
    lists_below(text, findings);
}

/// “三个到位”（甲、乙、丙): with any of the usual separators the count must come out.
fn count_in_brackets(hit: &Hit, findings: &mut Findings) {
    let label = hit.after().split('”').next().unwrap_or_default();
    // 三查三改 counts twice; 三好学生（甲、乙） names who it is.
    if label.contains(|c| "一二两三四五六七八九十".contains(c))
        || label.starts_with(|c| "好星级年班等月日课中小".contains(c))
    {
        return;
    }
    let (Some(said), Some((_, inside))) =
        (numeral::parse_han(hit.text()), hit.after().split_once("”"))
    else {
        return;
    };
    let inside =
        inside.trim_start_matches(['（', '(']).split(['）', ')']).next().unwrap_or_default();
    let by =
        |marks: &[char]| inside.split(marks).filter(|part| !part.trim().is_empty()).count();
    let counts =
        [by(&['、']), by(&['，', ',']), by(&['；', ';']), by(&['、', '，', ',', '；', ';'])];
    let most = counts[3] as u64;
    if most > 1 && !inside.contains('等') && !counts.contains(&(said as usize)) {
        tell(&hit.place(), said, most, findings);
    }
}

/// `以下三项：` and the items in the passages below it.
fn lists_below(text: &Text, findings: &mut Findings) {
    let passages: Vec<_> = text.passages().collect();
    let announced = pattern!(
        r"(?:以下|下列|下面)([两三四五六七八九十]+)(?:个方面|大事项|项|点|条)[^。；：:，]{0,10}[：:]$"
    );
    for (at, (passage, words)) in passages.iter().enumerate() {
        let Some(hit) = Hit::all(announced, *passage, words).next() else { continue };
        let Some(said) = numeral::parse_han(hit.text()) else { continue };
        let below = &passages[at + 1..];
        let listed = match passage.kind {
            PassageKind::Line => {
                let level =
                    below.first().and_then(|(_, words)| super::outline::ordinal(words));
                let Some(level) = level.map(|ordinal| ordinal.level) else { continue };
                let same = |words: &str| {
                    super::outline::ordinal(words)
                        .is_some_and(|ordinal| ordinal.level == level)
                };
                below.iter().take_while(|(_, words)| same(words)).count()
            }
            _ => {
                let Some((first, _)) = below.first() else { continue };
                if !matches!(first.kind, PassageKind::Item | PassageKind::Clause) {
                    continue;
                }
                below.iter().take_while(|(passage, _)| passage.kind == first.kind).count()
            }
        };
        if listed > 1 && listed as u64 != said {
            tell(&hit.place(), said, listed as u64, findings);
        }
    }
}

fn tell(place: &Span, said: u64, listed: u64, findings: &mut Findings) {
    let said = numeral::count(said);
    findings.push(
        *place,
        format!("说是{said}条，列了{}条", numeral::count(listed)),
        "改正条数，或者补全、删去列举的内容",
    );
}
