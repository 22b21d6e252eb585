// SPDX-License-Identifier: MPL-2.0
import type { Adapter } from "../adapter";
import { roundcube } from "./roundcube";

/** The first one that knows a page is the one that is used. */
export const adapters: Adapter[] = [roundcube];
