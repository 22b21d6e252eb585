// SPDX-License-Identifier: MPL-2.0
import { api, type Event } from "../platform/api";
import type { Link } from "../protocol/link";
import { Retry } from "./retry";

interface AlarmsApi {
    alarms: {
        create(name: string, info: { periodInMinutes: number }): Promise<void> | void;
        clear(name: string): Promise<boolean>;
        onAlarm: Event<[alarm: { name: string }]>;
    };
}
const { alarms } = api as unknown as AlarmsApi;
const alarm = "look-for-host";

/**
 * Looks for a host that is not there until it answers, then calls `found`. While the background
 * sleeps for want of a port, an alarm goes on. Made at the top level, once.
 */
export function watchForHost(link: Link, found: () => Promise<void>): { start(): void } {
    const retry = new Retry(look);
    async function look(): Promise<"done" | "again"> {
        try {
            await link.hello();
        } catch {
            return "again";
        }
        await alarms.clear(alarm);
        await found();
        return "done";
    }
    alarms.onAlarm.addListener(({ name }) => name === alarm && void look());
    return {
        start() {
            retry.start();
            void alarms.create(alarm, { periodInMinutes: 1 });
        },
    };
}
