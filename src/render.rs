//! Blueprints and a plan in, a tree of texts out; nothing touches the disk.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};

use crate::blueprints;
use crate::model::Chat;
use crate::overlay::Overlay;
use crate::plan::{Context, Job, Subject};
use crate::together;

/// Path in the project (with `/`) → text of the file.
pub type Tree = BTreeMap<String, String>;

/// The widest line that generated Rust may have, as in the generated rustfmt.toml.
const WIDTH: usize = 100;

/// The filters that a blueprint has beside minijinja's own.
pub const FILTERS: &[&str] = &["chain", "fit", "html", "literal", "rs", "wrap"];

/// A blueprint that does not parse, or that names something the context lacks.
#[derive(Debug)]
pub struct Fault {
    /// The blueprint of chatgen's, also where another text replaces it.
    pub blueprint: &'static str,
    pub error: Error,
}

/// Renders every job of a plan, with the overlay's texts in place of chatgen's own. A blueprint is parsed once in a process, and
/// the chat is turned into values once, however many models.
///
/// # Errors
/// Each faulty blueprint: never the fault of a schema.
pub fn render(jobs: &[Job], overlay: &Overlay) -> Result<Tree, Vec<Fault>> {
    let Some(first) = jobs.first() else { return Ok(Tree::new()) };
    let env = environment(overlay).map_err(|fault| vec![fault])?;
    let at_first = |error| vec![Fault { blueprint: first.blueprint, error }];
    let values = Values::of(first.context.chat).map_err(at_first)?;
    let (mut tree, mut faults) = (Tree::new(), Vec::new());
    let rendered = together::each(jobs, |job| render_one(&env, &values, job, overlay));
    for (job, rendered) in jobs.iter().zip(rendered) {
        match rendered {
            Ok(text) => drop(tree.insert(job.path.clone(), text)),
            Err(error) => faults.push(Fault { blueprint: job.blueprint, error }),
        }
    }
    if faults.is_empty() { Ok(tree) } else { Err(faults) }
}

fn render_one(env: &Environment, values: &Values, job: &Job, overlay: &Overlay) -> Result<String, Error> {
    let (text, rendered) = source(job.blueprint, overlay)?;
    if !rendered {
        return Ok(text.to_owned());
    }
    env.get_template(job.blueprint)?.render(values.context(&job.context))
}

/// The text that counts for a blueprint, and whether it is rendered.
fn source<'a>(blueprint: &str, overlay: &'a Overlay) -> Result<(&'a str, bool), Error> {
    if let Some(own) = overlay.get(blueprint) {
        return Ok((&own.source.text, blueprints::is_template(&own.path)));
    }
    let text = blueprints::text(blueprint);
    let text = text.ok_or_else(|| Error::new(ErrorKind::TemplateNotFound, format!("no blueprint {blueprint}")))?;
    Ok((text, blueprints::is_template(blueprint)))
}

/// Says whether a text is a blueprint's, without rendering it.
///
/// # Errors
/// What does not parse, and where.
pub fn parse(text: &str) -> Result<(), Error> {
    syntax().template_from_str(text).map(drop)
}

/// What blueprints see of a chat.
struct Values {
    chat: Value,
    models: Vec<Value>,
    views: Vec<Value>,
    /// For each model, the views over it.
    pages: Vec<Value>,
    /// For each view, its events.
    events: Vec<Vec<Value>>,
    components: Vec<Value>,
    tools: Vec<Value>,
}

impl Values {
    fn of(chat: &Chat) -> Result<Self, Error> {
        let value = Value::from(Serde(chat));
        let views: Vec<Value> = value.get_attr("views")?.try_iter()?.collect();
        let mut pages: HashMap<&str, Vec<Value>> = HashMap::new();
        for (view, value) in chat.views.iter().zip(&views) {
            pages.entry(&view.model.type_).or_default().push(value.clone());
        }
        let pages = chat.models.iter().map(|model| pages.remove(model.type_.as_str()).unwrap_or_default().into());
        let list = |value: &Value, name: &str| Ok(value.get_attr(name)?.try_iter()?.collect::<Vec<Value>>());
        let events = views.iter().map(|view| list(view, "events")).collect::<Result<_, Error>>()?;
        Ok(Self {
            models: list(&value, "models")?,
            pages: pages.collect(),
            events,
            components: list(&value, "components")?,
            tools: list(&value, "tools")?,
            views,
            chat: value,
        })
    }

    /// The chat's fields, and what the file is rendered for.
    fn context(&self, context: &Context) -> Value {
        let this = match context.subject {
            Subject::Chat => context! { index => 0 },
            Subject::Model(index) => {
                context! { model => self.models[index].clone(), pages => self.pages[index].clone(), index }
            }
            Subject::View(index) => context! { view => self.views[index].clone(), index },
            Subject::Event(view, index) => {
                context! { view => self.views[view].clone(), event => self.events[view][index].clone(), index }
            }
            Subject::Component(index) => context! { component => self.components[index].clone(), index },
            Subject::Tool(index) => context! { tool => self.tools[index].clone(), index },
        };
        context! { ..this, ..self.chat.clone() }
    }
}

/// A blueprint's fault with all that is known of it: file, line and cause.
#[must_use]
pub fn explain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("\n  because: {error}"));
        cause = error.source();
    }
    text
}

/// chatgen's own blueprints, each parsed when it is first rendered.
static OWN: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut env = syntax();
    env.set_loader(|blueprint| Ok::<_, Error>(blueprints::text(blueprint)));
    env
});

/// chatgen's own blueprints, and those that replace some of them.
fn environment(overlay: &Overlay) -> Result<Cow<'static, Environment<'static>>, Fault> {
    let mut env = Cow::Borrowed(&*OWN);
    for (blueprint, own) in overlay.iter().filter(|(_, own)| blueprints::is_template(&own.path)) {
        let added = env.to_mut().add_template_owned(blueprint, own.source.text.clone());
        added.map_err(|error| Fault { blueprint, error })?;
    }
    Ok(env)
}

/// The one syntax of all blueprints: `<%= value %>`, control on lines of its own behind `%%`, comments behind `%%#`.
fn syntax<'a>() -> Environment<'a> {
    let syntax = SyntaxConfig::builder()
        .block_delimiters("<%", "%>")
        .variable_delimiters("<%=", "%>")
        .comment_delimiters("<%#", "%>")
        .line_statement_prefix("%%")
        .line_comment_prefix("%%#")
        .keep_trailing_newline(true)
        .build()
        .expect("the delimiters differ");
    let mut env = Environment::new();
    env.set_syntax(syntax);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.add_filter("fit", fit);
    env.add_filter("wrap", wrap);
    env.add_filter("chain", chain);
    env.add_filter("html", html);
    env.add_filter("literal", |text: String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    env.add_filter("rs", |text: String| text.replace('\\', "\\\\").replace('"', "\\\""));
    env
}

/// `%% filter chain` … `%% endfilter` around a chain of calls with a line for each: one line where all of it fits. A single
/// call that is too long for a line of its own is opened instead.
fn chain(lines: String) -> String {
    let mut calls = lines.lines();
    let first = calls.next().unwrap_or_default().to_owned();
    let longest = calls.clone().map(|call| call.chars().count()).max();
    let single = calls.clone().count() == 1;
    let joined = calls.fold(first, |joined, call| joined + call.trim()) + "\n";
    if joined.chars().count() <= WIDTH + 1 {
        joined
    } else if single && longest > Some(WIDTH) {
        fit(joined)
    } else {
        lines
    }
}

/// Text for an HTML template: its own braces mean nothing there, either.
fn html(text: String) -> String {
    let escaped = text.chars().map(|char| match char {
        '&' | '<' | '>' | '"' | '\'' | '{' | '}' => format!("&#{};", char as u32),
        char => char.to_string(),
    });
    escaped.collect()
}

/// `%% filter wrap` … `%% endfilter` around one Rust line `let a = b;` or `a: B,`: where it is too long and its right side
/// fits on a line, that gets a line of its own, as rustfmt would have it.
fn wrap(line: String) -> String {
    let text = line.trim_end_matches('\n');
    if text.chars().count() <= WIDTH {
        return line;
    }
    let split = text.find(" = ").map(|at| at + 2).or_else(|| text.find(": ").map(|at| at + 1));
    let Some((left, right)) = split.map(|at| (&text[..at], text[at..].trim_start())) else { return line };
    let indent = text.len() - text.trim_start().len() + 4;
    if indent + right.chars().count() > WIDTH {
        return line;
    }
    format!("{left}\n{:indent$}{right}\n", "")
}

/// `%% filter fit` … `%% endfilter` around one Rust statement on one line: left alone where it fits, else its last
/// top-level bracket group is opened, an item to a line, as rustfmt would.
fn fit(statement: String) -> String {
    let line = statement.trim_end_matches('\n');
    if line.chars().count() <= WIDTH || line.contains('\n') {
        return statement;
    }
    let Some((open, close)) = last_group(line) else { return statement };
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut text = format!("{}\n", &line[..=open]);
    for item in items(&line[open + 1..close]) {
        text.push_str(&format!("{indent}    {item},\n"));
    }
    text.push_str(&format!("{indent}{}\n", &line[close..]));
    text
}

/// Byte positions of the first bracket group at the top level that is long enough to be worth opening: the widest one.
fn last_group(line: &str) -> Option<(usize, usize)> {
    let mut stack = Vec::new();
    let mut widest: Option<(usize, usize)> = None;
    for (at, char) in line.char_indices() {
        match char {
            '(' | '[' | '{' => stack.push(at),
            ')' | ']' | '}' => {
                let open = stack.pop()?;
                if stack.is_empty() && widest.is_none_or(|(a, b)| at - open > b - a) {
                    widest = Some((open, at));
                }
            }
            _ => {}
        }
    }
    widest
}

/// Splits at the commas of the top level.
fn items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, char) in group.char_indices() {
        match char {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' if depth == 0 => {
                found.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(group[start..].trim());
    found.retain(|item| !item.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_right_side_gets_a_line_of_its_own() {
        let name = "a".repeat(50);
        assert_eq!(
            wrap(format!("    let {name} = read(\"{name}\");\n")),
            format!("    let {name} =\n        read(\"{name}\");\n")
        );
        assert_eq!(wrap("    let a = b;\n".into()), "    let a = b;\n");
    }
}
