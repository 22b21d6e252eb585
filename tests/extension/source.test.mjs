// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const bob = { email: "bob@example.test" };
const office = { email: "Office@example.org" };
const accounts = { imap: { identities: [bob] }, two: { identities: [bob, office] }, local: { identities: [] } };
globalThis.browser = {
    accounts: { get: async (id) => accounts[id] ?? null, list: async () => Object.values(accounts) },
    messengerUtilities: { parseMailboxString: async (text) => [{ email: /[^<\s]+@[^>\s]+/.exec(text)[0] }] },
    storage: { local: { get: async (initial) => initial } },
};
const { contextOf } = await source("thunderbird/source.ts");

test("the host is told which own address a message came to", async () => {
    const account = async (accountId, recipients, ccList = []) =>
        (await contextOf({ id: 1, size: 1, folder: { accountId }, recipients, ccList })).account;
    assert.equal(await account("imap", ["office@example.org"]), bob.email);
    assert.equal(await account("two", ["Alice <alice@example.test>"], ["The office <office@example.org>"]), office.email);
    assert.equal(await account("two", ["alice@example.test"]), bob.email);
    assert.equal(await account("local", ["alice@example.test", "office@example.org"]), office.email);
    assert.equal(await account(undefined, ["Bob <bob@example.test>"]), bob.email);
    assert.equal(await account("local", ["alice@example.test"]), "");
});
