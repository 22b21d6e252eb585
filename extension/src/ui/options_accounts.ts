// SPDX-License-Identifier: MPL-2.0
import { initialIdentity, settings, type IdentitySettings } from "../platform/settings";
import { say } from "../platform/say";
import type { Inventory } from "../protocol/inventory";
import type { OwnAddress } from "./accounts";
import { apart, button, fill, make } from "./dom";
import { signable } from "./inventory_view";
import { openPage } from "./page";
import { changeIdentity } from "../platform/preferences";

/** What is usual for each address; made once, so that nothing is taken back that is just being chosen. */
export async function showAccounts(addresses: OwnAddress[]): Promise<void> {
    const { identities } = await settings();
    const cards = addresses.map(({ address }) =>
        accountCard(address, identities[address] ?? initialIdentity),
    );
    fill(
        "accounts",
        ...(cards.length > 0 ? cards : [make("p", { class: "empty" }, say("options_no_accounts"))]),
    );
}

function accountCard(address: string, chosen: IdentitySettings): HTMLElement {
    return make(
        "fieldset",
        { class: "card" },
        make("legend", {}, apart(address)),
        make("p", { class: "hint", id: `note-${address}`, hidden: "" }),
        signBox(address, chosen.sign, save),
        encryptBox(address, chosen.encrypt, save),
    );
}

/** Keeps a choice; only when it is kept, that is said. */
async function save(address: string, changes: Partial<IdentitySettings>): Promise<void> {
    fill("sending-said");
    await changeIdentity(address, changes);
    fill("sending-said", say("ui_saved"));
}

/** Says of each address for which there is no certificate that there is none. */
export function showAbilities(addresses: OwnAddress[], found: Inventory): void {
    const own = addresses.map(({ address }) => address);
    const able = signable(found, own, Date.now() / 1000);
    for (const address of own) {
        const setUp = button(say("compose_set_up"), { class: "link" }, () => openPage("welcome"));
        const missing = [say("account_no_certificate"), " ", setUp];
        fill(`note-${address}`, ...(able.includes(address) ? [] : missing));
    }
}

type Save = (address: string, changes: Partial<IdentitySettings>) => Promise<void>;

export function signBox(address: string, chosen: IdentitySettings["sign"], save: Save): HTMLElement {
    const box = make("input", { type: "checkbox", id: `sign-${address}` }) as HTMLInputElement;
    box.checked = chosen === "always";
    box.addEventListener(
        "change",
        () => void save(address, { sign: box.checked ? "always" : "never" }),
    );
    return make("label", { class: "line" }, box, make("span", {}, say("account_sign")));
}

export function encryptBox(
    address: string,
    chosen: IdentitySettings["encrypt"],
    save: Save,
): HTMLElement {
    const options = (["never", "ask", "when-possible"] as const).map((each) => {
        const input = make("input", {
            type: "radio",
            name: `encrypt-${address}`,
            id: `encrypt-${address}-${each}`,
        }) as HTMLInputElement;
        input.checked = each === chosen;
        input.addEventListener("change", () => void save(address, { encrypt: each }));
        return make(
            "label",
            { class: "line" },
            input,
            make("span", {}, say(`account_encrypt_${each.replace("-", "_")}`)),
        );
    });
    return make("fieldset", { class: "inner" }, make("legend", {}, say("account_encrypt")), ...options);
}
