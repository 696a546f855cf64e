# What every page carries.
exit = Leave quickly
skip = Skip to content
nav-top = Main pages
nav-bottom = All pages
nav-report = Report
nav-mailbox = My code
nav-institutions = Who receives
nav-help = Help
nav-data = Data
other-language = Español
footer = Ventanilla uses no JavaScript, does not keep your internet address and sets no cookies until you open your mailbox.
go-home = Go to the start
try-again = Try again
kept-text = What you wrote is still here. You can copy it:
