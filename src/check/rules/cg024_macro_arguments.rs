use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::templates::{Call, CallKind, Macro};
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG024",
    name: "macro-arguments",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg024_macro_arguments.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for template in project.templates() {
        for call in template.calls.iter().filter(|call| call.kind == CallKind::Macro) {
            let of = call.of.as_deref().map_or(Some(template), |of| project.pages().templates().get(of));
            let Some(macro_) = of.and_then(|of| of.macro_(&call.name)) else { continue };
            if let Some((message, help)) = wrong(macro_, call) {
                found.push(RULE.finding(project.problem(&template.path, &call.inside.span, message).help(help)));
            }
        }
    }
}

/// What is wrong with the arguments of a call, and what to write.
fn wrong(macro_: &Macro, call: &Call) -> Option<(String, String)> {
    let names: Vec<&str> = macro_.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let given: Vec<&str> = call.arguments.iter().filter_map(|argument| argument.name.as_deref()).collect();
    let positional = call.arguments.len() - given.len();
    let takes = if names.is_empty() { "it takes none".to_owned() } else { format!("it takes {}", names.join(", ")) };
    if let Some(unknown) = given.iter().find(|name| !names.contains(name) && **name != "caller") {
        let help =
            did_you_mean(unknown, &names).map_or_else(|| takes.clone(), |meant| format!("did you mean `{meant}`?"));
        return Some((format!("`{}` has no parameter `{unknown}`", macro_.name), help));
    }
    if positional > names.len() {
        return Some((format!("`{}` is given {positional} arguments", macro_.name), takes));
    }
    if let Some(twice) = given.iter().find(|name| names.iter().take(positional).any(|one| one == *name)) {
        return Some((format!("`{}` is given `{twice}` twice", macro_.name), takes));
    }
    let is_missing = |parameter: &&crate::inspect::templates::Parameter| {
        parameter.default.is_none() && !given.contains(&parameter.name.as_str())
    };
    let missing = macro_.parameters.iter().skip(positional).find(is_missing).filter(|_| !call.spread)?;
    Some((format!("`{}` is not given `{}`, which has no default", macro_.name, missing.name), takes))
}
