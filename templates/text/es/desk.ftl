# La mesa de cada institución.
desk-brand = Mesa
desk-nav = Idioma
desk-footer = Lo que aquí se lee se abre en memoria y no queda escrito en ningún disco. Bloquea la clave cuando termines.
desk-open = Desbloqueada
desk-closed = Bloqueada
desk-lock = Bloquear la clave
desk-unlock = Desbloquear la clave
desk-sign-in = Entrar
desk-sign-out = Salir
desk-cases = Expedientes

desk-entry-title = Entrar a la mesa
desk-entry-lead = Aquí trabajan las personas servidoras públicas que atienden denuncias. Quien denuncia no entra por aquí.
desk-nobody-title = Todavía no hay nadie dado de alta
desk-nobody = Quien administra la mesa da de alta a la primera persona con esta orden:
desk-name = Nombre de usuario
desk-passphrase = Contraseña
desk-wrong-credentials = El nombre o la contraseña no son correctos. Revisa ambos e intenta otra vez.

desk-unlock-title = Desbloquear la clave de recepción
desk-unlock-lead = Las denuncias llegan selladas. Para leerlas hay que desbloquear la clave de la institución; se queda en la memoria de esta máquina y nunca se escribe en claro.
desk-intake-passphrase = Contraseña de la clave de recepción
desk-intake-hint = No es tu contraseña personal: es la que se eligió al dar de alta la mesa.
desk-to-list = Ver la lista sin desbloquear
desk-unlock-idle = Se bloquea sola si nadie la usa durante { $minutes } minutos.
desk-wrong-passphrase = La clave no se desbloqueó. Escribe la contraseña otra vez; cada intento fallido tarda un poco más de lo normal.
desk-locked-meanwhile = La clave se bloqueó mientras escribías y no se envió nada. Escribe la contraseña y seguirás donde estabas.
desk-carried = Lo que escribiste vuelve contigo al expediente:
desk-back = Tu respuesta sigue aquí y todavía no se envía. Revísala y pulsa «Enviar».
desk-other-key = La clave se desbloqueó, pero no es la de esta mesa. Quien administra la mesa debe revisar el archivo de la clave y su parte pública.
desk-unreadable-key = El archivo de la clave no se puede leer. Quien administra la mesa debe revisar la configuración y los permisos.

desk-count =
    { $all ->
        [one] 1 expediente en total.
       *[other] { $all } expedientes en total.
    }
desk-quick-overdue =
    { $count ->
        [one] 1 con el plazo vencido
       *[other] { $count } con el plazo vencido
    }
desk-quick-soon = { $count } por vencer
desk-quick-unread = { $count } sin leer
desk-filter = Filtrar y ordenar
desk-filter-any = Todos
desk-filter-unread = Solo con algo nuevo
desk-filter-alarm = Solo con alarma
desk-filter-go = Ver la lista
desk-filter-off = Quitar los filtros
desk-filter-misread = Una parte de la dirección no se entendió y se dejó de lado. Elige otra vez lo que quieres ver.
desk-search-title = Buscar en los expedientes
desk-search = Buscar palabras en los expedientes
desk-search-hint = Palabras de la denuncia, de lo que la persona escribió después o de lo que contestó la mesa. Basta el principio de cada palabra; los acentos y las mayúsculas no importan.
desk-search-go = Buscar
desk-search-locked = Para buscar palabras dentro de los expedientes, primero desbloquea la clave
desk-search-reading = Leyendo { $done } de { $all } expedientes para poder buscar
desk-search-meanwhile = Ya puedes buscar en los que están leídos. Carga otra vez la página para ver cómo va.
desk-search-not-all = Todavía no son todos: faltan expedientes por leer. Busca otra vez en un rato.
desk-search-found =
    { $count ->
        [0] Ningún expediente tiene esas palabras.
        [one] 1 expediente tiene esas palabras.
       *[other] { $count } expedientes tienen esas palabras.
    }
desk-search-more = Aquí están los primeros { $most }; hay más: escribe más palabras.
desk-search-none-title = Nada con esas palabras
desk-search-none = Escribe menos palabras, solo el principio de una, o prueba con otra que diga lo mismo.
desk-search-empty = Escribe al menos una palabra y busca otra vez.
desk-search-all = Ver todos los expedientes
desk-nothing-title = Nada coincide
desk-nothing = Ningún expediente cumple todo lo que elegiste. Quita los filtros, o elige otros.
desk-nothing-more = Aquí termina la lista. Vuelve al principio, o quita los filtros.
desk-order = Orden
desk-order-clock = Primero lo que vence
desk-order-received = Primero lo más reciente
desk-order-status = Por estado
desk-order-number = Por folio
desk-duty-acknowledge = Acuse
desk-duty-answer = Primera respuesta
desk-duty-close = Cierre
desk-clock-overdue = Vencido
desk-clock-soon = Por vencer
desk-clock-running = Corre
desk-clock-waiting = En pausa
desk-clock-over = Sin plazo
desk-clock-late = Tarde
desk-clock-row-waits = { $duty }: espera a que la persona conteste.
desk-clock-is-due =
    { $duty }: vence el { $day }, { $count ->
        [0] hoy es el último día.
        [one] falta 1 día hábil.
       *[other] faltan { $count } días hábiles.
    }
desk-clock-was-due =
    { $duty }: venció el { $day }{ $count ->
        [0] .
        [one] , hace 1 día hábil.
       *[other] , hace { $count } días hábiles.
    }
desk-clock-waits =
    { $duty }: en pausa desde el { $day }, mientras la persona contesta. Al seguir { $count ->
        [one] queda 1 día hábil.
       *[other] quedan { $count } días hábiles.
    }
desk-clock-kept = { $duty }: a tiempo, el { $day }.
desk-clock-missed =
    { $duty }: el { $day }, { $count ->
        [one] 1 día hábil tarde.
       *[other] { $count } días hábiles tarde.
    }
desk-clock-unknown = El calendario de esta mesa no tiene los días festivos de todo ese tiempo: un plazo puede vencer unos días después de lo que dice aquí.
desk-calendar-ends = El calendario de esta mesa llega hasta { $year }, y los plazos de lo que llega hoy terminan después. Quien administra la mesa debe agregar los días festivos que faltan.
desk-pulled = Último día en que se trajo de la ventanilla: { $day }.
desk-never-pulled = Todavía no se ha traído nada de la ventanilla.
desk-pull-now = Traer ahora
desk-empty-title = No hay expedientes
desk-empty = Las denuncias dirigidas a esta institución aparecerán aquí en cuanto la ventanilla las entregue. Las entrega por tandas, a horas fijas, para que nadie pueda saber a qué hora se escribió cada una.
desk-col-number = Folio
desk-col-received = Recibida
desk-col-status = Estado
desk-col-clock = Plazo
desk-col-size = Tamaño
desk-case-title = Expediente { $number }
desk-unread = Nuevo
desk-alarmed = Alarma
desk-pages = Páginas de la lista
desk-page-first = Al principio
desk-page-after = Siguientes
desk-page-report = Ver la denuncia
desk-page-older = Mensajes anteriores
desk-page-newer = Mensajes más nuevos
desk-size = Hasta { $size }

desk-alarm-link = Alarma en el enlace con la ventanilla
desk-alarm-case = Alarma en este expediente
desk-message-report = Denuncia
desk-message-follow-up = Mensaje de quien tiene el código
desk-message-reply = Respuesta de la institución
desk-damaged = Este sobre no se puede abrir. El archivo sellado se conserva tal como llegó; no lo borres.
desk-unseen-title = El texto trae letras que no se ven
desk-unseen = Donde había una, esta página muestra su número en un recuadro, como U+202E. Pueden voltear el orden de lo que lees o servir de marca para saber de dónde salió el texto. Si copias el texto, los recuadros no se copian.
desk-excluded = Quien denuncia pidió que no la lean
desk-excluded-care = No les turnes el expediente ni les cuentes de él.
desk-answers = Lo que respondió
desk-decision = Por qué llegó a esta institución
desk-decision-why = Regla que la trajo aquí
desk-decision-by = Quién eligió
desk-decision-by-person = Quien denuncia eligió esta institución entre las que podían recibirla.
desk-decision-by-rules = Las reglas eligieron esta institución, y quien denuncia no eligió otra.
desk-decision-kind = Recibe como
desk-decision-skipped = Quién no la recibió y por qué
desk-decision-rules = Con qué reglas se decidió
desk-decision-other-rules = Se decidió con otra versión de las reglas que la de este programa; aquí está lo que dice el sobre.
desk-decision-confirmed = Una fuente confirma la regla general.
desk-decision-design = Es una regla de este sitio, para que ninguna denuncia se quede sin destino. Todavía no la confirma una persona abogada.
desk-decision-unconfirmed = Esta regla todavía no la confirma una persona abogada. Si no le toca a tu institución, puede turnarse.
desk-skipped-accused = la persona denunciada trabaja o manda ahí, según dice quien denuncia, o sería juzgar a su propia gente.
desk-skipped-excluded = quien denuncia pidió que no la lea.
desk-skipped-named-only = pide el nombre de quien denuncia.
desk-skipped-no-desk = no recibía denuncias por la ventanilla.
desk-skipped-revoked = ya no recibía denuncias por la ventanilla: se le revocó en el directorio.
desk-skipped-unknown = faltaba saber cuál.
desk-files = Archivos
desk-files-care = Pueden traer programas dañinos o datos que delaten a quien denuncia. Ábrelos en una máquina sin conexión y no los reenvíes.
desk-answer-waiting = en camino a la ventanilla
desk-answer-refused = la ventanilla no la aceptó
desk-answer = Responder
desk-answer-who = Solo podrá leerla quien tenga el código de seguimiento. No preguntes por su identidad ni pongas nada que la delate.
desk-text = Tu respuesta
desk-limit-text = Hasta { $limit } caracteres.
desk-new-status = Estado del expediente
desk-status-hint = Quien denunció lee el estado completo. La ventanilla y las estadísticas solo conocen la palabra que va después de la raya.
desk-status-same = Sin cambio
desk-cause = Causa del cierre
desk-cause-hint = Obligatoria si cierras el expediente, una de las que van con el estado que elegiste. Quien denunció la leerá.
desk-cause-none = No se cierra
desk-reason = Motivo del cambio
desk-reason-hint = Obligatorio si cambias el estado. Quien denunció lo leerá.
desk-add-files = Agregar archivos
desk-limit-files = Hasta { $files } archivos, de { $file } cada uno y { $all } en total. Se mandan tal como están: quita antes los metadatos que no deban salir de la institución.
desk-send = Enviar respuesta
desk-not-sent = No se envió
desk-files-again = Los archivos no se guardan a medias: vuelve a elegirlos.
desk-writer = Buzón { $number }
desk-closed-title = Todavía no se puede responder
desk-cannot-answer = La denuncia de este expediente no ha llegado o no se puede abrir, y solo dentro de ella está el buzón al que se responde.
desk-closed-1 = Si acaba de llegar otro mensaje, pulsa «Traer ahora» en la lista: la denuncia puede venir en camino.
desk-closed-2 = Si sigue igual, avisa a quien opera la ventanilla y prueba con la clave de recuperación. No borres nada.
desk-doubt-title = No se puede responder este expediente
desk-doubt = Una alarma deja en duda quién escribió. Si respondieras, tu respuesta podría llegar a otra persona o mezclar a dos.
desk-doubt-1 = Lee cada mensaje por separado: no des por hecho que todos son de la misma persona. Tampoco importa cuál llegó primero: el orden lo decide la ventanilla.
desk-doubt-2 = Llama a quien opera la ventanilla y dile el folio y lo que dice la alarma. No mandes lo que se denunció.
desk-doubt-3 = Si los mensajes son de buzones distintos, pide que cada denuncia se entregue en un expediente propio. Ahí se podrá responder; conserva éste como está.
desk-doubt-4 = Si solo estaba mal anotado el buzón y ya lo corrigieron, pulsa «Traer ahora» en la lista: la alarma se quita sola cuando todo coincide.
desk-fault-empty = Escribe una respuesta, agrega un archivo o cambia el estado.
desk-fault-long = El texto es demasiado largo: el límite son { $limit } caracteres.
desk-fault-cause = Elige la causa del cierre: una de las que van con el estado que elegiste.
desk-fault-reason = Escribe el motivo del cambio de estado.
desk-fault-status = Elige un estado de la lista.
desk-fault-files = Son demasiados archivos: el límite son { $limit }. Manda los demás en otra respuesta.
desk-fault-file = Un archivo es demasiado grande: el límite es { $limit }.
desk-fault-all = Los archivos juntos son demasiado grandes: el límite es { $limit }. Mándalos en varias respuestas.
desk-fault-room = Hay poco espacio en el disco de la mesa y los archivos no caben. Manda la respuesta sin archivos, o avisa a quien cuida la máquina.
desk-fault-confirm = Cerrar el expediente no se deshace sin dar otra explicación. Lee lo que verá la persona y marca la casilla si es lo que quieres.
desk-preview = Así lo leerá la persona
desk-confirm = Sí, cerrar el expediente

desk-status-registered = Registrada
desk-status-sent-on = Turnada
desk-status-in-process = En proceso
desk-status-attended = Atendida

alarm-altered = El archivo sellado de un mensaje cambió o falta en el disco de esta mesa: ya no es el que llegó. No se muestra. Quien administra la mesa debe poner el archivo de la copia de respaldo; el mensaje vuelve a verse solo.
alarm-chain = La ventanilla no acepta nuestra respuesta: su cadena de respuestas no es la de esta mesa. Avisa a quien opera la ventanilla; puede haber perdido o cambiado datos.
alarm-cut-off = Un sobre no terminó de llegar: la conexión se cortó a la mitad. Lo que ya llegó está guardado y los demás sobres sí se trajeron. En la próxima visita sigue donde se quedó. Si se repite todo el día, revisen la red y avisen a quien opera la ventanilla.
alarm-damaged = Un sobre no se abre con la clave de esta mesa o está dañado. Se conserva sellado. Avisa a quien opera la ventanilla.
alarm-digest = La ventanilla entrega otros bytes que los que anuncia para un sobre. No se acusó recibo. Avisa a quien opera la ventanilla.
alarm-direction = Un sobre no es lo que la ventanilla dice: es de otro tipo o pertenece a otro expediente. Alguien pudo haberlo cambiado de lugar.
alarm-directory = Un sobre fue sellado con un directorio distinto del que esta mesa conoce con el mismo número. Otra persona podría estar leyendo estas denuncias.
alarm-erased = La ventanilla dice haber borrado un sobre que esta mesa nunca recibió. Avisa a quien opera la ventanilla.
alarm-forged = Un mensaje dice venir de quien denunció, pero no lleva su firma: otra persona lo puso aquí. No creas lo que dice ni hagas lo que pide, y avisa a quien opera la ventanilla.
alarm-institution = Un sobre está escrito para otra institución.
alarm-lost = Esta respuesta no se entregó: su archivo sellado ya no está en el disco de esta mesa. Escríbela y mándala otra vez, y avisa a quien opera la mesa.
alarm-mailbox = Un mensaje no viene del buzón de la denuncia, o la ventanilla anota otro buzón que el que venía sellado. Alguien pudo juntar a dos personas o quiere leer las respuestas.
alarm-missing = Falta un mensaje que quien denunció mandó antes que este. Pulsa «Traer ahora» en la lista; si sigue faltando, alguien lo está reteniendo: avisa a quien opera la ventanilla.
alarm-quota = Los archivos que esta institución ha mandado ocupan todo el espacio que la ventanilla les da, así que esta respuesta no se entregó. Mándala otra vez sin archivos y pide más espacio a quien opera la ventanilla.
alarm-readers = Un sobre está sellado para un número de lectores que no es el de esta mesa. Otra persona podría poder abrirlo.
alarm-refused = La ventanilla no aceptó esta respuesta. Sigue guardada aquí: pulsa «Traer ahora» en la lista para mandarla otra vez. Si tampoco pasa, avisa a quien opera la ventanilla.
alarm-repeated = Dos mensajes de quien denunció traen el mismo número. Alguien entrega el mismo dos veces o cambió uno por otro: avisa a quien opera la ventanilla.
alarm-second-report = Este expediente trae más de una denuncia, y debe traer una sola. Alguien en la ventanilla pudo poner la suya junto a la verdadera para leer tu respuesta.
alarm-too-large = Esta respuesta pesa más de lo que la ventanilla acepta, así que no se entregó. Mándala otra vez más corta, o reparte los archivos en varias respuestas.
alarm-unknown-directory = Un sobre fue sellado con una versión del directorio que esta mesa nunca ha visto. Comprueba con quien firma el directorio que esa versión existió.
alarm-unreadable = Esta respuesta todavía no sale: esta mesa no puede leer su archivo sellado. Avisa a quien opera la mesa; cuando lo arregle, pulsa «Traer ahora» en la lista para mandarla.
alarm-withdrawn = Esta respuesta venía después de otra que no se pudo entregar y tampoco se entregó. Mándala otra vez, después de la anterior.
finding-other-recipients = El directorio público nombra para esta institución otras claves que las de esta mesa: las denuncias nuevas podrían sellarse para otra persona. Llama a quien firma el directorio y comparen las huellas.
finding-other-signing-key = El directorio público nombra para esta institución una clave de firma que esta mesa no tiene, o ninguna de las suyas: alguien más podría responder en su nombre, o las respuestas de esta mesa no serían aceptadas. Llama a quien firma el directorio y comparen las huellas.
finding-absent = El directorio público no nombra a esta institución. Nadie puede dirigirle denuncias hasta que se firme su entrada.
finding-unsigned = El directorio público no está firmado por una clave en la que esta mesa confía, o fue alterado. No se usa. Avisa a quien firma el directorio.
finding-older = El directorio público es más viejo que uno ya visto, o tiene otro texto con el mismo número. No se usa. Avisa a quien firma el directorio.
finding-not-in-force = El directorio público no está vigente hoy. Avisa a quien firma el directorio.
visit-away = La ventanilla no responde. Lo que ya se trajo sigue aquí; se intentará otra vez y las respuestas esperan su turno.
visit-wanting = La ventanilla respondió, pero no todo llegó bien. Se intentará otra vez.
visit-no-directory = Llegó lo que esperaba en la ventanilla, pero no se pudo bajar el directorio público: esta mesa no comprobó si sus llaves siguen ahí. Se intentará otra vez. Si sigue así, avisa hoy a quien opera la ventanilla.
visit-failed = El disco o la base de datos de esta mesa falló. Quien administra la mesa debe revisar el espacio y los permisos.
visit-full = No hay espacio en el disco de esta mesa para todo lo que espera en la ventanilla. Nada se perdió: lo que falta sigue allá. Quien administra la mesa debe liberar espacio; después, pulsa «Traer ahora».
visit-refused = La ventanilla no aceptó a esta mesa ({ $code }). Quien administra la mesa debe revisar el reloj y que el directorio tenga su clave de firma.

desk-err-failed-title = Algo falló de nuestro lado
desk-err-failed = No pudimos terminar. Número del fallo: { $incident }.
desk-rec-failed = Intenta otra vez en un momento. Si sigue, da el número a quien administra la mesa.
desk-err-foreign-title = Esta página no vino de la mesa
desk-err-foreign = El formulario llegó desde otro sitio, o tu navegador no dijo desde dónde. No se hizo nada.
desk-rec-foreign = Entra otra vez por la dirección de la mesa y repite lo que hacías.
desk-err-absent-title = Aquí no hay nada
desk-err-absent = Esta dirección no existe en la mesa, o el expediente ya no está.
desk-rec-absent = Vuelve a la lista de expedientes.
desk-err-form-title = El formulario no llegó completo
desk-err-form = Lo que llegó no es un formulario completo. No se envió nada.
desk-rec-form = Vuelve al expediente y envíalo otra vez.
desk-err-ended-title = Tu sesión terminó
desk-err-ended = Pasó demasiado tiempo sin actividad y la respuesta no se envió.
desk-rec-ended = Copia tu texto, entra otra vez y pégalo en el expediente.
desk-err-full-title = El disco de la mesa está lleno
desk-err-full = Ya no cabe una respuesta en el disco de esta máquina. No se envió nada.
desk-rec-full = Copia tu texto, avisa a quien cuida la máquina para que libere espacio y vuelve a intentarlo.
desk-err-altered-title = El archivo cambió en el disco de esta mesa
desk-err-altered = Lo que está en el disco ya no es lo que llegó, o falta. No se entrega nada de él.
desk-rec-altered = No borres nada. Avisa a quien administra la mesa: debe revisar el disco y poner el archivo de la copia de respaldo. Si no hay copia, pide ayuda a quien opera la ventanilla, que guarda la suya un tiempo.
desk-err-damaged-title = El sobre no se puede abrir
desk-err-damaged = El sobre está dañado, no es de esta mesa o todavía no llega. El archivo sellado se conserva.
desk-rec-damaged = Avisa a quien opera la ventanilla y no borres el archivo.
desk-err-doubt-title = No se puede responder este expediente
desk-err-doubt = Hay una alarma que deja en duda quién escribió. Tu respuesta no se envió: podría llegar a otra persona.
desk-rec-doubt = Copia tu texto y abre el expediente: ahí dice qué hacer.
desk-err-overtaken-title = Otra respuesta llegó primero
desk-err-overtaken = Mientras escribías, otra persona respondió este expediente. Tu respuesta no se envió.
desk-rec-overtaken = Lee la otra respuesta; si la tuya sigue haciendo falta, pégala y envíala otra vez.
desk-err-busy-title = Hay demasiados intentos en espera
desk-err-busy = La mesa atiende un intento a la vez y la fila está llena.
desk-rec-busy = Espera un minuto e intenta otra vez.
desk-err-begin-title = Esta página empieza en otra parte
desk-err-begin = A esta dirección solo se llega desde un formulario.
desk-rec-begin = Empieza en la lista de expedientes.
notice-title = Avisos que hay que explicar
notice-banner =
    { $count ->
        [one] Hay una diferencia con la ventanilla que nadie ha explicado. Mírala ahora.
       *[other] Hay { $count } diferencias con la ventanilla que nadie ha explicado. Míralas ahora.
    }
notice-lead = Lo que la ventanilla muestra no coincide con lo que sabe esta mesa. Cada aviso se queda arriba de todas las páginas hasta que alguien averigüe qué pasó y lo escriba aquí, aunque después ya no se vea la diferencia.
notice-none = No hay nada que explicar.
notice-found = Se vio por primera vez el { $day }.
notice-reason = ¿Qué averiguaste?
notice-reason-hint = Con quién hablaste y qué te dijo, en una o dos frases. No escribas aquí nada de una denuncia.
notice-reason-fault = Escribe qué averiguaste: de 10 a 2000 letras. El aviso se queda hasta entonces.
notice-explain = Guardar y quitar el aviso
notice-explained = Ya explicados
notice-explained-by = Lo explicó { $officer } el { $day }.
