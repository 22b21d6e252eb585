// SPDX-License-Identifier: MPL-2.0

/** An element with texts and elements in it. Texts stay texts: nothing here is parsed as HTML. */
export function make(tag: string, attributes: Record<string, string>, ...content: (Node | string)[]) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
}

export function find(id: string): HTMLElement {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no #${id}`);
    return element;
}

/** Shows the element with this content, or hides it when there is none. */
export function fill(id: string, ...content: (Node | string)[]): void {
    const element = find(id);
    element.replaceChildren(...content);
    element.hidden = content.length === 0;
}
