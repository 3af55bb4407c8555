//! What a tool is: a name, arguments, an answer and a function, with no knowledge of the protocol.

use std::any::type_name;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Context;
use super::schema::{self, Detail};
use crate::output::{Failure, Report};

/// One tool. A new one is a file in `tools/` and a line in [`tools::TABLE`](super::tools::TABLE).
pub trait Tool: 'static {
    /// As a client calls it: `list_routes`.
    const NAME: &'static str;
    /// For people: `List routes`.
    const TITLE: &'static str;
    /// For models: what it gives, and when to use it. Each client loads it at each start, so every byte counts.
    const DESCRIPTION: &'static str;
    const GROUP: Group;
    const HINTS: Hints = Hints::READ;
    /// Whether it is among the tools that are there when none are named.
    const CORE: bool = false;
    /// Where it works.
    const NEEDS: Needs = Needs::Project;

    /// With `#[serde(deny_unknown_fields)]`; a doc comment on a field is what a model reads of it.
    type Args: DeserializeOwned + JsonSchema;
    /// What the command of the same name prints: its fields are the structured content, its text the text.
    type Answer: Report + JsonSchema;

    /// Does the work, on a thread that may block. Long work looks at [`Context::check`] between its steps.
    ///
    /// # Errors
    /// What the command of the same name says; the client gets it as an error of the tool.
    fn call(context: &Context, args: Self::Args) -> Result<Self::Answer, Failure>;
}

/// What a tool does to the project.
#[derive(Debug, Clone, Copy)]
pub struct Hints {
    /// Nothing is changed.
    pub read_only: bool,
    /// Something may be lost.
    pub destructive: bool,
    /// A second call with the same arguments changes nothing more.
    pub idempotent: bool,
}

impl Hints {
    pub const READ: Self = Self { read_only: true, destructive: false, idempotent: true };
    /// Adds to the project, and can be undone.
    pub const WRITE: Self = Self { read_only: false, destructive: false, idempotent: false };
}

/// Tools that are switched on together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Learn,
    See,
    Check,
    Build,
    Db,
}

impl Group {
    pub const ALL: [Self; 5] = [Self::Learn, Self::See, Self::Check, Self::Build, Self::Db];

    /// As `--tools` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Learn => "learn",
            Self::See => "see",
            Self::Check => "check",
            Self::Build => "build",
            Self::Db => "db",
        }
    }
}

/// Where a tool works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Everywhere.
    Nothing,
    /// In a Rust package, made by chatgen or not.
    Package,
    /// In a project with a chat.toml.
    Project,
}

/// What a call came to.
#[derive(Debug)]
pub struct Answered {
    pub structured: Value,
    pub text: String,
}

/// A [`Tool`] as a value, for the table.
#[derive(Debug)]
pub struct Entry {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub group: Group,
    pub hints: Hints,
    pub core: bool,
    pub needs: Needs,
    /// The JSON Schema of the arguments.
    pub input: fn() -> Map<String, Value>,
    /// The JSON Schema of the answer.
    pub output: fn(Detail) -> Map<String, Value>,
    pub call: fn(&Context, Map<String, Value>) -> Result<Answered, Failure>,
}

impl Entry {
    #[must_use]
    pub const fn of<T: Tool>() -> Self {
        Self {
            name: T::NAME,
            title: T::TITLE,
            description: T::DESCRIPTION,
            group: T::GROUP,
            hints: T::HINTS,
            core: T::CORE,
            needs: T::NEEDS,
            input: schema::input::<T::Args>,
            output: schema::output::<T::Answer>,
            call: call::<T>,
        }
    }
}

/// Arguments that its schema allows in, a JSON document and a text without styles out.
fn call<T: Tool>(context: &Context, arguments: Map<String, Value>) -> Result<Answered, Failure> {
    let args = serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Failure::usage(format!("the arguments of `{}` are wrong: {error}", T::NAME)))?;
    let answer = T::call(context, args)?;
    Ok(Answered { structured: document(&answer)?, text: plain(&answer.text()) })
}

fn document<T: Serialize>(answer: &T) -> Result<Value, Failure> {
    serde_json::to_value(answer)
        .map_err(|error| Failure::failed(format!("a {} is no JSON document: {error}", type_name::<T>())))
}

/// A text without ANSI styles.
#[must_use]
pub fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}
