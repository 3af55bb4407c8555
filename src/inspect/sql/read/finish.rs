//! What is left of all ways through all functions, and a file's constants.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Expr, File, ImplItemConst, ItemConst, ItemImpl, ItemStatic, Lit};

use super::super::{Get, Piece, Row, Ty, Written};
use super::value::Value;
use super::{Walk, expressions};

/// Each statement once. One with parts that nobody knows goes where a caller has made the same one with all parts known.
pub fn finish(found: Vec<Written>) -> Vec<Written> {
    let known = |written: &Written| !written.pieces.iter().any(|piece| matches!(piece, Piece::Unknown(_)));
    let mut kept: Vec<Written> = Vec::new();
    for written in found {
        let same = |other: &&mut Written| other.call == written.call && other.pieces == written.pieces;
        match kept.iter_mut().find(same) {
            Some(other) => merge(other, written),
            None => kept.push(written),
        }
    }
    let whole: Vec<_> = kept.iter().filter(|written| known(written)).map(|written| written.call.clone()).collect();
    kept.retain(|written| known(written) || !whole.contains(&written.call));
    kept.sort_by_key(|written| written.call.start);
    kept
}

fn merge(kept: &mut Written, other: Written) {
    if let Row::Whole(None) | Row::First(None) = kept.row {
        kept.row = other.row;
    }
    kept.binds = kept.binds.max(other.binds);
    if kept.fetch.is_none() {
        (kept.fetch, kept.executor) = (other.fetch, other.executor);
    }
    let new = |get: &Get| !kept.gets.iter().any(|known| known.at == get.at);
    let more: Vec<Get> = other.gets.into_iter().filter(new).collect();
    kept.gets.extend(more);
}

type Consts = BTreeMap<String, Vec<Piece>>;

impl<'a> Walk<'a> {
    /// The constants of a file that are text or numbers, and what `ON_PURPOSE` names.
    pub(super) fn consts(&mut self, file: &'a File) -> (Consts, Vec<String>) {
        let mut collect = Collect { owner: None, found: Vec::new() };
        collect.visit_file(file);
        let (mut consts, mut on_purpose) = (BTreeMap::new(), Vec::new());
        for (owner, name, expr) in collect.found {
            if name == "ON_PURPOSE" {
                on_purpose = firsts(expr);
            }
            self.owner.clone_from(&owner);
            let pieces = match (number(expr), self.expr(expr)) {
                (Some(number), _) => vec![number],
                (None, Value::Text(pieces)) => pieces,
                _ => continue,
            };
            if let Some(owner) = owner {
                consts.insert(format!("{owner}::{name}"), pieces.clone());
            }
            consts.insert(name, pieces);
        }
        self.owner = None;
        (consts, on_purpose)
    }
}

fn number(expr: &Expr) -> Option<Piece> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => Some(expressions::said(number.base10_digits())),
            _ => None,
        },
        _ => None,
    }
}

/// The texts that come first in each of a list of tuples.
fn firsts(expr: &Expr) -> Vec<String> {
    let list = match expr {
        Expr::Reference(reference) => &*reference.expr,
        other => other,
    };
    let Expr::Array(array) = list else { return Vec::new() };
    let firsts = array.elems.iter().filter_map(|entry| match entry {
        Expr::Tuple(tuple) => match tuple.elems.first()? {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    firsts.collect()
}

struct Collect<'a> {
    owner: Option<String>,
    found: Vec<(Option<String>, String, &'a Expr)>,
}

impl<'a> Visit<'a> for Collect<'a> {
    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        let owner = self.owner.replace(Ty::of(&item.self_ty, None).name);
        visit::visit_item_impl(self, item);
        self.owner = owner;
    }

    fn visit_item_const(&mut self, item: &'a ItemConst) {
        self.found.push((None, item.ident.to_string(), &item.expr));
    }

    fn visit_item_static(&mut self, item: &'a ItemStatic) {
        self.found.push((None, item.ident.to_string(), &item.expr));
    }

    fn visit_impl_item_const(&mut self, item: &'a ImplItemConst) {
        self.found.push((self.owner.clone(), item.ident.to_string(), &item.expr));
    }
}
