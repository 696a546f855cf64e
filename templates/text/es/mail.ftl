mail-something-new-subject = Hay algo nuevo en la ventanilla
mail-something-new-body =
    Hay algo nuevo para su institución en la ventanilla de denuncias.
    Ábralo en su mesa. Este correo no dice nada más, a propósito.
mail-desk-silent-subject = Una mesa no ha recogido sus sobres
mail-desk-silent-body =
    Una mesa lleva días sin recoger lo que la espera en la ventanilla.
    Vea cuál es con: ventanilla doctor
mail-directory-refused-subject = Un directorio nuevo no se aceptó
mail-directory-refused-body =
    La ventanilla encontró un directorio nuevo y no lo aceptó. Sigue vigente el de antes.
    Vea qué tiene y qué hacer con: ventanilla doctor
mail-ends-near-subject = Algo del directorio termina pronto
mail-ends-near-body =
    Dentro de un mes, o antes, termina el directorio o la última clave de una institución. Después no podrán llegarle denuncias.
    Vea qué termina, cuándo y qué hacer con: ventanilla doctor
