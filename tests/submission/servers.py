# SPDX-License-Identifier: MPL-2.0
"""Postfix and Dovecot with every kind of connection a person's provider may offer, on loopback."""
import http.server
import json
import pathlib
import threading
import urllib.parse

import postfix
from imap_server import ImapServer
from thunderbird import free_port

SIZE_LIMIT = 100_000
NOBODY = "nobody@example.test"
TOKEN = "ya29.a-token/of+alice=="
SUBMISSION = """127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_tls_wrappermode={wrapped}
  -o smtpd_tls_security_level={level}
  -o smtpd_tls_cert_file={certificate}
  -o smtpd_tls_key_file={key}
  -o message_size_limit={limit}
  -o {{ smtpd_recipient_restrictions = check_recipient_access inline:{{{nobody}=REJECT}}, permit_sasl_authenticated, reject }}
"""
MANAGER = "tlsmgr unix - - n 1000? 1 tlsmgr\n"
TLS_AND_TOKENS = """
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
auth_mechanisms = plain login xoauth2
service imap-login {{
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {tokens}
}}
"""
TOKENS = """introspection_url = http://127.0.0.1:{port}/?token=
introspection_mode = get
username_attribute = email
username_format = %u
active_attribute = active
active_value = true
"""


class Servers:
    """`imap` and `submission` are ports by security."""

    def __init__(self, folder, pki, closing):
        folder = pathlib.Path(folder)
        key, certificate = pki.server("mail")
        self.issuer = Issuer()
        closing.callback(self.issuer.stop)
        tokens = folder / "tokens.conf"
        tokens.write_text(TOKENS.format(port=self.issuer.port))
        imaps = free_port()
        more = postfix.for_dovecot(folder / "postfix")
        more += TLS_AND_TOKENS.format(certificate=certificate, key=key, port=imaps, tokens=tokens)
        self.dovecot = ImapServer(folder, "imap lmtp", more)
        closing.callback(self.dovecot.stop)
        self.receiving = free_port()
        self.submission = {"tls": free_port(), "starttls": free_port()}
        services = "".join(SUBMISSION.format(
            port=port, wrapped="yes" if security == "tls" else "no", level="encrypt", certificate=certificate, key=key,
            limit=SIZE_LIMIT if security == "tls" else 50_000_000, nobody=NOBODY)
            for security, port in self.submission.items())
        self.postfix = postfix.Postfix(folder / "postfix", services + postfix.receiving(self.receiving) + MANAGER)
        closing.callback(self.postfix.stop)
        self.submission["none"] = self.postfix.port
        self.imap = {"tls": imaps, "starttls": self.dovecot.port, "none": self.dovecot.port}


class Issuer:
    """Tells Dovecot whose an OAuth 2.0 token is (RFC 7662)."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                token = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("token", [""])[0]
                answer = {"active": True, "email": "alice@example.test"} if token == TOKEN else {"active": False}
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
