//! Names of indexes, triggers and tables that no schema writes: bounded in length, and never two alike.

use std::collections::BTreeSet;

use crate::model::Chat;

/// PostgreSQL cuts names after 63 bytes, so no dialect gets a longer one.
const LONGEST: usize = 63;

/// Every name taken in the database.
pub struct Names(BTreeSet<String>);

impl Names {
    /// Begins with the tables, whose names are given.
    pub fn of(chat: &Chat) -> Self {
        let core = [&chat.user, &chat.login, &chat.room, &chat.membership, &chat.message];
        let tables = core.into_iter().chain(&chat.models).map(|model| model.table.to_lowercase());
        Self(tables.collect())
    }

    /// The wanted name, cut and numbered as needed. What hangs behind it (`_insert`) still fits.
    pub fn take(&mut self, wanted: &str) -> String {
        let name = bounded(wanted, LONGEST - 8);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut candidates = std::iter::once(name.clone()).chain(numbered);
        candidates.find(|name| self.0.insert(name.to_lowercase())).expect("there is always another number")
    }
}

/// What [`Names`] calls the table that remembers the last numbers of a column, unless that name was taken.
pub fn counts(table: &str, column: &str) -> String {
    bounded(&format!("{table}_{column}_counts"), LONGEST - 8).to_lowercase()
}

/// A long name keeps its beginning and ends in a hash of the whole.
fn bounded(name: &str, longest: usize) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if plain.len() <= longest {
        return plain;
    }
    format!("{}_{:08x}", &plain[..longest - 9], fnv(name))
}

/// FNV-1a: the same on every machine and in every release.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_and_stays_distinct() {
        let mut names = Names(BTreeSet::new());
        let long = "a".repeat(80);
        let (first, other, again) = (names.take(&long), names.take(&format!("{long}b")), names.take(&long));
        assert!(first.len() <= LONGEST - 8 && first != other && first != again);
    }

    #[test]
    fn a_name_is_given_once_whatever_its_case() {
        let mut names = Names(BTreeSet::new());
        assert_eq!([names.take("by_a"), names.take("By_A")], ["by_a", "By_A_2"]);
    }
}
