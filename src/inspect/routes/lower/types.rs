use crate::inspect::routes::tree::{Generic, Type};

/// A type. Deep ones are cut off.
pub fn lower(of: &syn::Type) -> Type {
    deep(of, 0)
}

const DEEPEST: usize = 24;

fn deep(of: &syn::Type, depth: usize) -> Type {
    if depth > DEEPEST {
        return Type::Other;
    }
    match of {
        syn::Type::Path(path) => path_of(path.qself.as_ref(), &path.path, depth),
        syn::Type::Reference(reference) => {
            let to = Box::new(deep(&reference.elem, depth + 1));
            Type::Reference { exclusive: reference.mutability.is_some(), to }
        }
        syn::Type::Tuple(tuple) => Type::Tuple(tuple.elems.iter().map(|of| deep(of, depth + 1)).collect()),
        syn::Type::Slice(slice) => Type::List(Box::new(deep(&slice.elem, depth + 1))),
        syn::Type::Array(array) => Type::List(Box::new(deep(&array.elem, depth + 1))),
        syn::Type::Paren(paren) => deep(&paren.elem, depth + 1),
        syn::Type::Group(group) => deep(&group.elem, depth + 1),
        syn::Type::ImplTrait(bounds) => Type::Bounds(bounds_of(&bounds.bounds, depth)),
        syn::Type::TraitObject(bounds) => Type::Bounds(bounds_of(&bounds.bounds, depth)),
        _ => Type::Other,
    }
}

fn path_of(of: Option<&syn::QSelf>, path: &syn::Path, depth: usize) -> Type {
    let of = of.map(|of| Box::new(deep(&of.ty, depth + 1)));
    let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let last = path.segments.last().map(|segment| &segment.arguments);
    Type::Path { of, path: names, arguments: last.map(|last| given(last, depth)).unwrap_or_default() }
}

/// A path that names a trait or a type.
pub fn path(path: &syn::Path) -> Type {
    path_of(None, path, 0)
}

/// The types in the angle brackets of a path's segment.
pub fn arguments(of: &syn::PathArguments) -> Vec<Type> {
    given(of, 0)
}

fn given(of: &syn::PathArguments, depth: usize) -> Vec<Type> {
    match of {
        syn::PathArguments::AngleBracketed(of) => angles(of, depth),
        _ => Vec::new(),
    }
}

/// The types in angle brackets.
pub fn angles(of: &syn::AngleBracketedGenericArguments, depth: usize) -> Vec<Type> {
    let types = of.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(of) => Some(deep(of, depth + 1)),
        syn::GenericArgument::AssocType(of) => Some(deep(&of.ty, depth + 1)),
        _ => None,
    });
    types.collect()
}

type Bounds = syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>;

fn bounds_of(bounds: &Bounds, depth: usize) -> Vec<Type> {
    let traits = bounds.iter().filter_map(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => Some(path_of(None, &bound.path, depth + 1)),
        _ => None,
    });
    traits.collect()
}

/// The type parameters of an item, with what its `where` says.
pub fn generics(of: &syn::Generics) -> Vec<Generic> {
    let mut generics: Vec<Generic> = of
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            syn::GenericParam::Type(of) => {
                Some(Generic { name: of.ident.to_string(), bounds: bounds_of(&of.bounds, 0) })
            }
            _ => None,
        })
        .collect();
    for predicate in of.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let syn::WherePredicate::Type(predicate) = predicate
            && let syn::Type::Path(path) = &predicate.bounded_ty
            && let Some(name) = path.path.get_ident()
            && let Some(generic) = generics.iter_mut().find(|generic| *name == generic.name)
        {
            generic.bounds.extend(bounds_of(&predicate.bounds, 0));
        }
    }
    generics
}
