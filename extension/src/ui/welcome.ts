// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { say } from "../platform/say";
import type { ComposeRequest } from "../talk/compose";
import { ownAddresses, type OwnAddress } from "./accounts";
import { showWelcome } from "./welcome_page";

interface Compose {
    compose: { beginNew(messageId: null, details: object): Promise<{ id: number }> };
    tabs: { getCurrent(): Promise<{ id: number }>; remove(id: number): Promise<void> };
}
const thunderbird = api as unknown as Compose;

void showWelcome({
    steps: ["program", "certificate", "choice", "test"],
    contents: {},
    addresses: ownAddresses,
    look: async () => ({}),
    test,
    leave: async () => thunderbird.tabs.remove((await thunderbird.tabs.getCurrent()).id),
});

async function test({ address, identityId }: OwnAddress): Promise<boolean> {
    const { id } = await thunderbird.compose.beginNew(null, {
        identityId,
        to: [address],
        subject: say("welcome_test_subject"),
        plainTextBody: say("welcome_test_body"),
        isPlainText: true,
    });
    const request: ComposeRequest = { do: "protect", tab: id, protection: "sign" };
    api.runtime.connect({ name: "compose" }).postMessage(request);
    return true;
}
