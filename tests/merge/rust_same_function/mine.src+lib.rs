use a::one;

fn mine() {}

fn a() {}

fn b() {}
