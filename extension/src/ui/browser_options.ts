// SPDX-License-Identifier: MPL-2.0
import { ownAddresses } from "./browser_accounts";
import { showOptions } from "./options_page";
import { showSites } from "./options_sites";
import { showWays } from "./options_ways";

void showOptions({
    addresses: ownAddresses,
    checks: async () => [],
    // Nothing is fetched that the person does not look at.
    results: async () => [],
    own: [showSites, showWays],
});
