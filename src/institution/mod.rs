//! Who can receive reports: the signed directory of institutions and their public keys.
