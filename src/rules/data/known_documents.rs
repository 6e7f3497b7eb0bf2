//! National regulations and documents of education supervision that offices
//! cite, with their numbers and the days they came into force.

use chrono::NaiveDate;

use crate::record::Basis;

/// One version of a document.
pub struct Known {
    name: &'static str,
    pub number: &'static str,
    /// The first day in force as year, month, day; the day of issue where the
    /// document names none itself.
    from: (i32, u32, u32),
    /// Whether the document names the day itself.
    pub dated: bool,
    /// The last day, where another version took its place.
    until: Option<(i32, u32, u32)>,
}

static DOCUMENTS: [Known; 10] = [
    Known {
        name: "教育督导条例",
        number: "国务院令第624号",
        from: (2012, 10, 1),
        dated: true,
        until: None,
    },
    Known {
        name: "教育督导问责办法",
        number: "国教督〔2021〕2号",
        from: (2021, 9, 1),
        dated: true,
        until: None,
    },
    Known {
        name: "中小学校责任督学挂牌督导办法",
        number: "国教督办〔2013〕2号",
        from: (2013, 9, 17),
        dated: false,
        until: None,
    },
    Known {
        name: "幼儿园责任督学挂牌督导办法",
        number: "教督〔2019〕3号",
        from: (2019, 6, 10),
        dated: false,
        until: None,
    },
    Known {
        name: "督学管理暂行办法",
        number: "教督〔2016〕2号",
        from: (2016, 7, 29),
        dated: false,
        until: None,
    },
    Known {
        name: "县域义务教育均衡发展督导评估暂行办法",
        number: "教督〔2012〕3号",
        from: (2012, 1, 20),
        dated: false,
        until: None,
    },
    Known {
        name: "县域义务教育优质均衡发展督导评估办法",
        number: "教督〔2017〕6号",
        from: (2017, 4, 19),
        dated: false,
        until: None,
    },
    Known {
        name: "对省级人民政府履行教育职责的评价办法",
        number: "国办发〔2017〕49号",
        from: (2017, 5, 31),
        dated: false,
        until: None,
    },
    Known {
        name: "幼儿园工作规程",
        number: "国家教育委员会令第25号",
        from: (1996, 6, 1),
        dated: true,
        until: Some((2016, 2, 29)),
    },
    Known {
        name: "幼儿园工作规程",
        number: "教育部令第39号",
        from: (2016, 3, 1),
        dated: true,
        until: None,
    },
];

impl Known {
    pub fn from(&self) -> Option<NaiveDate> {
        day(self.from)
    }

    pub fn until(&self) -> Option<NaiveDate> {
        self.until.and_then(day)
    }
}

fn day((year, month, day): (i32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The versions of the document that a 依据 names.
pub fn versions(basis: &Basis) -> impl Iterator<Item = &'static Known> {
    DOCUMENTS.iter().filter(|known| known.name == basis.name)
}
