//! BITMAP: a set of unsigned 32-bit integers, held as bytes in Roaring's portable format.
//!
//! Equal sets have equal bytes: a container is of runs only where that is smaller than an array or a bit set, whatever it was
//! when it was read. So bytes are compared, hashed and grouped by as they are, and Flink's `BITMAP_TO_BYTES` gives the same
//! for what it built itself. (Bytes that came from outside with runs where an array is no larger are written back by Flink as
//! they came.)
//!
//! Columns hold canonical bytes only: what comes from outside goes through [`read`].

use roaring::RoaringBitmap;
use std::fmt::Write;

/// From how many characters on the text of a bitmap is cut, as in Flink.
const TEXT_MAX: usize = 0x8_0000;

/// The set that these bytes hold; what follows it is not looked at. `Err` says what is wrong with them.
pub fn read(bytes: &[u8]) -> Result<RoaringBitmap, String> {
    RoaringBitmap::deserialize_from(bytes).map_err(|error| error.to_string())
}

/// The set that canonical bytes hold.
///
/// # Panics
/// If the bytes were not made by [`write`].
pub fn held(bytes: &[u8]) -> RoaringBitmap {
    RoaringBitmap::deserialize_unchecked_from(bytes).expect("a column of BITMAP holds what was written into it")
}

/// The canonical bytes of a set.
pub fn write(mut set: RoaringBitmap) -> Vec<u8> {
    set.remove_run_compression();
    set.optimize();
    let mut bytes = Vec::with_capacity(set.serialized_size());
    set.serialize_into(&mut bytes).expect("a Vec takes all");
    bytes
}

/// Appends canonical bytes as text: `{1,2,4294967295}`, the numbers unsigned and ascending; ends in `...}` when it is too long.
pub fn write_text(bytes: &[u8], out: &mut String) {
    let start = out.len();
    out.push('{');
    for (i, number) in held(bytes).iter().enumerate() {
        if i > 0 {
            out.push(',');
            if out.len() - start > TEXT_MAX {
                out.push_str("...");
                break;
            }
        }
        write!(out, "{number}").expect("a String takes all");
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(numbers: impl IntoIterator<Item = u32>) -> String {
        let mut text = String::new();
        write_text(&write(numbers.into_iter().collect()), &mut text);
        text
    }

    #[test]
    fn texts_are_unsigned_and_ascending() {
        assert_eq!(text([u32::MAX, 0, 7]), "{0,7,4294967295}");
        assert_eq!(text([]), "{}");
        let long = text(0..131_072);
        assert_eq!((long.len(), &long[long.len() - 16..]), (524_293, ",89231,89232,...}".strip_prefix(',').expect("a comma")));
    }

    #[test]
    fn equal_sets_have_equal_bytes() {
        // {0, 1, 2} as one run, which an array of three is not larger than.
        let runs = read(&[0x3b, 0x30, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 2, 0]).expect("these are good bytes");
        assert_eq!(write(runs), write([2, 1, 0].into_iter().collect()));
        assert_eq!(write((10..21).collect())[..4], [0x3b, 0x30, 0, 0], "eleven in a row are a run");
        assert_eq!(held(&write((0..200_000).step_by(3).collect())).len(), 66_667);
    }

    #[test]
    fn bytes_that_are_no_bitmap_are_refused() {
        for bytes in [
            &b""[..],
            b"\0",
            b"hello",
            &[0x3a, 0x30, 0, 0, 1, 0, 0, 0],
            &[0x3a, 0x30, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 16, 0, 0, 0, 7, 0, 3, 0],
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }
}
