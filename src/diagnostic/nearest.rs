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
    fn close_and_not_close() {
        let keys = ["名称", "地区", "发文代字", "A1"];
        assert_eq!(nearest("名子", keys), Some("名称"));
        assert_eq!(nearest("学校名称", keys), Some("名称"));
        assert_eq!(nearest("发文代号", keys), Some("发文代字"));
        assert_eq!(nearest("Ａ１", keys), Some("A1"));
        assert_eq!(nearest("电话", keys), None);
    }
}
