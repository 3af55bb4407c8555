//! Which fields can hold what another one held.

use super::pairs::Written;
use crate::model::{Field, Reference};

/// Names of models of before and of now that mean the same.
#[derive(Debug, Default)]
pub struct Same(pub Vec<(String, String)>);

impl Same {
    fn holds(&self, old: &str, new: &str) -> bool {
        self.0.iter().any(|(before, now)| before == old && now == new)
    }
}

/// Whether what one field holds can mean the same in the other.
pub fn compatible(same: &Same, old: &Written, new: &Written) -> bool {
    let (before, now) = (old.last(), new.last());
    old.fields.len() == new.fields.len()
        && match (&before.reference, &now.reference) {
            (Some(before), Some(now)) => same.holds(&before.type_, &now.type_),
            (None, None) => family(before) == family(now) && shares_words(same, before, now),
            _ => false,
        }
}

/// Whether a field of the same name goes on in another column: also a number that becomes a reference, or was one.
pub fn goes_on(same: &Same, old: &Written, new: &Written) -> bool {
    let number = |field: &Field| matches!(field.kind.as_str(), "int" | "bigint" | "ref") && field.base != "Uuid";
    let one = old.fields.len() == 1 && new.fields.len() == 1;
    let (before, now) = (old.last(), new.last());
    let numbers = one && number(before) && number(now) && before.reference.is_some() != now.reference.is_some();
    numbers || compatible(same, old, new)
}

/// Two enumerations have a word in common, two polymorphic references a model.
fn shares_words(same: &Same, old: &Field, new: &Field) -> bool {
    if let (Some(before), Some(now)) = (&old.poly, &new.poly) {
        let goes_on = |target: &Reference| now.targets.iter().any(|to| same.holds(&target.type_, &to.type_));
        return before.targets.iter().any(goes_on);
    }
    let (Some(before), Some(now)) = (&old.enumeration, &new.enumeration) else { return true };
    before.variants.iter().any(|word| now.variants.iter().any(|other| other.value == word.value))
}

/// Kinds whose values are written alike.
pub fn family(field: &Field) -> &str {
    let by_number = field.enumeration.as_ref().is_some_and(|values| values.storage == "integer");
    match field.kind.as_str() {
        "bigint" if field.poly.is_some() => "poly",
        "string" | "text" => "text",
        "enum" if by_number => "number of an enum",
        "enum" => "text",
        "int" | "bigint" | "counter" => "whole number",
        kind => kind,
    }
}
