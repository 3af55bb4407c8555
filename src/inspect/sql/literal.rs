//! Places inside string literals.

/// The byte of a literal's source at which a byte of its value stands.
pub fn place(literal: &str, value_at: usize) -> usize {
    let Some(open) = literal.find('"') else { return 0 };
    let raw = literal[..open].contains('r');
    let start = open + 1;
    if raw {
        return (start + value_at).min(literal.len());
    }
    let mut value = 0;
    let mut chars = literal[start..].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let mut length = char.len_utf8();
        if char == '\\' {
            match chars.next() {
                Some((_, '\n' | '\r')) => {
                    while chars.next_if(|(_, char)| char.is_whitespace()).is_some() {}
                    continue;
                }
                Some((_, 'x')) => {
                    chars.next();
                    chars.next();
                    length = 1;
                }
                Some((_, 'u')) => {
                    let digits: String = chars.by_ref().map(|(_, char)| char).take_while(|char| *char != '}').collect();
                    let code = u32::from_str_radix(digits.trim_start_matches('{'), 16).ok();
                    length = code.and_then(char::from_u32).map_or(1, char::len_utf8);
                }
                _ => length = 1,
            }
        }
        if value + length > value_at {
            return start + at;
        }
        value += length;
    }
    literal.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_byte_of_the_value_is_found_in_the_source() {
        for (literal, at, expected) in [
            (r#""abc""#, 1, 2),
            (r#""a\"bc""#, 2, 4),
            ("\"a \\\n   b\"", 2, 8),
            ("r#\"a\"b\"#", 2, 5),
            (r#""\u{e9}x""#, 2, 7),
            (r#""é!""#, 2, 3),
            (r#""abc""#, 99, 4),
            ("", 3, 0),
        ] {
            assert_eq!(place(literal, at), expected, "{literal}");
        }
    }
}
