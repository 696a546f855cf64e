"""An SMTP server that keeps each letter as NNNN.eml: smtp.py PORT FOLDER [HOW MANY TO TURN AWAY FIRST]"""

import itertools
import os
import signal
import sys

from aiosmtpd.controller import Controller


class Keeper:
    def __init__(self, folder, turn_away):
        self.folder = folder
        self.turn_away = turn_away
        self.numbers = itertools.count(1)

    async def handle_DATA(self, _server, session, envelope):
        if self.turn_away > 0:
            self.turn_away -= 1
            return "451 try again later"
        to = ", ".join(envelope.rcpt_tos)
        head = f"X-Envelope-From: {envelope.mail_from}\nX-Envelope-To: {to}\nX-Greeting: {session.host_name}\n"
        path = os.path.join(self.folder, f"{next(self.numbers):04}")
        with open(path + ".part", "wb") as file:
            file.write(head.encode() + envelope.content.replace(b"\r\n", b"\n"))
        os.rename(path + ".part", path + ".eml")
        return "250 kept"


def main():
    port, folder, *rest = sys.argv[1:]
    keeper = Keeper(folder, int(rest[0]) if rest else 0)
    Controller(keeper, hostname="127.0.0.1", port=int(port)).start()
    signal.pause()


main()
