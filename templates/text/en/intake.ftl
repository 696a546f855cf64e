# The steps of filing.
step-of = Step { $number } of 6
error-prefix = Check:
errors-title = { $count ->
    [one] There is one thing to mend
   *[other] There are { $count } things to mend
 }
err-level-missing = Choose which government it is. “I don't know” counts too.
err-state-missing = Choose the state where it happened, so that we know whose task it is. If you do not know which, choose “I don't know” above and go on.
err-situation-missing = Tick at least one option of what happened. “Something else, or I don't know” counts too.
err-story-missing = Tell what happened. A few lines are enough.
err-missing = This field must be filled in.
err-too-long = “{ $field }” is over the limit of { $limit } characters. Take out { $over }, or send the rest later from your mailbox.
answer-yes = Yes
answer-no = No
answer-unknown = I don't know
back = Back
back-answers = Back to my answers
back-edit = Back to change it
back-files = If you go back to change something, your text stays, but you will have to choose your files again.
nothing-kept = We have kept nothing so far. You can go back without losing what you wrote.
own-buttons = To go back use the buttons of this page: that way nothing is lost. If you used the one of your browser and do not see what you wrote, press “forward” in it.

where-title = Which government is it?
where-lead = So we know which institution must read your report. If you do not know something, that is fine.
next = Continue
field-level = The person or office you report belongs to…
hint-level = The municipal police, the water service or the town hall belong to the municipality.
level-municipal = Municipality or borough
level-state = State government
level-federal = Federal government (the whole country)
field-state = In which state did it happen?
hint-state = If it is the federal government, this is not needed.
state-none = Choose a state

body-title-municipal = In which municipality?
body-title-state = In which state office?
body-title-federal = In which federal office?
body-title-unknown = In which office?
body-lead = If you do not know, continue without an answer.
field-municipality = Municipality or borough
hint-municipality = Where two have the same name, their key stands beside it.
municipality-none = I do not know, or it is not there
field-branch = Which part of the government is it?
hint-branch = Almost all offices belong to the first.
branch-executive = Ministries, schools, hospitals, police and other offices
branch-legislative = Congress and its auditor
branch-judicial = Courts and tribunals
branch-autonomous = Prosecutors and autonomous bodies
field-ente = What is the office or institution called?
hint-ente = Write one or two words of its name and search. Up to { $limit } characters.
ente-fold = I know what the office is called
ente-search = Search
ente-legend = Is it one of these?
ente-hint = Choose the one it is.
ente-more = There are more with these words. If yours is not here, write another word of its name and search again.
ente-other = None of these, or I do not know
ente-none = It is not in our list under the name “{ $words }”. That is fine: what you wrote will be in your report. You can continue, or search with another word.

acts-title = What did you see or learn?
acts-next = See who will read it
field-situation = Tick everything that resembles it
hint-situation = Open any subject. You need not know the law.
theme-gifts = Money and gifts
theme-gifts-hint = They asked, charged too much, offered
theme-resources = Public money and goods
theme-resources-hint = They kept something or used it for something else
theme-contracts = Purchases, works and permits
theme-contracts-hint = Rigged deals, works never done, companies
theme-abuse = Abuse of office
theme-abuse-hint = Family, influence, punishment
theme-hiding = Hiding or threatening
theme-hiding-hint = Covered something up, false papers, threats
theme-neglect = Not doing their job
theme-neglect-hint = Absence, bad treatment, statements
theme-outside = This is not received here
theme-outside-hint = Procedures, problems at work, disputes: we tell you where to go
subject-fold = Does the person you report work at a control body, a prosecutor or an auditor?
field-subject = Who is the person you report?
hint-subject = So your report does not reach the office where they are in charge.
subject-ordinary = None of these people, or I do not know
subject-control-head = Whoever leads the comptroller or internal control body
subject-prosecutor = Somebody at the anti-corruption prosecutor
subject-auditor = Somebody at the superior auditor
subject-operator = Somebody at the office that coordinates this anti-corruption system
field-federal-money = Is there federal money in it?
hint-federal-money = For instance from a welfare programme or a federal work. It may change who reads it.
money-apply = See who will read it now
field-second = Who should get it?

reader-title = Who will read your report?
reader-rule = It is the task of
reader-own = You chose
reader-clocks = It has committed itself to tell you it has arrived within { $acknowledge } working days and to give a first answer within { $answer }.
reader-next = Agreed, continue
reader-only = Only this institution will be able to open it. Not even those who run this page can, once the envelope is sealed.
reader-own-envelope = It gets its own envelope and only it can open that. Not even those who run this page can once it is closed.
reader-instead = Whoever comes first does not receive it, or you chose another: so it goes to this one. Further down it says who does not receive it, and why.
reader-basis = It rests on: { $basis }.
reader-doubt = { $count ->
    [one] Do you not trust this institution?
   *[other] Do you not trust one of the two?
}
reader-doubt-lead = { $count ->
    [one] You can ask that it does not read it. We look for the next one and tell you which it is.
   *[other] You can ask that one of them does not read it. We look for the next one and tell you which it is.
}
reader-exclude = This institution must not read it
reader-exclude-one = { $name } must not read it
reader-keys = Which keys seal the envelope
reader-keys-lead = Each key has a fingerprint. You can compare these fingerprints with the ones that each institution publishes itself.
reader-contact = Other ways to reach it: { $contact }
reader-changed = Who will read it has changed, because of what you chose or ticked. See who it is now before you go on.
accused-title = Does the accused work in one of them, or lead it?
accused-legend = In which do they work, lead or have influence?
accused-hint = Tick all that apply. None that you tick will read it.
accused-marked = It will not read this.
accused-apply = See who will read it now
skipped-title = Who does not receive it, and why
include-again = Include { $name } again
second-title = There are two ways. Each belongs to another institution.
second-rule = It also belongs to
second-lead = If it is both, we close one envelope for each and you keep a single code. We tell neither whether the other got it.
second-both = Both, each in its own envelope
second-one = Only { $name }
by-name-title = Another way, only if you give your name
by-name-lead = So nothing is sent to it from here. If you want to go to it, you would have to do so yourself, with your name.
alternates-title = Choose another institution
alternates-legend = These can receive it too
alternates-hint = Only those appear that, by the rules, can investigate something like this.
alternates-choose = Change to the one I chose

nobody-title = Nobody can receive it here yet
nobody-lead = For what you told there is no institution now that can open your report through this window. We have kept and sent nothing.
nobody-unknown = One answer is missing to know who it falls to
missing-state = You did not say in which state it happened. With that we will know which institution can open it. Everything else you answered is still here.
missing-state-go = Say in which state
missing-municipality = You did not say in which municipality it happened. With that we will know which institution can open it. Everything else you answered is still here.
missing-municipality-go = Say in which municipality
missing-ente = You did not say in which office it happened. With that we will know which institution can open it. Everything else you answered is still here.
missing-ente-go = Say in which office
nobody-remains = What you can do
nobody-remains-1 = Go back and change your answers, or the institutions that you left out or ticked.
nobody-remains-2 = Go to, or call, the prosecutor, of the state or federal: they take reports without a name. The Superior Auditor of the Federation does ask for your name.
nobody-remains-3 = Write down on paper what happened, without your name, and keep it away from your work. You can come back later: more institutions are joining.
nobody-careful = Do not go to an office where the person you report works or leads, and do not call it.
nobody-text = What you wrote, so that you do not lose it

referral-title = This is not received here, but somewhere else it is
referral-lead = From what you ticked, another office can help you better. We have kept and sent nothing.
referral-service-title = A slow or badly done procedure or service
referral-service = Ask to speak to the person in charge of the office, or leave your complaint at its citizens' desk.
referral-labour-title = A problem at work: dismissal, pay, hours
referral-labour = Go to your state's labour defence office or, if it is federal, to PROFEDET. Their advice is free.
referral-private-title = A dispute between private persons
referral-private = A mediation centre or your state's public defender can advise you.
referral-money = Did somebody ask for or take something in exchange?
referral-money-lead = Then it may be corruption. Go back to your answers and tick that option too.

story-title = Tell what happened
story-reader = { $count ->
    [one] It will be read by: { $name }
   *[other] It will be read, each in its own envelope, by: { $name }; { $second }
}
story-lead = Write in your own words, as you would tell it. You need not prove it: what you saw or know is enough.
story-next = Review before sending
story-care = Before you write: how to stay safe
story-care-1 = Do not put your name, e-mail or telephone. They are not needed.
story-care-2 = Think of what only you knew. If you tell it, somebody could guess who you are.
story-care-3 = If you copy text from a document at work, it may carry marks that cannot be seen. It is better to type it by hand.
story-more = Add facts that help (if you know them)
story-more-lead = All of this is optional. Up to { $limit } characters in each field.
field-story = Tell us what happened
hint-story = What they did, how, and what was lost or who was harmed. Up to { $limit } characters; if you need more, send it later from your mailbox.
field-who = Who did it?
hint-who = Name, post or what they look like. “I don't know the name, but they work at such a place” helps too.
field-when = When?
hint-when = Dates, even rough ones, and whether it goes on.
field-place = In what place?
hint-place = Address, office or how to get there.
field-amount = How much money is it?
hint-amount = A rough amount helps.
field-contract = Number of a contract or tender, or “ocid”
hint-contract = If you saw one on paper or on the internet.
field-witnesses = Who else saw it or knows?
hint-witnesses = Put nothing here that puts another person at risk.
field-source = How do you know?
hint-source = You saw it, you were told, it is in a document…

review-title = Review before sending
review-excluded = Must not read it (whoever gets it will see this list)
review-lead = { $count ->
    [one] This is how { $name } will read it. If something can give you away, go back and change it.
   *[other] This is how { $name } will read it, and so will, in another envelope, { $second }. If something can give you away, go back and change it.
}
invisible-title = { $count ->
    [one] There is one character that cannot be seen
   *[other] There are { $count } characters that cannot be seen
 }
invisible-lead = They often come with copy and paste and can serve as a mark of which copy the text came from. We do not take them out: to be safe, go back and type that part by hand.
files-title = Photos and documents
files-lead = They are optional. For now files travel as they are: we remove nothing. If a file can give you away, do not send it.
files-label = Choose files
files-hint = Up to { $files } files of up to { $file } each and { $envelope } in all. The names of your files do not travel with the envelope.
formats-title = What a file can carry inside
formats-kind = Kind
formats-inside = What it can tell about you
formats-removed = What we remove
formats-nothing = Nothing, for now
formats-photo = Photos (JPG, PNG, HEIC)
formats-photo-inside = Where and when it was taken and with which phone. A photo of the screen or a screenshot tells less.
formats-document = Documents (PDF, Word, Excel)
formats-document-inside = The name of whoever wrote, opened or printed it, and earlier versions.
formats-recording = Audio and video
formats-recording-inside = Voices, the place and the time.
formats-other = Other files
formats-other-inside = It depends on the program: it may carry names and dates.
send-title = When you send it you get your code
send-lead = It is nine words that we show you only when you send it. Have paper and pencil at hand.
send = Seal the envelope and send
send-wait = If your files are large it may take a while. Do not close the page. If it breaks, send it again unchanged in the next hours: it is not filed twice.
review-returned = If you had chosen files, choose them again before you send it. If we had it already it is not filed twice: you will see its code.
notice-broken = It did not arrive whole and nothing was kept. Your text is still here. Choose your files again and send it.
notice-expired = This page was open for too long, or we restarted the site meanwhile. Your text is still here. Choose your files again and send it.
notice-file-too-large = File number { $number } is over { $limit }. Nothing was kept. Choose your files again without it, or in parts.
notice-foreign = We could not tell that this was sent from our own page, so nothing was kept. Check that everything is yours, choose your files again and send it.
notice-full = We cannot take anything right now: there is no room left to keep it. Nothing was kept and your text is still here. Leave this page open, or copy your text, and send it again in a while.
notice-new-reader = Who would read it has changed, or their keys have. Nothing was kept or sent. Check who will read it now before you send it.
notice-no-room = We cannot take files right now: there is little room left and we keep it for texts. Send your report without files; you can add them later from your mailbox.
notice-too-many-files = There are more than { $limit } files. Nothing was kept. Choose fewer now and send the others later from your mailbox.
notice-too-much = Everything together is over { $limit }. Nothing was kept. Choose fewer files now and send the others later from your mailbox.

explained-why = Why this institution receives it
explained-basis = Rule { $rule }. It rests on: { $basis }.
explained-skipped = Who does not receive it, and why
explained-rules = By which rules it was decided
explained-version = Catalogue of competence, version { $version }, SHA-256 { $hash }

receipt-title = Your report has been sent
receipt-neutral-title = Nine words
receipt-lead = { $count ->
    [one] It is in a sealed envelope for { $name }. The most important thing is left: keep your code.
   *[other] It is in two sealed envelopes: one for { $name } and one for { $second }. Neither can open the other's envelope. You have one code for both answers. The most important thing is left: keep it.
}
receipt-again-title = We had already received it
receipt-again-lead = { $count ->
    [one] It is the same report for { $name }: we did not file it twice. This is still your code.
   *[other] It is the same report for { $name } and for { $second }: we did not file it twice. This is still your code.
}
receipt-mismatch-title = Check your code
receipt-mismatch-lead = No harm done: your nine words are here again. Compare them with your paper and mend it.
receipt-code = Your tracking code
receipt-paper = Words to remember, in this order:
receipt-write = Write the nine words on paper, in this order.
receipt-write-hint = You can also print it: only the nine words with their numbers come out, without saying what they are for. If somebody looks through your phone, take no screenshot or photo of it.
receipt-check = Check that you wrote it down right
receipt-check-lead = After this step the code is not shown any more.
receipt-word = Word number { $number }
err-word-missing = Word number { $number } is still to be written.
err-word-other = Word number { $number } is not the one above. Mend your paper too.
receipt-check-send = I have kept it, check
receipt-files = Your files
receipt-files-lead = This is how they travelled, under new names:
receipt-file-as-is = as it was, nothing was removed.
next-title = What happens next
next-1 = The envelopes are fetched at certain hours, not at once. So nobody can know at what hour you wrote.
next-2 = Come back in a few days with your code. There you will see whether it was received, what they answer and what else they ask you.
next-3 = With the same code you can send more facts and files whenever you want.
lost-title = What if I lose the code?
lost-lead = Nobody can give it to you again, not even we: we do not keep it. Your report goes its way. If you want to read answers or add something, you would have to file another report and say in it that you filed one before.
confirmed-title = Done, you wrote it down right
confirmed-lead = Your code will not appear on any page again. Keep the paper in a safe place.
confirmed-care = If you used a computer that is not yours, close all windows of the browser now.
confirmed-mailbox = Try my code
already-title = We had already received this report
already-lead = We did not keep it twice. Its code was shown before and cannot be shown again.
already-lost = If you did not write the code down, your report goes its way, but to read answers you would have to file another.
already-mailbox = I have the code
already-new = File another report
receipt-closed-title = The code is no longer shown
receipt-closed-lead = Your report is kept. You need not file it again.
receipt-closed-try = Try your code: if you wrote it down right, it opens your mailbox.
receipt-closed-mailbox = Try my code

# What could tell who writes: shown in the review.
clues-title = Look at this before you send it
clues-lead = We looked in your text, right here and without sending it to anybody, for what could tell who you are. We change nothing.
clues-decide = You decide. If it is about you, use “Back to change it”. If it is about who you report, leave it: it helps to investigate.
clues-more = { $count ->
    [one] And there is one more like these.
   *[other] And there are { $count } more like these.
}
clue-curp = A CURP
clue-curp-why = A CURP belongs to one person only. If it is yours, take it out.
clue-rfc = An RFC
clue-rfc-why = An RFC belongs to one person or company only. If it is yours or your business’s, take it out.
clue-email = An e-mail address
clue-email-why = If it is yours, it tells who you are. Nobody needs it to write to you: the answer comes to your mailbox here.
clue-account = The number of an account or a card
clue-account-why = The bank knows whose it is. If it is yours, take it out.
clue-plate = A number plate
clue-plate-why = It is known whose plate each one is. If it is your vehicle’s, take it out.
clue-phone = A number that looks like a telephone
clue-phone-why = If it is yours, it tells who you are. Nobody needs it to talk to you: the answer comes to your mailbox here.
clue-address = An address
clue-address-why = If you live or work there, write only the neighbourhood or the municipality. If it is where it happened, leave it.
clue-first-person = Words that tell what your place is there
clue-first-person-why = Who knows the place may guess who writes. Instead of “my boss”, write the post: “the director of Public Works”.
clue-look-alike = A word with letters of two alphabets
clue-look-alike-why = They look the same and are not. Sometimes they are put into copies of a document to know whose copy it was. Write it again by hand.
