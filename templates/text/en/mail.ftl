mail-something-new-subject = There is something new at the window
mail-something-new-body =
    There is something new for your institution at the reporting window.
    Open it at your desk. This mail says nothing more, on purpose.
mail-desk-silent-subject = A desk has not fetched its envelopes
mail-desk-silent-body =
    A desk has not come for days for what waits for it at the window.
    See which one with: ventanilla doctor
mail-directory-refused-subject = A new directory was not accepted
mail-directory-refused-body =
    The window found a new directory and did not accept it. The one before it stays in force.
    See what is wrong and what to do with: ventanilla doctor
mail-ends-near-subject = Something in the directory ends soon
mail-ends-near-body =
    Within a month, or sooner, the directory ends, or the last key of an institution. After that no reports can reach it.
    See what ends, when, and what to do with: ventanilla doctor
