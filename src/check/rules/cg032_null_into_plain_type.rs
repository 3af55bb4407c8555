use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::sql::{Misfit, Reason};

pub static RULE: Rule = Rule {
    id: "CG032",
    name: "null-into-plain-type",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg032_null_into_plain_type.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for (statement, mismatch) in project.sql_mismatches() {
        let Reason::Misfit(column, Misfit::Null(why)) = &mismatch.why else { continue };
        let (into, ty) = (&mismatch.into, &mismatch.ty);
        let at = mismatch.at.as_ref().unwrap_or(&statement.call);
        let message = format!("{into} is `{ty}`, and `{column}` may be NULL: {why}");
        let problem = project.problem(&statement.file, at, message);
        let help = format!("read it into `Option<{ty}>`, or give it a value with coalesce({column}, …) AS {column}");
        found.push(RULE.finding(problem.help(help)));
    }
}
