//! What it costs, by sense, to break a title at a place.

use std::ops::Range;

use super::names::{REGIONS, names};
use super::words::{Role, Word, words};
use super::{FULL, width};

/// Places of this price and above are used only where nothing else fits.
pub(super) const UNAVOIDABLE: u32 = 1_000;
const INSIDE_PHRASE: u32 = 16;
const INSIDE_WORD: u32 = 3_000;
const INSIDE_PAIR: u32 = 10_000;
const AGAINST_LEANING: u32 = 50_000;
const INSIDE_NAME: u32 = 100_000;
const AGAINST_MARK: u32 = 1_000_000;

/// Where a title may break.
pub(super) struct Sense {
    /// The price of a break before each character.
    pub(super) prices: Vec<u32>,
    /// Where 关于 follows 发文机关: the break that a reader expects.
    pub(super) issuer_end: Option<usize>,
}

/// What the words of a title say about its breaks.
pub(super) fn sense(chars: &[char], known_names: &[&str]) -> Sense {
    let words = words(chars);
    let names = names(chars, &words, known_names);
    let pairs = pairs(&words);
    let inside_phrase = inside_phrases(&words, &names);
    let text = Text { chars, words: &words, names: &names, inside_phrase: &inside_phrase };
    let mut prices = vec![INSIDE_WORD; chars.len()];
    for (nth, word) in words.iter().enumerate().skip(1) {
        prices[word.start] = text.price_before(nth);
    }
    let mut inside = vec![0; chars.len()];
    names.iter().for_each(|name| keep(chars, name, INSIDE_NAME, &mut inside));
    pairs.iter().for_each(|pair| keep(chars, pair, INSIDE_PAIR, &mut inside));
    prices.iter_mut().zip(inside).for_each(|(price, inside)| *price += inside);
    let about = words.iter().skip(1).find(|word| word.role == Role::About);
    let issuer_end =
        about.map(|word| word.start).filter(|at| !pairs.iter().any(|pair| pair.contains(at)));
    Sense { prices, issuer_end }
}

/// Whether each word goes on with the phrase before it. Words of two characters,
/// or of four, that follow each other without a particle, a verb or a mark between
/// them make phrases of four characters, or of six where two are left over:
/// 履行教育|职责评价 would part one, 教育评价改革 is one.
fn inside_phrases(words: &[Word], names: &[Range<usize>]) -> Vec<bool> {
    let in_name = |word: &Word| names.iter().any(|name| name.contains(&word.start));
    let plain = |word: &Word| {
        word.role == Role::Other && matches!(word.len(), 2 | 4) && !in_name(word)
    };
    let mut inside = vec![false; words.len()];
    let mut nth = 0;
    for run in words.chunk_by(|a, b| plain(a) && plain(b)) {
        let length: usize = run.iter().map(|word| word.len()).sum();
        let mut at = 0;
        for word in run {
            inside[nth] = at > 0 && (at % 4 == 2 || length - at == 2);
            at += word.len();
            nth += 1;
        }
    }
    inside
}

/// Brackets, quotes and title marks with what stands between them.
fn pairs(words: &[Word]) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for word in words {
        match word.role {
            Role::Opening => open.push(word.start),
            Role::Closing => pairs.extend(open.pop().map(|start| start..word.end)),
            _ => {}
        }
    }
    pairs
}

/// Makes a break inside the range dear; one that no line can hold is only a
/// little worse to break than other text.
fn keep(chars: &[char], range: &Range<usize>, price: u32, inside: &mut [u32]) {
    let price = if width(&chars[range.clone()]) > FULL { 20 } else { price };
    inside[range.clone()].iter_mut().skip(1).for_each(|inside| *inside = price.max(*inside));
}

struct Text<'a> {
    chars: &'a [char],
    words: &'a [Word],
    names: &'a [Range<usize>],
    inside_phrase: &'a [bool],
}

impl Text<'_> {
    /// The price of a break before a word that is not the first.
    fn price_before(&self, nth: usize) -> u32 {
        let (before, after) = (&self.words[nth - 1], &self.words[nth]);
        let last = self.chars[before.end - 1];
        let kind = self.ends_title(nth);
        let listed = if self.in_list(nth) { 20 } else { 0 };
        let phrase = if self.inside_phrase[nth] { INSIDE_PHRASE } else { 0 };
        match (before.role, after.role) {
            (Role::Opening, _) | (_, Role::Closing | Role::Stop | Role::Blank) => AGAINST_MARK,
            (_, Role::Particle | Role::And) | (Role::And, _) => AGAINST_LEANING,
            (Role::About | Role::Preposition, _) => UNAVOIDABLE,
            (Role::Number, _) if last.is_ascii_digit() => UNAVOIDABLE,
            (Role::Stop | Role::Modifier, _) => 300,
            // A note belongs to what stands before it.
            (_, Role::Opening) if self.chars[after.start] == '（' => 300,
            (Role::Verb | Role::Number, _) => 40,
            (_, Role::About) => 0,
            (Role::Blank, _) => 1,
            (Role::Particle, _) if last != '的' => 40,
            (Role::Particle, _) if kind => 0,
            (Role::Particle, _) => 4,
            // 工作 belongs to what follows in 工作规则.
            (_, Role::Head) if !self.ends_phrase(nth + 1) => 30,
            (Role::Other, _) if self.role(nth.wrapping_sub(2)) == Some(Role::About) => 40,
            _ if kind => 25,
            (_, Role::Verb | Role::Modifier | Role::Preposition) => 4,
            (_, Role::Date | Role::Number) => 5,
            _ if self.names.iter().any(|name| name.end == before.end) => {
                let region = REGIONS.contains(last);
                if region { 10 + listed } else { 6 + listed }
            }
            (Role::Date, _) => 10 + listed,
            // “双减” describes what follows.
            (Role::Closing, _) if last == '”' => 24 + listed,
            _ if self.ends_phrase(nth) => 17 + listed + phrase,
            _ => 14 + listed + phrase,
        }
    }

    fn role(&self, nth: usize) -> Option<Role> {
        self.words.get(nth).map(|word| word.role)
    }

    /// Whether this word is the 文种 of the title, or of one inside 《》.
    fn ends_title(&self, nth: usize) -> bool {
        let next = self.words.get(nth + 1);
        next.is_none_or(|next| matches!(self.chars[next.start], '》' | '（'))
    }

    /// Whether this noun is the one that all before it describes.
    fn ends_phrase(&self, nth: usize) -> bool {
        self.role(nth) == Some(Role::Other)
            && (self.ends_title(nth) || self.role(nth + 1) == Some(Role::Particle))
    }

    /// Whether a short word beside 和 or 、 is cut from the rest of what is listed:
    /// 先进集体和先进个人.
    fn in_list(&self, nth: usize) -> bool {
        let joins = |role| matches!(role, Some(Role::And | Role::Stop));
        let short =
            |nth: usize| self.words[nth].len() <= 2 || self.words[nth].role == Role::Date;
        joins(self.role(nth + 1)) && short(nth)
            || nth >= 2 && joins(self.role(nth - 2)) && short(nth - 1)
    }
}
