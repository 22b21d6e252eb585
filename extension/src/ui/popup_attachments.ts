// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { say } from "../platform/say";
import { attachmentsPort, type FromAttachments, type ToAttachments } from "../talk/attachments";
import { problemLines } from "../wording/problem_text";
import { attachmentsTitle, showAttachments } from "./attachments";
import { button, fill, make } from "./dom";

/** Offers what Thunderbird is not given of a restricted message. The function asks what is known of it now. */
export function offerAttachments(tab: number): () => void {
    const port = api.runtime.connect({ name: attachmentsPort });
    const tell = (said: FromAttachments): void => port.postMessage(said);
    port.onMessage.addListener((said) => hear(said as ToAttachments, tell, tab));
    return () => tell({ tab, do: "known" });
}

function hear(said: ToAttachments, tell: (said: FromAttachments) => void, tab: number): void {
    const look = button(say("attachments_look"), { id: "look" }, () => tell({ tab, do: "look" }));
    const show = (...content: Node[]) => fill("attachments", attachmentsTitle(), ...content);
    if ("failed" in said) return show(make("p", { class: "warning", role: "alert" }, problemLines(said.failed, say).join(" ")), look);
    const { attachments } = said;
    if (attachments === "none") fill("attachments");
    else if (attachments === "unopened") show(make("p", {}, say("attachments_hidden")), look);
    else if (attachments === "opening") show(make("p", { role: "status" }, say("viewer_step_opening")));
    else if (attachments.length === 0) show(make("p", { role: "status" }, say("attachments_none")));
    else showAttachments(attachments, true, (index) => tell({ tab, do: "save", index }));
}
