// SPDX-License-Identifier: MPL-2.0
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { Editor } from "./editor.mjs";
import { equal, within } from "./expect.mjs";
import { Letterbox } from "./letterbox.mjs";
import { Mailbox } from "./mailbox.mjs";

const others = { alice: "bob", bob: "alice" };
const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7907) % 256));

/** The form of Roundcube with a file that the person attached there. */
async function withFile(browser, name) {
    const file = path.join(browser.world.work, name);
    await writeFile(file, bytes);
    const mailbox = await Mailbox.open(browser);
    await mailbox.compose(`&_to=${others[browser.user]}@example.test&_subject=Files`);
    const chosen = await mailbox.page.waitForSelector('#uploadform input[type="file"], #compose-attachments input[type="file"], input[name="_attachments[]"]');
    await chosen.uploadFile(file);
    await mailbox.page.waitForFunction((wanted) => document.querySelector("#attachment-list li[id^=rcmfile]:not(.uploading)")?.textContent.includes(wanted), {}, name);
    return mailbox;
}

export const cases = {
    async "a file that was attached to the page's form goes with the message"(browser) {
        const [inbox] = [new Letterbox(browser.world, others[browser.user])];
        const mailbox = await withFile(browser, "plan.bin");
        const editor = await Editor.inPlaceOf(mailbox, "Sign and encrypt");
        await editor.says("#files", /plan\.bin\s*40 kB/);
        await editor.frame.type("#body", "See the plan.");
        await editor.send();
        await mailbox.page.waitForSelector("#messagelist");
        const [letter] = await inbox.arrived();
        const [, plan] = letter.opened().verified().leaves();
        equal([plan.name, Buffer.from(plan.bytes, "base64").equals(bytes)], ["plan.bin", true]);
    },

    async "a file of the page's form that cannot be had is named, and holds up Send until it is taken out"(browser) {
        const [inbox] = [new Letterbox(browser.world, others[browser.user])];
        const mailbox = await withFile(browser, "lost.bin");
        await mailbox.page.evaluate(() => (document.querySelector("#attachment-list li[id^=rcmfile]").id = "rcmfile999"));
        const editor = await Editor.inPlaceOf(mailbox, "Sign and encrypt");
        await editor.says("#files", /lost\.bin\s*Could not be taken over/);
        await editor.attach("other.bin", bytes);
        await editor.says("#files", /lost\.bin\s*Could not be taken over.*other\.bin\s*40 kB/s);
        await editor.press("send");
        await editor.says("#problem", /lost\.bin is not attached/);
        equal(inbox.fresh(), []);
        await editor.press("again-0");
        await editor.says("#files", /lost\.bin\s*Could not be taken over/);
        await editor.press("remove-0");
        await editor.send();
        await mailbox.page.waitForSelector("#messagelist");
        const [letter] = await inbox.arrived();
        equal(letter.opened().verified().leaves().map(({ name }) => name), [null, "other.bin"]);
    },

    async "a file too large for mail is not attached, which is said and holds up Send"(browser) {
        const { editor } = await Editor.write(browser, "Sign", { to: `${others[browser.user]}@example.test` });
        await editor.frame.evaluate(() => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(26_000_000)], "film.bin"));
            const pick = document.getElementById("pick");
            pick.files = files.files;
            pick.dispatchEvent(new Event("change"));
        });
        await editor.says("#files", /film\.bin\s*Too large/);
        await editor.press("send");
        within(await editor.says("#problem", /film\.bin/), "not attached");
        await editor.press("discard");
    },
};
