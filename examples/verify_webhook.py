"""Checks the signature of a callback with nothing but the standard library.

    python3 verify_webhook.py SECRET ID TIMESTAMP SIGNATURES < body     exits with 0 where it is genuine
"""
import base64
import hashlib
import hmac
import sys
import time

TOLERANCE_SECONDS = 300


def is_genuine(secret, message_id, timestamp, signatures, body, now=None):
    """`body` is the request body as bytes, unparsed. `signatures` may name several: during a rotation there are two."""
    if abs((now or time.time()) - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    versions = (one.split(",", 1) for one in signatures.split(" "))
    return any(version == "v1" and hmac.compare_digest(expected, value) for version, value in versions)


if __name__ == "__main__":
    sys.exit(0 if is_genuine(*sys.argv[1:5], sys.stdin.buffer.read()) else 1)
