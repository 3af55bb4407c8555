//! A chat.toml with the place of everything in it, so that an edit can touch its own bytes and no others.

use toml_edit::{Document, Item, Table, TableLike, Value};

use crate::problem::{Problem, Source, Span};

/// What problems call the text.
pub const FILE: &str = "chat.toml";

/// A text that is TOML.
#[derive(Debug)]
pub struct Page {
    pub text: String,
    document: Document<String>,
}

/// A table with a header of its own: `[models.Ticket.fields]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub path: Vec<String>,
    /// Where the header's line starts.
    pub start: usize,
    /// Where the last line of its own keys ends.
    pub end: usize,
}

impl Page {
    /// # Errors
    /// A text that is no TOML, in TOML's words.
    pub fn parse(text: &str) -> Result<Self, Box<Problem>> {
        match Document::parse(text.to_owned()) {
            Ok(document) => Ok(Self { text: text.to_owned(), document }),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let message = error.message().trim_end_matches('.').replace('\n', ", ");
                Err(Box::new(Source::new(FILE, text).problem(&span, message)))
            }
        }
    }

    /// What stands at a path; a number is a position in a list.
    pub fn item<S: AsRef<str>>(&self, path: &[S]) -> Option<&Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| item.get(key.as_ref()))
    }

    /// The table at a path, in whatever way it is written.
    pub fn table<S: AsRef<str>>(&self, path: &[S]) -> Option<&dyn TableLike> {
        self.item(path)?.as_table_like()
    }

    /// The key and the value at a path. The last part of a path may be a position in a list,
    /// or `last`; a member of a list has no key.
    pub fn place<S: AsRef<str>>(&self, path: &[S]) -> Option<(Span, Span)> {
        let (last, before) = path.split_last()?;
        let parent = self.item(before)?;
        if let Some(list) = parent.as_array() {
            let last = if last.as_ref() == "last" { list.len().checked_sub(1) } else { last.as_ref().parse().ok() };
            let span = list.get(last?)?.span()?;
            return Some((span.clone(), span));
        }
        let (key, value) = parent.as_table_like()?.get_key_value(last.as_ref())?;
        let key = key.span()?;
        let value = value.span().unwrap_or_else(|| key.clone());
        Some((key, value))
    }

    /// The names of the tables below a path.
    pub fn names<S: AsRef<str>>(&self, path: &[S]) -> Vec<&str> {
        self.table(path).map(|table| table.iter().map(|(name, _)| name).collect()).unwrap_or_default()
    }

    /// All tables with a header, from top to bottom.
    pub fn sections(&self) -> Vec<Section> {
        let mut found = Vec::new();
        self.collect(&mut Vec::new(), self.document.as_table(), &mut found);
        found.sort_by_key(|section| section.start);
        found
    }

    fn collect(&self, path: &mut Vec<String>, table: &Table, found: &mut Vec<Section>) {
        if let Some(header) = table.span().filter(|_| !path.is_empty() && has_header(table)) {
            let end = last_value(table).map_or(header.end, |end| end.max(header.end));
            let (start, end) = (self.line_start(header.start), self.line_end(end));
            found.push(Section { path: path.clone(), start, end });
        }
        for (name, item) in table.iter() {
            path.push(name.to_owned());
            let below = item.as_array_of_tables().into_iter().flatten().chain(item.as_table());
            below.for_each(|table| self.collect(path, table, found));
            path.pop();
        }
    }

    /// How this text ends its lines.
    pub fn newline(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// Where the line of a position starts.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Where the line of a position ends, behind its newline if it has one.
    pub fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The line that starts at a position, without space around it; nothing at the end of the text.
    pub fn line_at(&self, at: usize) -> Option<&str> {
        (at < self.text.len()).then(|| self.text[at..self.line_end(at)].trim())
    }

    /// Where the line before one starts, and that line.
    pub fn line_before(&self, start: usize) -> Option<(usize, &str)> {
        let before = self.line_start(start.checked_sub(1)?);
        Some((before, self.line_at(before)?))
    }

    /// The end of a section with the comments that directly follow it and belong to nothing below.
    pub fn tail(&self, end: usize) -> usize {
        let mut at = end;
        while self.line_at(at).is_some_and(|line| line.starts_with('#')) {
            at = self.line_end(at);
        }
        if self.line_at(at).is_none_or(str::is_empty) { at } else { end }
    }

    /// Where the comment starts that stands directly above a line and is about nothing else, else where the line starts.
    /// `end` is where what starts at that line ends.
    pub fn with_comment(&self, start: usize, end: usize) -> usize {
        let top = self.comment_above(start);
        let opens = |line: &str| line.is_empty() || line.starts_with('[') || line.ends_with(['[', '{']);
        let last_of_group = self.line_at(end).is_none_or(|line| opens(line) || line.starts_with(['#', ']', '}']));
        let inside_group = self.line_before(top).is_some_and(|(_, line)| !opens(line));
        if last_of_group || inside_group { top } else { start }
    }

    /// Where the comment starts that stands directly above a line; the first comment of the text is about all of it.
    pub fn comment_above(&self, start: usize) -> usize {
        let mut top = start;
        while let Some((before, _)) = self.line_before(top).filter(|(_, line)| line.starts_with('#')) {
            top = before;
        }
        if top == 0 { start } else { top }
    }

    /// The text with a part of it replaced.
    pub fn replace(&self, span: &Span, by: &str) -> String {
        [&self.text[..span.start], by, &self.text[span.end..]].concat()
    }

    /// The text with lines put in where a line ends; a text without a last newline stays without.
    pub fn insert_lines(&self, at: usize, lines: &[String]) -> String {
        let newline = self.newline();
        let joined = lines.join(newline);
        let unfinished = at == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n');
        let block = if unfinished { format!("{newline}{joined}") } else { format!("{joined}{newline}") };
        self.replace(&(at..at), &block)
    }

    /// A problem at a place in this text.
    pub fn problem(&self, span: &Span, message: impl Into<String>) -> Problem {
        Source::new(FILE, &self.text).problem(span, message)
    }
}

/// Whether a table stands under a header of its own, rather than being there because something below it is.
pub fn has_header(table: &Table) -> bool {
    !table.is_implicit() && !table.is_dotted()
}

/// Where the last value ends that stands in a table itself, dotted keys included.
pub fn last_value(table: &Table) -> Option<usize> {
    let end = |item: &Item| match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(table) if table.is_dotted() => last_value(table),
        _ => None,
    };
    table.iter().filter_map(|(_, item)| end(item)).max()
}

/// The members of a list or of an inline table, each from its key, if it has one, to its end.
pub fn members(value: &Value) -> Vec<Span> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::span).collect(),
        Value::InlineTable(table) => {
            let mut found = Vec::new();
            inline_members(table, &mut found);
            found.sort_by_key(|span: &Span| span.start);
            found
        }
        _ => Vec::new(),
    }
}

fn inline_members(table: &toml_edit::InlineTable, found: &mut Vec<Span>) {
    for (name, value) in table.iter() {
        match value {
            Value::InlineTable(below) if below.is_dotted() => inline_members(below, found),
            _ => found.extend(
                table
                    .key(name)
                    .and_then(toml_edit::Key::span)
                    .zip(value.span())
                    .map(|(key, value)| key.start..value.end),
            ),
        }
    }
}

/// A key as TOML writes it.
pub fn key(name: &str) -> String {
    toml_edit::Key::new(name).to_string()
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
