// SPDX-License-Identifier: MPL-2.0
export const cases = {
    "the extension gets the host's hello": ({ extension }) => extension.greeted(),
};
