// What a person reads on the buttons and fields that the journey uses. A text that changes on a page changes here.

/** The window: the public site. */
export const WINDOW = {
  paths: { home: '/', mailbox: '/seguimiento' },
  start: /^Empezar mi denuncia/,
  next: /^(Continuar|Siguiente|Revisar)/,
  // Where and what: each is answered on the page where it is asked.
  answers: [
    { choose: /^Estatal/ },
    { pick: /^(Estado|Entidad|¿En qué estado)/, option: 'Jalisco' },
    { type: /^Municipio/, text: 'Guadalajara' },
    { type: /(ente|dependencia|oficina|institución pública)/i, text: 'Secretaría de Obras Públicas' },
    { choose: /(soborno|mordida|dinero a cambio)/i },
    { among: /(dinero|recursos) federal/i, choose: /^No sé/ },
    { among: /(dirige|trabaja|forma parte)/i, choose: /^No$/ },
  ],
  reader: /^(Quién|Esto) .*(leer|lee)/i,
  story: /^(Qué pasó|¿Qué pasó|Cuéntanos|Tu historia)/,
  attach: /^(Archivos|Adjunta|Agrega|Fotos|Documentos)/,
  send: /^(Enviar|Cerrar y enviar)/,
  code: /código/i,
  confirmWord: /palabra (?:número )?(\d)/i,
  confirm: /^(Comprobar|Confirmar|Ya lo guardé|Listo)/,
  // The mailbox.
  codeField: /^(Tu código|Código)/,
  open: /^(Abrir|Entrar)/,
  write: /^(Escribe|Tu mensaje|Mensaje|Qué quieres)/,
  writeSend: /^Enviar/,
  signOut: /^(Cerrar|Salir del buzón|Terminar)/,
};

/** The desk: the institution's site. */
export const DESK = {
  name: /^(Nombre|Usuario|Cuenta)/,
  passphrase: /^(Frase|Contraseña)/,
  signIn: /^(Entrar|Iniciar)/,
  unlock: /^(Desbloquear|Abrir la llave|Abrir con la llave)/,
  refresh: /^(Traer|Buscar nuevas|Actualizar|Recoger)/,
  caseLink: /^(Expediente|Abrir|Denuncia)/,
  download: /^Descargar/,
  reply: /^(Respuesta|Tu respuesta|Escribe la respuesta|Mensaje)/,
  attach: /^(Archivos|Adjunta|Agrega)/,
  status: /^(Estado|Estatus|Nuevo estado)/,
  statusOption: /(proceso|investigaci)/i,
  reason: /^Motivo/,
  send: /^(Enviar|Responder|Firmar y enviar)/,
  lock: /^(Bloquear|Cerrar la llave|Guardar la llave)/,
};
