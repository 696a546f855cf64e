//! Hands mail to the operator's mail server.

use std::fmt;
use std::time::{Duration, SystemTime};

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, MIME_VERSION_1_0};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::Event;
use crate::clock::Day;

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
    #[error("the credentials must be user:password on one line")]
    Credentials,
    /// The message could not be put together.
    #[error("the message could not be written")]
    Message(#[from] lettre::error::Error),
    /// The server could not be reached or refused.
    #[error("the mail server failed")]
    Server(#[from] smtp::Error),
}

impl MailError {
    /// What the log may say of it: never an address nor the words of the server.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Address(_) => "an address is no e-mail address",
            Self::Credentials => "the credentials are not user:password",
            Self::Message(_) => "the message could not be written",
            Self::Server(error) if error.is_permanent() => "the mail server refuses it",
            Self::Server(error) if error.is_transient() => "the mail server does not take it now",
            Self::Server(error) if error.is_tls() => "no safe connection to the mail server",
            Self::Server(_) => "the mail server cannot be reached",
        }
    }
}

impl Mailer {
    /// A mailer to the server at `url` (`smtp://host:25`, `smtps://…`, `smtp://…?tls=required`).
    pub fn new(url: &str, credentials: Option<&str>, from: &str) -> Result<Self, MailError> {
        let from: Mailbox = from.parse()?;
        // The mail server learns the sender's domain, which every mail names, and not what this machine is called.
        let greeting = ClientId::Domain(from.email.domain().to_owned());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?
            .hello_name(greeting)
            .timeout(Some(PATIENCE));
        if let Some(credentials) = credentials {
            let (user, password) = credentials.trim().split_once(':').ok_or(MailError::Credentials)?;
            builder = builder.credentials(Credentials::new(user.to_owned(), password.to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    /// Tells `recipient` of `event`, in fixed words and with no finer time than the day.
    pub async fn send(&self, recipient: &str, event: Event, today: Day) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(recipient.parse()?)
            .date(beginning(today))
            .subject(event.subject())
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(event.body())?;
        self.transport.send(message).await?;
        Ok(())
    }
}

/// Whether mail can be sent to this: `name@host`, or `Name <name@host>`.
pub fn is_address(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Whether this names a mail server and how to reach it.
pub fn is_server(url: &str) -> bool {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(..)")
    }
}

/// The first moment of a day in UTC.
fn beginning(day: Day) -> SystemTime {
    let seconds = u64::try_from(day.number())
        .unwrap_or_default()
        .saturating_mul(SECONDS);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

const SECONDS: u64 = 86_400;
const PATIENCE: Duration = Duration::from_secs(30);
