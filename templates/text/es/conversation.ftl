# La visita con el código.
code-title = Abre tu buzón
code-lead = Escribe las nueve palabras de tu código.
code-label = Tu código
code-hint = Con o sin acentos, en mayúsculas o minúsculas, separadas por espacios. También bastan las primeras cuatro letras de cada palabra.
code-open = Abrir mi buzón
code-illegible = No puedo leer una de las palabras
code-illegible-lead = Pon un signo ? en su lugar. Con las otras ocho podemos encontrarla.
code-cookie = Al abrir el buzón ponemos una cookie que se borra cuando lo cierras o pasan 15 minutos sin uso.
code-repair-word = Que la palabra { $position } sea «{ $word }».
code-repair-swap = Que las palabras { $first } y { $second } estén cambiadas de lugar.
err-code-count = { $found ->
    [0] No escribiste ninguna palabra.
    [one] Escribiste una palabra y el código tiene nueve.
   *[other] Escribiste { $found } palabras y el código tiene nueve.
 }
rec-code-count = Revisa si falta o sobra alguna. Si no puedes leer una, pon un signo ? en su lugar.
err-code-unknown-word = La palabra { $position }, «{ $word }», no está en la lista.
rec-code-word = Revisa cómo está escrita en tu papel. Si no se puede leer, pon un signo ? en su lugar.
rec-code-nearest = Tal vez es una de éstas:
err-code-check = Todas las palabras existen, pero una no es la correcta o dos están cambiadas de lugar.
rec-code-check = Compáralas una por una con tu papel.
rec-code-repairs = Compáralas con tu papel. Puede ser:
err-code-illegible = Falta más de una palabra.
rec-code-illegible = Sólo podemos encontrar una. Busca en tu papel las demás.
err-code-no-mailbox = Ese código está bien escrito, pero no abre ningún buzón.
rec-code-no-mailbox = Compara cada palabra con tu papel. Si denunciaste más de una vez, cada denuncia tiene su propio código.
closed-title = Tu buzón se cerró solo
closed-lead = Pasaron 15 minutos sin uso, o reiniciamos el sitio. Lo que acabas de enviar todavía no llega a la institución.
draft-kept = Lo que escribiste sigue aquí. Escribe tu código y lo verás otra vez en tu buzón, listo para enviarse. Si habías elegido archivos, tendrás que elegirlos de nuevo.
draft-see = Ver lo que escribiste
returned-lead = Aquí está lo que escribiste. Todavía falta enviarlo: revísalo, elige otra vez tus archivos si llevaba, y oprime «Enviar mensaje». Si crees que ya había salido, mira abajo las fechas de lo que mandaste.
returned-go = Ir a lo que escribiste
mailbox-title = Tu buzón
mailbox-two = Tu denuncia está con dos instituciones, cada una en su propio sobre. Abajo está primero lo de una y luego lo de la otra. Ninguna ve lo que hablas con la otra.
mailbox-with = Tu denuncia está con
mailbox-since = desde el { $day }
mailbox-status-unsigned = Éste es el estado que firmó la institución. En el registro de este sitio aparece otro que ella no firmó, y no lo tomamos en cuenta. Tu denuncia está bien y no tienes que hacer nada; si tienes dudas, pregúntale en un mensaje.
mailbox-silent = La institución todavía no recoge lo que le mandaste: lleva días sin entrar. Aquí sigue guardado y cerrado; no tienes que mandarlo otra vez. Vuelve en unos días. Si sigue igual, busca a la institución por otra vía (ve «Quién recibe»).
mailbox-messages = Mensajes
mailbox-messages-with = Mensajes con { $name }
mailbox-order = Lo más nuevo está primero.
mailbox-you = Tú
mailbox-report = Enviaste tu denuncia. No la podemos mostrar: está en un sobre que sólo abre la institución.
mailbox-own = Mandaste un mensaje. Tampoco lo podemos mostrar: va en su propio sobre.
mailbox-next-asked = Te toca a ti: te preguntaron algo. Lee el mensaje más nuevo y contesta abajo lo que sepas. Si no sabes, dilo también.
mailbox-next-acknowledge = La institución se comprometió a avisarte aquí que la recibió, en { $days } días hábiles.
mailbox-next-registered = No tienes que hacer nada. Vuelve en unos días con tu código.
mailbox-next-answer = La institución se comprometió a darte una primera respuesta en { $days } días hábiles.
mailbox-next-in-process = La están revisando. Vuelve de vez en cuando: si te preguntan algo, estará aquí.
mailbox-next-sent-on = La otra autoridad sigue con ella. Este buzón queda abierto y puedes escribir más.
mailbox-next-closed = Si no estás de acuerdo o sabes algo nuevo, escríbelo abajo.
mailbox-refused = Llegó una respuesta que no pudimos comprobar que fuera de la institución, así que no la mostramos. Tu código y tus mensajes están bien. Vuelve en unos días; si sigue igual, busca a la institución por otra vía (ve «Quién recibe»).
mailbox-file = Descargar { $name } ({ $size })
mailbox-file-of = Descargar { $name } ({ $size }), de { $institution }
status-registered = Registrada
status-registered-means = Tu denuncia está guardada en su sobre. La institución todavía no contesta.
status-sent-on = Turnada
status-sent-on-means = La institución la mandó a otra autoridad a la que le toca.
status-in-process = En proceso
status-in-process-means = La institución ya la abrió y la está revisando.
status-closed = Atendida
status-closed-means = La institución terminó su trabajo. Abajo está lo que resolvió y por qué.
told-received = Recibida
told-admitted = Admitida: la van a revisar
told-more-asked = Piden más datos
told-sent-on = Turnada a otra autoridad
told-investigated = En investigación
told-grave = La falta se calificó como grave
told-not-grave = La falta se calificó como no grave
told-prosecuted = Enviada a la fiscalía
told-sanctioned = Concluida con sanción
told-not-sanctioned = Concluida sin sanción
told-archived = Archivada; se puede volver a abrir
told-dismissed = No le toca a esta institución o a esta vía
write-title = Escribir de nuevo
write-to = ¿Para quién es este mensaje?
write-to-hint = Le llega sólo a quien elijas. La otra no lo ve.
write-to-both = Para las dos, en dos sobres separados
err-message-to-missing = Elige para quién es. Tu texto sigue aquí; si habías elegido archivos, elígelos otra vez.
write-text = Escribe tu mensaje
write-hint = Hasta { $limit } caracteres. Llega en un sobre cerrado, como tu denuncia.
write-files = Viajan tal como están: no les quitamos nada.
write-send = Enviar mensaje
err-message-missing = Escribe algo o elige un archivo antes de enviar.
sign-out = Cerrar mi buzón
sign-out-lead = Cuando termines, ciérralo. Así nadie que use este aparato después puede verlo.
sent-title = Tu mensaje va en camino
sent-lead = { $count ->
    [one] Quedó en un sobre cerrado para { $name }. Tu código sigue siendo el mismo.
   *[other] Quedó en dos sobres cerrados: uno para { $name } y otro para { $second }. Tu código sigue siendo el mismo.
}
sent-back = Volver a mi buzón
signed-out-title = Cerraste tu buzón
signed-out-lead = En este navegador ya no queda la llave. Para volver a entrar necesitas tus nueve palabras.

err-message-no-reader = La institución no puede recibir en este momento. Tu texto sigue aquí; inténtalo más tarde.
