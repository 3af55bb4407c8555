//! What rules may ask about a project. Each fact is computed once, and only if a rule asks for it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Category;
use super::deploy::Deploy;
use super::exposed::Exposed;
use super::graph::Graph;
use super::suppress::{self, Allow};
use crate::inspect::pages::Pages;
use crate::inspect::routes::Routes;
use crate::inspect::templates::{Template, is_template};
use crate::inspect::{Files, Sources, sql};
use crate::migrate::structure::{BadMigration, Structure};
use crate::model::Chat;
use crate::overlay::Overlay;
use crate::problem::{Problem, Source};

/// A project, or any folder of Rust: texts, and the facts that are read from them.
pub struct Project<'a> {
    pub files: &'a Files,
    pub sources: &'a Sources,
    /// The only file that findings are wanted for.
    only: Option<&'a str>,
    allows: OnceLock<Vec<Allow>>,
    chat: OnceLock<Result<Chat, Vec<Problem>>>,
    generated: OnceLock<Option<crate::Project>>,
    migrations: OnceLock<Vec<(String, String)>>,
    structure: OnceLock<Result<Arc<Structure>, BadMigration>>,
    disk: OnceLock<Option<crate::project::Project>>,
    graph: OnceLock<Graph<'a>>,
    exposed: OnceLock<Vec<Exposed<'a>>>,
    deploy: OnceLock<Deploy>,
    sql: OnceLock<sql::Facts>,
    mismatches: OnceLock<Vec<(usize, sql::Mismatch)>>,
    pages: OnceLock<Pages<'a>>,
}

impl<'a> Project<'a> {
    #[must_use]
    pub fn new(files: &'a Files, sources: &'a Sources) -> Self {
        Self {
            files,
            sources,
            only: None,
            allows: OnceLock::new(),
            chat: OnceLock::new(),
            generated: OnceLock::new(),
            migrations: OnceLock::new(),
            structure: OnceLock::new(),
            disk: OnceLock::new(),
            graph: OnceLock::new(),
            exposed: OnceLock::new(),
            deploy: OnceLock::new(),
            sql: OnceLock::new(),
            mismatches: OnceLock::new(),
            pages: OnceLock::new(),
        }
    }

    /// The same project, of which only one file is of interest. A rule may skip what cannot concern it.
    #[must_use]
    pub fn only(self, file: &'a str) -> Self {
        Self { only: Some(file), ..self }
    }

    /// Whether findings in a file are of interest.
    #[must_use]
    pub fn wants(&self, file: &str) -> bool {
        self.only.is_none_or(|only| only == file)
    }

    /// Whether findings in templates are of interest.
    #[must_use]
    pub fn wants_templates(&self) -> bool {
        self.only.is_none_or(is_template)
    }

    /// The templates in which findings are of interest.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        let templates = self.wants_templates().then(|| self.pages().templates());
        templates.into_iter().flat_map(BTreeMap::values).filter(|template| self.wants(&template.path))
    }

    /// Whether findings in Rust are of interest.
    #[must_use]
    pub fn wants_rust(&self) -> bool {
        self.only.is_none_or(|file| file.ends_with(".rs"))
    }

    /// Whether rules of a category can find anything in the file of interest.
    pub(super) fn concerns(&self, category: Category) -> bool {
        let Some(file) = self.only else { return true };
        match category {
            Category::Config => {
                let is_source = [".rs", ".html", ".sql", ".js", ".css"].iter().any(|ending| file.ends_with(ending));
                !is_source || file.starts_with("src/config")
            }
            Category::Routes => self.wants_rust(),
            Category::Templates => self.wants_rust() || self.wants_templates(),
            _ => true,
        }
    }

    /// Whether chatgen made it, even if its schema is wrong now. Rules about conventions say nothing elsewhere.
    #[must_use]
    pub fn is_chatgen(&self) -> bool {
        self.files.has("chat.toml")
    }

    /// Every function, and which of them calls which.
    pub fn graph(&self) -> &Graph<'a> {
        self.graph.get_or_init(|| Graph::of(self.sources))
    }

    /// The handlers of a project of chatgen's; of those in a file that is of interest, what each leads to. Empty elsewhere.
    pub fn exposed(&self) -> &[Exposed<'a>] {
        self.exposed.get_or_init(|| super::exposed::read(self))
    }

    /// The comments that allow findings which are of interest.
    pub(super) fn allows(&self) -> &[Allow] {
        let files = || self.files.iter().filter(|(path, _)| self.wants(path));
        self.allows.get_or_init(|| files().flat_map(|(path, text)| suppress::read(path, text)).collect())
    }

    /// What chat.toml says; nothing without one, or if it has problems.
    pub fn chat(&self) -> Option<&Chat> {
        self.resolved().as_ref().ok()
    }

    /// What is wrong with chat.toml.
    pub fn schema_problems(&self) -> &[Problem] {
        self.resolved().as_ref().err().map_or(&[], Vec::as_slice)
    }

    fn resolved(&self) -> &Result<Chat, Vec<Problem>> {
        self.chat.get_or_init(|| match self.files.get("chat.toml") {
            Some(text) => crate::resolve_text(text, "chat.toml"),
            None => Err(Vec::new()),
        })
    }

    /// The project as chatgen would write it today; nothing if its schema or its own blueprints are wrong.
    pub fn generated(&self) -> Option<&crate::Project> {
        let generate = || {
            let text = self.files.get("chat.toml")?;
            let root = Some(self.files.root.as_path()).filter(|root| !root.as_os_str().is_empty());
            let overlay = Overlay::read(root, None).ok()?;
            crate::generate_with(&Source::new("chat.toml", text), &overlay).ok()
        };
        self.generated.get_or_init(generate).as_ref()
    }

    /// The ways up of `migrations/`, in order: path and SQL.
    pub fn migrations(&self) -> &[(String, String)] {
        self.migrations.get_or_init(|| self.ups())
    }

    fn ups(&self) -> Vec<(String, String)> {
        let scripts = self.files.iter().filter(|(path, _)| {
            let name = path.strip_prefix("migrations/").unwrap_or_default();
            name.starts_with(|first: char| first.is_ascii_digit()) && name.ends_with(".sql") && !name.contains('/')
        });
        let ups = scripts.filter(|(path, _)| !path.ends_with(".down.sql"));
        let mut ups: Vec<(String, String)> = ups.map(|(path, text)| (path.to_owned(), text.to_string())).collect();
        ups.sort_by_key(|(path, _)| crate::project::number(path));
        ups
    }

    /// Every statement of SQL in the source that is of interest, tried with the tables that the migrations build.
    pub fn sql(&self) -> &sql::Facts {
        self.sql.get_or_init(|| sql::Facts::of(self.sources, self.migrations(), |file| self.wants(file)))
    }

    /// Columns that do not fit what they are read into, each with its statement.
    pub fn sql_mismatches(&self) -> impl Iterator<Item = (&sql::Statement, &sql::Mismatch)> {
        let statements = &self.sql().statements;
        let find = || {
            let types = sql::Types::of(self.sources);
            let each = statements.iter().enumerate();
            each.flat_map(|(at, statement)| {
                sql::mismatches(statement, &types).into_iter().map(move |mismatch| (at, mismatch))
            })
            .collect()
        };
        self.mismatches.get_or_init(find).iter().filter_map(|(at, mismatch)| Some((statements.get(*at)?, mismatch)))
    }

    /// What the migrations build.
    ///
    /// # Errors
    /// The first migration that SQLite refuses.
    pub fn structure(&self) -> Result<&Structure, &BadMigration> {
        self.structure.get_or_init(|| Structure::of(self.migrations())).as_deref()
    }

    /// The project on the disk, for what is not text; nothing if it is only in memory, or not chatgen's.
    pub fn on_disk(&self) -> Option<&crate::project::Project> {
        let find = || {
            let root = Some(&self.files.root).filter(|root| root.join("chat.toml").is_file())?;
            crate::project::Project::find(root).ok()
        };
        self.disk.get_or_init(find).as_ref()
    }

    /// How it is meant to run.
    pub(super) fn deploy(&self) -> &Deploy {
        self.deploy.get_or_init(|| Deploy::read(self))
    }

    /// Every route, and what could not be known of them.
    pub fn routes(&self) -> &Routes {
        self.pages().all_routes()
    }

    /// Templates, views, components and events.
    pub fn pages(&self) -> &Pages<'a> {
        self.pages.get_or_init(|| Pages::new(self.files, self.sources))
    }

    /// A problem at bytes of a file.
    pub fn problem(&self, file: &str, span: &Range<usize>, message: impl Into<String>) -> Problem {
        let text = self.files.get(file).map_or("", |text| text);
        Source::new(file, text).problem(span, message)
    }

    /// A problem at a line of a file, from 1, without the space around it.
    pub fn problem_in_line(&self, file: &str, line: usize, message: impl Into<String>) -> Problem {
        self.problem(file, &self.line(file, line), message)
    }

    /// A line of a file, from 1, without the space around it.
    pub fn line(&self, file: &str, line: usize) -> Range<usize> {
        let text = self.files.get(file).map_or("", |text| text);
        let start = Source::new(file, text).start(line);
        let written = text[start..].lines().next().unwrap_or_default();
        let indent = written.len() - written.trim_start().len();
        start + indent..start + written.trim_end().len().max(indent)
    }
}
