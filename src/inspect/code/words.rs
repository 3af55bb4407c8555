//! Expressions as texts: which names they begin with and mention.

/// Where a name stands in a text as a whole word.
pub fn mentions<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !name.is_empty() && !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}

/// The name that an expression begins with, and what follows it: `input` and `.name.trim()` of `&input.name.trim()`.
/// Nothing for literals and blocks.
#[must_use]
pub fn root(expression: &str) -> Option<(&str, &str)> {
    let mut rest = expression.trim_start();
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches(['&', '*', '(', ' ']);
        rest = rest.strip_prefix("mut ").unwrap_or(rest);
        if rest.len() == before {
            break;
        }
    }
    let end = rest.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(rest.len());
    let (name, behind) = rest.split_at(end);
    let starts = name.starts_with(|char: char| char.is_alphabetic() || char == '_');
    starts.then_some((name, behind.trim_start()))
}

/// `LIKE_THIS`.
#[must_use]
pub fn is_constant(name: &str) -> bool {
    name.contains(|char: char| char.is_uppercase()) && !name.contains(|char: char| char.is_lowercase())
}

/// The names in the braces of a format string: `name` of `{name:?}`. Positions and empty braces are left out.
#[must_use]
pub fn placeholders(format: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = format;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let name = rest[..close].split(':').next().unwrap_or_default().trim();
        if name.starts_with(|char: char| char.is_alphabetic() || char == '_') {
            names.push(name);
        }
        rest = &rest[close + 1..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        assert_eq!(mentions("unit.db(); units(&mut unit)", "unit").collect::<Vec<_>>(), [0, 22]);
        assert_eq!(root("&mut *input.name.trim()"), Some(("input", ".name.trim()")));
        assert_eq!(root("\"text\""), None);
        assert_eq!(root("7"), None);
        assert_eq!(placeholders("{{no}} {a} {b:?} {} {0} {c"), ["a", "b"]);
        assert!(is_constant("A_B") && !is_constant("Ab") && !is_constant("a"));
    }
}
