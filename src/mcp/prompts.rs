//! Prompts: work that people ask for again and again, with the tools that do it.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

use crate::names::did_you_mean;
use crate::output::Failure;

/// A prompt as data; `{argument}` in its text is what was given, or else the words in the table.
struct Page {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// Name, what it is, and what stands for it when it is not given; nothing where it has to be.
    arguments: &'static [(&'static str, &'static str, Option<&'static str>)],
    text: &'static str,
}

const PAGES: &[Page] = &[
    Page {
        name: "start_project",
        title: "Start a project",
        about: "From an idea to a chat that runs",
        arguments: &[
            ("idea", "What the chat is for", None),
            ("folder", "Folder to make", Some("my-chat")),
            ("example", "Example to start from", Some("assistant")),
        ],
        text: "Make a chat with chatgen: {idea}

1. Read get_framework_schema, and the resources chatgen://reference and chatgen://example/{example}.
2. Write down models with fields, views and events that the idea needs, and ask me about what is unclear.
3. Make the project in `{folder}` with new_project and a chat.toml of these; look at it with dry_run first.
4. Run validate_project and mend what it names. Then say how to run it: cargo run -- seed && cargo run.",
    },
    Page {
        name: "add_feature",
        title: "Add a feature",
        about: "From a wish to a change that is checked and tested",
        arguments: &[
            ("wish", "What people shall be able to do", None),
            ("view", "View that it belongs to", Some("none yet")),
            ("model", "Model that it belongs to", Some("none yet")),
        ],
        text: "Add to this chatgen project: {wish}
View: {view}. Model: {model}.

1. Read get_framework_schema and get_best_practices; look with list_routes at what is there.
2. Generate what can be generated: scaffold_view, scaffold_model, scaffold_component, add_event_handler or add_feature, each with dry_run first.
3. Fill in only the functions that are yours. Before saving a file, check it with validate_view.
4. Run validate_project, then cargo test. Add a test in tests/it/ and a spec in e2e/specs/ for what is new.",
    },
    Page {
        name: "review",
        title: "Review",
        about: "Look for what is wrong or missing, and mend it",
        arguments: &[
            ("view", "Only this view", Some("all of them")),
            ("category", "Only checks of this category", Some("all of them")),
        ],
        text: "Review this chatgen project. Views: {view}. Categories of checks: {category}.

1. Run validate_project and list_routes. A finding's rule is explained at chatgen://rule/ID.
2. For each route that changes something: who may call it, what limits it, is membership checked, do effects wait for the commit?
3. Name each fault with file:line, why it matters and the smallest change that mends it; the most serious first.
4. Mend what I agree to, and run validate_project again.",
    },
];

/// Every prompt.
#[must_use]
pub fn list() -> Vec<Prompt> {
    let describe = |page: &Page| {
        let arguments = page.arguments.iter().map(|(name, about, default)| {
            PromptArgument::new(*name).with_description(*about).with_required(default.is_none())
        });
        Prompt::new(page.name, Some(page.about), Some(arguments.collect())).with_title(page.title)
    };
    PAGES.iter().map(describe).collect()
}

/// Whether a prompt has an argument.
#[must_use]
pub fn has(prompt: &str, argument: &str) -> bool {
    PAGES.iter().any(|page| page.name == prompt && page.arguments.iter().any(|(name, ..)| *name == argument))
}

/// A prompt with what was given for its arguments.
///
/// # Errors
/// No such prompt; unknown, missing or mistyped arguments.
pub fn get(name: &str, given: &JsonObject) -> Result<GetPromptResult, Failure> {
    let names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    let page = PAGES.iter().find(|page| page.name == name).ok_or_else(|| unknown("prompt", name, &names))?;
    let known: Vec<&str> = page.arguments.iter().map(|(name, ..)| *name).collect();
    if let Some(wrong) = given.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(unknown("argument", wrong, &known));
    }
    let mut text = page.text.to_owned();
    for (name, about, default) in page.arguments {
        let value = match (given.get(*name), default) {
            (Some(value), _) => value.as_str().ok_or_else(|| Failure::usage(format!("`{name}` has to be a string")))?,
            (None, Some(default)) => default,
            (None, None) => return Err(Failure::usage(format!("`{name}` is missing: {}", about.to_lowercase()))),
        };
        text = text.replace(&format!("{{{name}}}"), value);
    }
    let message = PromptMessage::new_text(Role::User, text);
    Ok(GetPromptResult::new(vec![message]).with_description(page.about))
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let near = did_you_mean(name, known).map(|near| format!("did you mean `{near}`?"));
    Failure::usage(format!(
        "there is no {what} `{name}`: {}",
        near.unwrap_or_else(|| format!("there are {}", known.join(", ")))
    ))
}
