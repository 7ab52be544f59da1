//! How a member does business and how big it is, packed into 30 bits, and how two of them
//! compare.

use crate::members::parts::{Size, Turnover};
use crate::members::style::{POLES, Style};

/// Six poles (three bits each, 0 for unsaid, else the stand plus 3), six vetoes, size and
/// turnover (three bits each, 0 for unsaid).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Manner(pub u32);

/// Steps apart on a pole from which on the other stands “at the other end” and a veto holds.
pub const OTHER_END: u32 = 3;

/// How two ways of working compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Poles {
    /// On how many poles both said where they stand.
    pub known: u32,
    /// Steps apart, summed over those.
    pub steps: u32,
    /// One bit a pole on which one has a veto and the other stands at the other end.
    pub vetoed: u32,
}

impl Manner {
    /// Packs what was said.
    pub fn new(style: Style, size: Option<Size>, turnover: Option<Turnover>) -> Self {
        let mut bits = 0;
        for (pole, stand) in style.0.iter().enumerate() {
            if let Some(stand) = stand {
                // A stand is −2 to 2, so the sum is 1 to 5.
                bits |= u32::from((stand.at() + 3).unsigned_abs()) << (3 * pole);
                bits |= u32::from(stand.veto) << (18 + pole);
            }
        }
        let place = |at: Option<usize>| at.map_or(0, |it| it as u32 + 1);
        bits |= place(size.and_then(|it| Size::ALL.iter().position(|one| *one == it))) << 24;
        bits |=
            place(turnover.and_then(|it| Turnover::ALL.iter().position(|one| *one == it))) << 27;
        Self(bits)
    }

    /// The stand on a pole plus 3; 0 when unsaid.
    pub const fn stand(self, pole: usize) -> u32 {
        self.0 >> (3 * pole) & 7
    }

    /// Whether there is a veto on a pole.
    pub const fn vetoes(self, pole: usize) -> bool {
        self.0 >> (18 + pole) & 1 == 1
    }

    /// The bits of size and turnover together, below 64.
    pub const fn scale(self) -> u32 {
        self.0 >> 24 & 63
    }

    /// The size; `None` when unsaid.
    pub fn size(self) -> Option<Size> {
        let place = (self.0 >> 24 & 7) as usize;
        place.checked_sub(1).and_then(|it| Size::ALL.get(it).copied())
    }

    /// Compares pole by pole.
    pub fn poles(self, other: Self) -> Poles {
        let mut found = Poles::default();
        for pole in 0..POLES.len() {
            let (ours, theirs) = (self.stand(pole), other.stand(pole));
            if ours == 0 || theirs == 0 {
                continue;
            }
            let steps = ours.abs_diff(theirs);
            found.known += 1;
            found.steps += steps;
            if steps >= OTHER_END && (self.vetoes(pole) || other.vetoes(pole)) {
                found.vetoed |= 1 << pole;
            }
        }
        found
    }
}

/// A dimension in which two members can be uneven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// People.
    Size,
    /// Money turned over.
    Turnover,
}

impl Dimension {
    /// What a person reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::Size => "number of people",
            Self::Turnover => "turnover",
        }
    }
}

/// People of each size band: the geometric middle of its ends.
const PEOPLE: [f64; 5] = [1.0, 3.0, 11.0, 46.0, 200.0];
/// Thousand euros of each turnover band: the geometric middle of its ends.
const MONEY: [f64; 5] = [25.0, 110.0, 500.0, 3_200.0, 20_000.0];

/// How evenly `parts` are spread, from the weakest: number of parts × smallest ÷ sum
/// (formulas 5.2). 1 is even; 80/20 is 0.40, where entropy would say a too kind 0.72.
/// `None` without parts or when they add up to nothing.
pub fn weakest_share(parts: &[f64]) -> Option<f64> {
    let sum: f64 = parts.iter().sum();
    let smallest = parts.iter().copied().reduce(f64::min)?;
    (sum > 0.0).then(|| parts.len() as f64 * smallest / sum)
}

/// The worst dimension of two members by name and its evenness (formulas 5.2: never averaged
/// away). `None` when there is none that both told.
pub fn worst_balance(a: Manner, b: Manner) -> Option<(Dimension, f64)> {
    let band = |it: Manner, shift: u32, of: &[f64; 5]| {
        let place = (it.0 >> shift & 7) as usize;
        place.checked_sub(1).and_then(|place| of.get(place).copied())
    };
    let even = |dimension, shift, of| {
        let parts = [band(a, shift, of)?, band(b, shift, of)?];
        weakest_share(&parts).map(|it| (dimension, it))
    };
    let all = [even(Dimension::Size, 24, &PEOPLE), even(Dimension::Turnover, 27, &MONEY)];
    all.into_iter().flatten().min_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manner(style: &str) -> Manner {
        Manner::new(Style::parse(style).unwrap(), None, None)
    }

    #[test]
    fn the_weakest_share_is_as_in_the_formulas() {
        let of = |parts: &[f64]| (weakest_share(parts).unwrap() * 100.0).round() / 100.0;
        assert_eq!(of(&[50.0, 50.0]), 1.0);
        assert_eq!(of(&[60.0, 40.0]), 0.80);
        assert_eq!(of(&[80.0, 20.0]), 0.40);
        assert_eq!(of(&[50.0, 30.0, 20.0]), 0.60);
        assert_eq!(of(&[70.0, 10.0, 10.0, 10.0]), 0.40);
        assert_eq!(weakest_share(&[]), None);
        assert_eq!(weakest_share(&[0.0, 0.0]), None);
    }

    #[test]
    fn the_worst_dimension_is_named() {
        let of = |size, turnover| Manner::new(Style::default(), size, turnover);
        let small = of(Some(Size::One), Some(Turnover::Under50k));
        let worst = worst_balance(small, of(Some(Size::One), Some(Turnover::To10m))).unwrap();
        assert_eq!(worst.0, Dimension::Turnover);
        assert!(worst.1 < 0.05);
        assert_eq!(worst_balance(small, small), Some((Dimension::Size, 1.0)));
        assert_eq!(worst_balance(small, of(None, None)), None);
    }

    #[test]
    fn poles_compare_where_both_said() {
        let (a, b) = (manner("-2,0,1"), manner("1,0,,2"));
        assert_eq!(a.poles(b), Poles { known: 2, steps: 3, vetoed: 0 });
        assert_eq!(a.poles(manner("")), Poles::default());
    }

    #[test]
    fn a_veto_holds_from_either_side_and_only_against_the_other_end() {
        for (one, other, vetoed) in [
            ("-2!", "2", 1),
            ("-2!", "1", 1),
            ("-2!", "0", 0),
            ("-1!", "2", 1),
            ("-1!", "1", 0),
            ("-2", "2", 0),
            (",,2!", ",,-1", 4),
        ] {
            assert_eq!(manner(one).poles(manner(other)).vetoed, vetoed, "{one} {other}");
            assert_eq!(manner(other).poles(manner(one)).vetoed, vetoed, "{other} {one}");
        }
    }
}
