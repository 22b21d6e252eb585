// SPDX-License-Identifier: MPL-2.0

/** Milliseconds in which changes of a page are taken together: a person sees no difference. */
const pause = 40;

/** Calls `look` now, and soon after each change of the page that may have brought another message. */
export function whenChanged(look: () => void): void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const soon = () => {
        timer ??= setTimeout(() => {
            timer = null;
            look();
        }, pause);
    };
    new MutationObserver(soon).observe(document, {
        subtree: true,
        childList: true,
        attributeFilter: ["class", "hidden", "href", "style"],
    });
    for (const event of ["hashchange", "popstate", "pageshow"]) addEventListener(event, soon);
    look();
}
