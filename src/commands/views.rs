//! `chatgen views`, `components` and `events`: the pages of a project, from its source.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::columns::{Cell, table};
use crate::cli;
use crate::inspect::components::{Component, Kind, Parameter};
use crate::inspect::events::{Event, From};
use crate::inspect::pages::Pages;
use crate::inspect::routes::Place;
use crate::inspect::source::Reader;
use crate::inspect::views::View;
use crate::inspect::{Files, Sources};
use crate::output::{BOLD, DIM, Failure, Report, Terminal};
use crate::problem::{self, Problem};
use crate::project::Project;

pub fn run_views(arguments: &cli::Views, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&views(&files(&arguments.project.project)?, &Reader::default()));
    Ok(())
}

pub fn run_components(arguments: &cli::Components, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&components(&files(&arguments.project.project)?, &Reader::default()));
    Ok(())
}

pub fn run_events(arguments: &cli::Events, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&events(&files(&arguments.project.project)?, &Reader::default()));
    Ok(())
}

/// The files of the project around a folder.
///
/// # Errors
/// If there is no project.
pub fn files(from: &Path) -> Result<Files, Failure> {
    Ok(Files::read(&Project::find(from)?.root, |_| true))
}

/// Every view of a project.
#[must_use]
pub fn views(files: &Files, reader: &Reader) -> Views {
    let sources = reader.read(files);
    let pages = Pages::new(files, &sources);
    Views { views: pages.views().to_vec(), problems: problems(&pages, &sources) }
}

/// Every component, macro and partial of a project.
#[must_use]
pub fn components(files: &Files, reader: &Reader) -> Components {
    let sources = reader.read(files);
    let pages = Pages::new(files, &sources);
    Components { components: pages.components().to_vec(), problems: problems(&pages, &sources) }
}

/// Every event of a project.
#[must_use]
pub fn events(files: &Files, reader: &Reader) -> Events {
    let sources = reader.read(files);
    let pages = Pages::new(files, &sources);
    Events { events: pages.events().to_vec(), problems: problems(&pages, &sources) }
}

/// The files that could not be parsed, of which therefore nothing is known.
pub fn problems(pages: &Pages, sources: &Sources) -> Vec<Problem> {
    let rust = sources.values().filter_map(|digest| digest.problem.clone());
    rust.chain(pages.templates().values().filter_map(|template| template.problem.clone())).collect()
}

/// The views of a project.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Views {
    pub views: Vec<View>,
    /// Files that could not be parsed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Components {
    pub components: Vec<Component>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Events {
    pub events: Vec<Event>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Report for Views {
    fn text(&self) -> String {
        let rows = self.views.iter().map(|view| {
            let routes: Vec<String> =
                view.routes.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
            vec![
                Cell::bold(&view.name),
                Cell::plain(&view.struct_),
                Cell::dim(format!("{}:{}", view.file, view.line)),
                Cell::plain(list(&view.auth, "-")),
                Cell::plain(list(&routes, "-")),
            ]
        });
        table(&["view", "struct", "defined", "auth", "routes"], rows.collect()) + &unread(&self.problems)
    }
}

impl Report for Components {
    fn text(&self) -> String {
        let mut text = String::new();
        for kind in [Kind::Component, Kind::Macro, Kind::Partial] {
            let of_kind = self.components.iter().filter(|one| one.kind == kind);
            let rows = of_kind.map(|one| {
                let name = match kind {
                    Kind::Partial => one.template.clone(),
                    _ => format!("{} {}", one.template, one.name),
                };
                let parameters: Vec<String> = one.parameters.iter().map(parameter).collect();
                vec![Cell::bold(name), Cell::plain(parameters.join(", ")), Cell::dim(used(&one.used))]
            });
            let rows: Vec<_> = rows.collect();
            if !rows.is_empty() {
                text.push_str(&table(&[kind.name(), "parameters", "used"], rows));
            }
        }
        text + &unread(&self.problems)
    }
}

fn parameter(parameter: &Parameter) -> String {
    let type_ = parameter.type_.as_ref().map(|type_| format!(": {type_}")).unwrap_or_default();
    let default = parameter.default.as_ref().map(|default| format!("={default}")).unwrap_or_default();
    format!("{}{type_}{default}", parameter.name)
}

/// In how many files, and how often.
fn used(places: &[Place]) -> String {
    let mut files: Vec<&str> = places.iter().map(|place| place.file.as_str()).collect();
    files.dedup();
    match (places, files.as_slice()) {
        ([], _) => "nowhere".to_owned(),
        ([only], _) => format!("{}:{}", only.file, only.line),
        (_, [file]) => format!("{}x in {file}", places.len()),
        _ => format!("{}x in {} templates", places.len(), files.len()),
    }
}

impl Report for Events {
    fn text(&self) -> String {
        let mut text = String::new();
        for (from, heading) in
            [(From::Client, "Browser -> server"), (From::Server, "Server -> browser"), (From::Page, "Done on pages")]
        {
            let rows: Vec<_> = self.events.iter().filter(|event| event.from == from).map(row).collect();
            if !rows.is_empty() {
                text.push_str(&format!("{BOLD}{heading}{BOLD:#}{}\n", terms(&self.events, from)));
                text.push_str(&table(&["event", "fields", "rust", "pages"], rows));
            }
        }
        text + &unread(&self.problems)
    }
}

/// What all events of a kind have in common: who may, and how often.
fn terms(events: &[Event], from: From) -> String {
    if from == From::Page {
        return String::new();
    }
    let Some(first) = events.iter().find(|event| event.from == from) else { return String::new() };
    let terms: Vec<&str> = first.auth.iter().chain(&first.limit).map(String::as_str).collect();
    if terms.is_empty() { String::new() } else { format!("  {DIM}{}{DIM:#}", terms.join("; ")) }
}

fn row(event: &Event) -> Vec<Cell> {
    let fields: Vec<String> = event.fields.iter().map(|field| format!("{}: {}", field.name, field.type_)).collect();
    let deeds: Vec<String> =
        event.rust.iter().map(|deed| format!("{} {}:{}", deed.function, deed.file, deed.line)).collect();
    let pages: Vec<String> = event.pages.iter().map(|place| format!("{}:{}", place.file, place.line)).collect();
    let mut deeds = list(&deeds, "-");
    if event.from == From::Page {
        let terms: Vec<&str> = event.route.iter().chain(&event.auth).chain(&event.limit).map(String::as_str).collect();
        deeds = format!("{deeds} ({})", terms.join("; "));
    }
    let fields = if fields.is_empty() { "-".to_owned() } else { fields.join(", ") };
    vec![Cell::bold(&event.name), Cell::plain(fields), Cell::plain(deeds), Cell::dim(list(&pages, "-"))]
}

/// The first few of a list, and how many more there are.
pub fn list(items: &[String], none: &str) -> String {
    match items {
        [] => none.to_owned(),
        [one] => one.clone(),
        [first, second] => format!("{first}, {second}"),
        [first, second, rest @ ..] => format!("{first}, {second}, +{}", rest.len()),
    }
}

/// The files that could not be parsed, drawn.
pub fn unread(problems: &[Problem]) -> String {
    if problems.is_empty() { String::new() } else { format!("\n{}", problem::draw(problems, true, 100)) }
}
