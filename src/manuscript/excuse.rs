//! `<!-- 不查 PUN-01：原文如此 -->`: a rule that need not hold for the block below,
//! and why. It is not printed.

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const WORD: &str = "不查";

/// The rule and the reason, either of them blank where it was left out. `None`
/// for any other comment.
pub(super) fn read(comment: &str) -> Option<(&str, &str)> {
    let inner = comment.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    let words = inner.trim().strip_prefix(WORD)?;
    let (rule, reason) = words.split_once(['：', ':']).unwrap_or((words, ""));
    Some((rule.trim(), reason.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excuse_names_a_rule_and_a_reason() {
        for (comment, excuse) in [
            ("<!-- 不查 PUN-01：原文如此 -->", Some(("PUN-01", "原文如此"))),
            ("<!--不查PUN-01:原文如此-->\n", Some(("PUN-01", "原文如此"))),
            ("<!-- 不查 PUN-01 -->", Some(("PUN-01", ""))),
            ("<!-- 待核 -->", None),
            ("<!-- 不查 PUN-01：原文如此 --> 甲", None),
            ("<b>甲</b>", None),
        ] {
            assert_eq!(read(comment), excuse, "{comment}");
        }
    }
}
