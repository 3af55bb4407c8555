//! What a migration changes, for people, and what its file is called.

use super::plan::{Changed, Objects, Plan};
use super::rename::Step;
use crate::migrate::sqlite_checks as checks;
use crate::migrate::structure::{Clause, Column, Object, Sort, tokens};

/// File names stay readable.
const LONGEST: usize = 60;

/// Each change in a sentence.
pub fn words(plan: &Plan, renames: &[Step]) -> Vec<String> {
    let mut words: Vec<String> = renames.iter().map(|step| step.words.clone()).collect();
    words.extend(plan.created.iter().map(|table| format!("creates the table `{}`", table.name())));
    words.extend(plan.changed.iter().flat_map(of_table));
    words.extend(plan.dropped.iter().map(|table| format!("drops the table `{}`", table.name())));
    of_objects(&mut words, plan, "full-text table", &plan.virtuals);
    of_objects(&mut words, plan, "index", &plan.indexes);
    of_objects(&mut words, plan, "view", &plan.views);
    of_objects(&mut words, plan, "trigger", &plan.triggers);
    words
}

fn of_table(table: &Changed) -> Vec<String> {
    let name = table.name;
    if !table.rebuilt {
        let drops = table.dropped().map(|column| format!("drops the column `{}` from `{name}`", column.name));
        let adds = table.added().map(|column| format!("adds the column `{}` to `{name}`", column.name));
        return drops.chain(adds).collect();
    }
    let mut parts: Vec<String> = table.added().map(|column| format!("adds the column `{}`", column.name)).collect();
    parts.extend(table.dropped().map(|column| format!("drops the column `{}`", column.name)));
    parts.extend(table.altered().map(|(from, to)| format!("`{}` {}", to.name, altered(from, to).join(" and "))));
    let lacks = |clauses: &[Clause], clause: &Clause| !clauses.iter().any(|other| other.plain() == clause.plain());
    for clause in table.to.constraints.iter().filter(|clause| lacks(&table.from.constraints, clause)) {
        parts.push(format!("adds {}", tokens::shown(&clause.tokens)));
    }
    for clause in table.from.constraints.iter().filter(|clause| lacks(&table.to.constraints, clause)) {
        parts.push(format!("drops {}", tokens::shown(&clause.tokens)));
    }
    if table.from.options != table.to.options {
        let options = table.to.options.join(", ");
        parts.push(if options.is_empty() { "drops its options".to_owned() } else { format!("becomes {options}") });
    }
    vec![format!("makes `{name}` anew, since SQLite cannot change it in place: {}", parts.join("; "))]
}

/// What is different about a column.
fn altered(from: &Column, to: &Column) -> Vec<String> {
    let mut said = Vec::new();
    if from.kind != to.kind {
        said.push(format!("becomes {} (it was {})", to.kind.to_uppercase(), from.kind.to_uppercase()));
    }
    match (from.required(), to.required()) {
        (false, true) if !from.has(Sort::PrimaryKey) => said.push("may no longer be absent".to_owned()),
        (true, false) => said.push("may be absent".to_owned()),
        _ => {}
    }
    match (from.default(), to.default()) {
        (before, Some(default)) if before.as_ref() != Some(&default) => said.push(format!("is {default} by default")),
        (Some(_), None) => said.push("has no default any more".to_owned()),
        _ => {}
    }
    let lacks = |column: &Column, clause: &Clause| !column.clauses.iter().any(|other| other.plain() == clause.plain());
    let news: Vec<&Clause> = to.clauses.iter().filter(|clause| lacks(from, clause)).collect();
    said.extend(news.iter().filter_map(|clause| gained(clause, to)));
    for clause in from.clauses.iter().filter(|clause| lacks(to, clause)) {
        let replaced = news.iter().any(|new| new.sort == clause.sort);
        said.extend(lost(clause).filter(|_| !replaced));
    }
    if said.is_empty() {
        said.push(format!("becomes {}", to.shown));
    }
    said
}

fn gained(clause: &Clause, column: &Column) -> Option<String> {
    Some(match clause.sort {
        Sort::Check => match (checks::longest(clause, column), checks::words(clause, column)) {
            _ if meaning(clause).is_some() => format!("is {}", meaning(clause)?),
            (Some(most), _) if checks::only_longest(clause, column) => format!("has at most {most} characters"),
            (_, Some(words)) => format!("is one of {}", words.join(", ")),
            _ => format!("must fulfil {}", tokens::shown(&clause.tokens)),
        },
        Sort::References => format!("refers to a row: {}", tokens::shown(&clause.tokens)),
        Sort::Unique => "is unique".to_owned(),
        Sort::Other => format!("gets {}", tokens::shown(&clause.tokens)),
        Sort::PrimaryKey | Sort::NotNull | Sort::Default => return None,
    })
}

fn lost(clause: &Clause) -> Option<String> {
    Some(match clause.sort {
        Sort::Check => match meaning(clause) {
            Some(meaning) => format!("need not be {meaning} any more"),
            None => format!("need not fulfil {} any more", tokens::shown(&clause.tokens)),
        },
        Sort::References => "is no longer held to refer to a row".to_owned(),
        Sort::Unique => "need not be unique any more".to_owned(),
        Sort::Other => format!("loses {}", tokens::shown(&clause.tokens)),
        Sort::PrimaryKey | Sort::NotNull | Sort::Default => return None,
    })
}

/// What the check of a field's type says.
fn meaning(clause: &Clause) -> Option<&'static str> {
    let text = tokens::plain(clause.inside());
    let known = [
        ("datetime (", "a moment"),
        ("date (", "a date"),
        ("json_valid (", "JSON"),
        (" glob '*[0-9]'", "a decimal number"),
        (" between - 2147483648 and 2147483647", "a number of 32 bits"),
        (" ) = 16", "a UUID"),
        (" in ( 0 , 1 )", "true or false"),
    ];
    known.iter().find(|(part, _)| text.contains(part)).map(|(_, meaning)| *meaning)
}

/// What comes or goes with its table, or is only out of the way meanwhile, needs no words.
fn of_objects(words: &mut Vec<String>, plan: &Plan, sort: &str, objects: &Objects) {
    let all = |structure: &super::Structure, object: &Object| {
        let all = [&structure.virtuals, &structure.indexes, &structure.views, &structure.triggers];
        all.into_iter().flat_map(|objects| objects.values()).find(|other| other.name == object.name).cloned()
    };
    let both = |table: &str| {
        let there = |structure: &super::Structure| {
            structure.tables.contains_key(table)
                || structure.views.contains_key(table)
                || structure.virtuals.contains_key(table)
        };
        there(plan.from) && there(plan.to)
    };
    let on = |object: &Object| match object.table == object.name.to_ascii_lowercase() {
        true => String::new(),
        false => format!(" on `{}`", object.table),
    };
    let searches = || plan.virtuals.drop.iter().chain(&plan.virtuals.make);
    let implied = |object: &Object| sort == "trigger" && searches().any(|search| object.mentions(&search.name));
    let renamed = |object: &Object, others: &[&Object]| {
        others.iter().any(|other| other.name != object.name && alike(object, other))
    };
    let free = |object: &Object| {
        let moved = renamed(object, &objects.drop) || renamed(object, &objects.make);
        (on(object).is_empty() || both(&object.table)) && !implied(object) && !moved
    };
    for object in objects.make.iter().filter(|object| free(object)) {
        match all(plan.from, object) {
            None => words.push(format!("adds the {sort} `{}`{}", object.name, on(object))),
            Some(before) if before != **object => words.push(format!("changes the {sort} `{}`", object.name)),
            Some(_) => {}
        }
    }
    for object in objects.drop.iter().filter(|object| free(object) && all(plan.to, object).is_none()) {
        words.push(format!("drops the {sort} `{}`{}", object.name, on(object)));
    }
}

/// Whether two differ in nothing but their names.
fn alike(one: &Object, other: &Object) -> bool {
    let rest = |object: &Object| {
        let unnamed = object.tokens.iter().filter(|token| !token.names(&object.name));
        unnamed.map(|token| token.plain.clone()).collect::<Vec<_>>()
    };
    rest(one) == rest(other)
}

/// `add_mood_to_messages`; of several changes the first, as far as they fit.
pub fn name(plan: &Plan, renames: &[Step]) -> String {
    let mut names: Vec<String> = renames.iter().map(|step| step.name.clone()).collect();
    names.extend(plan.created.iter().map(|table| format!("create_{}", table.name())));
    for table in &plan.changed {
        let (added, dropped) = (table.added().next(), table.dropped().next());
        names.push(match (added, dropped, table.altered().next()) {
            (Some(column), None, None) => format!("add_{}_to_{}", column.name, table.name),
            (None, Some(column), None) => format!("drop_{}_from_{}", column.name, table.name),
            (None, None, Some((_, column))) => format!("change_{}_of_{}", column.name, table.name),
            _ => format!("change_{}", table.name),
        });
    }
    names.extend(plan.dropped.iter().map(|table| format!("drop_{}", table.name())));
    for objects in [&plan.virtuals, &plan.indexes, &plan.views, &plan.triggers] {
        if names.is_empty() {
            names = of_these(objects);
        }
    }
    joined(&names)
}

fn of_these(objects: &Objects) -> Vec<String> {
    let there = |objects: &[&Object], object: &Object| objects.iter().any(|other| other.name == object.name);
    let makes = objects.make.iter().map(|object| {
        let verb = if there(&objects.drop, object) { "change" } else { "add" };
        format!("{verb}_{}", object.name)
    });
    let gone = objects.drop.iter().filter(|object| !there(&objects.make, object));
    makes.chain(gone.map(|object| format!("drop_{}", object.name))).collect()
}

fn joined(names: &[String]) -> String {
    let plain = |name: &String| -> String {
        let name = name.to_lowercase();
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    };
    let names: Vec<String> = names.iter().map(plain).collect();
    let all = names.join("_and_");
    if all.len() <= LONGEST {
        return all;
    }
    let first = names.first().map_or("change", |name| &name[..name.len().min(LONGEST - "_and_more".len())]);
    if names.len() > 1 { format!("{}_and_more", first.trim_end_matches('_')) } else { all[..LONGEST].to_owned() }
}
