use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG034",
    name: "parameters-and-binds",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg034_parameters_and_binds.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for statement in &project.sql().statements {
        let Some(prepared) = statement.prepared.as_ref().filter(|prepared| prepared.error.is_none()) else { continue };
        let Some(bound) = statement.binds.filter(|bound| *bound != prepared.parameters) else { continue };
        let parameters = match prepared.parameters {
            0 => "no parameters".to_owned(),
            1 => "1 parameter".to_owned(),
            count => format!("{count} parameters"),
        };
        let message = match bound {
            1 => format!("this SQL has {parameters}, and 1 value is bound"),
            count => format!("this SQL has {parameters}, and {count} values are bound"),
        };
        let help = match bound < prepared.parameters {
            true => "a parameter that nothing is bound to is NULL, without an error: add .bind(…)",
            false => "take the .bind(…) out that is too much, or add its `?`",
        };
        found.push(RULE.finding(project.problem(&statement.file, &statement.call, message).help(help)));
    }
}
