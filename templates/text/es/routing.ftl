# Quién recibe y por qué.
certainty-confirmed = Una fuente confirma la regla general.
certainty-design = Es una regla de este sitio, para que tu denuncia no se quede sin destino. Todavía no la confirma una persona abogada.
certainty-unconfirmed = Esta regla todavía no la confirma una persona abogada. Si no le toca, la institución puede turnar tu denuncia.
why-accused = la persona que denuncias trabaja o manda ahí, según lo que contestaste, y no puede juzgar a su propia gente.
why-excluded = pediste que no la lea.
why-named-only = pide el nombre de quien denuncia.
why-no-desk = todavía no recibe denuncias por esta ventanilla.
why-revoked = desde el { $day } ya no recibe denuncias por esta ventanilla. No es por lo que contaste.
why-unknown-ente = falta saber en qué oficina.
why-unknown-municipality = falta saber en qué municipio.
why-unknown-state = falta saber en qué estado.
