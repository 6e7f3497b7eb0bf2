//! What the columns of a table hold, and what their headers say.

use crate::diagnostic::half_width;

use super::known::Leaf;

/// How a cell is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Date,
    /// A number, 是 or 否, a word of a list: the shape check decides.
    Plain,
}

/// What a column holds of a school, or of a school's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// 代码 of the school.
    Code,
    /// 名称 of the school; among results also its 代码.
    School,
    Single(&'static str, Kind),
    /// One datum of a group: 起 of 时间.
    Part(&'static str, &'static str, Kind),
    /// Texts, several in a cell.
    List(&'static str),
    /// One text of a list, by its number.
    Item(&'static str, u32),
    /// A datum of the problem with this number, or of several problems in a cell.
    Problem(Option<u32>, &'static str, Kind),
    /// The score of the indicator at this place among those that are scored.
    Score(usize),
}

pub const STAGE: &str = "学段";

const OF_SCHOOL: &[Field] = &[
    Field::Code,
    Field::School,
    Field::Single(STAGE, Kind::Plain),
    Field::Single("办学性质", Kind::Plain),
    Field::Single("责任区", Kind::Text),
    Field::Single("学生数", Kind::Plain),
    Field::Single("教职工数", Kind::Plain),
];

/// What every result may have, in the order of a form.
pub const OF_RESULT: &[Field] = &[
    Field::Code,
    Field::School,
    Field::Part("时间", "起", Kind::Date),
    Field::Part("时间", "止", Kind::Date),
    Field::Single("等次", Kind::Text),
    Field::Single("听课", Kind::Plain),
    Field::Single("访谈", Kind::Plain),
    Field::Part("问卷", "发放", Kind::Plain),
    Field::Part("问卷", "有效", Kind::Plain),
    Field::Single("整改期限", Kind::Date),
];

const LISTS: &[&str] = &["亮点", "建议"];

/// The content of a problem.
pub const CONTENT: &str = "内容";

pub const OF_PROBLEM: &[(&str, Kind)] = &[
    (CONTENT, Kind::Text),
    ("依据", Kind::Text),
    ("指标", Kind::Text),
    ("实测", Kind::Plain),
    ("标准", Kind::Plain),
    ("单位", Kind::Text),
    ("措施", Kind::Text),
    ("整改期限", Kind::Date),
    ("已整改", Kind::Plain),
];

/// What clerks call columns otherwise, and what the columns are called.
const ALSO: &[(&str, &str)] = &[
    ("学校名称", "学校"),
    ("名称", "学校"),
    ("学校名称", "名称"),
    ("学校", "名称"),
    ("学校代码", "代码"),
    ("整改要求", "措施"),
];

/// Columns that clerks keep for themselves or that the program computes.
const NOT_DATA: &[&str] =
    &["序号", "备注", "总分", "合计", "小计", "平均分", "得分率", "名次", "排名", "排序"];

/// The columns that a table may have.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'a> {
    pub fixed: &'static [Field],
    /// Whether there are lists and problems.
    pub findings: bool,
    pub leaves: &'a [Leaf],
}

/// What a header says.
#[derive(Debug, PartialEq)]
pub enum Meaning {
    /// A datum, and the full marks where the header names them.
    Datum(Field, Option<f64>),
    /// A name that several indicators have; their codes.
    Ambiguous(Vec<String>),
    /// No datum. The clerk says so, or it is known to be none.
    Nothing {
        said: bool,
    },
    Unknown,
}

pub const SCHOOLS: Vocabulary = Vocabulary { fixed: OF_SCHOOL, findings: false, leaves: &[] };

impl<'a> Vocabulary<'a> {
    pub fn of_results(leaves: &'a [Leaf]) -> Vocabulary<'a> {
        Vocabulary { fixed: OF_RESULT, findings: true, leaves }
    }

    /// Reads a header, blanks and full-width characters aside.
    pub fn meaning(&self, header: &str) -> Meaning {
        let header = bare(header);
        match self.datum(&header) {
            Meaning::Unknown => {}
            known => return known,
        }
        if is_in_brackets(&header) {
            return Meaning::Nothing { said: true };
        }
        let (rest, marks) = without_remark(&header);
        match self.datum(rest) {
            Meaning::Datum(field @ Field::Score(_), _) => Meaning::Datum(field, marks),
            Meaning::Unknown if self.is_no_datum(rest) => Meaning::Nothing { said: false },
            meaning => meaning,
        }
    }

    fn datum(&self, header: &str) -> Meaning {
        let is = |field: &&Field| {
            let own = self.header(field);
            own == header || ALSO.contains(&(header, own.as_str()))
        };
        if let Some(field) = self.fixed.iter().find(is) {
            return Meaning::Datum(field.clone(), None);
        }
        match self.leaves_called(header).as_slice() {
            [] => {}
            [one] => return Meaning::Datum(Field::Score(*one), None),
            several => {
                let codes = several.iter().map(|i| self.leaves[*i].code.clone());
                return Meaning::Ambiguous(codes.collect());
            }
        }
        match finding(header).filter(|_| self.findings) {
            Some(field) => Meaning::Datum(field, None),
            None => Meaning::Unknown,
        }
    }

    /// The indicators with this 编号, or 编号 and 名称, else with this 名称.
    fn leaves_called(&self, header: &str) -> Vec<usize> {
        let by_code = self.leaves.iter().position(|leaf| {
            header.strip_prefix(&bare(&leaf.code)).is_some_and(|rest| {
                let name = rest.trim_start_matches([' ', '.', '、', ':', '-', '—', '_', '·']);
                rest.is_empty() || name == bare(&leaf.name)
            })
        });
        let named =
            self.leaves.iter().enumerate().filter(|(_, leaf)| bare(&leaf.name) == header);
        match by_code {
            Some(one) => vec![one],
            None => named.map(|(i, _)| i).collect(),
        }
    }

    fn is_no_datum(&self, header: &str) -> bool {
        let of_school =
            self.findings && OF_SCHOOL.iter().any(|field| SCHOOLS.header(field) == header);
        NOT_DATA.contains(&header) || of_school
    }

    /// The header of a field.
    pub fn header(&self, field: &Field) -> String {
        match field {
            Field::Code => "代码".to_owned(),
            Field::School if self.findings => "学校".to_owned(),
            Field::School => "名称".to_owned(),
            Field::Single(key, _) | Field::List(key) => (*key).to_owned(),
            Field::Part(group, key, _) => format!("{group}{key}"),
            Field::Item(key, number) => format!("{key}{number}"),
            Field::Problem(number, key, _) => {
                let number = number.map(|n| n.to_string()).unwrap_or_default();
                let key = if *key == CONTENT { "" } else { key };
                format!("问题{number}{key}")
            }
            Field::Score(i) => self
                .leaves
                .get(*i)
                .map_or_else(String::new, |l| format!("{} {}", l.code, l.name)),
        }
    }

    /// The headers that there may be, for what was meant by one that is not known.
    pub fn headers(&self) -> Vec<String> {
        let mut headers: Vec<String> = self.fixed.iter().map(|f| self.header(f)).collect();
        if self.findings {
            headers.extend(LISTS.iter().map(|list| (*list).to_owned()));
            headers.extend(["问题", "问题1", "问题1措施", "措施"].map(str::to_owned));
        }
        for (i, leaf) in self.leaves.iter().enumerate() {
            headers.extend([
                self.header(&Field::Score(i)),
                leaf.code.clone(),
                leaf.name.clone(),
            ]);
        }
        headers
    }
}

/// A list or a problem: 亮点, 亮点2, 问题1, 问题1措施, 措施1.
fn finding(header: &str) -> Option<Field> {
    let digits: String = header
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let number = if digits.is_empty() { None } else { Some(digits.parse().ok()?) };
    let word: String = header.replacen(&digits, "", 1);
    if let Some(list) = LISTS.iter().find(|list| **list == word) {
        return Some(match number {
            Some(number) => Field::Item(list, number),
            None => Field::List(list),
        });
    }
    let key = match word.strip_prefix("问题") {
        Some("") => CONTENT,
        Some(key) => key.trim_start_matches(['·', '-', '的']),
        None => &word,
    };
    let key = ALSO.iter().find(|(other, _)| *other == key).map_or(key, |(_, key)| key);
    let (key, kind) = OF_PROBLEM.iter().find(|(name, _)| *name == key)?;
    Some(Field::Problem(number, key, *kind))
}

/// A header without blanks, its characters half-width.
pub fn bare(header: &str) -> String {
    header.chars().filter(|c| !c.is_whitespace()).map(half_width).collect()
}

/// Whether the first character opens a bracket that the last one closes.
fn is_in_brackets(header: &str) -> bool {
    let mut open = 0_usize;
    let closed = header.chars().position(|c| {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    });
    header.starts_with('(') && closed.is_some_and(|at| at + 1 == header.chars().count())
}

/// The header without what stands in brackets at its end, and the full marks
/// where it is these: `(20分)`, `(满分20)`, but `(节)` as well.
fn without_remark(header: &str) -> (&str, Option<f64>) {
    let inside = header.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let Some((rest, inside)) = inside else { return (header, None) };
    let number = inside.trim_start_matches(['满', '分', '值', ':']).trim_end_matches('分');
    (rest, number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(code: &str, name: &str) -> Leaf {
        Leaf { code: code.to_owned(), name: name.to_owned(), points: None }
    }

    #[test]
    fn headers_are_read_as_clerks_write_them() {
        let leaves = [
            leaf("A1", "课程开设"),
            leaf("A11", "安全"),
            leaf("1.1", "安全"),
            leaf("（1）", "备课（次）"),
        ];
        let vocabulary = Vocabulary::of_results(&leaves);
        let text = |number, key| Field::Problem(number, key, Kind::Text);
        for (header, field) in [
            ("学 校", Field::School),
            ("学校名称", Field::School),
            ("学校代码", Field::Code),
            ("时间起", Field::Part("时间", "起", Kind::Date)),
            ("Ａ１", Field::Score(0)),
            ("A1 课程\n开设", Field::Score(0)),
            ("课程开设", Field::Score(0)),
            ("A11、安全", Field::Score(1)),
            ("1.1", Field::Score(2)),
            ("（1） 备课（次）", Field::Score(3)),
            ("（1）", Field::Score(3)),
            ("亮点", Field::List("亮点")),
            ("亮点2", Field::Item("亮点", 2)),
            ("问题", text(None, "内容")),
            ("问题2", text(Some(2), "内容")),
            ("问题2措施", text(Some(2), "措施")),
            ("问题2·整改要求", text(Some(2), "措施")),
            ("措施2", text(Some(2), "措施")),
            ("整改期限", Field::Single("整改期限", Kind::Date)),
            ("听课（节）", Field::Single("听课", Kind::Plain)),
            ("问题1整改期限", Field::Problem(Some(1), "整改期限", Kind::Date)),
        ] {
            assert_eq!(vocabulary.meaning(header), Meaning::Datum(field, None), "{header}");
        }
        let full = Meaning::Datum(Field::Score(0), Some(20.0));
        assert_eq!(vocabulary.meaning("课程开设（满分20分）"), full);
        let both = Meaning::Ambiguous(vec!["A11".to_owned(), "1.1".to_owned()]);
        assert_eq!(vocabulary.meaning("安全"), both);
        assert_eq!(vocabulary.meaning("名次"), Meaning::Nothing { said: false });
        for header in ["（联系人）", "（联系人（手机））"] {
            assert_eq!(vocabulary.meaning(header), Meaning::Nothing { said: true });
        }
        assert_eq!(vocabulary.meaning("（甲）乙（丙）"), Meaning::Unknown);
        assert_eq!(vocabulary.meaning("A12"), Meaning::Unknown);
    }

    /// The keys of a type in YAML.
    fn keys<T: schemars::JsonSchema>() -> Vec<String> {
        let schema = schemars::schema_for!(T).to_value();
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn all_that_yaml_can_say_has_its_column() {
        let has = |vocabulary: &Vocabulary, header: &str| {
            matches!(vocabulary.meaning(header), Meaning::Datum(..))
        };
        for key in keys::<crate::record::School>() {
            assert!(has(&SCHOOLS, &key), "学校 has no column {key}");
        }
        let results = Vocabulary::of_results(&[]);
        for key in keys::<crate::record::SchoolResult>() {
            let headers = match key.as_str() {
                // A column for each indicator.
                "得分" => vec![],
                "时间" => keys::<crate::record::Period>(),
                "问卷" => keys::<crate::record::Questionnaires>(),
                "问题" => keys::<crate::record::Problem>(),
                _ => vec![String::new()],
            };
            for part in headers {
                assert!(has(&results, &format!("{key}{part}")), "结果 has no {key}{part}");
            }
        }
    }
}
