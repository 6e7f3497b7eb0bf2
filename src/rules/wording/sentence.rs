//! PUN: marks that the sentence asks for: at its end, between the items of a
//! list, after a heading (GB/T 15834-2011, 4.1 to 4.7).

use crate::chinese::numeral;
use crate::diagnostic::{Severity, Span};
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::ingestion::is_torn;
use super::outline::{Line, outline};

pub static PUN_12: Rule = Rule {
    id: "PUN-12",
    name: "标题末尾的标点",
    severity: Severity::Warning,
    reason: "单独成行的标题末尾不用标点；和正文接排的标题才用句号。文稿里“#”标题末尾写句号，\
             程序会把它和下一段接排，所以只查别的标点。",
    examples: &[Example {
        bad: "一、健全机制，压实责任。\n县政府每季度听取一次教育督导工作汇报，协调解决经费、编制和人员方面的困难。",
        good: "一、健全机制，压实责任\n县政府每季度听取一次教育督导工作汇报，协调解决经费、编制和人员方面的困难。",
    }],
    check: Check::Wording(marks_after_headings),
};

/// A heading of level 3 or 4 that ends in 。 is as short as this; a longer one is
/// an item.
const SHORT_HEADING: usize = 14;
/// The text under a heading is longer than this.
const BODY: usize = 30;

fn marks_after_headings(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let heading =
            matches!(passage.kind, PassageKind::Heading { .. } | PassageKind::Caption);
        if let (true, Some(mark)) = (heading, words.chars().next_back())
            && "，、；：,;:".contains(mark)
        {
            let place = last(passage.span, mark);
            findings.push(place, format!("标题末尾多了“{mark}”"), "删去它").replace(place, "");
        }
    }
    let lines = outline(text);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let Some(ordinal) = line.ordinal else { continue };
        let body = line.body();
        let single = body.strip_suffix(['。', '：', ':', '；', ';', '，', ',']);
        let Some(bare) = single.filter(|bare| !bare.contains(['。', '；', '！', '？']))
        else {
            continue;
        };
        let length = bare.chars().count();
        let long_body = next.words.chars().count() > BODY;
        let announces = body.ends_with(['：', ':']) && length > SHORT_HEADING;
        let is_heading = match ordinal.level {
            1 | 2 => match next.ordinal {
                Some(below) => below.level > ordinal.level,
                None => long_body || length <= SHORT_HEADING,
            },
            _ => length <= SHORT_HEADING && next.ordinal.is_none() && long_body,
        };
        if is_heading && !announces && !line.page_counter && !next.is_boundary() {
            let mark = &body[bare.len()..];
            findings.push(
                line.end_place(),
                format!("单独成行的标题末尾用了“{mark}”"),
                "删去它；要和正文接排，就把正文接在后面",
            );
        }
    }
}

fn last(span: Span, mark: char) -> Span {
    Span { start: span.end - mark.len_utf8(), ..span }
}

pub static PUN_13: Rule = Rule {
    id: "PUN-13",
    name: "段末缺少标点",
    severity: Severity::Error,
    reason: "正文的段落以句号等标点结束；列举的最后一条用句号（GB/T 15834—2011第4.1、4.6条）。",
    examples: &[Example {
        bad: "1.查看校园环境，了解办学条件。\n2.走进课堂，听取教师授课\n3.走访学生，了解作业负担。",
        good: "1.查看校园环境，了解办学条件。\n2.走进课堂，听取教师授课。\n3.走访学生，了解作业负担。",
    }],
    check: Check::Wording(missing_stops),
};

/// A paragraph without a mark inside that is shorter than this may be a title,
/// a signature or a label.
const SHORT_PARAGRAPH: usize = 40;

fn missing_stops(text: &Text, findings: &mut Findings) {
    paragraphs_without_stop(text, findings);
    items_without_stop(text, findings);
    lines_without_stop(text, findings);
}

fn no_stop(place: Span, findings: &mut Findings) {
    findings.push(place, "这一段末尾没有标点", "补上句号；话没有说完的，补全");
}

fn weak_stop(place: Span, findings: &mut Findings) {
    findings.push(place, "最后一条末尾用了分号", "改为句号").replace(place, "。");
}

fn paragraphs_without_stop(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let Some(end) = words.chars().next_back() else { continue };
        let long = words.contains(['。', '；']) || words.chars().count() >= SHORT_PARAGRAPH;
        let stops = "。；：！？”’》）…;:!?)*".contains(end)
            // A number of a telephone, an address of the net.
            || end.is_ascii_alphanumeric();
        if passage.kind == PassageKind::Paragraph && long && !stops {
            no_stop(last(passage.span, end), findings);
        }
    }
}

/// The items of a list of a manuscript: all of them end in a mark, or none.
fn items_without_stop(text: &Text, findings: &mut Findings) {
    let passages: Vec<_> = text.passages().collect();
    for list in passages.chunk_by(|(a, _), (b, _)| a.kind == b.kind) {
        let ends = |words: &str| words.ends_with(['。', '；', ';', '！', '？', '”', '*']);
        let marked = list.iter().any(|(_, words)| ends(words));
        if list[0].0.kind != PassageKind::Item || !marked {
            continue;
        }
        for (at, (passage, words)) in list.iter().enumerate() {
            let Some(end) = words.chars().next_back() else { continue };
            if !ends(words) && !"：:）)".contains(end) {
                no_stop(last(passage.span, end), findings);
            } else if at + 1 == list.len() && "；;".contains(end) {
                weak_stop(last(passage.span, end), findings);
            }
        }
    }
}

fn lines_without_stop(text: &Text, findings: &mut Findings) {
    let lines = outline(text);
    for (at, line) in lines.iter().enumerate() {
        if line.is_boundary() || line.page_counter {
            continue;
        }
        let (above, below) = (at.checked_sub(1).map(|at| &lines[at]), lines.get(at + 1));
        let siblings_end = [above, below]
            .into_iter()
            .flatten()
            .any(|other| alike(line, other) && other.words.ends_with(['。', '；', ';']));
        let in_list = line.ordinal.is_some_and(|ordinal| ordinal.level > 2);
        let ends_list =
            below.is_none_or(|below| below.ordinal.is_none() || below.is_boundary());
        if line.words.ends_with(['；', ';']) && in_list && ends_list {
            weak_stop(line.end_place(), findings);
        } else if !line.ends_with_mark()
            && !line.words.ends_with('“')
            && (siblings_end && is_clause(line) || is_paragraph(line, below))
        {
            no_stop(line.end_place(), findings);
        }
    }
}

/// Whether two lines are of one list: ordinals of one level, or one beginning.
fn alike(line: &Line, other: &Line) -> bool {
    match (line.ordinal, other.ordinal) {
        (Some(one), Some(two)) => one.level > 2 && one.level == two.level,
        (None, None) => {
            let start = |line: &Line| line.words.chars().take(4).collect::<String>();
            line.words.chars().count() > 8 && start(line) == start(other) && !line.title
        }
        _ => false,
    }
}

/// Long enough to be said, not named.
fn is_clause(line: &Line) -> bool {
    line.body().contains(['，', ',', '。']) || line.body().chars().count() > 12
}

/// A paragraph of its own that simply stops, and does not go on in the next line.
fn is_paragraph(line: &Line, below: Option<&Line>) -> bool {
    line.ordinal.is_none()
        && line.words.contains('。')
        && line.words.chars().count() >= SHORT_PARAGRAPH
        && !line.words.ends_with(|c: char| c.is_ascii() || "“）".contains(c))
        && below.is_some_and(|below| !is_torn(line, below))
}

pub static PUN_14: Rule = Rule {
    id: "PUN-14",
    name: "一是、二是之间的标点不一致",
    severity: Severity::Warning,
    reason: "“一是…；二是…。”各条之间用同一种标点：都用分号，或者都用句号；不用逗号。",
    examples: &[Example {
        bad: "一是健全制度。二是培训督学；三是强化问责。",
        good: "一是健全制度；二是培训督学；三是强化问责。这也是一是一、二是二的态度。",
    }],
    check: Check::Wording(uneven_clauses),
};

/// The marks 一是, 二是, … of a passage that count on, each with its number, its
/// offset and the mark before it.
pub fn clauses(words: &str) -> Vec<(u64, usize, char)> {
    let mut found: Vec<(u64, usize, char)> = Vec::new();
    for capture in pattern!("([一二三四五六七八九十]+)[是要]").captures_iter(words)
    {
        let Some(label) = capture.get(1) else { continue };
        let before = words[..label.start()].trim_end().chars().next_back().unwrap_or('。');
        let next = found.last().map_or(1, |(n, ..)| n + 1);
        let opens = next == 1 || "。；;，,：:、".contains(before);
        if opens && numeral::parse_han(label.as_str()) == Some(next) {
            found.push((next, label.start(), before));
        }
    }
    found
}

fn uneven_clauses(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let found = clauses(words);
        let Some((&(_, _, first), rest)) = found.get(1..).and_then(|rest| rest.split_first())
        else {
            continue;
        };
        let kind = |mark: char| match mark {
            ';' => '；',
            ',' => '，',
            mark => mark,
        };
        let comma = found[1..].iter().find(|(.., mark)| kind(*mark) == '，');
        let other = rest.iter().find(|(.., mark)| kind(*mark) != kind(first));
        let Some(&(n, at, mark)) = comma.or(other) else { continue };
        let numeral = numeral::han(n);
        let verb = words[at + numeral.len()..].chars().next().unwrap_or('是');
        let label = format!("{numeral}{verb}");
        let start = passage.span.start + at;
        let place = Span::new(passage.span.source, start, start + label.len());
        let message = if kind(mark) == '，' {
            format!("“{label}”前面用了逗号")
        } else {
            format!("“{label}”前面用“{}”，“二{verb}”前面用“{}”", kind(mark), kind(first))
        };
        findings.push(
            place,
            message,
            "各条之间都用分号，最后用句号；某一条里面有句号的，都用句号",
        );
    }
}

pub static PUN_15: Rule = Rule {
    id: "PUN-15",
    name: "并列名称之间的逗号",
    severity: Severity::Hint,
    reason: "句子内部并列的人名、单位名之间用顿号（GB/T 15834—2011第4.5条）。",
    examples: &[Example {
        bad: "城关小学，东乡小学，西关中学都设立了督学信箱。",
        good: "城关小学、东乡小学、西关中学都设立了督学信箱，有小学，有中学，有幼儿园。",
    }],
    check: Check::Wording(commas_between_names),
};

fn commas_between_names(text: &Text, findings: &mut Findings) {
    let schools = text.hits(pattern!(
        r"[。，,：:；;“”]((?:\p{Han}{2,10}(?:学校|幼儿园|小学|中学|教育局)[，,]){2,}\p{Han}{2,10}(?:学校|幼儿园|小学|中学|教育局))"
    ));
    let first_schools = text.hits(pattern!(
        r"^((?:\p{Han}{2,10}(?:学校|幼儿园|小学|中学|教育局)[，,]){2,}\p{Han}{2,10}(?:学校|幼儿园|小学|中学|教育局))"
    ));
    let names = text.hits(pattern!(
        r"(?x)(
        [赵钱孙李周吴郑王冯陈杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘范彭马方任袁柳唐罗薛雷贺汤白敬
         卢黄萧尹姚邵汪毛戴宋庞熊董梁杜贾江郭林钟徐邱骆高夏蔡田胡霍万柯莫丁邓石崔龚程陆翁段侯武刘龙叶
         赖乔谭申冉牛温庄晏阎易廖曾关韩欧肖史孟龙]\p{Han}{1,2}[，,]
        (?:[赵钱孙李周吴郑王冯陈杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘范彭马方任袁柳唐罗薛雷贺汤白敬
         卢黄萧尹姚邵汪毛戴宋庞熊董梁杜贾江郭林钟徐邱骆高夏蔡田胡霍万柯莫丁邓石崔龚程陆翁段侯武刘叶
         赖乔谭申冉牛温庄晏阎易廖曾关韩欧肖史孟龙]\p{Han}{1,2}[，,]){2,})"
    ));
    let is_said = |hit: &Hit| pattern!("[有是为对到在了设]").is_match(hit.text());
    for hit in schools.chain(first_schools).filter(|hit| !is_said(hit)).chain(names) {
        findings.push(hit.place(), "并列的名称之间用了逗号", "改为顿号");
    }
}

pub static PUN_16: Rule = Rule {
    id: "PUN-16",
    name: "冒号套冒号",
    severity: Severity::Warning,
    reason: "一个冒号管到句末，它的范围里不再用冒号（GB/T 15834—2011第4.7条）。",
    examples: &[Example {
        bad: "督导方式有两种：（1）综合督导：每三年一次。",
        good: "督导方式有两种。（1）综合督导：每三年一次。联系人：李四，电话：6211234，上午9：30。",
    }],
    check: Check::Wording(nested_colons),
};

fn nested_colons(text: &Text, findings: &mut Findings) {
    let nested = pattern!(
        r"[：:][ \u{a0}]?(?:[（(][\d一二三四五六七八九十]+[）)])?\p{Han}{1,8}([：:])"
    );
    for hit in text.hits(nested) {
        findings.push(hit.place(), "冒号的范围里又用了冒号", "前一个冒号改为句号或删去");
    }
}

pub static PUN_17: Rule = Rule {
    id: "PUN-17",
    name: "没有主句的句子",
    severity: Severity::Warning,
    reason: "“按照…”“依据…”“通过…”只是状语，后面要有主句，用逗号接下去。",
    examples: &[Example {
        bad: "遵照县政府的部署，围绕提高教育质量的目标。",
        good: "遵照县政府的部署，围绕提高教育质量的目标开展督导。根据需要，随机抽查。",
    }],
    check: Check::Wording(fragments),
};

fn fragments(text: &Text, findings: &mut Findings) {
    let mut opened = false;
    for (passage, words) in text.passages() {
        // 通过“ at the end of a torn line, 督导日”。 at the start of the next.
        let closes =
            words.find("”。").filter(|&at| !words[..at].contains(['“', '，', ',', '。']));
        if let (true, Some(at)) = (opened, closes) {
            let start = passage.span.start + at;
            let place = Span::new(passage.span.source, start, start + "”。".len());
            findings.push(place, "“通过…”后面没有主句", "句号改为逗号，接着写主句");
        }
        opened = pattern!("通过“$").is_match(words);
        let mut start = 0;
        for sentence in words.split_inclusive('。') {
            if is_fragment(sentence) {
                let at = passage.span.start + start;
                let place = Span::new(passage.span.source, at, at + sentence.len());
                findings.push(
                    place,
                    "这一句只有状语，没有主句",
                    "补上主句；或者把句号改为逗号",
                );
            }
            start += sentence.len();
        }
    }
}

/// Every clause begins with a preposition and ends in what it governs.
fn is_fragment(sentence: &str) -> bool {
    let Some(sentence) = sentence.strip_suffix('。') else { return false };
    let quoted = pattern!("^(?:通过|按照|遵照)“[^”]*”$").is_match(sentence);
    let clauses = sentence.split(['，', ',']);
    let adverbial = pattern!(
        r"(?x)^(?:(?:按照|依据|根据|遵照|围绕|本着)[^；;：:]{2,60}
        (?:计划|精神|要求|重点|原则|规定|方案|部署|安排|目标|思想|主线|方针|文件|通知)
        |在[^；;：:]{2,40}(?:指引|指导|领导|支持|帮助|关心)下)$"
    );
    quoted
        || clauses.clone().count() > 1 && clauses.clone().all(|part| adverbial.is_match(part))
}
