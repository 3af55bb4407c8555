//! Merging files of keys and values by key: what was changed is decided on the values, and then done in the person's own text, whose
//! comments, order and layout stay.

use serde_json::{Map, Value};

use super::lines::{self, Region};
use super::marks::{Clash, Piece};

/// How a language's texts are read and edited.
pub trait Language {
    /// The values of a text, if it is an object and can be read.
    fn read(&self, text: &str) -> Option<Value>;

    /// `mine` after the steps; values that are set look as they do in `theirs`.
    fn edit(&self, mine: &str, theirs: &str, steps: &[&Step]) -> Option<String>;

    /// Whether a person wrote a comment at a key whose value is what chatgen wrote.
    fn commented(&self, base: &str, mine: &str, path: &[String]) -> bool;

    /// What stands between a key and its value.
    const ASSIGNS: &str;
    /// What a comment begins with.
    const COMMENT: &str;
}

/// One change that brings `mine` to where chatgen wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The keys that lead to the value.
    pub path: Vec<String>,
    pub edit: Edit,
    /// Set where the person changed the same value: what each side did, in words.
    pub clash: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Set(Value),
    Remove,
    /// For a list of words, whose order and other words are the person's.
    Words {
        add: Vec<String>,
        remove: Vec<String>,
    },
}

/// Merges by key; `None` if one of the texts cannot be read, or a comment would be lost.
pub fn merge<L: Language>(language: &L, base: &str, mine: &str, theirs: &str) -> Option<Vec<Piece>> {
    let mut plan = Plan { assigns: L::ASSIGNS, steps: Vec::new() };
    plan.compare(
        &mut Vec::new(),
        Some(&language.read(base)?),
        Some(&language.read(mine)?),
        Some(&language.read(theirs)?),
    );
    for step in &mut plan.steps {
        if step.edit == Edit::Remove && step.clash.is_none() && language.commented(base, mine, &step.path) {
            let path = step.path.join(".");
            step.clash = Some((format!("you wrote a comment at {path}"), "chatgen removes it".to_owned()));
        }
    }
    let (clashing, agreed): (Vec<&Step>, Vec<&Step>) = plan.steps.iter().partition(|step| step.clash.is_some());
    let clean = language.edit(mine, theirs, &agreed)?;
    let every: Vec<&Step> = plan.steps.iter().collect();
    let all = language.edit(mine, theirs, &every)?;
    if clashing.is_empty()
        && let Some(text) = lines_agree(language, &clean, base, mine, theirs)
    {
        return Some(vec![Piece::Agreed(text)]);
    }
    if !keeps_comments(L::COMMENT, &clean, base, mine) || !keeps_comments(L::COMMENT, &all, base, theirs) {
        return None;
    }
    let with = |step: &Step| {
        let steps: Vec<&Step> = agreed.iter().copied().chain([step]).collect();
        language.edit(mine, theirs, &steps)
    };
    let reasons: Vec<Reason> =
        clashing.iter().filter_map(|step| Some(Reason::of(step, &clean, &with(step)?))).collect();
    mark(&clean, &all, &reasons)
}

/// The merge by lines, if it comes to the same values: it keeps chatgen's layout and comments too.
fn lines_agree<L: Language>(language: &L, clean: &str, base: &str, mine: &str, theirs: &str) -> Option<String> {
    let pieces = lines::merge(base, mine, theirs);
    let agreed = pieces.iter().map(|piece| match piece {
        Piece::Agreed(text) => Some(text.as_str()),
        Piece::Clash(_) => None,
    });
    let text: String = agreed.collect::<Option<_>>()?;
    (language.read(&text)? == language.read(clean)?).then_some(text)
}

/// Whether each comment that a side has and the base had not is in the text.
fn keeps_comments(sign: &str, text: &str, base: &str, side: &str) -> bool {
    let mut comments = side.lines().filter_map(|line| line.find(sign).map(|start| line[start..].trim()));
    comments.all(|comment| base.contains(comment) || text.contains(comment))
}

/// Two words on a clash, and the lines of the clean text that it is about.
struct Reason {
    lines: std::ops::Range<usize>,
    yours: String,
    chatgens: String,
}

impl Reason {
    fn of(step: &Step, clean: &str, with: &str) -> Self {
        let (yours, chatgens) = step.clash.clone().unwrap_or_default();
        let mut line = 0;
        let mut lines: Option<std::ops::Range<usize>> = None;
        for region in lines::regions(clean, clean, with) {
            let end = line + region.mine.matches('\n').count();
            if region.mine != region.theirs {
                lines = Some(lines.map_or(line, |lines| lines.start)..end);
            }
            line = end;
        }
        Self { lines: lines.unwrap_or(0..0), yours, chatgens }
    }
}

/// Markers where the text with chatgen's values differs from the one with the person's.
fn mark(clean: &str, all: &str, reasons: &[Reason]) -> Option<Vec<Piece>> {
    let mut line = 0;
    let mut pieces = Vec::new();
    for region in lines::regions(clean, clean, all) {
        let lines = line..line + region.mine.matches('\n').count();
        line = lines.end;
        if region.mine == region.theirs {
            pieces.push(Piece::Agreed(region.mine.to_owned()));
            continue;
        }
        let here = |reason: &&Reason| reason.lines.start <= lines.end && lines.start <= reason.lines.end;
        pieces.push(Piece::Clash(explained(&region, &reasons.iter().filter(here).collect::<Vec<_>>())));
    }
    let clashes = pieces.iter().any(|piece| matches!(piece, Piece::Clash(_)));
    (clashes || reasons.is_empty()).then_some(pieces)
}

fn explained(region: &Region, reasons: &[&Reason]) -> Clash {
    let joined = |word: fn(&Reason) -> &str| reasons.iter().map(|reason| word(reason)).collect::<Vec<_>>().join("; ");
    match reasons {
        [] => region.clash(),
        _ => Clash {
            mine: region.mine.to_owned(),
            theirs: region.theirs.to_owned(),
            yours: joined(|reason| &reason.yours),
            chatgens: joined(|reason| &reason.chatgens),
        },
    }
}

/// Where a key or word that chatgen adds goes among the person's: in the order of the alphabet if they are in it, else after the one
/// that it follows in chatgen's text.
pub fn position(mine: &[&str], theirs: &[&str], key: &str) -> usize {
    if mine.is_sorted() && (mine.len() > 1 || theirs.is_empty()) {
        return mine.partition_point(|other| *other < key);
    }
    let before = theirs.iter().take_while(|other| **other != key);
    let last = before.filter_map(|other| mine.iter().position(|own| own == other)).last();
    match last {
        Some(index) => index + 1,
        None if theirs.first() == Some(&key) => 0,
        None => mine.len(),
    }
}

/// The steps found so far.
struct Plan {
    assigns: &'static str,
    steps: Vec<Step>,
}

impl Plan {
    /// Adds what it takes to bring chatgen's change of one value to the person's. `None` is a value that is not there.
    fn compare(&mut self, path: &mut Vec<String>, base: Option<&Value>, mine: Option<&Value>, theirs: Option<&Value>) {
        if mine == theirs || base == theirs {
            return;
        }
        let none = Value::Object(Map::new());
        let edit = match (base, mine, theirs) {
            (_, Some(Value::Object(mine)), Some(Value::Object(theirs))) => {
                return self.descend(path, base.and_then(Value::as_object), mine, theirs);
            }
            (Some(Value::Object(base)), Some(Value::Object(mine)), None) if path.len() == 1 && base != mine => {
                return self.descend(path, Some(base), mine, none.as_object().unwrap_or(mine));
            }
            (_, _, Some(theirs)) if base != mine => {
                if let Some(edit) = words(base, mine, theirs) {
                    return self.steps.push(Step { path: path.clone(), edit, clash: None });
                }
                Edit::Set(theirs.clone())
            }
            (_, _, Some(theirs)) => Edit::Set(theirs.clone()),
            (_, _, None) => Edit::Remove,
        };
        let clash = (base != mine).then(|| self.deeds(path, mine, theirs));
        self.steps.push(Step { path: path.clone(), edit, clash });
    }

    fn descend(
        &mut self,
        path: &mut Vec<String>,
        base: Option<&Map<String, Value>>,
        mine: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) {
        let gone = base.into_iter().flat_map(Map::keys).filter(|key| !theirs.contains_key(*key));
        for key in theirs.keys().chain(gone) {
            path.push(key.clone());
            self.compare(path, base.and_then(|base| base.get(key)), mine.get(key), theirs.get(key));
            path.pop();
        }
    }

    /// What each side did to a value.
    fn deeds(&self, path: &[String], mine: Option<&Value>, theirs: Option<&Value>) -> (String, String) {
        let path = path.join(".");
        let yours = match mine {
            Some(mine) => format!("you set {path}{}{}", self.assigns, self.show(mine)),
            None => format!("you removed {path}"),
        };
        let chatgens = match theirs {
            Some(theirs) => format!("chatgen sets {}", self.show(theirs)),
            None => "chatgen removes it".to_owned(),
        };
        (yours, chatgens)
    }

    /// A value in one short line.
    fn show(&self, value: &Value) -> String {
        const LONGEST: usize = 60;
        let text = match value {
            Value::Object(map) => {
                let pairs = map.iter().map(|(key, value)| format!("{key}{}{}", self.assigns, self.show(value)));
                format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
            }
            Value::Array(values) => {
                format!("[{}]", values.iter().map(|value| self.show(value)).collect::<Vec<_>>().join(", "))
            }
            value => value.to_string(),
        };
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }
}

/// What chatgen added to and removed from a list of words that the person changed too; `None` for any other value.
fn words(base: Option<&Value>, mine: Option<&Value>, theirs: &Value) -> Option<Edit> {
    let list = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let (mine, theirs) = (list(mine?)?, list(theirs)?);
    let base = base.map_or(Some(Vec::new()), list)?;
    let add = theirs.iter().filter(|word| !base.contains(word) && !mine.contains(word));
    let remove = base.iter().filter(|word| !theirs.contains(word) && mine.contains(word));
    Some(Edit::Words { add: add.cloned().collect(), remove: remove.cloned().collect() })
}
