//! Merging line by line.

use std::ops::Range;

use similar::{Algorithm, ChangeTag, MergeResolution, TextDiff, TextMergeConfig};

use super::marks::{Clash, Piece};

/// A run of lines in all three versions, and who changed it.
#[derive(Debug, Clone, Copy)]
pub struct Region<'a> {
    pub base: &'a str,
    pub mine: &'a str,
    pub theirs: &'a str,
    pub resolution: MergeResolution,
}

/// Keeps each side's changes; what both changed in one place, or in places that touch, is a clash.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    regions(base, mine, theirs).iter().map(Region::piece).collect()
}

/// A clash wherever the two sides differ, for what cannot be merged although no line clashes; `reason` says why not.
pub fn differences(base: &str, mine: &str, theirs: &str, reason: &str) -> Vec<Piece> {
    let clash = |region: &Region| {
        let clash = region.clash();
        Piece::Clash(Clash { yours: format!("{}; {reason}", clash.yours), ..clash })
    };
    let piece = |region: &Region| if region.mine == region.theirs { region.piece() } else { clash(region) };
    regions(base, mine, theirs).iter().map(piece).collect()
}

/// The three texts side by side, in their order.
pub fn regions<'a>(base: &'a str, mine: &'a str, theirs: &'a str) -> Vec<Region<'a>> {
    let merge = TextMergeConfig::new().algorithm(Algorithm::Histogram).merge_lines(base, mine, theirs);
    let base = Lines::new(base, (0..merge.base_len()).filter_map(|index| merge.base_line(index)));
    let mine = Lines::new(mine, (0..merge.ours_len()).filter_map(|index| merge.ours_line(index)));
    let theirs = Lines::new(theirs, (0..merge.theirs_len()).filter_map(|index| merge.theirs_line(index)));
    let region = |region: &similar::MergeRegion| Region {
        base: base.text(region.base_range()),
        mine: mine.text(region.ours_range()),
        theirs: theirs.text(region.theirs_range()),
        resolution: region.resolution(),
    };
    merge.regions().iter().map(region).collect()
}

impl Region<'_> {
    /// What is left of the region after the merge.
    pub fn piece(&self) -> Piece {
        match self.resolution {
            MergeResolution::Theirs => Piece::Agreed(self.theirs.to_owned()),
            MergeResolution::Unchanged | MergeResolution::Ours | MergeResolution::Both => {
                Piece::Agreed(self.mine.to_owned())
            }
            _ => Piece::Clash(self.clash()),
        }
    }

    /// Both versions, with what each side did in words.
    pub fn clash(&self) -> Clash {
        Clash {
            mine: self.mine.to_owned(),
            theirs: self.theirs.to_owned(),
            yours: format!("you {}", deed(self.base, self.mine)),
            chatgens: format!("chatgen {} here", deed(self.base, self.theirs)),
        }
    }
}

/// What turned one text into another: `changed 2 lines`.
pub fn deed(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let count = |tag: ChangeTag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let (verb, count) = match (count(ChangeTag::Delete), count(ChangeTag::Insert)) {
        (0, 0) => return "changed nothing".to_owned(),
        (0, added) => ("added", added),
        (removed, 0) => ("removed", removed),
        (removed, added) => ("changed", removed.max(added)),
    };
    format!("{verb} {count} line{}", if count == 1 { "" } else { "s" })
}

/// A text, and where each of its lines begins.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new<'l>(text: &'a str, lines: impl Iterator<Item = &'l str>) -> Self {
        let mut starts = vec![0];
        let mut end = 0;
        starts.extend(lines.map(|line| {
            end += line.len();
            end
        }));
        Self { text, starts }
    }

    fn text(&self, lines: Range<usize>) -> &'a str {
        &self.text[self.starts[lines.start]..self.starts[lines.end]]
    }
}
