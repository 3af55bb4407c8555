//! Types, as far as they can matter to where a route leads.

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Type {
    /// A path, with the arguments of its last segment; `of` is the type in `<T as …>`.
    Path {
        of: Option<Box<Type>>,
        path: Vec<String>,
        arguments: Vec<Type>,
    },
    Reference {
        exclusive: bool,
        to: Box<Type>,
    },
    Tuple(Vec<Type>),
    /// A slice or an array.
    List(Box<Type>),
    /// `impl A + B` or `dyn A + B`.
    Bounds(Vec<Type>),
    #[default]
    Other,
}

impl Type {
    /// A path without arguments.
    #[must_use]
    pub fn named(path: &[&str]) -> Self {
        let path = path.iter().map(|&segment| segment.to_owned()).collect();
        Self::Path { of: None, path, arguments: Vec::new() }
    }

    /// Without references, and without what is only around it: `Box`, `Arc`, `Rc`, `Pin`.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Reference { to, .. } => to.bare(),
            Self::Path { path, arguments, .. }
                if arguments.len() == 1
                    && path.last().is_some_and(|name| matches!(name.as_str(), "Box" | "Arc" | "Rc" | "Pin")) =>
            {
                arguments[0].bare()
            }
            _ => self,
        }
    }

    /// The last name of a path.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Path { path, .. } => path.last().map(String::as_str),
            _ => None,
        }
    }

    #[must_use]
    pub fn arguments(&self) -> &[Self] {
        match self {
            Self::Path { arguments, .. } => arguments,
            _ => &[],
        }
    }
}
