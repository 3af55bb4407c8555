use crate::check::origin::{is_sent, parameter};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Kind, words};

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
            let body = place.module.text(&(place.function.body.start..call.at.start));
            // A value that the function has looked at is not followed further.
            let is_checked = words::mentions(body, "starts_with").next().is_some();
            if is_chosen && !is_checked {
                let message = format!("`{text}` comes from the request, so a link to this site can lead to any other");
                let help =
                    "redirect to a path of this site only: it starts with `/`, and neither `//` nor `/\\` follows";
                found.push(RULE.finding(place.module.problem(&call.at, message).help(help)));
            }
        }
    }
}
