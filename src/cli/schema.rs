//! `dudao schema`.

use crate::workbook;

use super::output;

pub fn run() -> u8 {
    // A schema is JSON already.
    match serde_json::to_string_pretty(&workbook::schema()) {
        Ok(text) => {
            output::line(text);
            super::CLEAN
        }
        Err(error) => {
            output::complain(format_args!("错误: 写不出 JSON Schema（{error}）"));
            super::FAILED
        }
    }
}
