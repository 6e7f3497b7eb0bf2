//! NUM: years, dates and ranges (GB/T 15835-2011; GB/T 15834-2011, 4.13).

use crate::diagnostic::Severity;
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static NUM_01: Rule = Rule {
    id: "NUM-01",
    name: "汉字年份里的零",
    severity: Severity::Error,
    reason: "汉字年份里的零写“〇”，不写0、O、○、零（GB/T 15835—2011第5.2.5条）。",
    examples: &[Example {
        bad: "二0二三年度", good: "二〇二三年度，一千零九十年，2023年度"
    }],
    check: Check::Wording(zero_in_han_years),
};

fn zero_in_han_years(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("([一二][〇零一二三四五六七八九0oOＯ○０◯]{3})年"))
    {
        let wrong: String =
            hit.text().chars().filter(|c| "零0oOＯ○０◯".contains(*c)).take(1).collect();
        if !wrong.is_empty() {
            let right: String = hit
                .text()
                .chars()
                .map(|c| if "零0oOＯ○０◯".contains(c) { '〇' } else { c })
                .collect();
            let message = format!("汉字年份里的零写成了“{wrong}”");
            let help = format!("写成“{right}”，或者用阿拉伯数字");
            findings.push(hit.place(), message, help).replace(hit.place(), right);
        }
    }
}

pub static NUM_02: Rule = Rule {
    id: "NUM-02",
    name: "日期的写法",
    severity: Severity::Error,
    reason: "正文里的日期写全，如2024年3月5日：不用点和横线，年份不省略，月、日前面不加0，\
             汉字和阿拉伯数字不混用（GB/T 15835—2011第5.1.2条）。",
    examples: &[Example {
        bad: "2024.3.5召开会议，09年、24年3月、2024年03月、二〇二四年3月。",
        good: "2024年3月5日召开会议，任教10年，二〇二四年三月五日，版本2.0.1，“5·12”防灾减灾日。",
    }],
    check: Check::Wording(date_forms),
};

fn date_forms(text: &Text, findings: &mut Findings) {
    let in_prose = |hit: &Hit| {
        !matches!(hit.passage.kind, PassageKind::Cell | PassageKind::Element(_))
            && !hit.is_address()
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    for hit in text
        .hits(pattern!(r"(?:19|20)\d{2}[.．/-]\d{1,2}[.．/-]\d{1,2}"))
        .filter(in_prose)
        .filter(|hit| !digit(hit.prev()) && !digit(hit.next()) && hit.prev() != Some('-'))
        // A time behind it makes it a stamp of some program.
        .filter(|hit| !pattern!(r"^ \d{1,2}:\d").is_match(hit.after()))
    {
        let message = format!("日期写成了“{}”", hit.text());
        let found = findings.push(hit.place(), message, "写成“2024年3月5日”的样子");
        let parts = hit.text().split(['.', '．', '/', '-']).map(str::parse::<u32>);
        if let [Ok(year), Ok(month @ 1..=12), Ok(day @ 1..=31)] = *parts.collect::<Vec<_>>() {
            found.replace(hit.place(), format!("{year}年{month}月{day}日"));
        }
    }
    for hit in text.hits(pattern!(r"(?:^|[^\d.])(0\d年|\d{2}年\d{1,2}月)")) {
        let year = hit.text().split('年').next().unwrap_or_default();
        let message = format!("年份“{year}”没有写全");
        findings.push(hit.place(), message, "年份写四位数字");
    }
    for hit in text.hits(pattern!(r"年(0[1-9])月|月(?:0[1-9])日")) {
        findings
            .push(hit.place(), "月、日前面多了0", "删去这个0")
            .replace(hit.place(), hit.text().replacen('0', "", 1));
    }
    let mixed = pattern!(
        r"[一二][〇零一二三四五六七八九]{3}年\d{1,2}月|\d{4}年[一二三四五六七八九十]{1,2}月"
    );
    for hit in text.hits(mixed) {
        findings.push(hit.place(), "一个日期里混用了汉字和阿拉伯数字", "统一用阿拉伯数字");
    }
    for hit in text.hits(pattern!(r"[^\d.](\d{1,2}\.\d{1,2})(?:重要讲话|讲话|批示|地震|事件)"))
    {
        let message = format!("日期写成了“{}”", hit.text());
        findings.push(hit.place(), message, "写成“5月9日”，或者“‘5·12’”的样子");
    }
}

pub static NUM_03: Rule = Rule {
    id: "NUM-03",
    name: "起止时间的短横",
    severity: Severity::Warning,
    reason: "年、月、日和序号的起止用一字线“—”，不用“-”“~”；月份写成“1—2月”\
             （GB/T 15834—2011第4.13.3条）。",
    examples: &[Example {
        bad: "2016-2025年，9月-11月，2022~2023学年",
        good: "2016—2025年，9—11月，1～2年，1～2天，2016年至2025年，电话2016-6211234",
    }],
    check: Check::Wording(hyphens_in_spans),
};

fn hyphens_in_spans(text: &Text, findings: &mut Findings) {
    let spans = pattern!(
        r"(?x)
        \d{4,5}年?[-－–~～]\d{4}(?:年|学年)
        | \d{1,2}(?:月份?)?[-－–~～]\d{1,2}月
        | \d{1,2}日[-－–~～]\d{1,2}日 | \d{1,2}月\d{1,2}[-－–~～]\d{1,2}日
        | \d{1,2}[-－–~～]\d{1,2}(?:年级|周岁年级)"
    );
    for hit in text.hits(spans).filter(|hit| {
        !hit.prev().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
    }) {
        let message = format!("起止时间写成了“{}”", hit.text());
        findings
            .push(hit.place(), message, "中间改为一字线“—”，前一个“年”“月”可以省去")
            .replace(hit.place(), hit.text().replace(['-', '－', '–', '~', '～'], "—"));
    }
}

const QUANTITY: &str = r"(?x)
    (?: ^ | [^\dA-Za-z.\-/年月] )
    ( \d+(?:\.\d+)?%? [-－–—~～] \d+(?:\.\d+)?
      (?: 周岁 | 岁 | 人次 | 人 | 个 | 天 | 年 | % | 万 | 亿 | 元 | 所 | 名 | 次 | 周 | 小时 | 分钟
        | 分 | 公里 | 米 | 平方米 | 倍 | 项 | 节 | 课时 | 册 | 本 | 场 | 期 | 件 ) )";

pub static NUM_04: Rule = Rule {
    id: "NUM-04",
    name: "数量范围的连接号",
    severity: Severity::Warning,
    reason: "数量的起止用浪纹线“～”，不用“-”“~”；也可以用一字线，全文一致\
             （GB/T 15835—2011第5.1.4条）。",
    examples: &[Example {
        bad: "招收6-15岁儿童，每周2~3次。",
        good: "招收6～15岁儿童，每周2～3次，2010—2020年，GB/T 15834—2011，电话0930-6211234。",
    }],
    check: Check::Wording(hyphens_in_quantities),
};

fn hyphens_in_quantities(text: &Text, findings: &mut Findings) {
    let pattern = pattern!(QUANTITY);
    let is_year = |hit: &Hit| {
        let (first, _) =
            hit.text().split_once(['-', '－', '–', '—', '~', '～']).unwrap_or_default();
        first.len() >= 4 && hit.text().ends_with('年')
            || hit.next() == Some('级') && hit.text().ends_with('年')
    };
    let hits: Vec<Hit> = text.hits(pattern).filter(|hit| !is_year(hit)).collect();
    let joined = |hit: &Hit, marks: &[char]| hit.text().contains(marks);
    // One text, one mark: a 一字线 is right where no other is used.
    let waves = hits.iter().any(|hit| joined(hit, &['～', '~', '-', '－', '–']));
    for hit in &hits {
        let wrong = joined(hit, &['-', '－', '–'])
            || joined(hit, &['~']) && text.folded().is_none()
            || joined(hit, &['—']) && waves;
        if wrong {
            let message = format!("数量范围写成了“{}”", hit.text());
            findings
                .push(hit.place(), message, "中间用浪纹线“～”，全文一致")
                .replace(hit.place(), hit.text().replace(['-', '－', '–', '—', '~'], "～"));
        }
    }
}

pub static NUM_05: Rule = Rule {
    id: "NUM-05",
    name: "范围前一个数少了%或万",
    severity: Severity::Error,
    reason: "范围的两个数都带%、万、亿，免得误会（GB/T 15834—2011第4.13.3.2条、\
             GB/T 15835—2011第5.1.4条）。",
    examples: &[Example {
        bad: "增长4～6%，服务5—10万人。",
        good: "增长4%～6%，服务5万～10万人，2010—2020年。",
    }],
    check: Check::Wording(half_a_range),
};

fn half_a_range(text: &Text, findings: &mut Findings) {
    let pattern =
        pattern!(r"(?:^|[^\d.A-Za-z\-—～年月])(\d+(?:\.\d+)?[-－–—~～]\d+(?:\.\d+)?[%万亿])");
    for hit in text.hits(pattern) {
        let unit = hit.text().chars().next_back().unwrap_or('%');
        let message = format!("“{}”的前一个数没有“{unit}”", hit.text());
        let found = findings.push(hit.place(), message, format!("前一个数后面也写“{unit}”"));
        // 5—10万 may mean five; 4—6% can mean nothing else.
        if let ('%', Some(mark)) = (unit, hit.text().find(['-', '－', '–', '—', '~', '～']))
        {
            let (first, rest) = hit.text().split_at(mark);
            found.replace(hit.place(), format!("{first}%{rest}"));
        }
    }
}
