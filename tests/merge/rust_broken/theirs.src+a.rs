fn a() {
    if b {
        one();
    } else {
        two();
    }
}
