//! The fine status of a case: what the holder of the code reads. It travels sealed; the window learns only
//! which of the PDN's four words it belongs to.

use crate::case::PublicStatus;

/// Where a case stands at its institution.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum FineStatus {
    /// The desk has it.
    Received,
    /// It will be looked into.
    Admitted,
    /// More facts were asked for.
    MoreAsked,
    /// Sent on to another authority.
    SentOn,
    /// Being investigated.
    Investigated,
    /// Found to be a grave offence.
    Grave,
    /// Found to be an offence that is not grave.
    NotGrave,
    /// Sent to the prosecutor.
    Prosecuted,
    /// Closed with a sanction.
    Sanctioned,
    /// Closed without a sanction.
    NotSanctioned,
    /// Filed away for lack of elements; can be opened again.
    Archived,
    /// Not a matter for this authority or this channel.
    Dismissed,
}

impl FineStatus {
    /// All of them, in the order of a case's life.
    pub const ALL: [Self; 12] = [
        Self::Received,
        Self::Admitted,
        Self::MoreAsked,
        Self::SentOn,
        Self::Investigated,
        Self::Grave,
        Self::NotGrave,
        Self::Prosecuted,
        Self::Sanctioned,
        Self::NotSanctioned,
        Self::Archived,
        Self::Dismissed,
    ];

    /// The word, as sealed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "RECIBIDA",
            Self::Admitted => "ADMITIDA",
            Self::MoreAsked => "PREVENIDA",
            Self::SentOn => "TURNADA",
            Self::Investigated => "EN_INVESTIGACION",
            Self::Grave => "CALIFICADA_GRAVE",
            Self::NotGrave => "CALIFICADA_NO_GRAVE",
            Self::Prosecuted => "REMITIDA_FISCALIA",
            Self::Sanctioned => "CONCLUIDA_SANCION",
            Self::NotSanctioned => "CONCLUIDA_SIN_SANCION",
            Self::Archived => "ARCHIVADA",
            Self::Dismissed => "IMPROCEDENTE",
        }
    }

    /// The one of the PDN's four words that it belongs to.
    pub const fn public(self) -> PublicStatus {
        match self {
            Self::SentOn | Self::Prosecuted => PublicStatus::Turnada,
            Self::Received
            | Self::Admitted
            | Self::MoreAsked
            | Self::Investigated
            | Self::Grave
            | Self::NotGrave => PublicStatus::Proceso,
            Self::Sanctioned | Self::NotSanctioned | Self::Archived | Self::Dismissed => {
                PublicStatus::Atendida
            }
        }
    }

    /// Whether nothing more is to be done with the case at this institution: it is closed, or another authority has it.
    pub fn ends_here(self) -> bool {
        matches!(self.public(), PublicStatus::Atendida | PublicStatus::Turnada)
    }

    /// The message that names it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "told-received",
            Self::Admitted => "told-admitted",
            Self::MoreAsked => "told-more-asked",
            Self::SentOn => "told-sent-on",
            Self::Investigated => "told-investigated",
            Self::Grave => "told-grave",
            Self::NotGrave => "told-not-grave",
            Self::Prosecuted => "told-prosecuted",
            Self::Sanctioned => "told-sanctioned",
            Self::NotSanctioned => "told-not-sanctioned",
            Self::Archived => "told-archived",
            Self::Dismissed => "told-dismissed",
        }
    }

    /// Reads a sealed word; a later version may know more of them.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fine_status_is_found_by_its_word() {
        for status in FineStatus::ALL {
            assert_eq!(FineStatus::find(status.word()), Some(status));
        }
        assert_eq!(FineStatus::find("REGISTRADA"), None);
    }

    #[test]
    fn every_fine_status_belongs_to_the_one_of_the_four_that_the_platform_counts_it_under() {
        let of = |public| {
            let all = FineStatus::ALL.into_iter();
            all.filter(|status| status.public() == public)
                .map(FineStatus::word)
                .collect::<Vec<_>>()
                .join(" ")
        };
        // Before a desk has it there is no fine status: REGISTRADA is the window's own.
        assert_eq!(of(PublicStatus::Registrada), "");
        assert_eq!(of(PublicStatus::Turnada), "TURNADA REMITIDA_FISCALIA");
        assert_eq!(
            of(PublicStatus::Proceso),
            "RECIBIDA ADMITIDA PREVENIDA EN_INVESTIGACION CALIFICADA_GRAVE CALIFICADA_NO_GRAVE"
        );
        assert_eq!(
            of(PublicStatus::Atendida),
            "CONCLUIDA_SANCION CONCLUIDA_SIN_SANCION ARCHIVADA IMPROCEDENTE"
        );
    }
}
