//! Where somebody goes after signing in: a place on this site, whatever the address of the page says.

use serde::{Deserialize, Deserializer};
use url::{Position, Url};

/// A path on this site, with its query, as a browser would write it. Everything else has become `None`.
pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let next = Option::<String>::deserialize(from)?;
    Ok(next.as_deref().and_then(local))
}

/// Reads it as a browser does, which takes `\` for `/` and leaves out tabs and line breaks.
fn local(next: &str) -> Option<String> {
    const LONGEST: usize = 2_000;
    let strange = next.contains(|char: char| char.is_control() || char == '\\');
    if strange || !next.starts_with('/') || next.len() > LONGEST {
        return None;
    }
    // On which site does not matter, as long as nobody can name it.
    let site = Url::parse("http://this-site.invalid").ok()?;
    let url = site.join(next).ok()?;
    let path = &url[Position::BeforePath..];
    // `/.//elsewhere.example` is a path here, but what is left of it would not be.
    let again = site.join(path).ok()?;
    (again == url && url.origin() == site.origin()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_here_is_kept() {
        let cases = [
            ("/", "/"),
            ("/settings", "/settings"),
            ("/search?q=a&b=%20#top", "/search?q=a&b=%20#top"),
            ("/login/../settings", "/settings"),
            ("/Tee trinken/ü", "/Tee%20trinken/%C3%BC"),
            ("/%09/evil.example/x", "/%09/evil.example/x"),
            ("/@evil.example", "/@evil.example"),
            ("/login//settings", "/login//settings"),
        ];
        for (next, path) in cases {
            assert_eq!(local(next).as_deref(), Some(path), "{next:?}");
        }
    }

    #[test]
    fn another_place_is_not() {
        let long = format!("/{}", "a".repeat(3_000));
        let cases = "|settings|//evil.example/x|///evil.example|/\\evil.example|\\\\evil.example|\\/evil.example|\
            /\t/evil.example/x|/\n/evil.example|/\r\n/evil.example|/a\nb|/\0|/\u{7f}|/\u{85}/evil.example|\
            \t//evil.example| |https://evil.example|http:evil.example|javascript:alert(1)|/.//evil.example|\
            /..//evil.example|/a/..//evil.example|/%2e//evil.example|/.%2E//evil.example|/./\\evil.example|\
            ／／evil.example| //evil.example|?next=//evil.example";
        for next in cases.split('|').chain([long.as_str()]) {
            assert_eq!(local(next), None, "{next:?}");
        }
    }

    /// Whatever is let through leads here and may stand in a header.
    #[test]
    fn nothing_random_leads_away() {
        let parts =
            "/|/|/|\\|.|..|\t|\n|\0|@|:|?|#|%2f|%5c|%09|%2e|evil.example|http:| |\u{202e}|／|。|ß";
        let parts: Vec<&str> = parts.split('|').collect();
        let site = Url::parse("https://chat.example").unwrap();
        let mut seed = getrandom::u64().unwrap() | 1;
        for _ in 0..20_000 {
            let mut next = String::from("/");
            for _ in 0..seed % 8 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                next.push_str(parts[seed as usize % parts.len()]);
            }
            seed = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1;
            let Some(path) = local(&next) else { continue };
            assert_eq!(site.join(&path).unwrap().origin(), site.origin(), "{next:?}");
            assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{next:?} → {path:?}");
        }
    }
}
