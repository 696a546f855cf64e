# The desk of each institution.
desk-brand = Desk
desk-nav = Language
desk-footer = What is read here is opened in memory and written to no disk. Lock the key when you are done.
desk-open = Unlocked
desk-closed = Locked
desk-lock = Lock the key
desk-unlock = Unlock the key
desk-sign-in = Sign in
desk-sign-out = Sign out
desk-cases = Cases

desk-entry-title = Sign in to the desk
desk-entry-lead = This is where public servants who handle reports work. Reporters do not come in here.
desk-nobody-title = Nobody has an account yet
desk-nobody = Whoever administers the desk adds the first person with this command:
desk-name = User name
desk-passphrase = Passphrase
desk-wrong-credentials = The name or the passphrase is not right. Check both and try again.

desk-unlock-title = Unlock the intake key
desk-unlock-lead = Reports arrive sealed. To read them, the institution's key must be unlocked; it stays in this machine's memory and is never written in clear.
desk-intake-passphrase = Passphrase of the intake key
desk-intake-hint = Not your personal passphrase: the one that was chosen when the desk was enrolled.
desk-to-list = See the list without unlocking
desk-unlock-idle = It locks by itself when nobody uses it for { $minutes } minutes.
desk-wrong-passphrase = The key did not unlock. Type the passphrase again; a failed attempt takes a little longer than usual.
desk-locked-meanwhile = The key locked itself while you were writing and nothing was sent. Type the passphrase and you go on where you were.
desk-carried = What you wrote goes back to the case with you:
desk-back = Your answer is still here and has not been sent yet. Read it over and press “Send”.
desk-other-key = The key unlocked, but it is not this desk's. Whoever administers the desk must check the key file and its public half.
desk-unreadable-key = The key file cannot be read. Whoever administers the desk must check the configuration and the permissions.

desk-count =
    { $all ->
        [one] 1 case in all.
       *[other] { $all } cases in all.
    }
desk-quick-overdue = { $count } overdue
desk-quick-soon = { $count } due soon
desk-quick-unread = { $count } unread
desk-filter = Filter and sort
desk-filter-any = All
desk-filter-unread = Only with something new
desk-filter-alarm = Only with an alarm
desk-filter-go = Show the list
desk-filter-off = Remove the filters
desk-filter-misread = A part of the address was not understood and was left aside. Choose again what you want to see.
desk-search-title = Search the cases
desk-search = Search the cases for words
desk-search-hint = Words of the report, of what the person wrote later or of what the desk answered. The beginning of each word is enough; accents and capitals do not matter.
desk-search-go = Search
desk-search-locked = To search the cases for words, unlock the key first
desk-search-reading = Reading { $done } of { $all } cases to make them searchable
desk-search-meanwhile = You can search those that have been read. Load the page again to see how far it is.
desk-search-not-all = These are not all yet: some cases are still to be read. Search again in a while.
desk-search-found =
    { $count ->
        [0] No case has these words.
        [one] 1 case has these words.
       *[other] { $count } cases have these words.
    }
desk-search-more = Here are the first { $most }; there are more: write more words.
desk-search-none-title = Nothing with these words
desk-search-none = Write fewer words, only the beginning of one, or try another that says the same.
desk-search-empty = Write at least one word and search again.
desk-search-all = See all cases
desk-nothing-title = Nothing matches
desk-nothing = No case meets all that you chose. Remove the filters, or choose others.
desk-nothing-more = The list ends here. Go back to the beginning, or remove the filters.
desk-order = Order
desk-order-clock = What is due first
desk-order-received = The most recent first
desk-order-status = By status
desk-order-number = By number
desk-duty-acknowledge = Acknowledgement
desk-duty-answer = First answer
desk-duty-close = Closing
desk-clock-overdue = Overdue
desk-clock-soon = Due soon
desk-clock-running = Running
desk-clock-waiting = Paused
desk-clock-over = No deadline
desk-clock-late = Late
desk-clock-row-waits = { $duty }: waits for the person to answer.
desk-clock-is-due =
    { $duty }: due on { $day }, { $count ->
        [0] today is the last day.
        [one] 1 working day left.
       *[other] { $count } working days left.
    }
desk-clock-was-due =
    { $duty }: was due on { $day }{ $count ->
        [0] .
        [one] , 1 working day ago.
       *[other] , { $count } working days ago.
    }
desk-clock-waits =
    { $duty }: paused since { $day }, while the person answers. When it goes on, { $count ->
        [one] 1 working day is left.
       *[other] { $count } working days are left.
    }
desk-clock-kept = { $duty }: in time, on { $day }.
desk-clock-missed =
    { $duty }: on { $day }, { $count ->
        [one] 1 working day late.
       *[other] { $count } working days late.
    }
desk-clock-unknown = The calendar of this desk does not have the holidays of all that time: a deadline may fall some days later than it says here.
desk-calendar-ends = The calendar of this desk reaches to { $year }, and the deadlines of what comes today end later. Whoever runs the desk must add the holidays that are missing.
desk-pulled = Last day something was fetched from the window: { $day }.
desk-never-pulled = Nothing has been fetched from the window yet.
desk-pull-now = Fetch now
desk-empty-title = There are no cases
desk-empty = Reports to this institution will appear here as soon as the window delivers them. It delivers in batches, at fixed hours, so that nobody can tell at what hour each was written.
desk-col-number = Number
desk-col-received = Received
desk-col-status = Status
desk-col-clock = Deadline
desk-col-size = Size
desk-case-title = Case { $number }
desk-unread = New
desk-alarmed = Alarm
desk-pages = Pages of the list
desk-page-first = To the beginning
desk-page-after = Next
desk-page-report = See the report
desk-page-older = Earlier messages
desk-page-newer = Newer messages
desk-size = Up to { $size }

desk-alarm-link = Alarm on the link to the window
desk-alarm-case = Alarm in this case
desk-message-report = Report
desk-message-follow-up = Message from the holder of the code
desk-message-reply = The institution's answer
desk-damaged = This envelope cannot be opened. The sealed file is kept as it came; do not erase it.
desk-unseen-title = The text has letters that nobody can see
desk-unseen = Where one was, this page shows its number in a box, such as U+202E. They can turn around the order of what you read, or serve as a mark of where the text came from. If you copy the text, the boxes are not copied.
desk-excluded = The reporter asked that these do not read it
desk-excluded-care = Do not send them the case or tell them about it.
desk-answers = What they answered
desk-decision = Why it came to this institution
desk-decision-why = The rule that brought it here
desk-decision-by = Who chose
desk-decision-by-person = The reporter chose this institution among those that could receive it.
desk-decision-by-rules = The rules chose this institution, and the reporter chose no other.
desk-decision-kind = It receives as
desk-decision-skipped = Who did not receive it, and why
desk-decision-rules = By which rules it was decided
desk-decision-other-rules = It was decided under another version of the rules than the one in this program; here is what the envelope says.
desk-decision-confirmed = A source confirms the general rule.
desk-decision-design = It is a rule of this site, so that no report is left without a destination. No lawyer has confirmed it yet.
desk-decision-unconfirmed = No lawyer has confirmed this rule yet. If it is not for your institution, it can be sent on.
desk-skipped-accused = the accused works there or leads it, as the reporter says, or it would judge its own people.
desk-skipped-excluded = the reporter asked that it not read this.
desk-skipped-named-only = it asks for the name of whoever reports.
desk-skipped-no-desk = it did not receive reports through the window.
desk-skipped-revoked = it no longer received reports through the window: the directory had revoked it.
desk-skipped-unknown = it was not known which one.
desk-files = Files
desk-files-care = They may carry harmful programs, or data that give the reporter away. Open them on a machine without a connection and do not forward them.
desk-answer-waiting = on its way to the window
desk-answer-refused = the window did not accept it
desk-answer = Answer
desk-answer-who = Only the holder of the tracking code can read it. Do not ask who they are, and write nothing that gives them away.
desk-text = Your answer
desk-limit-text = Up to { $limit } characters.
desk-new-status = Status of the case
desk-status-hint = The reporter reads the full status. The window and the statistics only know the word after the dash.
desk-status-same = No change
desk-cause = Cause of the closing
desk-cause-hint = Required if you close the case, one of those that go with the status you chose. Whoever reported will read it.
desk-cause-none = It is not closed
desk-reason = Reason for the change
desk-reason-hint = Required when you change the status. The reporter will read it.
desk-add-files = Add files
desk-limit-files = Up to { $files } files, { $file } each and { $all } in all. They are sent as they are: first remove metadata that must not leave the institution.
desk-send = Send answer
desk-not-sent = It was not sent
desk-files-again = Files are not kept halfway: choose them again.
desk-writer = Mailbox { $number }
desk-closed-title = No answer is possible yet
desk-cannot-answer = The report of this case has not come or cannot be opened, and only inside it is the mailbox to answer to.
desk-closed-1 = If another message has just come, press “Fetch now” in the list: the report may be on its way.
desk-closed-2 = If it stays so, tell whoever runs the window and try the recovery key. Erase nothing.
desk-doubt-title = This case cannot be answered
desk-doubt = An alarm leaves in doubt who wrote. An answer could reach somebody else, or mix two people.
desk-doubt-1 = Read each message by itself: do not take it for granted that all are from the same person. Nor does it matter which came first: the window chooses the order.
desk-doubt-2 = Call whoever runs the window; tell them the case number and what the alarm says. Do not send what was reported.
desk-doubt-3 = If the messages are from different mailboxes, ask that each report be delivered in a case of its own. There it can be answered; keep this one as it is.
desk-doubt-4 = If only the mailbox was listed wrongly and has been put right, press “Fetch now” in the list: the alarm goes by itself once everything agrees.
desk-fault-empty = Write an answer, add a file or change the status.
desk-fault-long = The text is too long: the limit is { $limit } characters.
desk-fault-cause = Choose the cause of the closing: one of those that go with the status you chose.
desk-fault-reason = Write the reason for the change of status.
desk-fault-status = Choose a status from the list.
desk-fault-files = Too many files: the limit is { $limit }. Send the others in another answer.
desk-fault-file = A file is too large: the limit is { $limit }.
desk-fault-all = The files together are too large: the limit is { $limit }. Send them in several answers.
desk-fault-room = The desk's disk is short of space and the files do not fit. Send the answer without files, or tell whoever looks after the machine.
desk-fault-confirm = Closing a case is not undone without another explanation. Read what the person will see and tick the box if that is what you want.
desk-preview = This is how the person will read it
desk-confirm = Yes, close the case

desk-status-registered = Registered
desk-status-sent-on = Sent on
desk-status-in-process = In process
desk-status-attended = Attended

alarm-altered = The sealed file of a message changed, or is missing, on this desk's disk: it is no longer the one that came. It is not shown. Whoever administers the desk must put the file back from the backup; the message then shows by itself.
alarm-chain = The window does not accept our answer: its chain of answers is not this desk's. Tell whoever operates the window; it may have lost or changed data.
alarm-cut-off = An envelope did not arrive whole: the connection broke half way. What came of it is kept, and the other envelopes were fetched. The next visit goes on from there. If this repeats all day, check the network and tell whoever runs the window.
alarm-damaged = An envelope does not open with this desk's key, or is damaged. It is kept sealed. Tell whoever operates the window.
alarm-digest = The window gives other bytes than it announces for an envelope. Receipt was not acknowledged. Tell whoever operates the window.
alarm-direction = An envelope is not what the window says: it is of another kind or belongs to another case. Somebody may have moved it.
alarm-directory = An envelope was sealed under a directory that differs from the one this desk knows by the same number. Somebody else could be reading these reports.
alarm-erased = The window says that it erased an envelope that this desk never received. Tell whoever operates the window.
alarm-forged = A message says it is from whoever reported, but does not carry their signature: somebody else put it here. Do not believe what it says nor do what it asks, and tell whoever operates the window.
alarm-institution = An envelope is written for another institution.
alarm-lost = This answer was not delivered: its sealed file is no longer on this desk's disk. Write it and send it again, and tell whoever operates the desk.
alarm-mailbox = A message is not from the mailbox of the report, or the window lists another mailbox than the sealed one. Somebody may have put two people together, or wants to read the answers.
alarm-missing = A message that whoever reported sent before this one is missing. Press “Fetch now” in the list; if it is still missing, somebody is holding it back: tell whoever operates the window.
alarm-quota = The files that this institution has sent take all the room that the window has for them, so this answer was not delivered. Send it again without files, and ask whoever operates the window for more room.
alarm-readers = An envelope is sealed to a number of readers that is not this desk's. Somebody else could be able to open it.
alarm-refused = The window did not take this answer. It is still kept here: press “Fetch now” in the list to send it again. If it does not pass either, tell whoever operates the window.
alarm-repeated = Two messages of whoever reported have the same number. Somebody delivers one twice or changed one for another: tell whoever operates the window.
alarm-second-report = This case holds more than one report, and it should hold one. Somebody at the window may have put theirs beside the true one to read your answer.
alarm-too-large = This answer is larger than the window takes, so it was not delivered. Send it again, shorter, or spread the files over several answers.
alarm-unknown-directory = An envelope was sealed under a version of the directory that this desk has never seen. Ask whoever signs the directory whether that version existed.
alarm-unreadable = This answer has not left yet: this desk cannot read its sealed file. Tell whoever operates the desk; when it is put right, press “Fetch now” in the list to send it.
alarm-withdrawn = This answer came after one that could not be delivered, and was not delivered either. Send it again, after the one before it.
finding-other-recipients = The public directory names other keys for this institution than this desk's: new reports could be sealed to somebody else. Call whoever signs the directory and compare fingerprints.
finding-other-signing-key = The public directory names a signing key for this institution that this desk does not hold, or none of its own: somebody else could answer in its name, or this desk's answers would not be accepted. Call whoever signs the directory and compare fingerprints.
finding-absent = The public directory does not name this institution. Nobody can report to it until its entry is signed.
finding-unsigned = The public directory is not signed by a key that this desk trusts, or was altered. It is not used. Tell whoever signs the directory.
finding-older = The public directory is older than one already seen, or has other text under the same number. It is not used. Tell whoever signs the directory.
finding-not-in-force = The public directory is not in force today. Tell whoever signs the directory.
visit-away = The window does not answer. What was fetched is still here; it will be tried again, and answers wait their turn.
visit-wanting = The window answered, but not everything came well. It will be tried again.
visit-no-directory = What waited at the window has come, but the public directory could not be fetched: this desk has not checked whether its keys still stand there. It will be tried again. If it stays so, tell whoever operates the window today.
visit-failed = This desk's disk or database failed. Whoever administers the desk must check space and permissions.
visit-full = There is no room on this desk's disk for all that waits at the window. Nothing is lost: what is missing is still there. Whoever administers the desk must make room; then press “Fetch now”.
visit-refused = The window did not accept this desk ({ $code }). Whoever administers the desk must check the clock, and that the directory has its signing key.

desk-err-failed-title = Something failed on our side
desk-err-failed = We could not finish. Number of the failure: { $incident }.
desk-rec-failed = Try again in a moment. If it goes on, give the number to whoever administers the desk.
desk-err-foreign-title = This page did not come from the desk
desk-err-foreign = The form came from another site, or your browser did not say from where. Nothing was done.
desk-rec-foreign = Come in again by the desk's address and repeat what you were doing.
desk-err-absent-title = There is nothing here
desk-err-absent = This address does not exist at the desk, or the case is no longer there.
desk-rec-absent = Go back to the list of cases.
desk-err-form-title = The form did not arrive whole
desk-err-form = What came is not a whole form. Nothing was sent.
desk-rec-form = Go back to the case and send it again.
desk-err-ended-title = Your session ended
desk-err-ended = There was no activity for too long and the answer was not sent.
desk-rec-ended = Copy your text, sign in again and paste it into the case.
desk-err-full-title = The desk's disk is full
desk-err-full = There is no room for an answer on the disk of this machine any more. Nothing was sent.
desk-rec-full = Copy your text, ask whoever looks after the machine to free some space, and try again.
desk-err-altered-title = The file changed on this desk's disk
desk-err-altered = What is on the disk is no longer what came, or it is missing. Nothing of it is handed out.
desk-rec-altered = Erase nothing. Tell whoever administers the desk: they must check the disk and put the file back from the backup. If there is no backup, ask whoever operates the window for help; it keeps its copy for some time.
desk-err-damaged-title = The envelope cannot be opened
desk-err-damaged = The envelope is damaged, is not this desk's or has not come yet. The sealed file is kept.
desk-rec-damaged = Tell whoever operates the window and do not erase the file.
desk-err-doubt-title = This case cannot be answered
desk-err-doubt = There is an alarm that leaves in doubt who wrote. Your answer was not sent: it could reach somebody else.
desk-rec-doubt = Copy your text and open the case: it says what to do.
desk-err-overtaken-title = Another answer came first
desk-err-overtaken = While you were writing, somebody else answered this case. Your answer was not sent.
desk-rec-overtaken = Read the other answer; if yours is still needed, paste it and send it again.
desk-err-busy-title = Too many attempts are waiting
desk-err-busy = The desk handles one attempt at a time and the queue is full.
desk-rec-busy = Wait a minute and try again.
desk-err-begin-title = This page begins elsewhere
desk-err-begin = This address is only reached from a form.
desk-rec-begin = Begin at the list of cases.
notice-title = Notices to be explained
notice-banner =
    { $count ->
        [one] There is a difference with the window that nobody has explained. Look at it now.
       *[other] There are { $count } differences with the window that nobody has explained. Look at them now.
    }
notice-lead = What the window shows is not what this desk knows. Each notice stays on top of every page until somebody finds out what happened and writes it here, even when the difference is no longer to be seen.
notice-none = There is nothing to explain.
notice-found = It was first seen on { $day }.
notice-reason = What did you find out?
notice-reason-hint = Whom you talked to and what they said, in a sentence or two. Write nothing of a report here.
notice-reason-fault = Write what you found out: 10 to 2000 characters. The notice stays until then.
notice-explain = Keep this and take the notice away
notice-explained = Explained already
notice-explained-by = Explained by { $officer } on { $day }.
