//! TYP and LEX: wrong characters and words that have a better form.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Severity, Span};
use crate::document::PassageKind;
use crate::rules::text::{Hit, pattern};
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static TYP_01: Rule = Rule {
    id: "TYP-01",
    name: "重复的字词",
    severity: Severity::Error,
    reason: "多打了一遍的字或词。",
    examples: &[Example {
        bad: "添置了新的的课桌椅，印发了实施意见见各校，人数越来越来越多。",
        good: "以提高质量为目的的督导，的的确确，不了了之，越来越多，意见见附件。",
    }],
    check: Check::Wording(doubled_words),
};

fn doubled_words(text: &Text, findings: &mut Findings) {
    let doubled = pattern!(
        "的的|了了|越来越来|意见见|进行进行|开展开展|关于关于|按照按照|根据根据|通过通过|以及以及|并且并且|我们我们|同时同时|加强加强|认真认真"
    );
    for hit in text.hits(doubled) {
        let right = match hit.text() {
            "的的" => matches!(hit.prev(), Some('目' | '标')) || hit.next() == Some('确'),
            "了了" => hit.prev() == Some('不') || hit.next() == Some('解'),
            "意见见" => hit.next().is_some_and(|c| "附下上第".contains(c)),
            "认真认真" => hit.next() == Some('真'),
            _ => false,
        };
        if !right {
            let once = match hit.text() {
                "越来越来" => "越来",
                "意见见" => "意见",
                twice => &twice[..twice.len() / 2],
            };
            findings
                .push(hit.place(), format!("“{}”重复了", hit.text()), "删去多余的字")
                .replace(hit.place(), once);
        }
    }
}

/// Strings that are hardly ever right, with what was meant.
const CONFUSED: &[(&str, &str)] = &[
    ("干绕", "干扰"),
    ("标称准化", "标准化"),
    ("校分学分", "校风学风"),
    ("出谋策划", "出谋划策"),
    ("学校品味", "学校品位"),
    ("办学品味", "办学品位"),
    ("终生发展", "终身发展"),
    ("阻扰", "阻碍”“阻挠"),
    ("涉列", "涉及"),
    ("清析", "清晰"),
    ("设计专业办", "设计专业部"),
    ("责任职督学", "专职责任督学"),
    ("义务经费", "义务教育经费"),
    ("资金优先保障财政投入", "资金优先保障教育投入"),
    ("校之间和办学", "校之间的办学"),
    ("要教学围绕", "要紧紧围绕"),
    ("布署", "部署"),
    ("竟赛", "竞赛"),
    ("再接再励", "再接再厉"),
    ("迫不急待", "迫不及待"),
    ("一如继往", "一如既往"),
    ("按步就班", "按部就班"),
    ("以身做则", "以身作则"),
    ("默守成规", "墨守成规"),
    ("贯策", "贯彻"),
    ("峻工", "竣工"),
    ("幅射", "辐射"),
    ("题纲", "提纲"),
    ("松驰", "松弛"),
    ("因才施教", "因材施教"),
    ("防范未然", "防患未然"),
    ("全神惯注", "全神贯注"),
    ("坐无虚席", "座无虚席"),
];

/// Those of them that can only be a slip for the word beside them.
const NO_WORDS: &[&str] = &[
    "干绕",
    "出谋策划",
    "布署",
    "竟赛",
    "再接再励",
    "迫不急待",
    "一如继往",
    "按步就班",
    "以身做则",
    "默守成规",
    "贯策",
    "松驰",
    "因才施教",
    "全神惯注",
    "坐无虚席",
];

/// Finds any of the words on the left.
fn any_of(words: &[(&str, &str)]) -> Regex {
    let words: Vec<_> = words.iter().map(|(wrong, _)| *wrong).collect();
    // Constant words without a mark of the pattern language.
    Regex::new(&words.join("|")).expect("words are a pattern")
}

/// The word on the right of a wrong one.
fn meant<'a>(words: &'a [(&str, &str)], wrong: &str) -> &'a str {
    words.iter().find(|(word, _)| *word == wrong).map_or("", |(_, right)| right)
}

pub static TYP_02: Rule = Rule {
    id: "TYP-02",
    name: "错别字",
    severity: Severity::Error,
    reason: "输入法容易打错的字词。",
    examples: &[Example {
        bad: "排除干绕，为教学出谋策划，工作以纳入议程。",
        good: "排除干扰，为教学出谋划策，工作可以纳入议程，在夯实基础中提高。",
    }],
    check: Check::Wording(confused),
};

fn confused(text: &Text, findings: &mut Findings) {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| any_of(CONFUSED));
    let mut push = |hit: &Hit, right: &str| {
        let message = format!("错别字“{}”", hit.text());
        let found = findings.push(hit.place(), message, format!("是不是“{right}”？"));
        if NO_WORDS.contains(&hit.text()) && !hit.is_cited() {
            found.replace(hit.place(), right);
        }
    };
    for hit in text.hits(&WORDS) {
        push(&hit, meant(CONFUSED, hit.text()));
    }
    for hit in text.hits(pattern!(r"\p{Han}(以)纳入")) {
        // 可以纳入; 以纳入学籍的人数为准.
        let compound = hit.prev().is_some_and(|c| "可予加难得足所用借赖".contains(c));
        if !compound && !hit.clause_after().contains('为') {
            push(&hit, "已");
        }
    }
    for hit in text.hits(pattern!(r"[，,。](既)在[^，,。；又也且]{1,8}(?:当天|当日|当晚)"))
    {
        let sentence = hit.after().split('。').next().unwrap_or_default();
        if !sentence.contains(['又', '也']) {
            push(&hit, "即");
        }
    }
    for hit in text.hits(pattern!(r"(?:^|[，,。；;])(完)各[项类]")) {
        push(&hit, "完善");
    }
    for hit in
        text.hits(pattern!(r"在[^，,。；《]{2,12}(?:调研|学习|研究|总结)的(基础中)[，,]"))
    {
        push(&hit, "基础上");
    }
}

pub static TYP_03: Rule = Rule {
    id: "TYP-03",
    name: "“的”“地”“得”用错",
    severity: Severity::Warning,
    reason: "动词前面用“地”，名词前面用“的”。",
    examples: &[Example {
        bad: "认真的落实制度，进行了细致地检查。",
        good: "认真地落实制度，进行了细致的检查，得到及时的解决，有效的对策，更好的发展。",
    }],
    check: Check::Wording(particles),
};

fn particles(text: &Text, findings: &mut Findings) {
    let adverbs = pattern!(
        r"(?:及时|认真|积极|主动|深入|切实|更好|有序|顺利|顺畅|稳步|逐步|轻而易举|有重点|有针对性|有计划)(的)(?:开展|推进|解决|查找|落实|完成|适应|適應|履行|执行|贯彻|做好|抓好|对|把|将|向|为)"
    );
    let nouns = [
        "对策",
        "对话",
        "对比",
        "对照",
        "对接",
        "对象",
        "对手",
        "将来",
        "向导",
        "为人",
        "推进机制",
        "落实机制",
    ];
    for hit in text.hits(adverbs) {
        let object =
            ["得不到", "得到", "给予", "予以", "获得", "缺乏", "作出", "做出", "进行"]
                .iter()
                .any(|verb| hit.clause_before().contains(verb));
        if !object && !nouns.iter().any(|noun| hit.after().starts_with(noun)) {
            findings.push(hit.place(), "动词前面用了“的”", "改为“地”");
        }
    }
    let things = pattern!(
        r"进行了?(?:有力|深入|全面|认真|细致|系统|严格|扎实|有效|及时|耐心|详细|仔细|充分|广泛)(地)(?:督导|检查|指导|巡查|调研|评估|总结|排查|整改|培训|沟通|交流)[，,。；;]"
    );
    for hit in text.hits(things) {
        findings.push(hit.place(), "名词前面用了“地”", "改为“的”");
    }
    let gained = pattern!(
        r"(?:能力|水平|素质|质量|条件|素养)得到(的)(?:提升|提高|改善|加强|增强)(?:[，,](?:并|且)|。)|进行(的)大\p{Han}{2}、大"
    );
    for hit in text.hits(gained) {
        findings.push(hit.place(), "这里应当是“了”", "“得到的”“进行的”改为“得到了”“进行了”");
    }
}

pub static TYP_04: Rule = Rule {
    id: "TYP-04",
    name: "重复的意思",
    severity: Severity::Warning,
    reason: "两个词说了同一个意思，留一个。",
    examples: &[Example {
        bad: "队伍建设需亟待加强，约30人左右，目的是为了提高质量。",
        good: "队伍建设亟待加强，约30人，目的是提高质量。",
    }],
    check: Check::Wording(redundant),
};

fn redundant(text: &Text, findings: &mut Findings) {
    let twice = pattern!(
        r"需亟待|需亟需|做到不到位|目的是为了|原因是因为|原因是由于|(?:大约|约|近)\d+(?:\.\d+)?[万亿]?[\p{Han}%]{0,3}(?:左右|上下)|超过\d+[万亿]?[\p{Han}%]{0,2}以上|至少\d+[万亿]?[\p{Han}%]{0,2}以上"
    );
    for hit in text.hits(twice) {
        // 节约30人左右, 附近30户左右
        if hit.prev().is_some_and(|c| "节签预合契附最临".contains(c)) {
            continue;
        }
        let message = format!("“{}”说了两遍同一个意思", hit.text());
        findings.push(hit.place(), message, "删去一个");
    }
}

pub static LEX_01: Rule = Rule {
    id: "LEX-01",
    name: "“截止”和“截至”",
    severity: Severity::Warning,
    reason: "“截至”后面跟时间；“截止”是到期停止，用在时间后面。",
    examples: &[Example {
        bad: "截止2019年底，截止目前",
        good: "截至2019年底，截至目前，报名于6月5日截止，截止日期",
    }],
    check: Check::Wording(until),
};

fn until(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(
        r"(截止)(?:到|至|于)?(?:目前|现在|今年|去年|年底|\d|二〇|[本上]\p{Han})"
    )) {
        // 报名时间截止到12月31日: it ends there.
        let ends = ["报名", "申报", "报送", "征集", "时间", "日期"];
        if !ends.iter().any(|word| hit.before().ends_with(word)) {
            // 截至 says 到 itself.
            let to = ["到", "至", "于"].iter().find(|to| hit.after().starts_with(**to));
            let Span { end, .. } = hit.place();
            let place = Span { end: end + to.map_or(0, |to| to.len()), ..hit.place() };
            findings
                .push(hit.place(), "“截止”后面跟了时间", "改为“截至”")
                .replace(place, "截至");
        }
    }
}

pub static LEX_02: Rule = Rule {
    id: "LEX-02",
    name: "有推荐形式的异形词",
    severity: Severity::Warning,
    reason: "公文用通行的词形。",
    examples: &[Example {
        bad: "与学校签定责任书，建立台帐，抓好其它工作。",
        good: "与学校签订责任书，建立台账，抓好其他工作。",
    }],
    check: Check::Wording(variants),
};

const VARIANTS: &[(&str, &str)] = &[
    ("签定", "签订"),
    ("台帐", "台账"),
    ("其它", "其他"),
    ("帐目", "账目"),
    ("帐户", "账户"),
    ("图象", "图像"),
    ("录象", "录像"),
    ("部份", "部分"),
    ("成份", "成分"),
    ("座落", "坐落"),
    ("报导", "报道"),
    ("撤消", "撤销"),
];

/// What follows where the letters belong to two words: 全部份额, 讲座落实.
const TWO_WORDS: &[(&str, &str)] = &[
    ("签定", "价制位"),
    ("录象", "征"),
    ("部份", "额内"),
    ("成份", "额内"),
    ("座落", "实地"),
    ("报导", "师游"),
    ("撤消", "防"),
];

fn variants(text: &Text, findings: &mut Findings) {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| any_of(VARIANTS));
    for hit in text.hits(&WORDS) {
        let right = meant(VARIANTS, hit.text());
        let before = TWO_WORDS.iter().find(|(word, _)| *word == hit.text());
        if before.is_some_and(|(_, next)| hit.next().is_some_and(|c| next.contains(c))) {
            continue;
        }
        let message = format!("“{}”的推荐形式是“{right}”", hit.text());
        let found = findings.push(hit.place(), message, format!("改为“{right}”"));
        if !hit.is_cited() {
            found.replace(hit.place(), right);
        }
    }
}

pub static LEX_03: Rule = Rule {
    id: "LEX-03",
    name: "不像公文的人称",
    severity: Severity::Warning,
    reason: "公文以机关的名义行文，不用“小编”“笔者”“我觉得”。个人总结里的“本人”不算。",
    examples: &[Example {
        bad: "小编为大家整理了工作总结。",
        good: "本人认真履行督学职责，我市教育督导工作取得新进展。",
    }],
    check: Check::Wording(first_person),
};

fn first_person(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("小编|笔者|我觉得|我个人认为")) {
        // A plain text may be an essay of one author.
        if !hit.is_line() || hit.text() == "小编" {
            let message = format!("公文里不用“{}”", hit.text());
            findings.push(hit.place(), message, "删去，或者改用机关的名称");
        }
    }
}

pub static LEX_04: Rule = Rule {
    id: "LEX-04",
    name: "提法过时或不准",
    severity: Severity::Hint,
    reason: "固定的提法照原文写。",
    examples: &[Example {
        bad: "推动教育又快又好发展，开展“不忘初心，牢记使命”主题教育。",
        good: "推动教育又好又快发展，开展“不忘初心、牢记使命”主题教育，不忘初心，牢记使命。",
    }],
    check: Check::Wording(stale_formulas),
};

fn stale_formulas(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("又快又好|“不忘初心[，,]牢记使命”")) {
        let right = if hit.text().starts_with('又') {
            "又好又快"
        } else {
            "“不忘初心、牢记使命”"
        };
        let message = format!("“{}”的提法不准", hit.text().trim_matches(['“', '”']));
        findings.push(hit.place(), message, format!("改为{right}"));
    }
}

pub static LEX_05: Rule = Rule {
    id: "LEX-05",
    name: "“并”后面少了动词",
    severity: Severity::Warning,
    reason: "“并”连接两个动词，后面不能只有书名。",
    examples: &[Example {
        bad: "编写了《督学手册》；并《听课指南》。",
        good: "编写了《督学手册》，并修订《听课指南》，《甲》并《乙》。",
    }],
    check: Check::Wording(missing_verb),
};

fn missing_verb(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"[；;，,。]([并且]《)[^》]*》[。；;，,]")) {
        if hit.passage.kind != PassageKind::Title {
            findings.push(hit.place(), "“并”后面少了动词", "补上动词，如“并撰写《…》”");
        }
    }
}
