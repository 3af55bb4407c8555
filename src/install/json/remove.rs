//! Taking an entry out.

use jsonc_parser::ast::{Object, ObjectProp};

use super::super::splice::{Rest, Splice, is_newline, splice, without_newline};
use super::{Page, find, is_comment, is_line_comment};
use crate::problem::Problem;

/// Takes each entry of a name out, and what was made for it. Comments stay.
///
/// # Errors
/// A text that is no JSON.
pub fn remove(text: &str, table: &str, name: &str) -> Result<Rest, Box<Problem>> {
    let mut text = text.to_owned();
    loop {
        let rest = match Page::parse(&text, "")?.without(table, name) {
            None => return Ok(Rest::Text(text)),
            Some(Rest::Nothing) => return Ok(Rest::Nothing),
            Some(Rest::Text(rest)) => rest,
        };
        text = rest;
    }
}

impl Page<'_> {
    /// The text without the last entry of the name; `None` if there is none.
    fn without(&self, table: &str, name: &str) -> Option<Rest> {
        let root = self.object()?;
        let member = find(root, table)?;
        let servers = member.value.as_object()?;
        let entry = find(servers, name)?;
        if !self.is_made_for(servers, entry) {
            return Some(Rest::Text(splice(self.text, self.cut(servers, entry))));
        }
        if !self.is_made_for(root, member) {
            return Some(Rest::Text(splice(self.text, self.cut(root, member))));
        }
        Some(self.outside(root))
    }

    /// Whether an object holds nothing but this member, and looks as one does that is made for it.
    fn is_made_for(&self, object: &Object, member: &ObjectProp) -> bool {
        let comment =
            |from: usize, to: usize| self.after(from).iter().take_while(|token| token.range.start < to).any(is_comment);
        object.properties.len() == 1
            && !self.gap(member.range.start).is_empty()
            && !comment(object.range.start, member.range.start)
            && !comment(member.range.end, object.range.end)
    }

    /// A member, the white space before it, and the comma that it needed.
    fn cut(&self, object: &Object, member: &ObjectProp) -> Vec<Splice> {
        let (start, end) = (member.range.start, member.range.end);
        let mut parts = Vec::new();
        let own_comma = self.comma(end).map(|comma| comma.range.start..comma.range.end);
        let is_last = object.properties.last().is_some_and(|last| last.range.start == start);
        let end_of_cut = match own_comma {
            Some(comma) if self.text[end..comma.start].trim().is_empty() => comma.end,
            Some(comma) => {
                parts.push((comma, String::new()));
                end
            }
            None => {
                let before = object.properties.iter().rev().find(|other| other.range.end <= start);
                let comma = before.filter(|_| is_last).and_then(|before| self.comma(before.range.end));
                parts.extend(comma.map(|comma| (comma.range.start..comma.range.end, String::new())));
                end
            }
        };
        let gap = self.gap(start);
        let from = if self.needs_gap(gap, start, end_of_cut) { start } else { start - gap.len() };
        parts.push((from..end_of_cut, String::new()));
        parts
    }

    /// Whether what stands behind a member on its line must not move to the line before.
    fn needs_gap(&self, gap: &str, start: usize, end: usize) -> bool {
        let rest = self.text[end..].split('\n').next().unwrap_or_default();
        let follows = self.after(end).first().filter(|_| !rest.trim().is_empty());
        let comment_before = self.before(start).is_some_and(is_line_comment);
        follows.is_some_and(|next| comment_before || (gap.contains('\n') && is_comment(next)))
    }

    /// What is left of a text whose whole object was made for the entry.
    fn outside(&self, root: &Object) -> Rest {
        let (before, after) = (&self.text[..root.range.start], &self.text[root.range.end..]);
        if before.is_empty() && is_newline(after) {
            return Rest::Nothing;
        }
        Rest::Text(match after {
            "" => without_newline(before).to_owned(),
            after if is_newline(after) => before.to_owned(),
            after => format!("{before}{{}}{after}"),
        })
    }
}
