// SPDX-License-Identifier: MPL-2.0
import { changeClientId } from "../platform/preferences";
import { settings, type Way } from "../platform/settings";
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import { clientIdOf } from "../transport/authorization";
import { providerOf } from "../transport/oauth";
import type { OwnAddress } from "./accounts";
import { apart, button, fill, find, make } from "./dom";
import { key } from "../wording/keys";
import { host } from "./options_port";
import { problemLines } from "../wording/problem_text";
import { enterPassword, forgetPassword, keepJmapPassword, passwordServers, saveWay, signInFor } from "./way_actions";
import { field, hinted, kinds, wayForm, type Kind, type WayForm } from "./way_form";

/** How mail of each address is sent; only webmail leaves that choice. */
export async function showWays(addresses: OwnAddress[]): Promise<void> {
    find("ways").hidden = false;
    find("ways-link").hidden = false;
    const { ways } = await settings();
    const cards = addresses.map(({ address }) => card(address, ways[address] ?? { kind: "session" }));
    const empty = make("p", { class: "empty" }, say("ways_none"));
    fill("ways-list", ...(cards.length > 0 ? cards : [empty]));
}

/** One address. What stands in the fields counts when it was saved. */
function card(address: string, way: Way): HTMLElement {
    const choice = make("select", { id: `way-${address}` }, ...kinds.map(kindOption)) as HTMLSelectElement;
    const element = make(
        "fieldset",
        { class: "card" },
        make("legend", {}, apart(address)),
        make("label", { class: "field" }, make("span", {}, say("way_choice")), choice),
        make("div", { id: `fields-${address}` }),
        make("p", { id: `way-said-${address}`, role: "status", hidden: "" }),
    );
    choice.value = way.kind;
    choice.addEventListener("change", () => void showFields(address, choice.value as Kind, way));
    queueMicrotask(() => void showFields(address, way.kind, way));
    return element;
}

const kindOption = (kind: Kind): HTMLElement => make("option", { value: kind }, say(key("way", kind)));

async function showFields(address: string, kind: Kind, saved: Way): Promise<void> {
    const form = wayForm(kind, address, saved);
    const more = kind === saved.kind ? await furtherParts(address, saved) : [];
    // The person may have chosen another one meanwhile.
    if ((find(`way-${address}`) as HTMLSelectElement).value !== kind) return;
    const text = make("p", { class: "soft small" }, say(key("way_text", kind)));
    const buttons = make("div", { class: "buttons" }, saveButton(address, saved, form), ...more.filter(isButton));
    fill(`fields-${address}`, text, form.element, ...more.filter((each) => !isButton(each)), buttons);
}

const isButton = (element: HTMLElement): boolean => element.tagName === "BUTTON";

function saveButton(address: string, before: Way, form: WayForm): HTMLElement {
    const name = `save-${address}`;
    return button(say("way_save"), { id: name, "aria-label": `${say("way_save")}: ${address}` }, () => {
        const way = form.read();
        if ("wrong" in way) {
            way.wrong.focus();
            return tell(address, say("way_wrong"));
        }
        act(address, "", async () => {
            if (!(await saveWay(address, before, way))) return say("way_not_allowed");
            replaceCard(address, way);
            return say("ui_saved");
        });
    });
}

function replaceCard(address: string, way: Way): void {
    find(`way-${address}`).closest("fieldset")!.replaceWith(card(address, way));
}

/** What a way that is saved needs besides: a password, a sign-in, and a try. */
async function furtherParts(address: string, way: Way): Promise<HTMLElement[]> {
    const named = (text: string) => ({ "aria-label": `${say(text)}: ${address}` });
    const doing = (text: string, before: string, work: () => Promise<string>) =>
        button(say(text), named(text), () => act(address, before, work));
    const parts: HTMLElement[] = [];
    if (passwordServers(way).length > 0) {
        const entered = async () => say((await enterPassword(way)) ? "way_password_kept" : "way_password_running");
        const forgotten = async () => (await forgetPassword(way), say("way_password_forgotten"));
        parts.push(doing("way_password", "way_password_asking", entered), doing("way_password_forget", "", forgotten));
    }
    if (providerOf(way)) {
        parts.push(...(await clientIdParts(address, way)));
        parts.push(doing("way_sign_in", "", async () => (await signInFor(address, way), say("way_signed_in"))));
    }
    if (way.kind === "jmap") parts.push(jmapPassword(address));
    parts.push(doing("way_test", "way_testing", async () => (await host.test(address), say("way_tested", address))));
    return parts;
}

/** Where no administrator has set one. */
async function clientIdParts(address: string, way: Way): Promise<HTMLElement[]> {
    const { name } = providerOf(way)!;
    const entry = field(`client-${address}`, say("way_client_id"), await clientIdOf(name));
    const input = entry.element.querySelector("input")!;
    input.addEventListener("change", () =>
        act(address, "", async () => {
            await changeClientId(name, entry.value());
            return say("ui_saved");
        }),
    );
    return [make("div", { class: "servers" }, hinted(entry.element, say(key("way_client_hint", name))))];
}

function jmapPassword(address: string): HTMLElement {
    const user = field(`jmap-user-${address}`, say("server_user"), address);
    const password = field(`jmap-password-${address}`, say("way_jmap_password"), "", (text) => text !== "", "password");
    const form = make("form", { class: "servers" }, user.element, password.element);
    form.append(make("button", { type: "submit" }, say("way_jmap_keep")), make("p", { class: "soft small" }, say("way_jmap_kept")));
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const wrong = user.wrong() ?? password.wrong();
        if (wrong) return wrong.focus();
        act(address, "", async () => {
            await keepJmapPassword(address, user.value(), password.value());
            password.set("");
            return say("ui_saved");
        });
    });
    return form;
}

/** Says what is being done, then how it ended. */
function act(address: string, before: string, work: () => Promise<string>): void {
    tell(address, before && say(before));
    work().then(
        (said) => tell(address, said),
        (error: unknown) => tell(address, ...problemLines(problemIn(error), say)),
    );
}

function tell(address: string, ...lines: string[]): void {
    fill(`way-said-${address}`, ...lines.filter((line) => line !== "").map((line) => make("span", {}, line)));
}
