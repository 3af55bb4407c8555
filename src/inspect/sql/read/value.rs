//! What an expression is, as far as SQL is concerned.

use std::collections::HashMap;

use super::super::{Piece, Ty};
use super::Walk;
use crate::inspect::sql::{Fetch, Row};

/// A value. Builders and statements are numbers, since they are changed through references.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Vec<Piece>),
    Builder(usize),
    /// `builder.separated(", ")`, and whether something has been pushed.
    Separated {
        builder: usize,
        separator: Vec<Piece>,
    },
    Query(usize),
    /// The rows of a statement.
    Rows(usize, Fetch),
    /// A column of a row that is read by hand.
    Cell(usize, usize),
    Tuple(Vec<Value>),
    /// One of them; the first is the one on this way.
    Choice(Vec<Value>),
    Unknown,
}

/// Names, and what they stand for.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub values: HashMap<String, Value>,
    /// What each was bound to, as written.
    pub written: HashMap<String, String>,
}

impl Value {
    /// The value on this way.
    pub fn chosen(self) -> Self {
        match self {
            Self::Choice(values) => values.into_iter().next().unwrap_or(Self::Unknown),
            value => value,
        }
    }

    /// Whether a function that is given it could make SQL of it.
    pub fn matters(&self) -> bool {
        match self {
            Self::Text(pieces) => pieces.iter().any(|piece| !matches!(piece, Piece::Unknown(_))),
            Self::Builder(_) | Self::Separated { .. } | Self::Query(_) => true,
            Self::Choice(values) | Self::Tuple(values) => values.iter().any(Self::matters),
            Self::Rows(..) | Self::Cell(..) | Self::Unknown => false,
        }
    }
}

impl Walk<'_> {
    /// What is said of a value by the type of the place that it goes to.
    pub(super) fn expect(&mut self, value: &Value, ty: &Ty) {
        let ty = ty.inside("Result").unwrap_or(ty);
        match value {
            Value::Choice(values) => values.iter().for_each(|value| self.expect(value, ty)),
            Value::Tuple(values) if ty.name == "()" => {
                values.iter().zip(&ty.of).for_each(|(value, ty)| self.expect(value, ty));
            }
            Value::Rows(query, fetch) => {
                let row = match fetch {
                    Fetch::All => ty.inside("Vec").or_else(|| ty.inside("Box")?.inside("[]")),
                    Fetch::Optional => ty.inside("Option"),
                    Fetch::One => Some(ty),
                    Fetch::Execute => None,
                };
                if let (Some(row), Some(written)) = (row, self.queries.get_mut(*query))
                    && row.is_known()
                    && let Row::Whole(known @ None) | Row::First(known @ None) = &mut written.row
                {
                    *known = Some(row.clone());
                }
            }
            Value::Cell(query, get) => {
                let get = self.queries.get_mut(*query).and_then(|written| written.gets.get_mut(*get));
                if let Some(get) = get
                    && get.ty.is_none()
                    && ty.is_known()
                {
                    get.ty = Some(ty.clone());
                }
            }
            _ => {}
        }
    }
}
