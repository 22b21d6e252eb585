// SPDX-License-Identifier: MPL-2.0
import type { Adapter } from "../adapter";
import { generic } from "./generic";
import { gmail } from "./gmail";
import { outlook } from "./outlook";
import { roundcube } from "./roundcube";

/** The first one that knows a page is the one that is used; the last one takes every page. */
export const adapters: Adapter[] = [roundcube, gmail, outlook, generic];
