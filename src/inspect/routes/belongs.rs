//! Which view, and which of its events, a route belongs to, in a project that chatgen made: the place of its file says so.

use super::Route;
use crate::inspect::Files;

/// Names the view and the event of each route that is written in a file of theirs.
pub(super) fn name(routes: &mut [Route], files: &Files) {
    // In a workspace the project may be below the root.
    let roots: Vec<&str> = files.ending("chat.toml").filter_map(|(path, _)| path.strip_suffix("chat.toml")).collect();
    for route in routes {
        let own = |root: &&str| route.file.strip_prefix(*root)?.strip_prefix("src/http/views/");
        let Some(place) = roots.iter().find_map(own) else { continue };
        let mut parts = place.trim_end_matches(".rs").split('/').map(said);
        route.view = parts.next();
        route.event = parts.next().filter(|part| part == "events").and_then(|_| parts.next());
    }
}

/// A module's name without what keeps it apart from Rust's own words: `match_` → `match`.
fn said(module: &str) -> String {
    module.strip_suffix('_').unwrap_or(module).to_owned()
}
