// SPDX-License-Identifier: MPL-2.0
import { chmod, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { until } from "./until.mjs";

/** Which native host one browser finds, and the ones it runs. */
export class Hosts {
    constructor(browser) {
        this.browser = browser;
        this.notes = path.join(browser.world.work, `verbs-${browser.kind}`);
        this.changed = false;
        /** Of the person whose keys they use. */
        this.home = browser.home;
    }

    /** The native-host manifest as the installers write it, where this browser looks. */
    async install(program) {
        const { kind, profile, home, world } = this.browser;
        const [family, folder] =
            kind === "chromium"
                ? ["chromium", path.join(profile, "NativeMessagingHosts")]
                : ["mozilla", path.join(home, ".mozilla/native-messaging-hosts")];
        const written = await readFile(path.join(world.top, `manifests/native/${family}.json.in`), "utf8");
        const manifest = written
            .replace("@HOST_PATH@", program)
            .replace("@CHROMIUM_ID@", world.ids.chromium)
            .replace("@GECKO_ID@", world.ids.gecko);
        await mkdir(folder, { recursive: true });
        this.manifest = path.join(folder, `${JSON.parse(manifest).name}.json`);
        await writeFile(this.manifest, manifest);
    }

    /** From now on it misbehaves like that; tests/support/fake_host.py says how. */
    async use(behaviour, ...given) {
        await this.stand(behaviour, ["python3", path.join(this.browser.world.top, "tests/support/fake_host.py"), behaviour, ...given]);
        await this.kill();
    }

    /** From now on it is the real one, with the keys of that home, and asks at that terminal. */
    async belongTo({ home, terminal }) {
        await this.stand("locked", [`HOME=${home}`, `GPG_TTY=${terminal}`, this.browser.world.host]);
        await this.kill();
        this.home = home;
    }

    /** From now on it is what env makes of these words. */
    async stand(name, words) {
        const { world, kind } = this.browser;
        const script = path.join(world.work, `host-${name}-${kind}`);
        await writeFile(script, `#!/bin/sh\nexec /usr/bin/env ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`);
        await chmod(script, 0o755);
        this.changed = true;
        await this.install(script);
    }

    /** From now on it is the real one, which notes what it is asked. */
    async count() {
        await writeFile(this.notes, "");
        await this.use("count", this.notes, this.browser.world.host);
    }

    /** What it was asked since, in order. */
    async counted() {
        return (await readFile(this.notes, "utf8")).split("\n").filter(Boolean);
    }

    async remove() {
        this.changed = true;
        await rm(this.manifest);
        await this.kill();
    }

    /** The real one again. */
    async settle() {
        if (!this.changed) return;
        await this.install(this.browser.world.host);
        await this.kill();
        this.home = this.browser.home;
        this.changed = false;
    }

    /** Process ids of the hosts that this browser, and no other, started. */
    async running() {
        const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
        const found = await Promise.all(numbers.map((number) => this.isOurs(number)));
        return numbers.filter((_, index) => found[index]).map(Number);
    }

    /** Ends the running ones as a crash would, and waits until they are gone. */
    async kill() {
        for (const number of await this.running()) end(number);
        await until(async () => (await this.running()).length === 0, "the end of the host", 10_000);
    }

    async isOurs(number) {
        const { kind, world } = this.browser;
        const who = kind === "chromium" ? `chrome-extension://${world.ids.chromium}/` : this.manifest;
        try {
            const words = (await readFile(`/proc/${number}/cmdline`, "utf8")).split("\0");
            return words.includes(who) && (await readFile(`/proc/${number}/environ`, "utf8")).split("\0").includes(`HOME=${this.home}`);
        } catch {
            return false; // it has ended meanwhile
        }
    }
}

function end(number) {
    try {
        process.kill(number, "SIGKILL");
    } catch (error) {
        if (error.code !== "ESRCH") throw error;
    }
}
