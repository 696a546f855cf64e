-- The window's tables. Ids are random, days are days since 1970-01-01, digests and locators are hexadecimal.
-- What may stand here in clear is listed in docs/privacy.md, and a test holds the one to the other.

-- What one tracking code opens.
CREATE TABLE conversation (
    id       TEXT NOT NULL PRIMARY KEY,
    locator  TEXT NOT NULL UNIQUE,
    mailbox  TEXT NOT NULL,
    sameness TEXT NOT NULL UNIQUE
);

-- One report at one institution.
CREATE TABLE "case" (
    id           TEXT NOT NULL PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    institution  TEXT NOT NULL,
    received     BIGINT NOT NULL,
    status       TEXT NOT NULL,
    status_day   BIGINT NOT NULL,
    number       BIGINT,
    told         BIGINT NOT NULL DEFAULT 0,
    told_last    TEXT,
    UNIQUE (institution, number)
);
CREATE INDEX case_conversation ON "case" (conversation);

-- One sealed message. `body` is NULL when an object holds the bytes, or when they were erased.
CREATE TABLE envelope (
    id           TEXT NOT NULL PRIMARY KEY,
    case_id      TEXT NOT NULL REFERENCES "case" (id) ON DELETE CASCADE,
    institution  TEXT NOT NULL,
    direction    TEXT NOT NULL,
    step         BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    digest       TEXT NOT NULL,
    place        TEXT NOT NULL,
    body         BYTEA,
    cursor       BIGINT,
    acknowledged BIGINT,
    UNIQUE (institution, cursor)
);
CREATE INDEX envelope_case ON envelope (case_id);
CREATE INDEX envelope_unreleased ON envelope (institution) WHERE cursor IS NULL;
CREATE INDEX envelope_acknowledged ON envelope (acknowledged) WHERE acknowledged IS NOT NULL;

-- What a desk signed for one of its replies.
CREATE TABLE answer (
    envelope  TEXT NOT NULL PRIMARY KEY REFERENCES envelope (id) ON DELETE CASCADE,
    case_id   TEXT NOT NULL REFERENCES "case" (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    previous  TEXT NOT NULL,
    link      TEXT NOT NULL,
    head      TEXT NOT NULL,
    status    TEXT NOT NULL,
    day       BIGINT NOT NULL,
    signature TEXT NOT NULL,
    UNIQUE (case_id, number)
);

-- The last number given to a released envelope and to a case of an institution, and the day its desk last came.
CREATE TABLE queue (
    institution TEXT NOT NULL PRIMARY KEY,
    cursor      BIGINT NOT NULL,
    number      BIGINT NOT NULL,
    pulled      BIGINT
);

-- The last of the fixed hours whose batch was released, in hours since 1970-01-01; one row.
CREATE TABLE batch (
    hour BIGINT NOT NULL PRIMARY KEY
);

-- Counts: never a row per report.
CREATE TABLE tally (
    institution TEXT NOT NULL,
    month       TEXT NOT NULL,
    status      TEXT NOT NULL,
    reports     BIGINT NOT NULL,
    PRIMARY KEY (institution, month, status)
);

-- Mail to be sent: whom to, and which of the fixed texts.
CREATE TABLE outbox (
    id        TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    event     TEXT NOT NULL,
    day       BIGINT NOT NULL
);

-- The day on which a mail that goes once a day was written last.
CREATE TABLE reminder (
    event TEXT NOT NULL PRIMARY KEY,
    day   BIGINT NOT NULL
);
