//! VARIANT: a value of the kinds that JSON has, which brings its type along.
//!
//! It is held as bytes: first the *dictionary* of all keys of its document in the order in which they came up, then the *value*,
//! in which a key is a number; both in Parquet's Variant encoding (VariantEncoding.md of parquet-format, version 1), as in Flink. An
//! object's entries stand in the order of their keys (that of UTF-16 units, Java's), their data in the order of the text.
//!
//! | first byte | value |
//! |---|---|
//! | `type << 2` | null 0 · TRUE 1 · FALSE 2 · integers of 1, 2, 4, 8 bytes 3–6 · DOUBLE 7 · DECIMAL (scale, then 4, 8, 16 bytes) 8–10 · text (length 4) 16 |
//! | `length << 2 \| 1` | text of less than 64 bytes |
//! | `large << 6 \| (id − 1) << 4 \| (offset − 1) << 2 \| 2` | object: count (4 bytes if large, else 1), ids, offsets and the end, data |
//! | `large << 4 \| (offset − 1) << 2 \| 3` | array: count, offsets and the end, data |
//!
//! Two VARIANTs are equal when their bytes are, again as in Flink: 1, 1.0 and 1.00 are three values, objects differ by the order in
//! which they were written, and a part that was taken out of a document keeps all of its dictionary. Bytes come from a
//! [`VariantBuilder`] only; reading others may panic.

mod build;
mod read;

pub use build::{VariantBuilder, VariantError};
pub use read::{Variant, write_json_string};

/// The most bytes of a dictionary, and of a value.
const BYTES_MAX: usize = 1 << 24;

const NULL: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const INT1: u8 = 3;
const INT2: u8 = 4;
const INT4: u8 = 5;
const INT8: u8 = 6;
const DOUBLE: u8 = 7;
const DECIMAL4: u8 = 8;
const DECIMAL8: u8 = 9;
const DECIMAL16: u8 = 10;
const LONG_TEXT: u8 = 16;

/// The low two bits of a first byte.
const SCALAR: u8 = 0;
const SHORT_TEXT: u8 = 1;
const OBJECT: u8 = 2;
const ARRAY: u8 = 3;

/// The longest text whose length stands in the first byte.
const SHORT_TEXT_MAX: usize = 63;

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"b": 1, "a": [1.50, 1000.0, "x", true, null], "é": {"b": -300}}`
    fn document() -> Vec<u8> {
        let mut builder = VariantBuilder::new(false);
        let start = builder.position();
        let mut fields = vec![(builder.key("b"), builder.position() - start)];
        builder.integer(1);
        fields.push((builder.key("a"), builder.position() - start));
        let (list, mut offsets) = (builder.position(), Vec::new());
        builder.decimal(150, 2);
        offsets.push(0);
        offsets.push(builder.position() - list);
        builder.double(1000.0);
        offsets.push(builder.position() - list);
        builder.text("x");
        offsets.push(builder.position() - list);
        builder.boolean(true);
        offsets.push(builder.position() - list);
        builder.null();
        builder.finish_array(list, &offsets).unwrap();
        fields.push((builder.key("é"), builder.position() - start));
        let inner = builder.position();
        let field = (builder.key("b"), 0);
        builder.integer(-300);
        builder.finish_object(inner, &[field]).unwrap();
        builder.finish_object(start, &fields).unwrap();
        builder.finish().unwrap()
    }

    fn json(bytes: &[u8]) -> String {
        let mut out = String::new();
        Variant::new(bytes).write_json(&mut out);
        out
    }

    #[test]
    fn the_bytes_are_those_of_the_format() {
        let mut builder = VariantBuilder::new(false);
        let field = (builder.key("k"), 0);
        builder.integer(7);
        builder.finish_object(0, &[field]).unwrap();
        // Version and widths, one key from 0 to 1; object of one field: id 0, from 0 to 2, the integer.
        assert_eq!(builder.finish().unwrap(), [1, 1, 0, 1, b'k', 0b10, 1, 0, 0, 2, INT1 << 2, 7]);
    }

    #[test]
    fn objects_are_shown_in_the_order_of_their_keys() {
        assert_eq!(json(&document()), r#"{"a":[1.5,1000.0,"x",true,null],"b":1,"é":{"b":-300}}"#);
    }

    #[test]
    fn parts_are_found_and_keep_the_dictionary() {
        let bytes = document();
        let whole = Variant::new(&bytes);
        assert_eq!(json(&whole.field("é").unwrap().to_bytes()), r#"{"b":-300}"#);
        assert!(whole.field("c").is_none());
        let list = whole.field("a").unwrap().to_bytes();
        let list = Variant::new(&list);
        assert_eq!(json(&list.item(3).unwrap().to_bytes()), r#""x""#);
        assert!(list.item(0).is_none() && list.item(6).is_none() && list.item(-1).is_none());
    }

    #[test]
    fn the_last_of_equal_keys_counts_if_it_may() {
        let build = |allowed| {
            let mut builder = VariantBuilder::new(allowed);
            let mut fields = Vec::new();
            for (key, value) in [("a", 1), ("b", 2), ("a", 300)] {
                fields.push((builder.key(key), builder.position()));
                builder.integer(value);
            }
            builder.finish_object(0, &fields).map(|()| builder.finish().unwrap())
        };
        assert_eq!(json(&build(true).unwrap()), r#"{"a":300,"b":2}"#);
        assert_eq!(build(false), Err(VariantError::DuplicateKey("a".into())));
    }

    #[test]
    fn wide_containers_and_long_texts() {
        let mut builder = VariantBuilder::new(false);
        let (text, mut fields) = ("long".repeat(40), Vec::new());
        for i in 0..1_000 {
            fields.push((builder.key(&format!("key{i:04}")), builder.position()));
            builder.text(&text);
        }
        builder.finish_object(0, &fields).unwrap();
        let bytes = builder.finish().unwrap();
        let found = Variant::new(&bytes).field("key0999").unwrap().to_bytes();
        assert_eq!(json(&found), format!("\"{text}\""));
    }
}
