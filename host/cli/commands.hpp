// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cli/cli.hpp"
#include "tasks/services.hpp"

#include <CLI/CLI.hpp>

#include <functional>

namespace sealwright::cli {

/// Adds a sub-command to `app`; when it is the one asked for, its work is put into `chosen`.
using Work = std::function<Exit(const tasks::Services&)>;

void add_verify(CLI::App& app, Work& chosen);
void add_decrypt(CLI::App& app, Work& chosen);
void add_sign(CLI::App& app, Work& chosen);
void add_encrypt(CLI::App& app, Work& chosen);
void add_identities(CLI::App& app, Work& chosen);
void add_people(CLI::App& app, Work& chosen);
void add_doctor(CLI::App& app, Work& chosen);

/// Prints one line that says what, where and what to do; gives the exit code that fits.
Exit report(const Error& error);

}  // namespace sealwright::cli
