//! What the tokens of a statement tell without its grammar: joins, names, the list of what is selected.

use std::collections::BTreeSet;

use super::rows::Kind;
use crate::migrate::structure::tokens::{self, Token, closing, parts, unquoted};

/// A statement as tokens.
#[derive(Debug)]
pub struct Words {
    tokens: Vec<Token>,
}

impl Words {
    pub fn of(sql: &str) -> Option<Self> {
        let tokens = tokens::tokens(sql).ok()?;
        (!tokens.is_empty()).then_some(Self { tokens })
    }

    /// `select`, `insert`, …; of `WITH …`, what follows it.
    pub fn verb(&self) -> &str {
        let verbs = ["select", "insert", "update", "delete", "replace", "values"];
        let first = self.tokens.first().map_or("", |token| token.plain.as_str());
        if first != "with" {
            return first;
        }
        self.outer()
            .map(|(_, token)| token)
            .find(|token| verbs.iter().any(|verb| token.is(verb)))
            .map_or("", |token| &token.plain)
    }

    /// The tokens in no parenthesis, with their numbers.
    fn outer(&self) -> impl Iterator<Item = (usize, &Token)> {
        let mut depth = 0_i32;
        self.tokens.iter().enumerate().filter(move |(_, token)| {
            let inside = depth > 0;
            depth += i32::from(token.is("(")) - i32::from(token.is(")"));
            !inside && !token.is("(")
        })
    }

    /// Whether a keyword stands in no parenthesis.
    pub fn says(&self, keyword: &str) -> bool {
        self.outer().any(|(_, token)| token.is(keyword))
    }

    pub fn anywhere(&self, keyword: &str) -> bool {
        self.tokens.iter().any(|token| token.is(keyword))
    }

    /// How often a name is written.
    pub fn mentions(&self, name: &str) -> usize {
        self.tokens.iter().filter(|token| token.names(name)).count()
    }

    /// How often a column of a table that is called so stands behind `WHERE`.
    pub fn filters(&self, alias: &str) -> bool {
        let from = self.tokens.iter().position(|token| token.is("where")).unwrap_or(self.tokens.len());
        self.tokens[from..].windows(2).any(|two| two[0].names(alias) && two[1].is("."))
    }

    /// Tables and what they are called here, wherever they are read: `posts AS m` is `(m, posts)`. `known` says what is a
    /// table.
    pub fn aliases(&self, known: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let name = unquoted(&token.plain);
            let before = at.checked_sub(1).map(|before| &self.tokens[before]);
            let is_place = before.is_some_and(|before| {
                before.is("from")
                    || before.is("join")
                    || before.is(",")
                    || before.is("update")
                    || before.is("into")
                    || before.is("(")
            });
            if !token.word || !is_place || !known(&name) {
                continue;
            }
            let mut next = at + 1;
            if self.tokens.get(next).is_some_and(|token| token.is("as")) {
                next += 1;
            }
            let alias = self
                .tokens
                .get(next)
                .filter(|token| token.word && !(token.bare && KEYWORDS.contains(&token.plain.as_str())));
            found.push((alias.map_or_else(|| name.clone(), |alias| unquoted(&alias.plain)), name));
        }
        found
    }

    /// What is joined so that it may be missing, by what it is called here.
    pub fn left_joined(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| token.is("left")) {
            let _ = token;
            let mut next = at + 1;
            while self.tokens.get(next).is_some_and(|token| token.is("outer") || token.is("join")) {
                next += 1;
            }
            let Some(name) = self.tokens.get(next).filter(|token| token.word) else { continue };
            next += 1;
            if self.tokens.get(next).is_some_and(|token| token.is("as")) {
                next += 1;
            }
            let alias = self
                .tokens
                .get(next)
                .filter(|token| token.word && !(token.bare && KEYWORDS.contains(&token.plain.as_str())));
            found.insert(unquoted(&alias.unwrap_or(name).plain));
        }
        found
    }

    /// The items of the list that is selected or returned; nothing where rows come from several selects.
    pub fn selected(&self) -> Vec<&[Token]> {
        if ["union", "except", "intersect"].iter().any(|word| self.says(word)) {
            return Vec::new();
        }
        let returning = self.outer().filter(|(_, token)| token.is("returning")).last();
        let select = self.outer().find(|(_, token)| token.is("select"));
        let Some((start, _)) = returning.or(select) else { return Vec::new() };
        let from =
            self.outer().find(|(at, token)| *at > start && token.is("from")).map_or(self.tokens.len(), |(at, _)| at);
        let mut list = &self.tokens[start + 1..from];
        if let [first, rest @ ..] = list
            && (first.is("distinct") || first.is("all"))
        {
            list = rest;
        }
        parts(list)
    }

    /// Whether all rows become one.
    pub fn is_aggregate(&self) -> bool {
        const AGGREGATES: [&str; 8] =
            ["count", "sum", "total", "avg", "max", "min", "group_concat", "json_group_array"];
        self.selected()
            .iter()
            .any(|item| item.first().is_some_and(|first| AGGREGATES.iter().any(|name| first.is(name))))
    }

    /// What an item of the list is, as far as that is certain: its kind, and whether it may be NULL.
    pub fn kind(&self, item: &[Token]) -> (Option<Kind>, Option<bool>) {
        kind(item, self.says("group"))
    }
}

/// Keywords that may follow a table where no other name for it stands.
const KEYWORDS: &[&str] = &[
    "where",
    "on",
    "using",
    "join",
    "left",
    "right",
    "full",
    "inner",
    "cross",
    "natural",
    "group",
    "order",
    "limit",
    "set",
    "values",
    "select",
    "union",
    "except",
    "intersect",
    "returning",
    "indexed",
    "not",
    "having",
    "window",
    "default",
    "as",
    "offset",
    "end",
    "then",
    "else",
];

fn kind(item: &[Token], grouped: bool) -> (Option<Kind>, Option<bool>) {
    let item = match item {
        [inner @ .., word, _] if word.is("as") => inner,
        item => item,
    };
    match item {
        [] => (None, None),
        [one] if one.is("null") => (None, Some(true)),
        [one] if one.text.starts_with('\'') => (Some(Kind::Text), Some(false)),
        [one] if one.text.starts_with(|char: char| char.is_ascii_digit()) => {
            let real = one.text.contains(['.', 'e', 'E']) && !one.text.starts_with("0x");
            (Some(if real { Kind::Real } else { Kind::Integer }), Some(false))
        }
        [.., is, null] if is.is("is") && null.is("null") => (Some(Kind::Integer), Some(false)),
        [.., is, not, null] if is.is("is") && not.is("not") && null.is("null") => (Some(Kind::Integer), Some(false)),
        [not, exists, ..] if not.is("not") && exists.is("exists") => (Some(Kind::Integer), Some(false)),
        [name, open, .., close] if name.bare && open.is("(") && close.is(")") && closing(item, 1) + 1 == item.len() => {
            function(&name.plain, &item[2..item.len() - 1], grouped)
        }
        [open, select, .., close]
            if open.is("(") && close.is(")") && select.is("select") && closing(item, 0) + 1 == item.len() =>
        {
            match &item[2..] {
                [count, open, ..]
                    if count.is("count")
                        && open.is("(")
                        && !item.iter().any(|token| token.is("group") || token.is("limit")) =>
                {
                    (Some(Kind::Integer), Some(false))
                }
                _ => (None, None),
            }
        }
        _ => (None, None),
    }
}

fn function(name: &str, arguments: &[Token], grouped: bool) -> (Option<Kind>, Option<bool>) {
    match name {
        "count" | "exists" | "row_number" | "total_changes" | "changes" | "random" => {
            (Some(Kind::Integer), Some(false))
        }
        "total" => (Some(Kind::Real), Some(false)),
        "json_group_array" | "json_group_object" => (Some(Kind::Text), Some(false)),
        "sum" | "max" | "min" if !grouped && parts(arguments).len() == 1 => (None, Some(true)),
        "avg" => (Some(Kind::Real), (!grouped).then_some(true)),
        "group_concat" => (Some(Kind::Text), (!grouped).then_some(true)),
        "lower" | "upper" | "hex" | "typeof" | "quote" | "substr" | "trim" | "strftime" | "date" | "datetime" => {
            (Some(Kind::Text), None)
        }
        "length" | "unixepoch" | "instr" => (Some(Kind::Integer), None),
        "cast" => {
            let from = arguments.iter().rposition(|token| token.is("as"));
            let to = from.map(|from| {
                arguments[from + 1..].iter().map(|token| token.plain.as_str()).collect::<Vec<_>>().join(" ")
            });
            (to.and_then(|to| Kind::declared(&to)), None)
        }
        _ => (None, None),
    }
}
