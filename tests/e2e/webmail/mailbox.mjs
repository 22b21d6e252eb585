// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** Roundcube in a tab of a browser, with the person of that browser logged in. */
export class Mailbox {
    /** `address` is that of the Roundcube to use; the person has switched it on. */
    static async open(browser, address = browser.world.roundcube) {
        await browser.extension.switchOn(address);
        const page = await browser.open(`${address}?_task=mail&_mbox=INBOX`);
        const mailbox = new Mailbox(browser, page, address);
        if (await page.$("#rcmloginuser")) await mailbox.login();
        return mailbox;
    }

    constructor(browser, page, address) {
        this.browser = browser;
        this.page = page;
        this.address = address;
    }

    async login() {
        await this.page.type("#rcmloginuser", this.browser.user);
        await this.page.type("#rcmloginpwd", this.browser.world.password);
        await Promise.all([this.page.waitForNavigation(), this.page.click("#rcmloginsubmit")]);
    }

    /** Shows one of the letters that waited, in a page of its own. */
    async show(name) {
        await this.page.goto(this.addressOf(name));
        await this.page.waitForSelector("#messagecontent, #messagebody");
    }

    /** The address of that page; `action` is what Roundcube calls it. */
    addressOf(name, action = "show") {
        return `${this.address}?_task=mail&_mbox=INBOX&${this.uidOf(name)}&_action=${action}`;
    }

    uidOf(name) {
        const uid = this.browser.world.letters.indexOf(name) + 1;
        if (!uid) throw new Error(`no letter is called ${name}`);
        return `_uid=${uid}`;
    }

    /** Clicks a mail in the list, which shows it in a frame beside it; gives the frame. */
    async select(subject) {
        await this.page.goto(`${this.address}?_task=mail&_mbox=INBOX`);
        return await this.choose(subject);
    }

    /** The same when the list is there. */
    async choose(subject) {
        const row = await this.page.waitForSelector(`#messagelist a[href*="${this.uidOf(subject)}&"]`);
        await row.click();
        const isIt = (frame) => frame.url().includes("_action=preview") && frame.url().includes(`${this.uidOf(subject)}&`);
        return await until(() => this.page.frames().find(isIt), `${subject} beside the list`);
    }

    /** Waits for a mail with that subject, and shows it. */
    async showArrived(subject) {
        const link = await until(async () => {
            await this.page.goto(`${this.address}?_task=mail&_mbox=INBOX`);
            await this.page.waitForSelector("#messagelist tbody tr");
            return this.page.evaluate(
                (wanted) => [...document.querySelectorAll("#messagelist td.subject a")].find((each) => each.textContent.trim() === wanted)?.href,
                subject,
            );
        }, `${subject} in the list`);
        await this.page.goto(link.replace(/_action=\w+/, "_action=show"));
        await this.page.waitForSelector("#messagecontent, #messagebody");
    }

    /** Opens the form to write a mail in. */
    async compose(parameters = "") {
        // Roundcube keeps one session for all requests: a list that still loads would undo the new form's.
        await this.page.waitForNetworkIdle({ idleTime: 300 });
        await this.page.goto(`${this.address}?_task=mail&_action=compose${parameters}`);
        await this.page.waitForSelector("#composebody");
    }
}
