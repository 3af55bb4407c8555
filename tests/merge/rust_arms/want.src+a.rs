fn a(b: B) {
    match b {
        B::C => 1,
<<<<<<< yours
        B::Mine => 2,
=======
        B::D => 2,
>>>>>>> chatgen
    }
}
