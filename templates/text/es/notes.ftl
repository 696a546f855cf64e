# Notas internas de un expediente.
note-title = Notas internas
note-who = Solo las ve quien atiende expedientes en esta mesa. La persona que denunció nunca las ve.
note-none = Todavía no hay notas.
note-write = Escribir una nota
note-words = Nota
note-hint = Queda con tu nombre y el día de hoy. No se puede cambiar ni borrar: si algo ya no es así, escribe otra nota. Si tienes una respuesta a medias, envíala antes: guardar la nota no la guarda.
note-keep = Guardar nota
note-not-kept = La nota no se guardó
note-fault-empty = Escribe la nota antes de guardarla.
note-back = Tu nota sigue aquí y todavía no se guarda. Revísala y pulsa «Guardar nota».
note-altered = Esta nota no es la que se escribió en esta mesa, o ya no abre. No te fíes de ella y avisa a quien cuida la máquina: que la compare con la copia de respaldo.
