use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::events::{Event, From, event_file, has_frames};

pub static RULE: Rule = Rule {
    id: "CG026",
    name: "event-without-other-side",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg026_event_without_other_side.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let pages = project.pages();
    if !project.is_chatgen() || !may_be_found(project) {
        return;
    }
    for event in pages.events() {
        if let Some((message, help)) = alone(project, event) {
            found.push(RULE.finding(project.problem_in_line(&event.file, event.line, message).help(help)));
        }
    }
    let known: Vec<&str> =
        pages.events().iter().filter(|one| one.from == From::Client).map(|one| one.name.as_str()).collect();
    if known.is_empty() {
        return;
    }
    for (path, script) in &pages.scripts().scripts {
        for (name, line) in script.sends.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            let problem =
                project.problem_in_line(path, *line, format!("the server does not know a frame of the type `{name}`"));
            found.push(RULE.finding(problem.help(format!("it knows {}", known.join(", ")))));
        }
    }
}

/// Whether a file of interest declares events or sends them.
fn may_be_found(project: &Project) -> bool {
    let pages = project.pages();
    let mut scripts = pages.scripts().scripts.keys();
    let mut sources = project.sources.keys();
    scripts.any(|path| project.wants(path))
        || sources.any(|path| project.wants(path) && has_frames(path))
        || pages.routes().iter().any(|route| event_file(route).is_some_and(|file| project.wants(file)))
}

/// What the other side of an event lacks.
fn alone(project: &Project, event: &Event) -> Option<(String, String)> {
    let Event { name, .. } = event;
    let has_scripts = !project.pages().scripts().scripts.is_empty();
    Some(match event.from {
        From::Client if event.rust.is_empty() => (
            format!("no function handles the frame `{name}`"),
            "handle it where frames are matched, or take it out".to_owned(),
        ),
        From::Client if event.pages.is_empty() && has_scripts => {
            (format!("no script sends the frame `{name}`"), "send it from static/js, or take it out".to_owned())
        }
        From::Server if event.rust.is_empty() => {
            (format!("no function sends the frame `{name}`"), "send it, or take it out".to_owned())
        }
        From::Page if event.pages.is_empty() => {
            let route = event.route.as_deref().unwrap_or_default();
            (format!("no template sends the event `{name}`"), format!("add a form for it ({route}), or take it out"))
        }
        _ => return None,
    })
}
