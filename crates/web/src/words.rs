//! Words that several pages share.

/// The five places between the two words of a style pole, left to right. The outer four are
/// followed by the word they lean to.
pub const POLE_PLACES: [(u8, &str); 5] =
    [(1, "Very "), (2, "Rather "), (3, "In the middle"), (4, "Rather "), (5, "Very ")];
