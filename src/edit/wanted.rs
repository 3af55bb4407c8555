//! An addition in the terms of TOML: where it goes, what it says, and which argument says it.

use super::add::Addition;
use super::insert::Written;
use super::page::quoted;
use super::said::{Part, Said};
use super::wrong;
use crate::output::Failure;
use crate::schema::index::split_commas;

pub struct Wanted {
    pub said: Said,
    pub path: Vec<String>,
    pub contents: Contents,
    /// The argument that names what is added.
    pub name: Part,
    /// The argument that names what it is added to.
    pub owner: Option<Part>,
}

pub enum Contents {
    /// The value of a key, or a member of a list.
    Value(String),
    /// A table of its own.
    Table(Vec<(String, Written)>),
}

impl Wanted {
    /// # Errors
    /// A list such as `emoji: string(16)` that is not one.
    pub fn new(addition: &Addition) -> Result<Self, Failure> {
        match addition {
            Addition::Model { name, fields, key, search, soft_delete } => {
                Self::model(name, fields, key.as_deref(), search, *soft_delete)
            }
            Addition::Field { model, name, type_, label } => Ok(Self::field(model, name, type_, label.as_deref())),
            Addition::Index { model, on, unique } => Ok(Self::index(model, on, *unique)),
            Addition::View { name, model, fields, features, title } => {
                let mut wanted = Self::table(Said::new("add view"), &["views", name]);
                wanted.text("--model", "model", model.as_deref());
                if let Some(fields) = fields {
                    wanted.said.option("--fields", fields);
                }
                wanted.text("--title", "title", title.as_deref());
                wanted.list("--features", "features", features);
                Ok(wanted)
            }
            Addition::Event { view, name, params, limit } => {
                let mut said = Said::new("add event");
                let owner = said.word(view);
                let mut wanted = Self::table(said, &["views", view, "events", name]);
                wanted.owner = Some(owner);
                wanted.pairs("--params", "params", params.as_deref())?;
                wanted.text("--limit", "limit", limit.as_deref());
                Ok(wanted)
            }
            Addition::Component { name, props } => {
                let mut wanted = Self::table(Said::new("add component"), &["components", name]);
                wanted.pairs("--props", "props", props.as_deref())?;
                Ok(wanted)
            }
            Addition::Feature { name } => Ok(Self::feature(name)),
            Addition::Tool { name, about, params } => {
                let mut wanted = Self::table(Said::new("add tool"), &["tools", name]);
                wanted.text("--about", "about", about.as_deref());
                wanted.pairs("--params", "params", params.as_deref())?;
                Ok(wanted)
            }
        }
    }

    /// A table that is named by the last part of its path, which is the next argument.
    fn table(mut said: Said, place: &[&str]) -> Self {
        let name = said.word(place[place.len() - 1]);
        said.is_key(&name, place);
        Self { said, path: path(place), contents: Contents::Table(Vec::new()), name, owner: None }
    }

    fn model(
        name: &str,
        fields: &[String],
        key: Option<&str>,
        search: &[String],
        soft_delete: bool,
    ) -> Result<Self, Failure> {
        let mut wanted = Self::table(Said::new("add model"), &["models", name]);
        let given: Vec<_> = fields.iter().map(|field| wanted.said.word(field)).collect();
        wanted.text("--key", "key", key);
        wanted.list("--search", "search", search);
        if soft_delete {
            wanted.said.flag("--soft-delete");
            wanted.push("soft_delete", Written::Value("true".to_owned()));
        }
        let fields = given.iter().map(|field| wanted.pair("fields", field)).collect::<Result<Vec<_>, _>>()?;
        if !fields.is_empty() {
            wanted.push("fields", Written::Table(fields));
        }
        Ok(wanted)
    }

    fn field(model: &str, name: &str, type_: &str, label: Option<&str>) -> Self {
        let place = ["models", model, "fields", name];
        let mut said = Said::new("add field");
        let (owner, name, kind) = (said.word(model), said.word(name), said.word(type_));
        said.is_key(&name, &place);
        let mut value = quoted(type_);
        if let Some(label) = label {
            let text = said.option("--label", label);
            said.is_value(&kind, &[&place[..], &["type"]].concat());
            said.is_value(&text, &[&place[..], &["label"]].concat());
            value = format!("{{ type = {value}, label = {} }}", quoted(label));
        } else {
            said.is_value(&kind, &place);
        }
        Self { said, path: path(&place), contents: Contents::Value(value), name, owner: Some(owner) }
    }

    fn index(model: &str, on: &str, unique: bool) -> Self {
        let mut said = Said::new("add index");
        let (owner, name) = (said.word(model), said.word(on));
        let place = ["models", model, if unique { "unique" } else { "indexes" }];
        if unique {
            said.flag("--unique");
        }
        said.is_value(&name, &[&place[..], &["last"]].concat());
        Self { said, path: path(&place), contents: Contents::Value(quoted(on)), name, owner: Some(owner) }
    }

    fn feature(name: &str) -> Self {
        let mut said = Said::new("add feature");
        let name = said.word(name);
        said.is_value(&name, &["chat", "features", "last"]);
        let contents = Contents::Value(quoted(&name.text));
        Self { said, path: path(&["chat", "features"]), contents, name, owner: None }
    }

    fn push(&mut self, key: &str, written: Written) {
        if let Contents::Table(entries) = &mut self.contents {
            entries.push((key.to_owned(), written));
        }
    }

    fn text(&mut self, option: &str, key: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        let part = self.said.option(option, value);
        self.said.is_value(&part, &self.below(&[key]));
        self.push(key, Written::Value(quoted(value)));
    }

    fn list(&mut self, option: &str, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let part = self.said.option(option, &values.join(","));
        let mut start = 0;
        for (at, value) in values.iter().enumerate() {
            let word = part.slice(start..start + value.len());
            self.said.is_value(&word, &self.below(&[key, &at.to_string()]));
            start += value.len() + 1;
        }
        let values: Vec<_> = values.iter().map(|value| quoted(value.trim())).collect();
        self.push(key, Written::Value(format!("[{}]", values.join(", "))));
    }

    fn pairs(&mut self, option: &str, key: &str, list: Option<&str>) -> Result<(), Failure> {
        let Some(list) = list.filter(|list| !list.trim().is_empty()) else { return Ok(()) };
        let part = self.said.option(option, list);
        let pairs =
            split_commas(list).into_iter().map(|at| self.pair(key, &part.slice(at))).collect::<Result<_, _>>()?;
        self.push(key, Written::Table(pairs));
        Ok(())
    }

    /// `emoji: string(16)` as a name and a value in TOML.
    fn pair(&mut self, key: &str, part: &Part) -> Result<(String, String), Failure> {
        let Some(colon) = part.text.find(':') else {
            let problem = self.said.problem(part, format!("`{}` has no type", part.text));
            let name = if part.text.is_empty() { "subject" } else { &part.text };
            return Err(wrong(vec![problem.help(format!("write a name, a colon and a type: `{name}: string(200)`"))]));
        };
        let (name, type_) = (part.slice(0..colon), part.slice(colon + 1..part.text.len()));
        let place = self.below(&[key, &name.text]);
        self.said.is_key(&name, &place);
        self.said.is_value(&type_, &place);
        Ok((name.text, quoted(&type_.text)))
    }

    fn below(&self, parts: &[&str]) -> Vec<String> {
        self.path.iter().cloned().chain(path(parts)).collect()
    }
}

fn path(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|&part| part.to_owned()).collect()
}
