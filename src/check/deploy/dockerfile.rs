//! The last stage of a Dockerfile, and how the program is built before it.

use std::ops::Range;

use super::Setting;

/// What the image that runs is like.
#[derive(Debug, Default)]
pub struct Image {
    pub file: String,
    pub env: Vec<Setting>,
    /// Who runs it, with its place; none: root.
    pub user: Option<(String, Range<usize>)>,
    pub workdir: String,
    /// Ports it says it listens on, with their places.
    pub exposed: Vec<(u16, Range<usize>)>,
    /// The last `FROM`.
    pub from: Range<usize>,
    /// `cargo build` without `--release`, in any stage.
    pub debug_builds: Vec<Range<usize>>,
}

pub(super) fn read(file: &str, text: &str) -> Image {
    let mut image = Image { file: file.to_owned(), workdir: "/".to_owned(), ..Image::default() };
    for at in instructions(text) {
        let line = &text[at.clone()];
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest_at = at.end - rest.len();
        match word.to_ascii_uppercase().as_str() {
            "FROM" => {
                let debug_builds = std::mem::take(&mut image.debug_builds);
                image = Image {
                    file: file.to_owned(),
                    workdir: "/".to_owned(),
                    from: at,
                    debug_builds,
                    ..Image::default()
                };
            }
            "ENV" => image.env.extend(env(file, rest, rest_at)),
            "USER" => image.user = Some((rest.trim().to_owned(), at)),
            "WORKDIR" => image.workdir = join(&image.workdir, rest.trim()),
            "EXPOSE" => image.exposed.extend(ports(rest, rest_at)),
            "RUN" if rest.contains("cargo build") && !rest.contains("--release") && !rest.contains("--profile") => {
                image.debug_builds.push(at);
            }
            _ => {}
        }
    }
    image
}

/// A path in a container, seen from a folder there.
pub(super) fn join(folder: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.trim_end_matches('/').to_owned();
    }
    format!("{}/{}", folder.trim_end_matches('/'), path.trim_start_matches("./"))
}

/// The bytes of each instruction, the lines that a `\` continues included.
fn instructions(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut continued) = (0, false);
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        at += line.len();
        // A comment may stand between the lines of an instruction.
        if start >= end || text[start..end].starts_with('#') {
            continue;
        }
        match found.last_mut().filter(|_| continued) {
            Some(last) => last.end = end,
            None => found.push(start..end),
        }
        continued = text[start..end].ends_with('\\');
    }
    found
}

fn ports(rest: &str, from: usize) -> Vec<(u16, Range<usize>)> {
    let ports = rest.split_whitespace().filter_map(|word| {
        let start = from + (word.as_ptr() as usize - rest.as_ptr() as usize);
        Some((word.split('/').next()?.parse().ok()?, start..start + word.len()))
    });
    ports.collect()
}

/// `KEY=value KEY="a value"`, or `KEY value` with one.
fn env(file: &str, rest: &str, from: usize) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut here = 0;
    while let Some(skip) = rest[here..].find(|char: char| !char.is_whitespace() && char != '\\') {
        let start = here + skip;
        let end = word_end(rest, start);
        here = end;
        let word = &rest[start..end];
        if word.starts_with('#') {
            here += rest[end..].find('\n').unwrap_or(rest.len() - end);
            continue;
        }
        let Some((name, value)) = word.split_once('=') else {
            if found.is_empty() {
                found.push(setting(file, word, rest[end..].trim(), from + start..from + rest.trim_end().len()));
            }
            break;
        };
        found.push(setting(file, name, value.trim_matches(['"', '\'']), from + start..from + end));
    }
    found
}

fn setting(file: &str, name: &str, value: &str, at: Range<usize>) -> Setting {
    let value = (!value.contains('$')).then(|| value.to_owned());
    Setting { name: name.to_owned(), value, file: file.to_owned(), at }
}

/// Where a word ends; quotes keep spaces in it.
fn word_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, char) in text[start..].char_indices() {
        match quote {
            Some(open) if char == open => quote = None,
            Some(_) => {}
            None if char == '"' || char == '\'' => quote = Some(char),
            None if char.is_whitespace() => return start + at,
            None => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_last_stage_counts() {
        let text = "FROM a AS build\nENV X=1\nRUN cargo build\nFROM b\nWORKDIR /data\nENV A=1 \\\n    # why\n    B=\"two words\"\nENV C three\nUSER me\nEXPOSE 3000/tcp 4000\n";
        let image = read("Dockerfile", text);
        let env: Vec<_> =
            image.env.iter().map(|one| (one.name.as_str(), one.value.as_deref().unwrap_or("?"))).collect();
        assert_eq!(env, [("A", "1"), ("B", "two words"), ("C", "three")]);
        assert_eq!(image.user.map(|(user, _)| user).as_deref(), Some("me"));
        assert_eq!(image.exposed.iter().map(|(port, _)| *port).collect::<Vec<_>>(), [3000, 4000]);
        assert_eq!((image.workdir.as_str(), image.debug_builds.len()), ("/data", 1));
    }

    #[test]
    fn nothing_panics() {
        for text in ["", "ENV", "ENV \\", "FROM", "ENV A=\"", "ENV = =", "EXPOSE x", "WORKDIR\n\\\n", "ENV é=ü \\\n#"]
        {
            read("Dockerfile", text);
        }
    }
}
