// SPDX-License-Identifier: MPL-2.0
import { language } from "../platform/say";

document.documentElement.lang = language();
