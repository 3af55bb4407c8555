//! What is still open once a migration is written: data that it loses, and rows that it has no value for.

use super::{Choice, Form, Intent, Question};
use crate::migrate::evolve::{Loss, Unfilled};
use crate::model::{Chat, Field, Model};
use crate::names::{self, sql_text};

/// One question for everything that a change loses; `rows` says for each how many rows it touches, where that is known.
#[must_use]
pub fn losses(losses: &[&Loss], rows: &[Option<u64>]) -> Option<Question> {
    let counted = losses.iter().zip(rows.iter().chain(std::iter::repeat(&None)));
    let lines: Vec<String> = counted.map(|(loss, rows)| loss_in_words(loss, *rows)).collect();
    (!lines.is_empty()).then(|| Question {
        what: "the change loses data, or may".to_owned(),
        details: lines,
        form: Form::Permission,
        choices: vec![Choice { words: "allow it".to_owned(), argument: vec!["--allow-data-loss".to_owned()] }],
    })
}

fn loss_in_words(loss: &Loss, rows: Option<u64>) -> String {
    match rows {
        None => loss.what.clone(),
        Some(0) => format!("{}: no row of the development database", loss.what),
        Some(1) => format!("{}: 1 row of the development database", loss.what),
        Some(rows) => format!("{}: {rows} rows of the development database", loss.what),
    }
}

/// What rows that exist get in a column that must have a value.
#[must_use]
pub fn unfilled(unfilled: &Unfilled, new: &Chat) -> Question {
    let Unfilled { table, column } = unfilled;
    let found = find(new, table, column);
    let name = found.map_or(format!("{table}.{column}"), |(model, field)| format!("{}.{}", model.type_, field.name));
    let fill = found.map(|(_, field)| Choice {
        words: "say what they get, as a value or in SQL".to_owned(),
        argument: vec!["--fill".to_owned(), format!("{name}={}", example(field))],
    });
    let schema = Choice {
        words: "or make it optional (`?`), or give it a default, in chat.toml".to_owned(),
        argument: Vec::new(),
    };
    Question {
        what: format!("`{name}` must have a value, and rows that exist have none"),
        details: Vec::new(),
        form: if found.is_some() { Form::Value(name) } else { Form::Choice },
        choices: fill.into_iter().chain([schema]).collect(),
    }
}

fn find<'a>(chat: &'a Chat, table: &str, column: &str) -> Option<(&'a Model, &'a Field)> {
    let model = chat.every_model().find(|model| model.table.eq_ignore_ascii_case(table))?;
    let field = model.fields.iter().find(|field| field.column.eq_ignore_ascii_case(column))?;
    Some((model, field))
}

/// A value that a field can have, as an argument writes it.
fn example(field: &Field) -> String {
    if let Some(reference) = &field.reference {
        return format!("(SELECT min(id) FROM {})", reference.sql);
    }
    if let Some(first) = field.enumeration.as_ref().and_then(|values| values.variants.first()) {
        return first.value.clone();
    }
    match field.kind.as_str() {
        "int" | "bigint" | "float" | "counter" | "decimal" => "0".to_owned(),
        "bool" => "false".to_owned(),
        "datetime" | "date" => "now".to_owned(),
        "json" => "{}".to_owned(),
        "uuid" => "uuid".to_owned(),
        "bytes" => "x''".to_owned(),
        _ => sql_text("…"),
    }
}

impl Intent {
    /// Whether somebody said that exactly this may be lost.
    #[must_use]
    pub fn permits(&self, loss: &Loss) -> bool {
        self.dropped.iter().any(|(table, column)| loss.count == Some(rows_of(table, column.as_deref())))
    }
}

/// SQL that counts what a table holds, or those of its rows that have a value in a column.
fn rows_of(table: &str, column: Option<&str>) -> String {
    let table = names::sql(table);
    match column {
        None => format!("SELECT count(*) FROM {table}"),
        Some(column) => format!("SELECT count(*) FROM {table} WHERE {} IS NOT NULL", names::sql(column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loss(what: &str, count: &str) -> Loss {
        Loss { what: what.to_owned(), count: Some(count.to_owned()) }
    }

    #[test]
    fn a_loss_says_how_many_rows_it_touches() {
        let column = loss("drops it", "");
        let all = [&column, &column, &column, &column];
        let question = losses(&all, &[Some(12), Some(1), Some(0)]).expect("there are losses");
        let rows = |rows: &str| format!("drops it: {rows} of the development database");
        assert_eq!(question.details, [rows("12 rows"), rows("1 row"), rows("no row"), "drops it".to_owned()]);
        assert_eq!(losses(&[], &[]), None);
    }

    #[test]
    fn a_drop_that_was_said_permits_exactly_that() {
        let dropped = vec![("tickets".to_owned(), Some("subject".to_owned())), ("order".to_owned(), None)];
        let intent = Intent { dropped, ..Intent::default() };
        for (count, permitted) in [
            ("SELECT count(*) FROM tickets WHERE subject IS NOT NULL", true),
            ("SELECT count(*) FROM \"order\"", true),
            ("SELECT count(*) FROM tickets", false),
            ("SELECT count(*) FROM tickets WHERE body IS NOT NULL", false),
        ] {
            assert_eq!(intent.permits(&loss("", count)), permitted, "{count}");
        }
    }

    #[test]
    fn a_column_without_a_value_is_asked_for_by_its_field() {
        let schema =
            "[models.Ticket.fields]\nmood = \"string(20)\"\nowner = \"ref(User)\"\nstate = \"enum(on, off)\"\n";
        let chat = crate::resolve_text(schema, "chat.toml").expect("the schema is valid");
        for (table, column, expected) in [
            ("tickets", "mood", Some("Ticket.mood='…'")),
            ("Tickets", "owner_id", Some("Ticket.owner_id=(SELECT min(id) FROM users)")),
            ("tickets", "state", Some("Ticket.state=on")),
            ("things", "state", None),
        ] {
            let question = unfilled(&Unfilled { table: table.to_owned(), column: column.to_owned() }, &chat);
            assert_eq!(question.choices[0].argument.get(1).map(String::as_str), expected);
            assert_eq!(matches!(question.form, Form::Value(_)), expected.is_some());
        }
    }
}
