//! Signal flags: a mark for every member, made from its id, until it has a logo of its own.
//!
//! Ten patterns times 36 pairs of eight flag colours. A flag stands beside the name, never alone.

use askama::Template;

/// What to draw: a ground, and a figure on it, on a square of 40 by 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    ground: Colour,
    figure: Colour,
    pattern: Pattern,
}

impl Flag {
    /// The flag of whoever has this id: always the same one. The table below may grow only at the
    /// price of everyone's flag, so it does not.
    #[must_use]
    pub fn of(id: u128) -> Self {
        let mixed = mix(id);
        let pattern = PATTERNS[pick(mixed, PATTERNS.len())];
        let (one, other) = PAIRS[pick(mixed >> 16, PAIRS.len())];
        let swapped = (mixed >> 32) & 1 == 1;
        let (ground, figure) = if swapped { (other, one) } else { (one, other) };
        Self { ground, figure, pattern }
    }

    /// The colour of the ground, as `#rrggbb`.
    #[must_use]
    pub fn ground(&self) -> &'static str {
        self.ground.hex()
    }

    /// The colour of the figure, as `#rrggbb`.
    #[must_use]
    pub fn figure(&self) -> &'static str {
        self.figure.hex()
    }

    /// The outline of the figure, as the `d` of an SVG path.
    #[must_use]
    pub fn outline(&self) -> &'static str {
        self.pattern.outline()
    }

    /// A drawing that stands alone, for `/@handle/flag.svg`.
    #[must_use]
    pub fn svg(&self) -> String {
        let (ground, figure, outline) = (self.ground(), self.figure(), self.outline());
        let drawing = FlagDrawing { ground, figure, outline };
        drawing.render().expect("three texts always render")
    }
}

#[derive(Template)]
#[template(path = "components/flag.svg")]
struct FlagDrawing {
    ground: &'static str,
    figure: &'static str,
    outline: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Navy,
    Red,
    Yellow,
    Blue,
    Green,
    White,
    Plum,
    Black,
}

impl Colour {
    fn hex(self) -> &'static str {
        match self {
            Self::Navy => "#17324d",
            Self::Red => "#c8323f",
            Self::Yellow => "#f4b63f",
            Self::Blue => "#2f6fb0",
            Self::Green => "#2b8a63",
            Self::White => "#ffffff",
            Self::Plum => "#7a4a97",
            Self::Black => "#10222b",
        }
    }
}

/// The pairs that eyes tell apart, those of the colour-blind too: see the test.
const PAIRS: [(Colour, Colour); 18] = {
    use Colour::{Black, Blue, Green, Navy, Plum, Red, White, Yellow};
    [
        (Navy, Red),
        (Navy, Yellow),
        (Navy, Green),
        (Navy, White),
        (Red, Yellow),
        (Red, White),
        (Red, Black),
        (Yellow, Blue),
        (Yellow, Green),
        (Yellow, Plum),
        (Yellow, Black),
        (Blue, White),
        (Blue, Black),
        (Green, White),
        (Green, Black),
        (White, Plum),
        (White, Black),
        (Plum, Black),
    ]
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Halves,
    Stripe,
    Saltire,
    Quarters,
    Window,
    Diagonal,
    Disc,
    Cross,
    Chevron,
    Diamond,
}

const PATTERNS: [Pattern; 10] = [
    Pattern::Halves,
    Pattern::Stripe,
    Pattern::Saltire,
    Pattern::Quarters,
    Pattern::Window,
    Pattern::Diagonal,
    Pattern::Disc,
    Pattern::Cross,
    Pattern::Chevron,
    Pattern::Diamond,
];

impl Pattern {
    fn outline(self) -> &'static str {
        match self {
            Self::Halves => "M20 0h20v40H20z",
            Self::Stripe => "M0 13h40v14H0z",
            Self::Saltire => "M0 0h6l14 14L34 0h6v6L26 20l14 14v6h-6L20 26 6 40H0v-6l14-14L0 6z",
            Self::Quarters => "M20 0h20v20H20zM0 20h20v20H0z",
            Self::Window => "M11 11h18v18H11z",
            Self::Diagonal => "M40 0v40H0z",
            Self::Disc => "M20 9.5a10.5 10.5 0 0 1 0 21 10.5 10.5 0 0 1 0-21z",
            Self::Cross => "M15.5 0h9v15.5H40v9H24.5V40h-9V24.5H0v-9h15.5z",
            Self::Chevron => "M0 0l24 20L0 40z",
            Self::Diamond => "M20 4.5 35.5 20 20 35.5 4.5 20z",
        }
    }
}

/// Ids made one after the other differ in few bits; their flags should differ in everything.
/// (The finaliser of SplitMix64 over both halves.)
fn mix(id: u128) -> u64 {
    let [high, low] = [(id >> 64) as u64, id as u64];
    let mut bits = high.rotate_left(29) ^ low;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn pick(bits: u64, among: usize) -> usize {
    (bits & 0xffff) as usize % among
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lightness, green-red and blue-yellow of a colour (OKLab, Björn Ottosson 2020).
    fn oklab(colour: Colour) -> [f64; 3] {
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&colour.hex()[at..at + 2], 16).unwrap();
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let (r, g, b) = (channel(1), channel(3), channel(5));
        let l = (0.412_221 * r + 0.536_333 * g + 0.051_446 * b).cbrt();
        let m = (0.211_903 * r + 0.680_700 * g + 0.107_397 * b).cbrt();
        let s = (0.088_302 * r + 0.281_719 * g + 0.629_979 * b).cbrt();
        [
            0.210_454 * l + 0.793_618 * m - 0.004_072 * s,
            1.977_998 * l - 2.428_592 * m + 0.450_594 * s,
            0.025_904 * l + 0.782_772 * m - 0.808_676 * s,
        ]
    }

    #[test]
    fn the_two_colours_of_a_flag_are_told_apart_even_without_seeing_hue() {
        for (one, other) in PAIRS {
            let (a, b) = (oklab(one), oklab(other));
            let apart = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
            assert!(apart >= 0.28, "{one:?} and {other:?} are {apart:.2} apart");
            let lightness = (a[0] - b[0]).abs();
            assert!(lightness >= 0.24, "{one:?} and {other:?}: lightness {lightness:.2}");
        }
    }

    #[test]
    fn an_id_has_one_flag_for_ever() {
        let id = 0x0192_f0c1_7a3b_7c4d_8e5f_6071_8293_a4b5;
        let flag = Flag::of(id);
        let drawn = [flag.ground(), flag.figure(), flag.outline()];
        assert_eq!(drawn, ["#ffffff", "#17324d", "M11 11h18v18H11z"]);
        assert!(drawn.iter().all(|it| flag.svg().contains(it)));
    }

    #[test]
    fn every_pattern_and_every_pair_both_ways_is_reached() {
        let flags: Vec<Flag> = (0..5_000_u128).map(Flag::of).collect();
        for pattern in PATTERNS {
            assert!(flags.iter().any(|it| it.pattern == pattern), "{pattern:?}");
        }
        for (one, other) in PAIRS {
            for (ground, figure) in [(one, other), (other, one)] {
                let flown = flags.iter().any(|it| it.ground == ground && it.figure == figure);
                assert!(flown, "{figure:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn neighbours_in_id_do_not_look_alike() {
        let alike = (0..1_000_u128).filter(|id| Flag::of(*id) == Flag::of(id + 1)).count();
        // One in 360 by chance.
        assert!(alike <= 12, "{alike} of 1000 neighbours fly the same flag");
    }
}
