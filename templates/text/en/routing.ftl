# Who receives, and why.
certainty-confirmed = A source confirms the general rule.
certainty-design = It is a rule of this site, so that your report is not left without anybody. No lawyer has confirmed it yet.
certainty-unconfirmed = No lawyer has confirmed this rule yet. If it is not theirs, the institution can pass your report on.
why-accused = the person you report works there or leads it, by what you answered, and it cannot judge its own people.
why-excluded = you asked that it not read this.
why-named-only = it asks for the name of whoever reports.
why-no-desk = it does not receive reports here yet.
why-revoked = since { $day } it no longer receives reports here. It is not because of what you told.
why-unknown-ente = we would need to know in which office.
why-unknown-municipality = we would need to know in which municipality.
why-unknown-state = we would need to know in which state.
