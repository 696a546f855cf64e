//! Why a case is closed: one of a list, so that it can be told to the person in plain words and counted by whoever wants to know
//! how many are dropped, and why.

use super::FineStatus;

/// The cause of a closing. Each goes with one closing status.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Closing {
    /// The authority imposed an administrative sanction.
    AdministrativeSanction,
    /// A judge imposed a penalty.
    Penalty,
    /// It was investigated, and the offence was not proven.
    NotProven,
    /// The time in which the law lets it be sanctioned is over.
    TimeBarred,
    /// There was an offence, and the law allows not to sanction it.
    Abstention,
    /// There are not enough elements to go on.
    LacksElements,
    /// The facts that were asked for did not come.
    NoReply,
    /// The same is looked into in another case.
    Joined,
    /// What was told is no corruption.
    NotCorruption,
    /// There is another way for it.
    OtherWay,
    /// It is another authority's matter.
    NotCompetent,
    /// It was decided before.
    DecidedBefore,
}

impl Closing {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::AdministrativeSanction,
        Self::Penalty,
        Self::NotProven,
        Self::TimeBarred,
        Self::Abstention,
        Self::LacksElements,
        Self::NoReply,
        Self::Joined,
        Self::NotCorruption,
        Self::OtherWay,
        Self::NotCompetent,
        Self::DecidedBefore,
    ];

    /// The word, as sealed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AdministrativeSanction => "SANCION_ADMINISTRATIVA",
            Self::Penalty => "SANCION_PENAL",
            Self::NotProven => "NO_ACREDITADA",
            Self::TimeBarred => "PRESCRITA",
            Self::Abstention => "ABSTENCION",
            Self::LacksElements => "FALTAN_ELEMENTOS",
            Self::NoReply => "SIN_RESPUESTA",
            Self::Joined => "ACUMULADA",
            Self::NotCorruption => "NO_ES_CORRUPCION",
            Self::OtherWay => "OTRA_VIA",
            Self::NotCompetent => "NO_COMPETE",
            Self::DecidedBefore => "RESUELTA_ANTES",
        }
    }

    /// The closing status that it goes with.
    pub const fn status(self) -> FineStatus {
        match self {
            Self::AdministrativeSanction | Self::Penalty => FineStatus::Sanctioned,
            Self::NotProven | Self::TimeBarred | Self::Abstention => FineStatus::NotSanctioned,
            Self::LacksElements | Self::NoReply | Self::Joined => FineStatus::Archived,
            Self::NotCorruption | Self::OtherWay | Self::NotCompetent | Self::DecidedBefore => {
                FineStatus::Dismissed
            }
        }
    }

    /// The message that says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AdministrativeSanction => "closed-administrative-sanction",
            Self::Penalty => "closed-penalty",
            Self::NotProven => "closed-not-proven",
            Self::TimeBarred => "closed-time-barred",
            Self::Abstention => "closed-abstention",
            Self::LacksElements => "closed-lacks-elements",
            Self::NoReply => "closed-no-reply",
            Self::Joined => "closed-joined",
            Self::NotCorruption => "closed-not-corruption",
            Self::OtherWay => "closed-other-way",
            Self::NotCompetent => "closed-not-competent",
            Self::DecidedBefore => "closed-decided-before",
        }
    }

    /// Reads a sealed word; a later version may know more of them.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|closing| closing.word() == word)
    }

    /// Those that go with a status; none where it does not close.
    pub fn of(status: FineStatus) -> impl Iterator<Item = Self> {
        let all = Self::ALL.into_iter();
        all.filter(move |closing| closing.status() == status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::PublicStatus;

    #[test]
    fn every_closing_status_has_causes_and_no_other_has() {
        for status in FineStatus::ALL {
            let closes = status.public() == PublicStatus::Atendida;
            assert_eq!(Closing::of(status).count() > 0, closes, "{status:?}");
        }
        for closing in Closing::ALL {
            assert_eq!(Closing::find(closing.word()), Some(closing));
        }
        assert_eq!(Closing::find("PORQUE_SI"), None);
    }
}
