//! A default as SQL, as text in a form, and as Rust.

use crate::model::Field;
use crate::names::{did_you_mean, sql_text};

/// One default in its three forms.
pub struct Default {
    pub sql: Option<String>,
    pub text: String,
    pub rust: String,
}

/// What is wrong with a default, and what to write instead.
type Refusal = (String, String);

fn literal(sql: impl Into<String>, text: impl Into<String>, rust: impl Into<String>) -> Result<Default, Refusal> {
    Ok(Default { sql: Some(sql.into()), text: text.into(), rust: rust.into() })
}

fn refuse(message: impl Into<String>, help: impl Into<String>) -> Result<Default, Refusal> {
    Err((message.into(), help.into()))
}

/// Understands what a schema writes behind `=`.
pub fn of(field: &Field, written: &str) -> Result<Default, Refusal> {
    match field.kind.as_str() {
        "string" | "text" => text(field, written),
        "int" => number(written, written.parse::<i32>().ok().map(|n| n.to_string()), "a whole number of 32 bits", "0"),
        "bigint" => {
            number(written, written.parse::<i64>().ok().map(|n| n.to_string()), "a whole number of 64 bits", "0")
        }
        "float" => float(written),
        "decimal" => decimal(written),
        "bool" => match written {
            "true" => literal("1", "true", "true"),
            "false" => literal("0", "false", "false"),
            _ => refuse(format!("`{written}` is not a truth value"), "write `true` or `false`"),
        },
        "datetime" => datetime(written),
        "date" => date(written),
        "json" => json(written),
        "uuid" if written == "uuid" => {
            Ok(Default { sql: None, text: String::new(), rust: "Uuid::now_v7()".to_owned() })
        }
        "uuid" => {
            refuse(format!("`{written}` cannot be the default of a `uuid`"), "write `= uuid` for a new one each time")
        }
        "enum" => enumeration(field, written),
        kind => refuse(format!("a `{kind}` has no default"), "leave it out; `?` lets the value be absent"),
    }
}

fn text(field: &Field, written: &str) -> Result<Default, Refusal> {
    let length = written.chars().count();
    match field.max_length {
        Some(most) if length > most as usize => {
            refuse(format!("this default has {length} characters, the field at most {most}"), "shorten it")
        }
        _ if written.contains('\0') => refuse("this default has a zero byte in it", "take it out"),
        _ => literal(sql_text(written), written, format!("{written:?}.to_owned()")),
    }
}

fn number(written: &str, parsed: Option<String>, what: &str, example: &str) -> Result<Default, Refusal> {
    match parsed {
        Some(number) => literal(&number, &number, &number),
        None => refuse(format!("`{written}` is not {what}"), format!("write for example `= {example}`")),
    }
}

fn float(written: &str) -> Result<Default, Refusal> {
    let parsed = written.parse::<f64>().ok().filter(|number| number.is_finite());
    number(written, parsed.map(|number| format!("{number:?}")), "a number", "0.5")
}

fn decimal(written: &str) -> Result<Default, Refusal> {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let parts: Vec<&str> = digits.split('.').collect();
    let plain = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if parts.len() > 2 || !parts.iter().all(plain) || digits.len() > 40 {
        return refuse(format!("`{written}` is not a decimal number"), "write for example `= 0.00`");
    }
    let rust = format!("Decimal::try_from({written:?}.to_owned()).expect(\"a decimal number\")");
    literal(sql_text(written), written, rust)
}

fn datetime(written: &str) -> Result<Default, Refusal> {
    if written == "now" {
        return Ok(Default {
            sql: Some("(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))".to_owned()),
            text: String::new(),
            rust: "Utc::now()".to_owned(),
        });
    }
    let written = written.replace('Z', "+00:00");
    let moment = written.split_once('T').is_some_and(|(day, time)| {
        is_date(day) && time.strip_suffix("+00:00").is_some_and(|time| is_shape(time, "00:00:00") && time < "24")
    });
    if !moment {
        return refuse(
            format!("`{written}` is not a moment in UTC"),
            "write `= now`, or one such as `= 2026-01-31T12:00:00Z`",
        );
    }
    let rust = format!("{written:?}.parse::<DateTime<Utc>>().expect(\"a moment\")");
    literal(sql_text(&written), written.clone(), rust)
}

fn date(written: &str) -> Result<Default, Refusal> {
    if written == "now" {
        return Ok(Default {
            sql: Some("(date('now'))".to_owned()),
            text: String::new(),
            rust: "Utc::now().date_naive()".to_owned(),
        });
    }
    if !is_date(written) {
        return refuse(format!("`{written}` is not a day"), "write `= now`, or one such as `= 2026-01-31`");
    }
    literal(sql_text(written), written, format!("{written:?}.parse::<NaiveDate>().expect(\"a day\")"))
}

/// Whether a text has digits where the shape has digits, and is the same elsewhere.
fn is_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, s): (char, char)| if s.is_ascii_digit() { c.is_ascii_digit() } else { c == s };
    text.len() == shape.len() && text.chars().zip(shape.chars()).all(fits)
}

fn is_date(text: &str) -> bool {
    if !is_shape(text, "0000-00-00") {
        return false;
    }
    let number = |at: std::ops::Range<usize>| text[at].parse::<u32>().unwrap_or(0);
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn json(written: &str) -> Result<Default, Refusal> {
    match serde_json::from_str::<serde_json::Value>(written) {
        Ok(value) => {
            let text = value.to_string();
            literal(sql_text(&text), text.clone(), format!("serde_json::json!({text})"))
        }
        Err(error) => refuse(format!("this default is not JSON: {error}"), "write for example `= {}`"),
    }
}

fn enumeration(field: &Field, written: &str) -> Result<Default, Refusal> {
    let Some(values) = &field.enumeration else { return refuse("an `enum` without words has no default", "add words") };
    let Some(variant) = values.variants.iter().find(|variant| variant.value == written) else {
        let known: Vec<&str> = values.variants.iter().map(|variant| variant.value.as_str()).collect();
        return refuse(
            format!("the default `{written}` is none of the words of this `enum`"),
            match did_you_mean(written, &known) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("write one of {}", known.join(", ")),
            },
        );
    };
    let sql = if values.storage == "integer" { variant.number.to_string() } else { sql_text(&variant.value) };
    literal(sql, &variant.value, format!("{}::{}", values.type_, variant.ident))
}
