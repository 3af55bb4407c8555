fn a() {
<<<<<<< yours
=======
    if b {
>>>>>>> chatgen
        one();
<<<<<<< yours
=======
    } else {
>>>>>>> chatgen
        two();
<<<<<<< yours
=======
    }
>>>>>>> chatgen
}
