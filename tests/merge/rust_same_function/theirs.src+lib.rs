use a::one;

fn a() {}

fn b() {}

fn mine() {
    b();
}
