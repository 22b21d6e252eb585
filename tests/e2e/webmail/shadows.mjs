// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

// What stands in the closed shadow roots of a page: a debugger sees them, the page does not.

/** The texts of all of them, also of those in frames of the page's own site. */
export async function closedTexts(browser, page) {
    const roots = browser.kind === "chromium" ? await rootsByCdp(page) : await rootsByBidi(browser, page);
    return roots.map((root) => textsOf(root).join(" ").trim());
}

/** Waits for one that is as wanted. */
export function closedText(browser, page, wanted) {
    const look = async () => (await closedTexts(browser, page)).find((text) => wanted.test(text));
    return until(look, `a closed shadow root with ${wanted}`);
}

/** Where our marks are seen, found by the style that keeps the page's own style off them. */
export function marksOn(page) {
    return page.evaluate(() => {
        const ours = [...document.querySelectorAll('span[style*=": initial !important"]')];
        return ours.filter((each) => each.getClientRects().length).map((each) => each.getBoundingClientRect().toJSON());
    });
}

async function rootsByCdp(page) {
    const session = await page.createCDPSession();
    const found = await rootsIn(session);
    await session.detach();
    return found;
}

async function rootsIn(session) {
    const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
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
        const asked = puppet.connection.send("script.callFunction", {
            functionDeclaration: "() => document.documentElement",
            target: { context: frame._id },
            awaitPromise: false,
            serializationOptions: { maxDomDepth: 60, includeShadowTree: "all" },
        });
        // A frame may have gone meanwhile.
        const answer = await asked.catch((error) => (/no such frame/.test(error.message) ? null : Promise.reject(error)));
        if (answer) collect(answer.result.result, found);
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

/** Clicks the button with that text which stands in one of them, as a person does. */
export async function clickClosed(browser, page, text, limit = 15_000) {
    const place = browser.kind === "chromium" ? placeByCdp : placeByBidi;
    const end = Date.now() + limit;
    for (;;) {
        const found = await place(browser, page, text);
        if (found) return await page.mouse.click(found.x, found.y);
        if (Date.now() > end) throw new Error(`no button "${text}" in a closed shadow root`);
        await new Promise((later) => setTimeout(later, 50));
    }
}

const isButton = (node, text) => (node.localName ?? node.value?.localName) === "button" && textsOf(node).join("").trim() === text;

function* nodesIn(node) {
    yield node;
    for (const inner of (node.value ?? node).children ?? []) yield* nodesIn(inner);
}

const buttonIn = (roots, text) => roots.flatMap((root) => [...nodesIn(root)]).find((node) => isButton(node, text));

async function placeByCdp(_, page, text) {
    const session = await page.createCDPSession();
    try {
        const found = buttonIn(await rootsIn(session), text);
        if (!found) return null;
        const { model } = await session.send("DOM.getBoxModel", { backendNodeId: found.backendNodeId });
        const [left, top, , , right, bottom] = model.border;
        return { x: (left + right) / 2, y: (top + bottom) / 2 };
    } finally {
        await session.detach();
    }
}

async function placeByBidi(browser, page, text) {
    const found = buttonIn(await rootsByBidi(browser, page), text);
    if (!found) return null;
    const answer = await browser.puppet.connection.send("script.callFunction", {
        functionDeclaration: "(button) => { const box = button.getBoundingClientRect(); return `${box.x + box.width / 2} ${box.y + box.height / 2}`; }",
        target: { context: page.mainFrame()._id },
        arguments: [{ sharedId: found.sharedId }],
        awaitPromise: false,
    });
    const [x, y] = answer.result.result.value.split(" ").map(Number);
    return { x, y };
}
