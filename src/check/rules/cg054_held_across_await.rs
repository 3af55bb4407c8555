use crate::check::graph::Place;
use crate::check::unit;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, Let};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG054",
    name: "held-across-await",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg054_held_across_await.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        for bound in place.function.lets.iter().filter(|bound| bound.is_call && bound.names.len() == 1) {
            let Some(guard) = guard(&place, bound) else { continue };
            let name = &bound.names[0];
            let Some((at, what)) = slow(&place, bound.frame, bound.at.end..released(&place, bound), guard) else {
                continue;
            };
            let message = format!("the lock `{name}` is held while {what}, and whoever wants it waits as well");
            let help = format!("end its scope before, with a block or `drop({name})`, and take out what is needed");
            found.push(RULE.finding(place.module.problem(&at, message).help(help)));
        }
        for open in unit::open(&place).iter().filter(|open| open.is_own) {
            let Some((at, what)) = slow(&place, 0, open.from..open.until, Guard::Async) else { continue };
            let message =
                format!("the transaction `{}` is open while {what}, and every other writer waits as well", open.name);
            let help = "do it before `begin`, or after the commit";
            found.push(RULE.finding(place.module.problem(&at, message).help(help)));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Guard {
    /// Of `std::sync` or the like: a thread stands still for it.
    Sync,
    /// Of tokio, which may be held across a short wait.
    Async,
}

/// What kind of guard a variable is bound to, if to one.
fn guard(place: &Place, bound: &Let) -> Option<Guard> {
    let calls = place.function.calls.get(bound.calls.clone())?;
    let last = calls.last()?;
    let is_lock = |call: &Call| call.kind == Kind::Method && call.arguments.is_empty() && call.name() == "lock";
    let is_standard = |call: &Call| {
        let receiver = place.module.receiver(call);
        ["stdin", "stdout", "stderr"].iter().any(|stream| receiver.contains(stream))
    };
    if is_lock(last) && last.awaited {
        return Some(Guard::Async);
    }
    // A call that is not awaited may give a future; with `unwrap` behind it, it is a guard.
    let inner = calls.iter().rev().find(|call| is_lock(call))?;
    let unwrapped =
        matches!(last.name(), "unwrap" | "expect" | "unwrap_or_else") && last.receiver.as_ref() == Some(&inner.at);
    (unwrapped && !inner.awaited && !is_standard(inner)).then_some(Guard::Sync)
}

/// Where a variable's value is dropped.
fn released(place: &Place, bound: &Let) -> usize {
    let inside =
        place.function.calls.iter().filter(|call| bound.at.end <= call.at.start && call.at.end <= bound.scope_end);
    let mut drops = inside.filter(|call| call.name() == "drop" && place.module.argument(call, 0) == bound.names[0]);
    drops.next().map_or(bound.scope_end, |call| call.at.start)
}

/// The first wait that is too long for a guard.
fn slow(place: &Place, frame: usize, inside: Span, guard: Guard) -> Option<(Span, &'static str)> {
    let awaits = place.function.awaits.iter().filter(|wait| wait.frame == frame && inside.contains(&wait.at));
    let mut slow = awaits.filter_map(|wait| {
        let call = wait.call.and_then(|call| place.function.calls.get(call));
        match call.and_then(|call| Some((call.at.clone(), long(place, call)?))) {
            Some(long) => Some(long),
            None if guard == Guard::Sync => Some((wait.at..wait.at + "await".len(), "something is awaited")),
            None => None,
        }
    });
    slow.next()
}

/// A call that takes as long as somebody else likes.
fn long(place: &Place, call: &Call) -> Option<&'static str> {
    let receiver = place.module.receiver(call);
    match (call.kind, call.name()) {
        (Kind::Path, _) => match &*place.module.full(&call.callee) {
            "tokio::time::sleep" | "tokio::time::sleep_until" => Some("it sleeps"),
            "reqwest::get" => Some("another server is asked"),
            _ => None,
        },
        (Kind::Method, "send") if REQUESTS.iter().any(|part| receiver.contains(part)) => {
            Some("another server is asked")
        }
        (Kind::Method, "hash" | "verify") if receiver.ends_with("passwords") => Some("a password is hashed"),
        _ => None,
    }
}

/// How requests begin.
const REQUESTS: [&str; 6] = [".get(", ".post(", ".put(", ".patch(", ".delete(", ".request("];
