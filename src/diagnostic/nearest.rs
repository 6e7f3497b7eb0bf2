//! The name that was meant.

/// The candidate most like a word, where one is like it at all. Ties go to the
/// one that comes first.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(word, candidate);
        let likeness = match candidate.contains(word) || word.contains(candidate) {
            true => likeness.max(0.5),
            false => likeness,
        };
        if likeness >= 0.5 && best.is_none_or(|(_, b)| likeness > b) {
            best = Some((candidate, likeness));
        }
    }
    best.map(|(candidate, _)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_what_was_meant_and_a_stranger_nothing() {
        let schools = ["临夏市第一小学", "临夏市第二小学", "城关一小"];
        assert_eq!(nearest("临厦市第一小学", schools), Some("临夏市第一小学"));
        assert_eq!(nearest("第二小学", schools), Some("临夏市第二小学"));
        assert_eq!(nearest("平昌中学", schools), None);
    }
}
