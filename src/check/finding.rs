//! What a rule has found, and how a machine mends it.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{Category, Rule, Severity};
use crate::problem::Problem;

/// Something that a rule says about a place.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    pub problem: Problem,
    /// Present where the change is certain to be right.
    pub fix: Option<Fix>,
    /// As the rule's, unless another program has said otherwise.
    severity: Severity,
    /// What another program calls it: `clippy::needless_return`.
    code: Option<String>,
}

/// A change of texts that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fix {
    /// They do not overlap.
    pub edits: Vec<Edit>,
}

/// A part of a file and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edit {
    /// Relative to the project. A file that is not there yet is made.
    pub file: String,
    /// Bytes of the file as it is.
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Fix {
    /// One edit.
    #[must_use]
    pub fn replace(file: &str, span: Range<usize>, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { file: file.to_owned(), start: span.start, end: span.end, text: text.into() }] }
    }
}

impl Finding {
    #[must_use]
    pub fn new(rule: &'static Rule, problem: Problem) -> Self {
        Self { rule, problem, fix: None, severity: rule.severity, code: None }
    }

    /// With a way for a machine to mend it.
    #[must_use]
    pub fn fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }

    /// What another program has found, under its own name.
    #[must_use]
    pub fn foreign(self, code: Option<String>, severity: Severity) -> Self {
        Self { code, severity, ..self }
    }

    /// `CG014`, `clippy::needless_return`, `rustc`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.code.as_deref().unwrap_or(self.rule.id)
    }

    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What findings are sorted by.
    pub(super) fn place(&self) -> (&str, usize, usize, &str, &str) {
        let Problem { file, line, column, message, .. } = &self.problem;
        (file, *line, *column, self.id(), message)
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 10)?;
        object.serialize_field("id", self.id())?;
        object.serialize_field("name", self.rule.name)?;
        object.serialize_field("severity", &self.severity)?;
        object.serialize_field("category", &self.rule.category)?;
        object.serialize_field("file", &self.problem.file)?;
        object.serialize_field("line", &self.problem.line)?;
        object.serialize_field("column", &self.problem.column)?;
        object.serialize_field("message", &self.problem.message)?;
        if let Some(help) = &self.problem.help {
            object.serialize_field("help", help)?;
        }
        if let Some(fix) = &self.fix {
            object.serialize_field("fix", fix)?;
        }
        object.end()
    }
}

/// The JSON form of a [`Finding`].
#[derive(JsonSchema)]
#[allow(dead_code, reason = "a shape for the JSON Schema, which no value ever has")]
struct Shape {
    /// `CG014`, or another program's name for it.
    id: String,
    name: String,
    severity: Severity,
    category: Category,
    file: String,
    line: usize,
    column: usize,
    message: String,
    /// What to do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// Edits that `check --fix` makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix>,
}

impl JsonSchema for Finding {
    fn schema_name() -> Cow<'static, str> {
        "Finding".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Shape::json_schema(generator)
    }
}
