//! Competence: which institution receives a report, and who instead.
