use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::sql::Missing;
use crate::model::Chat;
use crate::names;

pub static RULE: Rule = Rule {
    id: "CG033",
    name: "missing-index",
    severity: Severity::Warning,
    category: Category::Sql,
    page: include_str!("cg033_missing_index.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let facts = project.sql();
    for statement in facts.statements.iter().filter(|statement| !statement.is_test && !statement.on_purpose) {
        for missing in facts.missing(statement).iter() {
            let columns = missing.columns.join(", ");
            let message = format!("this reads all of `{}`: no index begins with {columns}", missing.table);
            let problem = project.problem(&statement.file, &statement.call, message);
            found.push(RULE.finding(problem.help(help(project.chat(), missing))));
        }
    }
}

/// The command where chat.toml can say it, and the SQL where it cannot.
fn help(chat: Option<&Chat>, missing: &Missing) -> String {
    if let Some(said) = chat.and_then(|chat| command(chat, missing)) {
        return said;
    }
    let columns: Vec<String> = missing.columns.iter().map(|column| names::sql(column)).collect();
    let name = format!("{}_by_{}", missing.table, missing.columns.join("_"));
    let (name, table) = (names::sql(&name), names::sql(&missing.table));
    format!("write a migration: CREATE INDEX {name} ON {table} ({});", columns.join(", "))
}

fn command(chat: &Chat, missing: &Missing) -> Option<String> {
    let model = chat.every_model().find(|model| model.table == missing.table)?;
    let written = |column: &String| {
        let own = model.fields.iter().find(|field| field.column == *column);
        own.map(|field| field.written.clone())
    };
    let fields: Option<Vec<String>> = missing.columns.iter().map(written).collect();
    Some(format!("chatgen add index {} '{}'", model.type_, fields?.join(", ")))
}
