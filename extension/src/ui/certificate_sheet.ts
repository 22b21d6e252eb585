// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import type { Certificate } from "../protocol/reading";
import { certificateRows, hasCheckedName, validationText, type Vouched } from "./certificate";
import { stationsOf, type Station } from "./chain";
import { shortDate } from "../wording/dates";
import type { Row } from "../wording/details";
import { apart, drawing, make } from "./dom";

const day = shortDate(language());
let sheets = 0;

/** Drawn on a grid of 24. */
const building = "M3.5 9.5L12 4l8.5 5.5zM5.5 10v7M9.8 10v7M14.2 10v7M18.5 10v7M3.5 20h17";
const figures: Record<Station["role"], string> = {
    leaf: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
    issuer: "M5 4h14v11H5zM8 7.5h8M8 11h4M15 15v5.5l2-1.2 2 1.2V15",
    anchor: building,
    root: building,
    absent: "M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.1M12 17.5v.1",
};

/**
 * The chain as a picture, from the certificate up to the organisation behind it, and below it what
 * the chosen certificate says. The stations are radio buttons: arrow keys go up and down the chain.
 */
export function certificateSheet(
    leaf: Certificate,
    above: Certificate[],
    vouched: Vouched,
    more: Row[] = [],
): HTMLElement {
    const name = `chain-${++sheets}`;
    const sheet = make("div", {});
    const show = (station: Station) =>
        sheet.replaceChildren(...content(station, vouched, station.role === "leaf" ? more : []));
    const chain = make("div", { class: "chain", role: "radiogroup", "aria-label": say("chain_label") });
    stationsOf(leaf, above, vouched, say).forEach((station, index) => {
        if (index > 0) chain.append(arrow());
        chain.append(stationElement(station, name, index === 0, () => show(station)));
        if (index === 0) show(station);
    });
    return make("div", { class: "certificate" }, chain, sheet);
}

function stationElement(
    station: Station,
    name: string,
    chosen: boolean,
    choose: () => void,
): HTMLElement {
    const { role, title, caption } = station;
    const input = make("input", { type: "radio", name, ...(chosen ? { checked: "" } : {}) });
    input.addEventListener("change", choose);
    const texts = make(
        "span",
        {},
        make("strong", {}, apart(title)),
        make("span", { class: "soft" }, caption),
    );
    return make("label", { class: `station ${role}` }, input, figure(role), texts);
}

function figure(role: Station["role"]): SVGElement {
    const path = drawing("path", { d: figures[role], class: "stroke" });
    return drawing(
        "svg",
        { viewBox: "0 0 24 24", width: "28", height: "28", "aria-hidden": "true" },
        path,
    );
}

function arrow(): HTMLElement {
    const path = drawing("path", { d: "M12 1v20M7 16l5 5 5-5", class: "stroke" });
    const picture = drawing(
        "svg",
        { viewBox: "0 0 24 24", width: "20", height: "20", "aria-hidden": "true" },
        path,
    );
    return make(
        "div",
        { class: "issued-by" },
        picture,
        make("span", { class: "soft" }, say("chain_issued_by")),
    );
}

function content({ certificate, role }: Station, vouched: Vouched, more: Row[]): Node[] {
    if (!certificate) return [make("p", { class: "soft" }, say("chain_absent_text"))];
    const leaf = role === "leaf";
    const rows = certificateRows(certificate, !leaf || hasCheckedName(certificate, vouched), say, day);
    const validation = leaf
        ? [make("p", { class: "validation" }, validationText(certificate, vouched, say))]
        : [];
    return [...validation, rowList([...rows, ...more])];
}

export function rowList(rows: Row[], attributes: Record<string, string> = {}): HTMLElement {
    return make("dl", attributes, ...rows.flatMap(rowElements));
}

/** Values keep their own direction, so that an address reads as it is (C-16). */
export function rowElements({ name, lines }: Row): HTMLElement[] {
    return [make("dt", {}, name), ...lines.map((line) => make("dd", {}, apart(line)))];
}
