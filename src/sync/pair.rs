//! Which file of then is which file of now: by origin, so that a renamed model keeps what a person wrote in its files.

use std::collections::BTreeMap;

use crate::Origin;
use crate::base::{Base, Written};
use crate::migrate::intent::Renames;

/// A file of the base, of what chatgen writes today, or of both.
#[derive(Debug)]
pub struct Pair<'a> {
    pub base: Option<(&'a str, &'a Written)>,
    pub theirs: Option<(&'a str, &'a Written)>,
}

/// Pairs every file of both sides but the migrations, which have rules of their own. In the order of their paths.
#[must_use]
pub fn pair<'a>(base: &'a Base, theirs: &'a Base, renames: &Renames) -> Vec<Pair<'a>> {
    let mut left: BTreeMap<&str, &Written> = mergeable(base).collect();
    let by_origin: BTreeMap<(&str, Option<&str>), &str> =
        mergeable(base).map(|(path, written)| (key(&written.origin), path)).collect();
    let mut pairs = Vec::new();
    for (path, written) in mergeable(theirs) {
        let (blueprint, of) = key(&written.origin);
        let old = of.map(|name| old_name(name, renames));
        let known =
            by_origin.get(&(blueprint, old.as_deref())).copied().or_else(|| left.contains_key(path).then_some(path));
        let base = known.and_then(|path| left.remove_entry(path));
        pairs.push(Pair { base, theirs: Some((path, written)) });
    }
    pairs.extend(left.into_iter().map(|entry| Pair { base: Some(entry), theirs: None }));
    pairs.sort_by(|a, b| a.path().cmp(b.path()));
    pairs
}

impl Pair<'_> {
    /// What it is called: as today, or as it was.
    #[must_use]
    pub fn path(&self) -> &str {
        self.theirs.or(self.base).map_or("", |(path, _)| path)
    }
}

fn mergeable(base: &Base) -> impl Iterator<Item = (&str, &Written)> {
    let files = base.files.iter().map(|(path, written)| (path.as_str(), written));
    files.filter(|(path, _)| !path.starts_with("migrations/"))
}

/// A blueprint that has begun to be a template is still the same one.
fn key(origin: &Origin) -> (&str, Option<&str>) {
    (origin.blueprint.strip_suffix(".j2").unwrap_or(&origin.blueprint), origin.of.as_deref())
}

/// What a model or view was called; an event is `view.event`.
fn old_name(name: &str, renames: &Renames) -> String {
    let (view, event) = name.split_once('.').map_or((name, None), |(view, event)| (view, Some(event)));
    let renamed = renames.models.iter().chain(&renames.views).find(|(_, new)| new == view);
    let old = renamed.map_or(view, |(old, _)| old);
    event.map_or_else(|| old.to_owned(), |event| format!("{old}.{event}"))
}
