//! Blocks and their statements.

use syn::{Expr, Stmt};

use super::attributes;
use super::expressions::Lower;
use crate::inspect::routes::tree::{Block, Expression, Kind, Statement};

impl Lower<'_> {
    pub fn block(&self, block: &syn::Block) -> Block {
        self.statements(&block.stmts)
    }

    pub fn statements(&self, statements: &[Stmt]) -> Block {
        let mut lowered = Block::default();
        let mut items = Vec::new();
        let plain = statements.len() - self.cases(statements, &mut lowered);
        let last = plain.saturating_sub(1);
        for (at, statement) in statements[..plain].iter().enumerate() {
            match statement {
                Stmt::Local(local) => lowered.statements.extend(self.local(local)),
                Stmt::Item(item) => items.push(item.clone()),
                Stmt::Expr(expression, None) if at == last => {
                    if self.conditions(attributes::of_expression(expression)).is_some() {
                        lowered.value = Some(self.boxed(expression, self.base.line));
                    }
                }
                Stmt::Expr(expression, _) => {
                    let Some(conditions) = self.conditions(attributes::of_expression(expression)) else { continue };
                    lowered.statements.push(Statement::of(conditions, self.expression(expression, self.base.line)));
                }
                Stmt::Macro(called) => {
                    let Some(conditions) = self.conditions(&called.attrs) else { continue };
                    let value = self.invocation(&called.mac);
                    if at == last && called.semi_token.is_none() && conditions.is_empty() {
                        lowered.value = Some(Box::new(value));
                    } else {
                        lowered.statements.push(Statement::of(conditions, value));
                    }
                }
            }
        }
        lowered.items = super::nested(&items, self.text, self.base);
        lowered
    }

    /// The value of a block whose last statements are one each under its condition, and how many they are.
    fn cases(&self, statements: &[Stmt], lowered: &mut Block) -> usize {
        let mut cases = Vec::new();
        let mut count = 0;
        for statement in statements.iter().rev() {
            let Stmt::Expr(expression, None) = statement else { break };
            let attributes = attributes::of_expression(expression);
            match self.conditions(attributes) {
                Some(conditions) if conditions.is_empty() => break,
                Some(conditions) => cases.insert(0, (conditions, self.expression(expression, self.base.line))),
                None => {}
            }
            count += 1;
        }
        if let Some((_, first)) = cases.first() {
            let line = first.line;
            lowered.value = Some(Box::new(Expression { line, bytes: 0..0, kind: Kind::Cases(cases) }));
        }
        count
    }

    fn local(&self, local: &syn::Local) -> Option<Statement> {
        let init = local.init.as_ref();
        let otherwise = init.and_then(|init| init.diverge.as_ref()).and_then(|(_, diverge)| match &**diverge {
            Expr::Block(block) => Some(self.block(&block.block)),
            _ => None,
        });
        let value = init.map(|init| {
            let mut value = self.expression(&init.expr, self.base.line(local.let_token.span));
            value.bytes = self.base.between(init.eq_token.span, local.semi_token.span);
            value
        });
        let conditions = self.conditions(&local.attrs)?;
        Some(Statement { conditions, pattern: Some(self.pattern(&local.pat)), value, otherwise })
    }
}

impl Statement {
    fn of(conditions: Vec<String>, value: Expression) -> Self {
        Self { conditions, pattern: None, value: Some(value), otherwise: None }
    }
}
