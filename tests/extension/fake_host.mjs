// SPDX-License-Identifier: MPL-2.0

export const hello = { hello: { version: "0.1.0", protocol: 1, openssl: "3.0.22", outdated: false, stores: [] } };

/** A host in this process: it answers frames as told, and can go away. */
export class FakeHost {
    starts = 0;
    frames = [];

    /** `answer(frame, host)` is called for each frame that arrives. */
    constructor(answer = () => undefined, greeting = hello) {
        this.answer = answer;
        this.greeting = greeting;
    }

    connect = () => {
        ++this.starts;
        return {
            send: (frame) => {
                this.frames.push(frame);
                queueMicrotask(() => this.answer(frame, this));
            },
            close: () => undefined,
            listen: (onFrame, onGone) => {
                this.say = onFrame;
                this.go = (reason = "") => onGone(reason);
                queueMicrotask(() => this.greet());
            },
        };
    };

    greet() {
        if (typeof this.greeting === "function") this.greeting(this);
        else this.say(this.greeting);
    }

    /** The requests among the frames. */
    get requests() {
        return this.frames.filter((frame) => frame.do && frame.do !== "cancel");
    }
}

/** Timers that fire when the test says so. */
export class HandTimers {
    waiting = [];
    breathe = async () => undefined;
    after = (milliseconds, then) => {
        const timer = { milliseconds, then };
        this.waiting.push(timer);
        return () => this.waiting.splice(this.waiting.indexOf(timer) >>> 0, 1);
    };
    fire() {
        const due = this.waiting;
        this.waiting = [];
        for (const timer of due) timer.then();
    }
}
