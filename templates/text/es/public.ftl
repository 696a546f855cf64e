# Quién recibe y los datos abiertos.
institutions-title = Quién puede recibir tu denuncia
institutions-lead = Estas instituciones abren sobres por esta ventanilla. Cada una tiene su propia llave: ninguna puede leer lo que le llega a otra.
institutions-search = Buscar una institución
institutions-search-hint = Su nombre, un estado o un municipio; basta el principio de cada palabra. Lo que buscas no se guarda.
institutions-search-button = Buscar
institutions-found =
    { $count ->
        [0] No encontramos ninguna. Prueba con menos palabras, o deja el espacio vacío para verlas todas.
        [one] Hay una institución.
       *[other] Hay { $count } instituciones.
    }
institutions-pages = Más instituciones
institutions-page-before = Anteriores
institutions-page-after = Siguientes
institutions-reach = Hasta dónde llega
institutions-clocks = Plazos a los que se comprometió
institutions-clocks-days = Avisar que la recibió: { $acknowledge } días hábiles. Primera respuesta: { $answer }. Terminar: { $close }.
institutions-contact = Otras formas de llegar
institutions-keys = Huellas de sus llaves
institutions-no-keys = Hoy no tiene una llave en uso, así que no puede recibir denuncias por aquí.
institutions-revoked = Desde el { $day } ya no recibe denuncias por aquí. La razón que dio quien firma el directorio: { $reason }
institutions-check = Cómo comprobar esta lista
institutions-check-lead = Es la versión { $version } del directorio, vale hasta el { $until } y está firmada. Puedes bajar el directorio y su firma y comprobarlos con minisign.
all-states = Todo el país
class-classic = Llave clásica. Cualquier programa age abre sus sobres; no protege contra una computadora cuántica futura.
class-hybrid = Llave híbrida, pensada también contra una computadora cuántica futura.
data-title = Datos abiertos
data-lead = Cuántas denuncias hubo, por institución, mes y estado. Nunca datos de una denuncia.
data-smallest = Sólo se publican meses terminados. Cuando hay menos de { $smallest } no decimos cuántas, para que nadie pueda reconocer a una persona.
data-none = Todavía no hay ningún mes terminado.
data-institution = Institución
data-status = Estado
data-count = Denuncias
data-few = menos de { $smallest }
data-files = Los mismos datos en archivo
data-csv = Hoja de datos (CSV)
data-json = Para programas (JSON)
rules-title = Las reglas: a quién le toca cada denuncia
rules-lead = Así decide este sitio quién lee una denuncia. Elige de qué gobierno es la persona que acusas. Si una regla te parece mal, puedes denunciar igual: en el formulario puedes elegir a otra institución.
rules-levels = De qué gobierno
rules-found =
    { $count ->
        [0] No hay reglas para este gobierno.
        [one] Hay una regla.
       *[other] Hay { $count } reglas.
    }
rules-instead = Si acusas a alguien de ahí
rules-basis = En qué ley se apoya
rules-certainty = Qué tan segura es
rules-reviewer = La revisó
rules-days = Cuándo vale
rules-source = De dónde sale
rules-source-line = Regla { $rule }, línea { $line } de competencia.csv
rules-pages = Más reglas
rules-check = Cómo comprobar estas reglas
rules-check-lead = Es la versión { $version } de las reglas y vale hasta el { $until }. Aquí están todas, con las palabras de la tabla.
rules-link = Lee las reglas que deciden a quién le toca
