use crate::check::graph::Place;
use crate::check::unit::{self, Open};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::words;

pub static RULE: Rule = Rule {
    id: "CG053",
    name: "never-committed",
    severity: Severity::Error,
    category: Category::Hub,
    page: include_str!("cg053_never_committed.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        let own = unit::open(&place).into_iter().filter(|open| open.is_own && !open.is_ended);
        for open in own.filter(|open| is_used(&place, open, project.is_chatgen())) {
            let name = open.name;
            let message = format!("`{name}` is never committed, so what is changed in it is rolled back");
            let help = format!("end with `{name}.commit().await?`; if nothing is to be stored, read with `app.read()`");
            found.push(RULE.finding(place.module.problem(&open.at, message).help(help)));
        }
    }
}

/// Whether something is changed in it: elsewhere a transaction may be there to read one state.
fn is_used(place: &Place, open: &Open, is_chatgen: bool) -> bool {
    let names_it = |text: &str| words::mentions(text, open.name).next().is_some();
    let inside = place.function.calls.iter().filter(|call| open.from <= call.at.start && call.at.end <= open.until);
    let mut given =
        inside.filter(|call| call.arguments.iter().any(|argument| names_it(place.module.text(&argument.at))));
    given.any(|call| is_chatgen || call.name() == "execute")
}
