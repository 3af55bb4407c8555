use a::one;

<<<<<<< yours
fn mine() {}

=======
>>>>>>> chatgen
fn a() {}

fn b() {}
<<<<<<< yours
=======

fn mine() {
    b();
}
>>>>>>> chatgen
