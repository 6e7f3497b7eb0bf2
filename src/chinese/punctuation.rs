//! Marks at the end of a sentence, marks that come in pairs, and the joint between two
//! lines of one paragraph (GB/T 15834-2011).

/// The marks that end a sentence.
pub const STOPS: [char; 3] = ['。', '！', '？'];

/// The marks that come in pairs.
pub const PAIRS: [(char, char); 8] = [
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('〔', '〕'),
    ('【', '】'),
];

/// The text as a sentence: 。 at its end, in place of any weaker mark, unless it ends
/// already. It ends with 。！？ or ……, with these inside closing quotes, and with a
/// remark in brackets that is a sentence by itself. A colon stays, since what it
/// announces follows.
pub fn ensure_stop(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['：', ':']) || ends_sentence(text) {
        return text.to_string();
    }
    format!("{}。", strip_stop(text))
}

/// The text without the 。；，、 at its end, or the half-width `. ; ,` typed for them. The
/// marks ！ and ？ carry meaning and stay.
pub fn strip_stop(text: &str) -> &str {
    let is_mark = |c: char| "。；，、.;,".contains(c) || c.is_whitespace();
    text.trim_end_matches(is_mark)
}

/// Whether a sentence ends inside the text, that is, before its own final mark.
pub fn holds_sentence(text: &str) -> bool {
    strip_stop(text).contains(STOPS)
}

/// The characters outside all paired marks, the marks themselves left out.
pub fn outside_pairs(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut depth = 0usize;
    text.chars().filter(move |c| {
        if PAIRS.iter().any(|(open, _)| open == c) {
            depth += 1;
            false
        } else if PAIRS.iter().any(|(_, close)| close == c) {
            depth = depth.saturating_sub(1);
            false
        } else {
            depth == 0
        }
    })
}

/// What stands between `open` and `close` when one pair of them encloses the whole text:
/// not for 《甲》和《乙》.
pub fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    let mut depth = 1usize;
    for c in inner.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return None;
        }
    }
    (depth == 1).then_some(inner)
}

/// Whether the character is a Han character, 〇 among them.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether the character is set in a full square: Han, a Chinese mark, a full-width form.
/// Quotes, dashes and the ellipsis, which Latin shares, are counted as Chinese.
pub fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
            | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// What joins two lines of one paragraph, given the characters on both sides: nothing
/// where either is Chinese, since no blank stands between Han and digits or letters
/// (PUN-10); a blank between two Latin words.
pub fn soft_break(before: char, after: char) -> &'static str {
    if is_cjk(before) || is_cjk(after) { "" } else { " " }
}

fn ends_sentence(text: &str) -> bool {
    let unquoted = text.trim_end_matches(['”', '’']);
    // Half-width marks are for the wording rules to report (PUN-04), not to be doubled.
    if unquoted.ends_with(STOPS) || unquoted.ends_with("……") || unquoted.ends_with(['!', '?'])
    {
        return true;
    }
    // （此件公开发布。） has its stop inside; 甲（乙。） is a sentence that lacks its own.
    let Some(inner) = text.strip_suffix('）') else { return false };
    if !inner.ends_with(STOPS) {
        return false;
    }
    let mut depth = 1usize;
    for (at, c) in inner.char_indices().rev() {
        match c {
            '）' => depth += 1,
            '（' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let before = inner[..at].trim_end();
            return before.is_empty() || before.ends_with(STOPS);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_once() {
        for (text, sentence) in [
            ("体育场地不足", "体育场地不足。"),
            ("体育场地不足。", "体育场地不足。"),
            ("体育场地不足；", "体育场地不足。"),
            ("体育场地不足，\n", "体育场地不足。"),
            ("体育场地不足.", "体育场地不足。"),
            ("整改到位了吗？", "整改到位了吗？"),
            ("整改到位了吗?", "整改到位了吗?"),
            ("他说：“已整改。”", "他说：“已整改。”"),
            ("做到“以导为主”", "做到“以导为主”。"),
            ("另行通知……", "另行通知……"),
            ("共27所（含幼儿园3所）", "共27所（含幼儿园3所）。"),
            ("已整改（见附件。）", "已整改（见附件。）。"),
            ("（此件公开发布。）", "（此件公开发布。）"),
            ("已整改。（见附件。）", "已整改。（见附件。）"),
            ("现将有关情况报告如下：", "现将有关情况报告如下："),
            ("", ""),
        ] {
            assert_eq!(ensure_stop(text), sentence);
            assert_eq!(ensure_stop(sentence), sentence, "twice");
        }
    }

    #[test]
    fn weak_marks_are_dropped_and_meaning_stays() {
        for (text, bare) in [
            ("甲。", "甲"),
            ("甲；", "甲"),
            ("甲，。 ", "甲"),
            ("甲！", "甲！"),
            ("“甲。”", "“甲。”"),
            ("达3.2%", "达3.2%"),
        ] {
            assert_eq!(strip_stop(text), bare);
        }
    }

    #[test]
    fn only_a_sentence_inside_counts() {
        assert!(holds_sentence("场地不足。器材陈旧"));
        assert!(!holds_sentence("场地不足，器材陈旧。"));
    }

    #[test]
    fn one_pair_encloses_the_whole() {
        assert_eq!(enclosed("《甲》", '《', '》'), Some("甲"));
        assert_eq!(enclosed("《甲《乙》丙》", '《', '》'), Some("甲《乙》丙"));
        for text in ["《甲》和《乙》", "《甲", "《甲》乙", "《《甲》", "甲"]
        {
            assert_eq!(enclosed(text, '《', '》'), None, "{text}");
        }
    }

    #[test]
    fn paired_marks_shield_what_they_hold() {
        let outside: String = outside_pairs("甲（乙、丙）、《丁、戊》").collect();
        assert_eq!(outside, "甲、");
    }

    #[test]
    fn han_and_chinese_marks_are_told_apart() {
        for c in ['督', '〇', '㐀', '\u{20089}'] {
            assert!(is_han(c) && is_cjk(c), "{c}");
        }
        for c in ['，', '》', '“', '—', '…', '％', '　', '·'] {
            assert!(!is_han(c) && is_cjk(c), "{c}");
        }
        for c in ['a', '1', '%', ',', ' ', '°'] {
            assert!(!is_cjk(c), "{c}");
        }
    }

    #[test]
    fn wrapped_lines_join_without_a_blank_at_a_chinese_side() {
        for (before, after, joint) in [
            ('督', '导', ""),
            ('，', '共', ""),
            ('县', '2', ""),
            ('9', '所', ""),
            ('t', 'W', " "),
            ('4', '3', " "),
        ] {
            assert_eq!(soft_break(before, after), joint, "{before}{after}");
        }
    }
}
