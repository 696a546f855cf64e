//! What the page of accounts shows.

use askama::Template;

use super::Typed;
use crate::desk::Desk;
use crate::desk::officer::{Account, Invitation, Role, Roles};
use crate::desk::pages::{Seated, Shell, frame};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::Frame;

/// Each role, and what it opens.
pub(in crate::desk::pages) fn said(roles: &Roles, text: Text) -> Vec<(String, String)> {
    let one = |role: Role| (text.say(role.label()), text.say(role.hint()));
    roles.iter().map(one).collect()
}

/// The page of all accounts and invitations.
pub(super) async fn view(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    typed: &Typed,
) -> Result<PeoplePage, StoreError> {
    let frame = frame(language, "/personas");
    let text = frame.text();
    let accounts = desk.store.accounts().await?;
    let invitations = desk.store.invitations(desk.clock.today()).await?;
    let is_new = typed.about.is_none() && typed.wrong.is_some();
    let has = |role: Role| is_new && typed.roles.contains(&role);
    Ok(PeoplePage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        rows: accounts.iter().map(|account| row(account, typed, text)).collect(),
        invited: invitations.iter().map(|one| invited(one, text)).collect(),
        name: if is_new { typed.name.clone() } else { String::new() },
        choices: choices(has, text),
        wrong: typed.wrong.filter(|_| is_new).map(|id| text.say(id)),
        asks_code: desk.settings.officers.second_factor,
        frame,
    })
}

fn row(account: &Account, typed: &Typed, text: Text) -> Row {
    let is_meant = typed.about.as_ref() == Some(&account.name);
    Row {
        name: account.name.to_string(),
        roles: account.roles.iter().map(|role| text.say(role.label())).collect(),
        choices: choices(|role| account.roles.has(role), text),
        is_disabled: !account.is_active(),
        has_factor: account.factor.is_some(),
        wrong: typed.wrong.filter(|_| is_meant).map(|id| text.say(id)),
    }
}

fn invited(one: &Invitation, text: Text) -> Invited {
    let roles: Vec<String> = one.roles.iter().map(|role| text.say(role.label())).collect();
    Invited {
        name: one.name.to_string(),
        roles: roles.join(", "),
        until: text.say_with("people-until", &[("day", text.day(one.until).into())]),
    }
}

fn choices(has: impl Fn(Role) -> bool, text: Text) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        word: role.word(),
        label: text.say(role.label()),
        hint: text.say(role.hint()),
        is_chosen: has(role),
    };
    Role::ALL.into_iter().map(choice).collect()
}

struct Row {
    name: String,
    roles: Vec<String>,
    choices: Vec<Choice>,
    is_disabled: bool,
    has_factor: bool,
    wrong: Option<String>,
}

struct Invited {
    name: String,
    roles: String,
    until: String,
}

struct Choice {
    word: &'static str,
    label: String,
    hint: String,
    is_chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/people.html")]
pub(super) struct PeoplePage {
    frame: Frame,
    shell: Shell,
    rows: Vec<Row>,
    invited: Vec<Invited>,
    name: String,
    choices: Vec<Choice>,
    wrong: Option<String>,
    asks_code: bool,
}
