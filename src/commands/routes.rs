//! `chatgen routes`: every route of an axum project.

use std::path::{Path, PathBuf};

use crate::cli;
use crate::inspect::Files;
use crate::inspect::routes::{self, Route, Routes};
use crate::inspect::source::Reader;
use crate::output::{BOLD, CYAN, DIM, Failure, Report, Terminal, YELLOW};
use crate::problem;

pub fn run(arguments: &cli::Routes, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&routes(&arguments.path, &Reader::for_routes())?);
    Ok(())
}

/// The routes of the axum project at `path`: a workspace, a crate, a folder or a file of one.
///
/// # Errors
/// If there is no such path.
pub fn routes(path: &Path, reader: &Reader) -> Result<Routes, Failure> {
    let files = Files::read(&root(path)?, routes::wanted);
    Ok(routes::routes(&files, &reader.read(&files)))
}

/// The folder to read: the given one if it holds a package or no package is around it, else the package that it is in.
fn root(path: &Path) -> Result<PathBuf, Failure> {
    let Ok(found) = path.canonicalize() else {
        let message = format!("there is no `{}`", path.display());
        return Err(Failure::usage(message).help("give the folder of an axum project, or a file of it"));
    };
    let folder = if found.is_dir() { found.as_path() } else { found.parent().unwrap_or(&found) };
    let package = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
    Ok(package.unwrap_or(folder).to_owned())
}

impl Report for Routes {
    fn text(&self) -> String {
        let mut text = table(&self.routes);
        if !self.unresolved.is_empty() {
            text.push_str(&format!("\n{YELLOW}unresolved:{YELLOW:#}\n"));
            for unresolved in &self.unresolved {
                let place = format!("{}:{}", unresolved.file, unresolved.line);
                text.push_str(&format!("  {DIM}{place}{DIM:#}  {}\n", unresolved.reason));
            }
        }
        if !self.problems.is_empty() {
            text.push_str(&format!("\n{}", problem::draw(&self.problems, true, 100)));
        }
        text + "\n" + &self.ending()
    }
}

impl Routes {
    fn ending(&self) -> String {
        let mut ending = match self.routes.len() {
            0 => "no routes".to_owned(),
            1 => "1 route".to_owned(),
            count => format!("{count} routes"),
        };
        if !self.unresolved.is_empty() {
            ending.push_str(&format!(", {} unresolved", self.unresolved.len()));
        }
        match self.problems.len() {
            0 => {}
            1 => ending.push_str(", 1 file could not be parsed"),
            count => ending.push_str(&format!(", {count} files could not be parsed")),
        }
        ending + "\n"
    }
}

/// One line for each route: what calls it, what it calls, where that is written, and what has to hold.
fn table(routes: &[Route]) -> String {
    let width = |of: fn(&Route) -> usize, most: usize| routes.iter().map(of).max().unwrap_or_default().min(most);
    let method = width(|route| route.method.chars().count(), 8);
    let path = width(|route| route.path.chars().count(), 40);
    let handler = width(|route| route.handler.chars().count(), 28);
    let mut text = String::new();
    for route in routes {
        let place = format!("{}:{}", route.file, route.line);
        let auth = route.auth.as_ref().map(|auth| format!("  {BOLD}{auth}{BOLD:#}")).unwrap_or_default();
        let condition = route.condition.as_ref().map(|condition| format!("  {YELLOW}if {condition}{YELLOW:#}"));
        text.push_str(&format!(
            "{CYAN}{:method$}{CYAN:#}  {:path$}  {:handler$}  {DIM}{place}{DIM:#}{auth}{}\n",
            route.method,
            route.path,
            route.handler,
            condition.unwrap_or_default(),
        ));
    }
    text
}
