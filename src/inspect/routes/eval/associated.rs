//! Constants: those of modules, and those of types and traits.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::paths::Meaning;
use super::value::{Typed, Value};
use crate::inspect::routes::link::{ConstantNode, Definition, Key};
use crate::inspect::routes::lower;
use crate::inspect::routes::tree::Constant;

impl Evaluator<'_> {
    /// A constant that a type has by itself or from a trait.
    pub fn constant_of(&self, key: &Key, name: &str) -> Option<Meaning> {
        let own = self.program.implementations_of(key).find_map(|node| {
            let constants = &node.implementation.members.constants;
            let (_, constant) = constants.iter().find(|(known, _)| known == name)?;
            Some((
                Arc::clone(constant),
                node.module,
                Typed { module: node.module, of: Rc::new(node.implementation.on.clone()) },
            ))
        });
        let provided = || {
            self.program.implementations_of(key).find_map(|node| {
                let Some(Definition::Trait(id)) = node.of else { return None };
                let provider = &self.program.traits[id];
                let (_, constant) = provider.definition.members.constants.iter().find(|(known, _)| known == name)?;
                let on = Typed { module: node.module, of: Rc::new(node.implementation.on.clone()) };
                Some((Arc::clone(constant), provider.module, on))
            })
        };
        let (constant, module, on) = own.or_else(provided)?;
        Some(self.constant_meaning(constant, module, on))
    }

    /// Constants of types have no number; the value is found by where the constant is.
    fn constant_meaning(&self, constant: Arc<Constant>, module: usize, on: Typed) -> Meaning {
        let same = |node: &ConstantNode| Arc::ptr_eq(&node.constant, &constant) && node.module == module;
        match self.program.constants.iter().position(same) {
            Some(id) => Meaning::Constant { id, on: Some(on) },
            None => Meaning::Nothing,
        }
    }

    /// The value of a constant.
    pub fn constant(&mut self, id: usize, on: Option<Typed>, text: &str) -> Value {
        let node = &self.program.constants[id];
        let (constant, module) = (Arc::clone(&node.constant), node.module);
        let Some(body) = &constant.value else { return Value::unknown(text) };
        if self.stack.len() >= super::DEEPEST_CALLS || !self.constants.insert(id) {
            return Value::unknown(text);
        }
        self.evaluated.insert(id);
        let block = lower::body(body, &self.program.text(module));
        let of = constant.of.clone();
        let value = self.within(module, on, Default::default(), Vec::new(), |this| {
            let value = this.body(&block);
            this.as_type(value, &of)
        });
        self.constants.remove(&id);
        if value.is_unknown() && !value.leads() { Value::unknown(text) } else { value }
    }
}
