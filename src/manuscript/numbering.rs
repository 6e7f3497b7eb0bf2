//! Which ordinal comes next, and which level may come next (GB/T 9704-2012, 7.3.3).

use crate::chinese::ordinal;
use crate::document::Numbering;

/// 一、 （一） 1. （1）.
pub(super) const LEVELS: u8 = 4;

/// The numbers given out so far in a body, and the headings that are open.
pub(super) struct Counter {
    numbering: Numbering,
    /// The last number of each level; index 0 is level 1.
    counts: [u32; LEVELS as usize],
    /// Levels of the headings the text now stands under, outermost first.
    open: Vec<u8>,
    /// The level right below each open level; index 0 is the body itself, and
    /// 0 says that there is none yet.
    below: [u8; LEVELS as usize + 1],
}

/// Why a heading may not stand where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// A level in between was skipped. `parent` is 0 where no heading is open.
    Skips { parent: u8 },
    /// Its neighbours under the same heading are of another level.
    Mixes { neighbour: u8 },
}

impl Counter {
    pub(super) fn new(numbering: Numbering) -> Self {
        Self {
            numbering,
            counts: [0; LEVELS as usize],
            open: Vec::new(),
            below: [0; LEVELS as usize + 1],
        }
    }

    /// Opens a heading of level 1 to 4. From 一、 one may go on to 1. at once,
    /// where （一） is not used under it (ORD-09).
    pub(super) fn open(&mut self, level: u8) -> Result<(), Misplaced> {
        while self.open.last().is_some_and(|&last| last >= level) {
            self.open.pop();
        }
        let parent = self.current();
        let neighbour = std::mem::replace(&mut self.below[usize::from(parent)], level);
        self.open.push(level);
        self.below[usize::from(level)] = 0;
        if neighbour == level {
            // Said at the first of them if it was wrong.
            Ok(())
        } else if !follows(parent, level) {
            Err(Misplaced::Skips { parent })
        } else if neighbour != 0 && follows(parent, neighbour) {
            Err(Misplaced::Mixes { neighbour })
        } else {
            Ok(())
        }
    }

    /// The level of the innermost open heading, 0 where there is none.
    pub(super) fn current(&self) -> u8 {
        self.open.last().copied().unwrap_or(0)
    }

    /// Begins an ordered list under the open heading and gives the level of its
    /// items. Each list counts from 1, unless its items go on with the numbers
    /// of headings or, with 条目编号: 连续, of the whole text.
    pub(super) fn open_list(&mut self) -> u8 {
        let current = self.current();
        let level = (current + 1).min(LEVELS);
        if level > current {
            self.below[usize::from(current)] = level;
            if !self.counts_through(level) {
                self.counts[usize::from(level) - 1] = 0;
            }
        }
        level
    }

    /// The number that the next heading or item of a level gets.
    pub(super) fn next(&self, level: u8) -> u32 {
        self.counts[usize::from(level) - 1] + 1
    }

    /// Gives out the ordinal of the next heading or item of a level, 1 to 4.
    pub(super) fn ordinal(&mut self, level: u8) -> String {
        let number = self.next(level);
        self.counts[usize::from(level) - 1] = number;
        for below in level + 1..=LEVELS {
            if !self.counts_through(below) {
                self.counts[usize::from(below) - 1] = 0;
            }
        }
        ordinal::heading(level, number).expect("levels 1 to 4, as documented, have ordinals")
    }

    fn counts_through(&self, level: u8) -> bool {
        level == 3 && self.numbering == Numbering::Continuous
    }
}

fn follows(parent: u8, level: u8) -> bool {
    level == parent + 1 || (parent, level) == (1, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordinals(numbering: Numbering, levels: &[u8]) -> String {
        let mut counter = Counter::new(numbering);
        let each = levels.iter().map(|&level| {
            counter.open(level).unwrap();
            counter.ordinal(level)
        });
        each.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_heading_counts_its_own() {
        assert_eq!(
            ordinals(Numbering::Nested, &[1, 2, 3, 3, 4, 2, 3, 1, 3, 3]),
            "一、 （一） 1. 2. （1） （二） 1. 二、 1. 2."
        );
    }

    #[test]
    fn continuous_items_count_through_the_text() {
        assert_eq!(
            ordinals(Numbering::Continuous, &[1, 2, 3, 3, 2, 3, 4, 1, 2, 3]),
            "一、 （一） 1. 2. （二） 3. （1） 二、 （一） 4."
        );
    }

    #[test]
    fn a_list_counts_from_one_and_headings_go_on_after_it() {
        let mut counter = Counter::new(Numbering::Nested);
        counter.open(1).unwrap();
        counter.ordinal(1);
        for _ in 0..2 {
            assert_eq!(counter.open_list(), 2);
            assert_eq!([counter.ordinal(2), counter.ordinal(2)], ["（一）", "（二）"]);
        }
        counter.open(2).unwrap();
        assert_eq!(counter.ordinal(2), "（三）");
    }

    #[test]
    fn below_the_last_level_items_go_on_with_its_numbers() {
        let mut counter = Counter::new(Numbering::Nested);
        for level in 1..=4 {
            counter.open(level).unwrap();
            counter.ordinal(level);
        }
        assert_eq!(counter.open_list(), 4);
        assert_eq!(counter.ordinal(4), "（2）");
    }

    #[test]
    fn levels_come_in_order() {
        let mut counter = Counter::new(Numbering::Nested);
        assert_eq!(counter.open(2), Err(Misplaced::Skips { parent: 0 }));
        assert_eq!(counter.open(2), Ok(()), "said once");
        assert_eq!(counter.open(1), Ok(()));
        assert_eq!(counter.open(3), Ok(()));
        assert_eq!(counter.open(2), Err(Misplaced::Mixes { neighbour: 3 }));
        assert_eq!(counter.open(4), Err(Misplaced::Skips { parent: 2 }));
    }
}
