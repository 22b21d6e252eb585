# SPDX-License-Identifier: MPL-2.0
"""Debian's Roundcube, served by PHP's own server with a database of its own."""
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.request

from thunderbird import free_port

PROGRAM = pathlib.Path("/usr/share/roundcube")
PAGES = pathlib.Path("/var/lib/roundcube/public_html")
DEFAULTS = pathlib.Path("/etc/roundcube")
CONFIGURATION = """<?php
$config = [
    'db_dsnw' => 'sqlite:///{folder}/database?mode=0640',
    'imap_host' => '127.0.0.1:{imap}',
    'smtp_host' => '127.0.0.1:{smtp}',
    'smtp_user' => '%u', 'smtp_pass' => '%p',
    'des_key' => 'twenty-four-octets-long!',
    'username_domain' => 'example.test', 'mail_domain' => 'example.test',
    'plugins' => [], 'skin' => 'elastic', 'enable_spellcheck' => false, 'language' => 'en_US',
    'temp_dir' => '{folder}/temp', 'log_dir' => '{folder}/logs', 'log_driver' => 'file',
    'max_message_size' => '100M', 'session_lifetime' => 600, 'refresh_interval' => 600,
];
"""
LIMITS = {"upload_max_filesize": "60M", "post_max_size": "80M", "memory_limit": "512M",
          "include_path": f"{PROGRAM}/program/lib:/usr/share/php"}
# As webmails do that give what their language calls a text.
BARE_LINE_FEEDS = """<?php
if (!str_contains($_SERVER['REQUEST_URI'], '_save=1')) return false;
header_register_callback(fn() => header_remove('Content-Length'));
ob_start(fn($octets) => str_replace("\\r\\n", "\\n", $octets));
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
"""


class Roundcube:
    def __init__(self, folder, imap_port, smtp_port):
        self.folder, self.servers = pathlib.Path(folder), []
        for name in ("temp", "logs"):
            (self.folder / name).mkdir(parents=True)
        for name in ("defaults.inc.php", "mimetypes.php"):
            shutil.copy(DEFAULTS / name, self.folder)
        (self.folder / "config.inc.php").write_text(CONFIGURATION.format(folder=self.folder, imap=imap_port, smtp=smtp_port))
        database = sqlite3.connect(self.folder / "database")
        database.executescript((PROGRAM / "SQL/sqlite.initial.sql").read_text())
        database.close()
        self.address = self._serve()

    def with_bare_line_feeds(self):
        """The address of one more of it, which gives messages out with LF as line ends."""
        router = self.folder / "router.php"
        router.write_text(BARE_LINE_FEEDS)
        return self._serve(router)

    def stop(self):
        for server in self.servers:
            # Its workers would outlive it.
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(10)

    def _serve(self, *router):
        port = free_port()
        settings = [word for name, value in LIMITS.items() for word in ("-d", f"{name}={value}")]
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4", "ROUNDCUBE_CONFIG_DIR": str(self.folder)}
        with (self.folder / f"php-{port}.log").open("wb") as log:
            self.servers.append(subprocess.Popen(
                ["php", *settings, "-S", f"127.0.0.1:{port}", "-t", str(PAGES), *map(str, router)],
                env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True))
        address = f"http://127.0.0.1:{port}/"
        await_page(address, self.servers[-1])
        return address


def await_page(address, server, limit=20):
    end = time.monotonic() + limit
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Roundcube did not start: {error}")
        time.sleep(0.05)
