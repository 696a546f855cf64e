// What a person reads on the buttons and fields that the journey uses. A text that changes on a page changes here.

/** The window: the public site. */
export const WINDOW = {
  paths: { home: '/', mailbox: '/seguimiento' },
  start: /^Empezar mi denuncia/,
  next: /^(Continuar|Ver quién la leerá|De acuerdo, continuar|Revisar antes de enviar)$/,
  // Where and what: each is answered on the page where it is asked.
  answers: [
    { among: /^La persona o la oficina que denuncias/, choose: /^Municipio o alcaldía/ },
    { pick: /^¿En qué estado/, option: 'Oaxaca' },
    { pick: /^Municipio o alcaldía/, option: 'Oaxaca de Juárez' },
    { unfold: /^Dinero y regalos/ },
    { among: /^Marca todo/, choose: /^Alguien del gobierno pidió o recibió dinero/ },
    { unfold: /^Compras, obras y permisos/ },
    { among: /^Marca todo/, choose: /^Arreglaron una compra/ },
  ],
  reader: /^¿Quién leerá tu denuncia/,
  story: /^Cuéntanos qué pasó/,
  more: /^Agregar datos que ayudan/,
  when: /^¿Cuándo/,
  attach: /^Elegir archivos/,
  send: /^Cerrar el sobre y enviar/,
  code: /^Tu código de seguimiento/,
  confirmWord: /^Palabra número\D*(\d)/,
  confirm: /^Ya lo guardé, comprobar/,
  // The mailbox.
  codeField: /^(Tu código|Código)/,
  open: /^(Abrir|Entrar)/,
  write: /^(Escribe|Tu mensaje|Mensaje|Qué quieres)/,
  writeSend: /^Enviar/,
  toBoth: /^Para las dos/,
  signOut: /^(Cerrar|Salir del buzón|Terminar)/,
};

/** The desk: the institution's site. */
export const DESK = {
  name: /^(Nombre|Usuario|Cuenta)/,
  passphrase: /^(Frase|Contraseña)/,
  signIn: /^(Entrar|Iniciar)/,
  unlock: /^Desbloquear/,
  refresh: /^(Traer|Buscar nuevas|Actualizar|Recoger)/,
  caseLink: /^(Expediente|Abrir|Denuncia)/,
  // A file, by the neutral name under which it travelled.
  file: /^(Descargar )?(adjuntos\/)?\d\d\.\w+/,
  reply: /^(Respuesta|Tu respuesta|Escribe la respuesta|Mensaje)/,
  attach: /^(Archivos|Adjunta|Agrega)/,
  status: /(estado|estatus)/i,
  statusOption: /(proceso|investigaci)/i,
  reason: /^Motivo/,
  send: /^(Enviar|Responder|Firmar y enviar)/,
  lock: /^(Bloquear|Cerrar la llave|Guardar la llave)/,
};
