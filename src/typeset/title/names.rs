//! Names of organs and schools in a title, which no line break may cut.

use std::ops::Range;

use super::words::{Role, Word, starts_with, words};

/// How names of organs and schools end.
pub(super) const ENDS: [&str; 14] = [
    "人民政府",
    "政府",
    "教育督导委员会",
    "教育督导室",
    "教育督导团",
    "委员会",
    "办公室",
    "领导小组",
    "教育局",
    "教育厅",
    "小学",
    "中学",
    "学校",
    "幼儿园",
];

/// How other names of organs end.
const ORGANS: &str = "局厅";

/// How names of regions end.
pub(super) const REGIONS: &str = "省市县区州旗盟镇乡村";

/// Characters between the region and the end of a name: 湖塘桥中心 before 小学.
const LONGEST_OWN_NAME: usize = 6;
/// The same where no region stands before it: 城关第一 before 小学.
const LONGEST_BARE_NAME: usize = 4;

/// Where names stand: those that are known, and those that end like one.
pub(super) fn names(chars: &[char], words: &[Word], known: &[&str]) -> Vec<Range<usize>> {
    let ends_in = |word: &Word, ends: &str| {
        word.role == Role::Other && ends.contains(chars[word.end - 1])
    };
    let ends_organ = |word: &Word| word.role == Role::NameEnd || ends_in(word, ORGANS);
    let mut names: Vec<Range<usize>> = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let region = ends_in(word, REGIONS);
        if !region && !ends_organ(word) {
            continue;
        }
        // 临夏市, 人民政府, 教育督导室: each goes on with the name before it, but a
        // region after an organ begins another.
        let begins = region && nth > 0 && ends_organ(&words[nth - 1]);
        let before = names.last().filter(|last| last.end == word.start && !begins);
        let start = before.map_or_else(|| begin(chars, words, nth), |last| last.start);
        names.push(start..word.end);
    }
    for name in known.iter().filter(|name| !name.is_empty()) {
        let len = name.chars().count();
        let found = (0..chars.len()).filter(|at| starts_with(&chars[*at..], name));
        names.extend(found.map(|at| at..at + len));
    }
    names
}

/// How many characters of a name go on a line.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Room {
    /// If it has but one.
    pub alone: usize,
    /// If it has several.
    pub each: usize,
    /// On the last of several.
    pub last: usize,
}

/// The lines of a name by itself: as few and as alike in length as its parts
/// (人民政府, 委员会) allow.
pub(in super::super) fn name_lines(name: &str, room: Room) -> Vec<&str> {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= room.alone {
        return vec![name];
    }
    let after = chars.len().saturating_sub(room.last).div_ceil(room.each).max(1);
    // A break that parts no two organs costs as much as lines so unlike.
    const INSIDE_ORGAN: usize = 6;
    let length = chars.len().div_ceil(after + 1);
    let rest = room.last + room.each * (after - 1);
    let end = words(&chars)
        .into_iter()
        .filter(|word| word.end <= room.each && chars.len() - word.end <= rest)
        .min_by_key(|word| {
            let region = word.role == Role::Other && REGIONS.contains(chars[word.end - 1]);
            let organ = word.role == Role::NameEnd || region;
            word.end.abs_diff(length) + if organ { 0 } else { INSIDE_ORGAN }
        })
        .map_or(length, |word| word.end);
    let at = name.char_indices().nth(end).map_or(name.len(), |(at, _)| at);
    let (first, rest) = name.split_at(at);
    let room = Room { alone: room.last, ..room };
    std::iter::once(first).chain(name_lines(rest, room)).collect()
}

/// Where the name begins that ends with this word: as far back as words are
/// that can be part of it, if they hold a region or are few.
fn begin(chars: &[char], words: &[Word], nth: usize) -> usize {
    let end = words[nth].start;
    let part_of_name = |word: &&Word| matches!(word.role, Role::Head | Role::Other);
    let first = words[..nth].iter().rev().take_while(part_of_name).last();
    let start = first.map_or(end, |word| word.start);
    let before = &chars[start..end];
    let own = before.iter().rev().take_while(|c| !REGIONS.contains(**c)).count();
    let longest = if own < before.len() { LONGEST_OWN_NAME } else { LONGEST_BARE_NAME };
    if own <= longest { start } else { end }
}
