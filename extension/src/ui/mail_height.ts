// SPDX-License-Identifier: MPL-2.0
import { tallest } from "../talk/viewer";

/** Heights that a mail takes on by itself: texts and pictures settle at once, what is as high as its frame never does. */
const mostHeights = 4;

/**
 * Keeps a frame as high as what is in it. A mail that measures itself by its frame (100vh) is let go
 * after a few heights, until its width, its scale or what is in it changes; then the frame scrolls.
 */
export function fitHeight(frame: HTMLIFrameElement, inner: Document): void {
    const root = inner.documentElement;
    let left = mostHeights;
    let around = "";
    const fit = () => {
        const now = `${frame.clientWidth} ${root.style.zoom}`;
        if (now !== around) left = mostHeights;
        around = now;
        if (left-- > 0) frame.style.height = `${Math.min(root.scrollHeight, tallest)}px`;
    };
    const changed = () => {
        left = mostHeights;
        fit();
    };
    new ResizeObserver(fit).observe(root);
    for (const event of ["load", "toggle"]) inner.addEventListener(event, changed, { capture: true });
    fit();
}
