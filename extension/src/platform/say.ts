// SPDX-License-Identifier: MPL-2.0
import { api } from "./api";

/** The text of _locales with that key; empty when there is none. */
export type Say = (key: string, ...args: string[]) => string;

/** Texts end without the argument when it was not given: "It has expired. $1". */
export const say: Say = (key, ...args) => api.i18n.getMessage(key, args).trim();

export const language = (): string => api.i18n.getUILanguage();
