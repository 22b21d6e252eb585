// SPDX-License-Identifier: MPL-2.0
// What stands in the closed shadow roots of a page: a debugger sees them, the page does not.

/** The texts of all of them, also of those in frames of the page's own site. */
export async function closedTexts(browser, page) {
    const roots = browser.kind === "chromium" ? await rootsByCdp(page) : await rootsByBidi(browser, page);
    return roots.map((root) => textsOf(root).join(" ").trim());
}

/** Waits for one that is as wanted. */
export async function closedText(browser, page, wanted, limit = 15_000) {
    const end = Date.now() + limit;
    for (;;) {
        const texts = await closedTexts(browser, page);
        const found = texts.find((text) => wanted.test(text));
        if (found !== undefined) return found;
        if (Date.now() > end) throw new Error(`no closed shadow root with ${wanted}, but ${JSON.stringify(texts)}`);
        await new Promise((later) => setTimeout(later, 50));
    }
}

async function rootsByCdp(page) {
    const session = await page.createCDPSession();
    const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
    await session.detach();
    const found = [];
    const walk = (node) => {
        for (const shadow of node.shadowRoots ?? []) if (shadow.shadowRootType === "closed") found.push(shadow);
        for (const inner of [...(node.children ?? []), ...(node.shadowRoots ?? []), node.contentDocument]) inner && walk(inner);
    };
    walk(root);
    return found;
}

async function rootsByBidi({ puppet }, page) {
    const found = [];
    for (const frame of page.frames()) {
        const answer = await puppet.connection.send("script.callFunction", {
            functionDeclaration: "() => document.documentElement",
            target: { context: frame._id },
            awaitPromise: false,
            serializationOptions: { maxDomDepth: 60, includeShadowTree: "all" },
        });
        collect(answer.result.result, found);
    }
    return found;
}

function collect(node, found) {
    const { children = [], shadowRoot } = node.value ?? {};
    if (shadowRoot?.value?.mode === "closed") found.push(shadowRoot);
    for (const inner of [...children, shadowRoot]) inner && collect(inner, found);
}

/** Both protocols' nodes. */
function textsOf(node) {
    const { nodeType, nodeValue, children } = node.value ?? node;
    const own = nodeType === 3 ? [nodeValue] : [];
    return [...own, ...(children ?? []).flatMap(textsOf)];
}
