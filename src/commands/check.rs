//! `chatgen check`: every rule over a project, and what can be mended.

use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;

use crate::check::explain::unknown;
use crate::check::fix::{self, Mended};
use crate::check::validate::{self, LARGEST, category};
use crate::check::{Checked, Finding, Options, Selection, rules, shown, validate_project, validate_view};
use crate::cli::{Check, Format};
use crate::inspect::source::Reader;
use crate::interrupt;
use crate::output::{Failure, GREEN, Report, Terminal};
use crate::sync::report::{diff, plain};

pub fn run(arguments: &Check, terminal: &Terminal) -> Result<(), Failure> {
    let from = arguments.path.as_deref().or(arguments.project.as_deref()).unwrap_or(Path::new("."));
    let root = validate::root(from)?;
    let options = options(arguments)?;
    // Else Ctrl-C would leave cargo behind, or end a change between two files.
    interrupt::watch();
    let reader = Reader::default();
    let checked = match &arguments.stdin_filename {
        Some(file) => validate_view(&root, &reader, &standard_input()?, file)?,
        None => validate_project(&root, &reader, &options, &|| false)?,
    };
    let left = if arguments.fix {
        let deep = checked.findings.into_iter().filter(|finding| !finding.id().starts_with("CG")).collect();
        mend(&root, fix::plan(&root, &reader, &options, deep), arguments.dry_run, terminal)?
    } else {
        show(&checked, terminal);
        checked
    };
    let bad = left.counts.errors > 0 || (arguments.deny_warnings && left.counts.warnings > 0);
    if bad { Err(Failure::silent(1)) } else { Ok(()) }
}

fn options(arguments: &Check) -> Result<Options, Failure> {
    let categories: Result<Vec<_>, Failure> = arguments.category.iter().map(|name| category(name)).collect();
    let rule = |name: &String| rules::find(name).map(|rule| rule.id).ok_or_else(|| unknown(name));
    let rules: Result<Vec<_>, Failure> = arguments.rule.iter().map(rule).collect();
    Ok(Options { selection: Selection { categories: categories?, rules: rules? }, deep: arguments.deep })
}

/// The text of an unsaved file.
fn standard_input() -> Result<String, Failure> {
    let mut text = Vec::new();
    // One byte more than is allowed, so that what is too long is seen to be so.
    let read = io::stdin().take(LARGEST as u64 + 1).read_to_end(&mut text);
    read.map_err(|error| Failure::failed(format!("standard input cannot be read: {error}")))?;
    String::from_utf8(text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::usage(format!("standard input is not UTF-8: byte {at} is not a character"))
    })
}

fn show(checked: &Checked, terminal: &Terminal) {
    match terminal.format {
        Format::Sarif => terminal.show_json(&shown::sarif(checked)),
        Format::Github => terminal.show_text(&shown::github(checked)),
        Format::Human | Format::Json => terminal.show(checked),
    }
}

fn mend(root: &Path, mended: Mended, dry_run: bool, terminal: &Terminal) -> Result<Checked, Failure> {
    if !dry_run && !mended.changes.is_empty() {
        fix::apply(root, &mended)?;
    }
    if matches!(terminal.format, Format::Sarif | Format::Github) {
        show(&mended.left, terminal);
        return Ok(mended.left);
    }
    let diff = dry_run.then(|| diff(&mended.changes));
    let files = mended.changes.iter().map(|change| change.path.clone()).collect();
    let report = Fixed { written: !dry_run, files, fixed: mended.findings, diff, left: mended.left };
    terminal.show(&report);
    Ok(report.left)
}

/// What was mended, or would be, and what is left.
#[derive(Debug, Serialize)]
struct Fixed {
    written: bool,
    files: Vec<String>,
    fixed: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "without_colours")]
    diff: Option<String>,
    #[serde(flatten)]
    left: Checked,
}

fn without_colours<S: serde::Serializer>(diff: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    diff.as_deref().map(plain).serialize(serializer)
}

impl Report for Fixed {
    fn text(&self) -> String {
        let mut text = self.diff.clone().unwrap_or_default();
        let (would, be) = if self.written { ("", "was") } else { ("would be ", "would be") };
        for finding in &self.fixed {
            let problem = &finding.problem;
            let (id, file, line) = (finding.id(), &problem.file, problem.line);
            text.push_str(&format!("{GREEN}{would}mended{GREEN:#} {id} {file}:{line}: {}\n", problem.message));
        }
        if self.fixed.is_empty() {
            text.push_str(&format!("nothing {be} mended\n"));
        }
        text + "\n" + &self.left.text()
    }
}
