use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::migrate::structure::tokens;

pub static RULE: Rule = Rule {
    id: "CG004",
    name: "no-way-back",
    severity: Severity::Warning,
    category: Category::Schema,
    page: include_str!("cg004_no_way_back.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for (up, _) in project.migrations() {
        let Some(stem) = up.strip_suffix(".up.sql") else {
            let problem = project.problem(up, &(0..0), "this migration has no way back");
            let stem = up.trim_end_matches(".sql");
            found.push(RULE.finding(problem.help(format!("name it `{stem}.up.sql`, and write `{stem}.down.sql`"))));
            continue;
        };
        let down = format!("{stem}.down.sql");
        match project.files.get(&down) {
            None => {
                let problem = project.problem(up, &(0..0), "this migration has no way back");
                found.push(RULE.finding(problem.help(format!("write `{down}`: what takes these changes back"))));
            }
            Some(text) if is_empty(text) => {
                let problem = project.problem(&down, &(0..0), "this way back does nothing");
                found.push(RULE.finding(problem.help(format!("take back what `{up}` does"))));
            }
            Some(_) => {}
        }
    }
}

/// Whether a script has no statement.
fn is_empty(sql: &str) -> bool {
    tokens::tokens(sql).is_ok_and(|tokens| tokens.iter().all(|token| token.is(";")))
}
