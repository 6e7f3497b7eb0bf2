//! The words of a title, with what each does in it.

use std::collections::BTreeSet;

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

/// What a word does in a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 关于.
    About,
    /// 的, 等: lean on the word before.
    Particle,
    /// 和, 与, 及: belong to both sides.
    And,
    /// 对, 将, 为: want what follows.
    Preposition,
    /// 专项: wants what follows.
    Modifier,
    /// Wants its object.
    Verb,
    /// 工作, 情况, 建设: complete what stands before.
    Head,
    /// Ends the name of an organ or a school.
    NameEnd,
    /// A date, a school year, a term.
    Date,
    /// A number, with its measure word: wants what it counts.
    Number,
    /// （《“.
    Opening,
    /// ）》”.
    Closing,
    /// 、 ， ： and the like.
    Stop,
    Blank,
    /// A compound of the trade, whole, and no part of a name.
    Term,
    Other,
}

impl Role {
    /// Whether a single character after such a word belongs to it: 通知书, 中学生.
    fn takes_an_ending(self) -> bool {
        self.is_noun() || matches!(self, Role::Date | Role::Number)
    }

    pub(super) fn is_noun(self) -> bool {
        matches!(self, Role::Head | Role::NameEnd | Role::Term | Role::Other)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) role: Role,
}

impl Word {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// Words whose role counts, and compounds that the segmenter takes apart.
pub(super) const LEXICON: [(Role, &[&str]); 8] = [
    (Role::About, &["关于"]),
    (Role::Particle, &["的", "等"]),
    (Role::And, &["和", "与", "及"]),
    (Role::Preposition, &["对", "将", "为"]),
    (Role::Modifier, &["专项", "当地"]),
    (
        Role::Verb,
        &[
            "开展",
            "进行",
            "加强",
            "规范",
            "创建",
            "接受",
            "履行",
            "落实",
            "推进",
            "深化",
            "做好",
            "转发",
            "印发",
            "报送",
            "申报",
            "不低于",
            "健全",
            "进一步",
        ],
    ),
    (Role::Head, &["工作", "情况", "建设"]),
    (
        Role::Term,
        &[
            "教育督导",
            "教育督导评估",
            "督导评估",
            "经常性督导",
            "挂牌督导",
            "责任督学",
            "义务教育",
            "义务教育学校",
            "国家义务教育质量监测",
            "素质教育",
            "均衡发展",
            "优质均衡发展",
            "标准化学校",
            "中小学校",
            "国家督导评估",
            "教育职责评价",
            "教育职责",
            "反馈问题整改",
            "平均工资收入水平",
            "发展提升行动计划",
            "膳食经费管理",
            "省级核查",
            "纪检监察机关",
            "随迁子女",
        ],
    ),
];

/// What may follow the digits of a date, the longest first.
const DATE_PARTS: [&str; 18] = [
    "春季学期",
    "秋季学期",
    "第一学期",
    "第二学期",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
    "春季",
    "秋季",
    "上半年",
    "下半年",
    "学年度",
    "学年",
    "年度",
    "年",
    "月",
    "日",
];

/// A single character that the segmenter leaves over, and that goes with the word
/// after it.
const PREFIXES: &str = "新各全省";

const OPENING: &str = "（《〈“‘〔【(";
const CLOSING: &str = "）》〉”’〕】)";
const STOPS: &str = "、，；：。？！—…～";

/// All words of the title, one after another.
pub(super) fn words(chars: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut ends = segment(chars, 0);
    let mut start = 0;
    while start < chars.len() {
        let rest = &chars[start..];
        let (len, role) = number(rest)
            .or_else(|| mark(rest[0]).map(|role| (1, role)))
            .or_else(|| known(rest, || stands_alone(chars, start, &ends)))
            .unwrap_or_else(|| {
                let end = ends.range(start + 1..).next().copied().unwrap_or(chars.len());
                // 中小学校 is a word in 临夏市中小学校, not 市中.
                let longer = |at: &usize| {
                    known(&chars[*at..], || false).is_some_and(|(len, _)| at + len > end)
                };
                let end = (start + 1..end).find(longer).unwrap_or(end);
                (end - start, Role::Other)
            });
        let end = start + len;
        // 落实 has no object in 落实情况.
        if let Some(last) = words.last_mut().filter(|_| role == Role::Head) {
            last.role = if last.role == Role::Verb { Role::Head } else { last.role };
        }
        words.push(Word { start, end, role });
        if !ends.contains(&end) {
            ends = segment(chars, end);
        }
        start = end;
    }
    joined(chars, words)
}

/// Where the words of the dictionary end, from a place on.
fn segment(chars: &[char], from: usize) -> BTreeSet<usize> {
    let text: String = chars[from..].iter().collect();
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    let mut chars_before = from;
    let mut last = 0;
    segmenter
        .segment_str(&text)
        .map(|end| {
            chars_before += text[last..end].chars().count();
            last = end;
            chars_before
        })
        .collect()
}

/// Whether the character here is a word: the dictionary ends one after it, or the
/// word that the dictionary begins with it leaves more single characters over.
/// 和 is no conjunction in 和平小学, but one in 和作业, which is not 和作 and 业.
fn stands_alone(chars: &[char], at: usize, ends: &BTreeSet<usize>) -> bool {
    if ends.contains(&(at + 1)) {
        return true;
    }
    let fresh = segment(chars, at + 1);
    let Some(both) = ends.range(at + 1..).find(|end| fresh.contains(end)) else {
        return false;
    };
    let left_over = |from: usize, ends: &BTreeSet<usize>| {
        let starts = std::iter::once(from).chain(ends.range(from + 1..*both).copied());
        starts.filter(|start| ends.contains(&(start + 1))).count()
    };
    left_over(at + 1, &fresh) < left_over(at, ends)
}

/// A date or a number here.
fn number(rest: &[char]) -> Option<(usize, Role)> {
    let mut len = 0;
    let mut role = Role::Number;
    loop {
        let digits = rest[len..].iter().take_while(|c| c.is_ascii_digit()).count();
        let part = DATE_PARTS.iter().find(|part| starts_with(&rest[len..], part));
        let part = part.map_or(0, |part| part.chars().count());
        // A year begins another date, unless it ends a range.
        let again = digits > 3 && role == Role::Date && rest[len - 1].is_alphabetic();
        if digits > 0 && !again {
            len += digits;
        } else if part > 2 || part > 0 && len > 0 {
            len += part;
            role = Role::Date;
        } else if len > 0 && rest.get(len).is_some_and(|c| "—-～.,%".contains(*c)) {
            len += 1;
        } else {
            break;
        }
    }
    (len > 0).then_some((len, role))
}

fn mark(c: char) -> Option<Role> {
    if OPENING.contains(c) {
        Some(Role::Opening)
    } else if CLOSING.contains(c) {
        Some(Role::Closing)
    } else if STOPS.contains(c) {
        Some(Role::Stop)
    } else if c.is_whitespace() {
        Some(Role::Blank)
    } else {
        None
    }
}

/// The longest word of the [`LEXICON`] here; a single character is one only where it
/// stands alone.
fn known(rest: &[char], stands_alone: impl Fn() -> bool) -> Option<(usize, Role)> {
    let name_ends = super::names::ENDS.iter().map(|word| (word, Role::NameEnd));
    LEXICON
        .iter()
        .flat_map(|(role, words)| words.iter().map(|word| (word, *role)))
        .chain(name_ends)
        .filter(|(word, _)| starts_with(rest, word))
        .map(|(word, role)| (word.chars().count(), role))
        .filter(|(len, _)| *len > 1 || stands_alone())
        .max_by_key(|(len, _)| *len)
}

pub(super) fn starts_with(rest: &[char], word: &str) -> bool {
    let mut rest = rest.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Single characters that the dictionary leaves over, joined: several in a row
/// are a word that it lacks (督导, 湖塘桥), one alone ends the word before it
/// (意见书) or begins the next (各学校).
fn joined(chars: &[char], words: Vec<Word>) -> Vec<Word> {
    let left_over = |word: &Word| word.role == Role::Other && word.len() == 1;
    let mut runs: Vec<Word> = Vec::new();
    let mut in_run = false;
    for word in words {
        match runs.last_mut() {
            Some(last) if in_run && left_over(&word) => last.end = word.end,
            _ => runs.push(word),
        }
        in_run = left_over(&word);
    }
    let mut out: Vec<Word> = Vec::new();
    let mut begun = None;
    for mut word in runs {
        if let Some(start) = begun.take() {
            if word.role.is_noun() {
                word.start = start;
            } else {
                out.push(Word { start, end: word.start, role: Role::Other });
            }
        } else if left_over(&word) {
            if PREFIXES.contains(chars[word.start]) {
                begun = Some(word.start);
                continue;
            }
            if let Some(last) = out.last_mut().filter(|last| last.role.takes_an_ending()) {
                last.end = word.end;
                last.role = if last.role.is_noun() { Role::Other } else { last.role };
                continue;
            }
        }
        out.push(word);
    }
    out.extend(begun.map(|start| Word { start, end: chars.len(), role: Role::Other }));
    out
}
