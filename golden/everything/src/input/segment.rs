//! Keys in addresses.

use serde::Serialize;
use serde_json::Value;

/// A part of a key as a segment of a path.
pub fn segment(part: &impl Serialize) -> String {
    let text = match serde_json::to_value(part) {
        Ok(Value::String(text)) => text,
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    };
    text.bytes().map(encode).collect()
}

fn encode(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    }
}
