# SPDX-License-Identifier: MPL-2.0
"""A past in which somebody always signed, as the host saw it day by day (B.5)."""
import json
import pathlib
import time

from mails import head, text_entity
from wire import Host

IDS = pathlib.Path(__file__).resolve().parent.parent.parent / "manifests/ids.json"
DAY = 86_400


def always_signed(me, account, sealer):
    """Seven mails in three weeks, by the signer of `sealer` to the account; `me` is the Sealwright of its owner."""
    host = Host(me.program, me.home, json.loads(IDS.read_text())["chromium"])
    for days in range(21, 0, -3):
        mail = head(sealer.signer.address, account, "Report", ident=f"report-{days}") + sealer.detached(text_entity("All is well.\n"))
        received = int(time.time()) - days * DAY
        reading = host.ask("verify", mail, context={"account": account, "folder": "inbox", "received": received})
        if reading["summary"] != "verified":
            raise RuntimeError(f"a signed mail is {reading['signature']}")
    host.close()
