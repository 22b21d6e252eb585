// SPDX-License-Identifier: MPL-2.0
// What Thunderbird gives to privileged scripts. Its interfaces have no types; every use of an
// internal is detected at run time instead (internals.ts).
/* eslint-disable @typescript-eslint/no-explicit-any */
declare const ChromeUtils: any;
declare const Components: any;
declare const Services: any;
declare const IOUtils: any;
declare const Cc: any;
declare const Ci: any;
declare const Cr: any;
