//! What a clerk did by hand is not lost, and what has been sent out is not renumbered
//! without a word.
//!
//! What `build --format pdf` makes of a document, by what lies in the folder:
//!
//! | manuscript | its PDF | PDF afterwards | with `--resume` |
//! |---|---|---|---|
//! | as written, or deleted | as written | of the data | left alone |
//! | as written, or deleted | of other data, or absent | of the data | of the data |
//! | as written, or deleted | replaced by hand | of the data, the other set aside | the same |
//! | edited | set from it | of the manuscript | left alone |
//! | edited | of another text, or absent | of the manuscript | of the manuscript |
//! | edited | replaced by hand | of the manuscript, the other set aside | the same |
//!
//! A manuscript that is as it was written is written anew with its PDF. With `pdf,md` one
//! that was deleted is, too, which `--resume` does not leave out; with `md` no PDF is
//! touched, and an edited manuscript is skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use dudao::batch::{Row, Skip, Status};

use crate::batch::{files, letters, manifest, ok, run, workbook};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Text {
    Ours,
    Edited,
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Pdf {
    Current,
    Stale,
    Foreign,
    Absent,
}

const STATES: [(Text, Pdf); 12] = [
    (Text::Ours, Pdf::Current),
    (Text::Ours, Pdf::Stale),
    (Text::Ours, Pdf::Foreign),
    (Text::Ours, Pdf::Absent),
    (Text::Edited, Pdf::Current),
    (Text::Edited, Pdf::Stale),
    (Text::Edited, Pdf::Foreign),
    (Text::Edited, Pdf::Absent),
    (Text::Deleted, Pdf::Current),
    (Text::Deleted, Pdf::Stale),
    (Text::Deleted, Pdf::Foreign),
    (Text::Deleted, Pdf::Absent),
];

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

fn keys(out: &Path) -> Vec<String> {
    manifest(out).editions.into_iter().map(|row| row.key).collect()
}

/// What `dudao typeset` makes of the manuscripts of a folder.
fn typeset(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let to = tempfile::tempdir().unwrap();
    let mut typeset = Command::new(env!("CARGO_BIN_EXE_dudao"));
    typeset.arg("typeset").arg(out).arg("--out").arg(to.path()).arg("--no-system-fonts");
    ok(typeset.output().unwrap());
    files(to.path())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for (name, bytes) in files(from) {
        std::fs::write(to.join(name), bytes).unwrap();
    }
}

/// A workbook and an output folder with a document in each of the states.
fn in_all_states(folder: &Path) -> (PathBuf, PathBuf) {
    let workbook = workbook(folder, STATES.len());
    let out = folder.join("out");
    ok(run(&workbook, &out, &["--format", "pdf,md"]));
    let files: Vec<(PathBuf, PathBuf)> = keys(&out)
        .iter()
        .map(|key| (out.join(format!("{key}.md")), out.join(format!("{key}.pdf"))))
        .collect();
    let of = |is: fn(Text) -> bool| files.iter().zip(STATES).filter(move |(_, s)| is(s.0));
    for ((manuscript, _), _) in of(|text| text == Text::Edited) {
        replace(manuscript, "没有上架", "没有登记");
    }
    ok(run(&workbook, &out, &["--resume"]));
    for (n, ((manuscript, pdf), (text, state))) in files.iter().zip(STATES).enumerate() {
        let problem = format!("第{}批图书", n + 1);
        match (state, text) {
            (Pdf::Current, _) => {}
            (Pdf::Stale, Text::Edited) => replace(manuscript, "没有登记", "没有贴签"),
            (Pdf::Stale, _) => replace(&workbook, &problem, &problem.replace("图书", "教具")),
            (Pdf::Foreign, _) => std::fs::write(pdf, "盖过章的").unwrap(),
            (Pdf::Absent, _) => std::fs::remove_file(pdf).unwrap(),
        }
        if text == Text::Deleted {
            std::fs::remove_file(manuscript).unwrap();
        }
    }
    (workbook, out)
}

#[test]
fn a_pdf_is_always_that_of_its_manuscript() {
    let folder = tempfile::tempdir().unwrap();
    let (workbook, start) = in_all_states(folder.path());
    let anew = folder.path().join("新");
    ok(run(&workbook, &anew, &["--format", "pdf,md"]));
    let (of_data, of_manuscripts) = (files(&anew), typeset(&start));
    for (formats, resume) in
        ["pdf", "pdf,md", "md"].into_iter().flat_map(|f| [(f, false), (f, true)])
    {
        let out = folder.path().join(format!("{formats} {resume}"));
        copy(&start, &out);
        let before = files(&out);
        let options = ["--format", formats, "--resume"];
        let output = run(&workbook, &out, &options[..if resume { 3 } else { 2 }]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ok(output);
        let (after, rows) = (files(&out), manifest(&out).editions);
        for (row, (text, pdf)) in rows.iter().zip(STATES) {
            let case = format!("{formats} {resume} {text:?} {pdf:?}: {:?}", row.status);
            let (md, name) = (format!("{}.md", row.key), format!("{}.pdf", row.key));
            let is_right = match formats {
                "pdf" => pdf == Pdf::Current,
                // Of whatever PDF.
                "md" => text == Text::Ours && pdf != Pdf::Stale,
                _ => pdf == Pdf::Current && text != Text::Deleted,
            };
            let expected = match (formats, text) {
                ("md", Text::Edited) => Status::Skipped(Skip::Kept),
                _ if resume && is_right => Status::Skipped(Skip::Unchanged),
                _ => Status::Made,
            };
            assert_eq!(row.status, expected, "{case}");
            assert_eq!(row.by_hand, text == Text::Edited, "{case}");
            match text {
                Text::Edited => assert!(after[&md] == before[&md], "{case}"),
                Text::Ours => assert!(after[&md] == of_data[&md], "{case}"),
                Text::Deleted => assert_eq!(after.contains_key(&md), formats != "pdf"),
            }
            let aside = after.get(&format!("{} 换下.pdf", row.key));
            if formats == "md" {
                assert!(aside.is_none() && after.get(&name) == before.get(&name), "{case}");
                continue;
            }
            let whole = if text == Text::Edited { &of_manuscripts } else { &of_data };
            assert!(after[&name] == whole[&name], "{case}");
            assert_eq!(row.output(".pdf").unwrap().bytes, whole[&name].len() as u64, "{case}");
            assert!(row.pages().is_some(), "{case}");
            let replaced = pdf == Pdf::Foreign;
            assert_eq!(aside, before.get(&name).filter(|_| replaced), "{case}");
            assert_eq!(said.contains(&format!("{} 换下.pdf", row.key)), replaced, "{said}");
        }
        ok(run(&workbook, &out, &["--format", formats, "--resume"]));
        let same = |row: &Row| match (formats, row.by_hand) {
            ("md", true) => row.status == Status::Skipped(Skip::Kept),
            _ => row.status == Status::Skipped(Skip::Unchanged),
        };
        assert!(manifest(&out).editions.iter().all(same), "{formats}");
        let left = |files: BTreeMap<String, Vec<u8>>| -> BTreeSet<(String, Vec<u8>)> {
            files.into_iter().filter(|(name, _)| !name.starts_with("manifest")).collect()
        };
        assert!(left(files(&out)) == left(after), "{formats}");
    }
}

#[test]
fn a_letter_edited_by_hand_gets_into_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let (out, book) = (folder.path().join("out"), folder.path().join("付印.pdf"));
    let workbook = workbook(folder.path(), 3);
    ok(run(&workbook, &out, &["--format", "pdf,md"]));
    let manuscript = out.join(format!("{}.md", keys(&out)[1]));
    let resume = ["--resume", "--merge", book.to_str().unwrap()];
    let in_book = |words: &str| {
        let bytes = std::fs::read(&book).unwrap();
        pdf_extract::extract_text_from_mem(&bytes).unwrap().contains(words)
    };
    for (before, now) in [("没有上架", "没有登记"), ("没有登记", "没有贴签")] {
        replace(&manuscript, before, now);
        let said = ok(run(&workbook, &out, &resume));
        assert!(said.contains("成功1份，跳过2份，失败0份；照改过的文稿排版的有1份"), "{said}");
        assert!(in_book(now));
        let table = String::from_utf8(files(&out)["manifest.csv"].clone()).unwrap();
        assert!(table.contains(",成功,照改过的文稿排版,"), "{table}");
    }
    ok(run(&workbook, &out, &["--school", "第1小学", "--resume"]));
    ok(run(&workbook, &out, &resume));
    assert_eq!(manifest(&out).editions[1].status, Status::Skipped(Skip::Unchanged));
    assert!(in_book("没有贴签"));
    // What the program wrote itself is nobody's work.
    replace(&manuscript, "没有贴签", "没有上架");
    ok(run(&workbook, &out, &resume));
    assert!(!in_book("没有贴签") && !manifest(&out).editions[1].by_hand);
}

#[test]
fn a_manuscript_that_no_manifest_lists_is_not_set_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (out, drafts) = (folder.path().join("out"), folder.path().join("文稿"));
    let workbook = workbook(folder.path(), 2);
    ok(run(&workbook, &out, &[]));
    ok(run(&workbook, &drafts, &["--format", "md"]));
    let name = format!("{}.md", keys(&out)[0]);
    let (here, there) = (out.join(&name), drafts.join(&name));
    replace(&there, "没有上架", "没有登记");
    std::fs::copy(&there, &here).unwrap();
    // The program's own of other data would look the same.
    std::fs::write(out.join("manifest.json"), "{}").unwrap();
    let output = run(&workbook, &out, &["--resume"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("读不了") && said.contains("manifest.json"), "{said}");
    assert!(output.status.code() == Some(1) && said.contains("FIL-04"), "{said}");
    assert!(manifest(&out).editions[0].status.is_failed());
    // As the message says.
    std::fs::remove_file(&here).unwrap();
    ok(run(&workbook, &out, &["--format", "md"]));
    std::fs::copy(&there, &here).unwrap();
    ok(run(&workbook, &out, &["--resume"]));
    let row = &manifest(&out).editions[0];
    assert!(row.by_hand && row.status == Status::Made, "{row:?}");
}

#[test]
fn the_manifest_says_what_an_edited_manuscript_says() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 1);
    ok(run(&workbook, &out, &["--format", "md"]));
    let manuscript = out.join(format!("{}.md", keys(&out)[0]));
    replace(&manuscript, "〔2025〕1号", "〔2025〕17号");
    replace(&manuscript, "2025-03-20", "2025-03-28");
    for _ in 0..2 {
        ok(run(&workbook, &out, &["--resume"]));
        let row = &manifest(&out).editions[0];
        assert_eq!(row.number.as_deref(), Some("青政教督〔2025〕17号"));
        assert_eq!(row.date, "2025-03-28");
    }
    // The number that it is found by has changed.
    replace(&workbook, "发文序号: 1", "发文序号: 2");
    let output = run(&workbook, &out, &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("改过的文稿没有用上") && said.contains("1号 督导意见书"), "{said}");
    let told = ok(output);
    assert!(!told.contains(".md"), "nothing of his is to be deleted: {told}");
}

#[test]
fn a_number_that_a_clerk_gives_twice_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 4);
    ok(run(&workbook, &out, &["--format", "md"]));
    let keys = keys(&out);
    let said = || {
        let output = run(&workbook, &out, &["--resume"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ok(output);
        said
    };
    assert!(!said().contains("同一个发文字号"));
    replace(&out.join(format!("{}.md", keys[1])), "〔2025〕2号", "〔2025〕4号");
    let twice = said();
    let told = "有2份文书用了同一个发文字号 青政教督〔2025〕4号：";
    assert!(twice.contains(&format!("{told}{}、{}\n", keys[1], keys[3])), "{twice}");
    assert!(!twice.contains("与以前做的不同"), "he has changed it himself: {twice}");
    // Whatever else was made, or failed, in between.
    let number = || manifest(&out).editions[1].number.clone();
    ok(run(&workbook, &out, &["--format", "md"]));
    assert_eq!(number().as_deref(), Some("青政教督〔2025〕4号"));
    let table = String::from_utf8(files(&out)["manifest.csv"].clone()).unwrap();
    assert_eq!(table.matches("PDF 是以前排的,").count(), 4, "{table}");
    assert!(said().contains(told));
    let table = String::from_utf8(files(&out)["manifest.csv"].clone()).unwrap();
    assert!(!table.contains("PDF 是以前排的"), "{table}");
    let manuscript = out.join(format!("{}.md", keys[1]));
    replace(&manuscript, "版式: ", "版式: 没有的");
    assert_eq!(run(&workbook, &out, &["--resume"]).status.code(), Some(1));
    replace(&manuscript, "版式: 没有的", "版式: ");
    assert!(said().contains(told));
    assert_eq!(number().as_deref(), Some("青政教督〔2025〕4号"));
    let others = run(&workbook, &out, &["--resume", "--school", "第1小学"]);
    assert!(String::from_utf8_lossy(&others.stderr).contains(told), "{others:?}");
    replace(&manuscript, "〔2025〕4号", "[2025] 4号");
    assert!(said().contains("有2份文书用了同一个发文字号"));
}

#[test]
fn drafts_in_between_make_no_pdf_anew() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 3);
    let earlier = || {
        let table = String::from_utf8(files(&out)["manifest.csv"].clone()).unwrap();
        table.matches("PDF 是以前排的,").count()
    };
    ok(run(&workbook, &out, &["--format", "pdf,md"]));
    ok(run(&workbook, &out, &["--format", "md"]));
    assert_eq!(earlier(), 3);
    ok(run(&workbook, &out, &["--resume"]));
    assert_eq!((manifest(&out).counts.made, earlier()), (0, 0));
    ok(run(&workbook, &out, &["--format", "md", "--resume"]));
    assert_eq!((manifest(&out).counts.made, earlier()), (0, 3));
}

#[test]
fn a_number_given_twice_in_two_shares_is_told_when_they_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 4);
    let told = "有2份文书用了同一个发文字号 青政教督〔2025〕4号：";
    for shard in ["1/2", "2/2"] {
        ok(run(&workbook, &out, &["--format", "md", "--shard", shard]));
    }
    let second = "青政教督〔2025〕2号 督导意见书 第2小学.md";
    replace(&out.join(second), "〔2025〕2号", "〔2025〕4号");
    for shard in ["1/2", "2/2"] {
        let share = run(&workbook, &out, &["--shard", shard]);
        let said = String::from_utf8_lossy(&share.stderr).into_owned();
        ok(share);
        assert!(!said.contains(told), "neither knows what the other has: {said}");
    }
    let mut merge = Command::new(env!("CARGO_BIN_EXE_dudao"));
    merge.args(["manifest", "merge"]);
    merge.args(["1-2", "2-2"].map(|of| out.join(format!("manifest-{of}.json"))));
    let merged = merge.output().unwrap();
    let said = String::from_utf8_lossy(&merged.stderr).into_owned();
    assert!(ok(merged).contains("共4份") && said.contains(told), "{said}");
}

#[test]
fn a_copy_of_the_layout_follows_the_workbook_and_a_clerks_own_stays() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (out, own) = (at("out"), at("别处"));
    let workbook = workbook(folder.path(), 1);
    let says = |folder: &Path| std::fs::read_to_string(folder.join("版式.yaml"));
    std::fs::write(at("版式.yaml"), "页码: 居中\n").unwrap();
    ok(run(&workbook, &out, &["--format", "md"]));
    assert!(says(&out).unwrap().ends_with("\n页码: 居中\n"));
    std::fs::write(at("版式.yaml"), "页码: 外侧\n").unwrap();
    ok(run(&workbook, &out, &[]));
    assert!(says(&out).unwrap().ends_with("\n页码: 外侧\n"));
    std::fs::copy(out.join("版式.yaml"), at("版式.yaml")).unwrap();
    ok(run(&workbook, &out, &[]));
    assert_eq!(says(&out).unwrap().lines().count(), 2, "it says once that it is a copy");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("版式.yaml"), "行距: 29\n").unwrap();
    ok(run(&workbook, &own, &["--format", "md"]));
    assert_eq!(says(&own).unwrap(), "行距: 29\n");
    std::fs::remove_file(at("版式.yaml")).unwrap();
    ok(run(&workbook, &out, &[]));
    assert!(says(&out).is_err());
}

#[test]
fn an_edited_manuscript_that_cannot_be_set_is_told_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let (out, book) = (folder.path().join("out"), folder.path().join("付印.pdf"));
    let workbook = workbook(folder.path(), 5);
    ok(run(&workbook, &out, &["--format", "pdf,md"]));
    let manuscripts: Vec<PathBuf> =
        keys(&out).iter().map(|key| out.join(format!("{key}.md"))).collect();
    let texts: Vec<String> =
        manuscripts.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    std::fs::write(&manuscripts[0], b"\xb9\xab\xce\xc4").unwrap();
    for i in [1, 2] {
        std::fs::write(&manuscripts[i], format!("{}\n![图](没有.png)\n", texts[i])).unwrap();
    }
    replace(&manuscripts[3], "没有上架", "没有登记");
    let before = letters(&out);
    let told = run(&workbook, &out, &["--resume", "--merge", book.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(1), "{said}");
    let place = |i: usize, at: &str| format!("{}:{at}\n", manuscripts[i].display());
    assert!(said.contains("WBK-05") && said.contains(&place(0, "1:1")), "{said}");
    for i in [1, 2] {
        let line = texts[i].lines().count() + 2;
        assert!(
            said.contains("SET-02") && said.contains(&place(i, &format!("{line}:6"))),
            "{said}"
        );
    }
    assert!(said.contains("还有3份没有做成，没有合成") && !book.exists(), "{said}");
    let rows = manifest(&out).editions;
    let labels: Vec<&str> = rows.iter().map(|row| row.status.label()).collect();
    assert_eq!(labels, ["失败", "失败", "失败", "成功", "跳过"]);
    assert!(rows[1].status.reason().contains("没有.png"), "{:?}", rows[1].status);
    let table = String::from_utf8(files(&out)["manifest.csv"].clone()).unwrap();
    assert_eq!(table.matches("，PDF 是以前排的,").count(), 3, "{table}");
    for row in &rows[..3] {
        let name = format!("{}.pdf", row.key);
        assert!(letters(&out)[&name] == before[&name], "what was there stays: {name}");
    }
}

#[test]
fn numbers_that_the_data_have_changed_since_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 3);
    ok(run(&workbook, &out, &["--format", "md"]));
    let keys = keys(&out);
    let manuscript = |n: usize| out.join(format!("{}.md", keys[n]));
    replace(&manuscript(0), "没有上架", "没有登记");
    replace(&manuscript(1), "第2批图书没有上架", "第20批图书没有登记");
    let said = || {
        let output = run(&workbook, &out, &["--resume", "--format", "pdf,md"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ok(output);
        said
    };
    let told = said();
    assert!(told.contains("FIL-01") && !told.contains("FIL-03"), "his own number: {told}");
    replace(&workbook, "第1批", "第7批");
    for _ in 0..2 {
        let told = said();
        assert_eq!(told.matches("FIL-03").count(), 1, "{told}");
        let text = std::fs::read_to_string(manuscript(0)).unwrap();
        let (line, words) =
            text.lines().enumerate().find(|(_, line)| line.contains("第1批")).unwrap();
        let column = words.chars().take_while(|c| *c != '第').count() + 2;
        let place = format!("{}:{}:{column}", manuscript(0).display(), line + 1);
        assert!(told.contains(&place) && told.contains("现在的数据是7"), "{place}: {told}");
    }
    replace(&manuscript(0), "第1批", "第7批");
    let told = said();
    assert!(told.contains("FIL-03") && !told.contains("现在的数据是"), "{told}");
}

#[test]
fn an_edited_manuscript_is_set_with_what_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 2);
    ok(run(&workbook, &out, &["--format", "md"]));
    let manuscript = out.join(format!("{}.md", keys(&out)[0]));
    let text = std::fs::read_to_string(&manuscript).unwrap();
    std::fs::write(&manuscript, format!("{text}\n![图](图.png)\n")).unwrap();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages/样章.png");
    let picture = std::fs::read(picture).unwrap();
    let again = || {
        let output = run(&workbook, &out, &["--resume"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ok(output);
        let rows = manifest(&out).editions;
        let name = format!("{}.pdf", rows[0].key);
        assert!(letters(&out)[&name] == typeset(&out)[&name]);
        (rows.iter().map(|row| row.status == Status::Made).collect::<Vec<_>>(), said)
    };
    std::fs::write(out.join("图.png"), &picture).unwrap();
    assert_eq!(again().0, [true, true]);
    assert_eq!(again().0, [false, false]);
    std::fs::write(out.join("图.png"), [&picture[..], b"\n"].concat()).unwrap();
    assert_eq!(again().0, [true, false], "the picture");
    std::fs::write(out.join("版式.yaml"), "页码: 居中\n").unwrap();
    let (made, said) = again();
    assert_eq!(made, [true, false], "the layout");
    assert!(said.contains("改过的文稿照"), "{said}");
    assert_eq!(again().0, [false, false]);
    std::fs::remove_file(out.join("图.png")).unwrap();
    std::fs::write(folder.path().join("图.png"), &picture).unwrap();
    ok(run(&workbook, &out, &["--resume"]));
    let first = &manifest(&out).editions[0];
    assert_eq!(first.status, Status::Made, "a picture of the workbook, such as a seal");
}

#[test]
fn the_book_is_put_in_no_other_files_place() {
    let folder = tempfile::tempdir().unwrap();
    let (out, book) = (folder.path().join("out"), folder.path().join("付印.pdf"));
    let workbook = workbook(folder.path(), 2);
    let bind = |target: &std::path::Path| {
        run(&workbook, &out, &["--merge", target.to_str().unwrap()])
    };
    ok(bind(&book));
    ok(bind(&book));
    let letter = out.join(letters(&out).into_keys().next().unwrap());
    let own = folder.path().join("名单.xlsx");
    std::fs::write(&own, "学校").unwrap();
    for target in [&letter, &own, &workbook] {
        let before = std::fs::read(target).unwrap();
        let refused = bind(target);
        assert!(!refused.status.success(), "{}", target.display());
        assert!(std::fs::read(target).unwrap() == before, "{}", target.display());
    }
}

#[test]
fn a_letter_that_changes_its_number_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 3);
    ok(run(&workbook, &out, &[]));
    let text = std::fs::read_to_string(&workbook).unwrap();
    let (head, results) = text.split_once("    结果:\n").unwrap();
    let results: Vec<&str> = results.split_inclusive("}]\n").collect();
    let sorted = [results[2], results[0], results[1]].concat();
    std::fs::write(&workbook, format!("{head}    结果:\n{sorted}")).unwrap();
    let told = run(&workbook, &out, &["--resume"]);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(said.contains("有3份文书的发文字号与以前做的不同"), "{said}");
    assert!(
        said.contains("“第3小学”由 青政教督〔2025〕3号 变成 青政教督〔2025〕1号"),
        "{said}"
    );
    ok(told);
}

#[test]
fn a_pdf_of_another_program_is_kept_also_where_no_manifest_tells() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = workbook(folder.path(), 6);
    let signed =
        |ours: &[u8]| [ours, b"5 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"].concat();
    let saved = |ours: &[u8]| [ours, b"% /Producer(WPS)\n"].concat();
    let stamped = |ours: &[u8]| {
        assert!(ours.starts_with(b"%PDF-1.7\n%\x80\x80\x80\x80\n"));
        [b"%PDF-1.7\n%\xc2\xb5\xc2\xb6\n", &ours[15..]].concat()
    };
    let printed = |ours: &[u8]| {
        let text = ours.to_vec();
        let at = text.windows(15).position(|part| part == b"/Creator(dudao ").unwrap();
        [&text[..at], b"/Creator(Word) ", &text[at + 15..]].concat()
    };
    let scanned = |_: &[u8]| b"%PDF-1.4\nscan\n%%EOF\n".to_vec();
    type Way<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let ways: [Way; 5] = [&signed, &saved, &stamped, &printed, &scanned];
    for (case, tear) in [
        ("the manifest is gone", (|list| std::fs::remove_file(list)) as fn(PathBuf) -> _),
        ("the run before was killed", |list| {
            std::fs::write(list.with_file_name(".dudao-journal"), "")
        }),
    ] {
        let out = folder.path().join(case);
        ok(run(&workbook, &out, &[]));
        let (before, keys) = (letters(&out), keys(&out));
        for (key, way) in keys.iter().zip(ways) {
            let name = format!("{key}.pdf");
            std::fs::write(out.join(&name), way(&before[&name])).unwrap();
        }
        tear(out.join("manifest.json")).unwrap();
        replace(&workbook, "没有上架", "缺损较多");
        let output = run(&workbook, &out, &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ok(output);
        replace(&workbook, "缺损较多", "没有上架");
        let after = letters(&out);
        assert_eq!(after.len(), 6 + ways.len(), "{case}: ours alone is written over");
        for (key, way) in keys.iter().zip(ways) {
            let (name, aside) = (format!("{key}.pdf"), format!("{key} 换下.pdf"));
            assert!(after[&aside] == way(&before[&name]), "{case}: {key}");
            assert!(after[&name] != before[&name], "{case}: {key}");
            assert!(said.contains(&aside), "{said}");
        }
    }
}
