// SPDX-License-Identifier: MPL-2.0
import type { Doing, EditorStart, KeptDraft, ToEditor } from "../talk/editor";
import type { Posting } from "../talk/posting";
import type { Protection } from "../experiment/contract";
import { language, say } from "../platform/say";
import type { Problem } from "../protocol/problem";
import { parseAddresses } from "../transport/addresses";
import { entityOf } from "../transport/entity";
import type { ComposeState } from "../talk/compose";
import { choiceElement, showChoice, warning } from "./choices";
import { composeView, type WarningAction } from "./compose_view";
import { longDate, shortDate } from "../wording/dates";
import { button, fill, find, make } from "./dom";
import { draftBytes, keepNoMore, keepSoon, restoreDraft } from "./editor_draft";
import { addressFields, fillFields, firstBad, letter, offerAccounts, people, showPeople } from "./editor_fields";
import { add, attach, attached, prepareFiles, size } from "./editor_files";
import { postingElement } from "./editor_posting";
import { prepareText, removeQuote, setQuote, setText, textContent, wordsOf } from "./editor_text";
import { EditorWire } from "./editor_wire";
import { openPage, preparePage } from "./page";
import { problemLines, shortProblem } from "../wording/problem_text";

const day = shortDate(language());
const moment = longDate(language());
const id = crypto.randomUUID();
const send = find("send") as HTMLButtonElement;
let wire: EditorWire;
let state: ComposeState | null = null;
/** Something was written here that is not sent yet. */
let touched = false;
let typing: string | null = null;

function main(): void {
    preparePage();
    find("apart").hidden = window === top; // there is no website around it
    find("choices").append(...(["none", "sign", "encrypt"] as const).map((each) => choiceElement(each, choose)));
    prepareText(changed, (files) => void attach(files));
    prepareFiles(changed);
    for (const field of [...addressFields, "subject", "from"]) listenTo(find(field));
    send.addEventListener("click", submit);
    find("close").addEventListener("click", () => void close(false));
    find("discard").addEventListener("click", discard);
    addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
        }
    });
    wire = new EditorWire(id, hear);
}

function listenTo(field: HTMLElement): void {
    field.addEventListener("input", () => {
        typing = field.id;
        changed();
    });
    field.addEventListener("change", () => {
        typing = null;
        meet();
    });
}

function hear(said: ToEditor, body: Uint8Array<ArrayBuffer> | null): void {
    if ("start" in said) begin(said.start);
    else if ("resumed" in said) resumed(said.resumed);
    else if ("gone" in said) gone();
    else if ("state" in said) show(said.state);
    else if ("doing" in said) showDoing(said.doing);
    else if ("failed" in said) showProblem(said.failed);
    else if ("posting" in said) showPosting(said.posting);
    else if ("draftKept" in said) kept(said.draftKept);
    else if ("draftFailed" in said) fill("kept", say("editor_draft_failed", shortProblem(said.draftFailed, say)));
    else if ("restored" in said && body) restored(said.restored, body);
    else if ("fetched" in said) fetched(said.fetched, body);
}

function begin({ account, accounts, draft, quote, drafts, unfinished }: EditorStart): void {
    const own = [...new Set([account, ...accounts].filter(Boolean))];
    offerAccounts(own, parseAddresses(draft.from).mailboxes);
    fillFields({ ...draft, from: account });
    if (quote) setQuote(say("editor_wrote", quote.author), quote.html ? wordsOf(quote.html) : quote.text);
    else setText(draft.body);
    draft.attachments.forEach((_, number) => wire.say({ do: "fetch", number }));
    fromPage = draft.attachments;
    const leaked = draft.body.trim() ? [make("div", { class: "notice" }, make("p", {}, say("editor_leaked")))] : [];
    fill("notices", ...leaked, ...drafts.map(draftNotice), ...unfinished.map(unfinishedNotice));
    find("editor").hidden = find("actions").hidden = false;
    meet();
    find(draft.to || quote ? "body" : "to").focus();
}

let fromPage: { name: string; type: string }[] = [];

function fetched(number: number, bytes: Uint8Array<ArrayBuffer> | null): void {
    const { name, type } = fromPage[number]!;
    if (bytes) add({ name, type, bytes });
    else fill("file-problem", say("editor_not_fetched", name));
}

function gone(): void {
    find("gone").hidden = false;
    find("editor").inert = true;
}

function meet(): void {
    wire.say({ do: "people", people: people() });
}

/** Of a person who types, the host is asked after a moment. */
let meeting = 0;
function changed(): void {
    touched = true;
    clearTimeout(meeting);
    meeting = setTimeout(meet, 400);
    keepSoon(keepDraft);
}

function choose(protection: Protection): void {
    wire.say({ do: "protect", protection });
    if (touched) keepSoon(keepDraft);
}

function show(next: ComposeState): void {
    state = next;
    const view = composeView(next, say, day);
    find("mark").setAttribute("src", `assets/${view.mark}.svg`);
    document.body.dataset["mark"] = view.mark;
    fill("headline", view.headline);
    fill("warnings", ...view.problem.map((line) => make("p", { class: "notice" }, line)), ...view.warnings.map((each) => warning(each, act)));
    for (const each of view.choices) showChoice(each);
    const setUp = view.setUp ? [button(say("compose_set_up"), { id: "set-up" }, () => void openPage("welcome"))] : [];
    const certificate = next.protection !== "none" && next.signing.certificate;
    fill("signing", ...(certificate ? [say("compose_certificate", certificate)] : setUp));
    showPeople(view.recipients, next.protection === "encrypt", typing);
    fill("subject-open", ...(next.protection === "encrypt" ? [say("editor_subject_open")] : []));
    fill("send", say(`editor_send_${next.protection}`));
    send.disabled = next.busy;
    find("form").inert = next.busy;
    wire.busy = next.busy;
}

function act(does: WarningAction): void {
    if (does === "encrypt") return choose("encrypt");
    if (does === "as-is") return choose(state?.protection ?? "none");
    if (does === "remove-quote") removeQuote();
    wire.say({ do: does });
}

/** Nothing leaves the editor before all of this holds; the background looks again. */
function submit(): void {
    if (send.disabled || !state) return;
    const bad = firstBad();
    const { to, cc, bcc } = letter();
    if (bad) return refuse(say("editor_bad_address", bad.texts.join(", ")), bad.field);
    if (to.length + cc.length + bcc.length === 0) return refuse(say("editor_nobody"), "to");
    if (state.protection === "encrypt" && to.length + cc.length === 0) return refuse(say("editor_only_bcc"), "to");
    fill("problem");
    keepNoMore();
    const { text, html } = textContent();
    wire.busy = send.disabled = true;
    wire.say({ do: "send", id, letter: letter() }, entityOf({ text, html, attachments: attached() }));
}

function refuse(text: string, field: string): void {
    fill("problem", text);
    find(field).focus();
}

function showDoing(doing: Doing | null): void {
    const text = doing && (doing.phase === "sending" && doing.octets ? say("editor_octets", size(doing.octets.sent), size(doing.octets.of)) : "");
    const words = doing && say(`editor_doing_${doing.phase}`);
    const cancel = button(say("compose_cancel"), { id: "cancel" }, () => wire.say({ do: "cancel" }));
    fill("busy", ...(doing ? [make("progress", { "aria-label": words! }), make("span", { role: "status" }, [words, text].filter(Boolean).join(" ")), cancel] : []));
    if (!doing) send.disabled = find("form").inert = false;
}

function showProblem(problem: Problem): void {
    fill("problem", make("p", {}, say("editor_not_sent")), ...problemLines(problem, say).map((line) => make("p", {}, line)));
    find("problem").scrollIntoView({ block: "nearest" });
    send.focus();
}

/** The worker was ended meanwhile: if it had not begun to send, nothing went out. */
function resumed(posting: Posting | null): void {
    meet();
    if (state) wire.say({ do: "protect", protection: state.protection });
    if (posting) return showPosting(posting);
    if (wire.busy) fill("problem", say("editor_interrupted"));
    wire.busy = false;
    showDoing(null);
}

function showPosting(posting: Posting): void {
    const { steps } = posting;
    const [main] = steps;
    if (posting.id !== id) return document.getElementById(`unfinished-${posting.id}`)?.replaceWith(unfinishedNotice(posting));
    if (main?.state === "failed" || main?.state === "waiting") return;
    const sent = main?.state === "done";
    if (sent) touched = false;
    if (steps.every(({ state }) => state === "done")) return void close(true);
    const acts = {
        retry: (step: number) => wire.say({ do: "retry", id, step }),
        forget: () => (wire.say({ do: "forget", id }), close(sent)),
    };
    fill("posting", postingElement(posting, say(sent ? "editor_sent_partly" : "editor_sending_title"), acts));
    find("actions").hidden = sent || main?.state === "unknown";
    find("form").hidden = sent;
}

/** From another editor of this account, or from before the browser was closed. */
function unfinishedNotice(posting: Posting): HTMLElement {
    const notice = make("div", { class: "notice", id: `unfinished-${posting.id}` });
    const acts = {
        retry: (step: number) => wire.say({ do: "retry", id: posting.id, step }),
        forget: () => (wire.say({ do: "forget", id: posting.id }), notice.remove()),
    };
    notice.append(postingElement(posting, say("editor_unfinished"), acts));
    return notice;
}

function draftNotice({ id: draft, saved }: KeptDraft): HTMLElement {
    const notice = make("div", { class: "notice", id: `draft-${draft}` }, make("p", {}, say("editor_draft_there", moment(saved / 1000))));
    const restore = button(say("editor_draft_restore"), { id: `restore-${draft}` }, () => wire.say({ do: "restore-draft", id: draft }));
    const forget = button(say("editor_draft_delete"), { id: `delete-${draft}` }, () => {
        wire.say({ do: "delete-draft", id: draft });
        notice.remove();
    });
    notice.append(make("div", { class: "buttons" }, restore, forget));
    return notice;
}

/** From now on it is kept under the name of this editor. */
function restored(draft: string, bytes: Uint8Array): void {
    const { protection, quotesProtected } = restoreDraft(bytes);
    if (quotesProtected) wire.say({ do: "quotes" });
    choose(protection);
    meet();
    keepDraft();
    wire.say({ do: "delete-draft", id: draft });
    find(`draft-${draft}`).remove();
    find("body").focus();
}

function keepDraft(): void {
    if (!touched || !state || wire.busy) return;
    if (!state.signing.possible) return fill("kept", say("editor_draft_nowhere"));
    const { bytes, whole } = draftBytes(state.protection, state.quotesProtected);
    find("kept").dataset["whole"] = String(whole);
    wire.say({ do: "keep-draft", id, account: people().from }, bytes);
}

function kept({ saved }: KeptDraft): void {
    const part = find("kept").dataset["whole"] === "false" ? say("editor_draft_without_files") : "";
    fill("kept", [say("editor_draft_kept", moment(saved / 1000)), part].filter(Boolean).join(" "));
}

/** What was written is kept as a draft, unless it was sent. */
function close(sent: boolean): void {
    keepNoMore();
    if (!sent) keepDraft();
    touched = false;
    wire.say({ do: "close", sent });
}

function discard(): void {
    keepNoMore();
    touched = false;
    wire.say({ do: "delete-draft", id });
    wire.say({ do: "close", sent: false });
}

main();
