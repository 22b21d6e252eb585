// SPDX-License-Identifier: MPL-2.0
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { until } from "./until.mjs";

/** What lies in the folder of a mailbox, as the server has it; "" is the inbox. */
export class Letterbox {
    constructor(world, user, folder = "") {
        this.world = world;
        this.user = user;
        this.folder = path.join(world.mail, user, "Maildir", folder && `.${folder}`);
        this.known = new Set(this.files());
    }

    files() {
        const inside = (name) => {
            try {
                return readdirSync(path.join(this.folder, name)).map((file) => path.join(this.folder, name, file));
            } catch {
                return []; // no mail has come here yet
            }
        };
        return ["new", "cur"].flatMap(inside);
    }

    /** Files are renamed when they are read; their first part stays. */
    fresh() {
        const name = (file) => path.basename(file).split(":")[0];
        const known = new Set([...this.known].map(name));
        return this.files().filter((file) => !known.has(name(file)));
    }

    /** Waits for so many that were not there at first. */
    async arrived(count = 1) {
        const files = await until(() => (this.fresh().length >= count ? this.fresh() : null), `${count} mail for ${this.user}`);
        return files.map((file) => new Letter(this.world, this.user, readFileSync(file)));
    }
}

/** A mail as it came, looked at with OpenSSL and Python alone. */
export class Letter {
    constructor(world, user, bytes) {
        Object.assign(this, { world, user, bytes });
    }

    get text() {
        return this.bytes.toString("latin1");
    }

    /** The value of a field of the header, unfolded. */
    field(name) {
        const head = this.text.split(/\r?\n\r?\n/, 1)[0].replace(/\r?\n[ \t]+/g, " ");
        return new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1].trim() ?? null;
    }

    /** Opened with the key of `user`; throws when it is not for them. */
    opened(user = this.user) {
        const { certificate, key } = this.world.people[user];
        return new Letter(this.world, user, openssl(this, "-decrypt", "-recip", certificate, "-inkey", key));
    }

    /** What was signed; throws when the signature does not hold. */
    verified() {
        return new Letter(this.world, this.user, openssl(this, "-verify", "-CAfile", this.world.root, "-purpose", "any"));
    }

    /** What Python makes of its parts: type, name, text and bytes in base64. */
    leaves() {
        const script = path.join(this.world.top, "tests/extension/python_email.py");
        const { body } = JSON.parse(execFileSync("python3", [script], { input: this.bytes, maxBuffer: 1 << 28 }));
        const flat = (part) => (part.parts ? part.parts.flatMap(flat) : [part]);
        return flat(body);
    }
}

function openssl(letter, ...command) {
    const file = path.join(letter.world.work, `letter-${process.pid}.eml`);
    writeFileSync(file, letter.bytes);
    return execFileSync("openssl", ["cms", "-in", file, ...command], { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}
