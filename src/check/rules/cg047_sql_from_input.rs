use crate::check::graph::{Graph, Place};
use crate::check::origin::{is_sent, parameter, parts};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Argument, Call, Kind, words};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG047",
    name: "sql-from-input",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg047_sql_from_input.md"),
    check,
};

/// What takes SQL as its first argument.
const QUERIES: [&str; 9] = [
    "query",
    "query_as",
    "query_scalar",
    "query_with",
    "query_as_with",
    "query_scalar_with",
    "raw_sql",
    "AssertSqlSafe",
    "new",
];

fn check(project: &Project, found: &mut Vec<Finding>) {
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file)) {
        let queries = place.function.calls.iter().filter_map(|call| Some((call, sql(&place, call)?)));
        for (call, sql) in queries {
            let Some((text, at)) =
                put_in(&place, call, sql).into_iter().find(|(text, at)| is_free(graph, &place, text, at))
            else {
                continue;
            };
            let message =
                format!("`{text}` becomes part of the SQL itself, so whoever chooses it chooses what the query does");
            let help = "write `?` in its place and `.bind(…)` the value; what cannot be bound, such as the name of a column, \
                        take from a `match` over what is allowed";
            found.push(RULE.finding(place.module.problem(&at, message).help(help)));
        }
    }
}

/// The argument that is SQL.
fn sql<'a>(place: &Place<'a>, call: &'a Call) -> Option<&'a Argument> {
    let first = call.arguments.first()?;
    match call.kind {
        Kind::Path if QUERIES.contains(&call.name()) => {
            let full = place.module.full(&call.callee);
            let is_sql = full.starts_with("sqlx::") || full.ends_with("QueryBuilder::new");
            is_sql.then_some(first)
        }
        Kind::Method if call.name() == "push" => is_builder(place, call).then_some(first),
        _ => None,
    }
}

/// Whether the receiver is a variable that a `QueryBuilder` has been put into.
fn is_builder(place: &Place, call: &Call) -> bool {
    let Some((name, _)) = words::root(place.module.receiver(call)) else { return false };
    let function = place.function;
    let given = function.parameters.iter().find(|parameter| parameter.names.iter().any(|one| one == name));
    let bound = function.lets.iter().find(|bound| bound.names.iter().any(|one| one == name));
    given.is_some_and(|parameter| parameter.type_.contains("QueryBuilder"))
        || bound
            .and_then(|bound| bound.value.as_ref())
            .is_some_and(|value| place.module.text(&value.at).contains("QueryBuilder"))
}

/// The expressions whose text goes into the SQL: parts of it, or the argument itself.
fn put_in<'a>(place: &Place<'a>, call: &'a Call, sql: &'a Argument) -> Vec<(&'a str, Span)> {
    let parts = parts(place, &sql.at, call.at.start);
    if parts.is_empty() { vec![(place.module.text(&sql.at), sql.at.clone())] } else { parts }
}

/// Whether a text may be anything: it is sent by somebody, or a parameter that a caller does not fill with a constant.
fn is_free<'a>(graph: &Graph<'a>, place: &Place<'a>, text: &str, at: &Span) -> bool {
    let Some(given) = parameter(graph, place, text, at.start) else { return false };
    if is_sent(given) {
        return true;
    }
    let position = place.function.parameters.iter().position(|one| std::ptr::eq(one, given));
    let has_self = place.function.parameters.first().is_some_and(|first| first.pattern == "self");
    let fills = graph.callers(place).into_iter().filter_map(|(caller, call)| {
        let position = position? - usize::from(has_self && call.kind == Kind::Method);
        let argument = call.arguments.get(position)?;
        Some((caller, caller.module.text(&argument.at), argument.at.start))
    });
    fills.into_iter().any(|(caller, text, before)| parameter(graph, &caller, text, before).is_some_and(is_sent))
}
