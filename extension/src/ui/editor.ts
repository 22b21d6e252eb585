// SPDX-License-Identifier: MPL-2.0
import type { Doing, EditorStart, KeptDraft, Quote, ToEditor } from "../talk/editor";
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
import { askFirst } from "./dialog";
import { draftBytes, restoreDraft } from "./editor_draft";
import { addressFields, fillFields, firstBad, letter, offerAccounts, people, showPeople } from "./editor_fields";
import { askAgain, attach, attached, expect, firstMissing, prepareFiles, size, type Coming } from "./editor_files";
import { Keeping } from "./editor_keeping";
import { postingElement } from "./editor_posting";
import { prepareText, removeQuote, setQuote, setText, textContent, wordsOf } from "./editor_text";
import { EditorWire } from "./editor_wire";
import { openPage, preparePage } from "./page";
import { isolated } from "../wording/keys";
import { problemLines, shortProblem } from "../wording/problem_text";

const day = shortDate(language());
const moment = longDate(language());
const id = crypto.randomUUID();
const send = find("send") as HTMLButtonElement;
let wire: EditorWire;
let state: ComposeState | null = null;
let keeping: Keeping;
let typing: string | null = null;

function main(): void {
    preparePage();
    find("apart").hidden = window === top; // there is no website around it
    find("choices").append(...(["none", "sign", "encrypt"] as const).map((each) => choiceElement(each, choose)));
    prepareText(changed, (files) => void attach(files));
    prepareFiles(changed);
    for (const field of [...addressFields, "subject", "from"]) listenTo(find(field));
    send.addEventListener("click", submit);
    find("close").addEventListener("click", () => keeping.close());
    find("discard").addEventListener("click", discard);
    addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
        }
    });
    wire = new EditorWire(id, hear);
    keeping = new Keeping({ busy: () => wire.busy, obstacle: draftObstacle, hand: handDraft, replaced: deleteDraft, leave: () => leave(false) });
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
    else if ("draftKept" in said) keeping.kept(said.draftKept, said.change);
    else if ("draftFailed" in said) keeping.failed(said.draftFailed);
    else if ("restored" in said && body) restored(said.restored, body);
    else if ("fetching" in said) fromPage[said.fetching]?.told(said.octets.come, said.octets.of);
    else if ("fetched" in said) fetched(said.fetched, body);
}

function begin({ account, accounts, draft, quote, drafts, unfinished }: EditorStart): void {
    const own = [...new Set([account, ...accounts].filter(Boolean))];
    offerAccounts(own, parseAddresses(draft.from).mailboxes);
    fillFields({ ...draft, from: account });
    if (quote) showQuote(quote);
    else setText(draft.body);
    fromPage = draft.attachments.map((file, number) => expect(file, () => wire.say({ do: "fetch", number })));
    const leaked = draft.body.trim() ? [make("div", { class: "notice" }, make("p", {}, say("editor_leaked")))] : [];
    const begun = [draft.to, draft.subject, draft.body].some((each) => each.trim());
    const staying = draft.filesStay && begun ? [make("div", { class: "notice" }, make("p", {}, say("editor_files_stay")))] : [];
    fill("notices", ...leaked, ...staying, ...drafts.map(draftNotice), ...unfinished.map(unfinishedNotice));
    find("editor").hidden = find("actions").hidden = false;
    meet();
    find(draft.to || quote ? "body" : "to").focus();
}

function showQuote({ author, text, html, forwarded }: Quote): void {
    const words = html ? wordsOf(html) : text;
    if (!forwarded) return setQuote(say("editor_wrote", author), words);
    const { to, subject, date } = forwarded;
    const head = [["viewer_from", author], ["viewer_to", to], ["viewer_date", date === null ? "" : moment(date)], ["confirm_subject", subject]] as const;
    const lines = head.filter(([, value]) => value).map(([name, value]) => `${say(name)}: ${value}`);
    setQuote(say("editor_forwarded"), [...lines, "", words].join("\n"));
}

let fromPage: Coming[] = [];

/** As long as nothing was written here, the page has all of it too. */
function fetched(number: number, bytes: Uint8Array<ArrayBuffer> | null): void {
    fromPage[number]?.ends(bytes);
    if (keeping.isWritten) keeping.changed();
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
    clearTimeout(meeting);
    meeting = setTimeout(meet, 400);
    keeping.changed();
}

function choose(protection: Protection): void {
    wire.say({ do: "protect", protection });
    if (keeping.isWritten) keeping.changed();
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
    setBusy(next.busy);
}

/** Nothing is kept while a message is under way or a window asks. */
function setBusy(busy: boolean): void {
    wire.busy = busy;
    freeze(busy);
}

/** Nothing is written or left. */
function freeze(busy: boolean): void {
    find("form").inert = busy;
    for (const id of ["send", "close", "discard"]) (find(id) as HTMLButtonElement).disabled = busy;
}

function act(does: WarningAction): void {
    if (does === "encrypt") return choose("encrypt");
    if (does === "as-is") return choose(state?.protection ?? "none");
    if (does === "remove-quote") return removeQuoted();
    wire.say({ do: does });
}

/** Where it cannot be told what is quoted, only the person can say that it is gone. */
function removeQuoted(): void {
    const gone = () => wire.say({ do: "remove-quote" });
    if (removeQuote()) gone();
    else askFirst(say("editor_quote_question"), say("editor_quote_text"), say("editor_quote_gone"), gone);
    changed();
}

/** Nothing leaves the editor before all of this holds; the background looks again. */
function submit(): void {
    if (send.disabled || !state) return;
    const bad = firstBad();
    const { to, cc, bcc } = letter();
    if (bad) return refuse(say("editor_bad_address", bad.texts.join(", ")), bad.field);
    if (to.length + cc.length + bcc.length === 0) return refuse(say("editor_nobody"), "to");
    if (state.protection === "encrypt" && to.length + cc.length === 0) return refuse(say("editor_only_bcc"), "to");
    const missing = firstMissing();
    if (missing) return refuse(say(missing.coming ? "editor_file_waits" : "editor_file_not_there", isolated(missing.name)), missing.remove);
    fill("problem");
    const { text, html } = textContent();
    setBusy(true);
    wire.say({ do: "send", id, letter: letter() }, entityOf({ text, html, attachments: attached() }));
}

function refuse(text: string, field: string): void {
    fill("problem", text);
    find(field).focus();
}

function showDoing(doing: Doing | null): void {
    const octets = doing?.phase === "sending" ? doing.octets : null;
    // A browser does not tell how much of a request is under way: then there is only the size to say.
    const text = !octets ? "" : octets.sent > 0 ? say("editor_octets", size(octets.sent), size(octets.of)) : size(octets.of);
    const counted: Record<string, string> = octets && octets.sent > 0 ? { value: String(octets.sent), max: String(octets.of) } : {};
    const words = doing && say(`editor_doing_${doing.phase}`);
    const cancel = button(say("compose_cancel"), { id: "cancel" }, () => wire.say({ do: "cancel" }));
    fill("busy", ...(doing ? [make("progress", { "aria-label": words!, ...counted }), make("span", { role: "status" }, [words, text].filter(Boolean).join(" ")), cancel] : []));
    if (!doing) freeze(false);
}

function showProblem(problem: Problem): void {
    fill("problem", make("p", {}, say("editor_not_sent")), ...problemLines(problem, say).map((line) => make("p", {}, line)));
    find("problem").scrollIntoView({ block: "nearest" });
    setBusy(false);
    send.focus();
    keeping.soon();
}

/** The worker was ended meanwhile: if it had not begun to send, nothing went out. */
function resumed(posting: Posting | null): void {
    meet();
    askAgain();
    if (posting) return showPosting(posting);
    if (wire.holdsSend) return;
    if (wire.busy) fill("problem", say("editor_interrupted"));
    setBusy(false);
    keeping.resumed();
}

function showPosting(posting: Posting): void {
    const { steps } = posting;
    const [main] = steps;
    if (posting.id !== id) return document.getElementById(`unfinished-${posting.id}`)?.replaceWith(unfinishedNotice(posting));
    const ended = main?.state === "failed" || main?.state === "unknown";
    setBusy(!ended && steps.some(({ state }) => state === "going" || state === "waiting"));
    if (main?.state === "failed" || main?.state === "waiting") return;
    const sent = main?.state === "done";
    if (sent) keeping.end();
    if (steps.every(({ state }) => state === "done")) return leave(true);
    const acts = {
        retry: (step: number) => wire.say({ do: "retry", id, step }),
        forget: () => (wire.say({ do: "forget", id }), sent ? leave(true) : keeping.close()),
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
    const restore = () => wire.say({ do: "restore-draft", id: draft });
    const ask = () => askFirst(say("editor_draft_question"), say("editor_draft_instead"), say("editor_draft_restore"), restore);
    const goOn = button(say("editor_draft_restore"), { id: `restore-${draft}` }, () => (keeping.isWritten ? ask() : restore()));
    const forget = button(say("editor_draft_delete"), { id: `delete-${draft}` }, () => {
        deleteDraft(draft);
        notice.remove();
    });
    notice.append(make("div", { class: "buttons" }, goOn, forget));
    return notice;
}

const deleteDraft = (draft: string): void => wire.say({ do: "delete-draft", id: draft });

/** From now on it is kept under the name of this editor. */
function restored(draft: string, bytes: Uint8Array): void {
    const { protection, quotesProtected } = restoreDraft(bytes);
    if (!quotesProtected) wire.say({ do: "remove-quote" });
    wire.say({ do: "protect", protection });
    if (state) state = { ...state, protection, quotesProtected };
    meet();
    find(`draft-${draft}`).remove();
    find("body").focus();
    setBusy(false);
    keeping.restored(draft);
}

function handDraft(change: number): boolean {
    const { protection, quotesProtected } = state!;
    const { bytes, whole } = draftBytes(protection, quotesProtected);
    wire.say({ do: "keep-draft", id, account: people().from, change }, bytes);
    return whole;
}

/** A host that is away is not the same as no certificate. */
function draftObstacle(): string {
    if (!state) return say("editor_draft_not_yet");
    const { possible, why } = state.signing;
    if (possible) return "";
    const none = why?.kind === "error" && why.code === "key.none";
    return why && !none ? say("editor_draft_failed", shortProblem(why, say)) : say("editor_draft_nowhere");
}

function leave(sent: boolean): void {
    keeping.end();
    wire.say({ do: "close", sent });
}

function discard(): void {
    deleteDraft(id);
    leave(false);
}

main();
