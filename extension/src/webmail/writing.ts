// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Adapter, Composing } from "./adapter";
import { Choice, type Protection } from "./choice";
import { OwnFrame } from "./own_frame";
import type { ToPage } from "../talk/webmail";
import type { Wire } from "./wire";

interface Form {
    composing: Composing;
    choice: Choice;
    editor: OwnFrame | null;
    /** The person has chosen; what is usual does not matter any more. */
    chosen: boolean;
}

/** Puts the choice above forms in which mail is written, and an editor of ours in their place. */
export class Writer {
    private readonly forms = new Map<string, Form>();
    /** Forms that went with an editor in their place; the page may show them again. */
    private readonly taken = new Set<string>();

    constructor(
        private readonly adapter: Adapter,
        private readonly wire: Wire,
    ) {
        wire.listen({ heard: (said) => this.hear(said), again: () => this.again(), leave: () => this.leave() });
    }

    /** What is on screen may have changed. */
    look(): void {
        const found = this.adapter.composing(document);
        for (const [key, form] of this.forms) if (!found.some((each) => each.key === key)) this.forget(key, form);
        for (const composing of found) this.show(composing);
    }

    private show(composing: Composing): void {
        const { key } = composing;
        const known = this.forms.get(key);
        if (known) {
            if (known.editor && !known.editor.keep(composing.form)) this.lose(known);
            known.composing = composing;
            return known.choice.stand(composing.anchor);
        }
        const choice = new Choice((protection) => this.choose(key, protection));
        this.forms.set(key, { composing, choice, editor: null, chosen: false });
        choice.stand(composing.anchor);
        if (this.taken.delete(key)) choice.say(say("editor_taken"));
        this.ask(key);
    }

    private forget(key: string, form: Form): void {
        form.choice.leave();
        if (form.editor) this.taken.add(key);
        form.editor?.leave();
        this.forms.delete(key);
    }

    private ask(key: string): void {
        this.wire.say({ do: "form", key, account: this.adapter.account(document) });
    }

    /** An editor that stands keeps what is written in it, and its port comes back by itself; its end is told here. */
    private again(): void {
        for (const key of this.forms.keys()) this.ask(key);
    }

    /** An editor with unsent words in it stays: it says itself that nobody answers. */
    private leave(): void {
        for (const { choice } of this.forms.values()) choice.leave();
    }

    private choose(key: string, protection: Protection): void {
        const form = this.forms.get(key);
        if (!form) return;
        form.chosen = true;
        // In the editor there is the same choice, and what is written there stays there.
        if (protection === "none" || form.editor) return;
        form.choice.show(protection);
        this.wire.say({
            do: "frame",
            kind: "editor",
            key,
            account: this.adapter.account(document),
            protection,
            draft: form.composing.read(),
            session: this.adapter.session(document),
        });
    }

    private hear(said: ToPage): void {
        if (!("key" in said)) return;
        const form = this.forms.get(said.key);
        if (!form) return;
        if ("usual" in said && !form.chosen) this.choose(said.key, said.usual);
        else if ("frame" in said && said.frame === "editor") this.mount(form, said.token);
        else if ("closed" in said) this.close(form, said.sent);
    }

    private mount(form: Form, token: string): void {
        if (form.editor) return;
        form.choice.say("");
        form.choice.hide(true);
        const room = innerHeight - form.composing.form.getBoundingClientRect().top - margin;
        form.editor = new OwnFrame("editor", token, say("editor_title"), form.composing.form);
        form.editor.resize(Math.max(lowest, room));
        for (const each of form.composing.besides) each.style.setProperty("display", "none", "important");
    }

    /** The page took the editor away or drew its form anew; the next one offers the draft. */
    private lose(form: Form): void {
        this.close(form, false);
        form.choice.say(say("editor_taken"));
    }

    private close(form: Form, sent: boolean): void {
        form.editor?.leave();
        form.editor = null;
        for (const each of form.composing.besides) each.style.removeProperty("display");
        form.choice.hide(false);
        form.choice.show("none");
        if (sent) form.composing.discard();
    }
}

/** CSS pixels: room to write, and as much as there is without a second scroll bar. */
const lowest = 560;
const margin = 20;
