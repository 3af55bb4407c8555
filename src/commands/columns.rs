//! Text in aligned columns.

use anstyle::Style;

use crate::output::{BOLD, DIM};

/// The widest that a column other than the last is made; what is longer pushes the rest of its line.
const WIDEST: usize = 60;

/// A text in a table.
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::new() }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: BOLD }
    }

    pub fn dim(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: DIM }
    }
}

/// A line for each row below a heading.
pub fn table(heading: &[&str], rows: Vec<Vec<Cell>>) -> String {
    let head = heading.iter().map(|text| Cell::dim(text.to_uppercase())).collect();
    let rows: Vec<Vec<Cell>> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.chars().count());
        cells.filter(|width| *width <= WIDEST).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let last = row.len().saturating_sub(1);
        for (number, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let Cell { text: shown, style } = cell;
            let gap = if number == last { 0 } else { (width + 2).saturating_sub(shown.chars().count()).max(2) };
            text.push_str(&format!("{style}{shown}{style:#}{:gap$}", ""));
        }
        text.push('\n');
    }
    text
}
