//! Long lists in pages: which one was asked for, and which lie beside it. The first page holds the newest, and an address
//! names a page by its number alone, which says nothing of what stands on it.

use http::Uri;

/// One page of a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Paging {
    number: u64,
    pages: u64,
    size: u64,
}

impl Paging {
    /// The page with this number of a list of `count` things, `size` on a page, or the last one there is.
    pub fn new(number: u64, count: u64, size: u64) -> Self {
        let pages = count.div_ceil(size.max(1)).max(1);
        Self {
            number: number.clamp(1, pages),
            pages,
            size,
        }
    }

    /// The number that an address asks for; the first where it asks for none.
    pub fn asked(uri: &Uri) -> u64 {
        let asked = uri.query().and_then(|query| query.strip_prefix(QUERY));
        asked.and_then(|number| number.parse().ok()).unwrap_or(1)
    }

    /// Its number, from 1.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// How many pages there are.
    pub const fn pages(&self) -> u64 {
        self.pages
    }

    /// How many things stand on the pages before it.
    pub const fn skipped(&self) -> u64 {
        self.number.saturating_sub(1).saturating_mul(self.size)
    }

    /// Whether it holds the newest.
    pub const fn is_first(&self) -> bool {
        self.number == 1
    }

    /// Whether there are others.
    pub const fn has_others(&self) -> bool {
        self.pages > 1
    }

    /// What to add to an address for the page with newer things.
    pub fn newer(&self) -> Option<String> {
        let number = self.number.checked_sub(1)?;
        (number > 0).then(|| format!("?{QUERY}{number}"))
    }

    /// What to add to an address for the page with older things.
    pub fn older(&self) -> Option<String> {
        (self.number < self.pages).then(|| format!("?{QUERY}{}", self.number.saturating_add(1)))
    }

    /// What to add to an address for the page with the oldest.
    pub fn oldest(&self) -> Option<String> {
        (self.number < self.pages).then(|| format!("?{QUERY}{}", self.pages))
    }
}

const QUERY: &str = "pagina=";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_last_and_what_is_no_number_the_first() {
        let asked = |address: &str| Paging::asked(&address.parse().unwrap());
        assert_eq!(asked("/seguimiento/buzon"), 1);
        assert_eq!(asked("/seguimiento/buzon?pagina=3"), 3);
        assert_eq!(asked("/seguimiento/buzon?pagina=-3"), 1);
        assert_eq!(asked("/seguimiento/buzon?pagina=99999999999999999999"), 1);
        let last = Paging::new(9, 41, 20);
        assert_eq!((last.number(), last.pages(), last.skipped()), (3, 3, 40));
        assert_eq!(last.newer().as_deref(), Some("?pagina=2"));
        assert_eq!(last.older(), None);
        let only = Paging::new(0, 0, 20);
        assert_eq!((only.number(), only.has_others(), only.newer()), (1, false, None));
    }
}
