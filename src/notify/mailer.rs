//! Hands mail to the operator's mail server.

use std::fmt;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use zeroize::Zeroizing;

use super::Event;

/// A mail server and the sender's address.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a mail cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address is not an e-mail address.
    #[error("not an e-mail address")]
    Address(#[from] lettre::address::AddressError),
    /// The credentials are not `user:password`.
    #[error("the credentials file must hold user:password on one line")]
    Credentials,
    /// The message could not be put together.
    #[error("the message could not be written")]
    Message(#[from] lettre::error::Error),
    /// The server could not be reached or refused.
    #[error("the mail server failed: {0}")]
    Server(#[from] smtp::Error),
}

impl Mailer {
    /// A mailer to the server at `url` (`smtp://host:25`, `smtps://…`, `smtp://…?tls=required`).
    pub fn new(url: &str, credentials: Option<&Zeroizing<String>>, from: &str) -> Result<Self, MailError> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE));
        if let Some(credentials) = credentials {
            let (user, password) = credentials.trim().split_once(':').ok_or(MailError::Credentials)?;
            builder = builder.credentials(Credentials::new(user.to_owned(), password.to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from: from.parse()?,
        })
    }

    /// Tells `recipient` of `event`, in fixed words.
    pub async fn send(&self, recipient: &str, event: Event) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(recipient.parse()?)
            .subject(event.subject())
            .header(ContentType::TEXT_PLAIN)
            .body(event.body())?;
        self.transport.send(message).await?;
        Ok(())
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(..)")
    }
}

const PATIENCE: Duration = Duration::from_secs(30);
