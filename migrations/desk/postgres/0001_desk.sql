-- The desk's tables. What a person told is in none of them: it stands in sealed files only.
-- Ids are random, days are days since 1970-01-01, digests are hexadecimal.

-- One report at this institution: where it stands, and where the chain of our answers stands. The last four follow from
-- its messages: whether one has an alarm, the largest size step, and the clock that counts now (`acknowledge`, `answer` or
-- `close`, empty where none does) with its last day, which is NULL while it waits for the person.
CREATE TABLE "case" (
    id         TEXT NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL,
    received   BIGINT NOT NULL,
    status     TEXT NOT NULL,
    status_day BIGINT NOT NULL,
    answers    BIGINT NOT NULL,
    previous   TEXT NOT NULL,
    unread     BIGINT NOT NULL,
    alarm      BIGINT NOT NULL,
    step       BIGINT NOT NULL,
    clock      TEXT NOT NULL,
    due        BIGINT
);

-- The list is asked for in three orders and filtered by what else stands in these.
CREATE INDEX case_by_due ON "case" (due, number, received, status, clock, unread, alarm, step);
CREATE INDEX case_by_number ON "case" (number, received, status, clock, due, unread, alarm, step);
CREATE INDEX case_by_day ON "case" (received, number, status, clock, due, unread, alarm, step);

-- One sealed message of a case, both ways; the sealed bytes lie in the folder under the envelope's id.
-- `mailbox` is the digest of the recipient that the window listed for it, `alarms` what was found on opening,
-- `told` the number that the holder of the code signed, `clock` what an answer of ours does to the clocks.
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
    clock        TEXT NOT NULL,
    UNIQUE (case_id, position)
);

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
);

-- What officers write beside a case for each other, sealed to the institution's own recipients; rows are never changed.
-- `digest` is that of the sealed bytes, and the history names it as what its line is about.
CREATE TABLE note (
    id      TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES "case" (id) ON DELETE CASCADE,
    day     BIGINT NOT NULL,
    officer TEXT NOT NULL,
    digest  TEXT NOT NULL,
    sealed  BYTEA NOT NULL
);

CREATE INDEX note_by_case ON note (case_id);

CREATE FUNCTION note_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'notes are added and never changed'; END $$;

CREATE TRIGGER note_is_kept BEFORE UPDATE ON note
FOR EACH STATEMENT EXECUTE FUNCTION note_is_kept();

-- How far the window's queue has been fetched, and the day of the last time.
CREATE TABLE link (
    institution TEXT NOT NULL PRIMARY KEY,
    cursor      BIGINT NOT NULL,
    pulled      BIGINT
);

-- What the directory last verified says that the institution has committed itself to, in working days, and the digest of the
-- rule by which the last days of all cases were counted.
CREATE TABLE promise (
    institution TEXT NOT NULL PRIMARY KEY,
    acknowledge BIGINT NOT NULL,
    answer      BIGINT NOT NULL,
    close       BIGINT NOT NULL,
    counted     TEXT NOT NULL
);

-- Every directory that was ever fetched and verified: what an envelope may say it was sealed under.
CREATE TABLE directory (
    version BIGINT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (version, hash)
);

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
);

-- Who may sign in: the passphrase as an Argon2id hash, the roles as words with a space between, the secret of the second
-- factor sealed under a key of the passphrase, and the last step of thirty seconds whose code was taken.
CREATE TABLE officer (
    name       TEXT NOT NULL PRIMARY KEY,
    passphrase TEXT NOT NULL,
    roles      TEXT NOT NULL,
    disabled   BIGINT NOT NULL,
    factor     BYTEA,
    step       BIGINT NOT NULL
);

-- Codes that open once in place of the second factor.
CREATE TABLE recovery_code (
    officer TEXT NOT NULL REFERENCES officer (name) ON DELETE CASCADE,
    digest  TEXT NOT NULL,
    PRIMARY KEY (officer, digest)
);

-- Who is invited: the digest of what the link holds, for whom, and the last day on which it is good.
CREATE TABLE invitation (
    digest TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    roles  TEXT NOT NULL,
    until  BIGINT NOT NULL
);

-- Sessions of officers, sealed under a key that follows from the cookie. `owner` follows from the name and from a key that
-- the process draws when it starts; `began` is the day of the sign-in, `day` that of the last use.
CREATE TABLE session (
    id      TEXT NOT NULL PRIMARY KEY,
    content BYTEA NOT NULL,
    owner   TEXT NOT NULL,
    began   BIGINT NOT NULL,
    day     BIGINT NOT NULL
);

-- What was done at the desk and by whom, in a chain; rows are added and never changed. `minute` counts from 1970-01-01,
-- `about` is a word of ours, a number, a digest of sealed bytes or the name of an account, `case_id` stays when the case is erased.
CREATE TABLE history (
    number        BIGINT NOT NULL PRIMARY KEY,
    minute        BIGINT NOT NULL,
    officer       TEXT NOT NULL,
    act           TEXT NOT NULL,
    case_id       TEXT,
    about         TEXT NOT NULL,
    previous      TEXT NOT NULL,
    case_previous TEXT NOT NULL,
    digest        TEXT NOT NULL,
    signature     TEXT NOT NULL
);

CREATE INDEX history_by_case ON history (case_id, number);

CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of the history are added and never changed'; END $$;

CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept();
