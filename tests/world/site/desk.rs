//! An institution's program at the desk link: signs, fetches, acknowledges, opens and answers.

use std::io::Cursor;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use uuid::Uuid;
use ventanilla::case::PublicStatus;
use ventanilla::clock::{Clock as _, Day};
use ventanilla::inbox::signature::{self, Answer, DeskKey, SignedAnswer};
use ventanilla::inbox::{Item, Page, Standing};
use ventanilla::seal::{
    Contents, Digest, Direction, DirectoryStamp, Extension, IdentityBlock, Opened, Recipient, Recipients,
    Sealer, StatusChange, check_sealed, open,
};

use super::Site;
use super::institutions::Member;

/// The program of one institution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Desk<'a> {
    site: &'a Site,
    id: &'static str,
}

/// One request, to be changed before it is signed and sent.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The method.
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) path: String,
    /// The body.
    pub(crate) body: Bytes,
    /// Headers beside the signature's.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The day it says.
    pub(crate) day: Day,
    /// The nonce.
    pub(crate) nonce: String,
    /// The institution it says it is of.
    pub(crate) institution: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

impl Answered {
    /// The short code of a refusal.
    pub(crate) fn error(&self) -> String {
        let said: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        said["error"].as_str().unwrap().to_owned()
    }

    /// Panics unless the status is this one.
    pub(crate) fn must_be(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

/// What an officer answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Says<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// The fine status and its reason.
    pub(crate) change: Option<(&'a str, &'a str)>,
    /// Files.
    pub(crate) files: Vec<Vec<u8>>,
}

/// An answer that is sealed and signed, to be sent as it is or changed before.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    /// The record and its signature.
    pub(crate) signed: SignedAnswer,
    /// The envelope.
    pub(crate) sealed: Bytes,
}

/// A report as the desk reads it.
pub(crate) type Report = Opened<Cursor<Bytes>>;

impl<'a> Desk<'a> {
    pub(super) const fn new(site: &'a Site, id: &'static str) -> Self {
        Self { site, id }
    }

    fn member(&self) -> &'a Member {
        self.site.institutions.find(self.id)
    }

    /// A request of this institution.
    pub(crate) fn call(&self, method: Method, path: &str, body: impl Into<Bytes>) -> Call {
        Call {
            method,
            path: path.to_owned(),
            body: body.into(),
            headers: Vec::new(),
            day: self.site.clock.today(),
            nonce: self.site.nonce(),
            institution: self.id.to_owned(),
        }
    }

    /// Signs a request with the institution's key and sends it.
    pub(crate) async fn send(&self, call: &Call) -> Answered {
        self.send_signed_by(call, &self.member().key).await
    }

    /// Signs a request with whatever key and sends it.
    pub(crate) async fn send_signed_by(&self, call: &Call, key: &DeskKey) -> Answered {
        let request = signature::Request {
            institution: call.institution.clone(),
            method: call.method.to_string(),
            path: call.path.clone(),
            digest: signature::digest(&call.body),
            day: call.day,
            nonce: call.nonce.clone(),
        };
        let signature = request.sign(key);
        self.send_as(call, &request, &signature).await
    }

    /// Sends a request with these words of a signature.
    pub(crate) async fn send_as(&self, call: &Call, signed: &signature::Request, by: &str) -> Answered {
        let mut request = Request::builder()
            .method(&call.method)
            .uri(&call.path)
            .header(signature::INSTITUTION, &signed.institution)
            .header(signature::DAY, signed.day.to_string())
            .header(signature::NONCE, &signed.nonce)
            .header(signature::DIGEST, &signed.digest)
            .header(signature::SIGNATURE, by);
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        self.exchange(request.body(Body::from(call.body.clone())).unwrap())
            .await
    }

    /// Sends a request as it is.
    pub(crate) async fn exchange(&self, request: Request<Body>) -> Answered {
        let (head, body) = self.site.router().oneshot(request).await.unwrap().into_parts();
        assert!(!head.headers.contains_key("server"), "the server names itself");
        assert!(!head.headers.contains_key("set-cookie"), "a cookie for a desk");
        assert_eq!(head.headers["cache-control"], "no-store");
        Answered {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// The queue behind a cursor.
    pub(crate) async fn list(&self, after: u64, limit: u32) -> Page {
        let path = format!("/api/v1/inbox?after={after}&limit={limit}");
        let answered = self.send(&self.call(Method::GET, &path, "")).await;
        serde_json::from_slice(&answered.must_be(StatusCode::OK).body).unwrap()
    }

    /// The whole queue.
    pub(crate) async fn queue(&self) -> Vec<Item> {
        self.list(0, 1000).await.items
    }

    /// The bytes of an envelope.
    pub(crate) async fn fetch(&self, envelope: Uuid) -> Bytes {
        let path = format!("/api/v1/envelopes/{envelope}");
        let answered = self.send(&self.call(Method::GET, &path, "")).await;
        answered.must_be(StatusCode::OK).body
    }

    /// Says that the bytes with this digest are on the desk's disk.
    pub(crate) async fn acknowledge(&self, envelope: Uuid, digest: &str) -> Answered {
        let path = format!("/api/v1/envelopes/{envelope}/acknowledgement");
        let body = serde_json::json!({ "digest": digest }).to_string();
        self.send(&self.call(Method::POST, &path, body)).await
    }

    /// Where the answers of a case stand.
    pub(crate) async fn standing(&self, case: Uuid) -> Standing {
        let path = format!("/api/v1/cases/{case}");
        let answered = self.send(&self.call(Method::GET, &path, "")).await;
        serde_json::from_slice(&answered.must_be(StatusCode::OK).body).unwrap()
    }

    /// Opens an envelope with the intake identity, and holds its digest against the queue's.
    pub(crate) async fn read(&self, item: &Item) -> Report {
        let bytes = self.fetch(item.envelope).await;
        assert_eq!(signature::digest(&bytes), item.digest);
        open(Cursor::new(bytes), std::slice::from_ref(&self.member().intake)).unwrap()
    }

    /// Opens everything in the queue.
    pub(crate) async fn read_all(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        for item in self.queue().await {
            reports.push(self.read(&item).await);
        }
        reports
    }

    /// Seals an answer to the mailbox found inside the envelope and signs it as the next of the case.
    pub(crate) async fn prepare(&self, item: &Item, status: PublicStatus, says: &Says<'_>) -> Ready {
        let mailbox = self.read(item).await.contents().mailbox.clone();
        let standing = self.standing(item.case).await;
        self.seal(item.case, &mailbox, &standing, status, says)
    }

    /// Seals and signs an answer at a place of the chain.
    pub(crate) fn seal(
        &self,
        case: Uuid,
        mailbox: &Recipient,
        standing: &Standing,
        status: PublicStatus,
        says: &Says<'_>,
    ) -> Ready {
        let number = standing.number + 1;
        let sealed = self.envelope(case, mailbox, number, says);
        let answer = Answer {
            case,
            institution: self.id.to_owned(),
            mailbox: signature::digest(mailbox.to_string().as_bytes()),
            number,
            previous: standing.previous.clone(),
            digest: signature::digest(&sealed),
            head: check_sealed(&sealed).unwrap().digest(),
            status,
            day: self.site.clock.today(),
        };
        let signature = answer.sign(&self.member().key);
        Ready {
            signed: SignedAnswer { answer, signature },
            sealed,
        }
    }

    /// The sealed bytes of an answer. Whoever knows the mailbox can make them; only the desk can sign them.
    pub(crate) fn envelope(&self, case: Uuid, mailbox: &Recipient, number: u64, says: &Says<'_>) -> Bytes {
        let window = self.site.in_force.window();
        let directory = &window.published.directory;
        let recipients = Recipients::new(vec![mailbox.clone()]).unwrap();
        let mut sealer = Sealer::begin(&recipients).unwrap();
        let mut files = Vec::new();
        for file in &says.files {
            sealer.begin_file(Extension::recognise(file)).unwrap();
            sealer.write(file).unwrap();
            files.push(sealer.end_file().unwrap());
        }
        let contents = Contents {
            case: Some(case),
            number: Some(number),
            status: says.change.map(|(status, reason)| StatusChange {
                status: status.to_owned(),
                cause: None,
                reason: reason.to_owned(),
            }),
            files,
            ..Contents::new(
                Direction::Reply,
                self.id.to_owned(),
                DirectoryStamp {
                    version: directory.version(),
                    hash: Digest::from_bytes(directory.hash()),
                },
                mailbox.clone(),
                says.text.to_owned(),
            )
        };
        let finished = sealer.finish(&contents, IdentityBlock::Dummy, says.text).unwrap();
        finished.rest.into_bytes()
    }

    /// Sends an answer.
    pub(crate) async fn answer(&self, ready: &Ready) -> Answered {
        let path = format!("/api/v1/cases/{}/answers", ready.signed.answer.case);
        let mut call = self.call(Method::POST, &path, ready.sealed.clone());
        call.headers
            .push((signature::ANSWER, ready.signed.to_header().unwrap()));
        self.send(&call).await
    }

    /// Sends an answer whose body comes as it comes.
    pub(crate) async fn answer_by(&self, ready: &Ready, body: Body) -> Answered {
        let path = format!("/api/v1/cases/{}/answers", ready.signed.answer.case);
        let signed = signature::Request {
            institution: self.id.to_owned(),
            method: "POST".to_owned(),
            path: path.clone(),
            digest: ready.signed.answer.digest.clone(),
            day: self.site.clock.today(),
            nonce: self.site.nonce(),
        };
        let request = Request::post(&path)
            .header(signature::INSTITUTION, &signed.institution)
            .header(signature::DAY, signed.day.to_string())
            .header(signature::NONCE, &signed.nonce)
            .header(signature::DIGEST, &signed.digest)
            .header(signature::SIGNATURE, signed.sign(&self.member().key))
            .header(signature::ANSWER, ready.signed.to_header().unwrap());
        self.exchange(request.body(body).unwrap()).await
    }

    /// Signs a changed record again, with the institution's key.
    pub(crate) fn sign_again(&self, ready: &mut Ready) {
        ready.signed.signature = ready.signed.answer.sign(&self.member().key);
    }
}
