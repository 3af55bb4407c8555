//! What a rule is.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Finding, Project};
use crate::problem::{Problem, Severity};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    Schema,
    Routes,
    Templates,
    Sql,
    Security,
    Hub,
    Config,
    Quality,
}

impl Category {
    pub const ALL: [Self; 8] = [
        Self::Schema,
        Self::Routes,
        Self::Templates,
        Self::Sql,
        Self::Security,
        Self::Hub,
        Self::Config,
        Self::Quality,
    ];

    /// As in arguments and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Routes => "routes",
            Self::Templates => "templates",
            Self::Sql => "sql",
            Self::Security => "security",
            Self::Hub => "hub",
            Self::Config => "config",
            Self::Quality => "quality",
        }
    }

    /// The category of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// Something that can be wrong with a project, and how it is found.
#[derive(Debug)]
pub struct Rule {
    /// `CG014`.
    pub id: &'static str,
    /// In kebab case: `shadowed-route`.
    pub name: &'static str,
    pub severity: Severity,
    pub category: Category,
    /// What it finds, why that matters, how to mend it; then examples, which are its tests.
    pub page: &'static str,
    /// Adds what it finds. It says nothing where it does not know.
    pub check: fn(&Project, &mut Vec<Finding>),
}

impl Rule {
    /// A finding of this rule.
    #[must_use]
    pub fn finding(&'static self, problem: Problem) -> Finding {
        Finding::new(self, problem)
    }
}
