//! 发文字号 and the numbers of orders, by which documents are cited.

use super::{numeral, punctuation};

/// 发文字号: 临政教督〔2014〕31号 (GB/T 9704-2012, 7.2.5). The year in full, in 〔〕
/// (U+3014, U+3015), no 第 and no leading zeros.
pub fn document_number(code: &str, year: i32, sequence: u32) -> String {
    format!("{code}〔{year}〕{sequence}号")
}

/// Whether the text is a 发文字号 as [`document_number`] writes it: a 发文代字 of 1 to 12
/// Han characters, a year from 1900 to 2099, a sequence from 1.
pub fn is_document_number(text: &str) -> bool {
    let Some((code, rest)) = text.split_once('〔') else { return false };
    let Some((year, sequence)) = rest.split_once('〕') else { return false };
    let code_is_han = code.chars().all(punctuation::is_han);
    let code_length = code.chars().count();
    let is_year = year.len() == 4
        && is_digits(year)
        && (year.starts_with("19") || year.starts_with("20"));
    code_is_han
        && (1..=12).contains(&code_length)
        && is_year
        && sequence.strip_suffix('号').is_some_and(is_arabic)
}

/// Whether the text is the number of an order, by which laws and regulations are cited:
/// 国务院令第624号, 中华人民共和国主席令第四十五号.
pub fn is_order_number(text: &str) -> bool {
    let Some((organ, rest)) = text.split_once("令第") else { return false };
    let Some(number) = rest.strip_suffix('号') else { return false };
    let is_number = is_arabic(number) || numeral::parse_han(number).is_some_and(|n| n > 0);
    !organ.is_empty() && organ.chars().all(punctuation::is_han) && is_number
}

fn is_arabic(text: &str) -> bool {
    is_digits(text) && !text.starts_with('0')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_recognised() {
        let number = document_number("临政教督", 2014, 31);
        assert_eq!(number, "临政教督〔2014〕31号");
        assert!(is_document_number(&number));
    }

    #[test]
    fn other_shapes_are_no_document_number() {
        for text in [
            "国教督办【2013】2号",
            "临教督[2014]22号",
            "临教督(2014)22号",
            "临教督﹝2014﹞22号",
            "临教督〔2014〕第22号",
            "临教督〔2014〕022号",
            "临教督〔2014〕0号",
            "临教督〔14〕22号",
            "临教督〔2104〕22号",
            "临教督〔2014〕22",
            "临教督〔2014〕２２号",
            "〔2014〕22号",
            "xx教督〔2014〕22号",
            "《办法》（临教督〔2014〕22号）",
            "",
        ] {
            assert!(!is_document_number(text), "{text}");
        }
    }

    #[test]
    fn orders_have_a_number_of_their_own() {
        for text in [
            "国务院令第624号",
            "教育部令第38号",
            "中华人民共和国主席令第45号",
            "中华人民共和国主席令第四十五号",
        ] {
            assert!(is_order_number(text), "{text}");
        }
        for text in [
            "令第624号",
            "国务院令624号",
            "国务院令第0624号",
            "国务院令第六二四号",
            "国务院令第零号",
        ] {
            assert!(!is_order_number(text), "{text}");
        }
    }
}
