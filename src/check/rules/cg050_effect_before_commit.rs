use crate::check::graph::Place;
use crate::check::unit::{self, Open};
use crate::check::{Category, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind};

pub static RULE: Rule = Rule {
    id: "CG050",
    name: "effect-before-commit",
    severity: Severity::Error,
    category: Category::Hub,
    page: include_str!("cg050_effect_before_commit.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        for open in unit::open(&place) {
            let inside =
                place.function.calls.iter().filter(|call| open.from <= call.at.start && call.at.end <= open.until);
            for (call, effect) in inside.filter_map(|call| Some((call, effect(&place, call)?))) {
                found.push(finding(&place, &open, call, effect));
            }
        }
    }
}

fn finding(place: &Place, open: &Open, call: &Call, effect: Effect) -> Finding {
    let name = open.name;
    let message = format!("this happens before `{name}` is committed, and cannot be taken back if it never is");
    let help = match &effect.instead {
        Some(instead) => format!("write `{name}.then({instead})`, which happens after the commit"),
        None => format!("do it after `{name}.commit().await?`, or make it an effect: `{name}.then(…)`"),
    };
    let finding = RULE.finding(place.module.problem(&call.at, message).help(help));
    match effect.certain {
        Some(certain) => {
            let text = format!("{name}.then(crate::unit::{certain})");
            finding.fix(Fix::replace(place.file, call.at.clone(), text))
        }
        None => finding,
    }
}

struct Effect {
    /// What to give to `then`.
    instead: Option<String>,
    /// The same, where it compiles as it is.
    certain: Option<String>,
}

/// A call that tells others, or starts something, at once.
fn effect(place: &Place, call: &Call) -> Option<Effect> {
    let module = place.module;
    let said = |instead: String, is_certain: bool| {
        let certain = (is_certain && call.dropped).then(|| instead.clone());
        Some(Effect { instead: Some(instead), certain })
    };
    let receiver = module.receiver(call);
    let on = |field: &str| receiver == field || receiver.ends_with(&format!(".{field}"));
    let argument = |index| module.argument(call, index);
    match (call.kind, call.name()) {
        (Kind::Method, "publish") if on("hub") => {
            said(format!("Effect::Publish({})", argument(0).trim_start_matches('&')), false)
        }
        (Kind::Method, "revoke") if on("hub") => said(format!("Effect::Revoke({})", argument(0)), true),
        (Kind::Method, "ephemeral") if on("hub") => {
            said(format!("Effect::Ephemeral {{ topic: {}, frame: {} }}", argument(0), argument(1)), true)
        }
        (Kind::Method, "view_changed") if on("hub") => {
            said(format!("Effect::ViewChanged {{ view: {}, action: {}, id: … }}", argument(0), argument(1)), false)
        }
        (Kind::Method, "start") if on("assistant") => said(format!("Effect::StartRun({})", argument(1)), true),
        (Kind::Path, "spawn") if module.full(&call.callee).starts_with("tokio::") => Some(NOTHING),
        (Kind::Path, "get") if module.full(&call.callee) == "reqwest::get" => Some(NOTHING),
        _ => None,
    }
}

const NOTHING: Effect = Effect { instead: None, certain: None };
