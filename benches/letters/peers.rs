//! What an office would use instead, each a process of its own, on the same
//! letters: Typst's command line and LibreOffice. Left out where they are not
//! installed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dudao::document::{Block, Document, runs_text};

/// Letters that are made one by one.
const FEW: usize = 5;

/// Prints the CPU time of a letter by each program, and how many times ours,
/// `own` milliseconds, that is.
pub fn report(folder: &Path, documents: &[Document], own: f64) {
    let line = |what: &str, cost: Option<f64>| match cost {
        Some(cost) => println!("  {what}：{cost:.0} 毫秒/份，是本程序的 {:.0} 倍", cost / own),
        None => println!("  {what}：没有安装，没有测"),
    };
    println!("\n别的程序做同样的信");
    let few = &documents[..FEW];
    line("typst 命令，一份一次，只用本程序的字体", typst(folder, few, true));
    line("typst 命令，一份一次，连同系统的字体", typst(folder, few, false));
    line("LibreOffice，一份一次", office(folder, few, 1));
    line("LibreOffice，一次转换全部", office(folder, documents, documents.len()));
}

fn typst(folder: &Path, documents: &[Document], only_ours: bool) -> Option<f64> {
    let main = folder.join("plain.typ");
    let data = folder.join("document.json");
    std::fs::write(&main, include_str!("plain.typ")).expect("a file");
    let mut costs = 0.0;
    for document in documents {
        let json = serde_json::to_vec(document).expect("JSON");
        std::fs::write(&data, json).expect("a file");
        let mut command = Command::new("typst");
        command.arg("compile").arg("--root").arg(folder);
        command.arg("--font-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts"));
        if only_ours {
            command.arg("--ignore-system-fonts");
        }
        let pdf = folder.join("plain.pdf");
        costs += cost(command.arg(&main).arg(&pdf), &[pdf])?;
    }
    Some(costs / documents.len() as f64)
}

/// So many documents to a process, as flat OpenDocument texts: what a letter
/// written in an office program comes to.
fn office(folder: &Path, documents: &[Document], at_once: usize) -> Option<f64> {
    let files = documents.iter().enumerate().map(|(nth, document)| {
        let path = folder.join(format!("letter-{nth}.fodt"));
        std::fs::write(&path, flat_text(document)).expect("a file");
        path
    });
    let files: Vec<_> = files.collect();
    let mut costs = 0.0;
    for files in files.chunks(at_once) {
        let mut command = Command::new("soffice");
        command.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(folder);
        let pdfs: Vec<_> = files.iter().map(|file| file.with_extension("pdf")).collect();
        costs += cost(command.args(files), &pdfs)?;
    }
    Some(costs / documents.len() as f64)
}

/// The CPU time of a process that makes these files, in milliseconds; none if there
/// is no such program, or not all of it.
fn cost(command: &mut Command, made: &[PathBuf]) -> Option<f64> {
    made.iter().filter(|file| file.exists()).for_each(|file| {
        std::fs::remove_file(file).expect("a file that was made before");
    });
    let before = super::children();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let cost = super::children() - before;
    made.iter().all(|file| file.exists()).then_some(cost)
}

fn flat_text(document: &Document) -> String {
    let paragraph = |words: &str| {
        format!("<text:p>{}</text:p>", words.replace('&', "&amp;").replace('<', "&lt;"))
    };
    let row = |cells: Vec<String>| {
        let cells = cells
            .iter()
            .map(|cell| format!("<table:table-cell>{}</table:table-cell>", paragraph(cell)));
        format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
    };
    let e = &document.elements;
    let number = e.number.as_deref().unwrap_or_default();
    let mut body: String =
        [e.masthead.join(" ").as_str(), number, &e.title].map(paragraph).concat();
    for block in &document.body {
        match block {
            Block::Paragraph { text } => body += &paragraph(&runs_text(text)),
            Block::Heading { ordinal, text, .. } | Block::Item { ordinal, text, .. } => {
                body += &paragraph(&format!("{ordinal}{}", runs_text(text)));
            }
            Block::Table(table) => {
                let heads = table
                    .header
                    .iter()
                    .map(|row| row.iter().map(|cell| runs_text(&cell.text)).collect());
                let rows = table
                    .rows
                    .iter()
                    .map(|row| row.cells.iter().map(|cell| runs_text(cell)).collect());
                let rows: String = heads.chain(rows).map(row).collect();
                let count = table.columns.len();
                write!(
                    body,
                    "<table:table><table:table-column table:number-columns-repeated=\"{count}\"/>\
                     {rows}</table:table>"
                )
                .expect("a string");
            }
            Block::Chart(_) | Block::Image(_) => {}
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         office:version=\"1.2\" \
         office:mimetype=\"application/vnd.oasis.opendocument.text\">\
         <office:body><office:text>{body}</office:text></office:body></office:document>"
    )
}
