//! The measure word that a noun of the field takes behind a number (NUM-13).

/// Measure words with the nouns that take them. Nouns that take different ones by their
/// sense are left out: 文件 is issued in 份 and adopted in 个, 培训 is counted in 次 and
/// 期, 课题 in 项 and 个.
const WORDS: &[(&str, &[&str])] = &[
    (
        "所",
        &["学校", "幼儿园", "小学", "初中", "中学", "高中", "中职", "大学", "村小", "完小"],
    ),
    (
        "名",
        &[
            "督学",
            "教师",
            "学生",
            "幼儿",
            "教职工",
            "校长",
            "园长",
            "班主任",
            "家长",
            "专家",
            "干部",
            "委员",
            "人员",
        ],
    ),
    (
        "个",
        &[
            "问题",
            "责任区",
            "教学点",
            "教学班",
            "班级",
            "督导组",
            "小组",
            "测评点",
            "方面",
            "环节",
            "单位",
            "部门",
            "乡镇",
            "街道",
            "县",
        ],
    ),
    ("份", &["问卷", "试卷", "测评表", "通知书", "意见书", "报告", "通报"]),
    ("件", &["投诉", "举报", "信访", "信访件", "来信", "案件"]),
    ("项", &["指标", "任务", "措施", "制度", "事项", "工作", "职责"]),
    ("条", &["建议", "意见", "线索"]),
    ("节", &["课"]),
    ("场", &["座谈会", "报告会", "宣讲会", "家长会"]),
    ("期", &["培训班", "简报"]),
];

/// The measure word of a noun, by the word that it ends in: 九年一贯制学校 is counted as
/// 学校. `None` for a noun that ends in none of the table: a template then names its
/// measure word itself, since a wrong one is worse than none.
pub fn measure_word(noun: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|(_, nouns)| nouns.iter().any(|known| noun.ends_with(known)))
        .map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_counted_by_the_word_it_ends_in() {
        for (noun, word) in [
            ("学校", "所"),
            ("九年一贯制学校", "所"),
            ("普惠性幼儿园", "所"),
            ("责任督学", "名"),
            ("问题", "个"),
            ("二级指标", "项"),
            ("整改通知书", "份"),
            ("督导意见书", "份"),
            ("整改意见", "条"),
            ("信访投诉", "件"),
            ("公开课", "节"),
            ("教师座谈会", "场"),
            ("督学培训班", "期"),
        ] {
            assert_eq!(measure_word(noun), Some(word), "{noun}");
        }
    }

    #[test]
    fn a_noun_of_several_measure_words_has_none() {
        for noun in ["文件", "培训", "课题", "学校文化", "问卷调查", ""] {
            assert_eq!(measure_word(noun), None, "{noun}");
        }
    }

    #[test]
    fn no_noun_ends_in_one_of_another_measure_word() {
        for (word, nouns) in WORDS {
            for noun in *nouns {
                assert_eq!(measure_word(noun), Some(*word), "{noun}");
            }
        }
    }
}
