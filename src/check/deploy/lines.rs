//! `.env` files, and config.toml.

use toml_edit::Document;

use super::Setting;
use crate::check::Project;

/// The settings that such files make. Keys of config.toml become the names of variables.
pub(super) fn read(project: &Project, prefix: &str) -> Vec<Setting> {
    let mut found = Vec::new();
    for (path, text) in project.files.iter().filter(|(path, _)| is_env(path)) {
        found.extend(env(path, text));
    }
    if let Some(text) = project.files.get("config.toml").filter(|_| !prefix.is_empty()) {
        found.extend(toml(text, prefix));
    }
    found
}

/// `.env`, `.env.local`, and `.env.example`, in any folder.
pub(crate) fn is_env(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == ".env" || name.starts_with(".env.")
}

/// Whether it only shows what may be set.
pub(crate) fn is_example(path: &str) -> bool {
    ["example", "sample", "template", "dist"].iter().any(|end| path.ends_with(&format!(".{end}")))
}

fn env(path: &str, text: &str) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let written = line.trim();
        let body = written.strip_prefix("export ").unwrap_or(written);
        let Some((name, value)) = body.split_once('=') else { continue };
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            let value = value.trim().trim_matches(['"', '\'']);
            let value = (!value.contains('$')).then(|| value.to_owned());
            found.push(Setting {
                name: name.to_owned(),
                value,
                file: path.to_owned(),
                at: start..start + written.len(),
            });
        }
    }
    found
}

fn toml(text: &str, prefix: &str) -> Vec<Setting> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let settings = document.iter().filter_map(|(key, item)| {
        let at = document.key(key).and_then(toml_edit::Key::span)?.start..item.span()?.end;
        let value = match item.as_value()? {
            toml_edit::Value::String(text) => Some(text.value().clone()),
            toml_edit::Value::Array(_) | toml_edit::Value::InlineTable(_) => None,
            value => Some(value.to_string().trim().to_owned()),
        };
        let name = format!("{prefix}{}", key.to_uppercase());
        Some(Setting { name, value, file: "config.toml".to_owned(), at })
    });
    settings.collect()
}
