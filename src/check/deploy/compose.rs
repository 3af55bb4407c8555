//! The services of a compose file, as far as it is written plainly.

use std::ops::Range;

use super::Setting;

/// A service that is built from the project.
#[derive(Debug, Default)]
pub struct Service {
    pub file: String,
    pub name: String,
    /// The line that names it.
    pub at: Range<usize>,
    pub env: Vec<Setting>,
    pub ports: Vec<Port>,
    /// Folders of the container that outlive it.
    pub volumes: Vec<String>,
    /// Whether it takes variables from files, too.
    pub env_file: bool,
    built: bool,
}

/// `"127.0.0.1:3000:3000"`.
#[derive(Debug)]
pub struct Port {
    /// The address of the machine; none: all of them.
    pub host: Option<String>,
    pub inner: u16,
    pub at: Range<usize>,
}

/// A value with the keys that lead to it.
struct Entry<'a> {
    path: Vec<&'a str>,
    value: &'a str,
    at: Range<usize>,
}

pub(super) fn read(file: &str, text: &str) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for entry in entries(text) {
        let ["services", name, keys @ ..] = &entry.path[..] else { continue };
        if services.last().is_none_or(|service| service.name != *name) {
            let at = entry.at.clone();
            services.push(Service { file: file.to_owned(), name: (*name).to_owned(), at, ..Service::default() });
        }
        if let Some(service) = services.last_mut() {
            add(service, keys, &entry);
        }
    }
    services.retain(|service| service.built);
    services
}

fn add(service: &mut Service, keys: &[&str], entry: &Entry) {
    let at = entry.at.clone();
    match keys {
        ["build", ..] => service.built = true,
        ["env_file", ..] => service.env_file = true,
        ["environment"] => {
            let (name, value) = entry.value.split_once('=').unwrap_or((entry.value, "${}"));
            service.env.extend((!name.is_empty()).then(|| setting(&service.file, name, value, at)));
        }
        ["environment", name] => service.env.push(setting(&service.file, name, entry.value, at)),
        ["ports"] => service.ports.extend(port(entry.value, at)),
        ["volumes"] => service.volumes.extend(entry.value.split(':').nth(1).map(str::to_owned)),
        ["volumes", "target"] => service.volumes.push(entry.value.to_owned()),
        _ => {}
    }
}

fn setting(file: &str, name: &str, value: &str, at: Range<usize>) -> Setting {
    Setting { name: name.to_owned(), value: plain(value), file: file.to_owned(), at }
}

/// A value, with `${NAME:-default}` as its default; nothing where it comes from elsewhere.
fn plain(value: &str) -> Option<String> {
    let value = value.trim();
    match value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        Some(inner) if !inner.contains('$') => inner.split_once(":-").map(|(_, default)| default.to_owned()),
        _ => (!value.contains('$')).then(|| value.to_owned()),
    }
}

fn port(text: &str, at: Range<usize>) -> Option<Port> {
    let text = text.split('/').next()?;
    let (outer, inner) = text.rsplit_once(':')?;
    let host = outer.rsplit_once(':').map(|(host, _)| host.to_owned());
    Some(Port { host, inner: inner.parse().ok()?, at })
}

/// The values of a document, by indentation. Anchors and flow style are left out.
fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    let mut path: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let written = uncommented(line.trim());
        at += line.len();
        if written.is_empty() || written == "---" {
            continue;
        }
        let span = start..start + written.len();
        let indent = start - (at - line.len());
        let item = written.strip_prefix("- ").map(str::trim_start);
        // The items of a list may stand below their key, at its indentation.
        path.retain(|(depth, _)| *depth < indent || (item.is_some() && *depth == indent));
        let body = item.unwrap_or(written);
        let (key, value) = match pair(body) {
            Some((key, value)) => (Some(key), value),
            None => (None, body),
        };
        let keys = path.iter().map(|(_, key)| *key).chain(key);
        found.push(Entry { path: keys.collect(), value: unquoted(value), at: span });
        if let Some(key) = key.filter(|_| item.is_none()) {
            path.push((indent, key));
        }
    }
    found
}

/// `key: value` or `key:`, not the `:` of `127.0.0.1:3000`.
fn pair(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(['"', '\'']) {
        return None;
    }
    let (key, value) = text.split_once(':')?;
    (value.is_empty() || value.starts_with(' ')).then(|| (key.trim(), value.trim()))
}

fn uncommented(line: &str) -> &str {
    if line.starts_with('#') {
        return "";
    }
    line.split(" #").next().unwrap_or(line).trim_end()
}

fn unquoted(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn services_are_read_as_they_are_written() {
        let text = "services:\n  db:\n    image: postgres\n  chat:\n    build: .\n    ports:\n    - \"127.0.0.1:80:3000\"\n    - 8080:3001/tcp\n    environment:\n      A: one # why\n      B: ${B:-two}\n      C: ${C}\n    volumes:\n      - data:/data\nvolumes:\n  data:\n";
        let services = read("compose.yaml", text);
        assert_eq!(services.len(), 1, "{services:?}");
        let chat = &services[0];
        let env: Vec<_> = chat.env.iter().map(|one| (one.name.as_str(), one.value.as_deref())).collect();
        assert_eq!(env, [("A", Some("one")), ("B", Some("two")), ("C", None)]);
        let ports: Vec<_> = chat.ports.iter().map(|port| (port.host.as_deref(), port.inner)).collect();
        assert_eq!(ports, [(Some("127.0.0.1"), 3000), (None, 3001)]);
        assert_eq!(chat.volumes, ["/data"]);
    }

    #[test]
    fn a_list_of_variables_is_read_too() {
        let text = "services:\n  chat:\n    build:\n      context: .\n    environment:\n      - A=one\n      - B\n";
        let env: Vec<_> = read("c", text)[0].env.iter().map(|one| (one.name.clone(), one.value.clone())).collect();
        assert_eq!(env, [("A".to_owned(), Some("one".to_owned())), ("B".to_owned(), None)]);
    }

    #[test]
    fn nothing_panics() {
        for text in [
            "",
            ":",
            "- ",
            "-",
            "a:\n\t- b",
            "services:\n  é: {",
            "services:\n- a: b",
            "x: \"",
            "services:\n  a:\n    ports:\n      - ::",
        ] {
            read("compose.yaml", text);
        }
    }
}
