//! A link as a picture that a phone reads.

use qrcode::{Color, EcLevel, QrCode};

/// A QR code as one path of squares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// The side of the picture, its quiet border included, in squares.
    pub side: usize,
    /// The dark squares, for the attribute `d` of an SVG path.
    pub path: String,
}

/// Squares of light around the code, which readers need (ISO/IEC 18004, 5.3.8).
const QUIET: usize = 4;

impl Qr {
    /// The code of a text; `None` when it is longer than a code can hold, 2,331 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let dark = row[x..].iter().take_while(|it| **it == Color::Dark).count();
                if dark > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    path += &format!("M{left} {top}h{dark}v1h-{dark}z");
                }
                x += dark.max(1);
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_squares_within_its_border() {
        let qr = Qr::of("http://localhost:4747/join/0123456789abcdef0123456789abcdef").unwrap();
        // Each corner but one begins with a bar of seven squares (ISO/IEC 18004, 5.3.2.1).
        let right = qr.side - QUIET - 7;
        for bar in ["M4 4h7v1h-7z".to_owned(), format!("M{right} 4h7v1h-7z")] {
            assert!(qr.path.contains(&bar), "{bar} is not in {}", qr.path);
        }
        assert_eq!(Qr::of(&"x".repeat(3_000)), None);
    }
}
