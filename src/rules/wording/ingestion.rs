//! ING: what is not the author's but came with the text from a web page, a scan
//! or a converter. All but the first are about plain texts.

use std::borrow::Cow;

use crate::chinese::punctuation::is_han;
use crate::diagnostic::{Severity, Span};
use crate::rules::text::{Hit, by_passage, half_width_mark, pattern, times};
use crate::rules::{Check, Example, Findings, Rule, Text};

use super::outline::{Line, outline};
use super::width::widened;

pub static ING_01: Rule = Rule {
    id: "ING-01",
    name: "全角标点都变成了半角",
    severity: Severity::Hint,
    reason: "整篇没有一个全角的逗号、冒号、括号，半角的却有许多，一般是转换格式时变的，不是作者写的。\
             只提示一次，不再逐个查标点的全角半角。",
    examples: &[Example {
        bad: "一,二,三,四,五,六,七,八,九,十,甲,乙,丙,丁,戊,己,庚,辛,壬,癸,完",
        good: "加强领导，落实责任。",
    }],
    check: Check::Wording(folded_widths),
};

fn folded_widths(text: &Text, findings: &mut Findings) {
    let Some(count) = text.folded() else { return };
    let first = text
        .hits(pattern!("[,;:()!?]"))
        .find(|hit| half_width_mark(hit.words, hit.before().len()));
    if let Some(hit) = first {
        let found = findings.push(
            hit.place(),
            format!("全文的标点都是半角的（{count}处），一个全角的也没有"),
            "把汉字旁边的,;:()!?替换成，；：（）！？，再检查一遍",
        );
        for (passage, words) in text.passages() {
            for (place, wide) in widened(passage, words) {
                found.replace(place, wide);
            }
        }
    }
}

pub static ING_02: Rule = Rule {
    id: "ING-02",
    name: "汉字后面的注音",
    severity: Severity::Error,
    reason: "网页给汉字加的拼音混进了正文。",
    examples: &[Example {
        bad: "責任督學(xué)", good: "教育督导工作，维生素(vitamin)C"
    }],
    check: Check::Wording(rubies),
};

const RUBY: &str = r"\p{Han}(\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\))";

/// Whether a scrape has put the sounds between the letters: at least one with a
/// tone, since an English word in brackets has none.
pub fn has_ruby(words: &str) -> bool {
    words.contains('(')
        && pattern!(r"\p{Han}\([a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ][a-z]*\)").is_match(words)
}

/// The words as they were before the scrape.
pub fn without_ruby(words: &str) -> Cow<'_, str> {
    if has_ruby(words) {
        pattern!(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)").replace_all(words, "")
    } else {
        Cow::Borrowed(words)
    }
}

fn rubies(text: &Text, findings: &mut Findings) {
    let sounds = text.hits(pattern!(RUBY)).filter(|hit| hit.is_line() && has_ruby(hit.words));
    for (hit, count) in by_passage(sounds) {
        let message = format!("汉字后面有注音“{}”{}", hit.text(), times(count));
        let found = findings.push(hit.place(), message, "删去全文的注音");
        for sound in Hit::all(pattern!(RUBY), hit.passage, hit.words) {
            found.replace(sound.place(), "");
        }
    }
}

pub static ING_03: Rule = Rule {
    id: "ING-03",
    name: "转换时丢了的字",
    severity: Severity::Error,
    reason: "文字转换出错，字变成了问号。",
    examples: &[Example {
        bad: "幼儿?！皩园”的办法，镇域?nèi)部学校",
        good: "办得怎么样？！群众说了算。How?",
    }],
    check: Check::Wording(eaten_letters),
};

fn eaten_letters(text: &Text, findings: &mut Findings) {
    let eaten = pattern!(r"(\?[！!。]\p{Han}|\?[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\))");
    let lost = text.hits(eaten).filter(|hit| {
        hit.is_line() && hit.prev().is_some_and(|c| is_han(c) || matches!(c, ')' | '）'))
    });
    for (hit, count) in by_passage(lost) {
        let message = format!("“{}”这里丢了字{}", hit.text(), times(count));
        findings.push(hit.place(), message, "对照原文补上");
    }
}

pub static ING_04: Rule = Rule {
    id: "ING-04",
    name: "繁体字",
    severity: Severity::Warning,
    reason: "公文用规范汉字；混进来的繁体字要转成简体（国家通用语言文字法第九条）。",
    examples: &[Example {
        bad: "教育督導團辦公室", good: "教育督导团办公室，乾隆年间"
    }],
    check: Check::Wording(traditional_letters),
};

/// Letters that only a traditional text has; letters with a use of their own in
/// a simplified one, such as 乾 or 著, are left out.
const TRADITIONAL: &str = "與專業東兩嚴喪個豐臨為麗舉義烏樂習鄉書買亂爭產親億僅從侖倉儀們價眾優會傘偉傳傷倫\
    偽體餘傭債傾儲兒黨蘭關興養獸內岡冊寫軍農馮沖決況凍淨減湊鳳憑凱擊創別劃劉則剛劇劑\
    劍務動勵勁勞勢勻區醫華協單賣盧衛卻廠廳歷厲壓厭廁縣參雙發變敘疊葉號歎嚇嗎啟員聽嗚\
    詠嘗囑團園圍國圖圓聖場壞塊堅壇壩墳墜聲壯殼處備夠頭誇夾奪奮獎奧婦媽嫵嬌學寧寶實審\
    憲宮寬賓寢對尋導將爾塵層屬歲島嶺崗嶄幣帥師帳帶幫幹廣莊慶應廟庫廢開異棄張彌彎彈強\
    歸當錄徹徑復憶懷態慘慣慮懇憤懶戀戰戲戶撲執擴掃揚擾撫拋搶護報擔擬擁攔擇揮損換據擠\
    摯擺搖敵數斂斷無舊時曠曉暫術機殺雜權條來楊極構標棧欄樹樣橋檢歐歡殘毀氣漢湯溝沒瀝\
    淪滬淚潑澤潔淺漿澆測濟濃濤漲潤滌潰滯滿漸漁濕溫遊滅燈靈災爐點煉煥燒熱愛爺狀獨獻現\
    環畫畢療癢癥盜盡監盤蓋睜矚確碼礎礦禮禍離種積稱穩窮竊競筆築篩簡籌簽類糧糾紀約級紛\
    純紙紋組細織終絡給統絕經綁結繞繪績緒續維綜綠編緩總縮縱繼纖罰罷羅聯職聰肅腸膚腎脅\
    腳腦臟艦艱藝節蘇蘋範薦藥蟲補裝裡製複見觀規視覽覺觸計訂認討讓訓議訊記講許論設訪證\
    評識訴診詞試詩誠話該詳誤說請諸課誰調談諒謀謝謹譯讀豈貝負貢財責賢敗貨質販貪貧購貫\
    貴貿費賀資賴賽贊趕趙躍軌軒轉輪軟輕載較輔輛輝輯輸轄遷過邁運還這進遠違連遲適選遺鄧\
    鄭鄰釋裏鑒針鈴鐘鋼鋪錯鎮長門閉問閱間閒閣陣陽陰陳際陸險隨隱隊難雲電韓頁頂項順須預\
    領頻題額顏願顧風飛飯飲館馬駐駕驗驅騰髒鬥魚鮮鳥鳴麥黃齊齒龍龜";

fn traditional_letters(text: &Text, findings: &mut Findings) {
    static LETTERS: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
        // Letters alone are a class.
        regex::Regex::new(&format!("[{TRADITIONAL}]")).expect("a class of letters")
    });
    let mut found = text.hits(&LETTERS).filter(Hit::is_line);
    if let Some(hit) = found.next() {
        let count = found.count() + 1;
        let message = format!("全文有{count}个繁体字，第一个是“{}”", hit.text());
        findings.push(hit.place(), message, "把全文转成简体，再检查一遍");
    }
}

pub static ING_05: Rule = Rule {
    id: "ING-05",
    name: "网页上的文字",
    severity: Severity::Error,
    reason: "下载网站的提示、按钮和目录不是正文。",
    examples: &[Example {
        bad: "温馨提示：本站所有资源仅供参考\n相关文档",
        good: "一、温馨的校园\n相关文件由市教育局另行印发",
    }],
    check: Check::Wording(web_furniture),
};

fn web_furniture(text: &Text, findings: &mut Findings) {
    for line in outline(text).iter().filter(|line| line.furniture) {
        findings.push(line.place(), "这一行是网页上的文字", "删去这一行");
    }
}

pub static ING_06: Rule = Rule {
    id: "ING-06",
    name: "粘在正文上的网站名",
    severity: Severity::Error,
    reason: "网站在文字里加的记号。",
    examples: &[Example {
        bad: "各校抓好落实。文秘", good: "做好文秘工作。文秘人员到位。"
    }],
    check: Check::Wording(watermarks),
};

fn watermarks(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"^文秘\d|。(?:文秘|范文网|文库)$")).filter(Hit::is_line)
    {
        let words = hit.text().trim_matches(|c: char| c == '。' || c.is_ascii_digit());
        findings.push(hit.place(), format!("“{words}”是网站的记号"), "删去它");
    }
}

pub static ING_07: Rule = Rule {
    id: "ING-07",
    name: "夹在句子里的页码",
    severity: Severity::Error,
    reason: "预览网页每页前面的“1、”“2、”是页码，把句子截断了。",
    examples: &[Example {
        bad: "1、本县教育督导工作成绩\n2、显著，各校办学\n3、行为不断规范。",
        good: "1、查看课堂。\n2、走访学生。\n3、查阅资料。",
    }],
    check: Check::Wording(page_counters),
};

fn page_counters(text: &Text, findings: &mut Findings) {
    for line in outline(text).iter().filter(|line| line.page_counter) {
        let typed = line.words.split_inclusive('、').next().unwrap_or_default();
        let span = line.place();
        let place = Span { end: span.start + typed.len(), ..span };
        findings.push(place, format!("“{typed}”是页码"), "删去它，把前后两行连起来");
    }
}

pub static ING_08: Rule = Rule {
    id: "ING-08",
    name: "中间断开的段落",
    severity: Severity::Error,
    reason: "一段话没有说完就换了行。",
    examples: &[Example {
        bad: "各督导组采取听取汇报、走进课堂、翻看作业、召开座谈会等办法，逐校了解减轻学业负担的情况，并要\n\
              求学校拿出措施。",
        good: "各督导组采取听取汇报、走进课堂、翻看作业、召开座谈会等办法，逐校了解减轻学业负担的情况。\n\
               学校要拿出措施。",
    }],
    check: Check::Wording(torn_paragraphs),
};

/// A line that was torn is as long as this; a shorter one may be a heading.
const LONG_LINE: usize = 40;

fn torn_paragraphs(text: &Text, findings: &mut Findings) {
    for pair in outline(text).windows(2) {
        if is_torn(&pair[0], &pair[1]) {
            findings.push(pair[0].end_place(), "这一段没有说完就断开了", "和下一行连成一段");
        }
    }
}

/// Whether a line breaks off and the next goes on with its sentence.
pub fn is_torn(line: &Line, below: &Line) -> bool {
    if line.is_boundary() || below.is_boundary() || line.page_counter {
        return false;
    }
    let quoting = line.words.ends_with('“');
    let long =
        line.words.chars().count() >= LONG_LINE && line.words.contains(['，', ',', '。']);
    let opens = pattern!(
        r"^(?:在|同时|通过|为|对|根据|按照|依据|今后|本|我|各|该|目前|近|总之|此外|另|一|二|三|首先|其次|最后|附|(?:19|20)[\d_]{2}年|\d{1,2}月|“|《|●|•)"
    );
    let stops = line.ends_with_mark()
        || line.words.ends_with(|c: char| c.is_ascii() || "）、，".contains(c));
    let goes_on = below.ordinal.is_none() && !opens.is_match(below.words);
    let sentences = line.words.contains('。') || below.words.contains('。');
    quoting || long && !stops && goes_on && sentences
}

pub static ING_09: Rule = Rule {
    id: "ING-09",
    name: "没有写完的结尾",
    severity: Severity::Warning,
    reason: "文章在句子中间结束，或者最后一个标题下面没有内容。",
    examples: &[Example {
        bad: "一、学习法规\n全员参加。\n二、改进作风\n相关文档",
        good: "一、学习法规\n全员参加。\n二、改进作风\n设立督学信箱。\n相关文档",
    }],
    check: Check::Wording(cut_off_endings),
};

fn cut_off_endings(text: &Text, findings: &mut Findings) {
    for pair in outline(text).windows(2) {
        let [line, below] = pair else { continue };
        if !below.furniture || line.is_boundary() || line.ends_with_mark() {
            continue;
        }
        let long = line.words.chars().count() >= LONG_LINE;
        if (long || line.ordinal.is_some()) && !line.words.ends_with([')', '）']) {
            findings.push(line.end_place(), "文章到这里断了", "对照原文补全");
        }
    }
}

pub static ING_10: Rule = Rule {
    id: "ING-10",
    name: "期刊的分类号",
    severity: Severity::Warning,
    reason: "期刊文章前面的分类号、文章编号不是正文。",
    examples: &[Example {
        bad: "【中图分类号】G464 【文章编号】1005",
        good: "【案例一】错时到校",
    }],
    check: Check::Wording(journal_marks),
};

fn journal_marks(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!("^【(?:中图分类号|文献标志码|文献标识码|文章编号)】"))
    {
        findings.push(hit.place(), "这一行是期刊的分类号", "删去这一行");
    }
}

pub static ING_12: Rule = Rule {
    id: "ING-12",
    name: "删去名字留下的缺口",
    severity: Severity::Error,
    reason: "网站删去了人名、地名，句子缺了一块。",
    examples: &[Example {
        bad: "同以同志为核心的党中央保持一致，把的重要讲话精神落到实处，2013年区建成示范区。",
        good: "把党中央的重要讲话精神落到实处，2013年全区建成。",
    }],
    check: Check::Wording(censored_names),
};

fn censored_names(text: &Text, findings: &mut Findings) {
    let holes = pattern!(
        r"(?x)
        ( [与同]以同志为 | 以党的会议精神 | [，,。；;][把将]的(?:重要|系列)\p{Han}*
        | 学习系列(?:重要)?(?:讲话|论述) | [，,。；;](?:在\p{Han}{2}视察时)
        | \d[年月]区(?:建成|创建[省国]) | [，,；;。]区、\p{Han}{2}区 | [彻习]关于[\p{Han}]{0,6}重要指示和重要论述 )"
    );
    for hit in text.hits(holes).filter(Hit::is_line) {
        let words =
            hit.text().trim_matches(|c: char| "，,。；;".contains(c) || c.is_ascii_digit());
        findings.push(hit.place(), format!("“{words}”缺了名字"), "对照原文补上");
    }
}
