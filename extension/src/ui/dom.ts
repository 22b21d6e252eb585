// SPDX-License-Identifier: MPL-2.0

/** An element with texts and elements in it. Texts stay texts: nothing here is parsed as HTML. */
export function make(tag: string, attributes: Record<string, string>, ...content: (Node | string)[]) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
}

/** The same for a picture. */
export function drawing(
    tag: string,
    attributes: Record<string, string>,
    ...content: Node[]
): SVGElement {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
}

export function button(text: string, attributes: Record<string, string>, act: () => void): HTMLElement {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", act);
    return element;
}

export function find(id: string): HTMLElement {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no #${id}`);
    return element;
}

/**
 * Shows the element with this content, or hides it when there is none. The focus stays on what had
 * it, as far as the new content has something with the same id.
 */
export function fill(id: string, ...content: (Node | string)[]): void {
    const element = find(id);
    const focused = element.contains(document.activeElement) ? document.activeElement?.id : "";
    element.replaceChildren(...content);
    element.hidden = content.length === 0;
    if (focused) document.getElementById(focused)?.focus();
}

/** A value in its own direction, so that an address reads as it is (C-16). */
export const apart = (text: string): HTMLElement => make("bdi", {}, text);
