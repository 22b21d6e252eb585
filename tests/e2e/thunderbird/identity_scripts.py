# SPDX-License-Identifier: MPL-2.0
"""Identities of a Thunderbird's account, as bodies of functions in its chrome context."""

# A further identity in the account, with the address and name given.
ADD_IDENTITY = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const account = MailServices.accounts.defaultAccount;
    const identity = MailServices.accounts.createIdentity();
    identity.copy(account.defaultIdentity);
    [identity.email, identity.fullName] = args;
    account.addIdentity(identity);
"""
REMOVE_IDENTITY = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const account = MailServices.accounts.defaultAccount;
    const identity = account.identities.find(({ email }) => email == args[0]);
    if (identity) account.removeIdentity(identity);
"""
