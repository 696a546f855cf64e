//! A row of a reply, and what it says of the one before it.

use uuid::Uuid;

use crate::case::store::{Case, inconsistent};
use crate::clock::Day;
use crate::inbox::signature::{Answer, SignedAnswer, digest};
use crate::store::StoreError;

/// A reply as its rows tell of it. Nothing of it is verified yet.
#[derive(Clone, Debug)]
pub struct ReplyRow {
    /// Its envelope.
    pub envelope: Uuid,
    /// What the desk signed for it.
    pub signed: SignedAnswer,
    /// What the one before it is called in the chain, by all that stands of it; nothing where none is there.
    pub before: Option<String>,
}

/// An envelope with its day and digest, then what was signed for it, and what stands of the one before it.
pub(super) type Row = (
    String,
    String,
    i64,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<String>,
);

/// The reply that a row tells of, where it tells of one.
pub(super) fn reply(row: Row, case: &Case, mailbox: &str) -> Result<Option<ReplyRow>, StoreError> {
    let (envelope, _direction, _day, sealed, number, signature, previous, head, status, day, ..) = row;
    let (.., previous_before, head_before, status_before, day_before, sealed_before) = row;
    let Some((number, signature)) = number.zip(signature) else {
        return Ok(None);
    };
    let number = number.unsigned_abs();
    let signed = Signed::of(previous, head, status, day, Some(sealed));
    let Some(signed) = signed else { return Ok(None) };
    let before = Signed::of(
        previous_before,
        head_before,
        status_before,
        day_before,
        sealed_before,
    );
    let before = before.map(|before| before.answer(case, mailbox, number.saturating_sub(1)));
    let envelope = envelope
        .parse()
        .map_err(|_not_a_uuid| inconsistent("answer", "envelope"))?;
    Ok(Some(ReplyRow {
        envelope,
        signed: SignedAnswer {
            answer: signed.answer(case, mailbox, number)?,
            signature,
        },
        // Its own column `link` is no proof: whoever takes the envelope away can leave that standing.
        before: before.transpose()?.map(|before| before.link()),
    }))
}

/// What the columns hold of a signed answer.
struct Signed {
    previous: String,
    head: String,
    status: String,
    day: i64,
    sealed: String,
}

impl Signed {
    fn of(
        previous: Option<String>,
        head: Option<String>,
        status: Option<String>,
        day: Option<i64>,
        sealed: Option<String>,
    ) -> Option<Self> {
        Some(Self {
            previous: previous?,
            head: head?,
            status: status?,
            day: day?,
            sealed: sealed?,
        })
    }

    /// The answer that they say was signed at this place of a case.
    fn answer(self, case: &Case, mailbox: &str, number: u64) -> Result<Answer, StoreError> {
        let head = self.head.parse();
        let status = self.status.parse();
        Ok(Answer {
            case: case.id.0,
            institution: case.institution.clone(),
            mailbox: digest(mailbox.as_bytes()),
            number,
            previous: self.previous,
            digest: self.sealed,
            head: head.map_err(|_not_a_digest| inconsistent("answer", "head"))?,
            status: status.map_err(|_unknown_word| inconsistent("answer", "status"))?,
            day: Day::from_number(self.day),
        })
    }
}
