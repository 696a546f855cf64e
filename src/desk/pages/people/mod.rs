//! Who may sign in, and the forms of whoever makes accounts.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use zeroize::Zeroizing;

use super::trouble::Cause;
use super::{REFUSED, Seated, Shell, Trouble, checked, see};
use crate::desk::Desk;
use crate::desk::history::Act;
use crate::desk::officer::{Invitation, InvitationToken, OfficerName, Role, Roles};
use crate::store::StoreError;
use crate::text::Language;
use crate::web::{Frame, page};

mod view;

pub(super) use view::said;

type Pairs = Result<Form<Vec<(String, String)>>, FormRejection>;

/// All accounts.
pub(super) async fn list(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    show(&desk, language, &seated, Typed::default()).await
}

/// Makes an invitation and shows its link, once.
pub(super) async fn invite(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
    form: Pairs,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let pairs = match checked(&desk, &headers, form) {
        Ok(pairs) => pairs,
        Err(cause) => return trouble(cause),
    };
    let typed = Typed::of(&pairs);
    let Ok(name) = typed.name.parse::<OfficerName>() else {
        return show(&desk, language, &seated, typed.refused("people-fault-name")).await;
    };
    let Ok(roles) = Roles::new(typed.roles.iter().copied()) else {
        return show(&desk, language, &seated, typed.refused("people-fault-roles")).await;
    };
    match desk.store.find_account(&name).await {
        Ok(None) => link(&desk, language, &seated, &headers, (name, roles)).await,
        Ok(Some(_)) => show(&desk, language, &seated, typed.refused("people-fault-taken")).await,
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

/// Changes one account, or takes an invitation back.
pub(super) async fn change(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
    form: Pairs,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let pairs = match checked(&desk, &headers, form) {
        Ok(pairs) => pairs,
        Err(cause) => return trouble(cause),
    };
    let typed = Typed::of(&pairs);
    let Ok(name) = typed.name.parse::<OfficerName>() else {
        return trouble(Cause::NotAForm);
    };
    if let Some(act) = typed.act()
        && let Err(error) = desk
            .record(seated.officer.doing(act, None, &typed.told(&name)))
            .await
    {
        return trouble(Cause::store(&error, &desk));
    }
    match apply(&desk, &name, &typed).await {
        Ok(Outcome::Done) => see(language, "/personas"),
        Ok(Outcome::Refused(why)) => show(&desk, language, &seated, typed.about(&name, why)).await,
        Ok(Outcome::Invite(roles)) => link(&desk, language, &seated, &headers, (name, roles)).await,
        Ok(Outcome::Unknown) => trouble(Cause::NotAForm),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

enum Outcome {
    Done,
    Refused(&'static str),
    Invite(Roles),
    Unknown,
}

async fn apply(desk: &Desk, name: &OfficerName, typed: &Typed) -> Result<Outcome, StoreError> {
    let store = &desk.store;
    let unless_last = |done: bool| {
        if done {
            Outcome::Done
        } else {
            Outcome::Refused("people-fault-last")
        }
    };
    Ok(match typed.what.as_str() {
        "roles" => match Roles::new(typed.roles.iter().copied()) {
            Ok(roles) => unless_last(store.set_roles(name, &roles).await?),
            Err(_apart) => Outcome::Refused("people-fault-roles"),
        },
        "disable" => unless_last(store.disable(name).await?),
        "enable" => {
            store.enable(name).await?;
            Outcome::Done
        }
        "reset" => {
            store.forget_factor(name).await?;
            Outcome::Done
        }
        "cancel" => {
            store.cancel_invitation(name).await?;
            Outcome::Done
        }
        "invite" => match store.find_account(name).await? {
            Some(account) if account.is_active() => Outcome::Invite(account.roles),
            Some(_) | None => Outcome::Unknown,
        },
        _ => Outcome::Unknown,
    })
}

/// Keeps an invitation, and shows the only page that has its link.
async fn link(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    headers: &HeaderMap,
    (name, roles): (OfficerName, Roles),
) -> Response {
    let token = InvitationToken::draw(&*desk.random);
    let until = desk
        .clock
        .today()
        .plus(desk.settings.officers.invitation_days.into());
    let told = format!("{name} {roles}");
    let invitation = Invitation { name, roles, until };
    let kept = async {
        desk.record(seated.officer.doing(Act::Invited, None, &told))
            .await?;
        desk.store.invite(token.digest(), &invitation).await
    };
    if let Err(error) = kept.await {
        let cause = Cause::store(&error, desk);
        return Trouble::new(desk, language, Some(&seated.officer), cause).into_response();
    }
    let frame = Frame::once(language);
    let said = [
        ("name", invitation.name.as_str().into()),
        ("day", frame.text().day(until).into()),
    ];
    let view = LinkPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        lead: frame.say_with("people-link-lead", &said),
        link: token.link(origin(desk, headers)),
        frame,
    };
    page(StatusCode::OK, &view)
}

/// The origin by which the administrator came.
fn origin<'a>(desk: &'a Desk, headers: &HeaderMap) -> &'a str {
    let origins = &desk.settings.site.origins;
    let said = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    let found = origins.iter().find(|origin| Some(origin.as_str()) == said);
    found.or(origins.first()).map_or("", String::as_str)
}

/// What was typed into one of the forms, and what is wrong with it.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    roles: Vec<Role>,
    what: String,
    /// The account whose form it is; the form of invitations where there is none.
    about: Option<OfficerName>,
    wrong: Option<&'static str>,
}

impl Typed {
    fn of(pairs: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (field, value) in pairs {
            match field.as_str() {
                "name" => typed.name.clone_from(value),
                "what" => typed.what.clone_from(value),
                "role" => typed.roles.extend(value.parse::<Role>().ok()),
                _ => {}
            }
        }
        typed
    }

    /// What would be done to the account, for the history.
    fn act(&self) -> Option<Act> {
        match self.what.as_str() {
            "roles" => Some(Act::GaveRoles),
            "disable" => Some(Act::ClosedAccount),
            "enable" => Some(Act::ReopenedAccount),
            "reset" => Some(Act::ResetFactor),
            "cancel" => Some(Act::TookInvitationBack),
            _ => None,
        }
    }

    /// Of which account, and with which roles where they are given.
    fn told(&self, name: &OfficerName) -> String {
        let roles = Roles::new(self.roles.iter().copied())
            .ok()
            .filter(|_| self.what == "roles");
        roles.map_or_else(|| name.to_string(), |roles| format!("{name} {roles}"))
    }

    fn refused(self, wrong: &'static str) -> Self {
        Self {
            wrong: Some(wrong),
            ..self
        }
    }

    fn about(self, name: &OfficerName, wrong: &'static str) -> Self {
        Self {
            about: Some(name.clone()),
            ..self.refused(wrong)
        }
    }
}

async fn show(desk: &Desk, language: Language, seated: &Seated, typed: Typed) -> Response {
    let status = if typed.wrong.is_some() {
        REFUSED
    } else {
        StatusCode::OK
    };
    match view::view(desk, language, seated, &typed).await {
        Ok(view) => page(status, &view),
        Err(error) => {
            let cause = Cause::store(&error, desk);
            Trouble::new(desk, language, Some(&seated.officer), cause).into_response()
        }
    }
}

#[derive(Template)]
#[template(path = "desk/link.html")]
struct LinkPage {
    frame: Frame,
    shell: Shell,
    lead: String,
    link: Zeroizing<String>,
}
