//! Where pages break tables.

use super::*;

#[test]
fn rows_stay_whole_under_a_repeated_header() {
    for before in 1..=21 {
        let mut table = numbered(24);
        table.caption = Some("各校情况".to_owned());
        table.notes = vec!["注：满分100分。".to_owned()];
        let body = vec![filler(before), Block::Table(table), paragraph("特此报告。")];
        let pages = all_pages(&set(&report(body)));
        let mut met = 0;
        for page in &pages {
            let words = page.words();
            let here: Vec<usize> =
                (1..=24).filter(|nth| words.contains(&format!("（乙{nth}）"))).collect();
            for nth in &here {
                let count = words.matches(&format!("（乙{nth}）")).count();
                assert_eq!(count, 4 + nth * 7 % 12, "row {nth} is split");
            }
            met += here.len();
            assert_eq!(words.contains("编号内容结果"), !here.is_empty());
            assert!(!words.contains("各校情况") || !here.is_empty(), "caption alone");
            assert!(!words.contains("满分") || here.contains(&24), "note alone");
            assert!(page.rules.is_empty() || page.ruled()[3] < 37.0 + 225.0 + OUTER_RULE);
        }
        assert_eq!(met, 24);
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_overleaf() {
    for extra in 0..4 {
        let long = "督导评估".repeat(600 + 8 * extra);
        let rows = vec![
            vec!["甲".into(), "短".into()],
            vec!["乙".into(), long.clone()],
            vec!["丙".into(), "短".into()],
        ];
        let table = table("cl", &["项目", "内容"], rows);
        let pages =
            all_pages(&set(&report(vec![filler(3), Block::Table(table), paragraph("特此")])));
        let texts = pages.iter().flat_map(|page| &page.texts);
        let set: usize = texts.map(|placed| placed.text.matches("督导评估").count()).sum();
        // A few are parted by the ends of lines.
        assert!(set > 500, "{set}");
        let words: String = pages.iter().map(Page::words).collect();
        assert_eq!(
            words.matches(['导', '估']).count(),
            long.matches(['导', '估']).count() + 2
        );
        let count = pages.len();
        assert!(pages[..count - 1].iter().all(|page| page.words().contains("项目内容")));
        let page = pages.iter().find(|page| page.words().contains("特此")).unwrap();
        assert_on_grid(page, "特此");
        for page in pages.iter().filter(|page| !page.rules.is_empty()) {
            assert!(page.ruled()[3] < 37.0 + 225.0 + OUTER_RULE);
        }
    }
}

#[test]
fn what_closes_the_text_keeps_the_last_two_rows() {
    let date = "2014年12月2日";
    let of_text = set(&report(vec![paragraph("得分如下。")]));
    let date_at = Page::of(&of_text, 0).texts.iter().rfind(|t| t.text == "2014").unwrap().x;
    for rows in 1..30_usize {
        let heads = ["学校", "得分"];
        let scores = (1..=rows).map(|nth| vec![format!("第{nth}小学"), "90".to_owned()]);
        let mut table = table("lr", &heads, scores.collect());
        table.notes = vec!["注：满分100分。".to_owned()];
        let pages = set(&report(vec![paragraph("得分如下："), Block::Table(table)]));
        let last = Page::of(&pages, pages.count() - 1);
        let words = last.words();
        assert!(words.contains(date), "{words}");
        assert_near(last.texts.iter().rfind(|t| t.text == "2014").unwrap().x, date_at);
        for nth in rows.saturating_sub(1).max(1)..=rows {
            assert!(words.contains(&format!("第{nth}小学")), "{rows} rows: {words}");
        }
        assert!(words.contains("学校得分"), "{rows} rows without their header");
        assert_on_grid(&last, "临夏市人民政府");
    }
}

/// 40 rows in groups of 20, with totals.
fn grouped() -> Table {
    let row = |nth: usize| {
        let group = match nth {
            0 => "办学条件",
            20 => "师资队伍",
            _ => "",
        };
        vec![group.to_owned(), format!("指标{nth}。"), "5".to_owned()]
    };
    let mut rows: Vec<_> = (0..40).map(row).collect();
    rows.push(vec!["合计".to_owned(), String::new(), "200".to_owned()]);
    table("llr", &["方面", "指标", "得分"], rows)
}

#[test]
fn a_group_that_goes_on_overleaf_says_its_name_again() {
    let endings = [(0, true), (1, true), (0, false), (1, false)];
    for (before, (notes, goes_on)) in (1..24).flat_map(|before| endings.map(|e| (before, e))) {
        let mut table = grouped();
        table.notes = vec!["注：满分200分。".to_owned(); notes];
        let mut body = vec![filler(before), Block::Table(table)];
        // Without more text the closing is tied to the table.
        body.extend(goes_on.then(|| paragraph("特此报告。")));
        for page in all_pages(&set(&report(body))) {
            let words = page.words();
            for (group, rows) in [("办学条件", 0..20), ("师资队伍", 20..40)] {
                let here = rows.into_iter().any(|nth| words.contains(&format!("指标{nth}。")));
                assert_eq!(
                    words.matches(group).count(),
                    usize::from(here),
                    "{before} lines, {notes} notes, text below {goes_on}: {words}"
                );
            }
        }
    }
}

#[test]
fn a_header_is_kept_with_two_rows() {
    for before in 1..22 {
        let body = vec![filler(before), Block::Table(grouped()), paragraph("特此报告。")];
        let first = all_pages(&set(&report(body))).remove(0).words();
        assert_eq!(
            first.contains("方面指标得分"),
            first.contains("指标1。"),
            "{before} lines"
        );
    }
}

#[test]
fn totals_are_kept_with_the_row_above() {
    let mut overleaf = 0;
    for before in 1..24 {
        let body = vec![filler(before), Block::Table(grouped()), paragraph("特此报告。")];
        for page in all_pages(&set(&report(body))) {
            let words = page.words();
            overleaf += usize::from(words.contains("合计") && !words.contains("指标38。"));
            assert_eq!(
                words.contains("合计"),
                words.contains("指标39。"),
                "{before} lines: {words}"
            );
        }
    }
    assert!(overleaf > 0, "the total never came upon the next page");
}
