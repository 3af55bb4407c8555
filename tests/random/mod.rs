//! Schemas with names that nobody would think of, the same ones for the same seed.

#![allow(dead_code, reason = "each test uses a part")]

pub mod pair;

use std::collections::BTreeSet;

/// SplitMix64: small, and good enough to pick names.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn letter(&mut self) -> char {
        char::from(b"abcdefghijklmnopqrstuvwxyz"[self.below(26)])
    }

    /// The shortest and the longest names matter most.
    fn length(&mut self, most: usize) -> usize {
        match self.below(4) {
            0 => 1 + self.below(3),
            1 => most - self.below(3),
            _ => 1 + self.below(most),
        }
    }

    /// `word_of_the_end`, of at most so many letters.
    fn snake(&mut self, most: usize, taken: &mut BTreeSet<String>) -> String {
        loop {
            let length = self.length(most);
            let mut name = String::new();
            while name.len() < length {
                let room = length - name.len();
                let joint = !name.is_empty() && !name.ends_with('_') && room > 1 && self.below(7) == 0;
                name.push(if joint { '_' } else { self.letter() });
            }
            if taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// The same with capitals: `WordOfTheEnd`, whose plural with `_` has at most 40 letters.
    fn camel(&mut self, taken: &mut BTreeSet<String>) -> String {
        loop {
            let parts = self.snake(37, &mut BTreeSet::new());
            let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
            let name: String = parts.split('_').map(capital).collect();
            if taken.insert(name.to_lowercase()) {
                return name;
            }
        }
    }
}

/// Two or three models with fields of every type and a view each, and other names for the core models.
pub fn schema(random: &mut Random) -> String {
    // The one short name that Rust has taken.
    let mut models = BTreeSet::from(["fn".to_owned()]);
    let core = ["user", "login", "room", "membership", "message"].map(|key| (key, random.camel(&mut models)));
    let mut text = format!("[project]\nname = \"x{}\"\n\n[chat]\n", random.letter());
    for (key, name) in &core {
        text.push_str(&format!("{key} = \"{name}\"\n"));
    }
    let mut targets: Vec<String> = core.into_iter().map(|(_, name)| name).take(3).collect();
    let mut views = BTreeSet::new();
    for _ in 0..2 + random.below(2) {
        let model = random.camel(&mut models);
        let target = targets[random.below(targets.len())].clone();
        text.push_str(&self::model(random, &model, &target));
        let view = random.snake(40, &mut views);
        let features =
            ["[]", "[\"crud\"]", "[\"search\", \"crud\", \"pagination\", \"form\", \"auth\"]"][random.below(3)];
        text.push_str(&format!("\n[views.{view}]\nmodel = \"{model}\"\nfeatures = {features}\n"));
        for _ in 0..random.below(3) {
            text.push_str(&event(random, &view, &target));
        }
        targets.push(model);
    }
    text.push_str(&component(random, &targets));
    text.push_str(&format!("\n[assistant]\nprovider = \"{}\"\n", ["echo", "ollama"][random.below(2)]));
    for _ in 0..random.below(3) {
        text.push_str(&tool(random));
    }
    text
}

/// An event of a view, with params of most types or with none.
fn event(random: &mut Random, view: &str, target: &str) -> String {
    let text = format!("\n[views.{view}.events.{}]\n", random.snake(40, &mut BTreeSet::new()));
    if random.below(3) == 0 {
        return text;
    }
    let mut names = BTreeSet::new();
    let (first, second) = (random.snake(40, &mut names), random.snake(40, &mut names));
    let types = [
        "string(80)".to_owned(),
        "int = 0".to_owned(),
        "decimal = 1.50".to_owned(),
        "datetime? = now".to_owned(),
        "json?".to_owned(),
        format!("enum({first}, {second}) = {second}"),
        format!("ref({target})"),
        format!("ref({target})?"),
    ];
    let mut params = Vec::new();
    for kind in types {
        if random.below(2) == 0 {
            continue;
        }
        let most = if kind.starts_with("ref") { 37 } else { 40 };
        params.push(format!("{} = \"{kind}\"", random.snake(most, &mut names)));
    }
    text + &format!("params = {{ {} }}\n", params.join(", "))
}

/// A tool with params of most types or with none.
fn tool(random: &mut Random) -> String {
    let mut names = BTreeSet::new();
    let text = format!("\n[tools.{}]\n", random.snake(40, &mut names));
    let (first, second) = (random.snake(40, &mut names), random.snake(40, &mut names));
    let words = format!("enum({first}, {second}) = {second}");
    let types = ["string(80)", "text = ''", "int?", "bool = true", "date = now", "datetime?", "uuid = uuid", &words];
    let chosen: Vec<&str> = types.into_iter().filter(|_| random.below(2) == 0).collect();
    let params: Vec<String> =
        chosen.into_iter().map(|kind| format!("{} = \"{kind}\"", random.snake(40, &mut names))).collect();
    text + &format!("about = \"{}\"\nparams = {{ {} }}\n", "word ".repeat(1 + random.below(25)), params.join(", "))
}

/// A component with a prop for each model, and an enumeration.
fn component(random: &mut Random, models: &[String]) -> String {
    let mut names = BTreeSet::new();
    let mut text = format!("\n[components.{}.props]\n", random.snake(40, &mut BTreeSet::new()));
    // The person and the room, then the schema's own; a sign-in is nothing to show.
    for (at, model) in models.iter().enumerate().filter(|(at, _)| *at != 1) {
        let optional = if at % 2 == 0 { "" } else { "?" };
        text.push_str(&format!("{} = \"{model}{optional}\"\n", random.snake(40, &mut names)));
    }
    let (first, second) = (random.snake(40, &mut names), random.snake(40, &mut names));
    text.push_str(&format!("{} = \"enum({first}, {second})\"\n", random.snake(40, &mut names)));
    text + &format!("{} = \"string?\"\n", random.snake(40, &mut names))
}

fn model(random: &mut Random, name: &str, target: &str) -> String {
    let mut names = BTreeSet::from(["id".to_owned(), "created_at".to_owned(), "updated_at".to_owned()]);
    let mut name_of = |most| random.snake(most, &mut names);
    let (first, second) = (name_of(40), name_of(40));
    let types = [
        "int = 0".to_owned(),
        "bigint?".to_owned(),
        "float = 1.5".to_owned(),
        "decimal?".to_owned(),
        "bool = false".to_owned(),
        "datetime = now".to_owned(),
        "date?".to_owned(),
        "json?".to_owned(),
        "uuid?".to_owned(),
        "bytes?".to_owned(),
        format!("enum({first}, {second})"),
        format!("ref({target})"),
        format!("ref({target})?"),
    ];
    let fields: String = types
        .into_iter()
        .map(|kind| format!("{} = \"{kind}\"\n", name_of(if kind.starts_with("ref") { 37 } else { 40 })))
        .collect();
    format!(
        "\n[models.{name}]\nsearch = [\"{second}\"]\nsoft_delete = {}\nunique = [\"{first}, {second}\"]\n[models.{name}.fields]\n\
         {first} = \"string(80)\"\n{second} = \"text?\"\n{fields}",
        random.below(2) == 0,
    )
}
