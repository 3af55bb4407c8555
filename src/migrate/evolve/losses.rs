//! What data the way up drops or changes, and where it may fail.

use super::plan::{Changed, Plan};
use super::rename::Names;
use super::rows::rows;
use super::{Loss, Unfilled};
use crate::migrate::structure::tokens::{self, Token};
use crate::migrate::structure::{Clause, Object, Sort, Table};
use crate::names;

/// All losses, in the order of the tables. Counts are asked of the database as it was before.
pub fn losses(plan: &Plan, before: &Names) -> Vec<Loss> {
    let dropped = plan.dropped.iter().filter(|table| !remembers(table)).map(|table| {
        let name = before.table(&table.name().to_ascii_lowercase());
        let count = Some(format!("SELECT count(*) FROM {}", names::sql(&name)));
        Loss { what: format!("drops the table `{name}` with its rows"), count }
    });
    let changed = plan.changed.iter().flat_map(|table| of_table(plan, table, before));
    let unique = plan.indexes.make.iter().filter_map(|index| of_index(plan, index, before));
    dropped.chain(changed).chain(unique).collect()
}

/// Columns that need a value for the rows that exist, and nothing says which.
pub fn unfilled(plan: &Plan) -> Vec<Unfilled> {
    let rebuilt = plan.changed.iter().filter(|table| table.rebuilt);
    let unfilled = rebuilt.flat_map(|table| {
        let values = rows(plan, table, None).values.into_iter().filter(|(_, value)| value.unfilled);
        let columns: Vec<String> = values.map(|(column, _)| column.name.clone()).collect();
        columns.into_iter().map(|column| Unfilled { table: table.name.to_owned(), column })
    });
    unfilled.collect()
}

/// A counter's table holds nothing that the rows do not tell.
fn remembers(table: &Table) -> bool {
    table.columns.iter().map(|column| column.name.as_str()).eq(["parent", "last"])
}

fn of_table(plan: &Plan, table: &Changed, before: &Names) -> Vec<Loss> {
    let old = names::sql(&before.table(table.name));
    let mut losses = Vec::new();
    for column in table.dropped().filter(|column| !(column.is_numbered() && column.name == "search_id")) {
        let name = before.column(table.name, &column.name);
        let count = Some(format!("SELECT count(*) FROM {old} WHERE {} IS NOT NULL", names::sql(&name)));
        losses.push(Loss { what: format!("drops the column `{name}` of `{}`", table.name), count });
    }
    if !table.rebuilt {
        return losses;
    }
    for (column, value) in rows(plan, table, Some(before)).values {
        losses.extend(value.lost.into_iter().map(|lost| Loss {
            what: format!("`{}` of `{}` {}", column.name, table.name, lost.what),
            count: Some(format!("SELECT count(*) FROM {old} WHERE {}", lost.rows)),
        }));
    }
    let known = |clause: &Clause| table.from.constraints.iter().any(|other| other.plain() == clause.plain());
    for clause in table.to.constraints.iter().filter(|clause| !known(clause)) {
        losses.extend(of_constraint(table, clause, before));
    }
    for column in table.to.columns.iter().filter(|column| column.has(Sort::Unique)) {
        let known = table.from.column(&column.name).is_some_and(|before| before.has(Sort::Unique));
        if !known && table.from.column(&column.name).is_some() {
            let part = names::sql(&before.column(table.name, &column.name));
            losses.push(alike(&format!("`{}` of `{}`", column.name, table.name), &old, &[part], None));
        }
    }
    losses
}

fn of_constraint(table: &Changed, clause: &Clause, before: &Names) -> Option<Loss> {
    let old = names::sql(&before.table(table.name));
    match clause.sort {
        Sort::Check => {
            let all_there = table.to.columns.iter().all(|column| {
                table.from.column(&column.name).is_some()
                    || !clause.tokens.iter().any(|token| token.names(&column.name))
            });
            let condition = former(clause.inside(), table.from, table.name, before);
            let count = all_there.then(|| format!("SELECT count(*) FROM {old} WHERE NOT ({condition})"));
            let what = format!(
                "`{}` must fulfil {}: the migration fails on rows that do not",
                table.name,
                tokens::shown(&clause.tokens)
            );
            Some(Loss { what, count })
        }
        Sort::PrimaryKey | Sort::Unique => {
            let columns = clause.columns();
            if !columns.iter().all(|name| table.from.column(name).is_some()) {
                return None;
            }
            let parts: Vec<String> = columns.iter().map(|name| names::sql(&before.column(table.name, name))).collect();
            Some(alike(&format!("`{}` of `{}`", columns.join(", "), table.name), &old, &parts, None))
        }
        _ => None,
    }
}

/// A unique index over rows that exist.
fn of_index(plan: &Plan, index: &Object, before: &Names) -> Option<Loss> {
    let table = plan.from.tables.get(&index.table).filter(|_| plan.to.tables.contains_key(&index.table))?;
    let counted =
        |column: &str| plan.counters.iter().any(|counter| counter.table == index.table && counter.column == column);
    if index.parts().last().is_some_and(|part| counted(&tokens::plain(part))) {
        return None;
    }
    // One over all rows implies one over some of them.
    let same = |other: &Object| {
        let over = |index: &Object| index.parts().iter().map(|part| tokens::plain(part)).collect::<Vec<_>>();
        let filter = tokens::plain(other.filter());
        other.is_unique()
            && other.table == index.table
            && over(other) == over(index)
            && (filter.is_empty() || filter == tokens::plain(index.filter()))
    };
    if !index.is_unique() || plan.from.indexes.values().any(same) {
        return None;
    }
    let expressions: Vec<String> =
        (index.parts().iter()).map(|part| former(undirected(part), table, &index.table, before)).collect();
    let filter = index.filter().get(1..).filter(|filter| !filter.is_empty());
    let filter = filter.map(|filter| former(filter, table, &index.table, before));
    let after = plan.to.tables.get(&index.table)?;
    let new = |name: &str| table.column(name).is_none() && index.mentions(name);
    let what = format!("`{}`", index.name);
    let mut loss = alike(&what, &names::sql(&before.table(&index.table)), &expressions, filter.as_deref());
    if after.columns.iter().any(|column| new(&column.name)) {
        loss.count = None;
    }
    Some(loss)
}

fn alike(what: &str, table: &str, parts: &[String], filter: Option<&str>) -> Loss {
    let given = parts.iter().map(|part| format!("{part} IS NOT NULL"));
    let conditions: Vec<String> = filter.map(|filter| format!("({filter})")).into_iter().chain(given).collect();
    let (condition, parts) = (conditions.join(" AND "), parts.join(", "));
    Loss {
        what: format!("{what} allows no two rows alike: the migration fails if there are"),
        count: Some(format!(
            "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {condition} GROUP BY {parts} HAVING count(*) > 1)"
        )),
    }
}

/// An expression with the names that columns had before.
fn former(expression: &[Token], table: &Table, name: &str, before: &Names) -> String {
    tokens::substituted(expression, |token| {
        let column = table.columns.iter().find(|column| token.names(&column.name))?;
        let former = before.column(name, &column.name);
        (former != column.name).then(|| names::sql(&former))
    })
}

/// A part of an index less the direction.
fn undirected(part: &[Token]) -> &[Token] {
    match part.split_last() {
        Some((last, rest)) if last.is("desc") || last.is("asc") => rest,
        _ => part,
    }
}
