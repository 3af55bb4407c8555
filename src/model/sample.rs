//! Values for the tests of a generated project: different for each row, and within the conditions that a schema makes,
//! as far as these are written in a common way.

use super::{Chat, Field, Model, Sample};

/// Fills [`Field::sample`] of each field that people write.
pub fn fill(chat: &mut Chat) {
    let views = chat.views.iter_mut().map(|view| &mut view.model);
    for model in chat.models.iter_mut().chain(views) {
        let samples: Vec<Option<Sample>> = model.fields.iter().map(|field| sample(model, field)).collect();
        for (field, sample) in model.fields.iter_mut().zip(samples) {
            field.sample = sample;
        }
    }
    let events = chat.views.iter_mut().flat_map(|view| &mut view.events).flat_map(|event| &mut event.params);
    for param in events.chain(chat.tools.iter_mut().flat_map(|tool| &mut tool.params)) {
        param.sample = value(param, "");
    }
}

/// A value for row `n`, or nothing where the field is better left to itself.
fn sample(model: &Model, field: &Field) -> Option<Sample> {
    let judged = field.check.is_some() || mentioned(model, field);
    let needed = !field.optional && field.default_sql.is_none();
    let poly = |other: &Field| other.poly.as_ref().is_some_and(|poly| poly.type_field == field.name);
    let points = field.poly.is_some() || model.fields.iter().any(poly);
    if !field.usage.written || points || (judged && !needed) {
        return None;
    }
    value(field, &field.check.as_deref().unwrap_or_default().to_lowercase())
}

/// A value that a condition in small letters does not refuse.
fn value(field: &Field, check: &str) -> Option<Sample> {
    let number = match least(check) {
        Some(least) => Sample { rust: format!("{least} + n"), js: format!("{least} + 1 + (n % 2)") },
        None => Sample { rust: "n".to_owned(), js: "n".to_owned() },
    };
    let Sample { rust, js } = &number;
    let same = |literal: String| Sample { rust: literal.clone(), js: literal };
    Some(match field.kind.as_str() {
        "string" | "text" => text(field, check),
        "int" | "bigint" => number,
        "float" => Sample { rust: format!("({rust}) as f64 + 0.5"), js: format!("{js} + 0.5") },
        "decimal" => Sample { rust: format!("format!(\"{{}}.50\", {rust})"), js: format!("`${{{js}}}.50`") },
        "bool" => same("true".to_owned()),
        "datetime" => day("format!(\"2030-01-{:02}T12:30:00Z\", n % 28 + 1)", "T12:30:00Z"),
        "date" => day("format!(\"2030-01-{:02}\", n % 28 + 1)", ""),
        "json" => same("{ \"n\": n }".to_owned()),
        "uuid" => padded("format!(\"00000000-0000-4000-8000-{n:012}\")", "00000000-0000-4000-8000-", 12, "n"),
        "bytes" => padded("format!(\"{n:04}\")", "", 4, "n % 1000"),
        "enum" => same(format!("{:?}", field.enumeration.as_ref()?.variants.first()?.value)),
        _ => return None,
    })
}

fn day(rust: &str, time: &str) -> Sample {
    Sample { rust: rust.to_owned(), js: format!("`2030-01-${{String((n % 28) + 1).padStart(2, \"0\")}}{time}`") }
}

fn padded(rust: &str, start: &str, width: usize, number: &str) -> Sample {
    Sample { rust: rust.to_owned(), js: format!("`{start}${{String({number}).padStart({width}, \"0\")}}`") }
}

/// Whether a condition over several fields is about this one.
fn mentioned(model: &Model, field: &Field) -> bool {
    let words = |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == field.column);
    model.checks.iter().any(|check| words(check))
}

fn text(field: &Field, check: &str) -> Sample {
    if let Some(word) = check.split_once(" in (").and_then(|(_, words)| words.split('\'').nth(1)) {
        return Sample { rust: format!("{word:?}"), js: format!("{word:?}") };
    }
    let longest = field.max_length.unwrap_or(u32::MAX);
    let least = if check.contains("length(") { least(check).unwrap_or(0) + 1 } else { 0 };
    match longest {
        ..4 => Sample { rust: "n.to_string()".to_owned(), js: "String(n % 10)".to_owned() },
        _ if least > 12 => {
            Sample { rust: format!("format!(\"{{n:0>{least}}}\")"), js: format!("String(n).padStart({least}, \"0\")") }
        }
        4..12 => padded("format!(\"s{n:03}\")", "s", 3, "n % 1000"),
        _ => padded("format!(\"sample {n:05}\")", "sample ", 5, "n"),
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
