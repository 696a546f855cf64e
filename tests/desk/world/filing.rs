//! What reaches the window: reports and follow-ups, sealed as it seals them.

use super::*;

/// A report at the window.
pub(crate) struct Filed {
    /// What signs what the reporter writes again.
    pub(crate) voice: Voice,
    pub(crate) reporter: Identity,
    pub(crate) conversation: Uuid,
    pub(crate) case: CaseId,
    pub(crate) envelope: Uuid,
}

impl World {
    /// Files a report with a small attachment, and releases it.
    pub(crate) async fn file(&self) -> Filed {
        let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let contents = self.contents(&reporter, Direction::Report, None);
        self.file_as(reporter, contents, b"%PDF-1.4 prueba").await
    }

    pub(crate) async fn file_as(&self, reporter: Identity, contents: Contents, attachment: &[u8]) -> Filed {
        let voice = Voice::from_seed(&bytes(&SystemRandom));
        let contents = Contents {
            voice: Some(voice.public()),
            ..contents
        };
        self.file_by(voice, reporter, contents, attachment).await
    }

    /// Files what stands in `contents` and nothing else, whether or not it names this voice.
    pub(crate) async fn file_by(
        &self,
        voice: Voice,
        reporter: Identity,
        contents: Contents,
        attachment: &[u8],
    ) -> Filed {
        let filed = Filed {
            conversation: uuid(&SystemRandom),
            case: CaseId(uuid(&SystemRandom)),
            envelope: uuid(&SystemRandom),
            reporter,
            voice,
        };
        let envelope = self.seal(filed.envelope, contents, attachment).await;
        let mailbox = filed.reporter.recipient().to_string();
        let (locator, sameness) = (uuid(&SystemRandom).to_string(), uuid(&SystemRandom).to_string());
        let new = NewReport {
            locator: &locator,
            mailbox: &mailbox,
            sameness: &sameness,
            conversation: filed.conversation,
            case: filed.case,
            institution: self.entry.id.as_str(),
            today: self.clock.today(),
        };
        let mut tx = self.inbox.store.begin().await.unwrap();
        add_report(&mut tx, &new, &envelope).await.unwrap();
        release(&mut tx, &SystemRandom).await.unwrap();
        tx.commit().await.unwrap();
        filed
    }

    /// The holder of the code writes again.
    pub(crate) async fn follow_up(&self, filed: &Filed, mailbox: &Identity) -> Uuid {
        self.follow_up_by(filed, mailbox, Some(&filed.voice)).await
    }

    /// Somebody writes again, or puts it there, under this voice.
    pub(crate) async fn follow_up_by(
        &self,
        filed: &Filed,
        mailbox: &Identity,
        voice: Option<&Voice>,
    ) -> Uuid {
        let id = uuid(&SystemRandom);
        let mut contents = self.contents(mailbox, Direction::FollowUp, Some(filed.case));
        contents.text = "Algo más que recordé.".to_owned();
        let before = told(&self.inbox.store, filed.case).await.unwrap();
        let number = before.number + 1;
        if let Some(voice) = voice {
            voice.sign(&mut contents, filed.case.0, number, before.link);
        }
        let link = contents.told_link(filed.case.0).unwrap_or(before.link);
        let envelope = self.seal(id, contents, b"").await;
        let cases: Vec<case::store::Case> = list(&self.inbox.store, filed.conversation).await.unwrap();
        let mut tx = self.inbox.store.begin().await.unwrap();
        let place = Place { number, link };
        add_follow_up(&mut tx, &cases[0], place, &envelope, self.clock.today())
            .await
            .unwrap();
        release(&mut tx, &SystemRandom).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) fn contents(
        &self,
        mailbox: &Identity,
        direction: Direction,
        case: Option<CaseId>,
    ) -> Contents {
        Contents {
            case: case.map(|case| case.0),
            answers: vec![Answer {
                key: "state".to_owned(),
                value: "20".to_owned(),
                name: Some("Oaxaca".to_owned()),
            }],
            ..Contents::new(
                direction,
                self.entry.id.to_string(),
                self.stamp.clone(),
                mailbox.recipient(),
                STORY.to_owned(),
            )
        }
    }

    async fn seal(&self, id: Uuid, mut contents: Contents, attachment: &[u8]) -> Envelope {
        let ours = self.entry.recipients(self.clock.today()).unwrap();
        let readers = ours.iter().chain(&self.overheard_by).cloned().collect();
        let mut sealer = Sealer::begin(&Recipients::new(readers).unwrap()).unwrap();
        let mut deposit = Deposit::new(&self.inbox.blobs, id);
        if !attachment.is_empty() {
            let name = sealer.begin_file(Extension::recognise(attachment)).unwrap();
            sealer.write(attachment).unwrap();
            sealer.end_file().unwrap();
            contents.files.push(FileEntry {
                name,
                bytes: u64::try_from(attachment.len()).unwrap(),
                sha256: Digest::of(attachment),
                original: None,
            });
            deposit.push(sealer.take()).await.unwrap();
        }
        let closing = sealer.close(&contents, IdentityBlock::Dummy, "").unwrap();
        deposit.close(closing, self.clock.today()).await.unwrap()
    }
}
