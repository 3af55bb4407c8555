use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG043",
    name: "room-without-membership",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg043_room_without_membership.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for exposed in project.exposed().iter().filter(|exposed| project.wants(exposed.place.file)) {
        let Some(table) = &exposed.room_data else { continue };
        if !exposed.involves.membership_checks && !exposed.involves.admin {
            let (path, method) = (&exposed.path, &exposed.method);
            let message =
                format!("{method} {path} reaches `{table}`, and nothing checks that whoever asks is a member");
            let help = "take `at: InRoom` where the path names the room (`AtRoom` for looking in), or call \
                        `InRoom::of(AtRoom::of(&app, user, room_id).await?)?`";
            found.push(RULE.finding(exposed.place.module.problem(&exposed.place.function.at, message).help(help)));
        }
    }
}
