fn a() {
        one();
        two();
}
