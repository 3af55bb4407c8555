use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::problem::Source;

pub static RULE: Rule = Rule {
    id: "CG009",
    name: "syntax-error",
    severity: Severity::Error,
    category: Category::Quality,
    page: include_str!("cg009_syntax_error.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let problems = project.sources.values().filter_map(|digest| digest.problem.clone());
    found.extend(problems.map(|problem| RULE.finding(problem)));
    // Elsewhere, a long file may be made by a program, and a page be there for a test.
    let matters = |path: &str| project.is_chatgen() && project.wants(path);
    for (path, why) in project.files.unread().filter(|(path, _)| matters(path)) {
        let problem = Source::new(path, "").problem(&(0..0), format!("this is {why}, so no rule knows what is in it"));
        found.push(RULE.finding(problem.help("save it as UTF-8 text; what is data belongs elsewhere")));
    }
}
