//! A random schema and what a person might make of it next.

use super::Random;

/// A schema as far as the database sees it.
#[derive(Debug, Clone)]
pub struct Spec {
    features: Vec<&'static str>,
    core: [String; 5],
    models: Vec<Model>,
    /// Fields that the schema adds to the room.
    room: Vec<Field>,
}

#[derive(Debug, Clone)]
struct Model {
    name: String,
    key: &'static str,
    soft_delete: bool,
    search: bool,
    check: Option<&'static str>,
    index: Option<&'static str>,
    unique: bool,
    fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: String,
    kind: String,
}

/// What was renamed on the way, in the schema's words: models, and fields with their new model.
#[derive(Debug, Clone, Default)]
pub struct Renames {
    pub models: Vec<(String, String)>,
    pub fields: Vec<(String, String, String)>,
}

const CORE: [&str; 5] = ["room", "user", "message", "membership", "login"];
const FEATURES: [&str; 5] = ["assistant", "reactions", "typing", "presence", "search"];
const MODELS: [&str; 8] = ["Ticket", "Order", "Note", "Group", "Article", "Select", "Task", "Series"];
const NAMES: [&str; 12] =
    ["title", "body", "group", "mood", "match", "rank", "size", "starts", "token", "index", "colour", "select"];

fn kinds(random: &mut Random) -> String {
    const KINDS: [&str; 32] = [
        "string(80)",
        "string(20)",
        "string(20)?",
        "string(80)?",
        "string(40) = none",
        "text",
        "text?",
        "text = x",
        "int = 0",
        "int?",
        "int",
        "bigint?",
        "float = 1.5",
        "float?",
        "decimal?",
        "decimal = 2.50",
        "bool = false",
        "bool?",
        "datetime = now",
        "datetime?",
        "datetime",
        "date?",
        "date = now",
        "json?",
        "json = {}",
        "uuid?",
        "uuid = uuid",
        "bytes?",
        "enum(red, green, blue) = green",
        "enum(red, blue)",
        "enum(red, green)?",
        "string(30) unique",
    ];
    KINDS[random.below(KINDS.len())].to_owned()
}

impl Spec {
    pub fn random(random: &mut Random) -> Self {
        let features = FEATURES.into_iter().filter(|_| random.below(2) == 0).collect();
        let core = ["Room", "User", "Message", "Membership", "LoginSession"].map(str::to_owned);
        let mut spec = Self { features, core, models: Vec::new(), room: Vec::new() };
        for _ in 0..1 + random.below(3) {
            spec.add_model(random);
        }
        spec
    }

    pub fn text(&self) -> String {
        let mut text = "[project]\nname = \"x\"\n\n[chat]\n".to_owned();
        for (key, name) in CORE.iter().zip(&self.core) {
            text.push_str(&format!("{key} = \"{name}\"\n"));
        }
        text.push_str(&format!("features = {:?}\n", self.features));
        if !self.room.is_empty() {
            text.push_str(&format!("\n[models.{}.fields]\n{}", self.core[0], lines(&self.room)));
        }
        for model in &self.models {
            text.push_str(&model.text());
        }
        text
    }

    fn add_model(&mut self, random: &mut Random) {
        let free: Vec<&str> =
            MODELS.into_iter().filter(|name| self.models.iter().all(|model| model.name != *name)).collect();
        if free.is_empty() {
            return;
        }
        let mut model = Model {
            name: free[random.below(free.len())].to_owned(),
            key: ["int", "int", "uuid"][random.below(3)],
            soft_delete: random.below(3) == 0,
            search: random.below(2) == 0,
            check: None,
            index: None,
            unique: false,
            fields: vec![Field { name: "name".to_owned(), kind: "string(60)".to_owned() }],
        };
        for _ in 0..2 + random.below(4) {
            model.add_field(random);
        }
        let others: Vec<&String> = self.models.iter().map(|model| &model.name).chain(&self.core[..2]).collect();
        let other = others[random.below(others.len())];
        let reference = ["ref(OTHER)?", "ref(OTHER, on_delete=cascade)", "ref(OTHER)", "ref(OTHER, constraint=false)?"];
        let kind = reference[random.below(4)].replace("OTHER", other);
        let always = !kind.ends_with('?');
        model.fields.push(Field { name: "owner".to_owned(), kind });
        if always && random.below(2) == 0 {
            model.fields.push(Field { name: "number".to_owned(), kind: "counter(owner)".to_owned() });
        }
        if random.below(4) == 0 {
            let kind = format!("poly({}, {})", self.core[1], self.core[0]);
            model.fields.push(Field { name: "subject".to_owned(), kind });
        }
        self.models.push(model);
    }

    /// One more change, which may be none where it does not fit.
    pub fn change(&mut self, random: &mut Random, renames: &mut Renames) {
        match random.below(16) {
            0 => self.add_model(random),
            1 => self.drop_model(random),
            2 => self.rename_model(random, renames),
            3 => self.toggle_feature(random),
            4 => self.change_room(random),
            _ => {
                let at = random.below(self.models.len().max(1));
                let referred = self.models.get(at).is_some_and(|model| self.refers_to(&model.name));
                if let Some(model) = self.models.get_mut(at) {
                    model.change(random, renames, referred);
                }
            }
        }
    }

    fn refers_to(&self, name: &str) -> bool {
        let leads = |field: &Field| field.kind.contains(&format!("({name}"));
        self.models.iter().any(|model| model.fields.iter().any(leads))
    }

    fn drop_model(&mut self, random: &mut Random) {
        let at = random.below(self.models.len().max(1));
        let Some(name) = self.models.get(at).map(|model| model.name.clone()) else { return };
        self.models.remove(at);
        for model in &mut self.models {
            let leads = |field: &Field| field.kind.contains(&format!("({name}")) || field.kind == "counter(owner)";
            if model.fields.iter().any(|field| field.kind.contains(&format!("({name}"))) {
                model.fields.retain(|field| !leads(field));
            }
        }
    }

    fn rename_model(&mut self, random: &mut Random, renames: &mut Renames) {
        let core = random.below(8) == 0;
        let at = random.below(self.models.len().max(1));
        let old = if core {
            self.core[random.below(5)].clone()
        } else {
            self.models.get(at).map_or(String::new(), |m| m.name.clone())
        };
        if old.is_empty() || renames.models.iter().any(|(_, new)| *new == old) {
            return;
        }
        let new = format!("Later{old}");
        for model in &mut self.models {
            if model.name == old {
                model.name = new.clone();
            }
            for field in &mut model.fields {
                for end in [")", ","] {
                    field.kind = field.kind.replace(&format!("({old}{end}"), &format!("({new}{end}"));
                    field.kind = field.kind.replace(&format!(", {old}{end}"), &format!(", {new}{end}"));
                }
            }
        }
        for name in self.core.iter_mut().filter(|name| **name == old) {
            name.clone_from(&new);
        }
        for (model, _, _) in renames.fields.iter_mut().filter(|(model, _, _)| *model == old) {
            model.clone_from(&new);
        }
        renames.models.push((old, new));
    }

    fn toggle_feature(&mut self, random: &mut Random) {
        let feature = FEATURES[random.below(FEATURES.len())];
        match self.features.iter().position(|other| *other == feature) {
            Some(at) => drop(self.features.remove(at)),
            None => self.features.push(feature),
        }
    }

    fn change_room(&mut self, random: &mut Random) {
        if self.room.pop().is_none() {
            let kinds =
                ["string(40)?", "bool = false", "enum(warm, cold) = warm", "datetime = now", "string(9)? unique"];
            self.room.push(Field { name: "mood".to_owned(), kind: kinds[random.below(kinds.len())].to_owned() });
        }
    }
}

impl Model {
    fn text(&self) -> String {
        let mut text =
            format!("\n[models.{}]\nkey = \"{}\"\nsoft_delete = {}\n", self.name, self.key, self.soft_delete);
        if self.search {
            text.push_str("search = [\"name\"]\n");
        }
        if let Some(check) = self.check {
            text.push_str(&format!("checks = [\"{check}\"]\n"));
        }
        if let Some(index) = self.index {
            text.push_str(&format!("indexes = [\"{index}\"]\n"));
        }
        if self.unique {
            text.push_str("unique = [\"name, owner\"]\n");
        }
        text + &format!("[models.{}.fields]\n{}", self.name, lines(&self.fields))
    }

    fn add_field(&mut self, random: &mut Random) {
        let name = NAMES[random.below(NAMES.len())];
        if self.fields.iter().all(|field| field.name != name && field.name != format!("{name}_2")) {
            self.fields.push(Field { name: name.to_owned(), kind: kinds(random) });
        }
    }

    fn change(&mut self, random: &mut Random, renames: &mut Renames, referred: bool) {
        let free = 1 + random.below(self.fields.len().saturating_sub(1).max(1));
        let plain = self.fields.get(free).is_some_and(|field| NAMES.contains(&field.name.as_str()));
        match random.below(10) {
            0 => self.add_field(random),
            1 if plain => drop(self.fields.remove(free)),
            2 if plain
                && !renames
                    .fields
                    .iter()
                    .any(|(model, _, new)| *model == self.name && *new == self.fields[free].name) =>
            {
                let old = self.fields[free].name.clone();
                self.fields[free].name = format!("{old}_2");
                renames.fields.push((self.name.clone(), old.clone(), format!("{old}_2")));
            }
            3 | 4 if plain => self.fields[free].kind = kinds(random),
            5 => self.search = !self.search,
            6 => self.soft_delete = !self.soft_delete,
            7 => self.check = [None, Some("length(name) > 0"), Some("name <> 'x' or id is not null")][random.below(3)],
            8 => self.index = [None, Some("lower(name)"), Some("name desc where name <> 'a'")][random.below(3)],
            9 if random.below(2) == 0 => {
                self.unique = !self.unique && self.fields.iter().any(|field| field.name == "owner")
            }
            9 if !referred || random.below(2) == 0 => self.key = if self.key == "int" { "uuid" } else { "int" },
            _ => {}
        }
        if self.fields.iter().all(|field| field.name != "owner") {
            self.unique = false;
        }
    }
}

fn lines(fields: &[Field]) -> String {
    fields.iter().map(|field| format!("{} = \"{}\"\n", field.name, field.kind)).collect()
}
