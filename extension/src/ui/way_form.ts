// SPDX-License-Identifier: MPL-2.0
import type { Server, Way } from "../platform/settings";
import { say } from "../platform/say";
import { isGuarded } from "../transport/http";
import { make } from "./dom";
import { key } from "../wording/keys";
import { authAt, guessedServers, guessedSession, usualPort } from "./server_guess";

export const kinds = ["session", "host", "jmap", "gmail", "graph"] as const;
export type Kind = Way["kind"];

/** The part of a card that belongs to one way; `read` says which field is wrong instead. */
export interface WayForm {
    element: HTMLElement;
    read(): Way | { wrong: HTMLElement };
}

/** Fields with what is set up, or what is most likely right. */
export function wayForm(kind: Kind, address: string, chosen: Way): WayForm {
    if (kind === "host") return hostForm(address, chosen.kind === "host" ? chosen : null);
    if (kind === "jmap") return jmapForm(address, chosen.kind === "jmap" ? chosen.session : guessedSession(address));
    return { element: make("div", {}), read: () => ({ kind }) };
}

function hostForm(address: string, chosen: Extract<Way, { kind: "host" }> | null): WayForm {
    const guessed = guessedServers(address);
    const smtp = serverFields("smtp", address, chosen?.smtp ?? guessed.smtp);
    const imap = serverFields("imap", address, chosen?.imap ?? guessed.imap);
    const user = field(`user-${address}`, say("server_user"), chosen?.smtp.user ?? address);
    const keep = make("input", { type: "checkbox", id: `keep-${address}` }) as HTMLInputElement;
    keep.checked = chosen ? chosen.imap !== null : true;
    const update = () => void (imap.element.hidden = !keep.checked);
    keep.addEventListener("change", update);
    update();
    const line = make("label", { class: "line" }, keep, make("span", {}, say("way_keep")));
    return {
        element: make("div", { class: "servers" }, user.element, smtp.element, line, imap.element),
        read() {
            const wrong = [user.wrong(), smtp.wrong(), keep.checked ? imap.wrong() : null].find((each) => each !== null);
            if (wrong) return { wrong };
            const name = user.value();
            return { kind: "host", smtp: smtp.read(name), imap: keep.checked ? imap.read(name) : null, folder: chosen?.folder ?? "" };
        },
    };
}

function jmapForm(address: string, session: string): WayForm {
    const place = field(`session-${address}`, say("way_jmap_address"), session, isGuarded);
    return {
        element: make("div", { class: "servers" }, hinted(place.element, say("way_jmap_hint"))),
        read() {
            const wrong = place.wrong();
            return wrong ? { wrong } : { kind: "jmap", session: place.value() };
        },
    };
}

/** Host, port and security of one server, in one row. */
function serverFields(protocol: "smtp" | "imap", address: string, server: Server) {
    const id = `${protocol}-${address}`;
    const host = field(id, say(key("server", protocol)), server.host, (text) => hostName(text) !== "");
    const port = field(`port-${id}`, say("server_port"), String(server.port), isPort);
    const options = (["tls", "starttls", "none"] as const).map((each) =>
        make("option", { value: each }, say(key("server_security", each))),
    );
    const security = make("select", { id: `security-${id}` }, ...options) as HTMLSelectElement;
    security.value = server.security;
    security.addEventListener("change", () => port.set(String(usualPort(protocol, chosen()))));
    const chosen = () => security.value as Server["security"];
    const label = make("label", { class: "field" }, make("span", {}, say("server_security")), security);
    return {
        element: make("div", { class: "row" }, host.element, port.element, label),
        wrong: () => host.wrong() ?? port.wrong(),
        read(user: string): Server {
            const name = hostName(host.value());
            return { host: name, port: Number(port.value()), security: chosen(), user, auth: authAt(name) };
        },
    };
}

/** An international name in its ASCII form; empty for what is no name of a host. */
export function hostName(text: string): string {
    if (!/^[^\s/?#@:\\]+$/.test(text) || !URL.canParse(`https://${text}`)) return "";
    return new URL(`https://${text}`).hostname;
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
const isOneLine = (text: string): boolean => /^[^\0-\x1f\x7f-\x9f]+$/.test(text);

/** A field, and below it who gives what belongs into it. */
export function hinted(field: HTMLElement, text: string): HTMLElement {
    const input = field.querySelector("input")!;
    const hint = make("p", { id: `${input.id}-hint`, class: "soft small" }, text);
    input.setAttribute("aria-describedby", hint.id);
    return make("div", {}, field, hint);
}

/** A labelled field of text. `wrong` marks it and gives it when what stands in it will not do. */
export function field(id: string, label: string, value: string, fits = isOneLine, type = "text") {
    const input = make("input", { id, type, autocomplete: "off", spellcheck: "false" }) as HTMLInputElement;
    input.value = value;
    return {
        element: make("label", { class: "field" }, make("span", {}, label), input),
        value: () => input.value.trim(),
        set: (text: string) => void (input.value = text),
        wrong(): HTMLElement | null {
            const bad = !fits(input.value.trim());
            input.setAttribute("aria-invalid", String(bad));
            return bad ? input : null;
        },
    };
}
