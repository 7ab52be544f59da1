//! From a file that somebody sent to a small picture that is safe to show: it is decoded within
//! limits and written anew, so that nothing in it survives but its pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::{self, FilterType};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage,
};
use thiserror::Error;
use tokio::sync::Semaphore;

/// The largest file, in bytes.
pub const BYTES_MAX: usize = 5 * 1024 * 1024;
/// The side of the square that is kept, in pixels: twice the largest place for it on a page.
pub const SIDE: u32 = 192;
/// The longest side of a whole picture that is kept, in pixels: more than a page shows.
const WHOLE_SIDE: u32 = 1_600;
/// How closely a JPEG keeps to the pixels, of 100: no difference is seen on a page.
const WHOLE_QUALITY: u8 = 85;
/// The longest side of what is sent, in pixels.
const SIDE_MAX: u32 = 10_000;
/// The most pixels of what is sent: a camera's twelve million and some, 64 MB when decoded.
const PIXELS_MAX: u64 = 16_000_000;
/// What a decoder may take besides, in bytes.
const MEMORY_MAX: u64 = 160 * 1024 * 1024;

/// One picture is decoded at a time: a few large ones at once would need more memory than a
/// small server has.
static DECODING: Semaphore = Semaphore::const_new(1);

/// Why a file was not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PictureError {
    /// There is nothing in it.
    #[error("please choose a picture")]
    Empty,
    /// The file is too large.
    #[error("please choose a picture of at most 5 MB")]
    TooLarge,
    /// It would take too much room when it is decoded.
    #[error("please choose a smaller picture; 4,000 by 4,000 pixels is the most")]
    TooManyPixels,
    /// It is something else, or a kind of picture that is not taken.
    #[error("please choose a PNG, JPEG or WebP picture")]
    OtherKind,
    /// It is broken.
    #[error("this picture cannot be read; please save it anew and try again")]
    Broken,
}

/// A square WebP of at most [`SIDE`] pixels, of what is in the file.
///
/// # Errors
/// [`PictureError`] when it is no picture that is taken.
pub(super) async fn prepare(file: Vec<u8>) -> Result<Vec<u8>, PictureError> {
    if file.is_empty() {
        return Err(PictureError::Empty);
    }
    if file.len() > BYTES_MAX {
        return Err(PictureError::TooLarge);
    }
    let _turn = DECODING.acquire().await.map_err(|_| PictureError::Broken)?;
    // A decoder that panics has met a broken picture.
    let work = tokio::task::spawn_blocking(move || small(&file));
    work.await.map_err(|_| PictureError::Broken)?
}

/// A picture as it was written anew.
pub(crate) enum Anew {
    /// Without anything clear in it.
    Jpeg(Vec<u8>),
    /// With something clear in it.
    Webp(Vec<u8>),
}

/// The whole picture written anew, at most [`WHOLE_SIDE`] pixels wide and high.
///
/// # Errors
/// [`PictureError`] when it is no picture that is taken.
pub(crate) async fn anew(file: Vec<u8>) -> Result<Anew, PictureError> {
    let _turn = DECODING.acquire().await.map_err(|_| PictureError::Broken)?;
    let work = tokio::task::spawn_blocking(move || whole(&file));
    work.await.map_err(|_| PictureError::Broken)?
}

fn whole(file: &[u8]) -> Result<Anew, PictureError> {
    let pixels = decode(file)?;
    let longest = pixels.width().max(pixels.height());
    let picture = DynamicImage::from(pixels);
    let picture = match longest {
        ..=WHOLE_SIDE => picture,
        _ => picture.resize(WHOLE_SIDE, WHOLE_SIDE, FilterType::Triangle),
    };
    let pixels = picture.to_rgba8();
    let clear = pixels.pixels().any(|it| it.0[3] < u8::MAX);
    let mut bytes = Vec::new();
    let (width, height) = pixels.dimensions();
    if clear {
        let encoder = WebPEncoder::new_lossless(&mut bytes);
        let done = encoder.encode(pixels.as_raw(), width, height, ExtendedColorType::Rgba8);
        return done.map(|()| Anew::Webp(bytes)).map_err(|_| PictureError::Broken);
    }
    let encoder = JpegEncoder::new_with_quality(&mut bytes, WHOLE_QUALITY);
    let done = picture.to_rgb8().write_with_encoder(encoder);
    done.map(|()| Anew::Jpeg(bytes)).map_err(|_| PictureError::Broken)
}

fn small(file: &[u8]) -> Result<Vec<u8>, PictureError> {
    let pixels = decode(file)?;
    let (width, height) = pixels.dimensions();
    let square = centred(&within(with_alpha_in(pixels), width, height));
    let mut webp = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut webp);
    let side = square.width();
    let encoded = encoder.encode(square.as_raw(), side, side, ExtendedColorType::Rgba8);
    encoded.map_err(|_| PictureError::Broken)?;
    Ok(webp)
}

/// What the first bytes say counts, not the name of the file.
fn decode(file: &[u8]) -> Result<RgbaImage, PictureError> {
    let format = image::guess_format(file).map_err(|_| PictureError::OtherKind)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(PictureError::OtherKind);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(PictureError::TooManyPixels);
    }
    let turned = decoder.orientation().map_err(why)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
    picture.apply_orientation(turned);
    Ok(picture.into_rgba8())
}

fn why(error: image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        _ => PictureError::Broken,
    }
}

/// Multiplies each pixel with its opacity: what cannot be seen must not colour what is beside it
/// when pixels are put together.
fn with_alpha_in(mut pixels: RgbaImage) -> RgbaImage {
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        for colour in &mut pixel.0[..3] {
            *colour = u8::try_from(u16::from(*colour) * alpha / 255).unwrap_or(u8::MAX);
        }
    }
    pixels
}

fn without_alpha_in(mut pixels: RgbaImage) -> RgbaImage {
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel.0[3]).max(1);
        for colour in &mut pixel.0[..3] {
            *colour = u8::try_from(u16::from(*colour) * 255 / alpha).unwrap_or(u8::MAX);
        }
    }
    pixels
}

/// At most [`SIDE`] pixels wide and high, in its proportions; a small one stays as it is.
fn within(pixels: RgbaImage, width: u32, height: u32) -> RgbaImage {
    let longest = width.max(height);
    if longest <= SIDE {
        return without_alpha_in(pixels);
    }
    let scaled = |side: u32, to: u32| {
        let side = u64::from(side) * u64::from(to) / u64::from(longest);
        u32::try_from(side).unwrap_or(to).max(1)
    };
    // Quickly to four times the size, carefully from there.
    let rough = (longest > 4 * SIDE)
        .then(|| imageops::thumbnail(&pixels, scaled(width, 4 * SIDE), scaled(height, 4 * SIDE)));
    let rough = rough.unwrap_or(pixels);
    let (width, height) = (scaled(width, SIDE), scaled(height, SIDE));
    without_alpha_in(imageops::resize(&rough, width, height, FilterType::Lanczos3))
}

/// In the middle of a square that is otherwise clear.
fn centred(pixels: &RgbaImage) -> RgbaImage {
    let (width, height) = pixels.dimensions();
    let side = width.max(height);
    let mut square = RgbaImage::new(side, side);
    let (x, y) = (i64::from((side - width) / 2), i64::from((side - height) / 2));
    imageops::replace(&mut square, pixels, x, y);
    square
}

#[cfg(test)]
mod tests {
    use image::{RgbImage, Rgba};

    use super::*;

    fn png(pixels: DynamicImage) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        pixels.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    fn read_back(webp: &[u8]) -> RgbaImage {
        image::load_from_memory_with_format(webp, ImageFormat::WebP).unwrap().into_rgba8()
    }

    /// A PNG whose head says so many pixels; the pixels themselves are not there.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut file = png(RgbaImage::new(1, 1).into());
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let check = crc(&file[12..29]);
        file[29..33].copy_from_slice(&check.to_be_bytes());
        file
    }

    /// The check of a part of a PNG (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        let byte = |crc: u32, it: &u8| (0..8).fold(crc ^ u32::from(*it), |crc, _| step(crc));
        !bytes.iter().fold(u32::MAX, byte)
    }

    #[tokio::test]
    async fn what_is_kept_is_a_small_square_with_the_picture_in_its_middle() {
        let red = RgbImage::from_pixel(1_000, 500, image::Rgb([200, 0, 0]));
        let kept = read_back(&prepare(png(red.into())).await.unwrap());
        assert_eq!(kept.dimensions(), (SIDE, SIDE));
        assert_eq!(kept.get_pixel(96, 96), &Rgba([200, 0, 0, 255]));
        assert_eq!(kept.get_pixel(96, 10).0[3], 0);
        let dot = RgbaImage::from_pixel(7, 7, Rgba([1, 2, 3, 255]));
        assert_eq!(read_back(&prepare(png(dot.into())).await.unwrap()).dimensions(), (7, 7));
    }

    #[tokio::test]
    async fn what_cannot_be_seen_does_not_colour_what_is_beside_it() {
        let mut half = RgbaImage::from_pixel(400, 400, Rgba([0, 0, 0, 0]));
        for (x, _, pixel) in half.enumerate_pixels_mut() {
            if x < 200 {
                *pixel = Rgba([250, 250, 250, 255]);
            }
        }
        let kept = read_back(&prepare(png(half.into())).await.unwrap());
        let seen = kept.pixels().filter(|it| it.0[3] > 32);
        assert!(seen.into_iter().all(|it| it.0[0] > 230), "a dark seam");
    }

    #[tokio::test]
    async fn nothing_survives_but_pixels() {
        let mut file = png(RgbaImage::from_pixel(20, 20, Rgba([9, 9, 9, 255])).into());
        let before = prepare(file.clone()).await.unwrap();
        file.extend_from_slice(b"<script>alert(1)</script>");
        let after = prepare(file).await.unwrap();
        assert_eq!(before, after);
        assert!(!after.windows(6).any(|it| it == b"script"));
    }

    #[tokio::test]
    async fn a_file_that_is_no_picture_is_refused_in_words() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let whole = png(RgbaImage::from_pixel(64, 64, Rgba([1, 200, 3, 255])).into());
        for (file, expected) in [
            (Vec::new(), PictureError::Empty),
            (vec![0; BYTES_MAX + 1], PictureError::TooLarge),
            (svg.to_vec(), PictureError::OtherKind),
            (b"GIF89a\x01\x00\x01\x00".to_vec(), PictureError::OtherKind),
            (b"%PDF-1.7".to_vec(), PictureError::OtherKind),
            (whole[..60].to_vec(), PictureError::Broken),
            (whole[..whole.len() / 2].to_vec(), PictureError::Broken),
            (b"\xff\xd8\xff\xe0 and no more".to_vec(), PictureError::Broken),
            (bomb(4_001, 4_001), PictureError::TooManyPixels),
            (bomb(50_000, 1), PictureError::TooManyPixels),
            (bomb(u32::MAX >> 1, u32::MAX >> 1), PictureError::TooManyPixels),
        ] {
            let what: String =
                file.iter().take(12).map(|it| it.escape_ascii().to_string()).collect();
            assert_eq!(prepare(file).await, Err(expected), "{what}");
        }
    }
}
