//! The sheet that says how the table is filled in.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Width of the text, in half-width characters.
const WIDTH: f64 = 96.0;

const LINES: &[&str] = &[
    "一所学校一行。不督导的学校，删去整行；学校不够，在下面接着写。",
    "列的先后可以改，不用的列可以删；表头的字不要改，程序按表头找内容。",
    "要加自己看的列，表头加上括号，如“（联系人）”，程序就不读。",
    "得分：填数字，不写“分”字；得了零分填 0，不要空着。“满分”一行供核对，不要改。",
    "日期：填成 2014-03-05 或 2014/3/5 的样子。",
    "等次：一般空着，由程序按总分定；另作决定的，从下拉里选。",
    "亮点、建议：一格可以写几条，每条一行（Alt+回车换行），或者用“；”隔开；不写序号。",
    "问题：一列一个问题，右边的“措施”写对它的整改要求；不够就加“问题4”“问题4措施”。",
    "问题还可以加这些列：问题1依据、问题1指标、问题1实测、问题1标准、问题1单位、",
    "　　　　　　　　　　问题1整改期限、问题1已整改。",
    "写了问题的学校，意见书只写这些问题；一个也没有写的，按未达标的指标写。",
    "没有内容就空着，不写“无”。不要合并单元格。",
    "填好后保存，在工作簿的这项督导活动里写上“结果表: 文件名.xlsx”（原来的“结果”要删去），",
    "再运行 dudao check。",
];

pub fn sheet(sheet: &mut Worksheet, face: &Format) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    sheet.set_column_width(0, WIDTH)?;
    let title = face.clone().set_font_size(14).set_bold();
    sheet.write_string_with_format(0, 0, "填写说明", &title)?;
    sheet.set_row_height(0, 24)?;
    for (row, line) in (1..).zip(LINES) {
        sheet.write_string(row, 0, *line)?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
