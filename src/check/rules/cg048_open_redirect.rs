use crate::check::graph::Place;
use crate::check::origin::{is_sent, parameter};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind};

pub static RULE: Rule = Rule {
    id: "CG048",
    name: "open-redirect",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg048_open_redirect.md"),
    check,
};

const REDIRECTS: [&str; 3] = ["Redirect::to", "Redirect::temporary", "Redirect::permanent"];

fn check(project: &Project, found: &mut Vec<Finding>) {
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file)) {
        for call in place.function.calls.iter().filter(|call| call.kind == Kind::Path) {
            if !REDIRECTS.iter().any(|redirect| call.callee.ends_with(redirect)) {
                continue;
            }
            let text = place.module.argument(call, 0);
            let is_chosen = parameter(graph, &place, text, call.at.start).is_some_and(is_sent);
            if is_chosen && !is_checked(&place, call) {
                let message = format!("`{text}` comes from the request, so a link to this site can lead to any other");
                let help =
                    "redirect to a path of this site only: it starts with `/`, and neither `//` nor `/\\` follows";
                found.push(RULE.finding(place.module.problem(&call.at, message).help(help)));
            }
        }
    }
}

/// Whether a function has looked at how the path begins, up to where other sites' addresses differ: `//evil` begins with a
/// slash as well. What it compares with by another name is trusted.
fn is_checked(place: &Place, redirect: &Call) -> bool {
    let before = place.function.calls.iter().filter(|call| call.at.start < redirect.at.end);
    let looks = before.filter(|call| matches!(call.name(), "starts_with" | "strip_prefix"));
    let begins: Vec<&str> = looks.map(|call| place.module.argument(call, 0).trim_matches(['"', '\''])).collect();
    let has_slash = begins.contains(&"/");
    begins.iter().any(|begin| match begin.as_bytes() {
        [b'/', b'/' | b'\\', ..] => has_slash,
        [b'/'] => false,
        _ => !begin.starts_with("http") && !begin.is_empty(),
    })
}
