//! REF: how documents, laws and organs are cited (GB/T 9704-2012, 7.2.5, 7.3.7;
//! 党政机关公文处理工作条例).

use std::collections::BTreeSet;

use crate::chinese::document_number::is_document_number;
use crate::chinese::punctuation::is_han;
use crate::diagnostic::Severity;
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::outline::outline;

pub static REF_01: Rule = Rule {
    id: "REF-01",
    name: "发文字号的写法",
    severity: Severity::Error,
    reason: "发文字号的年份写全，用六角括号〔〕，不加“第”，序号前面不加0，如国教督办〔2013〕2号\
             （GB/T 9704—2012第7.2.5条）。",
    examples: &[Example {
        bad: "国教督办【2013】2号，国教督办〔2013〕第02号，教督201310号",
        good: "国教督办〔2013〕2号，国务院令第624号，（2013年）2号楼，（2014）5号教学楼",
    }],
    check: Check::Wording(document_numbers),
};

fn document_numbers(text: &Text, findings: &mut Findings) {
    const HELP: &str = "写成“国教督办〔2013〕2号”的样子";
    let mut told = BTreeSet::new();
    let wrong = pattern!(
        r"(?x)
        \\?[\[【(（﹝［〔] (?:19|20)?\d{2} \\?[\]】)）﹞］〕] \s* (?:字)? (?:第\s*\d+ | 0\d* | \d+) [号號]"
    );
    for hit in text.hits(wrong) {
        let right =
            hit.text().starts_with('〔') && is_document_number(&format!("文{}", hit.text()));
        let code = hit.prev().is_some_and(is_han);
        let house = ["楼", "教", "线", "院", "馆", "车", "宿", "门"]
            .iter()
            .any(|word| hit.after().starts_with(word));
        if !right && code && !house {
            told.insert(hit.passage.span.start);
            let message = format!("发文字号里写了“{}”", hit.text().replace('\\', ""));
            let found = findings.push(hit.place(), message, HELP);
            if let Some(right) = right_form(hit.text()) {
                found.replace(hit.place(), right);
            }
        }
    }
    let lost = pattern!(r"\p{Han}[教督发办政函字委]\p{Han}?(?:19|20)\d{3,5}[号號]");
    for hit in text.hits(lost) {
        told.insert(hit.passage.span.start);
        let message = format!("发文字号“{}”丢了括号", hit.text());
        findings.push(hit.place(), message, HELP);
    }
    // An order and the minutes of a meeting have 第1号 and the like (10.2, 10.3).
    let other_number = text.passages().any(|(passage, words)| {
        passage.kind == PassageKind::Element("版式")
            && matches!(words, "命令格式" | "纪要格式")
    });
    for (passage, words) in text.passages().filter(|_| !other_number) {
        let number = passage.kind == PassageKind::Element("发文字号");
        if number && !is_document_number(words) && !told.contains(&passage.span.start) {
            findings.push(passage.span, format!("发文字号写成了“{words}”"), HELP);
        }
    }
}

/// `〔2013〕2号` for `【2013】第02号`; nothing where digits are missing.
fn right_form(typed: &str) -> Option<String> {
    let mut numbers =
        typed.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let (year, sequence) = (numbers.next()?, numbers.next()?);
    let right = format!("〔{year}〕{}号", sequence.trim_start_matches('0'));
    is_document_number(&format!("文{right}")).then_some(right)
}

pub static REF_02: Rule = Rule {
    id: "REF-02",
    name: "发文字号在标题前面",
    severity: Severity::Warning,
    reason: "引用公文先引标题，后引发文字号，发文字号放在圆括号里。",
    examples: &[Example {
        bad: "根据县教发〔2016〕17号《教师培训办法》要求。",
        good: "根据《教师培训办法》（县教发〔2016〕17号）要求。",
    }],
    check: Check::Wording(number_before_title),
};

fn number_before_title(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"(\d{4}\\?[〕\]】)）]\d+号(?:、\d+号)*(?:文件|文)?)《"))
    {
        findings.push(hit.place(), "发文字号放在了标题前面", "先写《标题》，后写（发文字号）");
    }
}

pub static REF_03: Rule = Rule {
    id: "REF-03",
    name: "文种留在书名号外面",
    severity: Severity::Error,
    reason: "公文标题的文种是标题的一部分，写在书名号里面。",
    examples: &[Example {
        bad: "依据《关于开展开学检查》的通知，学习《督导办法》的通知。",
        good: "依据《关于开展开学检查的通知》，关于印发《督导办法》的通知，落实《标准》的意见。",
    }],
    check: Check::Wording(kind_outside_title),
};

const KINDS: &str =
    "通知|意见|决定|决议|方案|通报|批复|报告|请示|公告|通告|规定|办法|细则|纪要|函";

fn kind_outside_title(text: &Text, findings: &mut Findings) {
    let outside = pattern!(r"》的(通知|意见|决定|通报|批复|请示|公告|通告|函)");
    for hit in text.hits(outside) {
        let Some(open) = hit.before().rfind('《') else { continue };
        let (before, title) = hit.before().split_at(open);
        let title =
            title.trim_start_matches('《').trim_end_matches('的').trim_end_matches('》');
        let kind = KINDS.split('|').any(|kind| title.ends_with(kind));
        let clause =
            before.rsplit(['，', ',', '。', '；', ';', '、']).next().unwrap_or_default();
        let acts = [
            "关于", "印发", "转发", "批转", "公布", "发布", "贯彻", "落实", "执行", "实施",
            "修改", "废止", "宣传", "制定", "修订", "对",
        ];
        let whole =
            clause.chars().count() <= 1 || !acts.iter().any(|act| clause.contains(act));
        if title.starts_with("关于") && !kind || kind && whole && !title.starts_with("关于")
        {
            let message = format!("文种“{}”留在了书名号外面", hit.text());
            findings.push(hit.place(), message, format!("写成“《…的{}》”", hit.text()));
        }
    }
    for hit in text.hits(pattern!(r"《关于[^》]*(的通知(?:细则|办法|方案))》")) {
        let message = format!("标题以“{}”结尾，有两个文种", hit.text());
        findings.push(hit.place(), message, "核对文件的标题");
    }
}

pub static REF_04: Rule = Rule {
    id: "REF-04",
    name: "不存在的法规名称",
    severity: Severity::Error,
    reason: "法规用全称或规范简称，不加制定机关；县、市辖区不能制定条例（立法法第八十条、第八十一条）。",
    examples: &[Example {
        bad: "依据《国务院教育督导条例》《东山县教育督导条例》。",
        good: "依据《教育督导条例》《四川省教育督导条例》《东山自治县自治条例》《自然保护区条例》。",
    }],
    check: Check::Wording(invented_laws),
};

fn invented_laws(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"《((?:国务院|中华人民共和国|国家)教育督导条例)》"))
    {
        let right = ["国务院", "中华人民共和国", "国家"]
            .iter()
            .fold(hit.text(), |name, organ| name.strip_prefix(organ).unwrap_or(name));
        let message = format!("没有《{}》", hit.text());
        findings.push(hit.place(), message, format!("核对名称，是不是《{right}》"));
    }
    for hit in text.hits(pattern!(
        r"《(\p{Han}{2,3}县\p{Han}+条例|区\p{Han}+条例|\p{Han}{2}区教育\p{Han}+条例)》"
    )) {
        if !hit.text().contains("自治") && !hit.text().contains("新区") {
            let message = format!("县、区不能制定条例，没有《{}》", hit.text());
            findings.push(hit.place(), message, "核对文件的名称和制定机关");
        }
    }
}

pub static REF_05: Rule = Rule {
    id: "REF-05",
    name: "一个文件有两种写法",
    severity: Severity::Warning,
    reason: "同一个文件的标题全文写法一致，引号、括号、破折号也要一样。",
    examples: &[Example {
        bad: "印发《东山县校园安全专项整治工作——实施方案》。\n\
              落实《东山县“校园安全”专项整治工作实施方案》。",
        good: "印发《东山县校园安全专项整治工作实施方案》。\n\
               落实《东山县校园安全专项整治工作实施方案》。",
    }],
    check: Check::Wording(two_spellings),
};

/// The letters of a title by which it is known again.
const LONG_TITLE: usize = 10;

fn two_spellings(text: &Text, findings: &mut Findings) {
    let letters =
        |title: &str| -> String { title.chars().filter(|c| c.is_alphanumeric()).collect() };
    // A title is known by 《》; later it may stand without.
    let mut known: Vec<(String, Hit)> = Vec::new();
    let bare = pattern!(r"[：:；;]([^：:；;《》，,。]{12,40}(?:方案|办法|细则|制度))");
    for hit in text.hits(pattern!("《([^》]+)》")) {
        let name = letters(hit.text());
        if name.chars().count() >= LONG_TITLE {
            match known.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => tell_spellings(&hit, first, findings),
                None => known.push((name, hit)),
            }
        }
    }
    for hit in text.hits(bare) {
        let name = letters(hit.text());
        if let Some((_, first)) = known.iter().find(|(other, _)| *other == name) {
            tell_spellings(&hit, first, findings);
        }
    }
}

fn tell_spellings(hit: &Hit, first: &Hit, findings: &mut Findings) {
    let wide = |title: &str| title.replace('(', "（").replace(')', "）");
    if wide(hit.text()) != wide(first.text()) {
        findings.push_with(
            &[(hit.place(), "这里"), (first.place(), "别处写作这样")],
            "同一个文件的标题写法不一样",
            "核对文件，全文写成一样",
        );
    }
}

pub static REF_06: Rule = Rule {
    id: "REF-06",
    name: "文件标题没有书名号",
    severity: Severity::Warning,
    reason: "引用文件的标题用书名号（GB/T 15834—2011第4.15条）。",
    examples: &[Example {
        bad: "根据关于开展校车安全检查工作的通知要求。",
        good: "根据《关于开展校车安全检查工作的通知》要求，提出关于改进工作的意见。",
    }],
    check: Check::Wording(bare_titles),
};

fn bare_titles(text: &Text, findings: &mut Findings) {
    let bare = pattern!(
        r"(?:根据|依据|依據|按照|遵照|印发|下发|转发)了?((?:关于|關於)[^《》，,。；;、“”]{6,60}的通知)"
    );
    let ruby = pattern!(
        r"(?:按照|依据|依據)((?:关于|關于|關於)[^《》，,。；;“”]{4,200}?的通知)[(（]"
    );
    for hit in text
        .hits(bare)
        .chain(text.hits(ruby).filter(|hit| super::ingestion::has_ruby(hit.words)))
    {
        // A line may itself be the title of a document that passes another on.
        let is_title = hit.after().is_empty() || hit.passage.kind == PassageKind::Title;
        if !is_title && !hit.is_cited() {
            findings.push(hit.place(), "文件的标题没有用书名号", "标题用《》括起来");
        }
    }
    for hit in text.hits(pattern!(r"(?:方案|办法|制度|文件)等?如下[：:](.+)")) {
        let titles = hit.text().split(['；', ';', '。']).map(str::trim);
        let kind = |part: &&str| {
            ["方案", "办法", "制度", "细则"].iter().any(|kind| part.ends_with(kind))
        };
        if titles.filter(kind).filter(|title| !title.contains('《')).count() >= 3 {
            let first = hit.text().split(['；', ';']).next().unwrap_or_default().len();
            let start = hit.before().len();
            let hit = Hit::new(hit.passage, hit.words, start..start + first);
            findings.push(hit.place(), "列出的文件标题没有用书名号", "每个标题用《》括起来");
        }
    }
}

pub static REF_07: Rule = Rule {
    id: "REF-07",
    name: "书名号用在口号、活动上",
    severity: Severity::Error,
    reason: "书名号只用于文件、书刊等的名称；口号、活动、会议用引号（GB/T 15834—2011第4.15条）。",
    examples: &[Example {
        bad: "落实《一日一查一报》，学习《督学岗前培训》会议精神。",
        good: "落实“一日一查一报”，学习《督学培训通知》精神，阅读《三国演义》《一千零一夜》。",
    }],
    check: Check::Wording(titles_of_no_text),
};

fn titles_of_no_text(text: &Text, findings: &mut Findings) {
    let slogan = text.hits(pattern!(r"《((?:[一二三四五六七八九十两]\p{Han}{1,2}){3,6})》"));
    let slogan = slogan.filter(|hit| {
        let digits = |c: char| "一二三四五六七八九十两千百万零".contains(c);
        hit.text().chars().filter(|c| digits(*c)).count() >= 3
            && !hit.text().contains(['千', '零'])
    });
    let event = text
        .hits(pattern!(r"《([^》]*(?:培训|会议|活动|讲座|竞赛|大赛))》(?:会议|精神|活动)"));
    for hit in slogan.chain(event) {
        let message = format!("“{}”不是文件或书刊的名称", hit.text());
        findings.push(hit.place(), message, "书名号改为引号");
    }
}

pub static REF_08: Rule = Rule {
    id: "REF-08",
    name: "没有交代的简称",
    severity: Severity::Hint,
    reason: "文件第一次用全称，后面写（以下简称《…》），才能用简称。",
    examples: &[Example {
        bad: "按照《办法》和《考核方案》逐项打分。",
        good: "按照《全县学校督导评估细则》（以下简称《细则》）打分，《细则》有28项。",
    }],
    check: Check::Wording(unexplained_short_names),
};

fn unexplained_short_names(text: &Text, findings: &mut Findings) {
    let short = pattern!(
        r"《((?:评估|评价|实施|督导|考核|督导评估|工作)?(?:方案|办法|细则|标准|意见|规划|纲要|指南|规程|体系))》"
    );
    let defined: BTreeSet<&str> = text
        .hits(pattern!(r"简称[为：:]?[《“]+([^》”]+)[》”]"))
        .map(|hit| hit.text())
        .collect();
    let mut told = BTreeSet::new();
    for hit in text.hits(short) {
        if !defined.contains(hit.text()) && told.insert(hit.text()) {
            let message = format!("简称《{}》没有交代全称", hit.text());
            findings.push(hit.place(), message, "第一次用全称，后面写（以下简称《…》）");
        }
    }
}

pub static REF_09: Rule = Rule {
    id: "REF-09",
    name: "说了没有的附件",
    severity: Severity::Error,
    reason: "正文说“见附件”“见附表”的，附件要有（GB/T 9704—2012第7.3.7条）。",
    examples: &[Example {
        bad: "各校得分见附表。",
        good: "各校得分见附件1。\n附件1：各校得分一览表",
    }],
    check: Check::Wording(missing_attachments),
};

fn missing_attachments(text: &Text, findings: &mut Findings) {
    let headed = |passage: PassageKind| passage == PassageKind::Heading { level: 0 };
    let attached = text.passages().filter(|(passage, _)| headed(passage.kind)).count();
    let told = |name: &str| {
        text.passages().any(|(passage, words)| {
            matches!(passage.kind, PassageKind::Line | PassageKind::Caption)
                && words.starts_with(name)
        })
    };
    for hit in text.hits(pattern!(r"[见按]附([件表图])(\d*)")) {
        let digits = hit.after().chars().take_while(char::is_ascii_digit).collect::<String>();
        let number: usize = digits.parse().unwrap_or(1);
        let name = format!("附{}", hit.text());
        let there = match hit.is_line() {
            true => told(&name),
            // A heading of the manuscript, or a table in its body.
            false => attached >= number || hit.text() != "件" && told(&name),
        };
        if !there {
            let message = format!("正文说“见{name}{digits}”，后面没有");
            findings.push(hit.place(), message, "补上附件，或者删去这句话");
        }
    }
}

pub static REF_10: Rule = Rule {
    id: "REF-10",
    name: "地名有的遮住有的写明",
    severity: Severity::Warning,
    reason: "一篇文章里的地名、单位名要么都写明，要么都不写明。",
    examples: &[Example {
        bad: "XX市教育局按照甘肃省教育厅部署开展督导。",
        good: "临夏市教育局按照甘肃省教育厅部署开展督导。",
    }],
    check: Check::Wording(half_masked_places),
};

fn half_masked_places(text: &Text, findings: &mut Findings) {
    let boundaries: Vec<usize> = outline(text)
        .iter()
        .filter(|line| line.is_boundary())
        .map(|line| line.passage.span.start)
        .collect();
    let document = |hit: &Hit| boundaries.partition_point(|start| *start <= hit.place().start);
    let masked = pattern!(r"(?:[XxＸ×]{2,}|_{2,}|某)(?:省|市|县|区|州)");
    let provinces = pattern!(
        r"(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省|(?:北京|天津|上海|重庆)市|(?:广西|西藏|宁夏|新疆|内蒙古)(?:\p{Han}{0,3}自治区)"
    );
    let towns =
        pattern!(r"(?:^|[，,、；;：:。至由对])(\p{Han}{2}[市县区])(?:教育督导|中小学|\d)");
    let general = |hit: &Hit| {
        hit.text()
            .chars()
            .nth(1)
            .is_some_and(|c| "我全本各该辖两省州县区市级城学园".contains(c))
    };
    let named: Vec<Hit> = text
        .hits(provinces)
        .filter(|hit| !hit.inside('《', '》'))
        .chain(text.hits(towns).filter(|hit| !general(hit)))
        .collect();
    let mut told = None;
    for hit in text.hits(masked) {
        let here = document(&hit);
        let other = named.iter().find(|named| document(named) == here);
        if let Some(named) = other.filter(|_| told != Some(here)) {
            told = Some(here);
            findings.push_with(
                &[(hit.place(), "这里遮住了"), (named.place(), "这里写明了")],
                format!("“{}”和“{}”，有的遮住，有的写明", hit.text(), named.text()),
                "都写真实的名称",
            );
        }
    }
}
