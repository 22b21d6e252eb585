// SPDX-License-Identifier: MPL-2.0

const blocks = /^(DIV|P|UL|OL|LI|BLOCKQUOTE|PRE|H[1-6]|TABLE|TR)$/;

/** What a person wrote as rich text, in lines of plain text: "> " before what is quoted, "- " before points. */
export function plainText(root: Node): string {
    return new Lines().of(root).join("\n");
}

class Lines {
    private readonly done: string[] = [];
    private current: string | null = null;

    of(root: Node): string[] {
        for (const child of root.childNodes) this.visit(child);
        this.end();
        return this.done;
    }

    private visit(node: Node): void {
        if (node.nodeType === Node.TEXT_NODE) return this.text(node.textContent ?? "");
        if (!(node instanceof Element)) return;
        const { tagName } = node;
        if (tagName === "BR") {
            this.current ??= "";
            return this.end();
        }
        if (!blocks.test(tagName)) return this.inline(node);
        this.end();
        this.done.push(...wrapped(node, new Lines().of(node)));
    }

    private inline(element: Element): void {
        for (const child of element.childNodes) this.visit(child);
        const target = element.getAttribute("href");
        if (target && target !== element.textContent) this.text(` <${target}>`);
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
        if (this.current !== null) this.done.push(this.current.replaceAll("\u00a0", " "));
        this.current = null;
    }
}

function wrapped(element: Element, lines: string[]): string[] {
    if (element.tagName === "BLOCKQUOTE") return lines.map((line) => `> ${line}`);
    if (element.tagName !== "LI") return lines;
    const siblings = [...(element.parentElement?.children ?? [])];
    const point = element.parentElement?.tagName === "OL" ? `${siblings.indexOf(element) + 1}. ` : "- ";
    return lines.map((line, index) => (index === 0 ? point : " ".repeat(point.length)) + line);
}
