// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** What a person sees of a frame of ours in a page: a tester may look in, the page may not. */
export class OwnFrame {
    /** Waits for the frame in which `selector` stands and is shown. */
    static async in(page, selector = "body.viewer") {
        const frame = await until(async () => {
            for (const each of page.frames()) {
                const found = await each.evaluate(seen, selector).catch(() => false);
                if (found) return each;
            }
            return null;
        }, `a frame of ours with ${selector}`);
        return new OwnFrame(page, frame);
    }

    constructor(page, frame) {
        this.page = page;
        this.frame = frame;
    }

    text() {
        return this.frame.evaluate(() => document.body.innerText.replace(/[\u2066-\u2069]/g, ""));
    }

    async saying(wanted) {
        let text = "";
        await until(async () => wanted.test((text = await this.text())), `${wanted} in a frame of ours`).catch((error) => {
            throw new Error(`${error.message}; it says "${text}"`);
        });
        return text;
    }

    /** What moves while it is laid out is missed by a click: waits until nothing has moved for a while. */
    async still() {
        const shape = () => this.frame.evaluate(() => [innerHeight, ...[...document.querySelectorAll("button, iframe")].flatMap((each) => [each.getBoundingClientRect().top, each.clientHeight])].join());
        let [before, times] = ["", 0];
        await until(async () => {
            const now = await shape();
            times = now === before ? times + 1 : 0;
            before = now;
            return times >= 6;
        }, "a frame in which nothing moves");
    }

    /** With the mouse, as a person does: what a script clicks does not count. */
    async press(selector) {
        const button = await this.frame.waitForSelector(selector, { visible: true });
        await this.still();
        await button.click();
    }
}

function seen(selector) {
    const found = document.querySelector(selector);
    return Boolean(found && found.getClientRects().length);
}
