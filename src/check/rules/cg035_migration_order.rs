use std::collections::BTreeMap;

use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG035",
    name: "migration-order",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg035_migration_order.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let mut numbered: BTreeMap<(u64, bool), &str> = BTreeMap::new();
    for (path, _) in project.files.iter().filter(|(path, _)| path.starts_with("migrations/")) {
        let name = &path["migrations/".len()..];
        if name.contains('/') || !name.ends_with(".sql") {
            continue;
        }
        let back = name.ends_with(".down.sql");
        let mut add = |message: String, help: &str| {
            found.push(RULE.finding(project.problem_in_line(path, 1, message).help(help)));
        };
        match name.split_once('_').map(|(number, _)| number.parse::<u64>()) {
            None => add(format!("sqlx does not run `{name}`: its name is not a number, `_` and words"), NAMES),
            Some(Err(_)) => add(format!("sqlx refuses the folder: `{name}` does not begin with a number"), NAMES),
            Some(Ok(number)) => {
                if let Some(other) = numbered.insert((number, back), name) {
                    add(
                        format!("`{other}` has the number {number} too, so one of them fails"),
                        "give it a number of its own, behind all others",
                    );
                }
            }
        }
    }
}

const NAMES: &str = "name it like 0101_colours.up.sql, with its way back in 0101_colours.down.sql";
