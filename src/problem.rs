//! What is wrong, where, and what to write instead. Every room of chatgen reports its findings in this one shape.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use schemars::JsonSchema;
use serde::Serialize;

/// Byte positions in a source text.
pub type Span = Range<usize>;

/// Something wrong at a place in a text. Its JSON form is `{file, line, column, message, help}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to write or do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The line that the problem is in, for drawing.
    #[serde(skip)]
    excerpt: String,
    /// The part of `excerpt` that the caret stands under, in bytes.
    #[serde(skip)]
    marked: Span,
}

/// A named text that problems can point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// As a person would write it: `chat.toml`.
    pub file: String,
    pub text: String,
    /// Where each line starts.
    starts: Vec<usize>,
}

impl Source {
    pub fn new(file: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.to_owned(), text: text.to_owned(), starts }
    }

    /// The byte at which a line starts, the first being 1; of a line that is not there, the end of the text.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The line that a byte is in, from 1.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&first| first <= at)
    }

    /// The line and column of a byte, both from 1 and the column in characters.
    #[must_use]
    pub fn place(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        let line = self.line(at);
        let before = self.text.get(self.starts[line - 1]..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// A problem at `span`; of a span over several lines the first counts.
    pub fn problem(&self, span: &Span, message: impl Into<String>) -> Problem {
        let start = span.start.min(self.text.len());
        let line = self.line(start);
        let first = self.starts[line - 1];
        let excerpt = self.text[first..].lines().next().unwrap_or_default();
        let marked = (start - first).min(excerpt.len())..(span.end.max(start) - first).min(excerpt.len());
        Problem {
            file: self.file.clone(),
            line,
            column: excerpt[..marked.start].chars().count() + 1,
            message: shown(&message.into()),
            help: None,
            excerpt: excerpt.to_owned(),
            marked,
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::new("", "")
    }
}

impl Problem {
    /// Adds what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shown(&help.into()));
        self
    }

    /// How many bytes the caret stands under.
    pub fn width(&self) -> usize {
        self.marked.len()
    }

    /// The whole line that the problem is in.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// What the caret stands under.
    pub fn marked(&self) -> &str {
        &self.excerpt[self.marked.clone()]
    }

    fn draw(&self, renderer: &Renderer, title: &Title) -> String {
        let mark = AnnotationKind::Primary.span(self.marked.clone());
        let snippet = Snippet::source(&self.excerpt).path(&self.file).line_start(self.line).annotation(mark);
        let heading = title.severity.level().primary_title(&self.message);
        let heading = if title.id.is_empty() { heading } else { heading.id(title.id) };
        let mut group = heading.element(snippet);
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }
}

/// A text from a file must not move the cursor or ring the bell of a terminal.
fn shown(text: &str) -> String {
    let escape = |c: char| if c.is_control() { c.escape_debug().collect() } else { String::from(c) };
    text.chars().map(escape).collect()
}

/// Draws problems one after the other, each with its line and a caret, for a terminal of `width` columns.
pub fn draw(problems: &[Problem], color: bool, width: usize) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width);
    let title = Title { severity: Severity::Error, id: "" };
    let drawn: Vec<String> = problems.iter().map(|problem| problem.draw(&renderer, &title) + "\n").collect();
    drawn.join("\n")
}

/// How bad something is. The worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It does not work, or it is not safe.
    Error,
    /// It works, and should not be left so.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    fn level(self) -> Level<'static> {
        match self {
            Self::Error => Level::ERROR,
            Self::Warning => Level::WARNING,
            Self::Note => Level::NOTE,
        }
    }
}

/// How a drawing begins: `warning[CG014]`.
#[derive(Debug, Clone, Copy)]
pub struct Title<'a> {
    pub severity: Severity,
    /// What the problem is called; empty for none.
    pub id: &'a str,
}

/// Draws one problem under a title, in colours.
pub fn draw_titled(problem: &Problem, title: &Title, width: usize) -> String {
    problem.draw(&Renderer::styled().decor_style(DecorStyle::Ascii).term_width(width), title) + "\n"
}

/// Sorts by place, so that a report reads from top to bottom, and drops what is said twice.
pub fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| (a.line, a.column, &a.message).cmp(&(b.line, b.column, &b.message)));
    problems.dedup();
}
