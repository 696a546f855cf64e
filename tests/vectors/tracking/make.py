"""Computes tracking codes and what follows from them, apart from our own code.

Needs Python 3.9 and the package argon2-cffi. Writes codes.json beside itself; recipients.mjs then adds the
mailbox recipients. The field is computed with tables of logarithms, the bits with Python's integers.
"""

import hashlib
import hmac
import json
import pathlib

import argon2.low_level

HERE = pathlib.Path(__file__).parent
WORDS = HERE / "../../../src/tracking/words"
LISTS = {name: (WORDS / f"{name}.txt").read_text("utf-8").split() for name in ("spanish", "english")}

POWER = [1]
for _ in range(2046):
    POWER.append((POWER[-1] << 1) ^ (0b100000000101 if POWER[-1] & 1024 else 0))
LOGARITHM = {element: exponent for exponent, element in enumerate(POWER)}
assert len(LOGARITHM) == 2047


def times(a, b):
    return POWER[(LOGARITHM[a] + LOGARITHM[b]) % 2047] if a and b else 0


def numbers(bits):
    digits = f"{int.from_bytes(bits, 'big'):088b}"
    eight = [int(digits[at : at + 11], 2) for at in range(0, 88, 11)]
    check = 0
    for i, number in enumerate(eight, start=1):
        check ^= times(POWER[i], number)
    return eight + [check]


def expand(prk, label, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + label + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def vector(bits, pepper, salt):
    nine = numbers(bits)
    k = argon2.low_level.hash_secret_raw(
        bits, salt, time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, type=argon2.low_level.Type.ID
    )
    prk = hmac.new(pepper, k, hashlib.sha256).digest()
    out = lambda label, length: expand(prk, f"ventanilla/1/{label}".encode(), length).hex()
    return {
        "bits": bits.hex(),
        "numbers": nine,
        "spanish": " ".join(LISTS["spanish"][n] for n in nine),
        "english": " ".join(LISTS["english"][n] for n in nine),
        "pepper": pepper.hex(),
        "salt": salt.hex(),
        "k": k.hex(),
        "prk": prk.hex(),
        "locator": out("locator", 16),
        "locator/1": out("locator/1", 16),
        "mailbox-hybrid": out("mailbox-hybrid", 32),
        "mailbox-hybrid/1": out("mailbox-hybrid/1", 32),
        "voice": out("voice", 32),
        "voice/1": out("voice/1", 32),
        "sameness": out("sameness", 16),
        "sameness/1": out("sameness/1", 16),
        "session": out("session", 32),
    }


def digest(text):
    return hashlib.sha256(text.encode()).digest()


cases = [bytes(11), b"\xff" * 11] + [digest(f"code {n}")[:11] for n in range(4)]
vectors = [vector(bits, digest(f"pepper {n % 2}"), digest(f"salt {n % 2}")) for n, bits in enumerate(cases)]
(HERE / "codes.json").write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n", "utf-8")
