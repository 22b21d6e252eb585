# SPDX-License-Identifier: MPL-2.0
"""A Thunderbird with a home and a profile of its own, on a display of its own when there is none."""
import json
import os
import pathlib
import socket
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = "/usr/lib/thunderbird/thunderbird"
# Straight to the three panes: no wizard, no start page, no questions, no network of its own.
QUIET = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.auto": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.autoDisableScopes": 0,
    "extensions.update.enabled": False,
    "mail.chat.enabled": False,
    "mail.inappnotifications.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "xpinstall.signatures.required": False,
}
LOCAL_FOLDERS = {
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account2.server": "server2",
    "mail.server.server2.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.name": "Local Folders",
    "mail.server.server2.type": "none",
    "mail.server.server2.userName": "nobody",
}

# The page that a new installation opens stands before everything else; true once it is closed.
CLOSE_WELCOME = """
    const tabmail = Services.wm.getMostRecentWindow("mail:3pane")?.gTabmail;
    const tab = tabmail?.tabInfo.find(tab => tab.browser?.currentURI.spec.endsWith("/welcome.html"));
    if (!tab) return false;
    tabmail.closeTab(tab);
    return true;
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Display:
    """An Xvfb on the first free display number."""

    def __init__(self, size="1280x900x24"):
        number, told = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(told), "-screen", "0", size, "-nolisten", "tcp"],
                                        pass_fds=[told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(told)
        with os.fdopen(number) as line:
            self.name = ":" + line.readline().strip()

    def picture(self, path):
        """All that is on the screen, popups too."""
        subprocess.run(["import", "-window", "root", "-display", self.name, str(path)], check=True)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def write_profile(profile, *preferences):
    """A profile with these preferences, later ones over earlier ones."""
    profile = pathlib.Path(profile)
    profile.mkdir(parents=True, exist_ok=True)
    merged = {name: value for part in (QUIET, *preferences) for name, value in part.items()}
    (profile / "user.js").write_text("".join(
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in merged.items()))
    return profile


def install_extension(profile, archive):
    """Puts the extension where Thunderbird takes it without asking, given QUIET."""
    ids = json.loads((TOP / "manifests/ids.json").read_text())
    folder = pathlib.Path(profile) / "extensions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ids['gecko']}.xpi").write_bytes(pathlib.Path(archive).read_bytes())


def install_host(home, program):
    """The native-host manifest as the installers write it, for programs with this home."""
    ids = json.loads((TOP / "manifests/ids.json").read_text())
    manifest = (TOP / "manifests/native/mozilla.json.in").read_text()
    manifest = manifest.replace("@HOST_PATH@", str(pathlib.Path(program).resolve())).replace("@GECKO_ID@", ids["gecko"])
    folder = pathlib.Path(home) / ".mozilla/native-messaging-hosts"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (json.loads(manifest)["name"] + ".json")
    path.write_text(manifest)
    return path


def start(profile, home, display=None, port=None):
    """Starts it; with a port it can be driven by Marionette, whose preference this sets."""
    temporary = pathlib.Path(home) / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary), "MOZ_CRASHREPORTER_DISABLE": "1"}
    if display:
        environment["DISPLAY"] = display
        environment.pop("WAYLAND_DISPLAY", None)
    elif "XAUTHORITY" not in environment:
        environment["XAUTHORITY"] = str(pathlib.Path.home() / ".Xauthority")
    driven = []
    if port:
        with (pathlib.Path(profile) / "user.js").open("a") as preferences:
            preferences.write(f'user_pref("marionette.port", {port});\n')
        driven = ["--marionette", "--remote-allow-system-access"]
    log = open(pathlib.Path(profile).with_suffix(".log"), "wb")
    return subprocess.Popen([PROGRAM, "--profile", str(profile), "--no-remote", "--new-instance", *driven],
                            env=environment, stdout=log, stderr=log)
