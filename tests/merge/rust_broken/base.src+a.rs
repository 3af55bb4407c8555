fn a() {
    if b {
        one();
        two();
    }
}
