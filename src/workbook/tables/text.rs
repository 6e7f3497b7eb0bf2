//! Reading a table kept as text, its columns parted by commas or tabs.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, GB18030};

use crate::diagnostic::Diagnostic;

use super::sheet::{Content, Grid};

/// Lines from which it is told what parts the columns.
const LOOKED_AT: usize = 20;

/// Reads a CSV file in UTF-8 or, as Chinese versions of Excel save it, in GBK; or
/// what Excel calls Unicode text.
pub fn read(bytes: &[u8]) -> Result<Grid, Diagnostic> {
    let text = decode(bytes)?;
    // Each line, the last one too, ends in the one character that lines are counted by.
    let text = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let between = between(&text)?;
    paired(&text)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(between)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
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

const SAVE_AS: &str = "请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”";

fn decode(bytes: &[u8]) -> Result<String, Diagnostic> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => match damage(bytes) {
            None => (encoding_rs::UTF_8, bytes),
            Some((line, true)) => {
                let message = format!("第 {line} 行有认不出的字，文件的编码坏了");
                let help = "请打开原来的表格，核对这一行，再另存为“CSV UTF-8（逗号分隔）”";
                return Err(Diagnostic::error("TAB-02", message).help(help));
            }
            Some((_, false)) => (GB18030, bytes),
        },
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| {
            Diagnostic::error("TAB-02", "文件的编码既不是 UTF-8，也不是 GBK").help(SAVE_AS)
        })
}

/// The first line, from 1, that is not in UTF-8, and whether the text is in it all
/// the same: another encoding seldom comes out as Chinese.
fn damage(bytes: &[u8]) -> Option<(usize, bool)> {
    let first = std::str::from_utf8(bytes).err()?.valid_up_to();
    let line = bytes[..first].iter().filter(|byte| **byte == b'\n').count() + 1;
    let (mut chinese, mut other) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            match c {
                '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' => chinese += 1,
                _ => other += 1,
            }
        }
        other += usize::from(!chunk.invalid().is_empty());
    }
    Some((line, chinese > other))
}

/// What parts the columns: the comma, or the tab in what Excel calls Unicode text.
fn between(text: &str) -> Result<u8, Diagnostic> {
    let count = |mark| {
        text.lines().take(LOOKED_AT).map(|line| line.matches(mark).count()).sum::<usize>()
    };
    let (commas, tabs) = (count(','), count('\t'));
    if commas + tabs == 0
        && let Some(mark) = [';', '；', '，'].into_iter().find(|mark| count(*mark) > 0)
    {
        let message = format!("各列之间用的是“{mark}”，不是半角逗号");
        return Err(Diagnostic::error("TAB-02", message).help(SAVE_AS));
    }
    Ok(if tabs > commas { b'\t' } else { b',' })
}

/// An open quotation mark would swallow all that follows.
fn paired(text: &str) -> Result<(), Diagnostic> {
    let odd = |line: &&str| line.matches('"').count() % 2 == 1;
    let lines: Vec<usize> =
        (1..).zip(text.lines()).filter(|(_, l)| odd(l)).map(|l| l.0).collect();
    match lines.last().filter(|_| lines.len() % 2 == 1) {
        None => Ok(()),
        Some(line) => {
            Err(Diagnostic::error("TAB-02", format!("第 {line} 行的半角引号没有成对"))
                .help("请补上另一半，或者删去它：不成对的引号会把下面各行都并进一格"))
        }
    }
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
            assert_eq!(decode(bytes).unwrap(), "学校名单");
        }
        let fault = |bytes: &[u8]| decode(bytes).unwrap_err().message;
        assert!(fault(&[0xd1, 0xff, 0x00]).contains("也不是 GBK"));
        let cut = [b"\xe5\xad,", "学校名单".as_bytes()].concat();
        assert_eq!(fault(&cut), "第 1 行有认不出的字，文件的编码坏了");
    }
}
