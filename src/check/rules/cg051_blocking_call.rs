use crate::check::graph::Place;
use crate::check::{Category, Edit, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind};

pub static RULE: Rule = Rule {
    id: "CG051",
    name: "blocking-call",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg051_blocking_call.md"),
    check,
};

/// Functions of `std::fs` that tokio has with the same arguments.
const FILES: [&str; 17] = [
    "canonicalize",
    "copy",
    "create_dir",
    "create_dir_all",
    "hard_link",
    "metadata",
    "read",
    "read_link",
    "read_to_string",
    "remove_dir",
    "remove_dir_all",
    "remove_file",
    "rename",
    "set_permissions",
    "symlink_metadata",
    "write",
    "exists",
];

fn check(project: &Project, found: &mut Vec<Finding>) {
    let has_files =
        project.files.get("Cargo.toml").is_some_and(|text| text.contains("\"fs\"") || text.contains("\"full\""));
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        // What `main` does before it serves keeps nobody waiting, and neither does a program that serves nobody.
        let serves = project.is_chatgen() || place.module.uses.iter().any(|used| used.path.starts_with("axum"));
        if place.function.name == "main" || !serves {
            continue;
        }
        for (call, blocking) in place.function.calls.iter().filter_map(|call| Some((call, blocking(&place, call)?))) {
            let is_async = place.function.runs_async(call.frame);
            let caller = if is_async { None } else { caller(project, &place, call) };
            if !is_async && caller.is_none() {
                continue;
            }
            let Blocking { what, instead, replacement } = blocking;
            let (from, instead) = match caller {
                Some(name) => (
                    format!(", which async `{name}` calls,"),
                    format!(
                        "call `{}` in `tokio::task::spawn_blocking`, or make it async: {instead}",
                        place.function.name
                    ),
                ),
                None => (String::new(), instead),
            };
            let message = format!("{what}{from} keeps this thread from every other request until it returns");
            let problem = place.module.problem(&call.name_at, message).help(instead);
            let is_plain = place.function.frames.get(call.frame).is_some_and(|frame| frame.is_async);
            let usable = replacement.filter(|name| is_plain && (has_files || !name.starts_with("tokio::fs")));
            found.push(match usable {
                Some(name) => RULE.finding(problem).fix(awaited(&place, call, &name)),
                None => RULE.finding(problem),
            });
        }
    }
}

/// The async function that answers requests and calls this plain one, in whose body the call is, on its own thread.
fn caller<'a>(project: &Project<'a>, place: &Place<'a>, call: &Call) -> Option<&'a str> {
    let is_body = place.function.frames.get(call.frame).is_some_and(|frame| frame.parent.is_none());
    if place.function.is_async || !is_body {
        return None;
    }
    let callers = project.graph().callers(place);
    let mut answering = callers.iter().filter(|(caller, call)| {
        caller.file.starts_with("src/http/") && caller.function.is_async && caller.function.runs_async(call.frame)
    });
    answering.next().map(|(caller, _)| caller.function.name.as_str())
}

struct Blocking {
    what: String,
    instead: String,
    /// An async function with the same arguments and the same result.
    replacement: Option<String>,
}

fn blocking(place: &Place, call: &Call) -> Option<Blocking> {
    let said = |what: &str, instead: &str, replacement: Option<String>| {
        Some(Blocking { what: what.to_owned(), instead: instead.to_owned(), replacement })
    };
    let apart = "run it in `tokio::task::spawn_blocking(move || …).await`";
    match call.kind {
        Kind::Path => {
            let path = place.module.full(&call.callee);
            match &*path {
                "std::thread::sleep" => {
                    let name = "tokio::time::sleep".to_owned();
                    said("`std::thread::sleep`", "write `tokio::time::sleep(…).await`", Some(name))
                }
                "std::fs::File::open" | "std::fs::File::create" => said(
                    &format!("`{path}`"),
                    "write `tokio::fs::File`, or read it in `tokio::task::spawn_blocking`",
                    None,
                ),
                "std::net::TcpStream::connect" => {
                    said("`std::net::TcpStream::connect`", "write `tokio::net::TcpStream::connect(…).await`", None)
                }
                "bcrypt::hash" | "bcrypt::verify" => said(&format!("hashing a password (`{path}`)"), apart, None),
                "futures::executor::block_on" => said("`block_on`", "write `.await`", None),
                path if path.starts_with("reqwest::blocking::") || path.starts_with("ureq::") => {
                    said(&format!("`{path}`"), "use the async `reqwest::Client`, and `.await` what it sends", None)
                }
                path => {
                    let name = path.strip_prefix("std::fs::").filter(|name| FILES.contains(name))?;
                    // It has another result.
                    let replacement = if name == "exists" { "try_exists" } else { name };
                    let replacement = format!("tokio::fs::{replacement}");
                    let instead = format!("write `{replacement}(…).await`");
                    said(&format!("`{path}`"), &instead, Some(replacement))
                }
            }
        }
        Kind::Method => match call.name() {
            "hash_password" | "verify_password" if !call.awaited => said("hashing a password", apart, None),
            "output" | "status" if !call.awaited && is_command(place, call) => {
                said("waiting for another program", "use `tokio::process::Command`, and `.await` it", None)
            }
            "blocking_lock" | "blocking_recv" | "blocking_send" | "blocking_read" | "blocking_write" => {
                said(&format!("`{}`", call.name()), "write the method without `blocking_`, and `.await` it", None)
            }
            _ => None,
        },
        Kind::Macro => None,
    }
}

/// Whether the receiver is a `std::process::Command` that is put together before the dot.
fn is_command(place: &Place, call: &Call) -> bool {
    let receiver = place.module.receiver(call);
    let head = receiver.split("::new(").next().unwrap_or_default();
    head.len() < receiver.len() && &*place.module.full(head) == "std::process::Command"
}

/// The call under another name, and awaited.
fn awaited(place: &Place, call: &Call, name: &str) -> Fix {
    let edit = |start, end, text: &str| Edit { file: place.file.to_owned(), start, end, text: text.to_owned() };
    Fix { edits: vec![edit(call.name_at.start, call.name_at.end, name), edit(call.at.end, call.at.end, ".await")] }
}
