//! The structure of a plain text, as far as its lines show it: ordinals, titles,
//! lines of a web page. A manuscript has its structure from the dialect, and its
//! outline is empty.

use crate::chinese::numeral;
use crate::document::{Passage, PassageKind};
use crate::rules::Text;
use crate::rules::text::{Hit, pattern};

/// A line of a plain text.
pub struct Line<'a> {
    pub passage: Passage,
    pub words: &'a str,
    pub ordinal: Option<Ordinal>,
    /// It belongs to the web page that the text was taken from.
    pub furniture: bool,
    /// The title of a document.
    pub title: bool,
    /// Its number counts the pages of a preview (ING-07).
    pub page_counter: bool,
}

/// An ordinal at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal {
    /// 1 for 一、, 2 for （一）, 3 for 1. and 1、, 4 for （1）.
    pub level: u8,
    pub number: u32,
    /// Length in bytes, its mark included.
    pub len: usize,
}

const NUMERALS: &str = "一二三四五六七八九十";
/// What stands after 三、四 in 三、四年级: then it is a list of two, no ordinal.
const COUNTED_TOGETHER: &str = "年月季期班批类级组";
/// The words that a title ends in.
const KINDS: [&str; 12] = [
    "总结", "计划", "要点", "意见", "报告", "方案", "汇报", "通知", "办法", "细则", "通报",
    "材料",
];
const LONGEST_TITLE: usize = 45;

impl Line<'_> {
    /// Another document begins here.
    pub fn is_boundary(&self) -> bool {
        self.furniture || self.title
    }

    pub fn place(&self) -> crate::diagnostic::Span {
        self.passage.span
    }

    /// The place of its ordinal.
    pub fn ordinal_place(&self, ordinal: Ordinal) -> crate::diagnostic::Span {
        let span = self.passage.span;
        crate::diagnostic::Span { end: span.start + ordinal.len, ..span }
    }

    /// The place of its last character.
    pub fn end_place(&self) -> crate::diagnostic::Span {
        let span = self.passage.span;
        let last = self.words.chars().next_back().map_or(0, char::len_utf8);
        crate::diagnostic::Span { start: span.end - last, ..span }
    }

    /// The words behind the ordinal.
    pub fn body(&self) -> &str {
        &self.words[self.ordinal.map_or(0, |ordinal| ordinal.len)..]
    }

    pub fn ends_with_mark(&self) -> bool {
        self.words.ends_with(|c| "。；：！？”》…;:!?".contains(c))
    }
}

/// The lines of a plain text; none for a manuscript.
pub fn outline<'a>(text: &Text<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = text
        .passages()
        .filter(|(passage, _)| passage.kind == PassageKind::Line)
        .map(|(passage, words)| Line {
            passage,
            words,
            ordinal: ordinal(words),
            furniture: is_furniture(words),
            title: is_title(words),
            page_counter: false,
        })
        .collect();
    mark_page_counters(&mut lines);
    for at in 1..lines.len() {
        // The name of a collection stands above its first text.
        let [above, line] = [&lines[at - 1], &lines[at]];
        if line.furniture && above.title && line.words.starts_with(above.words) {
            lines[at - 1].furniture = true;
        }
    }
    lines
}

/// The ordinal at the start of a text. `None` for text that only begins with a
/// number: 1.5万人, 三、四年级, （2014年）.
pub fn ordinal(words: &str) -> Option<Ordinal> {
    let bare = words.trim_start_matches(['（', '(']);
    let open = words.len() - bare.len();
    if open > 3 {
        return None;
    }
    let han = bare.find(|c| !NUMERALS.contains(c)).unwrap_or(bare.len());
    let arabic = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    let (digits, is_han) = if han > 0 { (han, true) } else { (arabic, false) };
    let number = match is_han {
        true => u32::try_from(numeral::parse_han(&bare[..han])?).ok()?,
        false if (1..=2).contains(&arabic) => bare[..arabic].parse().ok()?,
        false => return None,
    };
    let mark = bare[digits..].chars().next()?;
    let rest = &bare[digits + mark.len_utf8()..];
    let len = words.len() - rest.len();
    let level = match (open > 0, is_han, mark) {
        (true, true, '）' | ')') => 2,
        (true, false, '）' | ')') => 4,
        (false, true, '、') if !listed(rest, NUMERALS) => 1,
        (false, false, '、') if !listed(rest, "0123456789") => 3,
        (false, false, '.' | '．') if !is_decimal(rest) => 3,
        _ => return None,
    };
    Some(Ordinal { level, number, len })
}

/// Whether what follows 三、 or 3、 goes on to 四年级 or 4月.
fn listed(rest: &str, digits: &str) -> bool {
    let more = rest.find(|c| !digits.contains(c)).unwrap_or(rest.len());
    let next = rest[more..].chars().next();
    more > 0
        && next.is_some_and(|c| COUNTED_TOGETHER.contains(c) || c == '、')
        && !(more == 4 && digits.starts_with('0') && next == Some('年'))
}

/// Whether 1. goes on as 1.5, and not as 1.2014年.
fn is_decimal(rest: &str) -> bool {
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    digits > 0 && !(digits == 4 && rest[digits..].starts_with('年'))
}

/// Lines that only a web page has: of document exchanges, collections of model
/// texts, their notices and their buttons.
fn is_furniture(words: &str) -> bool {
    let bare = super::ingestion::without_ruby(words);
    pattern!(
        r"(?x)
        ^(?:合集下载|[下載载]{2}本文[檔档]|文[檔档][簡简]介|温馨提示|溫馨提示|友情提示|相关文档|最新文档
          |相关阅读|最近更新|推荐专题|扩展阅读|[評评][論论]$|提交[評评][論论]|免[費费][預预]|[版][權权][說说]明
          |\d+/\d+$|https?://|•[\ ]*\d+\.)
        |_第\d+[頁页]$ | 下载文档前 | 的文档,不可在线预览 | 请联系客服 | 由互联网用户整理 | 网站[:：].*素材
        |素材库.*首页 | 来源[:：]网络整理 | 小编在这给大家 | 范例\d+篇$ | 范文\d+$
        "
    )
    .is_match(&bare)
}

/// A short line without a final mark that ends in the name of a kind of
/// document, perhaps with the number of the text in a collection.
fn is_title(words: &str) -> bool {
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit());
    words.chars().count() <= LONGEST_TITLE
        && KINDS.iter().any(|kind| bare.ends_with(kind))
        && !bare.contains(['。', '，', ',', '；', ';', '：', ':', '、'])
        && ordinal(words).is_none()
}

/// Numbers at the starts of three or more lines that go on where the line above
/// broke off count pages.
fn mark_page_counters(lines: &mut [Line]) {
    let numbered: Vec<usize> =
        (0..lines.len()).filter(|&at| page_number(lines[at].words).is_some()).collect();
    let mut start = 0;
    while start < numbered.len() {
        let follows = |pair: &[usize]| {
            let [a, b] = [pair[0], pair[1]].map(|at| page_number(lines[at].words));
            a.is_some_and(|a| b == Some(a + 1)) && pair[1] == pair[0] + 1
        };
        let run = 1 + numbered[start..].windows(2).take_while(|pair| follows(pair)).count();
        let pages = &numbered[start..start + run];
        let broken =
            pages[..run - 1].iter().filter(|&&at| !lines[at].ends_with_mark()).count();
        if run >= 3 && broken * 2 > run {
            for &at in pages {
                lines[at].page_counter = true;
            }
        }
        start += run;
    }
}

fn page_number(words: &str) -> Option<u32> {
    let (digits, _) = words.split_once('、')?;
    if digits.len() > 3 { None } else { digits.parse().ok() }
}

/// Headings inside a line: `…汇报：一、…`, `…做法（一）…`, `…情况1、…`.
pub fn glued(line: &Line) -> Vec<(Ordinal, crate::diagnostic::Span)> {
    let found = Hit::all(
        pattern!(
            r"(?x)
            [\p{Han}）)：:。；;] [（(] [一二三四五六七八九十]{1,3} [)）] \p{Han}{4}
            | [：:。] [一二三四五六七八九十]{1,3} 、 \p{Han}{4}
            | \p{Han} 1 [、.．] \p{Han}{4}"
        ),
        line.passage,
        line.words,
    );
    found
        .filter_map(|whole| {
            let before = whole.text().chars().next().map_or(0, char::len_utf8);
            let start = whole.before().len() + before;
            let ordinal = ordinal(&line.words[start..])?;
            let hit = Hit::new(line.passage, line.words, start..start + ordinal.len);
            is_heading(&hit, ordinal).then(|| (ordinal, hit.place()))
        })
        .collect()
}

/// Not （一）项 of an article, 一班, 附件1 or 同一、.
fn is_heading(hit: &Hit, ordinal: Ordinal) -> bool {
    let (before, after) = (hit.before(), hit.after());
    let cited = hit.is_cited()
        || ["第", "附件", "附表", "表", "图", "卷", "之", "级", "班", "条"]
            .iter()
            .any(|word| before.ends_with(word));
    let article = ["项", "款", "条", "班", "目"].iter().any(|word| after.starts_with(word));
    let counted = ordinal.level == 3
        && after
            .trim_start_matches(|c: char| crate::chinese::punctuation::is_han(c))
            .starts_with(|c: char| c.is_ascii_digit());
    !cited && !article && !counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    #[test]
    fn ordinals_are_told_from_numbers() {
        for (words, expected) in [
            ("十二、保障措施", Some((1, 12))),
            ("(一)加强领导", Some((2, 1))),
            ("1.抓好落实", Some((3, 1))),
            ("3、抓好落实", Some((3, 3))),
            ("（4）抓好落实", Some((4, 4))),
            ("1.2014年工作", Some((3, 1))),
            ("1.5万名学生", None),
            ("三、四年级教学", None),
            ("4、5、6月份工作", None),
            ("（2014年）总体情况", None),
            ("一是抓好落实", None),
        ] {
            let found = ordinal(words).map(|ordinal| (ordinal.level, ordinal.number));
            assert_eq!(found, expected, "{words}");
        }
    }

    #[test]
    fn numbers_on_torn_lines_count_pages() {
        let page = "1、本县教育督导工作成绩\n2、显著，各校办学\n3、行为不断规范。\n";
        let list = "1、查看课堂。\n2、走访学生。\n3、查阅资料。\n";
        for (words, expected) in [(page, true), (list, false)] {
            let source = Sources::new().add("稿", words);
            let text = Text::plain(source, words);
            let counters: Vec<_> =
                outline(&text).iter().map(|line| line.page_counter).collect();
            assert_eq!(counters, [expected; 3], "{words}");
        }
    }

    #[test]
    fn headings_inside_a_line_are_found() {
        for (words, expected) in [
            ("下面报告三个问题：一、教师队伍建设情况", vec![(1, 1)]),
            ("工作打算（一）充实督学队伍", vec![(2, 1)]),
            ("经费来源1、县级财政拨款", vec![(3, 1)]),
            ("抓好初一、初二年级的常规管理", vec![]),
            ("标准不统一、管理不规范的问题", vec![]),
            ("依据第十条第（一）项规定的情形", vec![]),
            ("小学1、初级中学2、高级中学1", vec![]),
        ] {
            let source = Sources::new().add("稿", words);
            let text = Text::plain(source, words);
            let found: Vec<_> = outline(&text)
                .iter()
                .flat_map(glued)
                .map(|(ordinal, _)| (ordinal.level, ordinal.number))
                .collect();
            assert_eq!(found, expected, "{words}");
        }
    }
}
