# The visit with the code.
code-title = Open your mailbox
code-lead = Type the nine words of your code.
code-label = Your code
code-hint = With or without accents, capitals or not, with spaces between. The first four letters of each word are enough.
code-open = Open my mailbox
code-illegible = I cannot read one of the words
code-illegible-lead = Put a ? in its place. With the other eight we can find it.
code-cookie = When the mailbox opens we set a cookie that goes away when you close it or after 15 minutes without use.
code-repair-word = That word { $position } is “{ $word }”.
code-repair-swap = That words { $first } and { $second } changed places.
err-code-count = { $found ->
    [0] You typed no words.
    [one] You typed one word and the code has nine.
   *[other] You typed { $found } words and the code has nine.
 }
rec-code-count = See whether one is missing or too many. If you cannot read one, put a ? in its place.
err-code-unknown-word = Word { $position }, “{ $word }”, is not in the list.
rec-code-word = Check how it is written on your paper. If it cannot be read, put a ? in its place.
rec-code-nearest = Perhaps it is one of these:
err-code-check = All words exist, but one is not the right one or two changed places.
rec-code-check = Compare them one by one with your paper.
rec-code-repairs = Compare them with your paper. It may be:
err-code-illegible = More than one word is missing.
rec-code-illegible = We can find only one. Look for the others on your paper.
err-code-no-mailbox = That code is well written, but it opens no mailbox.
rec-code-no-mailbox = Compare each word with your paper. If you reported more than once, each report has its own code.
closed-title = Your mailbox closed by itself
closed-lead = It was not used for 15 minutes, or we restarted the site. What you have just sent has not reached the institution yet.
draft-kept = What you wrote is still here. Type your code and you will see it again in your mailbox, ready to be sent. If you had chosen files, you will have to choose them again.
draft-see = See what you wrote
returned-lead = Here is what you wrote. It still has to be sent: check it, choose your files again if it had any, and press “Send message”. If you think it had gone already, see the dates of what you sent below.
returned-go = Go to what you wrote
mailbox-title = Your mailbox
mailbox-two = Your report is with two institutions, each in its own envelope. Below is first what one says, then the other. Neither sees what you talk about with the other.
mailbox-with = Your report is with
mailbox-since = since { $day }
mailbox-status-unsigned = This is the status that the institution signed. This site's own record has another one, which the institution did not sign, and we do not go by it. Your report is fine and you need not do anything; if in doubt, ask the institution in a message.
mailbox-silent = The institution has not collected what you sent yet: it has not come in for days. It is still kept here, sealed; you need not send it again. Come back in a few days. If nothing has changed, reach the institution another way (see “Who receives”).
mailbox-messages = Messages
mailbox-messages-with = Messages with { $name }
mailbox-order = The newest comes first.
mailbox-you = You
mailbox-report = You sent your report. We cannot show it: it is in an envelope that only the institution opens.
mailbox-own = You sent a message. We cannot show it either: it has an envelope of its own.
mailbox-next-asked = It is your turn: they asked you something. Read the newest message and answer below what you know. If you do not know, say that too.
mailbox-next-acknowledge = The institution has committed itself to tell you here that it has arrived, within { $days } working days.
mailbox-next-registered = You need to do nothing. Come back in some days with your code.
mailbox-next-answer = The institution has committed itself to give a first answer within { $days } working days.
mailbox-next-in-process = They are looking into it. Come back now and then: if they ask you something, it will be here.
mailbox-next-sent-on = The other authority goes on with it. This mailbox stays open and you can write more.
mailbox-next-closed = If you disagree or know something new, write it below.
mailbox-refused = A reply came that we could not prove to be from the institution, so we do not show it. Your code and messages are fine. Come back in some days; if nothing changes, reach the institution another way (see “Who receives”).
mailbox-file = Download { $name } ({ $size })
mailbox-file-of = Download { $name } ({ $size }), from { $institution }
status-registered = Registered
status-registered-means = Your report is kept in its envelope. The institution has not answered yet.
status-sent-on = Sent on
status-sent-on-means = The institution sent it to another authority whose task it is.
status-in-process = In process
status-in-process-means = The institution has opened it and is looking into it.
status-closed = Closed
status-closed-means = The institution has finished its work. Below is what it decided and why.
told-received = Received
told-admitted = Admitted: they will look into it
told-more-asked = They ask for more facts
told-sent-on = Sent on to another authority
told-investigated = Being investigated
told-grave = The offence was found to be grave
told-not-grave = The offence was found not to be grave
told-prosecuted = Sent to the prosecutor
told-sanctioned = Closed with a sanction
told-not-sanctioned = Closed without a sanction
told-archived = Filed away; it can be opened again
told-dismissed = Not a task for this institution or this channel
write-title = Write again
write-to = Who is this message for?
write-to-hint = Only the one you choose gets it. The other one does not see it.
write-to-both = For both, in two separate envelopes
err-message-to-missing = Choose who it is for. Your text is still here; if you had chosen files, choose them again.
write-text = Write your message
write-hint = Up to { $limit } characters. It arrives in a sealed envelope, like your report.
write-files = They travel as they are: nothing is removed.
write-send = Send message
err-message-missing = Write something or choose a file before sending.
sign-out = Close my mailbox
sign-out-lead = When you are done, close it. So nobody who uses this device later can see it.
sent-title = Your message is on its way
sent-lead = { $count ->
    [one] It is in a sealed envelope for { $name }. Your code is still the same.
   *[other] It is in two sealed envelopes: one for { $name } and one for { $second }. Your code is still the same.
}
sent-back = Back to my mailbox
signed-out-title = You closed your mailbox
signed-out-lead = The key is no longer in this browser. To come in again you need your nine words.

err-message-no-reader = The institution cannot receive at this moment. Your text is still here; try again later.
