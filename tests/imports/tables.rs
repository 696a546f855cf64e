//! The tables of the walls.

/// What a module may use of ours beside itself. Whatever stands below it in the layers is not in its list.
pub(super) struct Layer {
    /// The module; the most precise line counts.
    pub(super) module: &'static str,
    pub(super) may: &'static [&'static str],
    /// What it may not, although it lies below something it may.
    pub(super) never: &'static [&'static str],
}

const fn layer(module: &'static str, may: &'static [&'static str]) -> Layer {
    Layer {
        module,
        may,
        never: &[],
    }
}

/// From the ground up; the macro `on` is the store's.
pub(super) const LAYERS: &[Layer] = &[
    // Ground: they know no noun.
    layer("clock", &[]),
    layer("random", &[]),
    layer("stack", &[]),
    layer("text", &["clock"]),
    layer("store", &["clock", "on"]),
    layer("web", &["random", "stack", "text"]),
    layer("duties", &["stack", "web::serve"]),
    layer("given", &["store"]),
    // 1: how it is unreadable to us, which code, what is where and who is competent, as data.
    layer("seal", &["random"]),
    layer("tracking", &["given", "random", "stack"]),
    layer("signing", &["clock"]),
    layer("catalogue", &["clock", "signing", "text"]),
    // 2: what was said, who may receive.
    layer("report", &["catalogue", "text", "web::Limits"]),
    layer("institution", &["catalogue", "clock", "seal", "signing"]),
    layer(
        "institution::pages",
        &["catalogue", "clock", "institution", "seal", "text", "web"],
    ),
    // 3: who gets it, where it stands, what a desk signs. Both programs use the signed forms, so they stand in
    // a file of the inbox that uses nothing of the inbox, and counts as a module of this layer.
    layer("inbox::signature", &["case", "clock", "random", "seal::Digest"]),
    layer("competence", &["catalogue", "clock", "institution"]),
    layer(
        "case",
        &[
            "catalogue::Calendar",
            "clock",
            "inbox::signature",
            "institution::Clocks",
            "on",
            "random",
            "seal",
            "store",
        ],
    ),
    // 4: what is answered, who hears, what goes, how many.
    layer(
        "conversation",
        &[
            "case",
            "catalogue::Calendar",
            "clock",
            "duties",
            "inbox::signature",
            "institution",
            "on",
            "random",
            "seal",
            "stack",
            "store",
            "text",
            "tracking",
            "web",
        ],
    ),
    layer("notify", &["clock", "on", "random", "store", "text"]),
    Layer {
        module: "retention",
        may: &["case", "clock", "on", "store"],
        never: ENVELOPES,
    },
    Layer {
        module: "statistics",
        may: &[
            "case",
            "clock",
            "institution",
            "on",
            "random",
            "store",
            "text",
            "web",
        ],
        never: ENVELOPES,
    },
    // 5: how it comes in, what waits.
    layer(
        "intake",
        &[
            "case",
            "catalogue",
            "clock",
            "competence",
            "conversation",
            "duties",
            "institution",
            "random",
            "report",
            "seal",
            "statistics::store",
            "store",
            "text",
            "tracking",
            "web",
        ],
    ),
    layer(
        "inbox",
        &[
            "case",
            "clock",
            "institution",
            "on",
            "random",
            "seal",
            "statistics::store",
            "store",
        ],
    ),
    // 6: rules and ground, none of the window's rows or pages; the inbox only as what travels over HTTP.
    Layer {
        module: "desk",
        may: &[
            "case",
            "catalogue",
            "clock",
            "duties",
            "given",
            "inbox::Acknowledgement",
            "inbox::Item",
            "inbox::Page",
            "inbox::Standing",
            "inbox::signature",
            "institution",
            "on",
            "random",
            "report",
            "seal",
            "stack",
            "store",
            "text",
            "web",
        ],
        never: &[
            "case::deposit",
            "case::sending",
            "case::store",
            "institution::publish",
        ],
    },
    // The rim. The window never uses the desk.
    layer("config", &["given", "notify", "store"]),
    layer(
        "window",
        &[
            "case",
            "catalogue",
            "clock",
            "config",
            "conversation",
            "duties",
            "given",
            "inbox",
            "institution",
            "intake",
            "notify",
            "random",
            "retention",
            "signing",
            "statistics",
            "store",
            "text",
            "tracking",
            "web",
        ],
    ),
    layer(
        "command",
        &[
            "catalogue",
            "clock",
            "config",
            "desk",
            "duties",
            "given",
            "inbox",
            "institution",
            "random",
            "seal",
            "signing",
            "store",
            "text",
            "tracking",
            "web",
            "window",
        ],
    ),
];

/// An envelope on its way in: those who count and erase know only rows.
const ENVELOPES: &[&str] = &["case::deposit", "case::sending"];

/// Where a crate or a right has its place. A pattern that ends in `/` is a folder; `*` is one name.
pub(super) struct Right {
    pub(super) path: &'static str,
    pub(super) places: &'static [&'static str],
}

const fn right(path: &'static str, places: &'static [&'static str]) -> Right {
    Right { path, places }
}

pub(super) const RIGHTS: &[Right] = &[
    // Rows: in files named store, and the mail that waits, which is nothing but a table.
    right(
        "sqlx",
        &[
            "src/store/",
            "src/*/store.rs",
            "src/*/store/",
            "src/notify/outbox.rs",
        ],
    ),
    right("object_store", &["src/store/"]),
    right("lettre", &["src/notify/mailer.rs"]),
    // Requests: in pages, and in what the desk link and the public files are answered with.
    right("axum", PAGES),
    right("askama", VIEWS),
    right("tower_sessions", SESSIONS),
    // The seal is the only user of age, and one file of it the only one that opens.
    right("age", &["src/seal/"]),
    right("age_core", &["src/seal/"]),
    right("age::Decryptor", &["src/seal/open.rs"]),
    right("age::Encryptor", &["src/seal/protect.rs"]),
    right("age::scrypt", &["src/seal/protect.rs"]),
    // Who opens: the desk its institution's, the return visit the replies to its code, an auditor by hand.
    right("crate::seal::open", OPENERS),
    right("crate::seal::Opened", OPENERS),
    right(
        "crate::seal::open_identity_block",
        &["src/seal/", "src/command/envelope/"],
    ),
    right(
        "crate::seal::unprotect",
        &["src/seal/", "src/desk/keyring.rs", "src/command/envelope/"],
    ),
    // Sealed bytes that are not ours come in at one place, after their header was read.
    right("crate::seal::SealedBytes::received", &["src/inbox/answer.rs"]),
    right("std::fs", FILES),
    right("tokio::fs", &["src/desk/link/", "src/desk/shelf/"]),
    right("clap", &["src/command/"]),
    right("anyhow", &["src/command/"]),
    right("std::env::var", &["src/given/mod.rs"]),
];

const PAGES: &[&str] = &[
    "src/web/",
    "src/window/",
    "src/*/pages.rs",
    "src/*/pages/",
    "src/conversation/entering.rs",
    "src/conversation/fault.rs",
    "src/conversation/writing.rs",
    "src/inbox/answer.rs",
    "src/inbox/api.rs",
    "src/inbox/entry.rs",
    "src/institution/publish.rs",
    "src/intake/submit.rs",
    "src/intake/welcome.rs",
    "src/statistics/open_data.rs",
];

const VIEWS: &[&str] = &[
    "src/web/",
    "src/*/pages.rs",
    "src/*/pages/",
    "src/conversation/afterwards.rs",
    "src/conversation/code_page.rs",
    "src/conversation/case_view.rs",
    "src/conversation/views.rs",
    "src/intake/acts.rs",
    "src/intake/nobody.rs",
    "src/intake/reader.rs",
    "src/intake/receipt_pages.rs",
    "src/intake/review.rs",
    "src/intake/steps.rs",
    "src/intake/story.rs",
    "src/intake/welcome.rs",
];

const SESSIONS: &[&str] = &[
    "src/*/pages.rs",
    "src/*/pages/",
    "src/*/session.rs",
    "src/conversation/entering.rs",
    "src/conversation/writing.rs",
    "src/intake/welcome.rs",
];

const OPENERS: &[&str] = &[
    "src/seal/",
    "src/command/envelope/",
    "src/conversation/reply.rs",
    "src/desk/notes/",
    "src/desk/open.rs",
    "src/desk/pages/attachment.rs",
];

/// The file system belongs to those whose work is a file; rules get bytes.
const FILES: &[&str] = &[
    // Objects, sealed files, and their random access.
    "src/store/blobs/",
    "src/catalogue/files.rs",
    "src/conversation/reply.rs",
    "src/desk/open.rs",
    "src/desk/shelf/",
    // Keys and secrets, each a file of its own; the record that lies outside the database on purpose.
    "src/desk/clocks.rs",
    "src/desk/enrol.rs",
    "src/desk/history/head.rs",
    "src/desk/keyring.rs",
    "src/desk/link/",
    "src/signing/seen.rs",
    "src/tracking/secrets.rs",
    // From a configuration to a program.
    "src/command/",
    "src/given/",
    "src/desk/mod.rs",
    "src/window/open.rs",
    "src/window/sources.rs",
];

/// A file that does what its place does not allow, and why that stands.
pub(super) struct Exception {
    pub(super) file: &'static str,
    pub(super) path: &'static str,
    pub(super) reason: &'static str,
}

pub(super) const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "src/desk/pages/attachment.rs",
        path: "std::fs",
        reason: "names the type of the opened envelope that it copies from, and opens no path itself",
    },
    Exception {
        file: "src/retention/mod.rs",
        path: "sqlx",
        reason: "three statements are the whole of it; they move to a store.rs with the next one",
    },
];
