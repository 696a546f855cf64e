//! Where rows and sealed bytes lie; knows no noun.
