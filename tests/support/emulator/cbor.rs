//! JSON as the CLI prints it, into CBOR as the wire has it, and requests back. RFC 8949, as much as is needed.

use super::fault::STRANGE;
use super::json::seconds;
use super::shape::{self, Kind};
use serde_json::{Map, Value, json};

/// A thing of `shape`.
pub fn thing(service: &str, shape: &str, value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    put_thing(&mut out, service, shape, value);
    out
}

/// A value of no shape.
pub fn plain(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, value);
    out
}

fn put_thing(out: &mut Vec<u8>, service: &str, shape: &str, value: &Value) {
    // A map of no stated length, which is how CloudWatch answers.
    out.push(0xbf);
    for (member, wire, kind) in shape::members(service, shape, value) {
        let Some(value) = value.get(member) else { continue };
        put(out, &json!(wire));
        let items = value.as_array().map_or(&[][..], Vec::as_slice);
        match kind {
            Kind::Text | Kind::Word(_) | Kind::Number | Kind::Flag | Kind::Texts(_) | Kind::Numbers(_) => {
                put(out, value)
            }
            Kind::Time => put_time(out, value),
            Kind::One(shape) => put_thing(out, service, shape, value),
            Kind::Times(_) => {
                put_head(out, 4, items.len() as u64);
                items.iter().for_each(|value| put_time(out, value));
            }
            Kind::Many(_, shape) => {
                put_head(out, 4, items.len() as u64);
                items.iter().for_each(|value| put_thing(out, service, shape, value));
            }
        }
    }
    if let Some(strange) = value.get(STRANGE) {
        put(out, &json!(STRANGE));
        put(out, strange);
    }
    out.push(0xff);
}

/// Tag 1: seconds since 1970.
fn put_time(out: &mut Vec<u8>, value: &Value) {
    put_head(out, 6, 1);
    put(out, &json!(seconds(value)));
}

fn put(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.push(0xf6),
        Value::Bool(value) => out.push(if *value { 0xf5 } else { 0xf4 }),
        Value::Number(number) => match number.as_u64() {
            Some(number) => put_head(out, 0, number),
            None => {
                out.push(0xfb);
                out.extend(number.as_f64().unwrap_or_default().to_be_bytes());
            }
        },
        Value::String(text) => {
            put_head(out, 3, text.len() as u64);
            out.extend(text.as_bytes());
        }
        Value::Array(items) => {
            put_head(out, 4, items.len() as u64);
            items.iter().for_each(|item| put(out, item));
        }
        Value::Object(members) => {
            put_head(out, 5, members.len() as u64);
            for (name, value) in members {
                put(out, &json!(name));
                put(out, value);
            }
        }
    }
}

fn put_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..24 => out.push(major | argument as u8),
        24..0x100 => out.extend([major | 24, argument as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend((argument as u16).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(argument.to_be_bytes());
        }
    }
}

/// A request's body; none if it is no CBOR that the SDK would write.
pub fn decode(bytes: &[u8]) -> Option<Value> {
    let mut left = bytes;
    get(&mut left)
}

fn get(left: &mut &[u8]) -> Option<Value> {
    let (first, rest) = left.split_first()?;
    *left = rest;
    let (major, short) = (first >> 5, first & 31);
    if major == 7 {
        return match short {
            20 | 21 => Some(json!(short == 21)),
            22 => Some(Value::Null),
            26 => Some(json!(f32::from_be_bytes(take(left, 4)?.try_into().ok()?))),
            27 => Some(json!(f64::from_be_bytes(take(left, 8)?.try_into().ok()?))),
            _ => None,
        };
    }
    let endless = short == 31;
    let argument = match short {
        0..24 => u64::from(short),
        24..28 => take(left, 1 << (short - 24))?.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
        31 => u64::MAX,
        _ => return None,
    };
    let mut at = 0;
    let mut more = |left: &mut &[u8]| {
        if endless && left.first() == Some(&0xff) {
            *left = left.get(1..).unwrap_or_default();
            return false;
        }
        at += 1;
        at <= argument
    };
    match major {
        0 => Some(json!(argument)),
        1 => Some(json!(-1 - i64::try_from(argument).ok()?)),
        3 => Some(json!(String::from_utf8_lossy(take(left, usize::try_from(argument).ok()?)?))),
        4 => {
            let mut items = Vec::new();
            while more(left) {
                items.push(get(left)?);
            }
            Some(Value::Array(items))
        }
        5 => {
            let mut members = Map::new();
            while more(left) {
                let name = get(left)?;
                members.insert(name.as_str()?.to_owned(), get(left)?);
            }
            Some(Value::Object(members))
        }
        6 => get(left),
        _ => None,
    }
}

fn take<'a>(left: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = left.split_at_checked(count)?;
    *left = rest;
    Some(taken)
}
