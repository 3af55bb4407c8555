//! What attributes tell serde.

use crate::inspect::code::Attribute;

/// The attributes of a type, variant or field that change what is written.
#[derive(Debug, Default, Clone)]
pub struct Serde {
    pub rename: Option<String>,
    pub rename_all: Option<String>,
    /// The name of the field that tells the variants of an enum apart.
    pub tag: Option<String>,
    pub flatten: bool,
    pub skip: bool,
    /// A function of one's own writes it.
    pub custom: bool,
}

impl Serde {
    #[must_use]
    pub fn of(attributes: &[Attribute]) -> Self {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path == "serde") {
            for setting in attribute.arguments.split(',') {
                let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
                let value = value.trim().trim_matches('"').to_owned();
                match name.trim() {
                    "rename" => serde.rename = Some(value),
                    "rename_all" => serde.rename_all = Some(value),
                    "tag" => serde.tag = Some(value),
                    "flatten" => serde.flatten = true,
                    "skip" | "skip_serializing" => serde.skip = true,
                    "serialize_with" | "with" | "into" | "untagged" | "remote" => serde.custom = true,
                    _ => {}
                }
            }
        }
        serde
    }

    /// Whether a type has serde's own way to be written.
    #[must_use]
    pub fn is_derived(attributes: &[Attribute]) -> bool {
        derives(attributes, "Serialize")
    }

    /// A name of a field or variant as `rename_all` has it.
    #[must_use]
    pub fn case(&self, name: &str) -> String {
        use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutyKebabCase, ToShoutySnakeCase, ToSnakeCase};
        let name = name.strip_prefix("r#").unwrap_or(name);
        match self.rename_all.as_deref() {
            Some("snake_case") => name.to_snake_case(),
            Some("camelCase") => name.to_lower_camel_case(),
            Some("PascalCase") => name.to_pascal_case(),
            Some("SCREAMING_SNAKE_CASE") => name.to_shouty_snake_case(),
            Some("kebab-case") => name.to_kebab_case(),
            Some("SCREAMING-KEBAB-CASE") => name.to_shouty_kebab_case(),
            Some("lowercase") => name.to_lowercase(),
            Some("UPPERCASE") => name.to_uppercase(),
            _ => name.to_owned(),
        }
    }
}

/// Whether a type derives a trait.
#[must_use]
pub fn derives(attributes: &[Attribute], trait_: &str) -> bool {
    let derives = attributes.iter().filter(|attribute| attribute.path == "derive");
    derives
        .flat_map(|attribute| attribute.arguments.split(','))
        .any(|name| name.trim().rsplit("::").next() == Some(trait_))
}

/// The doc comment, as one text.
#[must_use]
pub fn doc(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path == "doc").map(|attribute| attribute.arguments.trim());
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}
