# Internal notes of a case.
note-title = Internal notes
note-who = Only those who work on cases at this desk see them. The person who reported never does.
note-none = There are no notes yet.
note-write = Write a note
note-words = Note
note-hint = It stays with your name and today's date. It cannot be changed or deleted: if something is no longer so, write another note. If you are in the middle of an answer, send that first: keeping the note does not keep it.
note-keep = Keep note
note-not-kept = The note was not kept
note-fault-empty = Write the note before you keep it.
note-back = Your note is still here and is not kept yet. Look it over and press “Keep note”.
note-altered = This note is not the one that was written at this desk, or no longer opens. Do not trust it, and tell whoever looks after the machine to compare it with the backup.
