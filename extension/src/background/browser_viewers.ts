// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { onPage } from "../platform/api";
import type { Link } from "../protocol/link";
import { viewerPort } from "../talk/webmail";
import { takeApart } from "./check";
import type { Confirm } from "../talk/confirm";
import type { Desk } from "./desk";
import { Frames } from "./frames";
import type { MailTabs, WebMessage } from "./mail_tabs";
import { Viewers, type Viewed, type ViewersParts } from "./viewers";
import { believedOf, webSource } from "./web_check";

interface Around {
    link: Link;
    mail: MailTabs;
    desk: Desk<WebMessage>;
    confirm: Confirm;
    reply: ViewersParts["reply"];
}

/** The frames in pages that show messages. Called once, at the top level. */
export function listenToViewers({ link, mail, desk, confirm, reply }: Around): Viewers {
    const viewers = new Viewers({
        frames: new Frames<Viewed>(),
        desk,
        reply,
        isInFront: async ({ id, tabId }) => {
            const tab = await browser.tabs.get(tabId);
            return tab.active === true && mail.message(tabId)?.id === id;
        },
        consent: ({ tabId, origin, account }, state, signal) => {
            const reading = state?.kind === "reading" ? state.reading : null;
            const people = reading?.from ?? [];
            const subject = reading?.subject ?? "";
            return confirm.ask({ action: "open", tabId, site: origin, account, people, subject }, signal);
        },
        open: async (verb, message, signal, tell) => {
            const told = (come: number, of: number) => tell({ step: "fetching", octets: { come, of } });
            tell({ step: "fetching", octets: null });
            const waits = { signal, told: (waiting: string) => tell({ step: waiting === "person" ? "person" : "opening", octets: null }) };
            const { state, answer } = await takeApart(verb, webSource(message, { signal, told }), link, waits);
            const said = await believedOf(state, message);
            return { state: said, answer: said.kind === "reading" ? answer : null };
        },
    });
    onPage(viewerPort, (port) => viewers.serve(port));
    return viewers;
}
