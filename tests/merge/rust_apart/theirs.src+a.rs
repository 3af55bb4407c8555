fn a() {
    one();
    two();
    three();
}
