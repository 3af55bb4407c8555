//! What people, and the log, learn of a provider that failed.

use reqwest::StatusCode;

use super::provider::Failure;

/// How much of an error is logged, in characters: it may hold what was asked.
const LOGGED: usize = 200;

/// What people can make of an error. The log has its beginning, without the key.
pub fn explain(error: &genai::Error, key: &str) -> Failure {
    let status = status(error);
    let code = status.map(|status| status.as_u16());
    tracing::warn!(status = code, error = excerpt(error, key), "the provider failed");
    let said = match status {
        Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            "The provider does not accept the key that is configured."
        }
        Some(StatusCode::NOT_FOUND) => "The provider does not know the model that is configured.",
        Some(StatusCode::TOO_MANY_REQUESTS) => {
            "The provider has had too many requests. Try again in a while."
        }
        Some(StatusCode::PAYLOAD_TOO_LARGE) => "This was too much for the provider.",
        Some(status) if status.is_server_error() => "The provider has trouble. Try again.",
        Some(_) => "The provider refused the request.",
        None => match error {
            genai::Error::WebStream { .. } | genai::Error::WebModelCall { .. } => {
                "The provider can't be reached, or the connection to it was cut."
            }
            genai::Error::ChatResponse { .. } => "The provider broke off with an error. Try again.",
            _ => "The provider answered with something that makes no sense.",
        },
    };
    Failure { why: said.to_owned(), cut: false }
}

/// The status that the provider answered with, also where the stream began with it.
fn status(error: &genai::Error) -> Option<StatusCode> {
    match error {
        genai::Error::WebStream { error, .. } => error.downcast_ref::<genai::Error>()?.status(),
        error => error.status(),
    }
}

/// The beginning of an error, on one line and without the key.
fn excerpt(error: &genai::Error, key: &str) -> String {
    let said = match error {
        // The rest of it is the request itself.
        genai::Error::ChatResponseGeneration { cause, .. } => cause.clone(),
        error => error.to_string(),
    };
    let said = if key.is_empty() { said } else { said.replace(key, "[key]") };
    let mut chars = said.chars();
    let mut line: String = chars.by_ref().take(LOGGED).flat_map(one_line).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// A character that controls something, or turns the order of others, as its code.
fn one_line(char: char) -> Vec<char> {
    match char {
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char.escape_default().collect()
        }
        char if char.is_control() => char.escape_default().collect(),
        char => vec![char],
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;

    fn refused(body: &str) -> genai::Error {
        let (status, headers) = (StatusCode::UNAUTHORIZED, Box::new(HeaderMap::new()));
        let canonical_reason = "Unauthorized".to_owned();
        genai::Error::HttpError { status, canonical_reason, body: body.to_owned(), headers }
    }

    #[test]
    fn the_log_gets_no_key_and_no_more_than_a_line() {
        let rest = "prompt ".repeat(1000);
        let body = format!("Bearer sk-secret\n\u{1b}[31m\u{202e}{rest} sk-secret");
        let line = excerpt(&refused(&body), "sk-secret");
        assert!(line.contains("401") && line.contains("[key]"), "{line}");
        assert!(!line.contains("sk-secret") && !line.contains(char::is_control), "{line}");
        assert!(line.contains("\\u{1b}[31m\\u{202e}") && line.ends_with('…'), "{line}");
        assert!(line.chars().count() < LOGGED + 50, "{line}");
    }

    #[test]
    fn a_key_is_not_cut_in_two() {
        for before in 0..LOGGED {
            let body = format!("{}sk-secret", "x".repeat(before));
            assert!(!excerpt(&refused(&body), "sk-secret").contains("sk"), "{before}");
        }
    }
}
