// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

/** A site that a person has switched on by mistake: it looks like Roundcube and attacks its visitor. */
export class HostileSite {
    static async start(world) {
        const site = new HostileSite(world);
        site.server = createServer((request, response) => void site.answer(request, response));
        await new Promise((listening) => site.server.listen(0, "127.0.0.1", listening));
        site.origin = `http://127.0.0.1:${site.server.address().port}/`;
        return site;
    }

    constructor(world) {
        this.world = world;
        /** What it gives out as the octets of a letter: another one, if that is named here. */
        this.instead = {};
        /** Letters whose octets were asked for, in order. */
        this.asked = [];
        /** Letters whose octets it keeps back, with those who wait for them. */
        this.kept = {};
    }

    /** The page that shows a letter. */
    address(letter) {
        return `${this.origin}?_task=mail&_mbox=INBOX&_uid=${letter}&_action=show`;
    }

    /** The page to write a letter in, as one's own webmail would show it to `user`. */
    form(user) {
        return `${this.origin}?_task=mail&_action=compose&user=${user}`;
    }

    /** From now on the octets of that letter are kept back. */
    keepBack(letter) {
        this.kept[letter] = [];
    }

    /** Gives them out, and waits until the browser has them or wants them no longer. */
    async release(letter) {
        const waiting = this.kept[letter];
        delete this.kept[letter];
        await Promise.all(waiting.map((response) => {
            const over = response.closed || new Promise((done) => response.on("close", done));
            return this.give(letter, response).then(() => over);
        }));
    }

    async answer(request, response) {
        const { searchParams } = new URL(request.url, this.origin);
        const letter = searchParams.get("_uid") ?? "";
        if (searchParams.get("_action") === "compose") return void response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(form(searchParams.get("user")));
        if (!this.world.letters.includes(letter)) return void response.writeHead(404).end();
        if (searchParams.get("_action") !== "viewsource") {
            response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
            return void response.end(page(letter));
        }
        this.asked.push(letter);
        if (this.kept[letter]) this.kept[letter].push(response);
        else await this.give(letter, response);
    }

    async give(letter, response) {
        const name = this.instead[letter] ?? letter;
        response.writeHead(200, { "Content-Type": "message/rfc822" });
        response.end(await readFile(path.join(this.world.work, "letters", `${name}.eml`)));
    }

    async stop() {
        this.server.closeAllConnections();
        await new Promise((closed) => this.server.close(closed));
    }
}

/** Its environment is that of Roundcube, as far as our adapter reads it. */
const head = (user = "alice@example.test", more = "") => `<!doctype html><title>Mail</title><script>
const rcmail = { set_env() {} };
rcmail.set_env({"task":"mail","username":"${user}","request_token":"token"${more}});
</script>`;
const form = (user) => `${head(user, ',"compose_id":"1"')}<div id="page"><form id="compose-content">
<input id="_to"><input id="compose-subject"><textarea id="composebody"></textarea></form></div>`;
const page = (letter) => `${head()}<div id="message-header"><h2 class="subject">${letter}</h2><p id="sender">carol@example.test</p></div>
<div id="messagebody"><p>What the page says.</p></div>`;

/** Runs in the page: it shows another letter without loading anew, as single-page webmails do. */
export function turnTo(letter) {
    history.pushState(null, "", location.href.replace(/_uid=[^&]*/, `_uid=${letter}`));
    document.querySelector("h2.subject").replaceChildren(letter);
    document.querySelector("#messagebody").replaceChildren(letter);
}
