// SPDX-License-Identifier: MPL-2.0

/** Calls the background page's listener, waking the page when it sleeps. */
export type Fire<Answer = unknown> = (...given: unknown[]) => Promise<Answer>;

interface ThunderbirdFire {
    wakeup?: () => Promise<void>;
    async(...given: unknown[]): Promise<unknown>;
}

/**
 * An event whose listener is known across restarts, so that a message can be protected or opened
 * while the event page has not run yet.
 */
export class WakingEvent {
    private current: ThunderbirdFire | null = null;

    /** Rejects when the background page has never asked for this event. */
    readonly fire: Fire = async (...given) => {
        if (!this.current) throw new Error("Sealwright is not listening");
        if (this.current.wakeup) await this.current.wakeup();
        return this.current.async(...given);
    };

    /** The form ExtensionAPIPersistent.PERSISTENT_EVENTS wants. */
    readonly register = ({ fire }: { fire: ThunderbirdFire }) => {
        this.current = fire;
        return {
            unregister: () => {
                if (this.current === fire) this.current = null;
            },
            convert: (next: ThunderbirdFire) => {
                this.current = fire = next;
            },
        };
    };
}
