//! How a government's documents speak of its own region: 我市, 全县.

/// The endings of names that say by themselves what the region is.
const UNITS: [&str; 9] = ["省", "市", "县", "区", "旗", "盟", "镇", "乡", "街道"];

/// The word for the region among its own: 市 for 临夏市, 县 for 平昌县 and for an
/// 自治县, 区 for a 区, 新区, 地区 and 自治区, 州 for 红河哈尼族彝族自治州 and 红河州.
/// `None` where the name does not say what it is: 临夏, and 广州 or 巴州, which end in 州
/// without being one for certain.
pub fn unit(region: &str) -> Option<&'static str> {
    let region = region.trim();
    // Two or more characters before 州 make an 自治州 or its short name (临夏州); a city
    // without its 市 has one (广州, 兰州).
    let is_prefecture = region.ends_with('州') && region.chars().count() > 2;
    let unit = UNITS.into_iter().find(|unit| region.ends_with(unit));
    unit.or(is_prefecture.then_some("州"))
}

/// The region as its government calls it: 我市, 我县, 我区.
pub fn self_name(region: &str) -> Option<String> {
    unit(region).map(|unit| format!("我{unit}"))
}

/// The whole of the region: 全市, 全县, 全区.
pub fn whole(region: &str) -> Option<String> {
    unit(region).map(|unit| format!("全{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_called_by_what_it_is() {
        for (region, own, all) in [
            ("临夏市", "我市", "全市"),
            ("平昌县", "我县", "全县"),
            ("甘肃省临夏回族自治州东乡族自治县", "我县", "全县"),
            ("庐阳区", "我区", "全区"),
            ("滨海新区", "我区", "全区"),
            ("宁夏回族自治区", "我区", "全区"),
            ("红河哈尼族彝族自治州", "我州", "全州"),
            ("临夏州", "我州", "全州"),
            ("鄂温克族自治旗", "我旗", "全旗"),
            ("兴安盟", "我盟", "全盟"),
            ("甘肃省", "我省", "全省"),
            ("折桥镇", "我镇", "全镇"),
        ] {
            assert_eq!(self_name(region).as_deref(), Some(own), "{region}");
            assert_eq!(whole(region).as_deref(), Some(all), "{region}");
        }
    }

    #[test]
    fn a_name_that_does_not_say_what_it_is_has_none() {
        for region in ["临夏", "广州", "巴州", "州", ""] {
            assert_eq!(self_name(region), None, "{region}");
        }
    }
}
