use syn::Pat;

use super::expressions::Lower;
use super::types;
use crate::inspect::routes::tree::Pattern;

/// A path as its names.
pub fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl Lower<'_> {
    pub fn pattern(&self, pattern: &Pat) -> Pattern {
        match pattern {
            Pat::Ident(name) => {
                let further = name.subpat.as_ref().map(|(_, further)| Box::new(self.pattern(further)));
                Pattern::Name(name.ident.to_string(), further)
            }
            Pat::Wild(_) => Pattern::Anything,
            Pat::Rest(_) => Pattern::Rest,
            Pat::Tuple(tuple) => Pattern::Tuple(self.patterns(&tuple.elems)),
            Pat::Slice(slice) => Pattern::List(self.patterns(&slice.elems)),
            Pat::TupleStruct(variant) => {
                Pattern::Variant { path: names(&variant.path), parts: self.patterns(&variant.elems) }
            }
            Pat::Struct(structure) => {
                let field = |field: &syn::FieldPat| (member(&field.member), self.pattern(&field.pat));
                Pattern::Structure {
                    path: names(&structure.path),
                    fields: structure.fields.iter().map(field).collect(),
                }
            }
            Pat::Path(path) => Pattern::Path(names(&path.path)),
            Pat::Lit(literal) => {
                let literal = syn::Expr::Lit(literal.clone());
                Pattern::Literal(Box::new(self.expression(&literal, self.base.line)))
            }
            Pat::Or(either) => Pattern::Either(either.cases.iter().map(|case| self.pattern(case)).collect()),
            Pat::Paren(paren) => self.pattern(&paren.pat),
            Pat::Reference(reference) => self.pattern(&reference.pat),
            Pat::Guard(guard) => self.pattern(&guard.pat),
            Pat::Type(typed) => Pattern::Typed(Box::new(self.pattern(&typed.pat)), types::lower(&typed.ty)),
            _ => Pattern::Opaque,
        }
    }

    fn patterns(&self, of: &syn::punctuated::Punctuated<Pat, syn::Token![,]>) -> Vec<Pattern> {
        of.iter().map(|pattern| self.pattern(pattern)).collect()
    }
}

/// A field's name, or its number.
pub fn member(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}
