// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const { ConfirmWindow, problemOfConsent, freshMemory, mostDenials, coolDown, trustFor, patience } =
    await source("background/confirm.ts");

const opening = { action: "open", tabId: 1, site: "https://mail.example", account: "a@x", people: [], subject: "s" };

/** A confirm window whose person answers each question with what stands next in `answers`. */
function desk(...answers) {
    const made = { memory: freshMemory, now: 1_000_000, opened: 0, closed: [], timers: [], questions: [] };
    const confirm = new ConfirmWindow({
        open: async (name) => {
            const id = ++made.opened;
            const answer = answers.shift();
            if (answer) queueMicrotask(() => answer(page(name), id));
            return id;
        },
        close: (id) => made.closed.push(id),
        recall: async () => made.memory,
        remember: async (memory) => void (made.memory = memory),
        now: () => made.now,
        after: (milliseconds, then) => (made.timers.push({ milliseconds, then }), () => undefined),
    });
    /** The page in the window, as far as it has said its name. */
    function page(name) {
        const listeners = { message: [], gone: [] };
        confirm.serve({
            postMessage: (told) => made.questions.push(told),
            onMessage: { addListener: (listener) => listeners.message.push(listener) },
            onDisconnect: { addListener: (listener) => listeners.gone.push(listener) },
        });
        const say = (message) => listeners.message.forEach((listener) => listener(message));
        say({ name });
        return { say, leave: () => listeners.gone.forEach((listener) => listener()) };
    }
    return { confirm, made, page };
}

const yes = (page) => page.say({ answer: "yes" });
const no = (page) => page.say({ answer: "no" });
const turn = () => new Promise((done) => setImmediate(done));

test("the window shows what is asked and its answer counts", async () => {
    const { confirm, made } = desk(yes, no);
    assert.equal(await confirm.ask(opening), "yes");
    assert.deepEqual(made.questions, [{ question: opening }]);
    assert.equal(await confirm.ask(opening), "no");
    assert.deepEqual(made.closed, [1, 2]);
});

test("E-84: of 200 questions at once one opens a window and the others are refused", async () => {
    const { confirm, made } = desk(yes);
    const answers = await Promise.all(Array.from({ length: 200 }, () => confirm.ask(opening)));
    assert.equal(made.opened, 1);
    assert.deepEqual([answers[0], new Set(answers.slice(1))], ["yes", new Set(["busy"])]);
});

test("E-84: after three denials no window opens until the time is over, also in a new worker", async () => {
    const { confirm, made } = desk(no, no, no);
    for (let time = 0; time < mostDenials; ++time) assert.equal(await confirm.ask(opening), "no");
    assert.equal(await confirm.ask(opening), "limited");
    const later = desk(yes);
    Object.assign(later.made, { memory: made.memory, now: made.now + coolDown - 1 });
    assert.equal(await later.confirm.ask(opening), "limited");
    later.made.now += 1;
    assert.equal(await later.confirm.ask(opening), "yes");
});

test("a window that is closed, or whose page goes away, is a denial", async () => {
    const { confirm, made } = desk((page) => page.leave(), (_, id) => confirm.closed(id));
    assert.equal(await confirm.ask(opening), "no");
    assert.equal(await confirm.ask(opening), "no");
    assert.equal(made.memory.denials, 2);
});

test("a question taken back, or left alone too long, is a no that is not held against anybody", async () => {
    const { confirm, made } = desk();
    const stop = new AbortController();
    const asked = confirm.ask(opening, stop.signal);
    await turn();
    stop.abort();
    assert.equal(await asked, "no");
    const left = confirm.ask(opening);
    await turn();
    const timer = made.timers.at(-1);
    assert.equal(timer.milliseconds, patience);
    timer.then();
    assert.equal(await left, "no");
    assert.equal(made.memory.denials, 0);
});

test("not to ask again holds for opening, in that tab, on that site, for a time", async () => {
    const always = (page) => page.say({ answer: "yes", remember: true });
    const { confirm, made } = desk(always, yes, yes, yes, yes);
    await confirm.ask(opening);
    assert.equal(await confirm.ask(opening), "yes");
    assert.equal(made.opened, 1);
    await confirm.ask({ ...opening, tabId: 2 });
    await confirm.ask({ ...opening, site: "https://other.example" });
    await confirm.ask({ ...opening, action: "sign" });
    assert.equal(made.opened, 4);
    made.now += trustFor;
    await confirm.ask(opening);
    assert.equal(made.opened, 5);
});

test("signing is asked about each time, whatever the window says", async () => {
    const signing = { ...opening, action: "sign" };
    const { confirm, made } = desk((page) => page.say({ answer: "yes", remember: true }), yes);
    await confirm.ask(signing);
    await confirm.ask(signing);
    assert.equal(made.opened, 2);
});

test("a page that names no open question is told nothing and decides nothing", async () => {
    const { confirm, made, page } = desk();
    const stop = new AbortController();
    const asked = confirm.ask(opening, stop.signal);
    await turn();
    const stranger = page("another name");
    stranger.say({ answer: "yes" });
    assert.deepEqual(made.questions, [{ gone: true }]);
    stop.abort();
    assert.equal(await asked, "no");
});

test("each consent but yes has an error of its own", () => {
    assert.equal(problemOfConsent("yes"), null);
    const codes = ["no", "busy", "limited"].map((consent) => problemOfConsent(consent).code);
    assert.deepEqual(codes, ["key.denied", "key.busy", "key.limited"]);
});
