use crate::check::deploy::{Setting, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG067",
    name: "development-in-image",
    severity: Severity::Warning,
    category: Category::Config,
    page: include_str!("cg067_development_in_image.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    let deploy = project.deploy();
    let name = format!("{prefix}ENVIRONMENT");
    let develops = |setting: &&Setting| setting.name == name && setting.value.as_deref() == Some("development");
    let env =
        deploy.image.iter().flat_map(|image| &image.env).chain(deploy.services.iter().flat_map(|service| &service.env));
    for setting in env.filter(develops) {
        let problem =
            project.problem(&setting.file, &setting.at, "the image runs as in development, where unsafe settings pass");
        found.push(RULE.finding(problem.help(format!("write {name}=production"))));
    }
    for (file, at) in deploy.image.iter().flat_map(|image| image.debug_builds.iter().map(|at| (&image.file, at))) {
        let problem =
            project.problem(file, at, "the image holds a debug build: slow, and in development unless told otherwise");
        found.push(RULE.finding(problem.help("write cargo build --release")));
    }
}
