//! The empty table of an activity's results, to be filled in.

mod instructions;
mod values;

use std::fmt;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::record::{Activity, Record, School, SchoolIndex, SchoolResult};

use self::values::{Value, fields, value};
use super::field::{Field, Kind, Vocabulary};
use super::known::Leaf;

/// The table could not be made: a text is longer than a cell can hold, or the
/// like.
#[derive(Debug)]
pub struct FormFault(XlsxError);

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "表格写不成（{}）", self.0)
    }
}

impl std::error::Error for FormFault {}

impl From<XlsxError> for FormFault {
    fn from(error: XlsxError) -> Self {
        FormFault(error)
    }
}

const TITLE_ROW: u32 = 0;
const HEADER_ROW: u32 = 1;
const MARKS_ROW: u32 = 2;
const FIRST_ROW: u32 = 3;
/// 代码 and 学校 stay in sight.
const FROZEN_COLUMNS: u16 = 2;
/// Rows below the last school that are checked like the others.
const SPARE_ROWS: u32 = 100;
/// Height of a line of text, in points.
const LINE: f64 = 15.0;
const A4: u8 = 9;
/// Per cent of its size that the table is printed at, to take fewer pages.
const PRINTED: u16 = 65;

/// Makes the table of an activity: a row for each school, with the results that
/// there are filled in. The same record gives the same bytes.
pub fn form(record: &Record, activity: &Activity) -> Result<Vec<u8>, FormFault> {
    let system = record.system_of(activity);
    let scored = system.map_or_else(Vec::new, |system| system.leaves());
    let leaves: Vec<Leaf> = scored
        .iter()
        .map(|leaf| Leaf { code: leaf.code.clone(), name: leaf.name.clone(), points: None })
        .collect();
    let vocabulary = Vocabulary::of_results(&leaves);
    let graded = system.is_some_and(|system| !system.grades.is_empty());
    let columns = fields(activity, leaves.len(), graded).into_iter();
    let form = Form {
        record,
        activity,
        columns: columns.map(|field| (width(&field, &record.schools), field)).collect(),
        vocabulary,
        points: scored.iter().map(|leaf| leaf.points.unwrap_or(0.0)).collect(),
        grades: system.iter().flat_map(|s| &s.grades).map(|g| g.name.as_str()).collect(),
    };
    let mut workbook = Workbook::new();
    let face = Format::new().set_font_name("宋体").set_font_size(11);
    workbook.set_default_format(&face, 20, 72)?;
    let created = ExcelDateTime::from_ymd(record.year.max(1900), 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    form.sheet(workbook.add_worksheet(), &face)?;
    instructions::sheet(workbook.add_worksheet(), &face)?;
    Ok(workbook.save_to_buffer()?)
}

struct Form<'a> {
    record: &'a Record,
    activity: &'a Activity,
    /// With their widths, in half-width characters.
    columns: Vec<(f64, Field)>,
    vocabulary: Vocabulary<'a>,
    /// Full marks of each indicator.
    points: Vec<f64>,
    grades: Vec<&'a str>,
}

impl Form<'_> {
    fn sheet(&self, sheet: &mut Worksheet, face: &Format) -> Result<(), XlsxError> {
        let rows = self.rows();
        // More rows than a sheet has fail where the first of them is written.
        let last = FIRST_ROW + rows.len() as u32 + SPARE_ROWS;
        sheet.set_name("得分")?;
        let title = face.clone().set_font_size(14).set_bold();
        let name = format!("{}年{}得分表", self.record.year, self.activity.name);
        sheet.write_string_with_format(TITLE_ROW, 0, name, &title)?;
        sheet.set_row_height(TITLE_ROW, 24)?;
        self.headers(sheet, face)?;
        for (i, (width, field)) in self.columns.iter().enumerate() {
            // A sheet has 16,384 columns; a system of more indicators fails below.
            let column = i as u16;
            sheet.set_column_width(column, *width)?;
            sheet.set_column_format(column, &format(face, field))?;
            if let Some(rule) = self.rule(field)? {
                sheet.add_data_validation(FIRST_ROW, column, last, column, &rule)?;
            }
        }
        let formats: Vec<Format> = self
            .columns
            .iter()
            .map(|(_, field)| format(face, field).set_border(FormatBorder::Thin))
            .collect();
        for (i, (school, result)) in rows.iter().enumerate() {
            let row = FIRST_ROW + i as u32;
            let mut lines = 1;
            for (column, ((width, field), format)) in
                self.columns.iter().zip(&formats).enumerate()
            {
                let column = column as u16;
                match self.value(field, *school, *result) {
                    None => sheet.write_blank(row, column, format)?,
                    Some(Value::Text(text)) => {
                        lines = lines.max(lines_of(&text, *width));
                        sheet.write_string_with_format(row, column, text, format)?
                    }
                    Some(Value::Number(number)) => {
                        sheet.write_number_with_format(row, column, number, format)?
                    }
                    Some(Value::Date(date)) => {
                        let date = ExcelDateTime::parse_from_str(&date.to_string())?;
                        sheet.write_datetime_with_format(row, column, &date, format)?
                    }
                };
            }
            // One line is as high as a row is; and a row left alone grows as it is
            // typed into.
            if lines > 1 {
                sheet.set_row_height(row, LINE * lines as f64)?;
            }
        }
        sheet.set_freeze_panes(FIRST_ROW, FROZEN_COLUMNS)?;
        sheet.set_landscape().set_paper_size(A4).set_page_order(true).set_print_scale(PRINTED);
        sheet.set_repeat_rows(HEADER_ROW, MARKS_ROW)?;
        sheet.set_repeat_columns(0, FROZEN_COLUMNS - 1)?;
        sheet.set_footer("&C第 &P 页，共 &N 页");
        Ok(())
    }

    /// The rows: the results that there are in their order, which is that of the
    /// letters' numbers; then the schools that have none yet.
    fn rows(&self) -> Vec<(Option<&School>, Option<&SchoolResult>)> {
        let index = SchoolIndex::new(&self.record.schools);
        let mut rows = Vec::new();
        let mut there = std::collections::BTreeSet::new();
        for result in &self.activity.results {
            let school = index.get(&result.school);
            there.extend(school.map(|school| &school.name));
            rows.push((school, Some(result)));
        }
        let chosen: Vec<&School> = match self.activity.schools.as_slice() {
            [] => self.record.schools.iter().collect(),
            keys => keys.iter().filter_map(|key| index.get(key)).collect(),
        };
        let left = chosen.into_iter().filter(|school| !there.contains(&school.name));
        rows.extend(left.map(|school| (Some(school), None)));
        rows
    }

    fn value(
        &self,
        field: &Field,
        school: Option<&School>,
        result: Option<&SchoolResult>,
    ) -> Option<Value> {
        match field {
            Field::Code => school?.code.clone().map(Value::Text),
            Field::School => {
                let name = school.map(|s| &s.name).or(result.map(|r| &r.school))?;
                Some(Value::Text(name.clone()))
            }
            field => value(result?, field, self.vocabulary.leaves),
        }
    }

    fn headers(&self, sheet: &mut Worksheet, face: &Format) -> Result<(), XlsxError> {
        let head = face
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0xEDEDED));
        let mut lines = 1;
        for (i, (width, field)) in self.columns.iter().enumerate() {
            let column = i as u16;
            let header = self.vocabulary.header(field);
            lines = lines.max(lines_of(&header, *width));
            sheet.write_string_with_format(HEADER_ROW, column, header, &head)?;
            let text = self.note(field);
            // A line of a note takes some 30 columns.
            let tall =
                text.lines().map(|line| line.width().div_ceil(30).max(1)).sum::<usize>();
            let note = Note::new(text)
                .set_author(&self.record.office.name)
                .add_author_prefix(false)
                .set_width(240)
                .set_height(20 * tall as u32 + 16);
            sheet.insert_note(HEADER_ROW, column, &note)?;
            let marks = face
                .clone()
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0xF7F7F7));
            match field {
                Field::Score(i) => {
                    let points = self.points.get(*i).copied().unwrap_or(0.0);
                    sheet.write_number_with_format(MARKS_ROW, column, points, &marks)?
                }
                Field::School => {
                    sheet.write_string_with_format(MARKS_ROW, column, "满分", &marks)?
                }
                _ => sheet.write_blank(MARKS_ROW, column, &marks)?,
            };
        }
        sheet.set_row_height(HEADER_ROW, LINE * lines as f64 + 6.0)?;
        Ok(())
    }

    /// What may be typed into a column.
    fn rule(&self, field: &Field) -> Result<Option<DataValidation>, XlsxError> {
        let rule = DataValidation::new();
        let said = match field {
            Field::Score(i) => {
                let points = self.points.get(*i).copied().unwrap_or(0.0);
                let message = format!("请填 0 到 {points} 的数字，不写“分”字。");
                rule.allow_decimal_number(DataValidationRule::Between(0.0, points))
                    .set_error_message(message)?
            }
            Field::Single("等次", _) if !self.grades.is_empty() => rule
                .allow_list_strings(&self.grades)?
                .set_error_message("请从下拉的等次里选一个；由程序按分数定的，空着。")?,
            Field::Single("听课" | "访谈", _) | Field::Part("问卷", ..) => rule
                .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
                .set_error_message("请填整数，不写单位。")?,
            Field::Part(_, _, Kind::Date)
            | Field::Single(_, Kind::Date)
            | Field::Problem(_, _, Kind::Date) => {
                let first = ExcelDateTime::from_ymd(1900, 3, 1)?;
                rule.allow_date(DataValidationRule::GreaterThan(first))
                    .set_error_message("请填日期，如 2014-03-05。")?
            }
            _ => return Ok(None),
        };
        Ok(Some(said.set_error_title("填得不对")?))
    }

    /// What the note of a header says.
    fn note(&self, field: &Field) -> String {
        match field {
            Field::Code => "学校的代码，存成文本；代码和学校填一样就行。".to_owned(),
            Field::School => "学校的全称，与学校名单里的一样。".to_owned(),
            Field::Score(i) => {
                let points = self.points.get(*i).copied().unwrap_or(0.0);
                format!(
                    "满分 {points} 分。\n填 0 到 {points} 的数字；得了零分填 0，不要空着。"
                )
            }
            Field::Part(group @ "时间", ..) => {
                format!("督导的{group}，填日期；只有一天的，起止填同一天。")
            }
            Field::Part(group @ "问卷", ..) => format!("{group}的份数，两列一起填。"),
            Field::Part(group, key, _) => format!("{group}的{key}。"),
            Field::Single("等次", _) => {
                "一般空着，由程序按总分定；另作决定的，从下拉里选。".to_owned()
            }
            Field::Single("听课", _) => "听课的节数。".to_owned(),
            Field::Single("访谈", _) => "访谈的人次。".to_owned(),
            Field::Single("整改期限", _) => {
                "与督导活动里统一的期限一样的，空着。".to_owned()
            }
            Field::Single(key, _) => format!("这所学校的{key}，没有就空着。"),
            Field::List(key) => {
                format!(
                    "{key}可以有几条，每条一行（Alt+回车换行），或者用“；”隔开；不写序号。"
                )
            }
            Field::Item(key, _) => format!("{key}，一格一条；不写序号。"),
            Field::Problem(_, "内容", _) => {
                "一格一个问题；不写序号，末尾不用标点。没有就空着，不写“无”。".to_owned()
            }
            Field::Problem(_, "措施", _) => "对这个问题的整改要求。".to_owned(),
            Field::Problem(_, "指标", _) => "问题涉及的指标，填编号。".to_owned(),
            Field::Problem(_, "已整改", _) => "填“是”或“否”，空着就是否。".to_owned(),
            Field::Problem(_, key, _) => format!("这个问题的{key}，没有就空着。"),
        }
    }
}

/// The lines that a text takes in a column.
fn lines_of(text: &str, width: f64) -> usize {
    // A full-width character does not fit into half of its place.
    let room = width as usize - 1;
    text.lines().map(|line| line.width().div_ceil(room).max(1)).sum()
}

/// Width of a column, in half-width characters.
fn width(field: &Field, schools: &[School]) -> f64 {
    let widest = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(UnicodeWidthStr::width).max().unwrap_or(0).clamp(8, 36) as f64 + 2.0
    };
    match field {
        Field::Code => widest(&mut schools.iter().filter_map(|s| s.code.as_deref())),
        Field::School => widest(&mut schools.iter().map(|s| s.name.as_str())),
        Field::Score(_) => 8.0,
        Field::Part(_, _, Kind::Date)
        | Field::Single(_, Kind::Date)
        | Field::Problem(_, _, Kind::Date) => 12.0,
        Field::List(_) | Field::Item(..) | Field::Problem(_, "内容" | "措施", _) => 32.0,
        Field::Problem(_, "依据", _) => 20.0,
        Field::Single(..) | Field::Part(..) | Field::Problem(..) => 9.0,
    }
}

/// How the cells of a column are kept and look.
fn format(face: &Format, field: &Field) -> Format {
    let format = face.clone().set_align(FormatAlign::Top);
    match field {
        Field::Code => format.set_num_format("@"),
        Field::Part(_, _, Kind::Date)
        | Field::Single(_, Kind::Date)
        | Field::Problem(_, _, Kind::Date) => format.set_num_format("yyyy-mm-dd"),
        Field::Score(_) => format.set_align(FormatAlign::Center),
        Field::School
        | Field::List(_)
        | Field::Item(..)
        | Field::Problem(_, _, Kind::Text) => format.set_text_wrap(),
        Field::Single(..) | Field::Part(..) | Field::Problem(..) => format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_chosen_where_there_are_grades() {
        let record: Record = serde_yaml::from_str(
            "{年度: 2025, 机构: {名称: 甲县督导室, 简称: 督导室, 地区: 甲县, 级别: 县级}, \
             督导活动: [{名称: 综合督导, 类别: 综合督导}]}",
        )
        .unwrap();
        let rule = |grades: Vec<&str>| {
            let form = Form {
                record: &record,
                activity: &record.activities[0],
                columns: Vec::new(),
                vocabulary: Vocabulary::of_results(&[]),
                points: Vec::new(),
                grades,
            };
            form.rule(&Field::Single("等次", Kind::Text)).unwrap()
        };
        assert!(rule(vec!["优秀"]).is_some());
        assert!(rule(Vec::new()).is_none());
    }
}
