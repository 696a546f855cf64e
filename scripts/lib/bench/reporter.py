"""A person at a browser without JavaScript: walks the true pages and sends the forms that she finds."""

import html.parser
import http.client
import os
import re
import socket
import urllib.parse

BOUNDARY = "a-boundary-of-the-bench"
CRIME = {"level": "ESTATAL", "state": "20", "situation": "cargo_sin_derecho"}
# Read by the institution of the demonstration whose keys every age tool knows.
FEDERAL = {"level": "FEDERAL", "situation": "uso_personal"}


class Forms(html.parser.HTMLParser):
    """The forms of a page with what they would send now, and what the page loads."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.assets, self.choice, self.area = {}, [], None, None
        self.fields, self.typed = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        name = a.get("name")
        if tag == "form":
            self.fields, self.typed = {}, []
            self.forms[a.get("action")] = (self.fields, self.typed)
        elif tag == "input" and name and a.get("type") != "file":
            if a.get("type") not in ("radio", "checkbox") or "checked" in a:
                self.fields[name] = a.get("value") or ""
            if a.get("type", "text") == "text":
                self.typed.append(name)
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and (self.choice not in self.fields or "selected" in a):
            self.fields[self.choice] = a.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
            self.typed.append(name)
        elif tag == "link" and a.get("rel") in ("stylesheet", "icon"):
            self.assets.append(a["href"])
        elif tag == "img":
            self.assets.append(a["src"])

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data


class Reporter:
    """Somebody who visits the window, over one connection."""

    def __init__(self, address):
        self.address = address
        self.connection = http.client.HTTPConnection(*address, timeout=300)
        self.cookie = None

    def ask(self, method, path, body=None, kind=None):
        headers = {"Origin": self.origin()} if method == "POST" else {}
        if kind:
            headers["Content-Type"] = kind
        if self.cookie:
            headers["Cookie"] = self.cookie
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer.status, text

    def origin(self):
        return f"http://{self.address[0]}:{self.address[1]}"

    def page(self, method, path, fields=None):
        body = urllib.parse.urlencode(fields) if fields is not None else None
        kind = "application/x-www-form-urlencoded" if body is not None else None
        status, text = self.ask(method, path, body, kind)
        if status != 200:
            raise RuntimeError(f"{method} {path} answered {status}")
        return Forms(text.decode())

    def prepare(self, place, story):
        """Walks from the first page to the last form, and gives its fields."""
        self.page("GET", "/")
        fields = self.page("GET", "/denunciar").forms["/denunciar/lugar"][0] | place
        for action, following in (("lugar", "hechos"), ("hechos", "lectura"), ("lectura", "relato")):
            fields = self.page("POST", f"/denunciar/{action}", fields).forms[f"/denunciar/{following}"][0] | place
        fields = self.page("POST", "/denunciar/relato", fields).forms["/denunciar/revision"][0]
        fields["story"] = story
        return self.page("POST", "/denunciar/revision", fields).forms["/denunciar/enviar"][0]

    def file(self, fields):
        """Sends the last form without a file; gives the code, or nothing where it was refused."""
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        status, text = self.ask("POST", "/denunciar/enviar", parts(fields) + END, kind)
        return code_of(text) if status == 200 else None

    def enter(self, code):
        """Opens the mailbox of a code."""
        fields, typed = self.page("GET", "/seguimiento").forms["/seguimiento"]
        body = urllib.parse.urlencode(fields | {typed[0]: code})
        status, _page = self.ask("POST", "/seguimiento", body, "application/x-www-form-urlencoded")
        return status == 303 and self.ask("GET", "/seguimiento/buzon")[0] == 200


def upload(address, fields, path):
    """Sends the last form with a file, straight from the page cache; gives the code."""
    head = parts(fields) + (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="prueba.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    length = len(head) + os.path.getsize(path) + len(b"\r\n" + END)
    with socket.create_connection(address, timeout=600) as stream, open(path, "rb") as file:
        stream.sendall(
            f"POST /denunciar/enviar HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nConnection: close\r\n"
            f"Origin: http://{address[0]}:{address[1]}\r\nContent-Length: {length}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode() + head
        )
        stream.sendfile(file)
        stream.sendall(b"\r\n" + END)
        answer = b"".join(iter(lambda: stream.recv(1 << 16), b""))
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"an upload was refused: {answer[:100]}")
    return code_of(answer)


def parts(fields):
    pieces = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
              for name, value in fields.items())
    return "".join(pieces).encode()


def code_of(page):
    words = page.decode(errors="replace").partition('<ol class="words">')[2].partition("</ol>")[0]
    return " ".join(re.findall(r"<li>\s*(\w+)\s*</li>", words)) or None


END = f"--{BOUNDARY}--\r\n".encode()
