fn a(b: B) {
    match b {
        B::C => 1,
    }
}
