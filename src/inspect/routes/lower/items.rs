use std::sync::Arc;

use proc_macro2::Span;
use syn::{ImplItem, TraitItem};

use super::expressions::Lower;
use super::{Base, attributes, types};
use crate::inspect::routes::tree::{
    Body, Constant, Enumeration, Function, Implementation, Item, Members, Receiver, Structure, Trait, Type, What,
};
use crate::inspect::routes::words;

/// Items, without those of tests.
pub fn lower(items: &[syn::Item], text: &str, base: Base) -> Vec<Item> {
    let lower = Lower { base, text };
    let mut lowered = Vec::new();
    for item in items {
        lower.item(item, &mut lowered);
    }
    lowered
}

impl Lower<'_> {
    fn item(&self, item: &syn::Item, into: &mut Vec<Item>) {
        let mut push = |name: String, span: Span, attributes: &[syn::Attribute], what: What| {
            if let Some(conditions) = self.conditions(attributes) {
                into.push(Item { name, line: self.base.line(span), conditions, what });
            }
        };
        match item {
            syn::Item::Mod(of) => {
                if self.conditions(&of.attrs).is_none() {
                    return;
                }
                let items = of.content.as_ref().map(|(_, items)| lower(items, self.text, self.base));
                let what = What::Module { path: attributes::text(&of.attrs, "path"), items };
                push(of.ident.to_string(), of.ident.span(), &of.attrs, what);
            }
            syn::Item::Use(of) => {
                let start = of.leading_colon.iter().map(|_| String::new()).collect();
                let mut leaves = Vec::new();
                imports(&of.tree, start, &mut leaves);
                for (name, path, glob) in leaves {
                    push(name, of.use_token.span, &of.attrs, What::Import { path, glob });
                }
            }
            syn::Item::ExternCrate(of) => {
                let name = of.rename.as_ref().map_or(&of.ident, |(_, name)| name).to_string();
                let path = vec![String::new(), of.ident.to_string()];
                push(name, of.ident.span(), &of.attrs, What::Import { path, glob: false });
            }
            syn::Item::Fn(of) => {
                if let Some(function) = self.function(&of.sig, Some(&of.block), &of.attrs) {
                    push(of.sig.ident.to_string(), of.sig.ident.span(), &of.attrs, What::Function(function));
                }
            }
            syn::Item::Impl(of) => {
                if self.conditions(&of.attrs).is_none() {
                    return;
                }
                let what = What::Implementation(Arc::new(Implementation {
                    generics: types::generics(&of.generics),
                    of: of.trait_.as_ref().map(|(path, _)| types::path(path)),
                    on: types::lower(&of.self_ty),
                    members: self.members(&of.items),
                }));
                push(String::new(), of.impl_token.span, &of.attrs, what);
            }
            syn::Item::Trait(of) => {
                let what = What::Trait(Arc::new(Trait { members: self.provided(&of.items) }));
                push(of.ident.to_string(), of.ident.span(), &of.attrs, what);
            }
            syn::Item::Const(of) => {
                let span = self.base.between(of.eq_token.span, of.semi_token.span);
                let what = What::Constant(self.constant(&of.ty, Some(span), of.eq_token.span));
                push(of.ident.to_string(), of.ident.span(), &of.attrs, what);
            }
            syn::Item::Static(of) => {
                let span = self.base.between(of.eq_token.span, of.semi_token.span);
                let what = What::Constant(self.constant(&of.ty, Some(span), of.eq_token.span));
                push(of.ident.to_string(), of.ident.span(), &of.attrs, what);
            }
            syn::Item::Type(of) => {
                push(of.ident.to_string(), of.ident.span(), &of.attrs, What::Alias(Arc::new(types::lower(&of.ty))));
            }
            syn::Item::Struct(of) => {
                let field = |(at, field): (usize, &syn::Field)| {
                    let name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
                    (name, types::lower(&field.ty))
                };
                let what = What::Structure(Arc::new(Structure {
                    fields: of.fields.iter().enumerate().map(field).collect(),
                    derives_default: attributes::derives(&of.attrs, "Default"),
                    path: attributes::text(&of.attrs, "typed_path"),
                }));
                push(of.ident.to_string(), of.ident.span(), &of.attrs, what);
            }
            syn::Item::Enum(of) => {
                let held = of.variants.iter().flat_map(|variant| &variant.fields).map(|field| types::lower(&field.ty));
                let enumeration = Enumeration {
                    variants: of.variants.iter().map(|variant| variant.ident.to_string()).collect(),
                    held: held.collect(),
                };
                push(of.ident.to_string(), of.ident.span(), &of.attrs, What::Enumeration(Arc::new(enumeration)));
            }
            syn::Item::Macro(of) => match &of.ident {
                Some(name) => {
                    let span = of.mac.delimiter.span();
                    let what = What::Rules(self.base.between(span.open(), span.close()));
                    push(name.to_string(), name.span(), &of.attrs, what);
                }
                None => {
                    let called = self.called(&of.mac);
                    push(String::new(), of.mac.bang_token.span, &of.attrs, What::Call(called));
                }
            },
            _ => {}
        }
    }

    fn members(&self, items: &[ImplItem]) -> Members {
        let mut members = Members::default();
        for item in items {
            match item {
                ImplItem::Fn(of) => members.functions.extend(self.function(&of.sig, Some(&of.block), &of.attrs)),
                ImplItem::Const(of) => {
                    let span = self.base.between(of.eq_token.span, of.semi_token.span);
                    members.constants.push((of.ident.to_string(), self.constant(&of.ty, Some(span), of.eq_token.span)));
                }
                ImplItem::Type(of) => members.types.push((of.ident.to_string(), types::lower(&of.ty))),
                _ => {}
            }
        }
        members
    }

    fn provided(&self, items: &[TraitItem]) -> Members {
        let mut members = Members::default();
        for item in items {
            match item {
                TraitItem::Fn(of) => members.functions.extend(self.function(&of.sig, of.default.as_ref(), &of.attrs)),
                TraitItem::Const(of) => {
                    let value = of.default.as_ref().map(|(eq, _)| self.base.between(eq.span, of.semi_token.span));
                    members.constants.push((of.ident.to_string(), self.constant(&of.ty, value, of.ident.span())));
                }
                _ => {}
            }
        }
        members
    }

    fn constant(&self, of: &syn::Type, value: Option<std::ops::Range<usize>>, at: Span) -> Arc<Constant> {
        let line = self.base.line(at);
        let words = value.clone().map(|bytes| self.words(bytes)).unwrap_or_default();
        let value = value.map(|bytes| Body::new(bytes, line));
        Arc::new(Constant { line, of: types::lower(of), value, words })
    }

    fn words(&self, bytes: std::ops::Range<usize>) -> Box<[u32]> {
        let part = bytes.start - self.base.byte..bytes.end - self.base.byte;
        words::of(self.text.get(part).unwrap_or_default())
    }

    fn function(
        &self,
        signature: &syn::Signature,
        block: Option<&syn::Block>,
        attributes: &[syn::Attribute],
    ) -> Option<Arc<Function>> {
        let conditions = self.conditions(attributes)?;
        let mut receiver = None;
        let mut parameters = Vec::new();
        for input in &signature.inputs {
            match input {
                syn::FnArg::Receiver(of) => receiver = Some(kind(of)),
                syn::FnArg::Typed(of) => parameters.push((self.pattern(&of.pat), types::lower(&of.ty))),
            }
        }
        let span = block.map(|block| block.brace_token.span);
        let bytes = span.map(|span| self.base.between(span.open(), span.close()));
        Some(Arc::new(Function {
            name: signature.ident.to_string(),
            line: self.base.line(signature.ident.span()),
            conditions,
            generics: types::generics(&signature.generics),
            receiver,
            parameters,
            output: match &signature.output {
                syn::ReturnType::Type(_, of) => types::lower(of),
                syn::ReturnType::Default => Type::Tuple(Vec::new()),
            },
            words: bytes.clone().map(|bytes| self.words(bytes)).unwrap_or_default(),
            body: bytes.zip(span).map(|(bytes, span)| Body::new(bytes, self.base.line(span.open()))),
            operation: attributes::operation(attributes),
        }))
    }
}

fn kind(receiver: &syn::Receiver) -> Receiver {
    match &receiver.kind {
        syn::ReceiverKind::Reference(_, _, Some(_)) => Receiver::Exclusive,
        syn::ReceiverKind::Reference(..) => Receiver::Shared,
        _ => Receiver::Value,
    }
}

/// The names that a `use` brings: name, path, and whether it is all that the path has.
fn imports(tree: &syn::UseTree, mut path: Vec<String>, into: &mut Vec<(String, Vec<String>, bool)>) {
    match tree {
        syn::UseTree::Path(of) => {
            path.push(of.ident.to_string());
            imports(&of.tree, path, into);
        }
        syn::UseTree::Name(of) if of.ident == "self" => {
            into.push((path.last().cloned().unwrap_or_default(), path, false));
        }
        syn::UseTree::Name(of) => {
            path.push(of.ident.to_string());
            into.push((of.ident.to_string(), path, false));
        }
        syn::UseTree::Rename(of) => {
            if of.ident != "self" {
                path.push(of.ident.to_string());
            }
            into.push((of.rename.to_string(), path, false));
        }
        syn::UseTree::Glob(_) => into.push((String::new(), path, true)),
        syn::UseTree::Group(of) => of.items.iter().for_each(|tree| imports(tree, path.clone(), into)),
    }
}
