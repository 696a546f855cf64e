# Who receives, and the open data.
institutions-title = Who can receive your report
institutions-lead = These institutions open envelopes through this window. Each has its own key: none can read what another one gets.
institutions-search = Find an institution
institutions-search-hint = Its name, a state or a municipality; the beginning of each word is enough. What you look for is not kept.
institutions-search-button = Find
institutions-found =
    { $count ->
        [0] We found none. Try fewer words, or leave the field empty to see them all.
        [one] There is one institution.
       *[other] There are { $count } institutions.
    }
institutions-pages = More institutions
institutions-page-before = Previous ones
institutions-page-after = Next ones
institutions-reach = How far it reaches
institutions-clocks = Deadlines it has committed itself to
institutions-clocks-days = To say it has arrived: { $acknowledge } working days. First answer: { $answer }. To close: { $close }.
institutions-contact = Other ways to reach it
institutions-keys = Fingerprints of its keys
institutions-no-keys = It has no key in use today, so it cannot receive reports here.
institutions-revoked = Since { $day } it no longer receives reports here. The reason given by whoever signs the directory: { $reason }
institutions-check = How to check this list
institutions-check-lead = It is version { $version } of the directory, counts until { $until } and is signed. You can download the directory and its signature and check them with minisign.
all-states = The whole country
class-classic = Classic key. Any age program opens its envelopes; it does not protect against a future quantum computer.
class-hybrid = Hybrid key, meant to withstand a future quantum computer too.
data-title = Open data
data-lead = How many reports there were, by institution, month and status. Never data of one report.
data-smallest = Only finished months are published. Where there are fewer than { $smallest } we do not say how many, so that nobody can recognise a person.
data-none = There is no finished month yet.
data-institution = Institution
data-status = Status
data-count = Reports
data-few = fewer than { $smallest }
data-files = The same data as files
data-csv = Data sheet (CSV)
data-json = For programs (JSON)
rules-title = The rules: who gets each report
rules-lead = This is how this site decides who reads a report. Choose which government the person you accuse belongs to. If a rule looks wrong to you, you can report all the same: the form lets you choose another institution.
rules-levels = Which government
rules-found =
    { $count ->
        [0] There are no rules for this government.
        [one] There is one rule.
       *[other] There are { $count } rules.
    }
rules-instead = If you accuse somebody there
rules-basis = The law behind it
rules-certainty = How sure it is
rules-reviewer = Reviewed by
rules-days = When it counts
rules-source = Where it comes from
rules-source-line = Rule { $rule }, line { $line } of competencia.csv
rules-pages = More rules
rules-check = How to check these rules
rules-check-lead = This is version { $version } of the rules; it counts until { $until }. Here are all of them, in the words of the table.
rules-link = Read the rules that decide who gets it
