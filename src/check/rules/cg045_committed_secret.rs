use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use crate::check::deploy::{is_env, is_example};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::problem::Source;

pub static RULE: Rule = Rule {
    id: "CG045",
    name: "committed-secret",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg045_committed_secret.md"),
    check,
};

/// What the secrets of well-known services look like, and what they are.
const SHAPES: [(&str, &str); 14] = [
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("a key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a token of GitHub", r"\b(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b"),
    ("a token of GitLab", r"\bglpat-[A-Za-z0-9_-]{20,}\b"),
    ("a key of Anthropic", r"\bsk-ant-[A-Za-z0-9_-]{24,}"),
    ("a key of OpenAI", r"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{40,}"),
    ("a key of Google", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("a token of Slack", r"\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
    ("a key of Stripe", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    ("a key of SendGrid", r"\bSG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}"),
    ("a token of npm", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a token of Hugging Face", r"\bhf_[A-Za-z0-9]{34,}\b"),
    ("a bot's token of Telegram", r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    (
        GENERIC,
        r#"(?i)(?:api_?key|secret|token|passw(?:or)?d)["']?(?:\s*:\s*&(?:'static )?str)?\s*[:=]\s*["']?([A-Za-z0-9+/_=-]{20,})"#,
    ),
];

const GENERIC: &str = "a secret";

static SET: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(SHAPES.map(|(_, shape)| shape)).expect("shapes are regular expressions"));

static EACH: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    SHAPES.iter().map(|(_, shape)| Regex::new(shape).expect("shapes are regular expressions")).collect()
});

fn check(project: &Project, found: &mut Vec<Finding>) {
    for (path, text) in project.files.iter().filter(|(path, _)| project.wants(path) && is_own(path)) {
        let mut taken: Vec<Range<usize>> = Vec::new();
        for shape in SET.matches(text) {
            for (at, what) in secrets(shape, text) {
                if !is_test(project, path, &at)
                    && !taken.iter().any(|other| other.start < at.end && at.start < other.end)
                {
                    found.push(finding(path, text, &at, what));
                    taken.push(at);
                }
            }
        }
    }
    if project.is_chatgen() {
        found.extend(environments(project));
    }
}

/// Test data holds made-up secrets, and lock files hashes.
fn is_own(path: &str) -> bool {
    let apart = ["tests", "test", "e2e", "fixtures", "testdata", "benches", "examples", "node_modules", ".chatgen"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_test = name.starts_with("test_") || name.ends_with("_test.rs") || matches!(name, "tests.rs" | "test.rs");
    !path.split('/').any(|part| apart.contains(&part)) && !is_test && !name.contains("lock") && !is_example(path)
}

/// Whether a place is in a function of a test, or in what a module of tests holds.
fn is_test(project: &Project, path: &str, at: &Range<usize>) -> bool {
    let Some(module) = project.sources.get(path).map(|digest| &digest.code) else { return false };
    let mut functions = module.functions.iter().filter(|function| function.is_test);
    // A module of tests stands at the end of its file, and its constants before its functions.
    let tests = module.source.text.find("#[cfg(test)]\nmod ");
    functions.any(|function| function.body.contains(&at.start)) || tests.is_some_and(|tests| tests < at.start)
}

/// Where a shape is in a text, less what only shows how a secret looks.
fn secrets(shape: usize, text: &str) -> Vec<(Range<usize>, &'static str)> {
    let what = SHAPES[shape].0;
    let found = EACH[shape].captures_iter(text).filter_map(|captures| captures.get(1).or_else(|| captures.get(0)));
    let real = found.filter(|secret| !is_made_up(secret.as_str()) && (what != GENERIC || is_random(secret.as_str())));
    real.map(|secret| (secret.range(), what)).collect()
}

fn is_made_up(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut letters: Vec<char> = text.chars().rev().take(16).collect();
    letters.dedup();
    letters.len() < 6
        || ["example", "xxxx", "your", "dummy", "placeholder", "1234567"].iter().any(|word| text.contains(word))
}

/// Whether it looks drawn by chance: letters and digits, and no letter much more often than others.
fn is_random(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    digits >= 3 && letters >= 6 && entropy(text) > 3.7
}

/// Bits for each byte, by how often each occurs.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let parts = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    -parts.map(|part| part * part.log2()).sum::<f64>()
}

/// The secret itself is not shown: what checks print is often kept for longer.
fn finding(path: &str, text: &str, at: &Range<usize>, what: &str) -> Finding {
    let shown = text[at.clone()].chars().take(4).map(char::len_utf8).sum::<usize>();
    let hidden = at.start + shown..at.end;
    let masked = if what == SHAPES[0].0 { text.to_owned() } else { mask(text, &hidden) };
    let problem = Source::new(path, &masked).problem(at, format!("{what} is in the repository"));
    RULE.finding(
        problem.help("revoke it where it was made, and read a new one from the environment; it stays in git's history"),
    )
}

fn mask(text: &str, hidden: &Range<usize>) -> String {
    format!("{}{}{}", &text[..hidden.start], "*".repeat(hidden.len()), &text[hidden.end..])
}

/// `.env` files that git does not ignore; it would not be read here otherwise.
fn environments(project: &Project) -> Vec<Finding> {
    let files = project.files.iter().filter(|(path, _)| is_env(path) && !is_example(path) && project.wants(path));
    let set =
        files.filter(|(_, text)| text.lines().any(|line| line.contains('=') && !line.trim_start().starts_with('#')));
    let findings = set.map(|(path, _)| {
        let problem =
            Source::new(path, "").problem(&(0..0), format!("git does not ignore `{path}`, which is for secrets"));
        RULE.finding(problem.help(format!("add `/{path}` to .gitignore, and `git rm --cached {path}`")))
    });
    findings.collect()
}
