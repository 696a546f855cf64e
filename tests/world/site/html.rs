//! As much HTML as a browser without JavaScript needs to fill in forms.

/// A form on a page, as it would be sent now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// Where its own button sends it.
    pub(crate) action: String,
    /// Whether it carries files.
    pub(crate) is_multipart: bool,
    /// Names and values in their order.
    pub(crate) fields: Vec<(String, String)>,
    /// The buttons that send it elsewhere or say something.
    pub(crate) buttons: Vec<Button>,
    /// Names of the fields that could be filled in or ticked.
    pub(crate) controls: Vec<String>,
}

/// A button of a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Button {
    /// Where it sends the form instead.
    pub(crate) action: Option<String>,
    /// What it adds to the fields.
    pub(crate) field: Option<(String, String)>,
}

impl Form {
    /// The value of a field, empty where there is none.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The same form with a field filled in; panics where the page has no such field to fill in.
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        assert!(
            self.controls.iter().any(|known| known == name),
            "the page asks for no {name}, only for {:?}",
            self.controls
        );
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same form with what no page would let a person change changed.
    pub(crate) fn forge(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same form, sent by the button that leads to `action`, with the field `name` if that is not empty.
    pub(crate) fn press(mut self, action: &str, name: &str) -> Self {
        let leads = |button: &&Button| {
            let says = button.field.as_ref().map_or("", |(known, _)| known);
            button.action.as_deref().unwrap_or(&self.action) == action && says == name
        };
        let button = self.buttons.iter().find(leads).cloned();
        let button = button.unwrap_or_else(|| panic!("no button to {action} in {:?}", self.buttons));
        self.fields.extend(button.field);
        action.clone_into(&mut self.action);
        self.is_multipart = false;
        self
    }
}

/// The forms of a page, in their order.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, following) = after.split_once('>').unwrap_or((after, ""));
        let text = following.split('<').next().unwrap_or_default();
        reader.take(&Tag::parse(tag), text);
        rest = following;
    }
    reader.done
}

/// The texts between `open` and `close`, without tags and as people read them.
pub(crate) fn texts(html: &str, open: &str, close: &str) -> Vec<String> {
    let pieces = html.split(open).skip(1);
    pieces
        .map(|piece| plain(piece.split(close).next().unwrap_or_default()))
        .collect()
}

/// Text without tags, as people read it.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    for (place, piece) in html.split('<').enumerate() {
        let said = match (place, piece.split_once('>')) {
            (0, _) => piece,
            (_, Some((_tag, said))) => said,
            (_, None) => "",
        };
        text.push_str(said);
    }
    unescape(&text).trim().to_owned()
}

fn unescape(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    let replaced = |text: String, (entity, letter): (&str, &str)| text.replace(entity, letter);
    entities.into_iter().fold(text.to_owned(), replaced)
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn parse(inside: &str) -> Self {
        let (name, mut rest) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"').unwrap(),
                None => ("", after),
            };
            assert!(!after.starts_with('='), "an attribute without quotes: {inside}");
            attributes.push((attribute.to_owned(), unescape(value)));
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        Self {
            name: name.to_owned(),
            attributes,
        }
    }

    fn find(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }

    fn get(&self, name: &str) -> String {
        self.find(name).unwrap_or_default()
    }
}

#[derive(Default)]
struct Reader {
    done: Vec<Form>,
    inside: bool,
    select: Option<String>,
}

impl Reader {
    fn take(&mut self, tag: &Tag, text: &str) {
        match tag.name.as_str() {
            "form" => {
                self.inside = true;
                self.done.push(Form {
                    action: tag.get("action"),
                    is_multipart: tag.get("enctype") == "multipart/form-data",
                    ..Form::default()
                });
            }
            "/form" => self.inside = false,
            _ if !self.inside => {}
            "select" => self.select = Some(tag.get("name")),
            "/select" => self.select = None,
            _ => self.control(tag, text),
        }
    }

    fn control(&mut self, tag: &Tag, text: &str) {
        let form = self.done.last_mut().unwrap();
        let (name, value) = (tag.get("name"), tag.get("value"));
        match tag.name.as_str() {
            "input" if tag.get("type") == "hidden" => form.fields.push((name, value)),
            "input" => {
                let is_choice = ["radio", "checkbox"].contains(&tag.get("type").as_str());
                let is_sent = !is_choice || tag.find("checked").is_some();
                form.controls.push(name.clone());
                if is_sent && tag.get("type") != "file" {
                    form.fields.push((name, value));
                }
            }
            "textarea" => {
                form.controls.push(name.clone());
                let text = text.strip_prefix('\n').unwrap_or(text);
                form.fields.push((name, unescape(text)));
            }
            "option" => {
                let name = self.select.clone().unwrap();
                form.controls.push(name.clone());
                if tag.find("selected").is_some() {
                    form.fields.push((name, value));
                }
            }
            "button" => form.buttons.push(Button {
                action: tag.find("formaction"),
                field: tag.find("name").map(|name| (name, value)),
            }),
            _ => {}
        }
    }
}
