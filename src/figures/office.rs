//! Figures of the office and its field: inspectors, zones, schools.

use crate::record::{Record, Stage, Tenure};

use super::Figure;
use super::ledger::Scope;

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    let mut year = Scope { figures, scope: None };
    let section = |name: &str, n: usize| {
        if n == 0 { Vec::new() } else { vec![format!("/{name}")] }
    };
    let inspectors = record.inspectors.len();
    let from = section("督学", inspectors);
    year.count("督学数", inspectors, "名", "工作簿所列督学的人数", from.clone());
    for (name, tenure) in [("专职督学数", Tenure::FullTime), ("兼职督学数", Tenure::PartTime)]
    {
        let n = record.inspectors.iter().filter(|p| p.tenure == tenure).count();
        year.count(name, n, "名", "工作簿所列督学中该类型的人数", from.clone());
    }
    let zones = record.zones.len();
    year.count("责任区数", zones, "个", "工作簿所列责任区的个数", section("责任区", zones));
    let schools = record.schools.len();
    let from = section("学校", schools);
    year.count("学校数", schools, "所", "工作簿所列学校的所数", from.clone());
    for stage in Stage::ALL {
        let n = record.schools.iter().filter(|s| s.stage == stage).count();
        let name = format!("学校数·{}", stage.label());
        year.count(name, n, "所", "工作簿所列学校中该学段的所数", from.clone());
    }
}
