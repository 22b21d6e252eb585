# SPDX-License-Identifier: MPL-2.0
"""A person who writes: opens compose windows, chooses what protects them, sends, reads alerts."""
import compose_scripts as scripts
from reader import until


class Writer:
    """Uses the Thunderbird of a Reader."""

    def __init__(self, reader):
        self.reader = reader

    @property
    def client(self):
        return self.reader.client

    def write(self, **mail):
        """Opens a compose window with to, cc, bcc, subject, body, attachments, html; gives its name."""
        window = self.client.run(scripts.OPEN, mail)
        until(lambda: self.label(window), 20, "the button in the compose window")
        return window

    def label(self, window):
        return self.client.run(scripts.LABEL, window)

    def protect(self, window, protection):
        """Chooses in the panel, by a click; the panel is closed again."""
        self.open_panel(window)
        until(lambda: self.in_panel(window, f"!document.getElementById('choice-{protection}').disabled"), 20,
              f"the choice {protection}")
        self.in_panel(window, f"document.getElementById('choice-{protection}').click()")
        headline = {"none": "unprotected", "sign": "Will be signed", "encrypt": "encrypted"}[protection]
        until(lambda: headline in self.label(window) or "Cannot" in self.label(window), 20, "the choice on the button")
        self.close_panel(window)

    def open_panel(self, window):
        self.client.run(scripts.CLICK_BUTTON, window)
        return self.panel_like(window, lambda text: "Sign" in text)

    def panel_like(self, window, wanted, limit=20):
        return until(lambda: (text := self.in_panel(window, "document.body.innerText")) and wanted(text) and text,
                     limit, "the panel's text")

    def in_panel(self, window, expression):
        return self.client.run(scripts.IN_PANEL, window, expression)

    def close_panel(self, window):
        self.client.run(scripts.CLOSE_PANEL, window)

    def do(self, window, command):
        """Presses a button: cmd_sendNow, cmd_sendLater, cmd_saveAsDraft."""
        self.client.run(scripts.DO, window, command)

    def send(self, window, limit=60):
        """Presses Send and waits until the window has gone, as it does when all went well."""
        self.do(window, "cmd_sendNow")
        self.gone(window, limit)

    def gone(self, window, limit=60):
        """The window is closed; an alert in its place is an error."""
        def over():
            alert = self.client.run(scripts.ALERT)
            assert alert is None, f"alert: {alert}"
            return not self.client.run(scripts.IS_OPEN, window)
        until(over, limit, "the end of the compose window")

    def usable(self, window, limit=60):
        until(lambda: self.client.run(scripts.IS_UNLOCKED, window), limit, "an unlocked compose window")

    def alert(self, limit=30):
        """The text of Thunderbird's own alert, which is then closed."""
        text = until(lambda: self.client.run(scripts.ALERT), limit, "an alert")
        self.reader.picture("alert")
        self.client.run(scripts.ACCEPT_ALERT)
        until(lambda: self.client.run(scripts.ALERT) is None, 10, "the end of the alert")
        return text

    def close_all(self):
        self.client.run(scripts.CLOSE_ALL)
