use a::one;

fn a() {}

fn b() {}
