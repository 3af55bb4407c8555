//! What the scripts of a project read from pages, ask for, and say over the socket. They are searched, not parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use heck::ToKebabCase;
use regex::Regex;

use super::Target;
use crate::inspect::Files;
use crate::problem::Source;

/// One script.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// Names behind `data-` that it reads or writes.
    pub attributes: BTreeSet<String>,
    pub requests: Vec<(Target, usize)>,
    /// `type`s of frames that it sends, each with its line.
    pub sends: Vec<(String, usize)>,
    /// `type`s of frames that it knows, each with its line.
    pub hears: Vec<(String, usize)>,
}

/// Every script of `static/`, by path; and the attributes that the style sheets know.
#[derive(Debug, Clone, Default)]
pub struct Scripts {
    pub scripts: BTreeMap<String, Script>,
    pub styled: BTreeSet<String>,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern that is tested")
}

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"data-([a-z0-9-]+)"));
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z_]\w*"));
static REQUEST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"\b(?:call\(\s*["'](\w+)["']\s*,\s*|(fragment|fetch)\(\s*)(?:`([^`]*)`|"([^"]*)")"#));
static SEND: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\{\s*type:\s*["'](\w+)["']"#));
static HEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?:case\s+|(?:addEventListener|listen)\(\s*)["']([\w.-]+)["']"#));

impl Scripts {
    #[must_use]
    pub fn read(files: &Files) -> Self {
        let mut all = Self::default();
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("static/")) {
            if path.ends_with(".js") || path.ends_with(".mjs") {
                all.scripts.insert(path.to_owned(), script(path, text));
            } else if path.ends_with(".css") {
                all.styled.extend(ATTRIBUTE.captures_iter(text).map(|found| found[1].to_owned()));
            }
        }
        all
    }

    /// The scripts that know an attribute: `form` of `data-form`.
    #[must_use]
    pub fn knowing(&self, attribute: &str) -> Vec<&str> {
        let knowing = self.scripts.iter().filter(|(_, script)| script.attributes.contains(attribute));
        knowing.map(|(path, _)| path.as_str()).collect()
    }
}

fn script(path: &str, text: &str) -> Script {
    let source = Source::new(path, text);
    let line = |at: usize| source.place(at).0;
    let mut script = Script::default();
    script.attributes.extend(ATTRIBUTE.captures_iter(text).map(|found| found[1].to_owned()));
    for written in text.lines().filter(|line| line.contains("dataset")) {
        script.attributes.extend(WORD.find_iter(written).map(|word| word.as_str().to_kebab_case()));
    }
    for found in REQUEST.captures_iter(text) {
        let method = found.get(1).map_or("GET", |method| method.as_str());
        let Some(path) = found.get(3).or_else(|| found.get(4)) else { continue };
        if let Some(target) = Target::script(method, path.as_str()) {
            script.requests.push((target, line(path.start())));
        }
    }
    let places = |pattern: &Regex| -> Vec<(String, usize)> {
        let found = pattern.captures_iter(text).filter_map(|found| found.get(1));
        found.map(|name| (name.as_str().to_owned(), line(name.start()))).collect()
    };
    script.sends = places(&SEND);
    script.hears = places(&HEAR);
    script
}
