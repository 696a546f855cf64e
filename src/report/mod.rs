//! What a person tells, parsed at the edge; it exists in clear only in memory.
