use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::sql::{Kind, Misfit, Reason};

pub static RULE: Rule = Rule {
    id: "CG031",
    name: "row-does-not-fit",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg031_row_does_not_fit.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for (statement, mismatch) in project.sql_mismatches() {
        let (into, ty) = (&mismatch.into, &mismatch.ty);
        let (message, help) = match &mismatch.why {
            Reason::Misfit(column, Misfit::Kind(kind)) => {
                (format!("{into} is `{ty}`, which is not read from {}: `{column}`", kind.name()), read_into(*kind))
            }
            Reason::Misfit(_, Misfit::Null(_)) => continue,
            Reason::NoColumn(column, near) => {
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "select it, or give it that name with AS; #[sqlx(default)] lets it be missing".to_owned(),
                };
                (format!("{into} is read from a column `{column}`, which the rows do not have"), help)
            }
            Reason::TooFew(1) => (format!("{into} is `{ty}`, and the rows have 1 column"), "select as many".to_owned()),
            Reason::TooFew(count) => {
                (format!("{into} is `{ty}`, and the rows have {count} columns"), "select as many".to_owned())
            }
        };
        let at = mismatch.at.as_ref().unwrap_or(&statement.call);
        found.push(RULE.finding(project.problem(&statement.file, at, message).help(help)));
    }
}

fn read_into(kind: Kind) -> String {
    let ty = match kind {
        Kind::Integer => "`i64` or `bool`",
        Kind::Real => "`f64`",
        Kind::Text => "`String`",
        Kind::Blob => "`Vec<u8>`",
    };
    format!("read it into {ty}, or CAST it in the query")
}
