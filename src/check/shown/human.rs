//! Findings as a compiler shows them.

use std::collections::BTreeSet;

use crate::check::Finding;
use crate::check::validate::{Checked, Counts};
use crate::output::{CYAN, DIM, GREEN, RED, Report, WIDTH, YELLOW};
use crate::problem::{Title, draw_titled};

impl Report for Checked {
    fn text(&self) -> String {
        let mut text: String = self.findings.iter().map(|finding| draw(finding) + "\n").collect();
        text.push_str(&summary(&self.counts));
        let ids: BTreeSet<&str> = self.findings.iter().map(|finding| finding.rule.id).collect();
        if let Some(first) = ids.iter().find(|id| id.starts_with("CG")) {
            let others = if ids.len() > 1 { " (or another of these rules)" } else { "" };
            text.push_str(&format!("{CYAN}chatgen explain {first}{CYAN:#}{DIM}{others} says why and how{DIM:#}\n"));
        }
        if self.counts.fixable > 0 {
            text.push_str(&format!("{CYAN}chatgen check --fix{CYAN:#}{DIM} mends {}{DIM:#}\n", self.counts.fixable));
        }
        text
    }
}

fn draw(finding: &Finding) -> String {
    let title = Title { severity: finding.severity(), id: finding.id() };
    draw_titled(&finding.problem, &title, WIDTH)
}

fn summary(counts: &Counts) -> String {
    let counted = |count: usize, thing: &str| match count {
        0 => None,
        1 => Some(format!("1 {thing}")),
        count => Some(format!("{count} {thing}s")),
    };
    let (errors, warnings) = (counted(counts.errors, "error"), counted(counts.warnings, "warning"));
    let style = match (counts.errors, counts.warnings) {
        (0, 0) => GREEN,
        (0, _) => YELLOW,
        _ => RED,
    };
    let said: Vec<String> = [errors, warnings, counted(counts.notes, "note")].into_iter().flatten().collect();
    let said = if said.is_empty() { "nothing found".to_owned() } else { said.join(", ") };
    let allowed = if counts.allowed > 0 { format!(", {} allowed by comments", counts.allowed) } else { String::new() };
    format!("{style}{said}{style:#}{allowed}\n")
}
