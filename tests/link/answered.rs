//! A desk's answer at the window: what can be told without its body is told before that is read, and nothing that a row
//! names is deleted.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use http::StatusCode;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::oneshot;
use ventanilla::case::PublicStatus;
use ventanilla::inbox::Item;

use crate::world::site::desk::{Ready, Says};
use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::wire::Cut;

on_both_engines!(
    what_an_answer_says_of_itself_is_checked_before_its_body_is_read,
    an_institution_sends_one_answer_at_a_time_and_keeps_no_other_waiting,
    a_case_counts_once_for_each_status_it_comes_to_and_never_goes_back_to_registrada,
    files_of_answers_are_refused_beyond_their_room_and_words_are_not,
);

/// A body of an announced length that panics when it is read, or waits to be let through.
struct Waiting {
    bytes: Option<Bytes>,
    go: Option<oneshot::Receiver<()>>,
    /// Told when the body is asked for.
    asked: Option<oneshot::Sender<()>>,
}

impl Waiting {
    fn unread(bytes: &Bytes) -> Body {
        Body::new(Self {
            bytes: Some(bytes.clone()),
            go: None,
            asked: None,
        })
    }

    fn until(bytes: &Bytes, go: oneshot::Receiver<()>, asked: oneshot::Sender<()>) -> Body {
        Body::new(Self {
            bytes: Some(bytes.clone()),
            go: Some(go),
            asked: Some(asked),
        })
    }
}

impl HttpBody for Waiting {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(asked) = self.asked.take() {
            asked.send(()).unwrap();
        }
        let go = self.go.as_mut().expect("the body was read");
        if Pin::new(go).poll(context).is_pending() {
            return Poll::Pending;
        }
        let (_open, done) = oneshot::channel();
        self.go = Some(done);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

async fn filed(site: &Site) -> Item {
    site.reporter().report(&Told::crime("Algo pasó.")).await;
    site.release().await;
    site.desk(PROSECUTOR).queue().await.pop().unwrap()
}

async fn prepared(site: &Site, item: &Item, status: PublicStatus, file: usize) -> Ready {
    let files = if file == 0 {
        Vec::new()
    } else {
        vec![vec![7; file]]
    };
    let says = Says {
        text: "Una respuesta.",
        files,
        ..Says::default()
    };
    site.desk(PROSECUTOR).prepare(item, status, &says).await
}

async fn what_an_answer_says_of_itself_is_checked_before_its_body_is_read(engine: Engine) {
    let site = Site::new(engine).await;
    let item = filed(&site).await;
    let desk = site.desk(PROSECUTOR);
    let first = prepared(&site, &item, PublicStatus::Proceso, 300_000).await;
    let unread = async |ready: &Ready| desk.answer_by(ready, Waiting::unread(&ready.sealed)).await;
    for number in [0, 2, 7] {
        let mut other = first.clone();
        other.signed.answer.number = number;
        desk.sign_again(&mut other);
        let refused = unread(&other).await.must_be(StatusCode::CONFLICT);
        assert_eq!(refused.error(), "turn", "{number}");
    }
    let mut late = first.clone();
    late.signed.answer.day = late.signed.answer.day.plus(-2);
    desk.sign_again(&mut late);
    unread(&late).await.must_be(StatusCode::FORBIDDEN);
    desk.answer(&first).await.must_be(StatusCode::CREATED);
    // It is there: the same again is not read either.
    unread(&first).await.must_be(StatusCode::OK);
    assert_eq!(site.objects().len(), 1);
}

async fn an_institution_sends_one_answer_at_a_time_and_keeps_no_other_waiting(engine: Engine) {
    let site = Site::new(engine).await;
    let item = filed(&site).await;
    site.reporter().report(&Told::offence("Otra cosa.")).await;
    site.release().await;
    let (desk, other) = (site.desk(PROSECUTOR), site.desk(COMPTROLLER));
    let first = prepared(&site, &item, PublicStatus::Proceso, 0).await;
    let (go, gone) = oneshot::channel();
    let (asked, begun) = oneshot::channel();
    let slow = desk.answer_by(&first, Waiting::until(&first.sealed, gone, asked));
    let meanwhile = async {
        begun.await.unwrap();
        let busy = desk.answer(&first).await.must_be(StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.error(), "busy");
        let theirs = other.queue().await.pop().unwrap();
        let says = Says {
            text: "De otra institución.",
            ..Says::default()
        };
        let ready = other.prepare(&theirs, PublicStatus::Proceso, &says).await;
        other.answer(&ready).await.must_be(StatusCode::CREATED);
        go.send(()).unwrap();
    };
    let (answered, ()) = tokio::join!(slow, meanwhile);
    answered.must_be(StatusCode::CREATED);
    let second = prepared(&site, &item, PublicStatus::Proceso, 0).await;
    desk.answer(&second).await.must_be(StatusCode::CREATED);
}

async fn a_case_counts_once_for_each_status_it_comes_to_and_never_goes_back_to_registrada(engine: Engine) {
    let site = Site::new(engine).await;
    let item = filed(&site).await;
    let desk = site.desk(PROSECUTOR);
    // Words alone change nothing.
    let words = prepared(&site, &item, PublicStatus::Registrada, 0).await;
    desk.answer(&words).await.must_be(StatusCode::CREATED);
    for status in [
        PublicStatus::Proceso,
        PublicStatus::Atendida,
        PublicStatus::Proceso,
        PublicStatus::Atendida,
    ] {
        let ready = prepared(&site, &item, status, 0).await;
        desk.answer(&ready).await.must_be(StatusCode::CREATED);
    }
    let back = prepared(&site, &item, PublicStatus::Registrada, 0).await;
    let refused = desk.answer(&back).await.must_be(StatusCode::CONFLICT);
    assert_eq!(refused.error(), "status");
    let counts = "SELECT status || ' ' || CAST(reports AS TEXT) FROM tally ORDER BY status";
    let counted = site.ask(counts).await;
    assert_eq!(counted, ["ATENDIDA 1", "PROCESO 1", "REGISTRADA 1"]);
}

async fn files_of_answers_are_refused_beyond_their_room_and_words_are_not(engine: Engine) {
    let site = Plan::new(engine)
        .with("[limits]\nanswers_bytes = 1000000\n")
        .open()
        .await;
    let item = filed(&site).await;
    let desk = site.desk(PROSECUTOR);
    let first = prepared(&site, &item, PublicStatus::Proceso, 300_000).await;
    desk.answer(&first).await.must_be(StatusCode::CREATED);
    let second = prepared(&site, &item, PublicStatus::Proceso, 300_000).await;
    let refused = desk.answer_by(&second, Waiting::unread(&second.sealed)).await;
    assert_eq!(refused.must_be(StatusCode::PAYLOAD_TOO_LARGE).error(), "quota");
    assert_eq!(site.objects().len(), 1);
    let words = prepared(&site, &item, PublicStatus::Proceso, 0).await;
    desk.answer(&words).await.must_be(StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_whose_commit_was_answered_to_nobody_keeps_its_object() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let item = filed(&site).await;
    let ready = prepared(&site, &item, PublicStatus::Proceso, 300_000).await;
    wire.cut(Cut::AfterCommit);
    let answered = site.desk(PROSECUTOR).answer(&ready).await;
    answered.must_be(StatusCode::CREATED);
    assert!(wire.has_cut());
    site.sweep().await;
    assert_eq!(site.objects().len(), 1);
}
