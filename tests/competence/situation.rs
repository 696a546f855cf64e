//! A situation of `tests/vectors/competence/situations.csv`: what was answered, who has a desk, and who is expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use ventanilla::catalogue::{Catalogue, Level, Nature, ReceiverKind, Subject, Word};
use ventanilla::clock::Day;
use ventanilla::competence::{Answers, Decision, Desk, Desks, Reach, Track, Why, decide};

pub(super) const TODAY: Day = Day::from_number(20_780);

/// One row. Its columns are described in the README beside the file.
pub(super) struct Situation {
    pub(super) id: String,
    pub(super) story: String,
    pub(super) expected: Outcome,
    /// What holds instead, where the expectation was found wrong or no better than another.
    pub(super) settled: Option<Outcome>,
    pub(super) reason: String,
    columns: BTreeMap<String, String>,
}

/// Who receives, beside whom, and who was passed over: what is compared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Outcome {
    receiver: String,
    second: String,
    skipped: Vec<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            receiver,
            second,
            skipped,
        } = self;
        write!(f, "{receiver}+{second}/{}", skipped.join(";"))
    }
}

impl Outcome {
    /// What a decision comes to in the words of the file. Whom too little is known to ask has no word there.
    pub(super) fn of(decision: &Decision<'_>) -> Self {
        let kind = |track: &Track<'_>| track.reader.map(|reader| reader.kind.word());
        let first = kind(&decision.first);
        let nobody = if decision.is_outside() {
            "REFERIDO"
        } else {
            "NINGUNO"
        };
        let second = decision.second.as_ref();
        let is_crime = decision.first.rule.natures.contains(&Nature::Crime);
        // Where nobody takes the offence, the crime has come first, and the line of the offence stands before it.
        let lines = match second.filter(|track| track.reader.is_none()) {
            Some(offence) if first.is_some() && is_crime => vec![offence, &decision.first],
            Some(crime) if first.is_none() => vec![&decision.first, crime],
            Some(_) | None => vec![&decision.first],
        };
        let skipped = lines.into_iter().flat_map(|track| &track.skipped);
        let told = skipped.filter_map(|one| Some((one.kind, word(one.why)?)));
        let told: Vec<(ReceiverKind, &str)> = told.collect();
        let by_name = decision.by_name.iter().map(|one| (one.kind, "NO_ANONIMA"));
        let unsaid = by_name.filter(|one| !told.contains(one));
        let mut skipped: Vec<String> = Vec::new();
        for (kind, why) in unsaid.collect::<Vec<_>>().into_iter().chain(told) {
            let text = format!("{kind}:{why}");
            if !skipped.contains(&text) {
                skipped.push(text);
            }
        }
        Self {
            receiver: first.unwrap_or(nobody).to_owned(),
            second: second.and_then(kind).unwrap_or_default().to_owned(),
            skipped,
        }
    }

    /// The form in which the file holds what was settled, which is that of `Display`.
    fn read(text: &str) -> Option<Self> {
        let (receiver, rest) = text.split_once('+')?;
        let (second, skipped) = rest.split_once('/')?;
        Some(Self {
            receiver: receiver.to_owned(),
            second: second.to_owned(),
            skipped: list(skipped).map(str::to_owned).collect(),
        })
    }
}

const fn word(why: Why) -> Option<&'static str> {
    match why {
        Why::Accused => Some("ACUSADO"),
        Why::Excluded => Some("EXCLUIDO"),
        Why::NamedOnly => Some("NO_ANONIMA"),
        Why::NoDesk => Some("SIN_MESA"),
        Why::Revoked(_) => Some("REVOCADA"),
        Why::Unknown(_) => None,
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').filter(|part| !part.is_empty())
}

/// The keys of `situaciones.csv` that a box of the file stands for. Whoever speaks of audited money of a fund tells
/// both that the accounts do not add up and that it went elsewhere.
fn keys(box_: &str) -> &'static [&'static str] {
    match box_ {
        "money_or_gifts" => &["pidio_dinero"],
        "public_money" => &["se_quedo"],
        "riches" => &["riqueza"],
        "contracts" => &["contrato_arreglado"],
        "favours" => &["influencias"],
        "abuse" => &["abuso"],
        "hiding" => &["tapo"],
        "company" => &["ofrecio_dinero"],
        "campaign" => &["campania_sindicato"],
        "neglect" => &["no_cumple"],
        "audit" => &["cuentas", "desvio"],
        "unknown" => &["no_se"],
        "procedure" => &["tramite"],
        "labour" => &["laboral"],
        "private" => &["pleito"],
        other => panic!("no such box: {other}"),
    }
}

/// What the explanation of a rule calls its receiver, in one of these ways.
pub(super) const fn names(kind: ReceiverKind) -> &'static [&'static str] {
    use ReceiverKind as K;
    match kind {
        K::SabgCentral => &["secretaría anticorrupción"],
        K::Tdj => &["tribunal de disciplina judicial"],
        K::Femcc | K::Fecc => &["fiscalía"],
        K::FgrAsuntosInternos => &["asuntos internos"],
        K::VisitaduriaEst => &["visitaduría"],
        K::Asf | K::Efsl => &["auditoría superior"],
        K::Uec => &["unidad"],
        K::ContraloriaEst => &["contraloría"],
        K::ComisionVigilanciaEst => &["comisión"],
        K::Referred => &["no se recibe aquí"],
        K::OicFed
        | K::OicSabg
        | K::OicLegFed
        | K::OicAutonomoFed
        | K::OicEst
        | K::OicOrganoEst
        | K::OicMun
        | K::OicSesna => &["control", "vigila"],
    }
}

impl Situation {
    pub(super) fn all() -> Vec<Self> {
        let text = crate::docs::read("tests/vectors/competence/situations.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let row = |record: csv::StringRecord| {
            let cells = headings.iter().map(str::to_owned);
            Self::of(cells.zip(record.iter().map(str::to_owned)).collect())
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    }

    fn of(columns: BTreeMap<String, String>) -> Self {
        let cell = |name: &str| columns[name].clone();
        let mut skipped: Vec<String> = list(&cell("saltados")).map(str::to_owned).collect();
        if cell("sujeto") == Subject::ControlHead.word() {
            // The rule for the head of a control body starts behind that body, and its words say why.
            skipped.retain(|one| !one.starts_with("OIC_"));
        }
        Self {
            id: cell("id"),
            story: cell("historia"),
            expected: Outcome {
                receiver: cell("receptor"),
                second: cell("segundo"),
                skipped,
            },
            settled: columns.get("acordado").and_then(|text| Outcome::read(text)),
            reason: columns.get("motivo").cloned().unwrap_or_default(),
            columns,
        }
    }

    /// What has to come out.
    pub(super) fn holds(&self) -> &Outcome {
        self.settled.as_ref().unwrap_or(&self.expected)
    }

    fn cell(&self, name: &str) -> &str {
        &self.columns[name]
    }

    fn word<T: Word>(&self, column: &str) -> T {
        let cell = self.cell(column);
        T::find(cell)
            .or_else(|| T::find(&cell.to_lowercase()))
            .unwrap_or_else(|| panic!("{}: {column} {cell}", self.id))
    }

    fn kinds(&self, column: &str) -> BTreeSet<ReceiverKind> {
        let known = |word| ReceiverKind::find(word).unwrap_or_else(|| panic!("{}: {word}", self.id));
        list(self.cell(column)).map(known).collect()
    }

    /// Whether the law behind it is not confirmed.
    pub(super) fn is_unsure(&self) -> bool {
        ["U", "T"].contains(&self.cell("certeza"))
    }

    /// A desk of every kind, each where the story happened, or somewhere where it did not.
    pub(super) fn desks(&self, catalogue: &Catalogue) -> Vec<Desk> {
        let or = |column, other: &str| match self.cell(column) {
            "" => other.to_owned(),
            known => known.to_owned(),
        };
        let state = Reach::State(or("entidad", "20").parse().unwrap());
        let town = Reach::Municipality(or("municipio", "20067").parse().unwrap());
        let without = self.kinds("sin_mesa");
        let known = catalogue.receivers().iter();
        let open = known.filter(|one| one.kind != ReceiverKind::Referred && !without.contains(&one.kind));
        let desk = |one: &ventanilla::catalogue::Receiver| Desk {
            institution: institution(one.kind).parse().unwrap(),
            kind: one.kind,
            reach: match one.level.unwrap() {
                Level::Federal | Level::Unknown => Reach::Country,
                Level::State => state.clone(),
                Level::Municipal => town.clone(),
            },
            branches: BTreeSet::new(),
            entes: BTreeSet::new(),
        };
        open.map(desk).collect()
    }

    /// The answers, but for whether the accused works where the report would go.
    pub(super) fn answers(&self, catalogue: &Catalogue) -> Answers {
        let boxes = list(self.cell("situaciones")).flat_map(keys);
        let natures = boxes.flat_map(|key| &catalogue.conducts().situation(key).unwrap().natures);
        let excluded = self.kinds("excluidos").into_iter();
        Answers {
            level: self.word("nivel"),
            branch: self.word("ambito"),
            state: self.cell("entidad").parse().ok(),
            municipality: self.cell("municipio").parse().ok(),
            natures: natures.copied().collect(),
            money: self.word("recursos_federales"),
            subject: self.word("sujeto"),
            excluded: excluded.map(|kind| institution(kind).parse().unwrap()).collect(),
            ..Answers::default()
        }
    }

    /// The answer to that, which is about the one that the page names: who would receive if nothing were known of
    /// it. The head of a control body leads it, whatever was answered.
    pub(super) fn with_the_accused(&self, answers: Answers, catalogue: &Catalogue, desks: &Desks) -> Answers {
        let leads = answers.subject == Subject::ControlHead;
        if self.cell("acusado_en_receptor") != "SI" && !leads {
            return answers;
        }
        let mut before = answers.clone();
        before.excluded.clear();
        if leads {
            before.subject = Subject::Ordinary;
        }
        let named = decide(&before, catalogue, desks, TODAY).first.reader;
        Answers {
            accused_institutions: named
                .map(|reader| reader.institution.clone())
                .into_iter()
                .collect(),
            ..answers
        }
    }
}

fn institution(kind: ReceiverKind) -> String {
    kind.word().to_lowercase().replace('_', "-")
}
