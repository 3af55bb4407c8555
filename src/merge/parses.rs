//! Whether a text still is what its ending says: Rust, a template, TOML or JSON.

use minijinja::Environment;

/// Reads a text by the language of its path. Other languages, such as SQL and CSS, are taken as they are.
///
/// # Errors
/// What the language's own parser says, in one line, with the place.
pub fn parses(path: &str, text: &str) -> Result<(), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        _ if path.starts_with("templates/") => template(path, text),
        Some("rs") => rust(text),
        Some("toml") => text.parse::<toml_edit::DocumentMut>().map(drop).map_err(|error| toml(text, &error)),
        Some("json") => {
            serde_json::from_str::<serde::de::IgnoredAny>(text).map(drop).map_err(|error| error.to_string())
        }
        _ => Ok(()),
    }
}

fn rust(text: &str) -> Result<(), String> {
    syn::parse_file(text).map(drop).map_err(|error| {
        let what = match error.to_string() {
            what if what.starts_with("cannot parse string") => "a bracket or quote without its other half".to_owned(),
            what if what.starts_with("expected one of") => "something that cannot stand there".to_owned(),
            what => what,
        };
        let start = error.span().start();
        format!("{what} at line {} column {}", start.line, start.column + 1)
    })
}

/// The syntax of a generated project's templates is minijinja's own.
fn template(path: &str, text: &str) -> Result<(), String> {
    Environment::new().template_from_named_str(path, text).map(drop).map_err(|error| {
        let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        error.line().map_or_else(|| what.clone(), |line| format!("{what} at line {line}"))
    })
}

fn toml(text: &str, error: &toml_edit::TomlError) -> String {
    let what = error.message().lines().collect::<Vec<_>>().join(", ");
    let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    line.map_or_else(|| what.clone(), |line| format!("{what} at line {line}"))
}
