//! How an organ speaks of itself.

/// 我室, 我办, 我局 …, by the last word of the organ's name; 我单位 for any
/// other.
pub fn self_name(organ: &str) -> &'static str {
    let endings = [
        ("办公室", "我办"),
        ("室", "我室"),
        ("局", "我局"),
        ("委员会", "我委"),
        ("督导团", "我团"),
        ("厅", "我厅"),
    ];
    endings.iter().find(|(end, _)| organ.ends_with(end)).map_or("我单位", |(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::self_name;

    #[test]
    fn an_office_is_not_taken_for_a_room() {
        assert_eq!(self_name("临夏市人民政府教育督导室"), "我室");
        assert_eq!(self_name("平昌县人民政府教育督导委员会办公室"), "我办");
        assert_eq!(self_name("某某中心"), "我单位");
    }
}
