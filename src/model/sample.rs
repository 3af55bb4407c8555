//! Values for the tests of a generated project: different for each row, and within the conditions that a schema makes,
//! as far as these are written in a common way.

use super::{Chat, Field, Model};

/// Fills [`Field::sample`] of each field that people write.
pub fn fill(chat: &mut Chat) {
    let views = chat.views.iter_mut().map(|view| &mut view.model);
    for model in chat.models.iter_mut().chain(views) {
        let samples: Vec<Option<String>> = model.fields.iter().map(|field| sample(model, field)).collect();
        for (field, sample) in model.fields.iter_mut().zip(samples) {
            field.sample = sample;
        }
    }
}

/// A Rust expression for the JSON value in row `n` (from 1), or nothing where the field is better left to itself.
fn sample(model: &Model, field: &Field) -> Option<String> {
    let judged = field.check.is_some() || mentioned(model, field);
    let needed = !field.optional && field.default_sql.is_none();
    if !field.usage.written || (judged && !needed) {
        return None;
    }
    let check = field.check.as_deref().unwrap_or_default().to_lowercase();
    let number = least(&check).map_or("n".to_owned(), |least| format!("{least} + n"));
    Some(match field.kind.as_str() {
        "string" | "text" => text(field, &check),
        "int" | "bigint" => number,
        "float" => format!("({number}) as f64 + 0.5"),
        "decimal" => format!("format!(\"{{}}.50\", {number})"),
        "bool" => "true".to_owned(),
        "datetime" => "format!(\"2030-01-{:02}T12:30:00Z\", n % 28 + 1)".to_owned(),
        "date" => "format!(\"2030-01-{:02}\", n % 28 + 1)".to_owned(),
        "json" => "{ \"n\": n }".to_owned(),
        "uuid" => "format!(\"00000000-0000-4000-8000-{n:012}\")".to_owned(),
        "bytes" => "format!(\"{n:04}\")".to_owned(),
        "enum" => format!("{:?}", field.enumeration.as_ref()?.variants.first()?.value),
        _ => return None,
    })
}

/// Whether a condition over several fields is about this one.
fn mentioned(model: &Model, field: &Field) -> bool {
    let words = |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == field.column);
    model.checks.iter().any(|check| words(check))
}

fn text(field: &Field, check: &str) -> String {
    if let Some(word) = check.split_once(" in (").and_then(|(_, words)| words.split('\'').nth(1)) {
        return format!("{word:?}");
    }
    let longest = field.max_length.unwrap_or(u32::MAX);
    let least = if check.contains("length(") { least(check).unwrap_or(0) + 1 } else { 0 };
    match longest {
        ..4 => "n.to_string()".to_owned(),
        _ if least > 12 => format!("format!(\"{{n:0>{least}}}\")"),
        4..12 => "format!(\"s{n:03}\")".to_owned(),
        _ => "format!(\"sample {n:05}\")".to_owned(),
    }
}

/// The number below which a condition lets nothing pass: of `x >= 3` and `x between 3 and 9` it is 2.
fn least(check: &str) -> Option<i64> {
    let after = |mark: &str| {
        let (_, rest) = check.split_once(mark)?;
        let digits: String = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        digits.parse::<i64>().ok()
    };
    let from = after("between ").or_else(|| after(">= ")).map(|number| number - 1);
    from.or_else(|| after("> "))
}
