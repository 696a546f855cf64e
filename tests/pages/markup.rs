//! What must hold for every page, whatever it says: read tag by tag, as a browser would.

use std::collections::{BTreeMap, BTreeSet};

/// A tag of a page, opening or closing.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    is_end: bool,
    /// The text between this tag and the next one.
    pub(crate) text: String,
}

impl Tag {
    pub(crate) fn value(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    pub(crate) fn has(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }

    pub(crate) fn opens(&self, name: &str) -> bool {
        !self.is_end && self.name == name
    }

    pub(crate) fn ends(&self, name: &str) -> bool {
        self.is_end && self.name == name
    }
}

/// All tags of a page in their order.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let parts = html.split('<').skip(1);
    parts.map(|part| tag(part, html)).collect()
}

fn tag(part: &str, html: &str) -> Tag {
    let (inside, text) = part
        .split_once('>')
        .unwrap_or_else(|| panic!("an open tag: {part} in {html}"));
    let is_end = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let value = if let Some(quoted) = after.strip_prefix("=\"") {
            let (value, after) = quoted.split_once('"').unwrap();
            rest = after;
            value
        } else {
            assert!(!after.starts_with('='), "an unquoted value: <{inside}>");
            rest = after;
            ""
        };
        let before = attributes.insert(attribute.to_owned(), unescaped(value));
        assert!(before.is_none(), "{attribute} twice in <{inside}>");
    }
    Tag {
        name: name.to_lowercase(),
        attributes,
        is_end,
        text: unescaped(text),
    }
}

fn unescaped(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (escaped, letter)| {
        text.replace(escaped, letter)
    })
}

/// Checks everything that holds for every page of `language`.
pub(crate) fn check(html: &str, language: &str) {
    assert!(html.starts_with("<!doctype html>"), "{html}");
    let tags = tags(html);
    let count = |name: &str| tags.iter().filter(|tag| tag.opens(name)).count();
    assert_eq!(count("h1"), 1, "one h1: {html}");
    assert_eq!(count("main") + count("title"), 2, "{html}");
    let root = tags.iter().find(|tag| tag.opens("html")).unwrap();
    assert_eq!(root.value("lang"), language);
    for forbidden in ["script", "style", "iframe", "object", "embed", "base"] {
        assert_eq!(count(forbidden), 0, "<{forbidden}>: {html}");
    }
    balanced(&tags);
    for tag in &tags {
        harmless(tag);
    }
    referred(&tags);
    labelled(&tags);
    headings(&tags);
}

/// No script and no style in an attribute, nothing from elsewhere.
fn harmless(tag: &Tag) {
    for (name, value) in &tag.attributes {
        assert!(name != "style" && !name.starts_with("on"), "{tag:?}");
        if ["href", "src", "action", "formaction"].contains(&name.as_str()) {
            let is_own = value.starts_with('#') || (value.starts_with('/') && !value.starts_with("//"));
            assert!(is_own, "not our own: {tag:?}");
        }
    }
    if tag.opens("img") {
        assert!(tag.has("alt"), "{tag:?}");
    }
    if tag.opens("form") {
        // What is looked for in the public list tells nothing of a person; everything else does.
        let is_list = tag.value("action").ends_with("/instituciones") && tag.has("role");
        let method = if is_list { "get" } else { "post" };
        assert_eq!(tag.value("method"), method, "nothing goes into a URL: {tag:?}");
    }
    if tag.opens("input") && tag.value("type") == "text" {
        assert_eq!(tag.value("autocomplete"), "off", "{tag:?}");
    }
}

fn balanced(tags: &[Tag]) {
    const VOID: [&str; 7] = ["!doctype", "meta", "link", "input", "img", "br", "hr"];
    let mut open = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name.as_str())) {
        if tag.is_end {
            assert_eq!(open.pop(), Some(tag.name.clone()), "closed in another order");
        } else {
            open.push(tag.name.clone());
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// Whatever an attribute refers to is there, once.
fn referred(tags: &[Tag]) {
    let mut ids = BTreeSet::new();
    for tag in tags.iter().filter(|tag| tag.has("id")) {
        assert!(ids.insert(tag.value("id")), "twice: {tag:?}");
    }
    for tag in tags {
        for attribute in ["for", "aria-describedby", "aria-labelledby", "form"] {
            for id in tag.value(attribute).split_whitespace() {
                assert!(ids.contains(id), "no {id}: {tag:?}");
            }
        }
        if let Some(id) = tag.value("href").strip_prefix('#') {
            assert!(ids.contains(id), "no {id}: {tag:?}");
        }
    }
}

/// Every field has a label that wraps it or names it, every group a legend, every button words.
fn labelled(tags: &[Tag]) {
    let named: BTreeSet<&str> = tags
        .iter()
        .filter(|tag| tag.opens("label"))
        .map(|tag| tag.value("for"))
        .collect();
    let mut in_label = false;
    for (place, tag) in tags.iter().enumerate() {
        if tag.name == "label" {
            in_label = !tag.is_end;
        }
        let is_field = ["input", "select", "textarea", "progress"].contains(&tag.name.as_str());
        if is_field && !tag.is_end && tag.value("type") != "hidden" {
            let is_named = tag.has("id") && named.contains(tag.value("id"));
            assert!(in_label || is_named, "no label: {tag:?}");
        }
        if tag.opens("fieldset") {
            assert!(tags[place + 1].opens("legend"), "no legend: {tag:?}");
        }
        if tag.opens("button") || tag.opens("a") {
            let words = tags[place..]
                .iter()
                .take_while(|next| !next.ends(&tag.name))
                .any(|next| !next.text.trim().is_empty());
            assert!(words, "nothing to read: {tag:?}");
        }
    }
}

/// No level of heading is left out.
fn headings(tags: &[Tag]) {
    let mut last = 0;
    for tag in tags {
        let level = match tag.name.as_str() {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ => continue,
        };
        assert!(level <= last + 1, "h{level} after h{last}: {tag:?}");
        last = level;
    }
}
