-- The desk's tables. What a person told is in none of them: it stands in sealed files only.
-- Ids are random, days are days since 1970-01-01, digests are hexadecimal.

-- One report at this institution: where it stands, and where the chain of our answers stands.
CREATE TABLE "case" (
    id         TEXT NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL,
    received   BIGINT NOT NULL,
    status     TEXT NOT NULL,
    status_day BIGINT NOT NULL,
    answers    BIGINT NOT NULL,
    previous   TEXT NOT NULL,
    unread     BIGINT NOT NULL
) WITHOUT ROWID;

-- One sealed message of a case, both ways; the sealed bytes lie in the folder under the envelope's id.
-- `mailbox` is the digest of the recipient that the window listed for it, `alarms` what was found on opening,
-- `told` the number that the holder of the code signed.
CREATE TABLE message (
    envelope     TEXT NOT NULL PRIMARY KEY,
    case_id      TEXT NOT NULL REFERENCES "case" (id) ON DELETE CASCADE,
    position     BIGINT NOT NULL,
    direction    TEXT NOT NULL,
    day          BIGINT NOT NULL,
    step         BIGINT NOT NULL,
    digest       TEXT NOT NULL,
    mailbox      TEXT NOT NULL,
    acknowledged BIGINT NOT NULL,
    checked      BIGINT NOT NULL,
    alarms       TEXT NOT NULL,
    told         BIGINT,
    UNIQUE (case_id, position)
) WITHOUT ROWID;

-- Answers on their way to the window: `sealed` names the file for the mailbox, `answer` is what was signed,
-- `status` and `status_day` where the case stood before it.
CREATE TABLE outbox (
    envelope   TEXT NOT NULL PRIMARY KEY REFERENCES message (envelope) ON DELETE CASCADE,
    case_id    TEXT NOT NULL REFERENCES "case" (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    sealed     TEXT NOT NULL,
    answer     TEXT NOT NULL,
    refused    BIGINT NOT NULL,
    status     TEXT NOT NULL,
    status_day BIGINT NOT NULL
) WITHOUT ROWID;

-- How far the window's queue has been fetched, and the day of the last time.
CREATE TABLE link (
    institution TEXT NOT NULL PRIMARY KEY,
    cursor      BIGINT NOT NULL,
    pulled      BIGINT
) WITHOUT ROWID;

-- Every directory that was ever fetched and verified: what an envelope may say it was sealed under.
CREATE TABLE directory (
    version BIGINT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (version, hash)
) WITHOUT ROWID;

-- What the officers must have seen: a difference between the window and what the desk knows. `subject` is the digest of
-- a directory or the id of an envelope; the last three columns stay empty until an officer explains it.
CREATE TABLE notice (
    matter    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    day       BIGINT NOT NULL,
    officer   TEXT,
    reason    TEXT,
    explained BIGINT,
    PRIMARY KEY (matter, subject)
) WITHOUT ROWID;

-- Who may sign in: the passphrase as an Argon2id hash, the roles as words with a space between, the secret of the second
-- factor sealed under a key of the passphrase, and the last step of thirty seconds whose code was taken.
CREATE TABLE officer (
    name       TEXT NOT NULL PRIMARY KEY,
    passphrase TEXT NOT NULL,
    roles      TEXT NOT NULL,
    disabled   BIGINT NOT NULL,
    factor     BLOB,
    step       BIGINT NOT NULL
) WITHOUT ROWID;

-- Codes that open once in place of the second factor.
CREATE TABLE recovery_code (
    officer TEXT NOT NULL REFERENCES officer (name) ON DELETE CASCADE,
    digest  TEXT NOT NULL,
    PRIMARY KEY (officer, digest)
) WITHOUT ROWID;

-- Who is invited: the digest of what the link holds, for whom, and the last day on which it is good.
CREATE TABLE invitation (
    digest TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    roles  TEXT NOT NULL,
    until  BIGINT NOT NULL
) WITHOUT ROWID;

-- Sessions of officers, sealed under a key that follows from the cookie. `owner` follows from the name and from a key that
-- the process draws when it starts; `began` is the day of the sign-in, `day` that of the last use.
CREATE TABLE session (
    id      TEXT NOT NULL PRIMARY KEY,
    content BLOB NOT NULL,
    owner   TEXT NOT NULL,
    began   BIGINT NOT NULL,
    day     BIGINT NOT NULL
) WITHOUT ROWID;
