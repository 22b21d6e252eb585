// SPDX-License-Identifier: MPL-2.0
import { createServer } from "node:net";

/**
 * A web server that keeps each request as its octets came, and answers as told: `answers` are
 * [status line, fields, body] for one request after the other, or "drop".
 */
export async function standin(...answers) {
    const requests = [];
    const server = createServer((socket) => {
        let octets = Buffer.alloc(0);
        socket.on("error", () => undefined);
        socket.on("data", (more) => {
            octets = Buffer.concat([octets, more]);
            const request = whole(octets);
            if (!request) return;
            octets = Buffer.alloc(0);
            requests.push(request);
            const answer = answers.shift() ?? "drop";
            if (answer === "drop") return socket.destroy();
            const [status, fields = {}, body = ""] = answer;
            const head = Object.entries({ ...fields, "Content-Length": Buffer.byteLength(body), Connection: "close" });
            socket.end(`HTTP/1.1 ${status}\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`);
        });
    });
    // A case that fails before it stops this must end all the same.
    server.unref();
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const base = `http://127.0.0.1:${server.address().port}`;
    return { base, requests, stop: () => server.close() };
}

/** Null while some of it is still to come. */
function whole(octets) {
    const end = octets.indexOf("\r\n\r\n");
    if (end < 0) return null;
    const [line, ...lines] = octets.subarray(0, end).toString("latin1").split("\r\n");
    const fields = Object.fromEntries(lines.map((each) => [each.slice(0, each.indexOf(":")).toLowerCase(), each.slice(each.indexOf(":") + 2)]));
    const body = octets.subarray(end + 4);
    return body.length < Number(fields["content-length"] ?? 0) ? null : { line, fields, body };
}
