# Lo que llevan todas las páginas.
exit = Salir rápido
skip = Ir al contenido
nav-top = Páginas principales
nav-bottom = Todas las páginas
nav-report = Denunciar
nav-mailbox = Mi código
nav-institutions = Quién recibe
nav-help = Ayuda
nav-data = Datos
other-language = English
footer = Ventanilla no usa JavaScript, no guarda tu dirección de internet y no pone cookies hasta que abres tu buzón.
go-home = Ir al inicio
try-again = Intentar otra vez
kept-text = Lo que escribiste sigue aquí. Puedes copiarlo:
