// SPDX-License-Identifier: MPL-2.0
import { api, type Event } from "../platform/api";
import type { Link } from "../protocol/link";

interface AlarmsApi {
    alarms: {
        create(name: string, info: { periodInMinutes: number }): Promise<void> | void;
        clear(name: string): Promise<boolean>;
        onAlarm: Event<[alarm: { name: string }]>;
    };
}
const { alarms } = api as unknown as AlarmsApi;
const alarm = "rest-host";

/**
 * Minutes without a question, while no mail is in front, after which the host ends; and as many again
 * at most. Long, since a password or PIN that only the host has is asked for anew.
 */
const idle = 10;

/** Lets the host and then the background end when nobody reads mail. Made at the top level, once. */
export function restWhenIdle(link: Pick<Link, "rest">, isMailInFront: () => Promise<boolean>): { begin(): void } {
    alarms.onAlarm.addListener(({ name }) => {
        if (name === alarm) void look();
    });
    async function look(): Promise<void> {
        if (!(await isMailInFront()) && link.rest()) await alarms.clear(alarm);
    }
    return { begin: () => void alarms.create(alarm, { periodInMinutes: idle }) };
}
