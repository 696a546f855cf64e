//! Mail that says "there is something new", never what.
