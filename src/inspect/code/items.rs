//! What stands outside of functions, and the functions' heads.

use syn::{
    Attribute as Attr, Expr, Field as SynField, Fields, FnArg, Generics, ImplItem, Item, ItemEnum, ItemImpl, ItemTrait,
    Meta, ReturnType, Signature, Token, TraitItem, UseTree, Visibility,
};

use super::places::{behind, brackets, end, items, path_text, start, trim, type_text};
use super::{
    Argument, Attribute, Const, Field, Function, Impl, Module, Parameter, Submodule, Type, Use, Variant, body,
};
use crate::problem::{Source, Span};

/// What has been read so far, and where in the file's modules the reader is.
pub struct Items<'s> {
    pub source: &'s Source,
    module: Vec<String>,
    is_test: bool,
    found: Found,
}

#[derive(Default)]
struct Found {
    functions: Vec<Function>,
    types: Vec<Type>,
    impls: Vec<Impl>,
    consts: Vec<Const>,
    uses: Vec<Use>,
    modules: Vec<Submodule>,
}

pub fn read(file: &syn::File, source: Source) -> Module {
    let is_test = file.attrs.iter().any(is_cfg_test);
    let mut reader = Items { source: &source, module: Vec::new(), is_test, found: Found::default() };
    for item in &file.items {
        reader.item(item);
    }
    let Found { functions, types, impls, consts, uses, modules } = reader.found;
    Module { source, functions, types, impls, consts, uses, modules }
}

impl Items<'_> {
    pub fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(function) => {
                self.function(&function.attrs, is_public(&function.vis), &function.sig, Some(&function.block), None);
            }
            Item::Impl(block) => self.implementation(block),
            Item::Trait(definition) => self.definition(definition),
            Item::Struct(item) => {
                let fields = self.fields(&item.fields);
                self.type_(&item.ident, &item.attrs, is_public(&item.vis)).fields = fields;
            }
            Item::Union(item) => {
                let fields = self.fields(&Fields::Named(item.fields.clone()));
                self.type_(&item.ident, &item.attrs, is_public(&item.vis)).fields = fields;
            }
            Item::Enum(item) => self.enumeration(item),
            Item::Const(item) => {
                let head = (item.colon_token, item.eq_token, item.semi_token);
                self.constant(&item.ident, head, &item.expr, None, false);
            }
            Item::Static(item) => {
                let head = (item.colon_token, item.eq_token, item.semi_token);
                self.constant(&item.ident, head, &item.expr, None, true);
            }
            Item::Use(item) => self.uses(&item.tree, is_public(&item.vis)),
            Item::Mod(item) => self.submodule(item),
            _ => {}
        }
    }

    fn submodule(&mut self, item: &syn::ItemMod) {
        let is_test = self.is_test || item.attrs.iter().any(is_cfg_test);
        self.found.modules.push(Submodule {
            name: item.ident.to_string(),
            module: self.module.clone(),
            attributes: self.attributes(&item.attrs),
            is_inline: item.content.is_some(),
            is_test,
        });
        if let Some((_, items)) = &item.content {
            let outer = std::mem::replace(&mut self.is_test, is_test);
            self.module.push(item.ident.to_string());
            for item in items {
                self.item(item);
            }
            self.module.pop();
            self.is_test = outer;
        }
    }

    fn implementation(&mut self, block: &ItemImpl) {
        let text = &self.source.text;
        let behind = block.generics.gt_token.map_or_else(|| end(block.impl_token.span), |gt| end(gt.spans[0]));
        let to = before_body(&block.generics, start(block.brace_token.span.open()));
        let trait_ = block.trait_.as_ref().map(|(_, token)| type_text(text, behind..start(token.span)));
        let from = block.trait_.as_ref().map_or(behind, |(_, token)| end(token.span));
        let of = self.found.impls.len();
        self.found.impls.push(Impl {
            trait_,
            type_: type_text(text, from..to),
            module: self.module.clone(),
            attributes: self.attributes(&block.attrs),
            types: Vec::new(),
            is_trait: false,
            at: start(block.impl_token.span)..end(block.brace_token.span.close()),
        });
        let outer = self.is_test;
        self.is_test |= block.attrs.iter().any(is_cfg_test);
        for item in &block.items {
            match item {
                ImplItem::Fn(function) => {
                    let is_public = is_public(&function.vis);
                    self.function(&function.attrs, is_public, &function.sig, Some(&function.block), Some(of));
                }
                ImplItem::Const(item) => {
                    let head = (item.colon_token, item.eq_token, item.semi_token);
                    self.constant(&item.ident, head, &item.expr, Some(of), false);
                }
                ImplItem::Type(item) => {
                    let type_ = type_text(&self.source.text, end(item.eq_token.span)..start(item.semi_token.span));
                    self.found.impls[of].types.push((item.ident.to_string(), type_));
                }
                _ => {}
            }
        }
        self.is_test = outer;
    }

    fn definition(&mut self, definition: &ItemTrait) {
        let of = self.found.impls.len();
        self.found.impls.push(Impl {
            trait_: None,
            type_: definition.ident.to_string(),
            module: self.module.clone(),
            attributes: self.attributes(&definition.attrs),
            types: Vec::new(),
            is_trait: true,
            at: start(definition.trait_token.span)..end(definition.brace_token.span.close()),
        });
        for item in &definition.items {
            if let TraitItem::Fn(function) = item {
                self.function(&function.attrs, true, &function.sig, function.default.as_ref(), Some(of));
            }
        }
    }

    fn function(
        &mut self,
        attributes: &[Attr],
        is_public: bool,
        signature: &Signature,
        block: Option<&syn::Block>,
        of: Option<usize>,
    ) {
        let at = signature.ident.span().byte_range();
        let read = self.attributes(attributes);
        let is_test = self.is_test || read.iter().any(|attribute| super::last(&attribute.path) == "test");
        let function = Function {
            name: signature.ident.to_string(),
            module: self.module.clone(),
            of,
            attributes: read,
            parameters: self.parameters(signature),
            returns: self.returns(signature, block),
            is_public,
            is_async: signature.asyncness.is_some(),
            is_test: is_test || attributes.iter().any(is_cfg_test),
            line: self.source.line(at.start),
            at,
            ..Function::default()
        };
        // Its place is kept, so that what stands inside comes behind it.
        let index = self.found.functions.len();
        self.found.functions.push(Function::default());
        self.found.functions[index] = match block {
            Some(block) => body::read(self, function, block),
            None => function,
        };
    }

    fn parameters(&self, signature: &Signature) -> Vec<Parameter> {
        let text = &self.source.text;
        let (open, close) = (end(signature.paren_token.span.open()), start(signature.paren_token.span.close()));
        let list = items(&signature.inputs, open, close, |comma| comma.span);
        let read = list.map(|(input, at)| match input {
            FnArg::Receiver(receiver) => {
                let at = trim(text, behind(&receiver.attrs, None, at.start)..at.end);
                let type_ =
                    text.get(at.clone()).unwrap_or_default().replace("self", "Self").replace("mut Self", "Self");
                Parameter { pattern: "self".to_owned(), names: vec!["self".to_owned()], type_, at }
            }
            FnArg::Typed(typed) => {
                let at = trim(text, behind(&typed.attrs, None, at.start)..at.end);
                let colon = typed.colon_token.span.byte_range();
                Parameter {
                    pattern: text.get(at.start..colon.start).unwrap_or_default().trim().to_owned(),
                    names: body::names(&typed.pat),
                    type_: type_text(text, colon.end..at.end),
                    at,
                }
            }
        });
        read.collect()
    }

    fn returns(&self, signature: &Signature, block: Option<&syn::Block>) -> String {
        let ReturnType::Type(arrow, _) = &signature.output else { return String::new() };
        let first = end(arrow.spans[1]);
        let rest = self.source.text.get(first..).unwrap_or_default();
        let last = block
            .map_or_else(|| first + rest.find(';').unwrap_or(rest.len()), |block| start(block.brace_token.span.open()));
        type_text(&self.source.text, first..before_body(&signature.generics, last))
    }

    fn type_(&mut self, name: &syn::Ident, attributes: &[Attr], is_public: bool) -> &mut Type {
        let at = name.span().byte_range();
        let type_ = Type {
            name: name.to_string(),
            module: self.module.clone(),
            attributes: self.attributes(attributes),
            is_public,
            fields: Vec::new(),
            variants: Vec::new(),
            is_enum: false,
            line: self.source.line(at.start),
            at,
        };
        let index = self.found.types.len();
        self.found.types.push(type_);
        &mut self.found.types[index]
    }

    fn enumeration(&mut self, item: &ItemEnum) {
        let variants = item.variants.iter().map(|variant| Variant {
            name: variant.ident.to_string(),
            attributes: self.attributes(&variant.attrs),
            fields: self.fields(&variant.fields),
            at: variant.ident.span().byte_range(),
        });
        let variants: Vec<_> = variants.collect();
        let type_ = self.type_(&item.ident, &item.attrs, is_public(&item.vis));
        (type_.variants, type_.is_enum) = (variants, true);
    }

    fn fields(&self, fields: &Fields) -> Vec<Field> {
        let (list, token) = match fields {
            Fields::Named(fields) => (&fields.named, &fields.brace_token.span),
            Fields::Unnamed(fields) => (&fields.unnamed, &fields.paren_token.span),
            Fields::Unit => return Vec::new(),
        };
        let places = items(list, end(token.open()), start(token.close()), |comma| comma.span);
        places.enumerate().map(|(index, (field, at))| self.field(index, field, at)).collect()
    }

    fn field(&self, index: usize, field: &SynField, at: Span) -> Field {
        let text = &self.source.text;
        let first = behind(&field.attrs, Some(&field.vis), at.start);
        let from = field.colon_token.map_or(first, |colon| end(colon.span));
        let place = field.ident.as_ref().map_or_else(|| trim(text, first..at.end), |ident| ident.span().byte_range());
        Field {
            name: field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string),
            type_: type_text(text, from..at.end),
            attributes: self.attributes(&field.attrs),
            is_public: is_public(&field.vis),
            line: self.source.line(place.start),
            at: place,
        }
    }

    fn constant(
        &mut self,
        name: &syn::Ident,
        (colon, equal, semicolon): (Token![:], Token![=], Token![;]),
        value: &Expr,
        of: Option<usize>,
        is_static: bool,
    ) {
        let text = &self.source.text;
        let at = name.span().byte_range();
        let value_at = trim(text, end(equal.span)..start(semicolon.span));
        self.found.consts.push(Const {
            name: name.to_string(),
            module: self.module.clone(),
            of,
            type_: type_text(text, end(colon.span)..start(equal.span)),
            value: Argument { at: value_at, literal: body::literal(value) },
            is_static,
            line: self.source.line(at.start),
            at,
        });
    }

    fn uses(&mut self, tree: &UseTree, is_public: bool) {
        let mut waiting = vec![(String::new(), tree)];
        while let Some((prefix, tree)) = waiting.pop() {
            let under = |name: &syn::Ident| match prefix.as_str() {
                "" => name.to_string(),
                prefix => format!("{prefix}::{name}"),
            };
            let (name, path) = match tree {
                UseTree::Path(path) => {
                    waiting.push((under(&path.ident), &path.tree));
                    continue;
                }
                UseTree::Group(group) => {
                    waiting.extend(group.items.iter().rev().map(|tree| (prefix.clone(), tree)));
                    continue;
                }
                UseTree::Name(name) if name.ident == "self" => (super::last(&prefix).to_owned(), prefix.clone()),
                UseTree::Name(name) => (name.ident.to_string(), under(&name.ident)),
                UseTree::Rename(rename) if rename.ident == "self" => (rename.rename.to_string(), prefix.clone()),
                UseTree::Rename(rename) => (rename.rename.to_string(), under(&rename.ident)),
                UseTree::Glob(_) => ("*".to_owned(), prefix.clone()),
            };
            self.found.uses.push(Use { name, path, module: self.module.clone(), is_public });
        }
    }

    fn attributes(&self, attributes: &[Attr]) -> Vec<Attribute> {
        attributes.iter().map(|attribute| self.attribute(attribute)).collect()
    }

    fn attribute(&self, attribute: &Attr) -> Attribute {
        let text = &self.source.text;
        let close = attribute.bracket_token.span.close();
        let arguments = match &attribute.meta {
            Meta::Path(_) => String::new(),
            Meta::List(list) => {
                let (open, close) = brackets(&list.delimiter);
                text.get(end(open)..start(close)).unwrap_or_default().trim().to_owned()
            }
            Meta::NameValue(pair) => body::literal(&pair.value).unwrap_or_else(|| {
                text.get(end(pair.eq_token.span)..start(close)).unwrap_or_default().trim().to_owned()
            }),
        };
        let at = start(attribute.pound_token.span)..end(close);
        Attribute { path: path_text(attribute.path()), arguments, at }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

/// `#[cfg(test)]`, also beside other conditions.
fn is_cfg_test(attribute: &Attr) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    if !attribute.path().is_ident("cfg") {
        return false;
    }
    let text = list.tokens.to_string();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.clone().any(|word| word == "test") && words.all(|word| word != "not")
}

/// Where the text of a type ends that comes before a body: at `where`, or at the body.
fn before_body(generics: &Generics, body: usize) -> usize {
    generics.where_clause.as_ref().map_or(body, |clause| start(clause.where_token.span).min(body))
}
