//! The word that a clerk probably meant.

/// The candidates from the most to the least like `typed`, with how like each
/// is, from 0 to 1. Equally like ones stay in their order.
pub fn ranked<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<(f64, &'a str)> {
    let mut ranked: Vec<(f64, &str)> =
        candidates.into_iter().map(|word| (likeness(typed, word), word)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// The candidate that `typed` is a slip for, if there is one that is close.
pub fn nearest<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    ranked(typed, candidates).first().filter(|(like, _)| *like >= CLOSE).map(|(_, word)| *word)
}

/// The candidates that `typed` is another word for: what a clerk calls a thing,
/// and the keys that it goes by. `None` for a word that is not in the table; for
/// one that is, [`nearest`] would only find what looks like it.
pub fn synonyms<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Vec<&'a str>> {
    let keys = SYNONYMS.iter().find(|(words, _)| words.contains(&typed)).map(|row| row.1)?;
    Some(candidates.into_iter().filter(|candidate| keys.contains(candidate)).collect())
}

type Words = &'static [&'static str];

/// What clerks write, and the keys that may be meant by it.
const SYNONYMS: [(Words, Words); 21] = [
    (&["文号", "发文号", "字号", "文件号"], &["发文字号", "发文序号"]),
    (&["发文单位", "发文机关", "制发机关"], &["发文机关标志", "署名", "机构"]),
    (&["落款", "落款单位"], &["署名"]),
    (&["日期", "时间", "发文日期", "落款日期", "发文时间"], &["成文日期"]),
    (&["主送单位", "主送机关", "收文单位", "发往"], &["主送"]),
    (&["抄送单位", "抄送机关", "抄报", "抄报单位"], &["抄送"]),
    (&["校名", "学校名称", "单位名称", "全称"], &["名称", "学校"]),
    (&["题目", "题名"], &["标题", "名称"]),
    (&["编码", "标识码", "学校代码", "学校编号"], &["代码"]),
    (&["人数", "学生人数", "在校生", "在校生数"], &["学生数", "人次"]),
    (&["教师数", "教师人数", "教工数", "教职工"], &["教职工数"]),
    (&["学校类型", "学校类别", "办学层次"], &["学段"]),
    (&["性质", "学校性质"], &["办学性质"]),
    (&["负责人", "领队"], &["组长"]),
    (&["开始", "开始日期", "开始时间", "起始日期"], &["起"]),
    (&["结束", "结束日期", "结束时间", "截止日期"], &["止"]),
    (&["不足", "主要问题"], &["问题", "存在问题"]),
    (&["优点", "特色"], &["亮点"]),
    (&["时限", "整改时限", "整改时间"], &["整改期限"]),
    (&["附件"], &[]),
    (&["红头"], &["发文机关标志"]),
];

/// Half of the characters right: of two, one.
const CLOSE: f64 = 0.5;

fn likeness(typed: &str, word: &str) -> f64 {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let like = strsim::normalized_damerau_levenshtein(&typed, word);
    // `学校名称` for `名称`: nothing wrong, only more or less than wanted.
    let within = typed.chars().count() > 1
        && word.chars().count() > 1
        && (typed.contains(word) || word.contains(&typed));
    if within { like.max(0.6) } else { like }
}

/// A full-width letter, digit or mark as the half-width one.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - '\u{ff01}' as u32 + '!' as u32).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_what_was_meant_and_a_stranger_nothing() {
        let schools = ["临夏市第一小学", "临夏市第二小学", "城关一小"];
        assert_eq!(nearest("临厦市第一小学", schools), Some("临夏市第一小学"));
        assert_eq!(nearest("第二小学", schools), Some("临夏市第二小学"));
        assert_eq!(nearest("平昌中学", schools), None);
    }

    #[test]
    fn what_clerks_call_it() {
        let keys = ["份号", "发文字号", "署名", "发文机关标志", "成文日期", "附注"];
        assert_eq!(synonyms("文号", keys), Some(vec!["发文字号"]));
        assert_eq!(synonyms("发文单位", keys), Some(vec!["署名", "发文机关标志"]));
        assert_eq!(synonyms("附件", keys), Some(vec![]));
        assert_eq!(synonyms("发文自号", keys), None);
    }

    #[test]
    fn close_and_not_close() {
        let keys = ["名称", "地区", "发文代字", "A1"];
        assert_eq!(nearest("名子", keys), Some("名称"));
        assert_eq!(nearest("学校名称", keys), Some("名称"));
        assert_eq!(nearest("发文代号", keys), Some("发文代字"));
        assert_eq!(nearest("Ａ１", keys), Some("A1"));
        assert_eq!(nearest("电话", keys), None);
    }
}
