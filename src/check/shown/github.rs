//! Findings as commands of a GitHub workflow, which shows them beside the lines of a change.

use super::prefix;
use crate::check::validate::Checked;
use crate::check::{Finding, Severity};

/// A line for each finding.
#[must_use]
pub fn github(checked: &Checked) -> String {
    let prefix = prefix(&checked.root);
    checked.findings.iter().map(|finding| line(&prefix, finding)).collect()
}

fn line(prefix: &str, finding: &Finding) -> String {
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let problem = &finding.problem;
    let message = match &problem.help {
        Some(help) => format!("{}\nhelp: {help}", problem.message),
        None => problem.message.clone(),
    };
    format!(
        "::{level} file={},line={},col={},title={}::{}\n",
        property(&format!("{prefix}{}", problem.file)),
        problem.line,
        problem.column,
        property(&format!("{} {}", finding.id(), finding.rule.name)),
        data(&message),
    )
}

/// As the runner's own escaping of a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a colon or a comma, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
