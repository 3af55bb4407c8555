//! Where a form or link leads: a path with holes, and the routes that it may mean.

use crate::inspect::routes::Route;
use crate::inspect::templates::Part;

/// What stands for a value in a path.
const HOLE: char = '\u{1}';

/// A path as a template or script writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub method: String,
    /// With a hole for each value; it may begin with one, which then stands for any number of segments.
    path: String,
}

impl Target {
    /// None for another site, a place on the same page, or a path of which nothing is written out.
    #[must_use]
    pub fn of(method: &str, parts: &[Part]) -> Option<Self> {
        let mut path = String::new();
        for (number, part) in parts.iter().enumerate() {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Value(_) => path.push(HOLE),
                Part::Tag => {
                    let next = parts[number + 1..].iter().find(|part| **part != Part::Tag);
                    match next {
                        // Only the query may or may not be there.
                        Some(Part::Text(text)) if text.starts_with(['?', '#']) => break,
                        None => break,
                        _ => return None,
                    }
                }
            }
        }
        let path = path.split(['?', '#']).next().unwrap_or_default().trim().replace("&amp;", "&");
        let written = path.trim_matches(HOLE);
        if written.is_empty() || path.starts_with("//") || !(path.starts_with('/') || path.starts_with("\u{1}/")) {
            return None;
        }
        Some(Self { method: method.to_uppercase(), path })
    }

    /// `PATCH /api/me`, as in `data-api`.
    #[must_use]
    pub fn request(parts: &[Part]) -> Option<Self> {
        let Some(Part::Text(first)) = parts.first() else { return None };
        let (method, rest) = first.trim_start().split_once(' ')?;
        let mut parts = parts.to_vec();
        parts[0] = Part::Text(rest.to_owned());
        Self::of(method, &parts)
    }

    /// Of a text of a script, whose values stand in `${}`.
    #[must_use]
    pub fn script(method: &str, text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Value(String::new()));
            rest = behind.split_once('}').map_or("", |(_, rest)| rest);
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| *part != Part::Text(String::new()));
        Self::of(method, &parts)
    }

    /// Whether it begins with a value, so that only its end is known.
    #[must_use]
    pub fn is_tail(&self) -> bool {
        self.path.starts_with(HOLE)
    }

    /// What is written behind that value.
    #[must_use]
    pub fn tail(&self) -> &str {
        self.path.trim_start_matches(HOLE)
    }

    /// The routes that it may mean, the best first.
    #[must_use]
    pub fn find<'a>(&self, routes: &'a [Route]) -> Vec<&'a Route> {
        let mut found: Vec<(u32, &Route)> = routes
            .iter()
            .filter(|route| self.method_fits(route))
            .filter_map(|route| Some((self.fit(route)?, route)))
            .collect();
        found.sort_by_key(|(fit, _)| *fit);
        let best = found.first().map(|(fit, _)| *fit);
        found.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, route)| route).collect()
    }

    /// Routes with this path and other methods.
    #[must_use]
    pub fn other_methods(&self, routes: &[Route]) -> Vec<String> {
        let fitting = routes.iter().filter(|route| route.method != "FALLBACK" && self.fit(route).is_some());
        let mut methods: Vec<String> = fitting.map(|route| route.method.clone()).collect();
        methods.sort();
        methods.dedup();
        methods
    }

    fn method_fits(&self, route: &Route) -> bool {
        route.method == self.method || matches!(route.method.as_str(), "ANY" | "SERVICE")
    }

    /// How well a route's path fits, the lower the better; none if it does not.
    fn fit(&self, route: &Route) -> Option<u32> {
        if route.method == "FALLBACK" {
            return None;
        }
        if route.method == "SERVICE" {
            let mount = route.path.trim_end_matches('/');
            let below = self.path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            return below.then_some(50);
        }
        let written: Vec<&str> = segments(self.tail());
        let given: Vec<&str> = segments(&route.path);
        if self.is_tail() {
            let from = given.len().checked_sub(written.len())?;
            return fit(&written, &given[from..]);
        }
        fit(&written, &given)
    }
}

/// For people: `/rooms/{}/settings`.
impl std::fmt::Display for Target {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = if self.is_tail() { format!("…{}", self.tail()) } else { self.path.clone() };
        write!(formatter, "{} {}", self.method, path.replace(HOLE, "{}"))
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.strip_prefix('/').unwrap_or(path).split('/').collect()
}

fn fit(written: &[&str], given: &[&str]) -> Option<u32> {
    let rest = given.last().filter(|last| last.starts_with("{*"));
    let fixed = if rest.is_some() { given.len() - 1 } else { given.len() };
    let enough = if rest.is_some() { written.len() > fixed } else { written.len() == fixed };
    if !enough {
        return None;
    }
    let mut worst = if rest.is_some() { 20 } else { 0 };
    for (written, given) in written.iter().zip(&given[..fixed]) {
        worst += fit_segment(written, given)?;
    }
    Some(worst)
}

fn fit_segment(written: &str, given: &str) -> Option<u32> {
    let is_hole = written.contains(HOLE);
    match given.starts_with('{') {
        true if written.is_empty() => None,
        true => Some(u32::from(!is_hole)),
        false if written == given => Some(0),
        false if is_hole && globs(written, given) => Some(10),
        false => None,
    }
}

/// Whether a text fits one with holes.
fn globs(pattern: &str, text: &str) -> bool {
    let pieces: Vec<&str> = pattern.split(HOLE).collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for piece in &pieces[1..pieces.len() - 1] {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, path: &str) -> Route {
        Route {
            method: method.to_owned(),
            path: path.to_owned(),
            handler: String::new(),
            file: String::new(),
            line: 1,
            defined: None,
            auth: None,
            layers: Vec::new(),
            condition: None,
            view: None,
            event: None,
        }
    }

    /// Each text of a script, and the route it means among these.
    #[test]
    fn the_best_route_is_found() {
        let routes = ["/rooms", "/rooms/new", "/rooms/{id}", "/rooms/{id}/edit", "/static/{*path}"]
            .map(|path| route("GET", path));
        let cases = [
            ("/rooms", "/rooms"),
            ("/rooms?before=${id}", "/rooms"),
            ("/rooms/new", "/rooms/new"),
            ("/rooms/${id}", "/rooms/{id}"),
            ("/rooms/17", "/rooms/{id}"),
            ("${path}/edit", "/rooms/{id}/edit"),
            ("/static/a/b.js", "/static/{*path}"),
            ("/room", ""),
            ("/rooms/${id}/delete", ""),
        ];
        for (text, wanted) in cases {
            let found = Target::script("GET", text).map(|target| target.find(&routes));
            let found = found.and_then(|found| found.first().map(|route| route.path.clone())).unwrap_or_default();
            assert_eq!(found, wanted, "{text}");
        }
        assert!(Target::script("POST", "/rooms").unwrap().find(&routes).is_empty());
        assert_eq!(Target::script("GET", "${href}${id}"), None);
        assert_eq!(Target::script("GET", "//evil.example/rooms"), None);
    }
}
