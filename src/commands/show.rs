//! `chatgen show` and `chatgen handlers-for`: one view or one template, with all that belongs to it.

use schemars::JsonSchema;
use serde::Serialize;

use super::columns::{Cell, table};
use super::views::{files, list, problems, unread};
use crate::cli;
use crate::inspect::Files;
use crate::inspect::handlers::{self, Binding, Directive, Handlers, Unbound};
use crate::inspect::pages::Pages;
use crate::inspect::show::{self, Shown};
use crate::inspect::source::Reader;
use crate::inspect::views::Field;
use crate::output::{BOLD, CYAN, DIM, Failure, Report, Terminal, YELLOW};
use crate::problem::Problem;

pub fn run_show(arguments: &cli::Show, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&show(&files(&arguments.project.project)?, &Reader::default(), &arguments.view)?);
    Ok(())
}

pub fn run_handlers_for(arguments: &cli::HandlersFor, terminal: &Terminal) -> Result<(), Failure> {
    let files = files(&arguments.project.project)?;
    terminal.show(&handlers_for(&files, &Reader::default(), &arguments.template)?);
    Ok(())
}

/// Everything about one view, which is named by its name, template, struct or route.
///
/// # Errors
/// If there is no such view, or several.
pub fn show(files: &Files, reader: &Reader, wanted: &str) -> Result<View, Failure> {
    let sources = reader.read(files);
    let pages = Pages::new(files, &sources);
    let view = show::find(&pages, wanted).map_err(|meant| match meant.as_slice() {
        [] => Failure::usage(format!("there is no view `{wanted}`")).help("list them: chatgen views"),
        [one] => Failure::usage(format!("there is no view `{wanted}`")).help(format!("did you mean `{one}`?")),
        several => Failure::usage(format!("`{wanted}` is the name of several views"))
            .help(format!("name one of them: {}", several.join(", "))),
    })?;
    Ok(View { shown: show::show(&pages, view), problems: problems(&pages, &sources) })
}

/// What a template is bound to, and what is bound to nothing.
///
/// # Errors
/// If there is no such template.
pub fn handlers_for(files: &Files, reader: &Reader, wanted: &str) -> Result<Bindings, Failure> {
    let sources = reader.read(files);
    let pages = Pages::new(files, &sources);
    let template = handlers::named(&pages, wanted).map_err(|meant| {
        let help =
            meant.map_or_else(|| "list them: chatgen views".to_owned(), |meant| format!("did you mean `{meant}`?"));
        Failure::usage(format!("there is no template `{wanted}`")).help(help)
    })?;
    Ok(Bindings { handlers: handlers::handlers(&pages, template), problems: problems(&pages, &sources) })
}

/// One view.
#[derive(Debug, Serialize, JsonSchema)]
pub struct View {
    #[serde(flatten)]
    pub shown: Shown,
    /// Files that could not be parsed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// What a template is bound to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Bindings {
    #[serde(flatten)]
    pub handlers: Handlers,
    /// Files that could not be parsed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Report for View {
    fn text(&self) -> String {
        let Shown { view, unused, blocks, components, forms, links, directives, events, unhandled, unsent, .. } =
            &self.shown;
        let mut text =
            format!("{BOLD}{}{BOLD:#}  {}  {DIM}{}:{}{DIM:#}\n", view.name, view.struct_, view.file, view.line);
        if !view.doc.is_empty() {
            text.push_str(&format!("{}\n", view.doc));
        }
        line(&mut text, "template", &format!("templates/{}", view.template));
        line(&mut text, "extends", view.extends.as_deref().unwrap_or_default());
        line(&mut text, "parts", &view.parts.join(", "));
        line(&mut text, "macros", &components.join(", "));
        let blocks: Vec<&str> = blocks.iter().filter(|block| block.filled).map(|block| block.name.as_str()).collect();
        line(&mut text, "blocks", &blocks.join(", "));
        line(&mut text, "auth", &view.auth.join(", "));
        let rendered: Vec<String> =
            view.rendered_by.iter().map(|one| format!("{} {}:{}", one.function, one.file, one.line)).collect();
        line(&mut text, "rendered by", &rendered.join(", "));
        let routes: Vec<String> = view.routes.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
        line(&mut text, "routes", &routes.join(", "));
        line(&mut text, "unused", &unused.join(", "));
        text.push('\n');
        text.push_str(&table(&["field", "type", "holds"], view.fields.iter().map(field).collect()));
        text.push_str(&bindings("Forms and requests", forms));
        text.push_str(&bindings("Links", links));
        if !events.is_empty() {
            let events: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
            text.push_str(&format!("\n{BOLD}Events{BOLD:#}\n  {}\n", events.join(", ")));
        }
        text + &known(directives) + &missing(unhandled, unsent) + &unread(&self.problems)
    }
}

impl Report for Bindings {
    fn text(&self) -> String {
        let Handlers { template, views, bindings: bound, directives, unhandled, unsent } = &self.handlers;
        let mut text = format!("{BOLD}templates/{template}{BOLD:#}\n");
        line(&mut text, "shown by", &list(views, "no view"));
        text + &bindings("Bound", bound) + &known(directives) + &missing(unhandled, unsent) + &unread(&self.problems)
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        text.push_str(&format!("  {DIM}{name:<11}{DIM:#}  {value}\n"));
    }
}

fn field(field: &Field) -> Vec<Cell> {
    let mut holds = field.fields.join(", ");
    if let Some(of) = &field.of {
        holds = if holds.is_empty() { format!("(of {of})") } else { format!("(of {of}) {holds}") };
    }
    if holds.is_empty() {
        holds.clone_from(&field.doc);
    }
    vec![Cell::bold(&field.name), Cell::plain(&field.type_), Cell::dim(holds)]
}

fn bindings(heading: &str, bindings: &[Binding]) -> String {
    if bindings.is_empty() {
        return String::new();
    }
    let rows = bindings.iter().map(|binding| {
        let handlers = binding.handlers.iter().map(|route| {
            let auth = route.auth.as_ref().map(|auth| format!(" ({auth})")).unwrap_or_default();
            format!("{} {}:{}{auth}", route.handler, route.file, route.line)
        });
        let fields =
            if binding.fields.is_empty() { String::new() } else { format!("  [{}]", binding.fields.join(", ")) };
        vec![
            Cell::dim(binding.place.line.to_string()),
            Cell::bold(format!("{}{fields}", binding.written)),
            Cell::plain(list(&handlers.collect::<Vec<_>>(), "-")),
        ]
    });
    format!("\n{BOLD}{heading}{BOLD:#}\n{}", table(&["line", "what", "leads to"], rows.collect()))
}

/// Directives that something handles, with what does so.
fn known(directives: &[Directive]) -> String {
    let handled = directives.iter().filter(|one| !one.scripts.is_empty() || one.styled);
    let rows: Vec<Vec<Cell>> = handled
        .map(|one| {
            let mut by: Vec<String> =
                one.scripts.iter().map(|path| path.trim_start_matches("static/js/").to_owned()).collect();
            by.extend(one.styled.then(|| "style".to_owned()));
            let lines: Vec<String> = one.lines.iter().map(ToString::to_string).collect();
            vec![Cell::bold(&one.name), Cell::dim(list(&lines, "")), Cell::plain(by.join(", "))]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("\n{BOLD}Directives{BOLD:#}\n{}", table(&["name", "lines", "handled by"], rows))
}

fn missing(unhandled: &[Unbound], unsent: &[Unbound]) -> String {
    if unhandled.is_empty() && unsent.is_empty() {
        return String::new();
    }
    let row = |one: &Unbound| format!("  {CYAN}{}:{}{CYAN:#}  {}: {}\n", one.file, one.line, one.what, one.why);
    let lines: String = unhandled.iter().chain(unsent).map(row).collect();
    format!("\n{YELLOW}Bound to nothing{YELLOW:#}\n{lines}")
}
