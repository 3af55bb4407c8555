//! A service of compose with its image, as the settings that the program finds at its start.

use std::net::SocketAddr;
use std::ops::Range;

use super::dockerfile::join;
use super::{Deploy, Image, Service, Setting};

/// The program in a container, with all that it is told. Settings that come from elsewhere are not known.
#[derive(Debug)]
pub struct Container<'a> {
    pub service: &'a Service,
    pub image: &'a Image,
    prefix: &'a str,
}

/// What a setting is, as far as the files say.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// As written, with the setting that gives it.
    Set(&'a str, &'a Setting),
    /// It is left at its default.
    Default,
    /// It comes from elsewhere.
    Unknown,
}

/// The services that are built from the project's Dockerfile.
#[must_use]
pub fn containers<'a>(deploy: &'a Deploy, prefix: &'a str) -> Vec<Container<'a>> {
    let Some(image) = &deploy.image else { return Vec::new() };
    deploy.services.iter().map(|service| Container { service, image, prefix }).collect()
}

impl Container<'_> {
    /// A setting by its name in lower case: `public_url`.
    #[must_use]
    pub fn get(&self, name: &str) -> Value<'_> {
        let name = format!("{}{}", self.prefix, name.to_uppercase());
        let set = |settings: &'_ [Setting]| settings.iter().rposition(|setting| setting.name == name);
        let own = set(&self.service.env).map(|at| &self.service.env[at]);
        let setting = own.or_else(|| set(&self.image.env).map(|at| &self.image.env[at]));
        match setting {
            Some(setting) => setting.value.as_deref().map_or(Value::Unknown, |value| Value::Set(value, setting)),
            None if self.service.env_file => Value::Unknown,
            None => Value::Default,
        }
    }

    /// The value, or what it is when left out; nothing if it is not known.
    #[must_use]
    pub fn or<'v>(&'v self, name: &str, default: &'v str) -> Option<&'v str> {
        match self.get(name) {
            Value::Set(value, _) => Some(value),
            Value::Default => Some(default),
            Value::Unknown => None,
        }
    }

    /// The address that the program listens on.
    #[must_use]
    pub fn bind(&self) -> Option<SocketAddr> {
        self.or("bind", "127.0.0.1:3000")?.parse().ok()
    }

    /// Where a setting is made: its file and bytes; if it is left out, the service.
    #[must_use]
    pub fn place(&self, name: &str) -> (&str, Range<usize>) {
        match self.get(name) {
            Value::Set(_, setting) => (&setting.file, setting.at.clone()),
            _ => (&self.service.file, self.service.at.clone()),
        }
    }

    /// The file of an SQLite database inside the container.
    #[must_use]
    pub fn database(&self) -> Option<String> {
        let url = self.or("database_url", "sqlite://data/chat.db")?;
        let path = url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path).split('?').next()?;
        (!path.is_empty() && path != ":memory:").then(|| join(&self.image.workdir, path))
    }
}
