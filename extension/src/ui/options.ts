// SPDX-License-Identifier: MPL-2.0
import { experiment } from "../thunderbird/experiment";
import { newestResults, ownAddresses } from "./accounts";
import { showOptions } from "./options_page";
import { thunderbirdCheck } from "./thunderbird_check";

/** How many of the newest messages are looked at for proposals. */
const looked = 5;

void showOptions({
    addresses: ownAddresses,
    checks: async () => [thunderbirdCheck(experiment ? await experiment.missing() : null)],
    results: (accountId) => newestResults(accountId, looked),
    own: [],
});
