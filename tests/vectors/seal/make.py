#!/usr/bin/env python3
"""Makes the vectors of this folder with other people's programs only: Debian's age and age-keygen, the npm
package age-encryption, and Python's zipfile. Run it from the top of the repository."""
import hashlib
import io
import json
import pathlib
import subprocess
import zipfile

HERE = pathlib.Path("tests/vectors/seal")
CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(prefix: str, data: bytes) -> str:
    """BIP-173 without its length limit, as age uses it."""
    def polymod(values):
        check = 1
        for value in values:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= generator if top >> i & 1 else 0
        return check

    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = polymod(spread + words + [0] * 6) ^ 1
    words += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(CHARSET[word] for word in words)


def run(*args: str, stdin: bytes) -> bytes:
    return subprocess.run(args, input=stdin, stdout=subprocess.PIPE, check=True).stdout


def typage(*args: str, stdin: bytes) -> bytes:
    return run("node", "tests/tools/age.mjs", *args, stdin=stdin)


def key(kind: str, seed: bytes) -> dict:
    if kind == "hybrid":
        identity = bech32("age-secret-key-pq-", seed).upper()
        recipient = typage("recipient", stdin=identity.encode())
    else:
        identity = bech32("age-secret-key-", seed).upper()
        recipient = run("age-keygen", "-y", stdin=identity.encode())
    recipient = recipient.decode().strip()
    digest = hashlib.sha256(recipient.encode()).hexdigest()[:32]
    fingerprint = " ".join(digest[i:i + 4] for i in range(0, 32, 4))
    return {"class": kind, "seed": seed.hex(), "identity": identity, "recipient": recipient,
            "fingerprint": fingerprint}


def envelope(recipient: str, seal) -> bytes:
    contents = {
        "version": 1, "direction": "report", "institution": "vector",
        "directory": {"version": 1, "hash": "00" * 32}, "mailbox": recipient,
        "text": "Año nuevo, \"mordida\" vieja. 😀\n",
        "files": [{"name": "01.txt", "bytes": 5, "sha256": hashlib.sha256(b"hola\n").hexdigest()}],
        "a key of a later version": True,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            ("LEEME.txt", b"vector"), ("adjuntos/01.txt", b"hola\n"), ("identidad.age", seal(b"Ana\n\n\n")),
            ("denuncia.json", json.dumps(contents, ensure_ascii=False).encode()),
            ("denuncia.txt", contents["text"].encode()),
        ]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return seal(packed.getvalue())


keys = [key(kind, bytes([fill]) * 32) for kind in ("classic", "hybrid") for fill in (0x11, 0xA7)]
(HERE / "keys.json").write_text(json.dumps(keys, indent=1) + "\n")
classic, hybrid = keys[0]["recipient"], keys[2]["recipient"]
(HERE / "classic.age").write_bytes(envelope(classic, lambda plain: run("age", "-r", classic, stdin=plain)))
(HERE / "hybrid.age").write_bytes(envelope(hybrid, lambda plain: typage("encrypt", hybrid, stdin=plain)))
