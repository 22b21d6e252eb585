// SPDX-License-Identifier: MPL-2.0
import { execFile } from "node:child_process";
import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { Browser } from "./browsers.mjs";
import { until } from "./until.mjs";

const run = promisify(execFile);
const ordinary = "nobody";

/** Chromium run by an ordinary user, who may reach nothing of the tests but copies of what he needs. */
async function withOrdinaryChromium(world, look) {
    const folder = await mkdtemp(path.join(tmpdir(), "sw-"));
    const [home, extension, host, program] = ["home", "extension", "sealwright", "chromium"].map((name) => path.join(folder, name));
    await cp(world.homes.alice, home, { recursive: true });
    await cp(world.extensions.chromium, extension, { recursive: true });
    await cp(world.host, host);
    await writeFile(program, `#!/bin/sh\nexec setpriv --reuid=${ordinary} --regid=nogroup --clear-groups chromium "$@"\n`);
    await chmod(program, 0o755);
    const theirs = { ...world, work: folder, host, homes: { alice: home }, extensions: { chromium: extension } };
    const browser = new Browser("chromium", theirs);
    await browser.hosts.install(host);
    await run("chown", ["-R", `${ordinary}:nogroup`, folder]);
    try {
        await browser.launch({ executablePath: program, args: ["--lang=en-US", "--no-first-run"] });
        await look(browser);
    } finally {
        await browser.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

export const cases = {
    "an ordinary user's Chromium with its sandbox on gets the host's hello": {
        only: "chromium",
        run: ({ world }) =>
            withOrdinaryChromium(world, async (browser) => {
                const sandbox = await browser.open("chrome://sandbox");
                await until(() => sandbox.evaluate(() => /You are adequately sandboxed/.test(document.body.innerText)), "the sandbox");
                await browser.extension.greeted();
            }),
    },
};
