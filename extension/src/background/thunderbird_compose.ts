// SPDX-License-Identifier: MPL-2.0
import { onPage } from "../platform/api";
import { say } from "../platform/say";
import type { Link } from "../protocol/link";
import type { Problem } from "../protocol/problem";
import { composing } from "../thunderbird/compose";
import { openComposePanel, paintCompose } from "../thunderbird/compose_button";
import { experiment } from "../thunderbird/experiment";
import { describeProblem } from "../wording/problem_text";
import { ComposeDesk } from "./compose_desk";
import { factsOf } from "./compose_facts";
import { Protector } from "./protect";
import { startOf, type ReadingOf } from "./related";
import { serveCompose } from "./serve_compose";

/** Called once, at the top level: an event page is woken only for listeners made there. */
export function listenToComposing(link: Link, readingOf: ReadingOf): void {
    const protector = new Protector(
        link,
        problemText,
        (tabId) => void desk.touched(tabId).catch(logged),
        (sending, waiting) => {
            const text = say(waiting === "person" ? "bar_waiting" : "sending_waits");
            void experiment?.showStatus(sending, text).catch(logged);
        },
    );
    const desk = new ComposeDesk({
        startOf: async (tabId) => startOf((await experiment?.originOf(tabId)) ?? null, readingOf),
        factsOf: (details) => factsOf(details, link),
        apply: async (...given) => experiment?.setProtection(...given),
        removeQuote: async (tabId) => experiment?.removeQuote(tabId),
        paint: paintCompose,
        openPanel: (tabId) => void openComposePanel(tabId).catch(logged),
        isBusy: (tabId) => protector.isBusy(tabId),
        cancel: (tabId) => protector.cancelTab(tabId),
        sendCopy: async (copy) => experiment?.sendCopy(copy),
    });

    const refresh = ({ id }: { id: number }) => void desk.refresh(id).catch(logged);
    composing.tabs.onCreated.addListener((tab) => tab.type === "messageCompose" && refresh(tab));
    composing.tabs.onRemoved.addListener((tabId) => void desk.close(tabId).catch(logged));
    composing.compose.onIdentityChanged.addListener(refresh);
    composing.compose.onComposeStateChanged.addListener(refresh);
    // Thunderbird waits for the answer for ever and takes a failure for none: then nothing is sent.
    composing.compose.onBeforeSend.addListener(async (tab, details) => {
        const ready = await desk.beforeSend(tab.id, details).catch((error) => (logged(error), false));
        return ready ? {} : { cancel: true };
    });
    experiment?.onProtect.addListener((outgoing, entity) => protector.protect(outgoing, new Uint8Array(entity)));
    experiment?.onCancel.addListener((sending) => protector.cancel(sending));
    experiment?.onCopies.addListener((copies) => void desk.copiesChanged(copies).catch(logged));
    onPage("compose", (port) => serveCompose(port, desk));
}

/** For Thunderbird's own alert, which has no headline of ours. */
function problemText(problem: Problem): string {
    const { headline, sentences, todo } = describeProblem(problem, say);
    const head = problem.kind === "error" ? [] : [headline];
    return [...head, ...sentences, todo].filter(Boolean).join("\n");
}

const logged = (error: unknown): void => console.error(error);
