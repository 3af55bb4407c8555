//! The functions of a file, by name.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::{Block, File, FnArg, ImplItemFn, ItemFn, ItemImpl, ItemTrait, Pat, Signature, TraitItemFn};

use super::super::Ty;

pub struct Function<'a> {
    /// The type that it belongs to.
    pub owner: Option<String>,
    pub signature: &'a Signature,
    pub block: &'a Block,
}

impl<'a> Function<'a> {
    /// Patterns and types, `self` left out.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a Pat, Ty)> + use<'a, '_> {
        self.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some((&*typed.pat, Ty::of(&typed.ty, self.owner.as_deref()))),
            FnArg::Receiver(_) => None,
        })
    }
}

pub struct Functions<'a> {
    all: Vec<Function<'a>>,
    named: HashMap<String, Vec<usize>>,
}

impl<'a> Functions<'a> {
    pub fn of(file: &'a File) -> Self {
        let mut collect = Collect { all: Vec::new(), owner: None };
        collect.visit_file(file);
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, function) in collect.all.iter().enumerate() {
            named.entry(function.signature.ident.to_string()).or_default().push(at);
        }
        Self { all: collect.all, named }
    }

    pub fn all(&'a self) -> impl Iterator<Item = &'a Function<'a>> {
        self.all.iter()
    }

    /// The only function of that name, or the one that belongs to the type.
    pub fn find(&'a self, owner: Option<&str>, name: &str) -> Option<&'a Function<'a>> {
        let known = self.named.get(name)?.iter().map(|at| &self.all[*at]);
        let mut fitting = known.filter(|function| function.owner.as_deref() == owner);
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

struct Collect<'a> {
    all: Vec<Function<'a>>,
    owner: Option<String>,
}

impl<'a> Collect<'a> {
    fn add(&mut self, signature: &'a Signature, block: &'a Block) {
        self.all.push(Function { owner: self.owner.clone(), signature, block });
    }
}

impl<'a> Visit<'a> for Collect<'a> {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        let owner = self.owner.take();
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
        self.owner = owner;
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        let owner = self.owner.replace(Ty::of(&item.self_ty, None).name);
        visit::visit_item_impl(self, item);
        self.owner = owner;
    }

    fn visit_item_trait(&mut self, item: &'a ItemTrait) {
        let owner = self.owner.replace(item.ident.to_string());
        visit::visit_item_trait(self, item);
        self.owner = owner;
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}
