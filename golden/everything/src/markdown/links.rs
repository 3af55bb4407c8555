//! Links of the addresses in a text.
//!
//! Each address is one character while the parser reads the text, so that nothing in it is taken for Markdown and what
//! stands around it is. Where it comes out in plain text it becomes a link; in code, in a link and in a link's own
//! address it becomes what was written.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::addresses::{self, Address};

/// Characters that nobody has given a meaning.
const PLANES: [RangeInclusive<char>; 2] = ['\u{f0000}'..='\u{ffffd}', '\u{100000}'..='\u{10fffd}'];

fn is_private(char: char) -> bool {
    char >= '\u{f0000}'
}

/// A text, and the addresses that were taken out of it.
pub struct Links {
    text: String,
    /// In the order of what stands for them.
    taken: Vec<Taken>,
}

struct Taken {
    stand_in: char,
    address: Address,
    written: String,
}

/// Whether the text at hand is part of something where an address is only text.
#[derive(Default)]
pub struct Inside {
    links: u32,
    code: bool,
}

impl Links {
    pub fn new(markdown: &str) -> Self {
        let used: HashSet<char> = markdown.chars().filter(|char| is_private(*char)).collect();
        let mut free = PLANES.into_iter().flatten().filter(|char| !used.contains(char));
        let mut links = Self { text: String::with_capacity(markdown.len()), taken: Vec::new() };
        let mut end = 0;
        for address in addresses::find(markdown) {
            let range = address.range.clone();
            // Markdown knows these.
            if markdown[..range.start].ends_with('<') && markdown[range.end..].starts_with('>') {
                continue;
            }
            let Some(stand_in) = free.next() else { break };
            links.text.push_str(&markdown[end..range.start]);
            links.text.push(stand_in);
            end = range.end;
            let written = markdown[range].to_owned();
            links.taken.push(Taken { stand_in, address, written });
        }
        links.text.push_str(&markdown[end..]);
        links
    }

    /// The text to parse.
    pub fn markdown(&self) -> &str {
        &self.text
    }

    /// The event with the addresses where they were.
    pub fn put_back<'a>(&'a self, inside: &mut Inside, event: Event<'a>) -> Vec<Event<'a>> {
        match &event {
            Event::Start(Tag::Link { .. }) => inside.links += 1,
            Event::End(TagEnd::Link) => inside.links -= 1,
            Event::Start(Tag::CodeBlock(_)) => inside.code = true,
            Event::End(TagEnd::CodeBlock) => inside.code = false,
            _ => {}
        }
        match event {
            Event::Text(text) if inside.links == 0 && !inside.code => self.linked(text),
            Event::Text(text) if inside.code => vec![Event::Text(self.written(text))],
            Event::Text(text) => vec![Event::Text(self.shown(text))],
            Event::Code(text) => vec![Event::Code(self.written(text))],
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = in_small_letters(self.shown(dest_url));
                let title = self.shown(title);
                vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
            }
            event => vec![event],
        }
    }

    fn find(&self, stand_in: char) -> Option<&Taken> {
        let place = self.taken.binary_search_by_key(&stand_in, |taken| taken.stand_in);
        place.ok().map(|place| &self.taken[place])
    }

    /// As it was written.
    fn written<'a>(&'a self, text: CowStr<'a>) -> CowStr<'a> {
        self.whole(text, |taken| &taken.written)
    }

    /// As Markdown reads what was written.
    fn shown<'a>(&'a self, text: CowStr<'a>) -> CowStr<'a> {
        self.whole(text, |taken| &taken.address.shown)
    }

    fn whole<'a>(&'a self, text: CowStr<'a>, put: impl Fn(&'a Taken) -> &'a str) -> CowStr<'a> {
        if !text.contains(is_private) {
            return text;
        }
        let mut whole = String::with_capacity(text.len());
        for char in text.chars() {
            match self.find(char) {
                Some(taken) => whole.push_str(put(taken)),
                None => whole.push(char),
            }
        }
        whole.into()
    }

    /// With a link for each address.
    fn linked<'a>(&'a self, text: CowStr<'a>) -> Vec<Event<'a>> {
        if !text.contains(is_private) {
            return vec![Event::Text(text)];
        }
        let mut events = Vec::new();
        let mut plain = String::new();
        for char in text.chars() {
            let Some(Taken { address, .. }) = self.find(char) else {
                plain.push(char);
                continue;
            };
            events.push(Event::Text(std::mem::take(&mut plain).into()));
            events.push(Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url: address.href.as_str().into(),
                title: "".into(),
                id: "".into(),
            }));
            events.push(Event::Text(address.shown.as_str().into()));
            events.push(Event::End(TagEnd::Link));
        }
        events.push(Event::Text(plain.into()));
        events
    }
}

/// An address whose scheme is written as everything else here writes it.
fn in_small_letters(address: CowStr<'_>) -> CowStr<'_> {
    match address.split_once(':') {
        Some((scheme, rest)) if scheme.contains(|char: char| char.is_ascii_uppercase()) => {
            format!("{}:{rest}", scheme.to_ascii_lowercase()).into()
        }
        _ => address,
    }
}
