// SPDX-License-Identifier: MPL-2.0

const blocks = /^(DIV|P|UL|OL|LI|BLOCKQUOTE|PRE|H[1-6]|TABLE|TR)$/;

/** Of these nothing is text. */
const silent = /^(SCRIPT|STYLE|TITLE|TEMPLATE)$/;

/**
 * What a person wrote as rich text in a field that shows each line end as one, in lines of plain text:
 * "> " before what is quoted, "- " before points.
 */
export function plainText(root: Node): string {
    return new Lines(false).of(root).join("\n");
}

/** The same of HTML that is shown as pages are: there line ends are spaces. */
export function wordsIn(root: Node): string {
    return new Lines(true).of(root).join("\n");
}

class Lines {
    private readonly done: string[] = [];
    private current: string | null = null;

    constructor(private readonly flowing: boolean) {}

    of(root: Node): string[] {
        for (const child of root.childNodes) this.visit(child);
        this.end();
        return this.done;
    }

    private visit(node: Node): void {
        if (node.nodeType === Node.TEXT_NODE) return this.written(node as Text);
        if (!isElement(node) || silent.test(node.tagName)) return;
        const { tagName } = node;
        if (tagName === "BR") {
            this.current ??= "";
            return this.end();
        }
        if (!blocks.test(tagName)) return this.inline(node);
        this.end();
        this.done.push(...wrapped(node, new Lines(this.flowing).of(node)));
    }

    private inline(element: Element): void {
        for (const child of element.childNodes) this.visit(child);
        const target = element.getAttribute("href");
        if (target && target !== element.textContent) this.text(` <${target}>`);
    }

    private written(node: Text): void {
        if (!this.flowing || node.parentElement?.closest("pre")) return this.text(node.data);
        const text = node.data.replace(/[ \t\r\n]+/g, " ");
        const begins = this.current === null || this.current.endsWith(" ");
        if (text !== " " || !begins) this.text(begins ? text.replace(/^ /, "") : text);
    }

    private text(text: string): void {
        const [first = "", ...others] = text.split("\n");
        this.current = (this.current ?? "") + first;
        for (const line of others) {
            this.end();
            this.current = line;
        }
    }

    private end(): void {
        if (this.current !== null) this.done.push((this.flowing ? this.current.replace(/ $/, "") : this.current).replaceAll("\u00a0", " "));
        this.current = null;
    }
}

/** Also one of another document, whose classes are others. */
const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

function wrapped(element: Element, lines: string[]): string[] {
    if (element.tagName === "BLOCKQUOTE") return lines.map((line) => `> ${line}`);
    if (element.tagName !== "LI") return lines;
    const siblings = [...(element.parentElement?.children ?? [])];
    const point = element.parentElement?.tagName === "OL" ? `${siblings.indexOf(element) + 1}. ` : "- ";
    return lines.map((line, index) => (index === 0 ? point : " ".repeat(point.length)) + line);
}
