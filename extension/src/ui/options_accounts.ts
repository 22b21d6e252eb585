// SPDX-License-Identifier: MPL-2.0
import { initialIdentity, settings, type IdentitySettings } from "../platform/settings";
import { say } from "../platform/say";
import type { Inventory } from "../protocol/inventory";
import type { OwnAddress } from "./accounts";
import { apart, button, fill, make } from "./dom";
import { signable } from "./inventory_view";
import { openPage } from "./page";
import { changeIdentity } from "./preferences";

/** `found` is null while the host cannot be asked. */
export async function showAccounts(addresses: OwnAddress[], found: Inventory | null): Promise<void> {
    const { identities } = await settings();
    const own = addresses.map(({ address }) => address);
    const able = found && signable(found, own, Date.now() / 1000);
    const cards = own.map((address) =>
        accountCard(address, identities[address] ?? initialIdentity, able === null || able.includes(address)),
    );
    fill("accounts", ...(cards.length > 0 ? cards : [make("p", { class: "empty" }, say("options_no_accounts"))]));
}

function accountCard(address: string, chosen: IdentitySettings, able: boolean): HTMLElement {
    const missing = able
        ? []
        : [
              make(
                  "p",
                  { class: "hint" },
                  say("account_no_certificate"),
                  " ",
                  button(say("compose_set_up"), { class: "link" }, () => openPage("welcome")),
              ),
          ];
    return make(
        "fieldset",
        { class: "card" },
        make("legend", {}, apart(address)),
        ...missing,
        signBox(address, chosen.sign),
        encryptBox(address, chosen.encrypt),
    );
}

export function signBox(address: string, chosen: IdentitySettings["sign"], then = () => {}): HTMLElement {
    const box = make("input", { type: "checkbox", id: `sign-${address}` }) as HTMLInputElement;
    box.checked = chosen === "always";
    box.addEventListener("change", () => void changeIdentity(address, { sign: box.checked ? "always" : "never" }).then(then));
    return make("label", { class: "line" }, box, make("span", {}, say("account_sign")));
}

export function encryptBox(address: string, chosen: IdentitySettings["encrypt"]): HTMLElement {
    const options = (["never", "ask", "when-possible"] as const).map((each) => {
        const input = make("input", { type: "radio", name: `encrypt-${address}`, id: `encrypt-${address}-${each}` }) as HTMLInputElement;
        input.checked = each === chosen;
        input.addEventListener("change", () => void changeIdentity(address, { encrypt: each }));
        return make("label", { class: "line" }, input, make("span", {}, say(`account_encrypt_${each.replace("-", "_")}`)));
    });
    return make("fieldset", { class: "inner" }, make("legend", {}, say("account_encrypt")), ...options);
}
