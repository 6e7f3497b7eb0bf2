//! What a check costs: a workbook of 5,000 schools with results, and a manuscript of
//! 40 pages. Prints CPU time, since other programs share the machine:
//! `cargo bench --bench check`.

use std::fmt::Write;
use std::time::Duration;

use dudao::diagnostic::{Report, Sources, to_terminal};
use dudao::rules::{self, Text};
use dudao::workbook::Workbook;
use dudao::{figures, manuscript};

const SCHOOLS: usize = 5_000;
const INDICATORS: usize = 40;
const PAGES: usize = 40;
/// 22 lines of 28 characters.
const PAGE: usize = 22 * 28;
/// Runs of which the quickest counts.
const RUNS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("工作簿.yaml");
    let yaml = workbook();
    std::fs::write(&path, &yaml).expect("the workbook is written");
    println!("工作簿: {SCHOOLS} schools, {INDICATORS} scores each, {} KB", yaml.len() / 1024);
    let mut reading = Vec::new();
    let mut computing = Vec::new();
    let mut checking = Vec::new();
    for _ in 0..RUNS {
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let workbook =
            timed(&mut reading, || Workbook::read(&path, &mut sources, &mut report));
        let Some(workbook) = workbook else { return wrong(&report, &sources) };
        let ledger = timed(&mut computing, || figures::compute(&workbook.record));
        timed(&mut checking, || rules::check_data(&workbook, &ledger, &mut report));
    }
    let all = [quickest(&reading), quickest(&computing), quickest(&checking)];
    for (what, spent) in ["reading", "figures", "rules on data"].iter().zip(all) {
        println!("  {what:<14} {:>9.1} ms", milliseconds(spent));
    }
    println!("  {:<14} {:>9.1} ms, goal 1000", "together", milliseconds(all.iter().sum()));

    let text = long_manuscript();
    println!("文稿: {PAGES} pages, {} characters", text.chars().count());
    let mut reading = Vec::new();
    let mut checking = Vec::new();
    for _ in 0..RUNS {
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let id = sources.add("文稿.md", text.as_str());
        let document = timed(&mut reading, || manuscript::parse(id, &text, &mut report));
        if document.is_none() {
            return wrong(&report, &sources);
        }
        timed(&mut checking, || {
            let (passages, excuses) = manuscript::passages(id, &text);
            let words = Text::new(&text, passages, excuses);
            rules::check_wording(&words, &Default::default(), &mut report);
        });
    }
    let all = [quickest(&reading), quickest(&checking)];
    for (what, spent) in ["reading", "rules on wording"].iter().zip(all) {
        println!("  {what:<16} {:>7.1} ms", milliseconds(spent));
    }
    println!("  {:<16} {:>7.1} ms, goal 50", "together", milliseconds(all.iter().sum()));
}

/// One activity in which every school got its scores, and letters to all.
fn workbook() -> String {
    let mut yaml = String::from(
        "年度: 2024\n机构: {名称: 清河县教育督导室, 简称: 县教育督导室, 地区: 清河县, 发文代字: 清教督}\n\
         督学: [{姓名: 王建国, 类型: 专职}, {姓名: 李明, 类型: 专职}]\n\
         指标体系:\n  - 名称: 办学标准\n    等次:\n\
         \x20     - {名称: 合格, 最低分: 60, 达标: 是}\n      - {名称: 不合格, 最低分: 0}\n    指标:\n",
    );
    let mut say = |line: std::fmt::Arguments| {
        // Writing to a string cannot fail.
        let _ = writeln!(yaml, "{line}");
    };
    let full = |indicator: usize| if indicator < INDICATORS / 2 { 3 } else { 2 };
    for indicator in 0..INDICATORS {
        say(format_args!(
            "      - {{编号: A{indicator}, 名称: 第{indicator}项, 分值: {}, 整改建议: 完善第{indicator}项}}",
            full(indicator)
        ));
    }
    say(format_args!("学校:"));
    for school in 0..SCHOOLS {
        say(format_args!(
            "  - {{代码: \"{}\", 名称: 清河县{}小学, 学段: 小学, 学生数: {}, 教职工数: {}}}",
            100_000 + school,
            name(school),
            400 + school % 700,
            30 + school % 40,
        ));
    }
    say(format_args!(
        "督导活动:\n  - 名称: 综合督导评估\n    类别: 综合督导\n    时间: {{起: 2024-03-11, 止: 2024-11-29}}\n\
         \x20   整改期限: 2025-03-31\n    指标体系: 办学标准\n    结果:"
    ));
    for school in 0..SCHOOLS {
        let scores: Vec<String> = (0..INDICATORS)
            .map(|indicator| {
                let lost = usize::from((school + indicator) % 9 == 0);
                format!("A{indicator}: {}", full(indicator) - lost)
            })
            .collect();
        say(format_args!(
            "      - {{学校: \"{}\", 得分: {{{}}}, 亮点: {}小学校园管理规范。}}",
            100_000 + school,
            scores.join(", "),
            name(school),
        ));
    }
    yaml
}

/// A different name of four characters for each school.
fn name(school: usize) -> String {
    let letters: Vec<char> = "东西南北山水田林石桥河湖".chars().collect();
    let mut rest = school;
    (0..4)
        .map(|_| {
            let letter = letters[rest % letters.len()];
            rest /= letters.len();
            letter
        })
        .collect()
}

/// The clean manuscripts of the tests, one after another, until they fill the pages.
fn long_manuscript() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/clean");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the clean manuscripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    paths.sort();
    let bodies: Vec<String> = paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("a manuscript");
            let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
            // What follows an attachment's heading would belong to it.
            body.split("# 附件：").next().unwrap_or_default().to_owned()
        })
        .collect();
    let mut text = String::from("---\n标题: 2024年度教育督导工作总结\n版式: 普通\n---\n");
    for (at, body) in bodies.iter().cycle().enumerate() {
        if text.chars().count() >= PAGES * PAGE {
            break;
        }
        let _ = write!(text, "\n# 第{}部分\n{body}", name(at));
    }
    text
}

/// What is made here is not what it should be.
fn wrong(report: &Report, sources: &Sources) {
    let said = to_terminal(report, sources, false);
    said.lines().take(12).for_each(|line| println!("{line}"));
}

fn quickest(runs: &[Duration]) -> Duration {
    runs.iter().min().copied().unwrap_or_default()
}

fn milliseconds(spent: Duration) -> f64 {
    spent.as_secs_f64() * 1000.0
}

/// The processor time of some work.
fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = on_processor();
    let made = work();
    times.push(Duration::from_nanos(on_processor() - start));
    made
}

/// Nanoseconds that this thread has had on a processor.
fn on_processor() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = told.split_whitespace().next().and_then(|first| first.parse().ok());
    first.expect("the kernel tells the processor time: this benchmark runs on Linux")
}
