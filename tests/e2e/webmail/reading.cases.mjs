// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";

import { Mailbox } from "./mailbox.mjs";
import { verdictOf } from "./verdict.mjs";

/** A mailbox of a webmail that the person has switched on. */
async function mailboxOf(browser, address = browser.world.roundcube) {
    await browser.extension.switchOn(new URL(address).origin);
    return Mailbox.open(browser, address);
}

async function headlineOf(browser, letter, wanted) {
    const mailbox = await mailboxOf(browser);
    await mailbox.show(letter);
    const verdict = await verdictOf(mailbox, wanted);
    assert.match(verdict.headline, wanted);
    return verdict;
}

export const cases = {
    "E-67b the verdict of a signed mail stands in the popup, and the page claims nothing": async (browser) => {
        const { text, mark } = await headlineOf(browser, "signed", /^Signed by .*carol@example\.test/);
        assert.match(text, /Sender it names\s+carol@example\.test/);
        assert.equal(mark, "signed-partly");
    },
    "a tampered mail is warned of": (browser) => headlineOf(browser, "tampered", /^Signature does not match/),
    "a mail signed by somebody else is warned of": (browser) => headlineOf(browser, "wrong-address", /^Signed by someone else/),
    "an unsigned mail is said to be unsigned": (browser) => headlineOf(browser, "unsigned", /^Not signed/),
    "an encrypted mail is closed until the person opens it": (browser) => headlineOf(browser, "sealed", /^Encrypted, not opened yet/),
    "a signed mail of 20 MB is checked": (browser) => headlineOf(browser, "big", /^Signed by .*carol@example\.test/),
    "the verdict of a mail in the preview pane stands in the popup": async (browser) => {
        const mailbox = await mailboxOf(browser);
        await mailbox.select("opaque");
        const { headline } = await verdictOf(mailbox, /^Signed by/);
        assert.match(headline, /carol@example\.test/);
        await mailbox.select("tampered");
        await verdictOf(mailbox, /^Signature does not match/);
    },
};
