//! Ordinals of headings and clauses.

use super::numeral;

/// The ordinal of the `n`th heading of a level, 1 to 4: 一、 （一） 1. （1）
/// (GB/T 9704-2012, 7.3.3). Nothing stands between ordinal and text (ORD-02), and the
/// bracketed ones take no mark (ORD-04). `None` for a level that official documents do
/// not have.
pub fn heading(level: u8, n: u32) -> Option<String> {
    match level {
        1 => Some(format!("{}、", numeral::han(n.into()))),
        2 => Some(format!("（{}）", numeral::han(n.into()))),
        3 => Some(format!("{n}.")),
        4 => Some(format!("（{n}）")),
        _ => None,
    }
}

/// The ordinal of the `n`th clause in a sentence: 一是, 二是.
pub fn clause(n: u32) -> String {
    format!("{}是", numeral::han(n.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_levels_and_no_fifth() {
        let twelfth = [1, 2, 3, 4].map(|level| heading(level, 12).unwrap());
        assert_eq!(twelfth, ["十二、", "（十二）", "12.", "（12）"]);
        assert_eq!(heading(0, 1), None);
        assert_eq!(heading(5, 1), None);
    }

    #[test]
    fn clauses_count_in_han() {
        assert_eq!([1, 2, 11].map(clause), ["一是", "二是", "十一是"]);
    }
}
