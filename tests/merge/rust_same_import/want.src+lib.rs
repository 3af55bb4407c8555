use a::one;
<<<<<<< yours
use b::{two, three};
=======
use c::{four, two};
>>>>>>> chatgen

fn a() {}
