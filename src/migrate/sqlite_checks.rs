//! What the checks that chatgen writes say, read back from their text.

use super::structure::{Clause, Column, Sort, tokens};

/// At most so many characters: `length(x) <= 80`, `length(x) BETWEEN 1 AND 80`.
pub fn longest(check: &Clause, column: &Column) -> Option<u64> {
    let text = plain(check);
    let rest = text.strip_prefix(&format!("length ( {} ) ", word(column)))?;
    let most = rest.strip_prefix("<= ").or_else(|| Some(rest.strip_prefix("between ")?.split_once(" and ")?.1))?;
    most.parse().ok()
}

/// Whether the check says nothing but how long a text may be at most.
pub fn only_longest(check: &Clause, column: &Column) -> bool {
    longest(check, column).is_some() && plain(check).contains(" <= ")
}

/// The literals of `x IN ('a', 'b')`.
pub fn words(check: &Clause, column: &Column) -> Option<Vec<String>> {
    let inside = check.inside();
    let listed = inside.len() > 3 && inside[0].names(&column.name) && inside[1].is("in") && inside[2].is("(");
    (listed && tokens::closing(inside, 2) == inside.len() - 1)
        .then(|| tokens::parts(&inside[3..inside.len() - 1]).iter().map(|part| tokens::shown(part)).collect())
}

/// `x BETWEEN 0 AND 2`.
pub fn range(check: &Clause, column: &Column) -> Option<(i64, i64)> {
    let text = plain(check);
    let (least, most) = text.strip_prefix(&format!("{} between ", word(column)))?.split_once(" and ")?;
    let number = |text: &str| text.replace("- ", "-").parse().ok();
    Some((number(least)?, number(most)?))
}

/// `date(x) IS x`.
pub fn is_date(column: &Column) -> bool {
    let name = word(column);
    column.checks().any(|check| plain(check) == format!("date ( {name} ) is {name}"))
}

/// `datetime(x) IS NOT NULL`.
pub fn is_moment(column: &Column) -> bool {
    let wanted = format!("datetime ( {} ) is not null", word(column));
    column.checks().any(|check| plain(check) == wanted)
}

/// `length(x) = 16` of a BLOB.
pub fn is_uuid(column: &Column) -> bool {
    let wanted = format!("length ( {} ) = 16", word(column));
    column.kind == "blob" && column.checks().any(|check| plain(check) == wanted)
}

/// The literals of the column's enum.
pub fn enumeration(column: &Column) -> Option<Vec<String>> {
    column.checks().find_map(|check| words(check, column))
}

/// Whether what fulfils the checks of `from` fulfils this one.
pub fn implied(check: &Clause, to: &Column, from: &Column) -> bool {
    let (said, name, other) = (plain(check), word(to), word(from));
    from.kind == to.kind
        && from.checks().any(|before| {
            let same = without_null(&plain(before), &other) == without_null(&said, &name);
            let shorter = only_longest(check, to) && longest(before, from) <= longest(check, to);
            let fewer = |before: Vec<String>, after: Vec<String>| before.iter().all(|word| after.contains(word));
            let fewer = words(before, from).zip(words(check, to)).is_some_and(|(before, after)| fewer(before, after));
            let within = |before: (i64, i64), after: (i64, i64)| after.0 <= before.0 && before.1 <= after.1;
            let within = range(before, from).zip(range(check, to)).is_some_and(|(before, after)| within(before, after));
            same || (shorter && longest(before, from).is_some()) || fewer || within
        })
}

/// A check holds for NULL anyway.
fn without_null(text: &str, name: &str) -> String {
    text.strip_prefix(&format!("{name} is null or ")).unwrap_or(text).to_owned()
}

fn plain(check: &Clause) -> String {
    debug_assert_eq!(check.sort, Sort::Check);
    tokens::plain(check.inside())
}

/// The column's name as normalised text has it.
fn word(column: &Column) -> String {
    tokens::tokens(&column.sql).ok().and_then(|tokens| Some(tokens.first()?.plain.clone())).unwrap_or_default()
}
