//! A value of AWS's on the page: JSON with a space where a line may end.

use crate::report::plain;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// The longest value shown, in characters. A route or an association with all its members is shorter.
const LONGEST: usize = 240;

/// The value as text, cut where it is long. May hold hostile text.
pub fn told(value: &Value) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail, and a value is always JSON.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut out, Spaced));
    plain::cut(&String::from_utf8_lossy(&out), LONGEST).into_owned()
}

/// Compact JSON with a space after every comma and colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_may_end_between_members() {
        assert_eq!(told(&json!({"a": [1, 2], "b": {"c": "d,e:f"}})), r#"{"a": [1, 2], "b": {"c": "d,e:f"}}"#);
    }

    #[test]
    fn a_long_value_is_cut() {
        let told = told(&json!("x".repeat(400)));
        assert!(told.ends_with("...") && told.chars().count() == LONGEST + 3, "{told}");
    }
}
