//! The closed lists of words in the catalogue's files. A word in a file is one of these or a fault.

use std::fmt;

use super::cell::{self, Cell};
use super::fault::What;

/// A list of words of which a cell holds one.
pub trait Word: Copy + Eq + Ord + 'static {
    /// All of them, in the order of the list.
    const ALL: &'static [Self];

    /// The word as it stands in the files.
    fn word(self) -> &'static str;

    /// What `text` stands for.
    fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.word() == text)
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $($(#[$about])* $variant,)+
        }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl Cell for $name {
            fn read(text: &str) -> Result<Self, (What, String)> {
                cell::word(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }
    )+};
}

words! {
    /// A level of government.
    Level {
        /// Federal.
        Federal = "FEDERAL",
        /// State.
        State = "ESTATAL",
        /// Municipal, boroughs of Mexico City included.
        Municipal = "MUNICIPAL",
        /// The person does not know.
        Unknown = "NO_SE",
    }

    /// A branch of government.
    Branch {
        /// The executive.
        Executive = "EJECUTIVO",
        /// The legislature.
        Legislative = "LEGISLATIVO",
        /// The courts.
        Judicial = "JUDICIAL",
        /// A body that the constitution sets apart from the three.
        Autonomous = "ORGANO_AUTONOMO",
        /// The person does not know.
        Unknown = "NO_SE",
    }

    /// What an act would be in law.
    Nature {
        /// A minor administrative offence.
        Minor = "NO_GRAVE",
        /// A serious administrative offence.
        Serious = "GRAVE",
        /// An offence of a person or company outside government.
        Private = "PARTICULAR",
        /// A crime.
        Crime = "DELITO",
        /// Nobody has said yet.
        Undetermined = "INDETERMINADO",
        /// Public spending that an auditor looks into.
        Audit = "FISCALIZACION",
        /// Nothing that is received here.
        Outside = "FUERA",
    }

    /// Whether federal money is involved.
    Money {
        /// It is.
        Federal = "si",
        /// It is not.
        Other = "no",
        /// The person does not know.
        Unknown = "no_se",
    }

    /// Who is accused, where that changes who may receive.
    Subject {
        /// Anybody whom the other words do not name.
        Ordinary = "ORDINARIO",
        /// The head of a control body.
        ControlHead = "TITULAR_CONTROL",
        /// Somebody of an anti-corruption prosecutor's office.
        Prosecutor = "FISCALIA",
        /// Somebody of a superior auditor.
        Auditor = "AUDITORIA",
        /// Somebody of the office that runs this system.
        Operator = "OPERADOR",
    }

    /// A kind of authority that may receive.
    ReceiverKind {
        /// The internal control body of a federal institution.
        OicFed = "OIC_FED",
        /// The ministry of control of the federal executive.
        SabgCentral = "SABG_CENTRAL",
        /// The internal control body of that ministry.
        OicSabg = "OIC_SABG",
        /// The internal control body of a chamber of the federal congress.
        OicLegFed = "OIC_LEG_FED",
        /// The judicial discipline tribunal.
        Tdj = "TDJ",
        /// The internal control body of a federal autonomous body.
        OicAutonomoFed = "OIC_AUTONOMO_FED",
        /// The federal special prosecutor against corruption.
        Femcc = "FEMCC",
        /// The internal affairs of the federal prosecutor.
        FgrAsuntosInternos = "FGR_ASUNTOS_INTERNOS",
        /// The federal superior auditor.
        Asf = "ASF",
        /// The unit of congress that watches over the federal superior auditor.
        Uec = "UEC",
        /// The internal control body of a state institution.
        OicEst = "OIC_EST",
        /// The comptroller of a state.
        ContraloriaEst = "CONTRALORIA_EST",
        /// The internal control body of a state's congress, courts or autonomous body.
        OicOrganoEst = "OIC_ORGANO_EST",
        /// The superior auditor of a state.
        Efsl = "EFSL",
        /// The anti-corruption prosecutor of a state.
        Fecc = "FECC",
        /// The inspectorate of a state's prosecutor.
        VisitaduriaEst = "VISITADURIA_EST",
        /// The committee of a state's congress that watches over its superior auditor.
        ComisionVigilanciaEst = "COMISION_VIGILANCIA_EST",
        /// The control body of a municipality or borough.
        OicMun = "OIC_MUN",
        /// The internal control body of the office that runs this system.
        OicSesna = "OIC_SESNA",
        /// Nobody: the person is told where to go, and nothing is stored.
        Referred = "REFERIDO",
    }

    /// Who decides in the end, where that is not the authority that receives.
    Court {
        /// The federal administrative tribunal.
        FederalTribunal = "TFJA",
        /// The administrative tribunal of the state.
        StateTribunal = "TJA_EST",
        /// A federal criminal court.
        FederalJudge = "JUEZ_FEDERAL",
        /// A local criminal court.
        LocalJudge = "JUEZ_LOCAL",
    }

    /// How sure a row is.
    Certainty {
        /// Confirmed in a stored source.
        Confirmed = "confirmada",
        /// Confirmed by a third party's notes or code only.
        ThirdParty = "tercero",
        /// General knowledge, to be checked by a lawyer.
        Unconfirmed = "sin_confirmar",
        /// A choice of this project, not of the law.
        Design = "diseño",
    }

    /// Whom a conduct is a conduct of.
    Actor {
        /// A public servant.
        Servant = "SERVIDOR_PUBLICO",
        /// Somebody outside government.
        Private = "PARTICULAR",
        /// Either.
        Both = "AMBOS",
    }

    /// What a situation is about, for the headings of the form.
    Theme {
        /// Money and gifts.
        Gifts = "DINERO",
        /// Public money and goods.
        Resources = "RECURSOS",
        /// Contracts and permits.
        Contracts = "CONTRATOS",
        /// Abuse of office.
        Abuse = "ABUSO",
        /// Hiding or threatening.
        Hiding = "OCULTAMIENTO",
        /// Work not done.
        Neglect = "DESCUIDO",
        /// The person does not know.
        Unknown = "NO_SE",
        /// What is not received here.
        Outside = "FUERA",
    }

    /// What happened to a municipality after the snapshot.
    Change {
        /// It was made.
        Created = "CREADO",
        /// It has another name.
        Renamed = "RENOMBRADO",
        /// Its name is written in another way.
        Spelling = "GRAFIA",
    }
}

impl Level {
    /// The message that names it.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Federal => "level-federal",
            Self::State => "level-state",
            Self::Municipal => "level-municipal",
            Self::Unknown => "answer-unknown",
        }
    }
}

impl Certainty {
    /// The message that says how sure a row is.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Confirmed => "certainty-confirmed",
            Self::ThirdParty | Self::Unconfirmed => "certainty-unconfirmed",
            Self::Design => "certainty-design",
        }
    }
}
