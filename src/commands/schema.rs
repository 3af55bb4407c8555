//! `chatgen schema`: the JSON Schema, the examples, and a check that writes nothing.

use serde::Serialize;

use crate::cli::{Schema, SchemaCommand};
use crate::given;
use crate::model::Chat;
use crate::output::{BOLD, DIM, Failure, GREEN, Report, Terminal};
use crate::schema::{self, examples};

pub fn run(arguments: &Schema, terminal: &Terminal) -> Result<(), Failure> {
    match &arguments.command {
        None => terminal.show(&Printed { schema: &schema::json_schema() }),
        Some(SchemaCommand::Check { file }) => terminal.show(&check(file)?),
        Some(SchemaCommand::List) => terminal.show(&Listed { examples: examples::list() }),
        Some(SchemaCommand::Show { name }) => terminal.show(&show(name)?),
        Some(SchemaCommand::Reference) => terminal.show(&Reference { markdown: schema::reference() }),
    }
    Ok(())
}

fn check(file: &str) -> Result<Checked, Failure> {
    let (source, _) = given::find(Some(file))?;
    let chat = crate::resolve_text(&source.text, &source.file).map_err(Failure::schema)?;
    Ok(Checked::new(source.file, &chat))
}

fn show(name: &str) -> Result<Shown, Failure> {
    let example = given::example(name)?;
    Ok(Shown { name: example.name, text: example.text })
}

/// The JSON Schema, which is the same document in both formats.
#[derive(Debug)]
struct Printed<'a> {
    schema: &'a str,
}

impl Serialize for Printed<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema: serde_json::Value = serde_json::from_str(self.schema).map_err(serde::ser::Error::custom)?;
        schema.serialize(serializer)
    }
}

impl Report for Printed<'_> {
    fn text(&self) -> String {
        self.schema.to_owned()
    }
}

/// A schema without a problem.
#[derive(Debug, Serialize)]
struct Checked {
    file: String,
    problems: [(); 0],
    title: String,
    models: Vec<String>,
    views: Vec<String>,
}

impl Checked {
    fn new(file: String, chat: &Chat) -> Self {
        Self {
            file,
            problems: [],
            title: chat.project.title.clone(),
            models: chat.models.iter().map(|model| model.type_.clone()).collect(),
            views: chat.views.iter().map(|view| view.name.clone()).collect(),
        }
    }
}

impl Report for Checked {
    fn text(&self) -> String {
        let counted = |count, thing| if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") };
        let (models, views) = (counted(self.models.len(), "model"), counted(self.views.len(), "view"));
        format!("{GREEN}ok{GREEN:#} {}: {}, with {models} of its own and {views}\n", self.file, self.title)
    }
}

#[derive(Debug, Serialize)]
struct Listed {
    examples: Vec<examples::Example>,
}

impl Report for Listed {
    fn text(&self) -> String {
        self.examples
            .iter()
            .map(|example| format!("{BOLD}{:<12}{BOLD:#} {DIM}{}{DIM:#}\n", example.name, example.about))
            .collect()
    }
}

#[derive(Debug, Serialize)]
struct Reference {
    markdown: String,
}

impl Report for Reference {
    fn text(&self) -> String {
        self.markdown.clone()
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    name: &'static str,
    text: &'static str,
}

impl Report for Shown {
    fn text(&self) -> String {
        self.text.to_owned()
    }
}
