//! A case at its desk while the days pass: what is late stands first, and a question stops the clocks.

use std::fs;
use std::sync::Arc;

use time::Duration;
use ventanilla::case::FineStatus;
use ventanilla::case::clocks::Duty;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::reply::{Reply, Said};
use ventanilla::desk::settings::Settings;
use ventanilla::desk::store::Urgency;
use ventanilla::desk::{Desk, pages};
use ventanilla::institution::Clocks;

use super::link::unlock;
use super::made::listed;
use super::pages::{sign_in, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};

pub(super) async fn opened(world: &World) -> (Arc<Desk>, Visitor) {
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&desk);
    (desk, visitor)
}

pub(super) async fn says(desk: &Desk, filed: &Filed, text: &str, status: Option<FineStatus>) {
    let known = desk.store().find_case(filed.case).await.unwrap().unwrap();
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    let said = Said {
        cause: None,
        text: text.to_owned(),
        status: status.map(|status| (status, "Porque sí.".to_owned())),
    };
    let reply = Reply::begin(desk, &readings).await.unwrap();
    reply.close(desk, &known, said).await.unwrap();
    desk.visit(Asked::InTurn).await;
}

/// So many days later, with the officer at the desk again.
async fn after(days: i64, world: &World, desk: &Desk, visitor: &mut Visitor) {
    world.clock.advance(Duration::days(days));
    desk.visit(Asked::InTurn).await;
    sign_in(visitor).await;
    unlock(desk);
}

async fn urgencies(desk: &Desk) -> Vec<(u64, Urgency)> {
    let days = desk.days();
    let cases = listed(desk).await;
    cases
        .iter()
        .map(|case| (case.number, Urgency::of(case, days)))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_late_stands_first_and_a_question_stops_the_clock_until_the_person_writes() {
    for world in worlds().await {
        // Monday, the 23rd of November: five working days to say that it has arrived, twenty to answer.
        let first = world.file().await;
        let (desk, mut visitor) = opened(&world).await;
        assert_eq!(urgencies(&desk).await, [(1, Urgency::Running)]);
        let list = visitor.get("/expedientes").await.text();
        assert!(
            list.contains("Acuse: vence el 30 de noviembre de 2026, faltan 5 días hábiles."),
            "{list}"
        );
        after(3, &world, &desk, &mut visitor).await;
        let second = world.file().await;
        desk.visit(Asked::InTurn).await;
        assert_eq!(
            urgencies(&desk).await,
            [(1, Urgency::Soon), (2, Urgency::Running)]
        );
        after(5, &world, &desk, &mut visitor).await;
        world.file().await;
        desk.visit(Asked::InTurn).await;
        let late = [(1, Urgency::Overdue), (2, Urgency::Soon), (3, Urgency::Running)];
        assert_eq!(urgencies(&desk).await, late);
        let page = visitor.get(&format!("/expedientes/{}", first.case)).await.text();
        assert!(
            page.contains("Acuse: venció el 30 de noviembre de 2026, hace 1 día hábil."),
            "{page}"
        );
        let list = visitor.get("/en/expedientes").await.text();
        assert!(list.contains("Acknowledgement: was due on"), "{list}");
        let [at_first, at_third] = ["Case 1", "Case 3"].map(|number| list.find(number).unwrap());
        assert!(at_first < at_third);
        // Tuesday, the 1st of December.
        says(&desk, &first, "", Some(FineStatus::MoreAsked)).await;
        assert_eq!(urgencies(&desk).await.last(), Some(&(1, Urgency::Waiting)));
        after(7, &world, &desk, &mut visitor).await;
        let page = visitor.get(&format!("/expedientes/{}", first.case)).await.text();
        for said in [
            "Acuse: el 1 de diciembre de 2026, 1 día hábil tarde.",
            "Primera respuesta: en pausa desde el 1 de diciembre de 2026, mientras la persona contesta. Al seguir quedan 15 días hábiles.",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        world.follow_up(&first, &first.reporter).await;
        desk.visit(Asked::InTurn).await;
        let case = desk.store().find_case(first.case).await.unwrap().unwrap();
        // The 21st, and five working days later.
        assert_eq!(
            (case.clock, case.due.map(|day| day.to_string())),
            (Some(Duty::Answer), Some("2026-12-29".to_owned()))
        );
        says(&desk, &second, "No es aquí.", Some(FineStatus::Dismissed)).await;
        let urgency = urgencies(&desk).await;
        assert!(urgency.contains(&(2, Urgency::Over)), "{urgency:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_never_left_kept_no_deadline() {
    for mut world in worlds().await {
        let filed = world.file().await;
        let (desk, _visitor) = opened(&world).await;
        world.stop_window().await;
        says(&desk, &filed, "Va en camino.", None).await;
        let clock = async || desk.store().find_case(filed.case).await.unwrap().unwrap().clock;
        assert_eq!(clock().await, Some(Duty::Close));
        let delivery = desk.store().deliveries().await.unwrap().remove(0);
        fs::remove_file(world.envelopes().join(format!("{}.age", delivery.sealed))).unwrap();
        world.start_window().await;
        desk.visit(Asked::InTurn).await;
        assert!(desk.store().deliveries().await.unwrap().is_empty());
        assert_eq!(clock().await, Some(Duty::Acknowledge));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_are_counted_again_when_the_promise_the_settings_or_the_calendar_change() {
    for mut world in worlds().await {
        world.file().await;
        let (desk, visitor) = opened(&world).await;
        drop(visitor);
        let due = async |desk: &Desk| listed(desk).await[0].due.unwrap().to_string();
        assert_eq!(due(&desk).await, "2026-11-30");
        let mut entry = world.entry.clone();
        entry.clocks = Clocks {
            acknowledge: 4,
            ..entry.clocks
        };
        world.stop_window().await;
        world.adopt(2, &entry).await;
        desk.visit(Asked::InTurn).await;
        assert_eq!(due(&desk).await, "2026-11-27");
        drop(desk);
        // A desk asks less of itself and never more, by its own calendar.
        let text = fs::read_to_string(&world.config).unwrap();
        let calendar = world.folder.path().join("desk/dias.csv");
        fs::write(
            &calendar,
            "fecha,motivo,fundamento,certeza\n2026-11-24,Feria,Acuerdo,confirmada\n",
        )
        .unwrap();
        let clocks =
            "\n[clocks]\nacknowledge_working_days = 2\nanswer_working_days = 900\ncalendar = \"dias.csv\"\n";
        fs::write(&world.config, format!("{text}{clocks}")).unwrap();
        let desk = world.desk().await;
        assert_eq!(due(&desk).await, "2026-11-26");
        assert_eq!(desk.store().rule().clocks.answer, 20);
        drop(desk);
        fs::write(
            &calendar,
            "fecha,motivo,fundamento,certeza\nayer,Feria,Acuerdo,confirmada\n",
        )
        .unwrap();
        let settings = Settings::read(&world.config).unwrap();
        let random = Arc::new(ventanilla::random::SystemRandom);
        let refused = Desk::open(settings, world.clock.clone(), random)
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("dias.csv"), "{refused}");
        for wrong in ["acknowledge_working_days = 0", "acknowledge_days = 5"] {
            fs::write(&world.config, format!("{text}\n[clocks]\n{wrong}\n")).unwrap();
            assert!(Settings::read(&world.config).is_err(), "{wrong}");
        }
    }
}
