//! PUN: marks that are doubled, missing or of the wrong form (GB/T 15834-2011).

use crate::chinese::punctuation::{is_cjk, is_han};
use crate::diagnostic::Severity;
use crate::document::PassageKind;
use crate::rules::text::{Hit, by_passage, half_width_mark, pattern, times};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::width::{full_width, widened};

pub static PUN_01: Rule = Rule {
    id: "PUN-01",
    name: "书名号之间的顿号",
    severity: Severity::Warning,
    reason: "并列的书名号之间不用顿号或逗号（GB/T 15834—2011第4.5.3.5条）；\
             中间有括注等别的成分时才用。",
    examples: &[Example {
        bad: "依据《教育法》、《教师法》开展督导。",
        good: "依据《教育法》《教师法》和《甲办法》（试行）、《乙办法》开展督导。",
    }],
    check: Check::Wording(mark_between_titles),
};

fn mark_between_titles(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("[》〉][、，,][《〈]")) {
        let comma = !hit.text().contains('、');
        // A comma may begin a new clause: 印发《甲》，《乙》同时废止.
        if comma && !list_goes_on(hit.after()) {
            continue;
        }
        let mark: String = hit.text().chars().filter(|c| "、，,".contains(*c)).collect();
        let message = format!("书名号之间多了标点“{mark}”");
        let right: String = hit.text().chars().filter(|c| !"、，,".contains(*c)).collect();
        findings
            .push(hit.place(), message, "删去中间的标点，写成“》《”")
            .replace(hit.place(), right);
    }
}

/// Whether the title that begins here is one more of a list.
fn list_goes_on(after: &str) -> bool {
    let Some((_, rest)) = after.split_once('》') else { return false };
    ["，《", ",《", "、《", "等", "和《", "以及《"].iter().any(|next| rest.starts_with(next))
}

pub static PUN_02: Rule = Rule {
    id: "PUN-02",
    name: "引号之间的顿号",
    severity: Severity::Warning,
    reason: "并列的引号之间不用顿号（GB/T 15834—2011第4.5.3.5条）。",
    examples: &[Example {
        bad: "抓好校园“绿化”、“美化”工作。",
        good: "抓好校园“绿化”“美化”工作，“赶”“超”并举，做到“快”，“好”。",
    }],
    check: Check::Wording(mark_between_quotes),
};

fn mark_between_quotes(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("”、“|’、‘")) {
        findings
            .push(hit.place(), "引号之间多了顿号", "删去中间的顿号，写成“”“”")
            .replace(hit.place(), hit.text().replace('、', ""));
    }
}

pub static PUN_03: Rule = Rule {
    id: "PUN-03",
    name: "重复或冲突的标点",
    severity: Severity::Error,
    reason: "两个点号不能连用；“等”字前面不用顿号（GB/T 15834—2011第4.5条）。",
    examples: &[Example {
        bad: "及时上报计划、总结、等材料，、并做好归档。",
        good: "及时上报计划、总结等材料，并做好分类、等级评定。真的？！",
    }],
    check: Check::Wording(doubled_marks),
};

fn doubled_marks(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("[，、。；：！？,;:!?][，、。；：,;:]+")) {
        let marks = hit.text();
        // 。。 stands for ……, and ASCII alone may be an address or a ratio.
        let han = hit.prev().is_some_and(is_cjk) || hit.next().is_some_and(is_cjk);
        if marks.chars().all(|c| c == '。') || (marks.is_ascii() && !han) || hit.is_address()
        {
            continue;
        }
        let message = format!("标点“{marks}”连在一起");
        let found = findings.push(hit.place(), message, "留下对的一个，删去多余的");
        // Of different ones, only the writer knows which was meant.
        let first: String = marks.chars().take(1).collect();
        if marks.chars().all(|c| first.contains(c)) {
            found.replace(hit.place(), first);
        }
    }
    for hit in text.hits(pattern!("(、)等")) {
        let word: Option<char> = hit.after().chars().nth(1);
        // 分类、等级 is a list of two nouns.
        if !word.is_some_and(|c| "级次额待候同效值第号离距比式身高腰边压温".contains(c))
        {
            findings
                .push(hit.place(), "“等”字前面多了顿号", "删去“等”前面的顿号")
                .replace(hit.place(), "");
        }
    }
}

pub static PUN_04: Rule = Rule {
    id: "PUN-04",
    name: "汉字旁的半角标点",
    severity: Severity::Error,
    reason: "中文里的逗号、分号、冒号、括号、叹号、问号用全角（GB/T 15834—2011）。\
             数字和西文里面的不算。",
    examples: &[Example {
        bad: "加强领导,落实责任(见附件)。",
        good: "加强领导，落实责任（见附件），9:30开始，比例为3:2，共1,234人，网址为http://a.cn/b。",
    }],
    check: Check::Wording(half_width_marks),
};

fn half_width_marks(text: &Text, findings: &mut Findings) {
    if text.folded().is_some() {
        return;
    }
    let marks = text
        .hits(pattern!("[,;:()!?]"))
        .filter(|hit| half_width_mark(hit.words, hit.before().len()) && !hit.is_address());
    for (hit, count) in by_passage(marks) {
        let mark = hit.text();
        let wide: String = mark.chars().map(full_width).collect();
        let message = format!("汉字旁边用了半角的“{mark}”{}", times(count));
        let found = findings.push(hit.place(), message, format!("改为全角的“{wide}”"));
        for (place, wide) in widened(hit.passage, hit.words) {
            found.replace(place, wide);
        }
    }
}

pub static PUN_08: Rule = Rule {
    id: "PUN-08",
    name: "用短横拼成的破折号",
    severity: Severity::Error,
    reason: "破折号是占两个字的“——”，不用“--”“－－”或“──”（GB/T 15834—2011第4.10条）。",
    examples: &[Example {
        bad: "一个好办法--错时到校。",
        good: "一个好办法——错时到校，电话0930-6211234。",
    }],
    check: Check::Wording(hyphens_for_dash),
};

fn hyphens_for_dash(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"-{2,}|－{2,}|─+|–{1,2}|—-|-—")) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let between_numbers = latin(hit.prev()) && latin(hit.next());
        let alone = hit.before().trim().is_empty() && hit.after().trim().is_empty();
        if between_numbers || alone || hit.is_address() {
            continue;
        }
        let message = format!("破折号写成了“{}”", hit.text());
        findings
            .push(hit.place(), message, "破折号写成“——”；表示递进的，用“→”或改用文字")
            .replace(hit.place(), "——");
    }
}

pub static PUN_09: Rule = Rule {
    id: "PUN-09",
    name: "只写了一半的破折号",
    severity: Severity::Warning,
    reason: "一个“—”是一字线，用于起止和相关；破折号要写两个（GB/T 15834—2011第4.10、4.13条）。",
    examples: &[Example {
        bad: "把督导看作发现问题—解决问题的过程。",
        good: "把督导看作服务——也是学习。北京—上海高速铁路，一月—三月，小学—初中衔接。",
    }],
    check: Check::Wording(half_a_dash),
};

fn half_a_dash(text: &Text, findings: &mut Findings) {
    // What explains or goes on needs a dash; two names side by side do not.
    let dash = pattern!(r"\p{Han}(—)(?:也?是|即|为了|\p{Han}{1,6}的过程)");
    for hit in text.hits(dash).filter(|hit| !hit.is_cited()) {
        findings.push(
            hit.place(),
            "一个“—”不是破折号",
            "破折号写成“——”；两项并列的，改用顿号",
        );
    }
}

pub static PUN_10: Rule = Rule {
    id: "PUN-10",
    name: "汉字旁的空格",
    severity: Severity::Warning,
    reason: "汉字与汉字、数字、标点之间不空格；标题的两部分之间用逗号或一个全角空格。",
    examples: &[Example {
        bad: "西山镇 6所小学都有心理辅导室 。",
        good: "西山镇6所小学，张三 李四 王五，执行GB/T 9704—2012，信函　格式。",
    }],
    check: Check::Wording(stray_blanks),
};

fn stray_blanks(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("\u{a0}+| +")) {
        let (Some(prev), Some(next)) = (hit.prev(), hit.next()) else {
            if hit.text().starts_with('\u{a0}') {
                findings
                    .push(hit.place(), "多了网页里的空格", "删去它")
                    .replace(hit.place(), "");
            }
            continue;
        };
        let closing = |c: char| "，。、；：！？》”）】〕,;:".contains(c);
        let chinese = |c: char| is_cjk(c) && c != '\u{3000}';
        // An ASCII mark counts as Chinese after a Chinese letter.
        let before = hit.before().trim_end_matches([',', ';', ':']);
        let after_chinese = chinese(prev) || before.chars().next_back().is_some_and(chinese);
        let wrong = hit.text().starts_with('\u{a0}')
            || after_chinese && (chinese(next) || next.is_ascii_digit() || closing(next))
            || prev.is_ascii_digit() && closing(next) && !next.is_ascii();
        if wrong
            && !is_list_of_names(&hit)
            && !(hit.inside('《', '》') && is_han(prev) && is_han(next))
        {
            let found = findings.push(hit.place(), "汉字旁边多了空格", "删去这个空格");
            // It may part two names, or the two halves of a heading.
            let parts = is_han(prev) && is_han(next)
                || matches!(
                    hit.passage.kind,
                    PassageKind::Title | PassageKind::Heading { .. }
                );
            if !parts {
                found.replace(hit.place(), "");
            }
        }
    }
}

/// 张三 李四 王五, or the one name 张 三.
fn is_list_of_names(hit: &Hit) -> bool {
    let last = |words: &str| words.chars().rev().take_while(|c| is_han(*c)).count();
    let first = |words: &str| words.chars().take_while(|c| is_han(*c)).count();
    let (before, after) = (last(hit.before()), first(hit.after()));
    let short = |n: usize| (1..=3).contains(&n);
    short(before) && short(after) && (before == 1) == (after == 1)
}

pub static PUN_11: Rule = Rule {
    id: "PUN-11",
    name: "总结、报告里的叹号",
    severity: Severity::Warning,
    reason: "总结、报告、意见语气平实，不用叹号；讲话、致敬和引用的口号可以用。",
    examples: &[Example {
        bad: "督导工作取得了圆满成功！",
        good: "督导工作取得了圆满成功。喊响“安全第一！”的口号，谨向各校表示衷心感谢！",
    }],
    check: Check::Wording(exclamations),
};

fn exclamations(text: &Text, findings: &mut Findings) {
    let speech = text.passages().any(|(passage, words)| {
        matches!(passage.kind, PassageKind::Title | PassageKind::Line)
            && ["讲话", "致辞", "倡议书", "感谢信", "慰问信"]
                .iter()
                .any(|kind| words.ends_with(kind))
    });
    if speech {
        return;
    }
    for hit in text.hits(pattern!("[！!]")) {
        let spoken = ["感谢", "敬意", "祝", "同志们", "大家好", "你们好", "致敬"];
        let sentence = hit.before().rsplit(['。', '！', '!', '？']).next().unwrap_or_default();
        let latin = hit.text() == "!" && !hit.prev().is_some_and(is_cjk);
        // ？！ asks; ?! is left of an eaten letter (ING-03).
        let asked = matches!(hit.prev(), Some('?' | '？'));
        if latin
            || asked
            || hit.is_cited()
            || spoken.iter().any(|word| sentence.contains(word))
        {
            continue;
        }
        findings.push(hit.place(), "总结、报告一类公文里用了叹号", "改为句号");
    }
}

pub static PUN_19: Rule = Rule {
    id: "PUN-19",
    name: "写得不对的省略号",
    severity: Severity::Error,
    reason: "省略号是占两个字的“……”，不用“...”“。。。”或一个“…”，也不与“等”连用\
             （GB/T 15834—2011第4.11条）。",
    examples: &[Example {
        bad: "开设了书法、剪纸...二十门课程。",
        good: "开设了书法、剪纸等二十门课程，“天地玄黄……”的诵读声响起。",
    }],
    check: Check::Wording(broken_ellipses),
};

fn broken_ellipses(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"\.{3,}|。{2,}|…+等?|等…+")) {
        let chinese = hit.prev().is_some_and(is_cjk) || hit.next().is_some_and(is_cjk);
        let leader = hit.text().len() > 5 && hit.text().starts_with('.');
        if hit.text() == "……" || !chinese || leader || hit.is_address() {
            continue;
        }
        if hit.text().contains('等') {
            findings.push(hit.place(), "省略号和“等”用在了一起", "两个里面只留一个");
        } else {
            let message = format!("省略号写成了“{}”", hit.text());
            let found = findings.push(hit.place(), message, "省略号写成“……”");
            // Two 。 may be one too many.
            if hit.text() != "。。" {
                found.replace(hit.place(), "……");
            }
        }
    }
}
