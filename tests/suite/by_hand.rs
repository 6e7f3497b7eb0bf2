//! What a clerk did by hand is not lost, and what has been sent out is not renumbered
//! without a word.

use std::process::Command;

use dudao::batch::{Skip, Status};

use crate::batch::{letters, manifest, ok, run, workbook};

#[test]
fn a_letter_edited_by_hand_gets_into_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let workbook = workbook(folder.path(), 3);
    ok(run(&workbook, &out, &["--format", "pdf,md"]));
    let key = manifest(&out).editions[1].key.clone();
    let manuscript = out.join(format!("{key}.md"));
    let text = std::fs::read_to_string(&manuscript).unwrap();
    let edited = text.replace("第2批图书没有上架", "第2批图书没有登记");
    assert_ne!(text, edited);
    std::fs::write(&manuscript, &edited).unwrap();

    // It has not been set yet: the PDF there is not of what it says.
    let book = folder.path().join("付印.pdf");
    let resume = ["--resume", "--merge", book.to_str().unwrap()];
    let told = run(&workbook, &out, &resume);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(said.contains("FIL-01") && said.contains("没有合成"), "{said}");
    assert!(!book.exists());

    let mut typeset = Command::new(env!("CARGO_BIN_EXE_dudao"));
    ok(typeset.arg("typeset").arg(&manuscript).arg("--no-system-fonts").output().unwrap());
    let pdf = letters(&out)[&format!("{key}.pdf")].clone();
    let others = ["--school", "第1小学", "--resume"];
    for more in [&["--resume"][..], &resume, &[], &resume, &others, &resume] {
        let _earlier = std::fs::remove_file(&book);
        ok(run(&workbook, &out, more));
        assert!(letters(&out)[&format!("{key}.pdf")] == pdf, "{more:?}");
        assert_eq!(std::fs::read_to_string(&manuscript).unwrap(), edited);
        let status = &manifest(&out).editions[1].status;
        assert!(more == others || *status == Status::Skipped(Skip::Kept), "{status:?}");
        assert_eq!(book.exists(), more == resume, "{more:?}");
    }
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
