//! Where a title breaks (GB/T 9704-2012, 7.3.1): words whole, lines of unlike
//! length, none that begins with 的.

/// What fits on a line at 2号: 156 mm / 22 pt.
const FULL: usize = 20;
/// A line kept this short leaves some air at both sides.
const AIRY: usize = 18;

/// Words that titles of this kind are made of; none is ever cut.
const WORDS: [&str; 63] = [
    "人民政府",
    "教育督导室",
    "教育督导",
    "督导评估",
    "责任督学",
    "责任区",
    "督学",
    "督导",
    "义务教育",
    "学前教育",
    "职业教育",
    "特殊教育",
    "高中教育",
    "教育局",
    "教育",
    "标准化学校建设",
    "标准化",
    "均衡发展",
    "优质均衡",
    "委员会",
    "办公室",
    "领导小组",
    "自查自评",
    "自评",
    "自查",
    "评估",
    "验收",
    "监测",
    "建设",
    "发展",
    "履行",
    "职责",
    "情况",
    "报告",
    "意见书",
    "意见",
    "通知书",
    "通知",
    "总结",
    "计划",
    "要点",
    "方案",
    "办法",
    "整改",
    "反馈",
    "综合",
    "专项",
    "经常性",
    "回访",
    "工作",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "开展",
    "进一步",
    "加强",
    "全面",
    "关于",
    "印发",
    "年度",
    "年上半年",
    "年",
];

/// Verbs that want their object on the same line.
const VERBS: [&str; 7] = ["履行", "开展", "加强", "全面", "进一步", "印发", "落实"];

/// The lines of a title, at most one more than it needs.
pub(super) fn title_lines(title: &str) -> Vec<String> {
    let chars: Vec<char> = title.chars().collect();
    let total = width(&chars);
    if total <= AIRY {
        return vec![title.to_owned()];
    }
    let breaks = breaks(&chars);
    let fewest = total.div_ceil(AIRY).max(2);
    (fewest..=fewest + 1)
        .zip([0, 3])
        .filter_map(|(lines, price)| {
            let (cost, cut) = best(&chars, &breaks, lines)?;
            Some((cost + price, cut))
        })
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, lines)| lines)
        // Nothing fits by sense (one endless word): Typst breaks where it must.
        .unwrap_or_else(|| vec![title.to_owned()])
}

/// Places before which a line may begin, with what it costs to break there.
fn breaks(chars: &[char]) -> Vec<(usize, u32)> {
    let mut inside = vec![false; chars.len() + 1];
    let mut edge = vec![false; chars.len() + 1];
    let mut at = 0;
    while at < chars.len() {
        let word = WORDS.iter().map(|word| word.chars().collect::<Vec<_>>());
        let longest = word.filter(|w| chars[at..].starts_with(w)).map(|w| w.len()).max();
        let len = longest.unwrap_or(1);
        inside[at + 1..at + len].fill(true);
        if len > 1 {
            edge[at] = true;
            edge[at + len] = true;
        }
        at += len;
    }
    let mut depth = 0_usize;
    let mut places = Vec::new();
    for at in 1..chars.len() {
        let (before, after) = (chars[at - 1], chars[at]);
        match before {
            '《' | '（' | '“' | '〔' => depth += 1,
            '》' | '）' | '”' | '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let glued = inside[at]
            || depth > 0
            || "的、，》）”〕和与及".contains(after)
            || "《（“〔第".contains(before)
            || chars[..at].ends_with(&['关', '于'])
            || (before.is_ascii()
                && (after.is_ascii() || "年月日级届个项所名％".contains(after)));
        if glued {
            continue;
        }
        let cost = if chars[at..].starts_with(&['关', '于']) || "的》、”）".contains(before)
        {
            0
        } else if VERBS.iter().any(|verb| ends_with(&chars[..at], verb)) {
            10
        } else if edge[at] {
            5
        } else {
            8
        };
        places.push((at, cost));
    }
    places
}

/// The cheapest way to cut into so many lines, if there is one.
fn best(chars: &[char], breaks: &[(usize, u32)], lines: usize) -> Option<(u32, Vec<String>)> {
    let mut cheapest: Option<(u32, Vec<usize>)> = None;
    let mut chosen = Vec::new();
    search(chars, breaks, lines, 0, &mut chosen, &mut cheapest);
    let (cost, cuts) = cheapest?;
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([chars.len()]);
    Some((
        cost,
        starts.zip(ends).map(|(start, end)| chars[start..end].iter().collect()).collect(),
    ))
}

fn search(
    chars: &[char],
    breaks: &[(usize, u32)],
    lines: usize,
    cost: u32,
    chosen: &mut Vec<usize>,
    cheapest: &mut Option<(u32, Vec<usize>)>,
) {
    let start = chosen.last().copied().unwrap_or(0);
    if lines == 1 {
        if width(&chars[start..]) > FULL {
            return;
        }
        let cost = cost + shape_cost(chars, chosen);
        if cheapest.as_ref().is_none_or(|(least, _)| cost < *least) {
            *cheapest = Some((cost, chosen.clone()));
        }
        return;
    }
    for &(at, price) in breaks.iter().filter(|(at, _)| *at > start) {
        if width(&chars[start..at]) > FULL {
            break;
        }
        chosen.push(at);
        search(chars, breaks, lines - 1, cost + price, chosen, cheapest);
        chosen.pop();
    }
}

/// 梯形 and 菱形 are wanted; equal lengths, an hourglass and stumps are not.
fn shape_cost(chars: &[char], cuts: &[usize]) -> u32 {
    let mut lengths = Vec::new();
    let mut start = 0;
    for &end in cuts.iter().chain([&chars.len()]) {
        lengths.push(width(&chars[start..end]));
        start = end;
    }
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let shortest = lengths.iter().copied().min().unwrap_or(0);
    let mut cost = 0;
    if longest == shortest {
        cost += 12;
    }
    if lengths.windows(3).any(|w| w[0] > w[1] && w[1] < w[2]) {
        cost += 8;
    }
    if longest > AIRY {
        cost += 3;
    }
    if shortest * 3 < longest {
        cost += 4;
    }
    cost + u32::try_from((longest - shortest) / 3).unwrap_or(u32::MAX / 2)
}

fn ends_with(chars: &[char], word: &str) -> bool {
    word.chars().rev().eq(chars.iter().rev().take(word.chars().count()).copied())
}

/// In characters of the title's size, rounded up.
fn width(chars: &[char]) -> usize {
    chars.iter().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_by_sense() {
        let cases = [
            ("2014年教育督导工作总结", &["2014年教育督导工作总结"][..]),
            (
                "临夏市人民政府教育督导室关于印发2015年教育督导工作计划的通知",
                &["临夏市人民政府教育督导室", "关于印发2015年教育督导工作计划的通知"],
            ),
            (
                "平昌县人民政府关于2019年履行教育职责情况的自查自评报告",
                &["平昌县人民政府", "关于2019年履行教育职责情况的", "自查自评报告"],
            ),
            (
                "关于对城关第一小学开展义务教育标准化学校建设督导评估的意见书",
                &["关于对城关第一小学", "开展义务教育标准化学校建设", "督导评估的意见书"],
            ),
        ];
        for (title, lines) in cases {
            assert_eq!(title_lines(title), lines);
        }
    }

    #[test]
    fn no_line_begins_with_de_or_cuts_a_bracket() {
        let lines =
            title_lines("关于贯彻落实《义务教育标准化学校建设督导评估办法》的若干意见");
        assert!(lines.iter().all(|line| !line.starts_with('的')), "{lines:?}");
        assert!(
            lines.iter().all(|line| line.contains('《') == line.contains('》')),
            "{lines:?}"
        );
    }
}
