use a::one;
use b::{two, three};

fn a() {}
