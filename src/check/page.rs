//! A rule's page: words in Markdown, and examples that are tests.

/// A fenced example of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule finds something in it.
    pub bad: bool,
    /// The example schema of the project that the files are put into.
    pub base: String,
    /// Whether it has to be on the disk, with what chatgen wrote last.
    pub disk: bool,
    /// A file that is not there.
    pub without: Option<String>,
    /// Each path with its whole text.
    pub files: Vec<(String, String)>,
    /// Where the rule finds something: path and line, from 1.
    pub marks: Vec<(String, usize)>,
}

/// The heading of a page, without its `#`.
#[must_use]
pub fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches('#').trim()
}

/// The words before the first example, less the heading.
#[must_use]
pub fn words(page: &str) -> &str {
    let words = page.split("\n```").next().unwrap_or_default();
    words.split_once('\n').map_or("", |(_, rest)| rest).trim()
}

/// The examples: fences that follow each other without words between are one, if they are both good or both bad.
///
/// A fence opens with `bad` or `good`, a path, and settings such as `base=everything`, `disk` or `without=PATH`. A line of it that ends in a comment
/// `<- here` is one where something is found; the comment is taken out.
#[must_use]
pub fn examples(page: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut lines = page.lines().enumerate();
    let mut ended = None;
    while let Some((at, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut words = info.split_whitespace();
        let (kind, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let fence = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
        let fence: Vec<&str> = fence.collect();
        let bad = kind == "bad";
        if !bad && kind != "good" {
            continue;
        }
        let settings: Vec<&str> = words.collect();
        let setting = |key: &str| settings.iter().find_map(|word| word.strip_prefix(key)).map(str::to_owned);
        let joins = found.last().is_some_and(|last| last.bad == bad) && ended.is_some_and(|ended| at <= ended + 2);
        if !joins {
            let (base, without) = (setting("base=").unwrap_or_else(|| "assistant".to_owned()), setting("without="));
            let disk = settings.contains(&"disk");
            found.push(Example { bad, base, disk, without, files: Vec::new(), marks: Vec::new() });
        }
        ended = Some(at + fence.len() + 1);
        if let Some(example) = found.last_mut() {
            add(example, path, &fence);
        }
    }
    found
}

fn add(example: &mut Example, path: &str, fence: &[&str]) {
    let mut text = String::new();
    for (at, line) in fence.iter().enumerate() {
        let code = MARKS.iter().find_map(|mark| line.strip_suffix(mark));
        if code.is_some() {
            example.marks.push((path.to_owned(), at + 1));
        }
        text.push_str(code.unwrap_or(line).trim_end());
        text.push('\n');
    }
    example.files.push((path.to_owned(), text));
}

const MARKS: [&str; 5] = ["// <- here", "{# <- here #}", "-- <- here", "# <- here", "/* <- here */"];

/// The page for a reader of Markdown: fences say what language they are, and the example before it says what it shows.
#[must_use]
pub fn markdown(page: &str) -> String {
    let mut text = String::new();
    for line in page.lines() {
        let mut words = line.strip_prefix("```").unwrap_or_default().split_whitespace();
        match (words.next(), words.next()) {
            (Some(kind @ ("bad" | "good")), Some(path)) => {
                let ending = path.rsplit('.').next().unwrap_or_default();
                let language = if ending == "rs" { "rust" } else { ending };
                text.push_str(&format!("{} `{path}`:\n\n```{language}", if kind == "bad" { "Bad," } else { "Good," }));
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}
