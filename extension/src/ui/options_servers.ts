// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import { say } from "../platform/say";
import type { OwnAddress } from "./accounts";
import { isAuthservId, proposedIds } from "./authserv";
import { apart, button, fill, find, make } from "./dom";
import { changeAuthservIds } from "../platform/preferences";

/** Authentication-Results of the newest messages of an account; none where the client cannot look. */
export type Results = (accountId: string) => Promise<string[][]>;

/** One place per account, named by its first address. */
export async function showServers(addresses: OwnAddress[], results: Results): Promise<void> {
    const accounts = addresses.filter(
        (own, index) => addresses.findIndex(({ accountId }) => accountId === own.accountId) === index,
    );
    const places = accounts.map(({ address }, index) =>
        make("fieldset", { class: "card", id: `servers-${index}` }, make("legend", {}, apart(address))),
    );
    fill("authserv", ...places);
    await Promise.all(accounts.map((own, index) => show(own, index, "", results)));
}

async function show(own: OwnAddress, index: number, said: string, results: Results): Promise<void> {
    const ids = (await settings()).authservIds[own.address] ?? [];
    const revise = async (change: (ids: string[]) => string[], told: string) => {
        await changeAuthservIds(own.address, change);
        void show(own, index, told, results);
        find(`servers-${index}-new`).focus();
    };
    const add = (id: string) => revise((before) => [...before, id], say("servers_added", id));
    const remove = (id: string) =>
        revise((before) => before.filter((each) => each !== id), say("servers_removed", id));
    fill(
        `servers-${index}`,
        make("legend", {}, apart(own.address)),
        ...listed(ids, remove),
        make("div", { id: `servers-${index}-proposed` }),
        entry(index, add),
        make("p", { role: "status", class: "soft" }, said),
    );
    const newest = await results(own.accountId).catch(() => []);
    fill(`servers-${index}-proposed`, ...proposals(proposedIds(newest, ids), add));
}

function listed(ids: string[], remove: (id: string) => Promise<void>): Node[] {
    if (ids.length === 0) return [make("p", { class: "empty" }, say("servers_none"))];
    const rows = ids.map((id) =>
        make(
            "li",
            {},
            make("div", {}, apart(id)),
            button(
                say("people_remove"),
                { class: "link", "aria-label": `${say("people_remove")}: ${id}` },
                () => void remove(id),
            ),
        ),
    );
    return [make("ul", { class: "cards" }, ...rows)];
}

function proposals(ids: string[], add: (id: string) => Promise<void>): Node[] {
    if (ids.length === 0) return [];
    const buttons = ids.slice(0, 3).map((id) => button(say("servers_add", id), {}, () => void add(id)));
    return [
        make("p", { class: "hint" }, say("servers_proposed")),
        make("div", { class: "buttons" }, ...buttons),
    ];
}

function entry(index: number, add: (id: string) => Promise<void>): HTMLElement {
    const id = `servers-${index}-new`;
    const field = make("input", {
        id,
        type: "text",
        autocomplete: "off",
        spellcheck: "false",
        "aria-describedby": `${id}-wrong`,
    }) as HTMLInputElement;
    const wrong = make("p", { id: `${id}-wrong`, class: "warning", role: "alert" });
    const form = make(
        "form",
        { class: "tools" },
        make("label", { for: id }, say("servers_new")),
        field,
        make("button", {}, say("servers_add_typed")),
        wrong,
    );
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const typed = field.value.trim().toLowerCase();
        const fit = isAuthservId(typed);
        wrong.textContent = fit ? "" : say("servers_wrong");
        field.setAttribute("aria-invalid", String(!fit));
        if (fit) void add(typed);
    });
    return form;
}
