# SPDX-License-Identifier: MPL-2.0
"""Reads a message on stdin with Python's own parser and prints as JSON what it found."""
import base64
import email
import email.header
import email.policy
import json
import sys


def leaf(part):
    payload = part.get_payload(decode=True)
    text = part.get_content() if part.get_content_maintype() == "text" and not part.get_filename() else None
    return {"type": part.get_content_type(), "name": part.get_filename(),
            "disposition": part.get_content_disposition(), "charset": part.get_content_charset(),
            "text": text, "bytes": base64.b64encode(payload).decode()}


def tree(part):
    if not part.is_multipart():
        return leaf(part)
    return {"type": part.get_content_type(), "parts": [tree(each) for each in part.iter_parts()]}


raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
defects = [str(d) for part in message.walk() for d in part.defects]
defects += [f"{name}: {d}" for name, value in message.items() for d in value.defects]
old = email.message_from_bytes(raw)  # of names in several encoded words, the new parser makes several
print(json.dumps({"decoded": str(email.header.make_header(email.header.decode_header(old["to"] or ""))),
                  "fields": [[name, str(value)] for name, value in message.items()],
                  "to": [[a.display_name, a.addr_spec] for a in message["to"].addresses] if message["to"] else [],
                  "defects": defects, "body": tree(message)}))
