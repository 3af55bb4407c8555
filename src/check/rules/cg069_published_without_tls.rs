use crate::check::deploy::{containers, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG069",
    name: "published-without-tls",
    severity: Severity::Warning,
    category: Category::Config,
    page: include_str!("cg069_published_without_tls.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    for container in containers(project.deploy(), &prefix) {
        let Some(url) = container.or("public_url", "http://127.0.0.1:3000").filter(|url| url.starts_with("http://"))
        else {
            continue;
        };
        let open = |host: Option<&str>| host.is_none_or(|host| ["0.0.0.0", "[::]"].contains(&host));
        for port in container.service.ports.iter().filter(|port| open(port.host.as_deref())) {
            let message = format!("every machine around can reach this port, and `{url}` is not encrypted");
            let problem = project.problem(&container.service.file, &port.at, message);
            found.push(RULE.finding(problem.help("publish it for a proxy on this machine: \"127.0.0.1:3000:3000\"")));
        }
    }
}
