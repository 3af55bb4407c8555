//! What is left where there was too much code to follow: whether it can lead to a router at all.

use std::collections::BTreeSet;

use super::Evaluator;
use super::calls::Calls;
use crate::inspect::routes::{Place, Unresolved};

/// A run that was cut short.
#[derive(Debug)]
pub struct Cut {
    pub run: usize,
    /// The function that it began with.
    pub root: usize,
    /// The functions that were being evaluated.
    pub within: Vec<usize>,
}

impl Evaluator<'_> {
    /// Says once that there was too much to follow, if that can have hidden a router: where it began, and how much is left.
    pub fn report_cuts(&mut self, cuts: &[Cut], calls: &Calls, named: &BTreeSet<usize>, left: usize) {
        let Some(cut) = cuts.iter().find(|cut| left > 0 || self.hides(cut, calls, named)) else { return };
        let node = &self.program.functions[cut.root];
        let text = self.program.modules[node.module].text;
        let Place { file, line } = self.program.place(text, node.function.line);
        let name = &node.function.name;
        let mut reason =
            format!("there is too much code behind `{name}` to follow; some of its routes may not be listed");
        if left > 0 {
            reason.push_str(&format!(", nor those of {left} other functions that name a router"));
        }
        self.unresolved.push((usize::MAX, Unresolved { file, line, reason }));
    }

    /// Whether one of the functions that were being evaluated names a router, or leads to one that does and was not come to.
    fn hides(&self, cut: &Cut, calls: &Calls, named: &BTreeSet<usize>) -> bool {
        let by_word = self.by_word();
        let mut pending = cut.within.clone();
        let mut seen: BTreeSet<usize> = pending.iter().copied().collect();
        if pending.iter().any(|id| named.contains(id)) {
            return true;
        }
        while let Some(by) = pending.pop() {
            let function = &self.program.functions[by].function;
            for &id in function.words.iter().filter_map(|word| by_word.get(word)).flatten() {
                if !calls.may(self.program, by, id) || !seen.insert(id) {
                    continue;
                }
                if named.contains(&id) && self.called.get(&id) != Some(&cut.run) {
                    return true;
                }
                pending.push(id);
            }
        }
        false
    }
}
