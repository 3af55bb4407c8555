//! The blueprints that are part of chatgen: a folder that looks like the project it becomes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::names::did_you_mean;

/// What is behind the path of a blueprint that is rendered; one without it is copied.
pub const TEMPLATE: &str = ".j2";

static FOLDER: Dir = include_dir!("$CARGO_MANIFEST_DIR/blueprints");

/// Path → text.
static TEXTS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let mut texts = BTreeMap::new();
    let mut folders = vec![&FOLDER];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        texts.extend(folder.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))));
    }
    texts
});

/// The path of every blueprint, in order.
pub fn paths() -> impl Iterator<Item = &'static str> {
    TEXTS.keys().copied()
}

/// The text of a blueprint.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    TEXTS.get(path).copied()
}

/// The path in the project, which may have placeholders: `src/model/{model}.rs` of `src/model/{model}.rs.j2`.
#[must_use]
pub fn target(path: &str) -> &str {
    path.strip_suffix(TEMPLATE).unwrap_or(path)
}

/// Whether a blueprint is rendered.
#[must_use]
pub fn is_template(path: &str) -> bool {
    path.ends_with(TEMPLATE)
}

/// The blueprint that becomes the same file as one at `path` would: it may have or lack `.j2` where `path` does not.
#[must_use]
pub fn known(path: &str) -> Option<&'static str> {
    let target = target(path);
    let known = TEXTS.get_key_value(target).or_else(|| TEXTS.get_key_value(format!("{target}{TEMPLATE}").as_str()));
    known.map(|(path, _)| *path)
}

/// The blueprint that somebody may have meant: one in the same folder with a name like it, or of the same name in another.
#[must_use]
pub fn near(path: &str) -> Option<&'static str> {
    let split = |path| str::rsplit_once(path, '/').unwrap_or(("", path));
    let (folder, name) = split(target(path));
    let beside: Vec<_> = paths().filter(|known| split(known).0 == folder).collect();
    let names: Vec<_> = beside.iter().map(|known| split(target(known)).1).collect();
    match did_you_mean(name, &names) {
        Some(near) => beside.into_iter().find(|known| split(target(known)).1 == near),
        None => paths().find(|known| split(target(known)).1 == name),
    }
}

/// The blueprint with placeholders that `path`, a file of some project, may have been made from.
#[must_use]
pub fn pattern(path: &str) -> Option<&'static str> {
    // What a schema adds comes before the models that every chat has.
    let core = ["{user}", "{login}", "{room}", "{membership}", "{message}"];
    let mut patterns: Vec<_> = paths().filter(|known| known.contains('{')).collect();
    patterns.sort_by_key(|known| core.iter().any(|model| known.contains(model)));
    patterns.into_iter().find(|known| is_like(target(path), target(known)))
}

/// Whether `path` is `pattern` with a name for each placeholder.
fn is_like(path: &str, pattern: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return path == pattern };
    let Some((path, (_, rest))) = path.strip_prefix(before).zip(rest.split_once('}')) else { return false };
    let names = path.match_indices(|char: char| !char.is_ascii_alphanumeric() && char != '_').map(|(at, _)| at);
    let longest = names.min().unwrap_or(path.len());
    (1..=longest).any(|end| is_like(&path[end..], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_project_is_like_its_blueprint() {
        assert_eq!(pattern("src/model/ticket.rs"), Some("src/model/{model}.rs.j2"));
        assert_eq!(pattern("migrations/0100_ticket.up.sql"), Some("migrations/{number}_{model}.up.sql.j2"));
        assert_eq!(pattern("templates/views/tickets/list.html"), Some("templates/views/{view}/list.html.j2"));
        assert_eq!(pattern("src/model/deep/ticket.rs"), None);
    }

    #[test]
    fn a_wrong_path_is_near_a_right_one() {
        assert_eq!(near("src/eror.rs"), Some("src/error.rs"));
        assert_eq!(near("css/app.css"), Some("static/app.css"));
        assert_eq!(near("src/nothing_of_the_kind.rs"), None);
    }
}
