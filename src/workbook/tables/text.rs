//! Reading a table kept as text, its columns parted by commas.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, GB18030};

use crate::diagnostic::Diagnostic;

use super::sheet::{Content, Grid};

/// Reads a CSV file in UTF-8 or, as Chinese versions of Excel save it, in GBK.
pub fn read(bytes: &[u8]) -> Result<Grid, Diagnostic> {
    let text = decode(bytes).ok_or_else(|| {
        Diagnostic::error("TAB-02", "文件的编码既不是 UTF-8，也不是 GBK")
            .help("请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”")
    })?;
    // Each line, the last one too, ends in the one character that lines are counted by.
    let text = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = ByteRecord::new();
    let mut row = 0;
    loop {
        let before = reader.position().line();
        // A byte record of a text in memory cannot fail.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return Ok(grid);
        }
        // Empty lines, which the reader passes over, are rows all the same.
        let lines = (reader.position().line() - before) as usize;
        let inside: usize =
            record.iter().map(|field| field.iter().filter(|b| **b == b'\n').count()).sum();
        row += lines.saturating_sub(1 + inside);
        let cells: Vec<(usize, Content)> = record
            .iter()
            .enumerate()
            .filter_map(|(i, field)| {
                Some((i, Content::text(&String::from_utf8_lossy(field))?))
            })
            .collect();
        if !cells.is_empty() {
            grid.rows.insert(row, cells);
        }
        row += 1;
    }
}

fn decode(bytes: &[u8]) -> Option<String> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (GB18030, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers_across_empty_lines_and_breaks_in_cells() {
        let text = "\n学校,亮点\r\n\r\n甲,\"一\n二\"\r\n,\r\n乙,三";
        let grid = read(text.as_bytes()).unwrap();
        let rows: Vec<(usize, usize)> = grid.rows.iter().map(|(r, c)| (*r, c.len())).collect();
        assert_eq!(rows, [(1, 2), (3, 2), (5, 2)]);
    }

    #[test]
    fn encodings_are_told_apart() {
        let utf16: Vec<u8> =
            "\u{feff}学校名单".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let gbk = GB18030.encode("学校名单").0;
        for bytes in ["学校名单".as_bytes(), "\u{feff}学校名单".as_bytes(), &gbk, &utf16]
        {
            assert_eq!(decode(bytes).as_deref(), Some("学校名单"));
        }
        assert_eq!(decode(&[0xd1, 0xff, 0x00]), None);
    }
}
