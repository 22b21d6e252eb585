// SPDX-License-Identifier: MPL-2.0

/** Attributes whose address is fetched when an element is shown. */
const fetched = ["src", "poster", "background", "data"];
/** Elements that fetch what other ones only lead to. */
const linking = "link, image, use, feImage";
/** What follows the end of an address in a list with sizes. */
const listed = /\s*,\s*|\s+/;
const inStyles = /(?:url|image-set)\(\s*["']?([^"')\s]+)|@import\s+["']([^"']+)/gi;
const elsewhere = /^(?:https?:|ftp:|[/\\]{2})/i;

/** How many addresses from elsewhere a mail would have fetched if it were shown as it came; none is. */
export function remoteIn(html: string): number {
    const page = new DOMParser().parseFromString(html, "text/html");
    const all = [...page.querySelectorAll("*")].flatMap(addressesIn);
    return new Set(all.map((each) => each.trim()).filter((each) => elsewhere.test(each))).size;
}

function addressesIn(element: Element): string[] {
    const of = (...names: string[]) => names.map((name) => element.getAttribute(name) ?? "");
    const links = element.matches(linking) ? of("href", "xlink:href") : [];
    const styles = element.localName === "style" ? [element.textContent ?? ""] : of("style");
    return [...of(...fetched), ...of("srcset").flatMap((list) => list.split(listed)), ...links, ...styles.flatMap(addressesInStyles)];
}

/** As they stand there, also within @import and image-set(). */
export function addressesInStyles(text: string): string[] {
    return [...text.matchAll(inStyles)].map(([, address, sheet]) => address ?? sheet!);
}
