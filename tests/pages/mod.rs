//! What a person sees: every page in every language, and the walk through the wizard.

mod browser;
mod country;
mod journey;
mod list;
mod look;
mod markup;
mod reader;
mod visitor;
