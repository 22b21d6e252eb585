// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

export const cases = {
    async "the extension gets the host's hello"({ extension }) {
        const page = await extension.page("host.html");
        const text = () => page.evaluate(() => document.body.innerText);
        await until(async () => /OpenSSL 3\./i.test(await text()), "the host's versions on the page");
    },
};
