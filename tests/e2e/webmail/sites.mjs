// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const fixtures = new URL("../../extension/webmail-fixtures/", import.meta.url);
/** What Gmail calls the letters of its fixture. */
const gmailNames = { "msg-f:1001": "signed", "msg-f:1002": "tampered" };

/** The fixture pages of webmails on a port of their own: the first part of a path names the folder. */
export class Sites {
    static async start(world) {
        const sites = new Sites(world);
        sites.address = await listen((request, response) => sites.serve(request, response));
        // Gmail hands out originals by way of another server.
        sites.elsewhere = await listen((request, response) => sites.serve(request, response));
        return sites;
    }

    constructor(world) {
        this.world = world;
        this.asked = [];
    }

    stop() {
        for (const server of servers.splice(0)) server.close();
    }

    async serve(request, response) {
        const url = new URL(request.url, "http://127.0.0.1");
        this.asked.push(request.url);
        try {
            const [type, body] = (await this.original(url, response)) ?? (await this.page(url));
            if (body === null) return;
            response.writeHead(200, { "Content-Type": type }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    }

    /** A letter, in the form its address asks for. */
    async original(url, response) {
        const { searchParams: asked, pathname } = url;
        if (asked.get("view") === "att") return this.sendOn(url, response);
        const name = asked.get("download_message") ?? asked.get("message") ?? asked.get("part") ?? /^\/mail\/id\/(.+)$/.exec(pathname)?.[1];
        if (!name || !this.world.letters.includes(name)) return null;
        const octets = await readFile(path.join(this.world.work, "letters", `${name}.eml`), "latin1");
        const changed = { lf: octets.replaceAll("\r\n", "\n"), lossy: octets.replaceAll("Tuesday", "Tuesday ") }[asked.get("as")];
        return ["message/rfc822", Buffer.from(changed ?? octets, "latin1")];
    }

    sendOn({ searchParams: asked }, response) {
        const name = gmailNames[asked.get("permmsgid")];
        if (!name) return null;
        response.writeHead(302, { Location: `${this.elsewhere}/attachment?part=${name}` }).end();
        return ["", null];
    }

    /** The fixtures stand on each path their webmail has. */
    async page({ pathname, search }) {
        const file = /^\/mail\/u\//.test(pathname) ? "gmail/conversation.html" : /^\/mail\//.test(pathname) ? "outlook/item.html" : pathname.slice(1);
        const text = await readFile(new URL(file, fixtures), "utf8");
        const words = { name: /^\?(\w[\w-]*)/.exec(search)?.[1] ?? "", as: new URLSearchParams(search).get("as") ?? "exact" };
        return ["text/html; charset=utf-8", text.replace(/(?<!\$)\{(\w+)\}/g, (whole, word) => words[word] ?? whole)];
    }
}

const servers = [];

function listen(serve) {
    const server = createServer(serve);
    servers.push(server);
    return new Promise((done) => server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${server.address().port}`)));
}
