//! NUM: quantities and their units (GB/T 15835-2011).

use std::collections::BTreeMap;

use crate::chinese::numeral;
use crate::chinese::punctuation::is_han;
use crate::diagnostic::Severity;
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static NUM_06: Rule = Rule {
    id: "NUM-06",
    name: "数字和单位之间的空格",
    severity: Severity::Warning,
    reason: "数字和后面的%、汉字单位之间不空格。",
    examples: &[Example {
        bad: "巩固率99.4 %，共35 所。",
        good: "巩固率99.4%，共35所，16 kg",
    }],
    check: Check::Wording(blank_before_unit),
};

fn blank_before_unit(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(
        r"\d([ \u{a0}]+)(?:[%％‰]|[万亿元人所名个项次件年月日岁天节册套度分]|平方|公里)"
    )) {
        findings
            .push(hit.place(), "数字和单位之间多了空格", "删去空格")
            .replace(hit.place(), "");
    }
}

pub static NUM_07: Rule = Rule {
    id: "NUM-07",
    name: "“近”“约”后面是确数",
    severity: Severity::Warning,
    reason: "“近”“约”后面用概数；数字确切的，不用“近”“约”。",
    examples: &[Example {
        bad: "培训教师近1263名。",
        good: "培训教师1263名，近1300名，约2500人，节约1234元，附近123所。",
    }],
    check: Check::Wording(about_an_exact_number),
};

fn about_an_exact_number(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"((?:近|大约|将近|约)\d{3,})[名人所个项元家次件户册]"))
    {
        let compound =
            hit.prev().is_some_and(|c| "附最临邻就远靠亲节签条预合契违公制".contains(c));
        let exact = !hit.text().ends_with(['0', '5']);
        if exact && !compound {
            let message = format!("“{}”既是概数又是确数", hit.text());
            findings.push(hit.place(), message, "删去“近”“约”，或者改用整数");
        }
    }
}

pub static NUM_08: Rule = Rule {
    id: "NUM-08",
    name: "小数后面的“以上”“多”",
    severity: Severity::Warning,
    reason: "用小数写的数已经确切，后面不用“以上”“左右”“多”。要求和目标里的界限不算。",
    examples: &[Example {
        bad: "满意率达到94.6%以上，服务8.7万多人。",
        good: "满意率达到94.6%，增长7.5%左右，力争达到95.8%以上，2.5小时以上。",
    }],
    check: Check::Wording(more_than_a_decimal),
};

fn more_than_a_decimal(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"(\d+\.\d+(?:%|[万亿])(?:以上|左右|多))")) {
        let number = hit.text().trim_end_matches(|c: char| !c.is_ascii_digit());
        let goal = [
            "力争",
            "确保",
            "目标",
            "应",
            "须",
            "要",
            "不低于",
            "规划",
            "争取",
            "保持",
            "稳定",
            "提高到",
            "预计",
            "计划",
            "按照",
        ];
        let is_goal = goal.iter().any(|word| hit.clause_before().contains(word));
        // 80.5% may be a round number.
        if !number.ends_with('5') && !is_goal {
            let message = format!("“{}”既是确数又是概数", hit.text());
            findings.push(hit.place(), message, "删去“以上”“左右”“多”，或者改用整数");
        }
    }
}

pub static NUM_09: Rule = Rule {
    id: "NUM-09",
    name: "过细的小数",
    severity: Severity::Hint,
    reason: "带“万”“亿”的数，小数一般不超过两位。",
    examples: &[Example {
        bad: "新建运动场3.281645万平方米。",
        good: "新建运动场3.28万平方米，合格率85.125%。",
    }],
    check: Check::Wording(false_precision),
};

fn false_precision(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"\d+\.\d{3,}[万亿]")) {
        if hit.passage.kind != PassageKind::Cell && hit.prev() != Some('.') {
            let message = format!("“{}”的小数太长", hit.text());
            findings.push(hit.place(), message, "留两位小数，或者写出整数");
        }
    }
}

pub static NUM_10: Rule = Rule {
    id: "NUM-10",
    name: "统计数用了汉字",
    severity: Severity::Warning,
    reason: "统计的数量全文用阿拉伯数字（GB/T 15835—2011第4.3条）；“十几”“数十”等概数和\
             “三个方面”等十以内的数可以用汉字。",
    examples: &[Example {
        bad: "督导学校16所，听课38节，走访23名教师，其中农村学校二十三所。",
        good: "督导学校16所，听课38节，走访23名教师，其中农村学校十几所，三所示范校，第十六所。",
    }],
    check: Check::Wording(han_quantities),
};

/// From so many counts in Arabic digits on, the text is one of figures.
const COUNTS: usize = 3;

fn han_quantities(text: &Text, findings: &mut Findings) {
    let arabic =
        text.hits(pattern!(r"\d(?:余|多)?(?:所|名|人|课时|节|次|件|篇|册)")).take(COUNTS);
    if arabic.count() < COUNTS {
        return;
    }
    let han = pattern!(
        r"([一二三四五六七八九十百千万零]{2,})多?(?:所|名|人次?|课时|节课|分钟?|万元|元|个(?:学校|幼儿园|班级|乡镇))"
    );
    for hit in text.hits(han) {
        let exact = numeral::parse_han(hit.text()).is_some_and(|n| n > 10);
        let before = hit.prev().is_some_and(|c| "第数几“".contains(c));
        let name = hit.next().is_some_and(|c| "几余".contains(c)) || hit.is_cited();
        // 百人, 千名 and 万元 alone are rhetoric, 三分 is a share.
        let digit = |c: char| "一二三四五六七八九".contains(c);
        let digits = hit.text().starts_with(|c| digit(c) || c == '十');
        // 二十多人 is an estimate, 一万三千多人 a figure.
        let estimate = hit.next() == Some('多')
            && hit.text().chars().filter(|c| digit(*c)).count() < 2
            || ["左右", "上下", "以上"].iter().any(|word| hit.clause_after().contains(word));
        let share = hit.after().starts_with("分之");
        if exact && !before && !name && digits && !share && !estimate {
            let message = format!("统计数“{}”用了汉字", hit.text());
            findings.push(hit.place(), message, "改用阿拉伯数字，和别处一致");
        }
    }
}

pub static NUM_11: Rule = Rule {
    id: "NUM-11",
    name: "概数中间的顿号",
    severity: Severity::Error,
    reason: "相邻两个数连用表示概数，用汉字，中间不用顿号（GB/T 15835—2011第5.2.2条）。",
    examples: &[Example {
        bad: "每周听课3、4次，走访五、六名教师。",
        good: "每周听课三四次，走访五六名教师，一、二年级，4、5、6月份，第三、四次。",
    }],
    check: Check::Wording(split_estimates),
};

fn split_estimates(text: &Text, findings: &mut Findings) {
    let estimate = pattern!(
        r"[^第、\d.一二三四五六七八九十](\d、\d|[一二三四五六七八九]、[一二三四五六七八九])(?:个|天|名|位|人|岁|次|年|倍|成)"
    );
    for hit in text.hits(estimate) {
        let value = |c: char| {
            c.to_digit(10).or_else(|| {
                "一二三四五六七八九".chars().position(|han| han == c).map(|n| n as u32 + 1)
            })
        };
        let mut digits = hit.text().chars().filter_map(value);
        let adjacent = digits.next().zip(digits.next()).is_some_and(|(a, b)| a + 1 == b);
        if adjacent && !hit.after().starts_with("年级") && !hit.after().starts_with("年制")
        {
            let message = format!("概数写成了“{}”", hit.text());
            findings.push(hit.place(), message, "写成“三四个”的样子，中间不用顿号");
        }
    }
}

pub static NUM_12: Rule = Rule {
    id: "NUM-12",
    name: "并列的数少了单位",
    severity: Severity::Error,
    reason: "并列的几个数，单位要么都写，要么都不写。",
    examples: &[Example {
        bad: "小学126人；初中85；高中64人；职中31人。",
        good: "小学126人；初中85人；高中64人；职中31人。",
    }],
    check: Check::Wording(missing_unit),
};

fn missing_unit(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        for marks in [&['；', ';', '。'][..], &['、', '。', '；', ';']] {
            let mut units: BTreeMap<&str, usize> = BTreeMap::new();
            let mut bare = None;
            let mut start = 0;
            for part in words.split_inclusive(marks) {
                let item = part.trim_end_matches(marks);
                let digits = item.trim_end_matches(|c: char| c.is_ascii_digit());
                let unit = pattern!(r"\p{Han}\d+(人次|人|名|所|个|件|项|节|次|万元|元)$");
                if digits.len() < item.len()
                    && digits.ends_with(is_han)
                    && digits.chars().count() <= 8
                {
                    bare = Some((start + digits.len())..(start + item.len()));
                } else if let Some(unit) = unit.captures(item).and_then(|found| found.get(1)) {
                    *units.entry(unit.as_str()).or_default() += 1;
                } else if units.values().sum::<usize>() < 2 {
                    units.clear();
                    bare = None;
                }
                start += part.len();
            }
            let common = units.into_iter().find(|(_, count)| *count >= 3);
            if let (Some(range), Some((unit, _))) = (bare, common) {
                let hit = Hit::new(passage, words, range);
                let message = format!("“{}”没有单位，并列的都有“{unit}”", hit.text());
                findings.push(hit.place(), message, format!("补上单位“{unit}”"));
                break;
            }
        }
    }
}

pub static NUM_13: Rule = Rule {
    id: "NUM-13",
    name: "数字后面少了量词",
    severity: Severity::Warning,
    reason: "数字和名词之间要有量词。",
    examples: &[Example {
        bad: "抽查了18学校。",
        good: "抽查了18所学校，2014学年，第25中学，“985”学校。",
    }],
    check: Check::Wording(missing_measure_word),
};

fn missing_measure_word(text: &Text, findings: &mut Findings) {
    let nouns =
        pattern!(r"(?:^|[^第\d.A-Za-z])(\d{1,4})(学校|教师|学生|幼儿园|督学|校长|家长|班级)");
    for hit in text.hits(nouns) {
        let year = hit.text().len() == 4 && hit.text().starts_with(['1', '2']);
        if !year && !["985", "211", "101"].contains(&hit.text()) && !hit.is_cited() {
            let noun: String = hit.after().chars().take(2).collect();
            let message = format!("“{}{noun}”少了量词", hit.text());
            findings.push(hit.place(), message, "在数字后面补上“所”“名”等量词");
        }
    }
}

pub static NUM_14: Rule = Rule {
    id: "NUM-14",
    name: "同一组百分数的小数位数不同",
    severity: Severity::Hint,
    reason: "同一组百分数的小数位数一致。",
    examples: &[Example {
        bad: "优秀占12%，合格占84.5%，不合格占3.5%。",
        good: "优秀占12.0%，合格占84.5%，不合格占3.5%，反馈率100%。",
    }],
    check: Check::Wording(uneven_decimals),
};

fn uneven_decimals(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let mut start = 0;
        for sentence in words.split_inclusive('。') {
            let shares: Vec<_> = pattern!(r"占[\p{Han}]{0,8}?(\d+(?:\.\d+)?)%")
                .captures_iter(sentence)
                .filter_map(|found| found.get(1))
                .filter(|share| share.as_str() != "100")
                .collect();
            let places =
                |number: &str| number.split_once('.').map_or(0, |(_, rest)| rest.len());
            let most = shares.iter().map(|share| places(share.as_str())).max().unwrap_or(0);
            for share in shares.iter().filter(|share| places(share.as_str()) < most) {
                if shares.len() < 3 {
                    break;
                }
                let hit = Hit::new(passage, words, start + share.start()..start + share.end());
                let message = format!("“{}%”和同组百分数的小数位数不同", hit.text());
                findings.push(hit.place(), message, format!("都写{most}位小数"));
            }
            start += sentence.len();
        }
    }
}

pub static NUM_15: Rule = Rule {
    id: "NUM-15",
    name: "千分撇时有时无",
    severity: Severity::Hint,
    reason: "五位以上的整数，全文都用千分撇，或者都不用（GB/T 15835—2011第5.1.1条）。",
    examples: &[Example {
        bad: "小学生25,747人，中学生11494人。",
        good: "小学生25747人，中学生11494人。",
    }],
    check: Check::Wording(uneven_thousands),
};

fn uneven_thousands(text: &Text, findings: &mut Findings) {
    if text.folded().is_some() {
        return;
    }
    let bare =
        text.hits(pattern!(r"(?:^|[^\d.,])(\d{5,8})(?:人|名|元|所|册|平方米|万)")).next();
    let grouped = text.hits(pattern!(r"(?:^|[^\d.,])(\d{1,3}(?:,\d{3})+)\p{Han}")).next();
    if let (Some(bare), Some(grouped)) = (bare, grouped) {
        let message = format!("“{}”用了千分撇，“{}”没有用", grouped.text(), bare.text());
        findings.push(grouped.place(), message, "全文一致，一般不用千分撇");
    }
}

pub static NUM_16: Rule = Rule {
    id: "NUM-16",
    name: "固定词语里的阿拉伯数字",
    severity: Severity::Hint,
    reason: "已经固定的词语用汉字数字，如“十三五”、一等奖、“两免一补”（GB/T 15835—2011第4.2条）。",
    examples: &[Example {
        bad: "“13五”期间获得1等奖，学习党的19大精神。",
        good: "“十三五”期间获得一等奖，学习党的十九大精神，15五年级学生。",
    }],
    check: Check::Wording(arabic_in_set_phrases),
};

fn arabic_in_set_phrases(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(
        r"(?:^|[^\d])(1[0-5]五(?:”|规划|期间)|[123]等奖|党的\d{2}(?:大|届)|2免1补|两免1补)"
    )) {
        let message =
            format!("固定词语“{}”里用了阿拉伯数字", hit.text().trim_end_matches('”'));
        findings.push(hit.place(), message, "改用汉字数字");
    }
}

pub static NUM_18: Rule = Rule {
    id: "NUM-18",
    name: "比率的增减没有用百分点",
    severity: Severity::Warning,
    reason: "比率从90%升到93%，是提高3个百分点，不是提高3%。",
    examples: &[Example {
        bad: "毛入学率比上年提高3%。",
        good: "毛入学率比上年提高3个百分点，提高到93%，经费增长3%。",
    }],
    check: Check::Wording(rate_for_points),
};

fn rate_for_points(text: &Text, findings: &mut Findings) {
    let rates = pattern!(
        r"(?:学率|合格率|达标率|巩固率|覆盖率|完成率|满意率|优秀率|满意度|占比|比重)[^，。；,;]{0,10}?((?:提高|上升|下降|增加|降低|提升|增长)了?约?\d+(?:\.\d+)?%)"
    );
    for hit in text.hits(rates) {
        let message = format!("比率“{}”，说的是百分点还是百分比不清楚", hit.text());
        findings.push(hit.place(), message, "相差的数写成“…个百分点”");
    }
}

pub static NUM_19: Rule = Rule {
    id: "NUM-19",
    name: "网速的单位",
    severity: Severity::Hint,
    reason: "带宽的单位写Mbps。",
    examples: &[Example {
        bad: "宽带100M接入各校。", good: "宽带100Mbps接入各校。"
    }],
    check: Check::Wording(bare_megabits),
};

fn bare_megabits(text: &Text, findings: &mut Findings) {
    for hit in
        text.hits(pattern!(r"(?:下行|带宽|宽带|光纤)[\p{Han}]{0,4}(\d+M)(?:[^A-Za-z]|$)"))
    {
        let message = format!("带宽写成了“{}”", hit.text());
        findings.push(hit.place(), message, "单位写“Mbps”，全文一致");
    }
}
