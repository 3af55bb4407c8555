//! A Rust type as it is written, taken apart.

/// How deep types may stand in each other.
const DEEPEST: usize = 16;

/// A type as far as serde cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// `model::Note`, `Vec<Note>`.
    Path(Vec<String>, Vec<Written>),
    /// `[T]`, `[T; 4]`.
    List(Box<Written>),
    Tuple(Vec<Written>),
    /// `dyn Trait`, `fn()`, and whatever else.
    Other,
}

/// Takes the text of a type apart; references are looked through.
#[must_use]
pub fn read(text: &str) -> Written {
    let mut reader = Reader { rest: text };
    reader.type_(0)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn type_(&mut self, depth: usize) -> Written {
        self.skip_space();
        if depth > DEEPEST {
            return Written::Other;
        }
        if self.take("&") {
            self.skip_space();
            if self.rest.starts_with('\'') {
                self.rest = self.rest[1..].trim_start_matches(is_name);
                self.skip_space();
            }
            if self.rest.starts_with("mut ") {
                self.rest = &self.rest[4..];
            }
            return self.type_(depth + 1);
        }
        if self.take("[") {
            let item = self.type_(depth + 1);
            self.rest = self.rest.find(']').map_or("", |end| &self.rest[end + 1..]);
            return Written::List(Box::new(item));
        }
        if self.take("(") {
            return Written::Tuple(self.list(")", depth));
        }
        self.path(depth)
    }

    fn path(&mut self, depth: usize) -> Written {
        let mut segments = Vec::new();
        let mut arguments = Vec::new();
        self.take("::");
        loop {
            self.skip_space();
            let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
            if end == 0 {
                break;
            }
            segments.push(self.rest[..end].to_owned());
            self.rest = &self.rest[end..];
            self.skip_space();
            if self.take("<") {
                arguments = self.list(">", depth);
            }
            if !self.take("::") {
                break;
            }
        }
        match segments.first().map(String::as_str) {
            None => Written::Other,
            Some("dyn" | "impl" | "fn") => {
                self.skip_bounds();
                Written::Other
            }
            Some(_) => Written::Path(segments, arguments),
        }
    }

    /// Types with commas between them, up to a bracket; lifetimes are left out.
    fn list(&mut self, end: &str, depth: usize) -> Vec<Written> {
        let mut types = Vec::new();
        loop {
            self.skip_space();
            if self.rest.is_empty() || self.take(end) {
                return types;
            }
            let before = self.rest.len();
            if self.rest.starts_with('\'') {
                self.rest = self.rest[1..].trim_start_matches(is_name);
            } else {
                types.push(self.type_(depth + 1));
            }
            self.skip_space();
            if !self.take(",") && self.rest.len() == before {
                // Nothing that is known: the rest is not worth guessing at.
                self.rest = "";
            }
        }
    }

    /// Skips what follows `dyn`, up to the comma or the bracket that ends it.
    fn skip_bounds(&mut self) {
        let mut depth = 0_usize;
        let mut before = ' ';
        for (at, char) in self.rest.char_indices() {
            match char {
                '(' | '[' | '<' => depth += 1,
                // `->` is no bracket.
                '>' if before == '-' => {}
                ')' | ']' | '>' if depth > 0 => depth -= 1,
                ')' | ']' | '>' | ',' if depth == 0 => {
                    self.rest = &self.rest[at..];
                    return;
                }
                _ => {}
            }
            before = char;
        }
        self.rest = "";
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

fn is_name(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str, arguments: Vec<Written>) -> Written {
        Written::Path(vec![name.to_owned()], arguments)
    }

    #[test]
    fn types_are_taken_apart() {
        assert_eq!(read("&'a str"), path("str", vec![]));
        assert_eq!(read("Option<Vec<(i64, String)>>"), {
            let pair = Written::Tuple(vec![path("i64", vec![]), path("String", vec![])]);
            path("Option", vec![path("Vec", vec![pair])])
        });
        assert_eq!(read("&'a [Present]"), Written::List(Box::new(path("Present", vec![]))));
        assert_eq!(read("super::Page"), Written::Path(vec!["super".into(), "Page".into()], vec![]));
        assert_eq!(read("Cow<'static, str>"), path("Cow", vec![path("str", vec![])]));
        assert_eq!(read("Box<dyn Fn(i32) -> u8 + Send>"), path("Box", vec![Written::Other]));
    }

    #[test]
    fn any_text_ends() {
        for text in ["", "<", "Vec<", "((((", "&&&&", "'", "[", "a<'", "Vec<,,>", &"(".repeat(5000), &"&".repeat(5000)]
        {
            let _ = read(text);
        }
    }
}
