use a::one;
use c::{four, two};

fn a() {}
