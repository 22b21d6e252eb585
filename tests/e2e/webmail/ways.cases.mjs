// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal, within, without } from "./expect.mjs";
import { Letterbox } from "./letterbox.mjs";
import { Mailbox } from "./mailbox.mjs";
import { until } from "./until.mjs";

/** The card of an address in the settings, on which a way was chosen. */
async function cardOf(browser, way) {
    const page = await browser.extension.page("options.html#ways");
    const card = {
        page,
        id: (name) => `#${name}-${browser.address}`.replace(/[@.]/g, "\\$&"),
        said: () => page.$eval(card.id("way-said"), (element) => element.innerText),
        // A real click: browsers ask for leave only then.
        press: async (label) => (await page.$(`#ways button[aria-label^="${label}"]`)).click(),
        async type(name, text) {
            await page.$eval(card.id(name), (field) => ((field.value = ""), field.focus()));
            await page.keyboard.type(text);
        },
    };
    await page.waitForSelector(card.id("way"));
    await page.select(card.id("way"), way);
    return card;
}

/** As it stands after a person has set it up, with the password in the host. */
async function sendByHost(browser) {
    const { address, world } = browser;
    const server = (port) => ({ host: "127.0.0.1", port, security: "none", user: address, auth: "password" });
    const way = { kind: "host", smtp: server(world.smtp), imap: server(world.imap), folder: "" };
    const store = async (account, chosen) => {
        await chrome.storage.local.set({ ways: { [account]: chosen } });
        const port = chrome.runtime.connect({ name: "options" });
        const answer = new Promise((done) => port.onMessage.addListener(done));
        port.postMessage({ ask: 1, do: "password", servers: [chosen.smtp, chosen.imap] });
        return await answer;
    };
    equal(await browser.extension.inside(store, address, way), { ask: 1, ok: { lasting: false } });
}

export const cases = {
    "a person sets up mail servers, gives the host the password, and gets the test mail": async (browser) => {
        const { world, user } = browser;
        const [inbox, sent] = [new Letterbox(world, user), new Letterbox(world, user, "Sent")];
        const card = await cardOf(browser, "host");
        const { page } = card;
        await page.waitForSelector(card.id("smtp"));
        equal(await page.$eval(card.id("smtp"), (field) => field.value), "smtp.example.test");
        for (const [name, port] of [["smtp", world.smtp], ["imap", world.imap]]) {
            await card.type(name, "127.0.0.1");
            await page.select(card.id(`security-${name}`), "none");
            await card.type(`port-${name}`, String(port));
        }
        await browser.picture(`ways-host-${browser.kind}`, page);
        await card.press("Save");
        await until(async () => /Saved/.test(await card.said()), "the servers to be saved");
        await until(() => page.$('#ways button[aria-label^="Send myself"]'), "what comes with servers that are saved");
        await card.press("Send myself a test");
        await answerQuestion(browser, "yes");
        await until(async () => /No password is stored/.test(await card.said()), "that no password is stored");
        await card.press("Enter password");
        await until(async () => /no password store/.test(await card.said()), "the password in the host");
        await card.press("Send myself a test");
        await answerQuestion(browser, "yes");
        await until(async () => /^Sent\./.test(await card.said()), "the test mail to go");
        const [arrived] = await inbox.arrived();
        equal(/^Subject: Test from Sealwright\r?$/m.test(arrived.text), true);
        arrived.verified();
        await sent.arrived();
        await browser.picture(`ways-tested-${browser.kind}`, page);
        equal(await browser.extension.inside(async () => JSON.stringify([await chrome.storage.local.get(null), await chrome.storage.session.get(null)]).includes('"pw"')), false);
        await browser.extension.inside(() => chrome.storage.local.set({ ways: {} }));
    },
    "E-59: what is sent by the host's SMTP reaches To and Bcc, each Bcc recipient by an own copy, and stands once with the sent mail": async (browser) => {
        const { world, user } = browser;
        const to = user === "alice" ? "bob" : "alice";
        const [inbox, hidden, sent] = [new Letterbox(world, to), new Letterbox(world, "dave"), new Letterbox(world, user, "Sent")];
        await sendByHost(browser);
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose();
        const editor = await Editor.inPlaceOf(mailbox, "Sign and encrypt");
        await editor.fill({ to: `${to}@example.test`, bcc: "dave@example.test", subject: "By the host", body: "The word is larch." });
        await editor.send();
        await mailbox.page.waitForSelector("#messagelist");
        for (const [letter, reader] of [[(await inbox.arrived())[0], to], [(await hidden.arrived())[0], "dave"], [(await sent.arrived())[0], user]]) {
            within(letter.field("Content-Type"), "application/pkcs7-mime");
            within(letter.opened(reader).verified().leaves()[0].text, "The word is larch.");
            if (reader !== "dave") without(letter.text, "dave@example.test");
            equal(/^Resent-/m.test(letter.text), false);
        }
        equal([inbox.fresh().length, hidden.fresh().length, sent.fresh().length], [1, 1, 1]);
        await browser.extension.inside(() => chrome.storage.local.set({ ways: {} }));
    },
    "a server's field that will not do is marked and nothing is saved": async (browser) => {
        const card = await cardOf(browser, "host");
        await card.page.waitForSelector(card.id("smtp"));
        await card.type("smtp", "mail.example.test/x");
        await card.press("Save");
        equal(await card.page.$eval(card.id("smtp"), (field) => [field.getAttribute("aria-invalid"), document.activeElement === field]), ["true", true]);
        equal(await browser.extension.inside(async () => (await chrome.storage.local.get({ ways: {} })).ways), {});
    },
    "a message goes by JMAP to a real server, with a password that was typed into our page": async (browser) => {
        const { world, user } = browser;
        const inbox = new Letterbox(world, user);
        const card = await cardOf(browser, "jmap");
        await card.page.waitForSelector(card.id("session"));
        await card.type("session", world.jmap);
        await card.press("Save");
        await until(() => card.page.$(card.id("jmap-password")), "the field for the password");
        await card.press("Send myself a test");
        await answerQuestion(browser, "yes");
        await until(async () => /name or the password/.test(await card.said()), "that there is no password");
        await card.type("jmap-user", user);
        await card.type("jmap-password", world.password);
        await card.page.keyboard.press("Enter");
        await until(async () => /Saved/.test(await card.said()), "the password to be taken");
        await card.press("Send myself a test");
        await answerQuestion(browser, "yes");
        await until(async () => /^Sent\./.test(await card.said()), "the test mail to go");
        const [arrived] = await inbox.arrived();
        within(arrived.text, "Subject: Test from Sealwright");
        arrived.verified();
        await browser.extension.inside(async () => (await chrome.storage.session.clear(), chrome.storage.local.set({ ways: {} })));
    },
    "fields that a provider or an administrator fills say so": async (browser) => {
        const described = (card, name) => card.page.$eval(card.id(name), (field) => document.getElementById(field.getAttribute("aria-describedby")).innerText);
        const jmap = await cardOf(browser, "jmap");
        await jmap.page.waitForSelector(jmap.id("session"));
        within(await described(jmap, "session"), "Your provider");
        for (const way of ["gmail", "graph"]) {
            await browser.extension.inside((ways) => chrome.storage.local.set({ ways }), { [browser.address]: { kind: way } });
            const card = await cardOf(browser, way);
            await card.page.waitForSelector(card.id("client"));
            within(await described(card, "client"), "administrator");
        }
        await browser.extension.inside(() => chrome.storage.local.set({ ways: {} }));
    },
    "a JMAP password stays in memory and is not asked of a server that is not encrypted": async (browser) => {
        const card = await cardOf(browser, "jmap");
        await card.page.waitForSelector(card.id("session"));
        await card.type("session", "http://mail.example.test/jmap/");
        await card.press("Save");
        equal(await card.page.$eval(card.id("session"), (field) => field.getAttribute("aria-invalid")), "true");
        await card.type("session", "http://127.0.0.1:9/jmap/");
        await card.press("Save");
        await until(() => card.page.$(card.id("jmap-password")), "the field for the password");
        await browser.picture(`ways-jmap-${browser.kind}`, card.page);
        await card.type("jmap-password", "app-secret");
        await card.page.keyboard.press("Enter");
        await until(async () => /Saved/.test(await card.said()), "the password to be taken");
        const kept = await browser.extension.inside(async () => {
            const has = async (area) => JSON.stringify(await chrome.storage[area].get(null)).includes("app-secret");
            return [await has("local"), await has("session")];
        });
        equal(kept, [false, true]);
        await browser.extension.inside(async () => (await chrome.storage.session.clear(), chrome.storage.local.set({ ways: {} })));
    },
};
