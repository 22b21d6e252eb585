// SPDX-License-Identifier: MPL-2.0
import { settingsOf } from "../platform/settings";
import { identityOf, parseInventory } from "../protocol/inventory";
import type { Link } from "../protocol/link";
import { problemIn } from "../protocol/problem";
import { parseRecipients } from "../protocol/recipients";
import type { ComposeState } from "../talk/compose";
import type { Facts } from "./compose_rules";

type Asking = Pick<Link, "ask">;

/** Asks the host and the settings about a message from `account` to these addresses. */
export async function factsAbout(account: string, to: string[], link: Asking): Promise<Facts> {
    const [defaults, signing, asked] = await Promise.all([
        settingsOf(account),
        signingOf(account, link),
        recipientsOf(to, link),
    ]);
    return { account, defaults, signing, ...asked, missing: [], newsgroups: [] };
}

async function signingOf(account: string, link: Asking): Promise<ComposeState["signing"]> {
    try {
        const { ok } = await link.ask({ do: "identities" });
        const identity = identityOf(account, parseInventory(ok), Date.now() / 1000);
        if (identity) return { possible: true, why: null, certificate: identity.subject };
        const why = { kind: "error" as const, code: "key.none" as const, args: [account] };
        return { possible: false, why, certificate: "" };
    } catch (error) {
        return { possible: false, why: problemIn(error), certificate: "" };
    }
}

/** Nobody can be encrypted to while the host does not answer. */
async function recipientsOf(addresses: string[], link: Asking): Promise<Pick<Facts, "recipients" | "problem">> {
    const none = addresses.map((address) => ({ address, usable: false, certificates: [], findings: [] }));
    if (addresses.length === 0) return { recipients: [], problem: null };
    try {
        const { ok } = await link.ask({ do: "recipients", addresses });
        const known = parseRecipients(ok);
        const recipients = none.map((each) => known.find(({ address }) => isSame(address, each.address)) ?? each);
        return { recipients, problem: null };
    } catch (error) {
        return { recipients: none, problem: problemIn(error) };
    }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
