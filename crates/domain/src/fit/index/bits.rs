//! One bit a slot.

use crate::fit::index::columns::Slot;

/// A set of slots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Puts a slot in.
    pub fn set(&mut self, slot: Slot) {
        let word = slot as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (slot % 64);
    }

    /// Takes a slot out.
    pub fn clear(&mut self, slot: Slot) {
        if let Some(word) = self.0.get_mut(slot as usize / 64) {
            *word &= !(1 << (slot % 64));
        }
    }

    /// Whether a slot is in.
    pub fn has(&self, slot: usize) -> bool {
        self.0.get(slot / 64).is_some_and(|it| it >> (slot % 64) & 1 == 1)
    }

    /// The slots from `start` (a multiple of 64) to before `end`, lowest first.
    pub fn within(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let words = self.0.iter().enumerate().take(end.div_ceil(64)).skip(start / 64);
        words.flat_map(move |(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_back_in_order() {
        let mut bits = Bits::default();
        for slot in [5, 64, 3, 200, 127, 128] {
            bits.set(slot);
        }
        bits.clear(5);
        bits.clear(9_999);
        assert_eq!(bits.within(0, 256).collect::<Vec<_>>(), [3, 64, 127, 128, 200]);
        assert_eq!(bits.within(64, 128).collect::<Vec<_>>(), [64, 127]);
        assert!(bits.has(200) && !bits.has(201) && !bits.has(9_999));
    }
}
