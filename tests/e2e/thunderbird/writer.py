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
        """Opens a compose window with to, cc, bcc, subject, body, attachments, html, and the address it is from; gives its name."""
        window = self.client.run(scripts.OPEN, mail)
        until(lambda: self.label(window), 20, "the button in the compose window")
        return window

    def answer_to(self, name, command, to=""):
        """Opens a mail and presses Reply or the like; gives the name of the compose window."""
        self.reader.open(name)
        self.reader.badge()
        window = self.client.run(scripts.ANSWER, command, to)
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

    def cancel(self, limit=30):
        """Presses Cancel in Thunderbird's progress dialog once it says what is waited for."""
        until(lambda: "PIN" in self.client.run(scripts.PROGRESS), limit, "the progress dialog with its reason")
        self.reader.picture("progress")
        self.client.run(scripts.CANCEL)

    def autosave(self, window):
        self.client.run(scripts.AUTOSAVE, window)

    def insert_image(self, window, address):
        self.client.run(scripts.INSERT_IMAGE, window, address)

    def type(self, window, text):
        """Where Thunderbird has put the cursor."""
        self.client.run(scripts.TYPE, window, text)

    def attach(self, window, path):
        self.client.run(scripts.ATTACH, window, str(path))

    def outbox(self):
        """How many messages wait there."""
        return self.client.run(scripts.OUTBOX)

    def send_unsent(self):
        self.client.run(scripts.SEND_UNSENT)

    def put_to_sleep(self):
        """Ends the event page; gives its state."""
        return self.client.run(scripts.PUT_TO_SLEEP)

    def open_mailto(self, address):
        return self.client.run(scripts.OPEN_MAILTO, address)

    def open_draft(self, subject, limit=30):
        """Goes on with a draft from the server; gives the name of its window."""
        window = until(lambda: self.client.run(scripts.OPEN_DRAFT, subject), limit, f"the draft {subject!r}")
        until(lambda: self.label(window), 20, "the button in the compose window")
        return window

    def body(self, window):
        return self.client.run(scripts.BODY, window)

    def attachments(self, window):
        return self.client.run(scripts.ATTACHMENTS, window)

    def recipients(self, window):
        return self.client.run(scripts.RECIPIENTS, window)

    def notice(self):
        """The text of the bar at the bottom of the main window."""
        return self.client.run(scripts.NOTICE)

    def click_notice(self):
        self.client.run(scripts.CLICK_NOTICE)
