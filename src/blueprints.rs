//! The blueprints that are part of chatgen: a folder that looks like the project it becomes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

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
