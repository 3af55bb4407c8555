//! Cookies, out of reach of scripts and of other sites.

use axum::http::header::{COOKIE, HeaderMap};

use crate::config::Config;

/// What a browser keeps under a name.
pub fn find<'a>(headers: &'a HeaderMap, config: &Config, name: &str) -> Option<&'a str> {
    let full = full_name(config, name);
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == full).map(|(_, value)| value)
}

/// The `Set-Cookie` that makes a browser keep it for so many seconds; with 0, forget it.
pub fn set(config: &Config, name: &str, value: &str, max_age: i64) -> String {
    let name = full_name(config, name);
    let secure = if config.secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

/// With `__Host-` no other host below the same domain can set it.
fn full_name(config: &Config, name: &str) -> String {
    let prefix = if config.secure() { "__Host-" } else { "" };
    format!("{prefix}{name}")
}
