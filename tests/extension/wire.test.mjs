// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

let ports = [];
let updated = false;
const looks = [];
globalThis.chrome = {
    runtime: {
        connect() {
            if (updated) throw new Error("Extension context invalidated.");
            return ports[ports.push(new FakePort()) - 1];
        },
    },
};
globalThis.document = { visibilityState: "visible", addEventListener: (_, look) => looks.push(look) };
const { Wire } = await source("webmail/wire.ts");

/** A wire over which something was said, and what came of it. */
function wire() {
    [ports, updated, document.visibilityState] = [[], false, "visible"];
    const heard = [];
    const it = new Wire();
    it.listen({ heard: () => heard.push("heard"), again: () => (heard.push("again"), it.say({})), leave: () => heard.push("leave") });
    it.say({ do: "shown" });
    return { it, heard };
}
const timersRun = () => new Promise((done) => setTimeout(done, 5));

function see(state) {
    document.visibilityState = state;
    for (const look of looks.splice(0)) look();
}

test("a page that is seen connects again when the background has ended", async () => {
    const { heard } = wire();
    ports[0].go();
    await timersRun();
    assert.deepEqual([heard, ports.length], [["again"], 2]);
});

test("a page that nobody sees leaves the background asleep until it is seen", async () => {
    const { heard } = wire();
    document.visibilityState = "hidden";
    ports[0].go();
    await timersRun();
    see("hidden");
    assert.deepEqual([heard, ports.length], [[], 1]);
    see("visible");
    assert.deepEqual([heard, ports.length], [["again"], 2]);
});

test("when one of several has spoken meanwhile, the others are told all the same", async () => {
    const { it, heard } = wire();
    document.visibilityState = "hidden";
    ports[0].go();
    await timersRun();
    it.say({ do: "form" });
    see("visible");
    assert.deepEqual([heard, ports.length], [["again"], 2]);
});

test("after an update nobody answers, and what was put into the page goes", async () => {
    const { heard } = wire();
    updated = true;
    ports[0].go();
    await timersRun();
    assert.deepEqual(heard, ["again", "leave"]);
});
