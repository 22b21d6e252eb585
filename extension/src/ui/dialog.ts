// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { button, fill, find, make } from "./dom";

const element = () => find("dialog") as HTMLDialogElement;

/** Shows something until it is closed, by button or Escape. */
export function showDialog(title: string, content: Node): void {
    open(title, content, [button(say("ui_close"), { id: "dialog-close" }, () => element().close())]);
}

/** A question before something that cannot be taken back; the focus is on leaving things as they are. */
export function askFirst(question: string, text: string, yes: string, act: () => void, leave = say("ui_keep")): void {
    const no = button(leave, { id: "dialog-no", autofocus: "" }, () => element().close());
    const go = button(yes, { id: "dialog-yes" }, () => (element().close(), act()));
    open(question, make("p", {}, text), [no, go]);
}

function open(title: string, content: Node, buttons: Node[]): void {
    fill("dialog-title", title);
    fill("dialog-content", content);
    fill("dialog-buttons", ...buttons);
    element().showModal();
}
