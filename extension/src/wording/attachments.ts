// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";

/** What an attachment is called, also when its sender gave it no name. */
export const attachmentName = (name: string, index: number, say: Say): string => name || say("viewer_unnamed", String(index + 1));
