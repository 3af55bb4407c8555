//! Walks the statements of a template, and keeps track of what each name stands for.

use std::collections::BTreeSet;

use minijinja::machinery::ast::{self, Expr, Stmt};

use super::scope::Scopes;
use super::{Block, Inside, Macro, Other, OtherKind, Parameter, Path, Place, Step, Symbol, Template};
use crate::problem::{Source, Span};

/// Fills a template from its syntax tree.
pub fn read(tree: &Stmt<'_>, source: &Source, into: &mut Template) {
    let mut walk = Walk {
        source,
        into,
        scopes: Scopes::default(),
        block: None,
        macro_: None,
        called_super: false,
        asked: BTreeSet::new(),
    };
    walk.statement(tree);
    let Walk { into, scopes, asked, .. } = walk;
    into.names = scopes.top();
    for one in &mut into.uses {
        one.tolerant |= asked.iter().any(|path| path.holds(&one.path));
    }
}

pub(super) struct Walk<'a> {
    pub source: &'a Source,
    pub into: &'a mut Template,
    pub scopes: Scopes,
    block: Option<String>,
    macro_: Option<String>,
    /// Whether the block that is being walked shows what it replaces.
    pub called_super: bool,
    /// What the template asks for before it uses it.
    pub asked: BTreeSet<Path>,
}

impl Walk<'_> {
    pub fn inside(&self, span: Span) -> Inside {
        let place = self.source.place(span.start);
        let place = Place { line: place.0, column: place.1 };
        Inside { span, place, block: self.block.clone(), macro_: self.macro_.clone() }
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        statements.iter().for_each(|statement| self.statement(statement));
    }

    fn scoped(&mut self, statements: &[Stmt<'_>]) {
        self.scopes.enter();
        self.statements(statements);
        self.scopes.leave();
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emit) => self.expression(&emit.expr),
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(repeat) => self.for_loop(repeat),
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr);
                self.statements(&condition.true_body);
                self.statements(&condition.false_body);
            }
            Stmt::WithBlock(with) => {
                self.scopes.enter();
                for (target, value) in &with.assignments {
                    self.assign(target, value);
                }
                self.statements(&with.body);
                self.scopes.leave();
            }
            Stmt::Set(set) => self.assign(&set.target, &set.expr),
            Stmt::SetBlock(set) => {
                set.filter.iter().for_each(|filter| self.expression(filter));
                self.scoped(&set.body);
                self.bind(&set.target, &Symbol::Opaque);
            }
            Stmt::AutoEscape(escape) => {
                self.expression(&escape.enabled);
                if escape.enabled.as_const().is_some_and(|on| !on.is_true()) {
                    let inside = self.inside(span(escape.span()));
                    self.into.unescaped.push(inside);
                }
                self.scoped(&escape.body);
            }
            Stmt::FilterBlock(filter) => {
                self.expression(&filter.filter);
                self.scoped(&filter.body);
            }
            Stmt::Block(block) => self.block(block, span(block.span())),
            Stmt::Import(import) => self.import(import),
            Stmt::FromImport(import) => self.import_names(import),
            Stmt::Extends(extends) => {
                let inside = self.inside(span(extends.name.span()));
                self.other(OtherKind::Extends, &extends.name, false, Vec::new(), inside);
            }
            Stmt::Include(include) => {
                let inside = self.inside(span(include.name.span()));
                self.other(OtherKind::Include, &include.name, include.ignore_missing, Vec::new(), inside);
            }
            Stmt::Macro(macro_) => self.macro_(macro_, span(macro_.span())),
            Stmt::CallBlock(call) => {
                self.call(&call.call);
                self.scopes.enter();
                call.macro_decl.args.iter().for_each(|target| self.bind(target, &Symbol::Opaque));
                self.statements(&call.macro_decl.body);
                self.scopes.leave();
            }
            Stmt::Do(deed) => self.call(&deed.call),
        }
    }

    fn for_loop(&mut self, repeat: &ast::ForLoop<'_>) {
        self.expression(&repeat.iter);
        let item = match self.symbol(&repeat.iter) {
            Symbol::Path(path) => Symbol::Path(path.then(Step::Item(None))),
            _ => Symbol::Opaque,
        };
        self.scopes.enter();
        self.scopes.bind("loop", Symbol::Opaque);
        self.bind(&repeat.target, &item);
        repeat.filter_expr.iter().for_each(|filter| self.expression(filter));
        self.statements(&repeat.body);
        self.scopes.leave();
        self.scoped(&repeat.else_body);
    }

    fn assign(&mut self, target: &Expr<'_>, value: &Expr<'_>) {
        self.expression(value);
        let symbol = self.symbol(value);
        self.bind(target, &symbol);
    }

    /// Gives the names of a target what it is assigned; the parts of a tuple, its items.
    fn bind(&mut self, target: &Expr<'_>, symbol: &Symbol) {
        match target {
            Expr::Var(name) => self.scopes.bind(name.id, symbol.clone()),
            Expr::List(ast) => self.bind_items(&ast.items, symbol),
            Expr::Tuple(ast) => self.bind_items(&ast.items, symbol),
            // An attribute of a namespace.
            _ => {}
        }
    }

    fn bind_items(&mut self, targets: &[Expr<'_>], symbol: &Symbol) {
        for (number, target) in targets.iter().enumerate() {
            let symbol = match symbol {
                Symbol::Path(path) => Symbol::Path(path.clone().then(Step::Item(Some(number)))),
                _ => Symbol::Opaque,
            };
            self.bind(target, &symbol);
        }
    }

    fn block(&mut self, block: &ast::Block<'_>, span: Span) {
        let names = self.scopes.visible(true).into_keys().collect();
        let inside = self.inside(span);
        let outer = self.block.replace(block.name.to_owned());
        let super_before = std::mem::take(&mut self.called_super);
        self.scopes.enter();
        self.scopes.bind("super", Symbol::Opaque);
        self.statements(&block.body);
        self.scopes.leave();
        let uses_super = std::mem::replace(&mut self.called_super, super_before);
        self.block = outer;
        self.into.blocks.push(Block { name: block.name.to_owned(), uses_super, names, inside });
    }

    fn import(&mut self, import: &ast::Import<'_>) {
        let inside = self.inside(span(import.expr.span()));
        let name = self.other(OtherKind::Import, &import.expr, false, Vec::new(), inside);
        self.bind(&import.name, &Symbol::Module(name));
    }

    fn import_names(&mut self, import: &ast::FromImport<'_>) {
        let mut names = Vec::new();
        for (name, _) in &import.names {
            if let Expr::Var(var) = name {
                names.push((var.id.to_owned(), self.inside(span(name.span()))));
            }
        }
        let inside = self.inside(span(import.expr.span()));
        let of = self.other(OtherKind::Import, &import.expr, false, names, inside);
        for (name, alias) in &import.names {
            if let Expr::Var(var) = name {
                let symbol =
                    of.as_ref().map_or(Symbol::Opaque, |of| Symbol::Macro(Some(of.clone()), var.id.to_owned()));
                self.bind(alias.as_ref().unwrap_or(name), &symbol);
            }
        }
    }

    /// Notes another template, once for each name that it may have; returns the name if there is just one.
    fn other(
        &mut self,
        kind: OtherKind,
        name: &Expr<'_>,
        optional: bool,
        macros: Vec<(String, Inside)>,
        inside: Inside,
    ) -> Option<String> {
        let names = constant_names(name);
        if names.is_none() {
            self.expression(name);
        }
        let one = names.as_ref().filter(|names| names.len() == 1).and_then(|names| names.first().cloned());
        // Of several names the first that is there is taken.
        let optional = optional || names.as_ref().is_some_and(|names| names.len() > 1);
        for name in names.map_or_else(|| vec![None], |names| names.into_iter().map(Some).collect()) {
            let names = self.scopes.visible(false);
            let (macros, inside) = (macros.clone(), inside.clone());
            self.into.others.push(Other { kind, name, optional, macros, names, inside });
        }
        one
    }

    fn macro_(&mut self, macro_: &ast::Macro<'_>, span: Span) {
        self.scopes.bind(macro_.name, Symbol::Macro(None, macro_.name.to_owned()));
        let inside = self.inside(span);
        let outer = self.macro_.replace(macro_.name.to_owned());
        self.scopes.enter();
        self.scopes.bind("caller", Symbol::Opaque);
        macro_.args.iter().for_each(|parameter| self.bind(parameter, &Symbol::Opaque));
        macro_.defaults.iter().for_each(|default| self.expression(default));
        self.statements(&macro_.body);
        self.scopes.leave();
        self.macro_ = outer;
        let parameters = self.parameters(macro_);
        self.into.macros.push(Macro { name: macro_.name.to_owned(), parameters, inside });
    }

    /// The last parameters are those that have a default.
    fn parameters(&self, macro_: &ast::Macro<'_>) -> Vec<Parameter> {
        let without = macro_.args.len().saturating_sub(macro_.defaults.len());
        let parameters = macro_.args.iter().enumerate().filter_map(|(number, parameter)| {
            let Expr::Var(var) = parameter else { return None };
            let default = number.checked_sub(without).and_then(|number| macro_.defaults.get(number));
            let default = default.and_then(|default| self.source.text.get(span(default.span())));
            Some(Parameter { name: var.id.to_owned(), default: default.map(ToOwned::to_owned) })
        });
        parameters.collect()
    }
}

/// The names that an expression may have as a text, where they are written out.
fn constant_names(name: &Expr<'_>) -> Option<Vec<String>> {
    let value = name.as_const()?;
    if let Some(text) = value.as_str() {
        return Some(vec![text.to_owned()]);
    }
    value.try_iter().ok()?.map(|item| item.as_str().map(ToOwned::to_owned)).collect()
}

/// The bytes that a part of a template takes.
pub(super) fn span(span: minijinja::machinery::Span) -> Span {
    span.start_offset as usize..span.end_offset as usize
}
