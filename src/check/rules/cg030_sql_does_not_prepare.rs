use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::database::blame;
use crate::inspect::sql::Schema;

pub static RULE: Rule = Rule {
    id: "CG030",
    name: "sql-does-not-prepare",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg030_sql_does_not_prepare.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let facts = project.sql();
    for statement in &facts.statements {
        let Some((message, offset)) = statement.prepared.as_ref().and_then(|prepared| prepared.error.as_ref()) else {
            continue;
        };
        if own_functions(project, message) {
            continue;
        }
        let place = blame::place(&statement.sql, message, *offset);
        let (file, span) = match &place {
            Some(place) => statement.place(project.files, place),
            None => (statement.file.clone(), statement.call.clone()),
        };
        let problem = project.problem(&file, &span, format!("this SQL is wrong: {message}"));
        let near = facts.schema.as_ref().and_then(|schema| near(message, schema));
        found.push(RULE.finding(match near {
            Some(near) => problem.help(near),
            None => problem,
        }));
    }
}

/// Whether it may be about something that the program adds to SQLite.
fn own_functions(project: &Project, message: &str) -> bool {
    const ADDED: [&str; 4] = ["no such function", "no such collation", "no such module", "unknown database"];
    const BY: [&str; 6] = ["create_function", "collation(", "with_regexp", "extension(", "ATTACH", "attach"];
    ADDED.iter().any(|added| message.starts_with(added))
        && project.files.ending(".rs").any(|(_, text)| BY.iter().any(|by| text.contains(by)))
}

fn near(message: &str, schema: &Schema) -> Option<String> {
    if let Some(near) = blame::near(message, &schema.names()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let missing = message.starts_with("no such table") || message.starts_with("no such column");
    missing.then(|| "it is in no migration; `chatgen db plan` shows the one that chat.toml needs".to_owned())
}
