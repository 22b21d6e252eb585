# SPDX-License-Identifier: MPL-2.0
"""What is asked of the extension's pages, in tabs and popups. They live in its process; frame scripts reach them."""

NAMES = """
    const window = Services.wm.getMostRecentWindow("mail:3pane"), tabmail = window.gTabmail;
    const is = (browser, page) => browser?.currentURI?.spec.split("#")[0].endsWith(`/${page}.html`);
    const tabOf = page => tabmail.tabInfo.find(tab => is(tab.browser, page));
    const popups = [...Services.wm.getEnumerator(null)].flatMap(each =>
        [...each.document.querySelectorAll("panel[id^=webextension] browser.webextension-popup-browser")]);
    const browserOf = page => tabOf(page)?.browser ?? popups.find(browser => is(browser, page));
"""
# args: page, body of an async function that may use document, content and press(key, modifiers).
IN_PAGE = NAMES + """
    const browser = browserOf(args[0]);
    if (!browser) return null;
    const told = new Promise(done => browser.messageManager.addMessageListener("told", function listener({ data }) {
        browser.messageManager.removeMessageListener("told", listener);
        done(data);
    }));
    const script = `(async () => {
        const document = content.document;
        const turn = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
        const press = (key, modifiers = {}) => {
            if (!turn.beginInputTransactionForTests(content)) throw new Error("no keyboard");
            const shift = new content.KeyboardEvent("", { key: "Shift" });
            const event = new content.KeyboardEvent("", { key, keyCode: key == " " ? 32 : 0, shiftKey: !!modifiers.shift });
            if (modifiers.shift) turn.keydown(shift);
            turn.keydown(event);
            turn.keyup(event);
            if (modifiers.shift) turn.keyup(shift);
        };
        ${args[1]}
    })().then(value => sendAsyncMessage("told", { value }), error => sendAsyncMessage("told", { error: String(error) }));`;
    browser.messageManager.loadFrameScript("data:," + encodeURIComponent(script), false);
    const answer = await Promise.race([told, new Promise(done => window.setTimeout(done, 10000, { error: "no answer" }))]);
    if (answer.error) throw new Error(answer.error);
    return answer.value ?? null;
"""
# The keyboard goes to the page.
ENTER_PAGE = NAMES + """
    const tab = tabOf(args[0]), browser = browserOf(args[0]);
    if (!browser) return false;
    if (tab) tabmail.switchToTab(tab);
    const owner = browser.ownerDocument.defaultView;
    owner.focus();
    browser.focus();
    return browser.webProgress?.isLoadingDocument === false && Services.focus.activeWindow == owner;
"""
CLOSE_PAGE = NAMES + """
    const tab = tabOf(args[0]);
    if (tab) tabmail.closeTab(tab);
"""
TABS = NAMES + """
    const pages = tabmail.tabInfo.map(tab => tab.browser?.currentURI?.spec.match(/^moz-extension:.*\\/(\\w+)\\.html/)?.[1]);
    return pages.filter(Boolean).sort();
"""
# Until what was changed has been painted.
PAINTED = """await new Promise(done => content.requestAnimationFrame(() => content.requestAnimationFrame(done)));"""
# A compose window: whom it is to and what its button says.
COMPOSING = """
    const window = Services.wm.getMostRecentWindow("msgcompose");
    const button = window?.document.querySelector("[id$='-composeAction-toolbarbutton']");
    if (!button || !window.composeEditorReady) return null;
    return { to: [...window.document.querySelectorAll("#toAddrContainer mail-address-pill")].map(pill => pill.emailAddress),
        subject: window.document.getElementById("msgSubject").value, label: button.getAttribute("label") };
"""
CLOSE_COMPOSING = """
    const window = Services.wm.getMostRecentWindow("msgcompose");
    window?.SetContentAndBodyAsUnmodified();
    window?.close();
"""
# What was chosen there is stored, one change after the other; a page that goes takes those that wait with it.
KEEP = """
    delete document.body.dataset.kept;
    content.navigator.locks.request("settings", () => { document.body.dataset.kept = "yes"; });
    return true;
"""
KEPT = "return document.body.dataset.kept == 'yes';"
TEXT = "return (document.body?.innerText ?? '').replace(/[\\u2066\\u2069]/g, '');"

# The focus walks through the page once; what it passes, with what shows that it is there.
WALK = """
    document.activeElement?.blur();
    const passed = [];
    for (let step = 0; step < 120; step++) {
        press("Tab");
        const at = document.activeElement;
        if (!at || at === document.body || passed.some(({ element }) => element === at)) break;
        const style = content.getComputedStyle(at), card = at.closest(".choice, .station");
        const outlined = each => each && content.getComputedStyle(each).outlineStyle !== "none"
            && parseFloat(content.getComputedStyle(each).outlineWidth) >= 1;
        passed.push({ element: at, id: at.id, name: at.getAttribute("aria-label") || at.textContent || at.labels?.[0]?.textContent || "",
            visible: outlined(at) || outlined(card), follows: !passed.length
                || !!(passed.at(-1).element.compareDocumentPosition(at) & content.Node.DOCUMENT_POSITION_FOLLOWING) });
    }
    return passed.map(({ element, ...told }) => ({ ...told, tag: element.localName }));
"""

# What WCAG 2.1 asks of names (4.1.2), headings (1.3.1), language (3.1.1) and contrast (1.4.3).
AUDIT = """
    const shown = each => each.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
    const faults = [];
    const named = each => (each.getAttribute("aria-label")
        || (each.getAttribute("aria-labelledby") ?? "").split(" ").map(id => document.getElementById(id)?.textContent ?? "").join("")
        || [...(each.labels ?? [])].map(label => label.textContent).join("") || each.textContent || each.title || "").trim();
    for (const each of document.querySelectorAll("button, a, input, select, [role], section, fieldset, dialog[open], progress, details > summary")) {
        if (!shown(each) || ["status", "alert"].includes(each.getAttribute("role"))) continue;
        const legend = each.localName === "fieldset" && each.querySelector("legend")?.textContent;
        if (!legend && !named(each)) faults.push(`no name: ${each.outerHTML.slice(0, 120)}`);
    }
    for (const each of document.querySelectorAll("img")) if (!each.hasAttribute("alt")) faults.push(`no alt: ${each.src}`);
    if (!document.documentElement.lang) faults.push("no language");
    const levels = [...document.querySelectorAll("h1, h2, h3")].filter(shown).map(each => Number(each.localName[1]));
    if (levels[0] !== 1 || levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) faults.push(`headings ${levels}`);
    const channels = text => (text.match(/[0-9.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const groundOf = each => {
        for (; each; each = each.parentElement) {
            const colour = channels(content.getComputedStyle(each).backgroundColor);
            if (colour[3] !== 0) return colour;
        }
        return [255, 255, 255];
    };
    const words = document.createTreeWalker(document.body, content.NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const at = words.currentNode.parentElement;
        if (!words.currentNode.data.trim() || !shown(at) || at.closest(":disabled")) continue;
        const [high, low] = [light(channels(content.getComputedStyle(at).color)), light(groundOf(at))].sort((a, b) => b - a);
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${words.currentNode.data.trim().slice(0, 40)}`);
    }
    if (document.documentElement.scrollWidth > content.innerWidth + 1) faults.push(`wider than its window: ${document.documentElement.scrollWidth}`);
    return faults;
"""

# Thunderbird's own texts stay as they are, without a language pack; the extension takes the language.
SPEAK = """
    Services.locale.availableLocales = [...new Set([...Services.locale.availableLocales, "de"])];
    Services.locale.requestedLocales = [args[0]];
    const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    await (await AddonManager.getAddonByID(args[1])).reload();
"""
