//! What rules there are, and what each is about.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Category, Rule, deep, page, rules};
use crate::names::did_you_mean;
use crate::output::{BOLD, CYAN, DIM, Failure, Report};
use crate::problem::Severity;

/// A rule, or all of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Explained {
    pub rules: Vec<About>,
}

/// What a rule is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct About {
    pub id: &'static str,
    pub name: &'static str,
    pub severity: Severity,
    pub category: Category,
    /// What it finds, in a line.
    pub title: &'static str,
    /// All that there is to say, with examples, in Markdown; only where one rule was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// One rule by its id or name, or the list of all.
///
/// # Errors
/// There is no such rule; exit code 2.
pub fn explain(wanted: Option<&str>) -> Result<Explained, Failure> {
    let Some(wanted) = wanted else {
        return Ok(Explained { rules: rules::ALL.iter().map(|rule| about(rule, false)).collect() });
    };
    let foreign = || {
        let program = wanted.split("::").next().unwrap_or(wanted);
        deep::ALL.into_iter().find(|rule| rule.id == program)
    };
    match rules::find(wanted).or_else(foreign) {
        Some(rule) => Ok(Explained { rules: vec![about(rule, true)] }),
        None => Err(unknown(wanted)),
    }
}

fn about(rule: &'static Rule, whole: bool) -> About {
    let page = whole.then(|| page::markdown(rule.page));
    let Rule { id, name, severity, category, .. } = *rule;
    About { id, name, severity, category, title: page::title(rule.page), page }
}

/// What to say of a rule that does not exist.
#[must_use]
pub fn unknown(wanted: &str) -> Failure {
    let known: Vec<&str> = rules::ALL.iter().flat_map(|rule| [rule.id, rule.name]).collect();
    let failure = Failure::usage(format!("there is no rule `{}`", wanted.escape_debug()));
    match did_you_mean(wanted, &known) {
        Some(near) => failure.help(format!("did you mean `{near}`? `chatgen explain` lists the rules")),
        None => failure.help("`chatgen explain` lists the rules"),
    }
}

impl Report for Explained {
    fn text(&self) -> String {
        self.rules.iter().map(About::text).collect()
    }
}

impl About {
    fn text(&self) -> String {
        let Self { id, name, title, .. } = self;
        let (severity, category) = (self.severity.name(), self.category.name());
        match &self.page {
            None => {
                format!("{BOLD}{id}{BOLD:#} {severity:<8}{category:<10} {CYAN}{name:<28}{CYAN:#} {DIM}{title}{DIM:#}\n")
            }
            Some(page) => {
                let words = page.split_once('\n').map_or("", |(_, words)| words);
                format!("{BOLD}{id} {title}{BOLD:#}\n{DIM}{name}, {severity}, {category}{DIM:#}\n{words}")
            }
        }
    }
}
