// SPDX-License-Identifier: MPL-2.0
import { connectHost, onPage } from "../platform/api";
import { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";

const link = new Link(connectHost);

/** The host page asks by any message, and once when it opens. */
onPage("host", (port) => {
    const tell = async () => {
        try {
            port.postMessage({ hello: await link.hello() });
        } catch (error) {
            if (!(error instanceof ProblemError)) throw error;
            port.postMessage({ problem: error.problem });
        }
    };
    port.onMessage.addListener(() => void tell());
    void tell();
});
