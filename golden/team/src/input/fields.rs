//! Values by field name, read one by one, so that a person learns of every problem at once.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Map, Value};

use super::paging::length;
use crate::error::{Problems, Result};
use crate::text;

/// The longest value of a field without a bound of its own, in bytes: a list holds many of them.
const LARGEST: usize = 64 * 1024;

/// What was sent for a row.
pub struct Fields {
    given: Map<String, Value>,
    /// A form sends texts only: a blank one means nothing, and a box that is not checked is not sent.
    form: bool,
    longest: BTreeMap<&'static str, usize>,
    problems: Problems,
}

/// A type that a field may have.
pub trait Field: Default {
    /// Completes "Enter …".
    const EXPECTED: &'static str;

    fn from_json(value: &Value) -> Option<Self>;

    /// Reads what a form sends.
    fn from_text(text: &str) -> Option<Self> {
        Self::from_json(&Value::from(text))
    }

    /// What a form means that does not send the field.
    fn not_sent() -> Option<Self> {
        None
    }

    /// The text, of a text.
    fn text(&self) -> Option<&str> {
        None
    }
}

/// What was sent for one field.
enum Given<T> {
    Nothing,
    Null,
    Value(T),
    Wrong,
}

impl Fields {
    pub fn json(given: Map<String, Value>) -> Self {
        Self { given, form: false, longest: BTreeMap::new(), problems: Problems::default() }
    }

    /// Of several values for one field the last one counts.
    pub fn form(pairs: &[(String, String)]) -> Self {
        let given = pairs.iter().map(|(name, text)| (name.clone(), Value::from(text.as_str())));
        Self { form: true, ..Self::json(given.collect()) }
    }

    /// Bounds a text, in characters. Comes before the field is read.
    pub fn limit(&mut self, name: &'static str, longest: usize) {
        self.longest.insert(name, longest);
    }

    /// A value that there must be. A stand-in is returned where there is none; then [`Self::finish`] fails.
    pub fn required<T: Field>(&mut self, name: &'static str) -> T {
        match self.take::<T>(name) {
            Given::Value(value) if value.text().is_some_and(|text| !text::is_visible(text)) => {
                self.problems.add(name, "This can't be blank.");
                value
            }
            Given::Value(value) => value,
            Given::Nothing | Given::Null => {
                self.problems.add(name, "This is required.");
                T::default()
            }
            Given::Wrong => T::default(),
        }
    }

    pub fn optional<T: Field>(&mut self, name: &'static str) -> Option<T> {
        match self.take(name) {
            Given::Value(value) => Some(value),
            _ => None,
        }
    }

    /// A value, or its default where nothing was sent.
    pub fn or<T: Field>(&mut self, name: &'static str, default: T) -> T {
        self.optional(name).unwrap_or(default)
    }

    /// A new value, if there is one.
    pub fn changed<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let sent = self.given.contains_key(name) || (self.form && T::not_sent().is_some());
        sent.then(|| self.required(name))
    }

    /// A new value, if there is one; nothing is a new value, too.
    pub fn changed_optional<T: Field>(&mut self, name: &'static str) -> Option<Option<T>> {
        match self.take(name) {
            Given::Value(value) => Some(Some(value)),
            Given::Null => Some(None),
            Given::Nothing | Given::Wrong => None,
        }
    }

    /// # Errors
    /// Every problem found while reading; what was sent and nobody read is one.
    pub fn finish(mut self) -> Result<()> {
        for name in self.given.keys() {
            self.problems.add(name, "There is no such field.");
        }
        self.problems.into_result()
    }

    fn take<T: Field>(&mut self, name: &'static str) -> Given<T> {
        let Some(sent) = self.given.remove(name) else {
            return T::not_sent().filter(|_| self.form).map_or(Given::Nothing, Given::Value);
        };
        let value = match &sent {
            Value::Null => return Given::Null,
            Value::String(text) if self.form && !text::is_visible(text) => return Given::Null,
            Value::String(text) if self.form => T::from_text(text),
            sent => T::from_json(sent),
        };
        let Some(value) = value else {
            self.problems.add(name, format!("Enter {}.", T::EXPECTED));
            return Given::Wrong;
        };
        let Some(longest) = self.longest.get(name).copied() else {
            if sent.as_str().map_or_else(|| length(&sent), str::len) > LARGEST {
                self.problems.add(name, format!("Use at most {} kB.", LARGEST / 1024));
                return Given::Wrong;
            }
            return Given::Value(value);
        };
        if value.text().is_some_and(|text| text.chars().count() > longest) {
            self.problems.add(name, format!("Use at most {longest} characters."));
            return Given::Wrong;
        }
        Given::Value(value)
    }
}

impl Field for String {
    const EXPECTED: &'static str = "a text";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(text::cleaned)
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Field for i32 {
    const EXPECTED: &'static str = "a whole number from -2147483648 to 2147483647";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()?.try_into().ok()
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Field for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Field for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_f64()
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl Field for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn not_sent() -> Option<Self> {
        Some(false)
    }
}

impl Field for DateTime<Utc> {
    const EXPECTED: &'static str = "a date and a time as 2030-12-31T23:59:00Z";

    fn from_json(value: &Value) -> Option<Self> {
        Some(DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc())
    }

    /// A form knows no time zone: it is asked for, and read as, UTC.
    fn from_text(text: &str) -> Option<Self> {
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"];
        let local =
            formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
        local.map(|time| time.and_utc()).or_else(|| Self::from_json(&Value::from(text)))
    }
}

impl Field for NaiveDate {
    const EXPECTED: &'static str = "a date as 2030-12-31";

    fn from_json(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl Field for Value {
    const EXPECTED: &'static str = "JSON";

    fn from_json(value: &Value) -> Option<Self> {
        Some(value.clone())
    }

    fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
