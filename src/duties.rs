//! Background work: started, stopped and awaited in one place.
