//! What becomes of one file.

use serde::Serialize;

use super::moved::Place;
use super::pair::Pair;
use crate::base;
use crate::merge::{self, Conflict};
use crate::project::Found;
use crate::write::Change;

/// What becomes of a file, and why.
#[derive(Debug, Clone, Serialize)]
pub struct File {
    /// Where it is after the sync.
    pub path: String,
    /// Where it was, if it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    pub state: State,
    pub action: Action,
    /// In words.
    pub why: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// What it held, and what it will hold.
    #[serde(skip)]
    pub before: Option<Vec<u8>>,
    #[serde(skip)]
    pub after: Option<Vec<u8>>,
}

/// Whose a file is now, compared with what chatgen wrote last and what it writes today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As chatgen wrote it.
    Untouched,
    /// Changed by the person only.
    Yours,
    /// Changed by the person, and by chatgen since.
    Both,
    /// Found at another place.
    Moved,
    /// Deleted by the person.
    Deleted,
    /// Chatgen writes it today and did not before.
    New,
    /// Chatgen no longer writes it.
    Dropped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Conflict,
    Create,
    Replace,
    Merge,
    Move,
    Remove,
    Keep,
}

impl File {
    /// Whether a person would want to hear of it.
    #[must_use]
    pub fn is_worth_saying(&self) -> bool {
        self.state != State::Untouched || self.action != Action::Keep
    }

    /// What has to be done on the disk; nothing where it stays as it is.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let (path, after) = (self.path.clone(), self.after.clone());
        match &self.from {
            Some(from) => vec![
                Change { path: from.clone(), before: self.before.clone(), after: None },
                Change { path, before: None, after },
            ],
            None => vec![Change { path, before: self.before.clone(), after }],
        }
    }
}

/// A pair with what stands on the disk.
pub struct Situation<'a> {
    pub pair: &'a Pair<'a>,
    /// Where the person has it.
    pub place: Option<&'a Place>,
    /// What is at the person's place.
    pub mine: Found,
    /// What is at today's path, if that is another one.
    pub there: Found,
    /// Whether the person asked for chatgen's version.
    pub accept: bool,
}

/// Decides. What a person wrote is in the result or in a conflict, unless they asked for chatgen's version.
#[must_use]
pub fn decide(situation: &Situation) -> File {
    match (situation.pair.base, situation.pair.theirs) {
        (Some((old, base)), Some((new, theirs))) => known(situation, (old, &base.text), (new, &theirs.text)),
        (None, Some((path, theirs))) => new(situation, path, &theirs.text),
        (Some((path, base)), None) => dropped(situation, path, &base.text),
        (None, None) => keep("", State::Untouched, "", Found::Nothing),
    }
}

fn known(situation: &Situation, (old, base): (&str, &str), (new, theirs): (&str, &str)) -> File {
    let place = match situation.place {
        Some(Place::Moved(place)) => place.as_str(),
        _ => old,
    };
    // A person's own place is kept, also when chatgen would now call the file otherwise.
    let target = if place == old { new } else { place };
    let moved = place != old;
    let mine = match &situation.mine {
        Found::Text(mine) => mine,
        Found::Nothing if situation.accept => {
            return write(new, None, (State::Deleted, Action::Create), "you asked for chatgen's version", None, theirs);
        }
        Found::Nothing if new.starts_with(base::FOLDER) => {
            return write(new, None, (State::Deleted, Action::Create), "chatgen needs it", None, theirs);
        }
        Found::Nothing => {
            let why = match situation.place {
                Some(Place::Unclear(places)) => format!("it is gone, or it may be {}", places.join(" or ")),
                _ => "you deleted it, and it stays deleted".to_owned(),
            };
            return keep(new, State::Deleted, &why, Found::Nothing);
        }
        Found::Bytes(bytes) if base == theirs => {
            return keep(
                target,
                State::Yours,
                "you replaced it by something that is no text",
                Found::Bytes(bytes.clone()),
            );
        }
        Found::Bytes(bytes) => return no_text(target, bytes),
    };
    if target != place && situation.there != Found::Nothing {
        return blocked(target, place, theirs, &situation.there);
    }
    let from = (target != place).then(|| place.to_owned());
    let before = Some(mine.clone().into_bytes());
    if situation.accept {
        let states = (
            if mine == base { State::Untouched } else { State::Both },
            replace_or_keep(mine == theirs && from.is_none()),
        );
        return write(target, from, states, "you asked for chatgen's version", before, theirs);
    }
    let (yours, chatgens) = (mine != base, base != theirs);
    let state = match (yours, chatgens) {
        _ if moved => State::Moved,
        (true, true) => State::Both,
        (true, false) => State::Yours,
        (false, _) => State::Untouched,
    };
    if !chatgens && from.is_none() {
        let why = match (moved, yours) {
            (true, _) => format!("you moved it here from {old}"),
            (_, true) => changed("you", base, mine),
            _ => "as chatgen wrote it".to_owned(),
        };
        return keep(target, state, &why, Found::Text(mine.clone()));
    }
    let merged = merge::merge(target, base, mine, theirs);
    let mut why = vec![changed("chatgen", base, theirs)];
    if yours {
        why.insert(0, changed("you", base, mine));
    }
    if moved {
        why.push(format!("you moved it here from {old}"));
    }
    let action = match (merged.conflicts.is_empty(), merged.text == *mine, yours) {
        (false, ..) => Action::Conflict,
        (_, true, _) if from.is_none() => Action::Keep,
        (_, true, _) => Action::Move,
        (_, _, true) => Action::Merge,
        (_, _, false) => Action::Replace,
    };
    File { conflicts: merged.conflicts, ..write(target, from, (state, action), &why.join("; "), before, &merged.text) }
}

fn replace_or_keep(same: bool) -> Action {
    if same { Action::Keep } else { Action::Replace }
}

fn new(situation: &Situation, path: &str, theirs: &str) -> File {
    match &situation.mine {
        Found::Nothing => write(path, None, (State::New, Action::Create), "new in chatgen", None, theirs),
        Found::Text(mine) if mine == theirs => {
            keep(path, State::Untouched, "you wrote it just as chatgen does", Found::Text(mine.clone()))
        }
        Found::Text(mine) if situation.accept => {
            let before = Some(mine.clone().into_bytes());
            write(path, None, (State::New, Action::Replace), "you asked for chatgen's version", before, theirs)
        }
        Found::Text(mine) => {
            let merged = merge::merge(path, "", mine, theirs);
            let action = if merged.conflicts.is_empty() { Action::Merge } else { Action::Conflict };
            let before = Some(mine.clone().into_bytes());
            let why = "you have a file of your own where chatgen now writes one";
            File { conflicts: merged.conflicts, ..write(path, None, (State::New, action), why, before, &merged.text) }
        }
        Found::Bytes(bytes) => no_text(path, bytes),
    }
}

fn dropped(situation: &Situation, path: &str, base: &str) -> File {
    let place = match situation.place {
        Some(Place::Moved(place)) => place.as_str(),
        _ => path,
    };
    match &situation.mine {
        Found::Nothing => keep(path, State::Dropped, "chatgen no longer writes it, and it is gone", Found::Nothing),
        Found::Text(mine) if mine == base && place == path || situation.accept => File {
            after: None,
            ..write(
                place,
                None,
                (State::Dropped, Action::Remove),
                "chatgen no longer writes it",
                Some(mine.clone().into_bytes()),
                "",
            )
        },
        found => {
            let why = "chatgen no longer writes it; you changed it, so it stays and is yours";
            keep(place, State::Dropped, why, found.clone())
        }
    }
}

/// Something stands where a file has to move to.
fn blocked(target: &str, place: &str, theirs: &str, there: &Found) -> File {
    let conflict = Conflict {
        line: 1,
        yours: format!("you have a file at {target}"),
        chatgens: format!("{place} is called {target} now"),
    };
    let Found::Text(there) = there else { return no_text(target, &[]) };
    let merged = merge::merge(target, "", there, theirs);
    let conflicts = if merged.conflicts.is_empty() { vec![conflict] } else { merged.conflicts };
    let why = format!("{place} is called {target} now, where you have a file of your own; your {place} stays");
    let file =
        write(target, None, (State::Both, Action::Conflict), &why, Some(there.clone().into_bytes()), &merged.text);
    File { conflicts, ..file }
}

/// What is no text cannot be merged, and is left as it is.
fn no_text(path: &str, bytes: &[u8]) -> File {
    let conflict = Conflict {
        line: 1,
        yours: "this is no UTF-8 text".to_owned(),
        chatgens: "chatgen has changed its version".to_owned(),
    };
    let why =
        format!("it is no text, so it stays as it is; once this sync is finished: chatgen sync --accept-theirs {path}");
    File {
        action: Action::Conflict,
        conflicts: vec![conflict],
        ..keep(path, State::Both, &why, Found::Bytes(bytes.to_vec()))
    }
}

fn keep(path: &str, state: State, why: &str, found: Found) -> File {
    let bytes = found.into_bytes();
    let (path, why, after) = (path.to_owned(), why.to_owned(), bytes.clone());
    File { path, from: None, state, action: Action::Keep, why, conflicts: Vec::new(), before: bytes, after }
}

fn write(
    path: &str,
    from: Option<String>,
    (state, action): (State, Action),
    why: &str,
    before: Option<Vec<u8>>,
    after: &str,
) -> File {
    let after = Some(after.as_bytes().to_vec());
    File { path: path.to_owned(), from, state, action, why: why.to_owned(), conflicts: Vec::new(), before, after }
}

/// How much somebody changed: `you changed 3 lines`.
fn changed(who: &str, from: &str, to: &str) -> String {
    let changes = similar::TextDiff::from_lines(from, to);
    let count = |tag| changes.iter_all_changes().filter(|change| change.tag() == tag).count();
    let lines = count(similar::ChangeTag::Insert).max(count(similar::ChangeTag::Delete));
    format!("{who} changed {lines} {}", if lines == 1 { "line" } else { "lines" })
}
