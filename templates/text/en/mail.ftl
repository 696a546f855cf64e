mail-something-new-subject = There is something new at the window
mail-something-new-body =
    There is something new for your institution at the reporting window.
    Open it at your desk. This mail says nothing more, on purpose.
mail-desk-silent-subject = A desk has not fetched its envelopes
mail-desk-silent-body =
    A desk has not come for days for what waits for it at the window.
    See which one with: ventanilla doctor
