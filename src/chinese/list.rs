//! Things in a row: words joined by 、 and 和, clauses as 一是…；二是….

use super::{ordinal, punctuation};

/// A list in running text, 和 before the last: 甲和乙, 甲、乙和丙. The items join by 以及
/// when one of them has a 和 of its own, and by stronger marks when one holds 、 or ，,
/// so that the list cannot be divided in a wrong place. No mark stands between titles or
/// quoted words that touch: 《甲》《乙》和《丙》, but 《甲》（试行）、《乙》
/// (GB/T 15834-2011, 4.5.3.5; PUN-01, PUN-02).
pub fn list(items: &[impl AsRef<str>]) -> String {
    let Some((last, others)) = items.split_last() else { return String::new() };
    let last = last.as_ref();
    if others.is_empty() {
        return last.to_string();
    }
    let clashes =
        last.starts_with('和') || items.iter().any(|item| holds(item.as_ref(), '和'));
    let joint = match separator(items) {
        "、" if clashes => "以及",
        "、" => "和",
        "，" => "，以及",
        stronger => stronger,
    };
    format!("{}{joint}{}", enumerate(others, separator(items)), last)
}

/// A list without 和, as before 等 or in brackets: 甲、乙、丙; 《甲》《乙》.
pub fn series(items: &[impl AsRef<str>]) -> String {
    enumerate(items, separator(items))
}

/// Clauses counted inside one paragraph: 一是甲；二是乙；三是丙。 One kind of mark for the
/// whole list: 。 throughout when a clause holds a sentence or a ； of its own (PUN-14).
/// A single item is a sentence without an ordinal (ORD-12). Final marks of the items are
/// replaced.
pub fn clauses(items: &[impl AsRef<str>]) -> String {
    if let [only] = items {
        return punctuation::ensure_stop(only.as_ref().trim_start());
    }
    let divided = items.iter().any(|item| {
        let item = punctuation::strip_stop(item.as_ref());
        punctuation::holds_sentence(item) || item.contains('；')
    });
    let mut out = String::new();
    for (n, item) in (1..).zip(items) {
        let item = item.as_ref().trim_start();
        out += &ordinal::clause(n);
        if divided || n as usize == items.len() {
            out += &punctuation::ensure_stop(item);
        } else {
            out += punctuation::strip_stop(item);
            out.push('；');
        }
    }
    out
}

fn enumerate(items: &[impl AsRef<str>], separator: &str) -> String {
    let mut out = String::new();
    for item in items {
        let item = item.as_ref();
        let touching = [('》', '《'), ('”', '“')]
            .iter()
            .any(|(close, open)| out.ends_with(*close) && item.starts_with(*open));
        if !out.is_empty() && !touching {
            out += separator;
        }
        out += item;
    }
    out
}

/// The weakest mark that none of the items uses by itself.
fn separator(items: &[impl AsRef<str>]) -> &'static str {
    let any_holds = |mark| items.iter().any(|item| holds(item.as_ref(), mark));
    if any_holds('，') {
        "；"
    } else if any_holds('、') {
        "，"
    } else {
        "、"
    }
}

/// Whether `c` stands in the text itself: not inside a title or brackets, and not at the
/// front, where it begins a name, as in 和平小学.
fn holds(text: &str, c: char) -> bool {
    let text = text.strip_prefix(c).unwrap_or(text);
    punctuation::outside_pairs(text).any(|other| other == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_stands_before_the_last() {
        for (items, text) in [
            (&[][..], ""),
            (&["甲"], "甲"),
            (&["甲", "乙"], "甲和乙"),
            (&["甲", "乙", "丙"], "甲、乙和丙"),
        ] {
            assert_eq!(list(items), text);
        }
        assert_eq!(series(&["甲", "乙", "丙"]), "甲、乙、丙");
    }

    #[test]
    fn titles_and_quoted_words_that_touch_take_no_mark() {
        let titles = ["《义务教育法》", "《教师法》", "《教育督导条例》"];
        assert_eq!(list(&titles), "《义务教育法》《教师法》和《教育督导条例》");
        assert_eq!(series(&titles), "《义务教育法》《教师法》《教育督导条例》");
        assert_eq!(series(&["“绿化”", "“美化”"]), "“绿化”“美化”");
        assert_eq!(series(&["《甲》", "“乙”"]), "《甲》、“乙”");
    }

    #[test]
    fn a_note_behind_a_title_brings_the_mark_back() {
        let titles = ["《甲》（国教督办〔2013〕2号）", "《乙》", "《丙》"];
        assert_eq!(series(&titles), "《甲》（国教督办〔2013〕2号）、《乙》《丙》");
        assert_eq!(list(&titles), "《甲》（国教督办〔2013〕2号）、《乙》和《丙》");
        assert_eq!(series(&["“绿化”工程", "“美化”工程"]), "“绿化”工程、“美化”工程");
    }

    #[test]
    fn items_with_marks_of_their_own_are_kept_apart() {
        assert_eq!(list(&["安全和卫生", "食堂"]), "安全和卫生以及食堂");
        assert_eq!(list(&["城关一小", "和平小学"]), "城关一小以及和平小学");
        assert_eq!(list(&["和平小学", "城关一小"]), "和平小学和城关一小");
        assert_eq!(
            list(&["听取汇报", "查阅教学、德育档案", "随机听课"]),
            "听取汇报，查阅教学、德育档案，以及随机听课"
        );
        assert_eq!(series(&["甲，乙", "丙、丁"]), "甲，乙；丙、丁");
        assert_eq!(list(&["小学（含教学点、村小）", "初中"]), "小学（含教学点、村小）和初中");
    }

    #[test]
    fn clauses_end_in_one_kind_of_mark() {
        for (items, text) in [
            (&[][..], ""),
            (&["场地不足"], "场地不足。"),
            (
                &["场地不足", "器材陈旧。", "师资短缺；"],
                "一是场地不足；二是器材陈旧；三是师资短缺。",
            ),
            (
                &["场地不足。生均仅3.2平方米", "器材陈旧；"],
                "一是场地不足。生均仅3.2平方米。二是器材陈旧。",
            ),
            (&["甲校差；乙校好", "丙校平"], "一是甲校差；乙校好。二是丙校平。"),
        ] {
            assert_eq!(clauses(items), text);
        }
    }
}
