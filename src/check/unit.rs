//! Units of work and transactions in a function: from where to where each is open.

use super::graph::Place;
use crate::inspect::code::{Call, Let, words};
use crate::problem::Span;

/// A unit of work, or a transaction, that is open in a part of a function.
pub struct Open<'a> {
    pub name: &'a str,
    /// Where it is begun, or the parameter that it is.
    pub at: Span,
    /// From there on it is open …
    pub from: usize,
    /// … until it is committed, rolled back, given away or dropped.
    pub until: usize,
    /// Whether something ends it on purpose.
    pub is_ended: bool,
    /// Whether it is begun here.
    pub is_own: bool,
}

/// What ends one.
const ENDS: [&str; 4] = ["commit", "rollback", "dry_run", "abort"];

/// The units that are open somewhere in a function.
pub fn open<'a>(place: &Place<'a>) -> Vec<Open<'a>> {
    let given =
        place.function.parameters.iter().filter(|parameter| parameter.type_.trim_start_matches('&') == "mut Unit");
    let given = given.filter_map(|parameter| {
        let body = &place.function.body;
        let name = parameter.names.first()?;
        let (at, from, until) = (parameter.at.clone(), body.start, body.end);
        Some(Open { name, at, from, until, is_ended: true, is_own: false })
    });
    let begun = place.function.lets.iter().filter_map(|bound| begun(place, bound));
    given.chain(begun).collect()
}

fn begun<'a>(place: &Place<'a>, bound: &'a Let) -> Option<Open<'a>> {
    let [name] = bound.names.as_slice() else { return None };
    if !bound.is_call {
        return None;
    }
    let calls = place.function.calls.get(bound.calls.clone())?;
    let begin = calls.iter().rev().find(|call| call.awaited)?;
    if !matches!(begin.name(), "begin" | "begin_with") {
        return None;
    }
    let end =
        place.function.calls.iter().filter(|call| call.at.start >= bound.at.end && call.at.end <= bound.scope_end);
    let end = end.filter(|call| ends(place, call, name)).map(|call| call.at.end).max();
    let moved = moved(place, name, bound.at.end..bound.scope_end);
    let until = end.or(moved).unwrap_or(bound.scope_end);
    Some(Open {
        name,
        at: begin.at.clone(),
        from: bound.at.end,
        until,
        is_ended: end.is_some() || moved.is_some(),
        is_own: true,
    })
}

fn ends(place: &Place, call: &Call, name: &str) -> bool {
    let is_receiver = ENDS.contains(&call.name()) && place.module.receiver(call) == name;
    is_receiver || call.name() == "drop" && place.module.argument(call, 0) == name
}

/// Where a variable is given away: named, and neither borrowed nor asked for something.
fn moved(place: &Place, name: &str, inside: Span) -> Option<usize> {
    let text = place.module.text(&inside);
    let at = words::mentions(text, name).find(|&at| {
        let before = text[..at].trim_end();
        let borrowed = ["&", "&mut", "*", "."].iter().any(|end| before.ends_with(end));
        !borrowed && !text[at + name.len()..].trim_start().starts_with(['.', ':'])
    });
    at.map(|at| inside.start + at)
}
