//! Syntax trees of syn → the trees of [`super::tree`].

mod attributes;
mod blocks;
mod expressions;
mod items;
mod operators;
mod patterns;
mod types;

use std::ops::Range;
use std::sync::Arc;

use proc_macro2::Span;
use proc_macro2::extra::invalidate_current_thread_spans;
use syn::punctuated::Punctuated;

use super::tree::{Block, Body, Expression, Item, Module};
use crate::inspect::guard;

/// Where the text stands that is lowered, since only a part of a file may be parsed.
#[derive(Debug, Clone, Copy)]
pub struct Base {
    /// The byte of the file that the text starts at.
    pub byte: usize,
    /// The line of the file that it starts in.
    pub line: usize,
}

impl Base {
    const FILE: Self = Self { byte: 0, line: 1 };

    fn bytes(self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        self.byte + range.start..self.byte + range.end
    }

    fn line(self, span: Span) -> usize {
        self.line + span.start().line.saturating_sub(1)
    }

    /// From behind one span to another.
    fn between(self, from: Span, to: Span) -> Range<usize> {
        let start = self.bytes(from).end;
        start..self.bytes(to).start.max(start)
    }
}

/// The items of a parsed file, of which `text` is the source.
#[must_use]
pub fn module(file: &syn::File, text: &str) -> Module {
    Module { items: items::lower(&file.items, text, Base::FILE) }
}

/// The items of a text that a macro made, empty if it does not parse.
#[must_use]
pub fn made(text: &str) -> Option<Module> {
    guard::check(text).ok()?;
    let file: syn::File = syn::parse_str(text).ok()?;
    let lowered = module(&file, text);
    invalidate_current_thread_spans();
    Some(lowered)
}

/// A body in `text`, which is the text of its file; empty if it does not parse.
#[must_use]
pub fn body(body: &Body, text: &str) -> Arc<Block> {
    let lower = || {
        let part = text.get(body.bytes.clone()).unwrap_or_default();
        Arc::new(block(part, Base { byte: body.bytes.start, line: body.line }).unwrap_or_default())
    };
    Arc::clone(body.lowered.get_or_init(lower))
}

/// The statements of a text.
#[must_use]
pub fn block(text: &str, base: Base) -> Option<Block> {
    guard::check(text).ok()?;
    let statements = syn::parse::Parser::parse_str(syn::Block::parse_within, text).ok()?;
    let lowered = expressions::Lower { base, text }.statements(&statements);
    invalidate_current_thread_spans();
    Some(lowered)
}

/// The expressions between the commas of a macro's text.
#[must_use]
pub fn arguments(text: &str, base: Base) -> Option<Vec<Expression>> {
    guard::check(text).ok()?;
    let parser = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
    let expressions = syn::parse::Parser::parse_str(parser, text).ok()?;
    let lower = expressions::Lower { base, text };
    let lowered = lower.list(&expressions, base.byte, base.byte + text.len());
    invalidate_current_thread_spans();
    Some(lowered)
}

/// Items, for those in blocks.
fn nested(items: &[syn::Item], text: &str, base: Base) -> Vec<Item> {
    items::lower(items, text, base)
}
