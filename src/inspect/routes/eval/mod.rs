//! Evaluates what routers are made of, without running anything: values that are known are followed through variables, calls, branches
//! and loops; what is not known stays unknown, and is reported where a route depends on it.

mod assign;
mod associated;
mod branch;
mod call;
mod calls;
mod compose;
mod evaluate;
mod external;
mod frame;
mod functions;
mod left;
mod lists;
mod loops;
mod macros;
mod match_pattern;
mod method;
mod methods;
mod operators;
mod paths;
mod recover;
mod relevant;
mod roots;
mod router;
mod router_methods;
mod services;
mod statements;
mod text;
mod typed;
mod unknown;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::link::Program;
use super::tree::{Block, Expression};
use super::{Place, Unresolved};
use frame::Frame;
use router::Router;

pub use value::{Entry, Layer, Target};

/// Bounds, so that every project ends. None is reached by what people write.
const MOST_STEPS: usize = 400_000;
const MOST_STEPS_OF_ONE: usize = 100_000;
/// How deep functions that seem not to matter are followed.
const DEEPEST_SMALL: usize = 2;
const DEEPEST_CALLS: usize = 48;
/// How often a function is within itself.
const DEEPEST_SELF: usize = 8;
const DEEPEST_EXPRESSIONS: usize = 3_500;

/// What is found out.
#[derive(Debug, Default)]
pub struct Found {
    pub entries: Vec<Rc<Entry>>,
    pub unresolved: BTreeSet<Unresolved>,
}

/// Evaluates every function that makes routers and that no other calls.
#[must_use]
pub fn evaluate(program: &mut Program) -> Found {
    let evaluator = Evaluator {
        program,
        frame: Frame::default(),
        routers: Vec::new(),
        used: Vec::new(),
        unresolved: Vec::new(),
        called: BTreeMap::new(),
        constants: BTreeSet::new(),
        evaluated: BTreeSet::new(),
        stack: Vec::new(),
        blocks: BTreeMap::new(),
        kept: Vec::new(),
        dispatched: BTreeSet::new(),
        relevant: BTreeSet::new(),
        run: 0,
        steps: 0,
        steps_of_run: 0,
        depth: 0,
        line: 0,
        cut: None,
        small: 0,
        next: 0,
    };
    evaluator.all()
}

struct Evaluator<'a> {
    program: &'a mut Program,
    frame: Frame,
    routers: Vec<Router>,
    /// Those that another one was made of, in the order in which that was.
    used: Vec<usize>,
    /// With the run that they were found in.
    unresolved: Vec<(usize, Unresolved)>,
    /// In which run a function was called last.
    called: BTreeMap<usize, usize>,
    /// The constants that are being evaluated.
    constants: BTreeSet<usize>,
    /// Those that were.
    evaluated: BTreeSet<usize>,
    /// The functions that are being evaluated.
    stack: Vec<usize>,
    /// Modules for the items of blocks, by the block's address.
    blocks: BTreeMap<(usize, usize), usize>,
    /// Blocks that `blocks` knows, kept so that no other gets their address.
    kept: Vec<Arc<Block>>,
    /// The methods that were called with routers on what is not known.
    dispatched: BTreeSet<String>,
    relevant: BTreeSet<usize>,
    /// Which function nobody calls is being evaluated.
    run: usize,
    steps: usize,
    steps_of_run: usize,
    depth: usize,
    /// The line of the last call, in the module of the frame.
    line: usize,
    /// The functions that were being evaluated when there were too many steps in this run.
    cut: Option<Vec<usize>>,
    /// How many functions deep it is in what seems not to matter.
    small: usize,
    next: usize,
}

impl Evaluator<'_> {
    /// A number that nothing else has.
    fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn place(&self, line: usize) -> Place {
        self.program.place(self.program.modules[self.frame.module].text, line)
    }

    /// An expression as written, on one line.
    fn written(&self, expression: &Expression) -> String {
        if expression.bytes.is_empty() {
            return paths::written(expression);
        }
        self.slice(expression.bytes.clone())
    }

    fn slice(&self, bytes: std::ops::Range<usize>) -> String {
        let text = self.program.text(self.frame.module);
        text::one_line(text.get(bytes).unwrap_or_default())
    }

    fn unresolved(&mut self, line: usize, reason: impl Into<String>) {
        let Place { file, line } = self.place(line);
        self.unresolved.push((self.run, Unresolved { file, line, reason: reason.into() }));
    }

    /// Counts a step; whether there may be more.
    fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps_of_run += 1;
        let may = self.steps < MOST_STEPS && self.steps_of_run < MOST_STEPS_OF_ONE;
        if !may && self.cut.is_none() {
            self.cut = Some(self.stack.iter().copied().filter(|&id| id != usize::MAX).collect());
        }
        may
    }
}
