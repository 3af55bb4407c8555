use crate::check::deploy::{containers, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG063",
    name: "unreachable-container",
    severity: Severity::Error,
    category: Category::Config,
    page: include_str!("cg063_unreachable_container.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    for container in containers(project.deploy(), &prefix) {
        let Some(bind) = container.bind() else { continue };
        for port in &container.service.ports {
            let (message, help) = if bind.ip().is_loopback() {
                let message =
                    format!("port {} is published, and the program listens on {bind} inside its container", port.inner);
                (message, format!("set {prefix}BIND=0.0.0.0:{} in the Dockerfile", port.inner))
            } else if bind.port() != port.inner {
                let message =
                    format!("port {} is published, and the program listens on port {}", port.inner, bind.port());
                (message, format!("publish {} here, or set {prefix}BIND", bind.port()))
            } else {
                continue;
            };
            found.push(RULE.finding(project.problem(&container.service.file, &port.at, message).help(help)));
        }
    }
}
