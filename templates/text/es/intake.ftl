# Los pasos de la denuncia.
step-of = Paso { $number } de 6
error-prefix = Revisa:
errors-title = { $count ->
    [one] Hay una cosa por corregir
   *[other] Hay { $count } cosas por corregir
 }
err-level-missing = Elige de qué gobierno es. «No sé» también vale.
err-state-missing = Elige el estado donde pasó, para saber a quién le toca. Si no sabes cuál, arriba elige «No sé» y continúa.
err-situation-missing = Marca por lo menos una opción de lo que pasó. «Otra cosa, o no sé» también vale.
err-story-missing = Cuenta qué pasó. Con unas cuantas líneas basta.
err-missing = Falta llenar este campo.
err-too-long = «{ $field }» pasa del límite de { $limit } caracteres. Quita { $over }, o manda el resto después desde tu buzón.
answer-yes = Sí
answer-no = No
answer-unknown = No sé
back = Volver
back-answers = Volver a mis respuestas
back-edit = Volver a corregir
back-files = Si vuelves a corregir, tu texto sigue ahí, pero tendrás que elegir tus archivos otra vez.
nothing-kept = Todavía no guardamos nada. Puedes volver atrás sin perder lo que escribiste.
own-buttons = Para regresar usa los botones de esta página: así no se pierde nada. Si usaste el de tu navegador y ya no ves lo que escribiste, oprime «adelante» en él.

where-title = ¿De qué gobierno es?
where-lead = Así sabemos qué institución debe leer tu denuncia. Si no sabes algo, no importa.
next = Continuar
field-level = La persona o la oficina que denuncias es de…
hint-level = La policía municipal, el agua o el ayuntamiento son del municipio.
level-municipal = Municipio o alcaldía
level-state = Gobierno del estado
level-federal = Gobierno federal (de todo el país)
field-state = ¿En qué estado pasó?
hint-state = Si es del gobierno federal, no hace falta.
state-none = Elige un estado

body-title-municipal = ¿En qué municipio?
body-title-state = ¿En qué oficina del estado?
body-title-federal = ¿En qué oficina federal?
body-title-unknown = ¿En qué oficina?
body-lead = Si no sabes, continúa sin contestar.
field-municipality = Municipio o alcaldía
hint-municipality = Donde hay dos con el mismo nombre, va también su clave.
municipality-none = No sé, o no está
field-branch = ¿De qué parte del gobierno es?
hint-branch = Casi todas las oficinas son de la primera.
branch-executive = Secretarías, escuelas, hospitales, policía y otras oficinas
branch-legislative = El congreso y su auditoría
branch-judicial = Juzgados y tribunales
branch-autonomous = Fiscalías y organismos autónomos
field-ente = ¿Cómo se llama la oficina o institución?
hint-ente = Escribe una o dos palabras de su nombre y busca. Hasta { $limit } caracteres.
ente-fold = Sé cómo se llama la oficina
ente-search = Buscar
ente-legend = ¿Es alguna de éstas?
ente-hint = Elige la que sea.
ente-more = Hay más con esas palabras. Si no ves la tuya, escribe otra palabra de su nombre y busca otra vez.
ente-other = Ninguna de éstas, o no sé
ente-none = No está en nuestra lista con el nombre «{ $words }». No importa: lo que escribiste irá en tu denuncia. Puedes continuar, o buscar con otra palabra.

acts-title = ¿Qué viste o qué supiste?
acts-next = Ver quién la leerá
field-situation = Marca todo lo que se parezca
hint-situation = Abre los temas que quieras. No hace falta saber de leyes.
theme-gifts = Dinero y regalos
theme-gifts-hint = Pidieron, cobraron de más, ofrecieron
theme-resources = Dinero y cosas públicas
theme-resources-hint = Se quedaron con algo o lo usaron para otra cosa
theme-contracts = Compras, obras y permisos
theme-contracts-hint = Arreglos, obras que no se hicieron, empresas
theme-abuse = Abuso del puesto
theme-abuse-hint = Familia, influencias, castigos
theme-hiding = Esconder o amenazar
theme-hiding-hint = Taparon algo, papeles falsos, amenazas
theme-neglect = No hacer su trabajo
theme-neglect-hint = Faltas, malos tratos, declaraciones
theme-outside = Esto no se recibe aquí
theme-outside-hint = Trámites, problemas de trabajo, pleitos: te decimos a dónde ir
subject-fold = ¿La persona que denuncias trabaja en una contraloría, una fiscalía o una auditoría?
field-subject = ¿Quién es la persona que denuncias?
hint-subject = Así tu denuncia no llega a la oficina donde manda.
subject-ordinary = Ninguna de estas personas, o no sé
subject-control-head = Quien dirige la contraloría o el órgano de control
subject-prosecutor = Alguien de la fiscalía anticorrupción
subject-auditor = Alguien de la auditoría superior
subject-operator = Alguien de la oficina que coordina este sistema anticorrupción
field-federal-money = ¿Hay dinero federal de por medio?
hint-federal-money = Por ejemplo, de un programa de Bienestar o de obra federal. Puede cambiar quién la lee.
money-apply = Ver quién la leerá ahora
field-second = ¿Quién debe recibirla?

reader-title = ¿Quién leerá tu denuncia?
reader-rule = Le toca a
reader-own = Elegiste a
reader-clocks = Se comprometió a avisarte que la recibió en { $acknowledge } días hábiles y a darte una primera respuesta en { $answer }.
reader-next = De acuerdo, continuar
reader-only = Sólo esta institución podrá abrirla. Ni quienes operan esta página pueden hacerlo después de que se cierra el sobre.
reader-own-envelope = Recibe su propio sobre y sólo ella puede abrirlo. Ni quienes operan esta página pueden hacerlo después de que se cierra.
reader-instead = A quien le toca primero no la recibe, o elegiste a otra: por eso va con ésta. Más abajo dice quién no la recibe y por qué.
reader-basis = Se apoya en: { $basis }.
reader-doubt = { $count ->
    [one] ¿No confías en esta institución?
   *[other] ¿No confías en alguna de las dos?
}
reader-doubt-lead = { $count ->
    [one] Puedes pedir que no la lea. Buscamos a la que sigue y te decimos cuál es.
   *[other] Puedes pedir que una no la lea. Buscamos a la que sigue y te decimos cuál es.
}
reader-exclude = Que no la lea esta institución
reader-exclude-one = Que no la lea { $name }
reader-keys = Con qué llaves se cierra el sobre
reader-keys-lead = Cada llave tiene una huella. Puedes comparar estas huellas con las que cada institución publica por su cuenta.
reader-contact = Otras formas de llegar a ella: { $contact }
reader-changed = Cambió quién la leerá, por lo que elegiste o marcaste. Mira quién es ahora antes de seguir.
accused-title = ¿La persona que denuncias trabaja o manda en alguna?
accused-legend = ¿En cuáles trabaja, manda o influye?
accused-hint = Marca todas las que sean. Ninguna de las que marques la leerá.
accused-marked = No la leerá.
accused-apply = Ver quién la leerá ahora
skipped-title = Quién no la recibe y por qué
include-again = Volver a incluir a { $name }
second-title = Son dos caminos. Cada uno le toca a una institución distinta.
second-rule = También le toca a
second-lead = Si son las dos, cerramos un sobre para cada una y tú guardas un solo código. A ninguna le decimos si la otra la recibió.
second-both = Las dos, cada una en su sobre
second-one = Sólo { $name }
by-name-title = Otro camino, sólo si das tu nombre
by-name-lead = Por eso aquí no se le envía nada. Si quieres ir con ella, tendrías que hacerlo tú, con tu nombre.
alternates-title = Elegir otra institución
alternates-legend = También pueden recibirla
alternates-hint = Sólo aparecen las que, según las reglas, pueden investigar algo así.
alternates-choose = Cambiar a la que elegí

nobody-title = Todavía nadie puede recibirla por aquí
nobody-lead = Para lo que contaste no hay ahora una institución que pueda abrir tu denuncia por esta ventanilla. No guardamos ni enviamos nada.
nobody-unknown = Falta un dato para saber a quién le toca
missing-state = No dijiste en qué estado pasó. Con eso sabremos qué institución la puede abrir. Lo demás que contestaste sigue aquí.
missing-state-go = Decir en qué estado
missing-municipality = No dijiste en qué municipio pasó. Con eso sabremos qué institución la puede abrir. Lo demás que contestaste sigue aquí.
missing-municipality-go = Decir en qué municipio
missing-ente = No dijiste en qué oficina pasó. Con eso sabremos qué institución la puede abrir. Lo demás que contestaste sigue aquí.
missing-ente-go = Decir en qué oficina
nobody-remains = Qué puedes hacer
nobody-remains-1 = Volver y cambiar tus respuestas, o las instituciones que quitaste o marcaste.
nobody-remains-2 = Buscar en persona o por teléfono a la fiscalía, del estado o federal: acepta denuncias sin nombre. La Auditoría Superior de la Federación sí te pide tu nombre.
nobody-remains-3 = Escribir lo que pasó en papel, sin tu nombre, y guardarlo lejos de tu trabajo. Puedes volver más adelante: se van sumando instituciones.
nobody-careful = No vayas a una oficina donde trabaje o mande la persona a la que denuncias, ni llames ahí.
nobody-text = Lo que escribiste, para que no lo pierdas

referral-title = Esto no se recibe aquí, pero sí en otro lado
referral-lead = Por lo que marcaste, otra oficina puede ayudarte mejor. No guardamos ni enviamos nada.
referral-service-title = Un trámite o servicio tardado o mal hecho
referral-service = Pide hablar con la persona responsable de la oficina, o deja tu queja en su módulo o buzón de atención ciudadana.
referral-labour-title = Un problema de trabajo: despido, sueldo, horario
referral-labour = Acude a la procuraduría de la defensa del trabajo de tu estado o, si es federal, a PROFEDET. Orientan gratis.
referral-private-title = Un pleito entre particulares
referral-private = Un centro de mediación o la defensoría pública de tu estado pueden orientarte.
referral-money = ¿Alguien pidió o recibió algo a cambio?
referral-money-lead = Entonces sí puede ser corrupción. Vuelve a tus respuestas y marca también esa opción.

story-title = Cuenta qué pasó
story-reader = { $count ->
    [one] La leerá: { $name }
   *[other] La leerán, cada una en su propio sobre: { $name }; { $second }
}
story-lead = Escribe con tus palabras, como si lo platicaras. No tienes que probarlo: basta con lo que viste o sabes.
story-next = Revisar antes de enviar
story-care = Antes de escribir: cómo cuidarte
story-care-1 = No pongas tu nombre, tu correo ni tu teléfono. No hacen falta.
story-care-2 = Piensa qué sabías sólo tú. Si lo cuentas, alguien podría imaginar quién eres.
story-care-3 = Si copias texto de un documento del trabajo, puede traer marcas que no se ven. Es mejor escribirlo a mano.
story-more = Agregar datos que ayudan (si los sabes)
story-more-lead = Todo esto es opcional. Hasta { $limit } caracteres en cada campo.
field-story = Cuéntanos qué pasó
hint-story = Qué hicieron, cómo y qué se perdió o a quién dañaron. Hasta { $limit } caracteres; si necesitas más, mándalo después desde tu buzón.
field-who = ¿Quién lo hizo?
hint-who = Nombre, puesto o cómo es. También sirve «no sé su nombre, pero atiende en tal lugar».
field-when = ¿Cuándo?
hint-when = Fechas, aunque sean aproximadas, y si sigue pasando.
field-place = ¿En qué lugar?
hint-place = Dirección, oficina o cómo llegar.
field-amount = ¿De cuánto dinero hablamos?
hint-amount = Una cantidad aproximada sirve.
field-contract = Número de contrato, licitación u «ocid»
hint-contract = Si viste alguno en un papel o en internet.
field-witnesses = ¿Quién más lo vio o lo sabe?
hint-witnesses = No pongas aquí nada que ponga en riesgo a otra persona.
field-source = ¿Cómo lo sabes?
hint-source = Lo viste, te lo contaron, está en un documento…

review-title = Revisa antes de enviar
review-excluded = No debe leerla (quien la reciba verá esta lista)
review-lead = { $count ->
    [one] Así la leerá { $name }. Si algo te puede delatar, vuelve y cámbialo.
   *[other] Así la leerá { $name }, y así también, en otro sobre, { $second }. Si algo te puede delatar, vuelve y cámbialo.
}
invisible-title = { $count ->
    [one] Hay un carácter que no se ve
   *[other] Hay { $count } caracteres que no se ven
 }
invisible-lead = Suelen venir al copiar y pegar, y pueden servir como marca para saber de qué copia salió el texto. No los quitamos: para estar a salvo, vuelve y escribe esa parte a mano.
files-title = Fotos y documentos
files-lead = Son opcionales. Por ahora los archivos viajan tal como están: no les quitamos nada. Si un archivo puede delatarte, no lo mandes.
files-label = Elegir archivos
files-hint = Hasta { $files } archivos, de hasta { $file } cada uno y { $envelope } en total. Los nombres de tus archivos no viajan con el sobre.
formats-title = Lo que un archivo puede llevar dentro
formats-kind = Tipo
formats-inside = Qué puede decir de ti
formats-removed = Qué le quitamos
formats-nothing = Nada, por ahora
formats-photo = Fotos (JPG, PNG, HEIC)
formats-photo-inside = Dónde y cuándo se tomó y con qué teléfono. Una foto de la pantalla o una captura dice menos.
formats-document = Documentos (PDF, Word, Excel)
formats-document-inside = El nombre de quien lo escribió, de quien lo abrió o imprimió, y versiones anteriores.
formats-recording = Audio y video
formats-recording-inside = Voces, el lugar y la hora.
formats-other = Otros archivos
formats-other-inside = Depende del programa: puede llevar nombres y fechas.
send-title = Al enviarla recibirás tu código
send-lead = Son nueve palabras que sólo te mostramos al enviarla. Ten a la mano papel y lápiz.
send = Cerrar el sobre y enviar
send-wait = Si tus archivos pesan mucho puede tardar. No cierres la página. Si se corta, envíala otra vez igual en las próximas horas: no se duplica.
review-returned = Si habías elegido archivos, elígelos otra vez antes de enviarla. Si ya la teníamos, no se duplica: verás su código.
notice-broken = El envío no llegó completo y no se guardó nada. Tu texto sigue aquí. Elige otra vez tus archivos y envíala.
notice-expired = Esta página estuvo abierta demasiado tiempo, o reiniciamos el sitio mientras tanto. Tu texto sigue aquí. Elige otra vez tus archivos y envíala.
notice-file-too-large = El archivo número { $number } pasa de { $limit }. No se guardó nada. Elige otra vez tus archivos sin ése, o en partes.
notice-foreign = No pudimos comprobar que el envío salió de esta página, así que no se guardó nada. Revisa que todo sea tuyo, elige otra vez tus archivos y envíala.
notice-full = Por ahora no podemos recibir nada: no queda espacio para guardarlo. No se guardó nada y tu texto sigue aquí. Deja esta página abierta, o copia tu texto, y envíala otra vez en un rato.
notice-new-reader = Cambió quién la leería, o cambiaron sus llaves. No se guardó ni se envió nada. Revisa quién la leerá ahora antes de enviarla.
notice-no-room = Por ahora no podemos recibir archivos: queda poco espacio y lo apartamos para los textos. Envía tu denuncia sin archivos; podrás agregarlos después desde tu buzón.
notice-too-many-files = Son más de { $limit } archivos. No se guardó nada. Elige menos ahora y manda los demás después desde tu buzón.
notice-too-much = Todo junto pasa de { $limit }. No se guardó nada. Elige menos archivos ahora y manda los demás después desde tu buzón.

explained-why = Por qué la recibe esta institución
explained-basis = Regla { $rule }. Se apoya en: { $basis }.
explained-skipped = Quién no la recibe y por qué
explained-rules = Con qué reglas se decidió
explained-version = Catálogo de competencia, versión { $version }, SHA-256 { $hash }

receipt-title = Tu denuncia quedó enviada
receipt-neutral-title = Nueve palabras
receipt-lead = { $count ->
    [one] Ya está en un sobre cerrado para { $name }. Falta lo más importante: guarda tu código.
   *[other] Ya está en dos sobres cerrados: uno para { $name } y otro para { $second }. Ninguna puede abrir el sobre de la otra. Tienes un solo código para las dos respuestas. Falta lo más importante: guárdalo.
}
receipt-again-title = Ya la habíamos recibido
receipt-again-lead = { $count ->
    [one] Es la misma denuncia para { $name }: no la duplicamos. Este sigue siendo tu código.
   *[other] Es la misma denuncia para { $name } y para { $second }: no la duplicamos. Este sigue siendo tu código.
}
receipt-mismatch-title = Revisa tu código
receipt-mismatch-lead = No pasa nada: tus nueve palabras están aquí otra vez. Compáralas con tu papel y corrígelo.
receipt-code = Tu código de seguimiento
receipt-paper = Palabras para recordar, en este orden:
receipt-write = Escribe las nueve palabras en papel, en este orden.
receipt-write-hint = También puedes imprimirla: en el papel sólo salen las nueve palabras con su número, sin decir de qué son. Si alguien revisa tu teléfono, no le tomes captura ni foto.
receipt-check = Comprueba que lo anotaste bien
receipt-check-lead = Después de este paso el código ya no se muestra.
receipt-word = Palabra número { $number }
err-word-missing = Falta escribir la palabra número { $number }.
err-word-other = La palabra número { $number } no coincide con la de arriba. Corrige también tu papel.
receipt-check-send = Ya lo guardé, comprobar
receipt-files = Tus archivos
receipt-files-lead = Así viajaron, con nombres nuevos:
receipt-file-as-is = tal como estaba, no le quitamos nada.
next-title = Qué sigue
next-1 = Los sobres se recogen a ciertas horas, no al instante. Así nadie puede saber a qué hora escribiste.
next-2 = Vuelve en unos días con tu código. Ahí verás si ya la recibieron, qué contestan y qué más te preguntan.
next-3 = Con el mismo código puedes mandar más datos y archivos cuando quieras.
lost-title = ¿Y si pierdo el código?
lost-lead = Nadie puede dártelo otra vez, tampoco nosotros: no lo guardamos. Tu denuncia sigue su camino. Si quieres leer respuestas o agregar algo, tendrías que hacer otra denuncia y contar en ella que ya hiciste una.
confirmed-title = Listo, lo anotaste bien
confirmed-lead = Tu código ya no aparecerá en ninguna página. Guarda el papel en un lugar seguro.
confirmed-care = Si usaste una computadora que no es tuya, cierra ahora todas las ventanas del navegador.
confirmed-mailbox = Probar mi código
already-title = Esta denuncia ya la habíamos recibido
already-lead = No la guardamos dos veces. Su código ya se mostró y no podemos mostrarlo de nuevo.
already-lost = Si no anotaste el código, tu denuncia sigue su camino, pero para leer respuestas tendrías que hacer otra.
already-mailbox = Ya tengo el código
already-new = Hacer otra denuncia
receipt-closed-title = El código ya no se muestra
receipt-closed-lead = Tu denuncia está guardada. No hace falta que la hagas otra vez.
receipt-closed-try = Prueba tu código: si lo anotaste bien, abre tu buzón.
receipt-closed-mailbox = Probar mi código

# Lo que podría decir quién escribe: se muestra en la revisión.
clues-title = Mira esto antes de enviar
clues-lead = Buscamos en tu texto, aquí mismo y sin mandarlo a nadie, lo que podría decir quién eres. No cambiamos nada.
clues-decide = Tú decides. Si habla de ti, usa «Volver a corregir». Si habla de quien denuncias, déjalo: ayuda a investigar.
clues-more = { $count ->
    [one] Y hay uno más como éstos.
   *[other] Y hay { $count } más como éstos.
}
clue-curp = Una CURP
clue-curp-why = La CURP es de una sola persona. Si es la tuya, quítala.
clue-rfc = Un RFC
clue-rfc-why = El RFC es de una sola persona o empresa. Si es el tuyo o el de tu negocio, quítalo.
clue-email = Un correo electrónico
clue-email-why = Si es el tuyo, dice quién eres. Para escribirte no hace falta: te contestarán en tu buzón.
clue-account = Un número de cuenta o de tarjeta
clue-account-why = El banco sabe de quién es. Si es tuyo, quítalo.
clue-plate = Una placa
clue-plate-why = Se sabe de quién es cada placa. Si es de tu vehículo, quítala.
clue-phone = Un número que parece teléfono
clue-phone-why = Si es el tuyo, dice quién eres. Para hablar contigo no hace falta: te contestarán en tu buzón.
clue-address = Una dirección
clue-address-why = Si ahí vives o trabajas, escribe sólo la colonia o el municipio. Si es donde pasó, déjala.
clue-first-person = Palabras que dicen qué lugar tienes ahí
clue-first-person-why = Quien conozca el lugar puede adivinar quién escribe. En vez de «mi jefe», escribe su cargo: «el director de Obras».
clue-look-alike = Una palabra con letras de dos alfabetos
clue-look-alike-why = Se ven igual y no lo son. A veces se ponen en las copias de un documento para saber de quién salió. Escríbela de nuevo a mano.
