//! What an expression can be, as far as routes go. A clone costs little.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::frame::Captured;
use crate::inspect::routes::Place;
use crate::inspect::routes::tree::{Closure, Type};

/// A value. `Some(x)` and `Ok(x)` are `x`.
#[derive(Debug, Clone)]
pub enum Value {
    Unknown(Rc<Unknown>),
    Text(Rc<str>),
    Number(i128),
    Truth(bool),
    /// A router, by its number.
    Router(usize),
    /// A method router.
    Methods(Rc<Vec<Endpoint>>),
    /// The methods of a `MethodFilter`.
    Filter(Rc<Vec<String>>),
    Layers(Rc<Layers>),
    /// A function, or whatever else handles requests.
    Handler(Rc<Handler>),
    Closure(Rc<ClosureValue>),
    Object(Rc<Object>),
    /// A variant without a meaning of its own, by its last name: `None`, `Api`.
    Variant(Rc<str>, Rc<Vec<Value>>),
    List(Rc<Vec<Value>>),
    Tuple(Rc<Vec<Value>>),
    /// One of several, each under its condition.
    Either(Rc<Vec<(String, Value)>>),
}

/// What is not known, with what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Unknown {
    /// The expression that it came from.
    pub text: String,
    /// The routers that went into it.
    pub routers: Vec<usize>,
    /// Where they did.
    pub place: Option<Place>,
    pub of: Option<Typed>,
}

/// A type as written in a module.
#[derive(Debug, Clone)]
pub struct Typed {
    pub module: usize,
    pub of: Rc<Type>,
}

/// One method of a method router.
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub id: usize,
    pub method: String,
    pub handler: Rc<Handler>,
    pub layers: Vec<Layer>,
    pub conditions: Vec<String>,
    /// Where the handler itself says so: utoipa's `path`.
    pub path: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Handler {
    /// As written.
    pub text: String,
    pub target: Target,
    pub layers: Vec<Layer>,
}

/// What a handler, or a layer's function, is.
#[derive(Debug, Clone)]
pub enum Target {
    Function {
        id: usize,
        on: Option<Typed>,
    },
    Closure {
        module: usize,
        line: usize,
    },
    /// A function of another package.
    External(Vec<String>),
    Nothing,
}

/// Layers, the outermost first if they are those of a `ServiceBuilder`.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    pub is_builder: bool,
    pub layers: Vec<Layer>,
}

#[derive(Debug, Clone)]
pub struct Layer {
    /// As written, cut short.
    pub text: String,
    /// The function or type that decides what it lets through.
    pub target: Target,
    /// The extractor of `from_extractor::<E>()`.
    pub extractor: Option<Typed>,
}

#[derive(Debug)]
pub struct ClosureValue {
    pub closure: Arc<Closure>,
    pub captured: Captured,
    pub line: usize,
    /// The name that it was bound to.
    pub name: Option<String>,
}

/// A structure's value.
#[derive(Debug, Clone)]
pub struct Object {
    pub of: Option<Typed>,
    pub fields: BTreeMap<String, Value>,
}

/// A route of a router.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: usize,
    pub method: String,
    pub path: String,
    pub handler: Rc<Handler>,
    pub place: Place,
    pub layers: Vec<Layer>,
    pub conditions: Vec<String>,
}

impl Value {
    /// Something that nothing is known of but its text.
    pub fn unknown(text: impl Into<String>) -> Self {
        Self::Unknown(Rc::new(Unknown { text: text.into(), ..Unknown::default() }))
    }

    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// Something of a type.
    pub fn typed(text: impl Into<String>, of: Typed) -> Self {
        Self::Unknown(Rc::new(Unknown { text: text.into(), of: Some(of), ..Unknown::default() }))
    }

    pub fn none() -> Self {
        Self::Variant("None".into(), Rc::new(Vec::new()))
    }

    pub fn unit() -> Self {
        Self::Tuple(Rc::new(Vec::new()))
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether it can lead to routes.
    pub fn leads(&self) -> bool {
        match self {
            Self::Router(_) | Self::Methods(_) | Self::Filter(_) | Self::Closure(_) => true,
            Self::Unknown(unknown) => !unknown.routers.is_empty(),
            Self::Object(object) => object.fields.values().any(Self::leads),
            Self::List(values) | Self::Tuple(values) | Self::Variant(_, values) => values.iter().any(Self::leads),
            Self::Either(cases) => cases.iter().any(|(_, value)| value.leads()),
            _ => false,
        }
    }

    /// Adds the routers that it holds.
    pub fn routers(&self, into: &mut Vec<usize>) {
        match self {
            Self::Router(id) => into.push(*id),
            Self::Unknown(unknown) => into.extend(&unknown.routers),
            Self::Object(object) => object.fields.values().for_each(|value| value.routers(into)),
            Self::List(values) | Self::Tuple(values) | Self::Variant(_, values) => {
                values.iter().for_each(|value| value.routers(into));
            }
            Self::Either(cases) => cases.iter().for_each(|(_, value)| value.routers(into)),
            _ => {}
        }
    }

    /// Whether two are the same for sure.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown(one), Self::Unknown(other)) => one.routers.is_empty() && other.routers.is_empty(),
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Truth(one), Self::Truth(other)) => one == other,
            (Self::Router(one), Self::Router(other)) => one == other,
            (Self::Methods(one), Self::Methods(other)) => Rc::ptr_eq(one, other),
            (Self::Handler(one), Self::Handler(other)) => one.text == other.text,
            (Self::Closure(one), Self::Closure(other)) => Rc::ptr_eq(one, other),
            (Self::Object(one), Self::Object(other)) => Rc::ptr_eq(one, other),
            (Self::Layers(one), Self::Layers(other)) => Rc::ptr_eq(one, other),
            (Self::Either(one), Self::Either(other)) => Rc::ptr_eq(one, other),
            (Self::Variant(one, parts), Self::Variant(other, others)) => {
                one == other && (Rc::ptr_eq(parts, others) || parts.is_empty() && others.is_empty())
            }
            (Self::List(one), Self::List(other)) | (Self::Tuple(one), Self::Tuple(other)) => {
                Rc::ptr_eq(one, other) || one.is_empty() && other.is_empty()
            }
            _ => false,
        }
    }
}
