use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn rule() -> Rule {
    let file = "fecha,motivo,fundamento,certeza\n2026-12-25,Navidad,x,sin_confirmar\n2027-01-01,Año nuevo,x,sin_confirmar\n";
    Rule {
        calendar: Arc::new(Calendar::of_file(file.as_bytes()).unwrap()),
        clocks: Clocks {
            acknowledge: 5,
            answer: 20,
            close: 60,
        },
    }
}

fn replied(day: Day, has_words: bool, status: Option<FineStatus>) -> Event {
    let turn = Turn::of(status);
    Event {
        day,
        what: What::Replied { has_words, turn },
    }
}

const fn wrote(day: Day) -> Event {
    Event {
        day,
        what: What::WroteAgain,
    }
}

fn course(rule: &Rule, received: Day, events: &[Event], duty: Duty) -> Course {
    let courses = rule.courses(received, events);
    courses.into_iter().find(|(one, _)| *one == duty).unwrap().1
}

#[test]
fn a_case_is_acknowledged_by_any_reply_answered_by_words_and_ended_by_an_ending_status() {
    let (rule, received) = (rule(), day("2026-11-23"));
    assert_eq!(
        rule.next(received, &[]),
        Some((
            Duty::Acknowledge,
            Course::Runs {
                due: day("2026-11-30")
            }
        ))
    );
    let admitted = replied(day("2026-11-25"), false, Some(FineStatus::Admitted));
    let acknowledged = [admitted];
    let (duty, next) = rule.next(received, &acknowledged).unwrap();
    assert_eq!(
        (duty, next),
        (
            Duty::Answer,
            Course::Runs {
                due: day("2026-12-21")
            }
        )
    );
    let stopped = course(&rule, received, &acknowledged, Duty::Acknowledge);
    assert_eq!(stopped.state(day("2027-03-01"), day("2027-03-01")), State::Kept);
    let late = [admitted, replied(day("2026-12-22"), true, None)];
    let answered = course(&rule, received, &late, Duty::Answer);
    assert_eq!(
        answered.state(day("2026-12-22"), day("2026-12-24")),
        State::Missed
    );
    for status in FineStatus::ALL {
        let ended = [admitted, replied(day("2026-12-01"), false, Some(status))];
        assert_eq!(
            rule.next(received, &ended).is_none(),
            status.ends_here(),
            "{status:?}"
        );
    }
}

#[test]
fn a_case_that_is_taken_up_again_has_the_days_that_it_had_left() {
    let (rule, received) = (rule(), day("2026-11-23"));
    let before = course(&rule, received, &[], Duty::Close);
    let archived = replied(day("2026-11-25"), true, Some(FineStatus::Archived));
    let again = replied(day("2026-12-02"), true, Some(FineStatus::Investigated));
    // What she writes meanwhile does not take it up.
    let after = course(
        &rule,
        received,
        &[archived, wrote(day("2026-11-26")), again],
        Duty::Close,
    );
    let (Course::Runs { due: before }, Course::Runs { due: after }) = (before, after) else {
        panic!("{before:?} {after:?}");
    };
    assert_eq!(rule.calendar.between(before, after), 5);
    let closed = course(&rule, received, &[archived], Duty::Close);
    assert!(matches!(closed, Course::Stopped { on, .. } if on == archived.day));
    // Another ending does not end it later.
    let twice = [
        archived,
        replied(day("2027-11-25"), true, Some(FineStatus::Dismissed)),
    ];
    assert!(
        matches!(course(&rule, received, &twice, Duty::Close), Course::Stopped { on, .. } if on == archived.day)
    );
}

#[test]
fn it_is_near_by_its_warning_and_late_only_when_its_last_day_is_over() {
    let due = day("2026-11-30");
    let state = |today: &str| Course::Runs { due }.state(day(today), rule().calendar.after(day(today), 2));
    assert_eq!(state("2026-11-25"), State::Running);
    assert_eq!(state("2026-11-26"), State::Soon);
    assert_eq!(state("2026-11-30"), State::Soon);
    assert_eq!(state("2026-12-01"), State::Overdue);
}

#[test]
fn a_question_on_the_last_day_still_stops_the_clock_and_one_after_it_does_not() {
    let (rule, received) = (rule(), day("2026-11-23"));
    let asked = |on: &str| [replied(day(on), false, Some(FineStatus::MoreAsked))];
    let waits = course(&rule, received, &asked("2026-12-21"), Duty::Answer);
    assert_eq!(
        waits,
        Course::Waits {
            since: day("2026-12-21"),
            left: 1
        }
    );
    // A Sunday's answer leaves the Monday.
    let back = [asked("2026-12-21")[0], wrote(day("2027-01-03"))];
    assert_eq!(
        course(&rule, received, &back, Duty::Answer),
        Course::Runs {
            due: day("2027-01-04")
        }
    );
    let late = course(&rule, received, &asked("2026-12-22"), Duty::Answer);
    assert_eq!(
        late,
        Course::Runs {
            due: day("2026-12-21")
        }
    );
}

#[test]
fn a_reply_is_found_by_its_word() {
    for turn in Turn::ALL {
        for has_words in [false, true] {
            let reply = What::Replied { has_words, turn };
            assert_eq!(What::find(reply.word()), Some(reply));
        }
    }
    assert_eq!(What::find(What::WroteAgain.word()), None);
}

#[test]
fn the_order_in_which_a_desk_fetches_changes_nothing() {
    let (rule, received) = (rule(), day("2026-11-23"));
    let asked = replied(day("2026-11-26"), true, Some(FineStatus::MoreAsked));
    // It was written before the question and came to the desk after it.
    let waits = course(&rule, received, &[asked, wrote(day("2026-11-25"))], Duty::Close);
    assert!(matches!(waits, Course::Waits { since, .. } if since == asked.day));
    let goes_on = course(&rule, received, &[wrote(asked.day), asked], Duty::Close);
    assert_eq!(goes_on, course(&rule, received, &[], Duty::Close));
}

#[test]
fn what_the_calendar_does_not_know_is_said() {
    let rule = rule();
    assert!(rule.knows(day("2026-11-23"), day("2027-12-31")));
    assert!(
        !rule.knows(day("2026-11-23"), day("2028-01-03"))
            && !rule.knows(day("2025-11-23"), day("2026-02-02"))
    );
}

prop_compose! {
    fn history()(steps in prop::collection::vec((0_i64..9, 0_usize..14, any::<bool>()), 0..12)) -> Vec<Event> {
        let mut on = day("2026-11-23");
        let mut events = Vec::new();
        for (days, status, has_words) in steps {
            on = on.plus(days);
            events.push(match FineStatus::ALL.get(status) {
                Some(status) => replied(on, has_words, Some(*status)),
                None if has_words => wrote(on),
                None => replied(on, true, None),
            });
        }
        events
    }
}

proptest! {
    #[test]
    fn a_pause_of_so_many_working_days_moves_the_last_day_by_exactly_as_many(
        from in 0_i64..80, asked in 0_i64..60, waited in 0_i64..60,
    ) {
        let rule = rule();
        let received = day("2026-11-02").plus(from);
        let (asked, answered) = (received.plus(asked), received.plus(asked + waited));
        let events = [replied(asked, false, Some(FineStatus::MoreAsked)), wrote(answered)];
        for duty in [Duty::Answer, Duty::Close] {
            let Course::Runs { due: without } = course(&rule, received, &[], duty) else { panic!() };
            let Course::Runs { due } = course(&rule, received, &events, duty) else { panic!() };
            let paused = if without < asked { 0 } else {
                rule.calendar.between(received.max(asked.plus(-1)), answered.plus(-1))
            };
            prop_assert_eq!(due, rule.calendar.after(without, u16::try_from(paused).unwrap()));
        }
    }

    #[test]
    fn a_last_day_is_a_working_day_and_waiting_longer_never_makes_it_earlier(
        events in history(), later in 0_i64..40,
    ) {
        let rule = rule();
        let received = day("2026-11-23");
        let courses = rule.courses(received, &events);
        for (_, course) in courses {
            if let Course::Runs { due } | Course::Stopped { due, .. } = course {
                prop_assert!(rule.calendar.is_working(due) && due > received);
            }
        }
        // The duties fall due in their order.
        let dues: Vec<Day> = courses.iter().filter_map(|(_, course)| match course {
            Course::Runs { due } => Some(*due),
            Course::Waits { .. } | Course::Stopped { .. } => None,
        }).collect();
        prop_assert!(dues.is_sorted());
        // The last of the events a while later, where it is the person who wrote.
        if let Some((last, before)) = events.split_last() && last.what == What::WroteAgain {
            let mut moved = before.to_vec();
            moved.push(wrote(last.day.plus(later)));
            for ((_, sooner), (_, late)) in courses.into_iter().zip(rule.courses(received, &moved)) {
                if let (Course::Runs { due: sooner }, Course::Runs { due: late }) = (sooner, late) {
                    prop_assert!(sooner <= late);
                }
            }
        }
    }

    #[test]
    fn no_day_of_anybody_is_too_much(
        received in any::<i64>(), days in prop::collection::vec((any::<i64>(), 0_usize..12), 0..6), count in any::<u16>(),
    ) {
        let clocks = Clocks { acknowledge: count, answer: count, close: count };
        let rule = Rule { clocks, ..rule() };
        let events: Vec<Event> = days.iter().map(|(number, status)| {
            replied(Day::from_number(*number), false, Some(FineStatus::ALL[*status]))
        }).collect();
        let received = Day::from_number(received);
        prop_assert_eq!(rule.courses(received, &events).len(), 3);
    }
}
