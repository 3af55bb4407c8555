use a::one;

fn a() {}
