//! A template's text → [`Template`].

use minijinja::machinery::parse;
use minijinja::syntax::SyntaxConfig;

use super::{FOLDER, Template, guard, html, walk};
use crate::problem::{Problem, Source};

pub fn template(path: &str, text: &str) -> Template {
    let source = Source::new(path, text);
    let name = path.strip_prefix(FOLDER).unwrap_or(path).to_owned();
    let mut template = Template { path: path.to_owned(), name, ..Template::default() };
    if let Some(span) = guard::too_deep(text) {
        let problem = source.problem(&span, "this template goes on for too long without an end");
        template.problem = Some(problem.help("set parts of it with {% set %}, or split it"));
    } else {
        match parse(text, path, SyntaxConfig::default()) {
            Ok(tree) => walk::read(&tree, &source, &mut template),
            Err(error) => template.problem = Some(unparsable(&source, &error)),
        }
    }
    template.elements = html::elements(&source, &template.macros);
    template
}

fn unparsable(source: &Source, error: &minijinja::Error) -> Problem {
    let line = error.line().unwrap_or(1);
    let start = source.start(line);
    let span = error.range().filter(|range| range.start >= start).unwrap_or_else(|| {
        let end = source.text[start..].find('\n').map_or(source.text.len(), |at| start + at);
        let indent = source.text[start..end].len() - source.text[start..end].trim_start().len();
        start + indent..end
    });
    let said = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    source.problem(&span, format!("this is no template: {said}"))
}
