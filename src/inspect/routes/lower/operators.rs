//! Operators between two expressions.

use super::expressions::Lower;
use crate::inspect::routes::tree::{Expression, Kind, Operator};

impl Lower<'_> {
    pub fn binary(&self, of: &syn::ExprBinary, line: usize) -> Kind {
        let (left, right) = (self.boxed(&of.left, line), self.boxed(&of.right, line));
        match of.op {
            syn::BinOp::Add(_) => Kind::Add(left, right),
            syn::BinOp::AddAssign(_) => Kind::Append(left, right),
            syn::BinOp::BitOr(_) => Kind::Or(left, right),
            // `a -= b` is as good as any other assignment: the place is no longer what it was.
            syn::BinOp::SubAssign(_) | syn::BinOp::MulAssign(_) => {
                let operator =
                    if matches!(of.op, syn::BinOp::SubAssign(_)) { Operator::Minus } else { Operator::Times };
                let kind = Kind::Operation(operator, left.clone(), right);
                Kind::Assign(left, Box::new(Expression { line, bytes: 0..0, kind }))
            }
            _ => Kind::Operation(operator(&of.op), left, right),
        }
    }
}

fn operator(of: &syn::BinOp) -> Operator {
    match of {
        syn::BinOp::And(_) => Operator::And,
        syn::BinOp::Or(_) => Operator::Or,
        syn::BinOp::Eq(_) => Operator::Equal,
        syn::BinOp::Ne(_) => Operator::Unequal,
        syn::BinOp::Lt(_) => Operator::Less,
        syn::BinOp::Le(_) => Operator::AtMost,
        syn::BinOp::Gt(_) => Operator::More,
        syn::BinOp::Ge(_) => Operator::AtLeast,
        syn::BinOp::Sub(_) => Operator::Minus,
        syn::BinOp::Mul(_) => Operator::Times,
        syn::BinOp::Rem(_) => Operator::Modulo,
        _ => Operator::Other,
    }
}
