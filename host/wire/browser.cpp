// SPDX-License-Identifier: MPL-2.0
#include "wire/browser.hpp"

#include "base/descriptor.hpp"
#include "tasks/watched_prompt.hpp"
#include "wire/hello.hpp"
#include "wire/session.hpp"
#include "wire/task_handler.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <unistd.h>

namespace sealwright::wire {
namespace {

/// What a library may still need to end what it was told to stop.
constexpr std::chrono::milliseconds kGrace{2'000};

void say(const Error& error) {
    std::cerr << "sealwright: " << kErrorTexts[static_cast<std::size_t>(error.code)] << " ("
              << error.detail << ")\n";
}

/// Standard output for frames alone: whatever else some library prints goes to standard error.
Descriptor take_output() {
    Descriptor out(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return out;
}

std::string hello(const tasks::Services& services) {
    std::vector<std::string> stores;
    for (const auto& store : services.stores) stores.push_back(store->name());
    return hello_frame(SEALWRIGHT_VERSION, running_openssl(), stores);
}

/// A key or a token may not come back, but the browser is gone already.
void end_in_time(BrowserExit code) {
    std::thread([code] {
        std::this_thread::sleep_for(kGrace);
        std::_Exit(static_cast<int>(code));
    }).detach();
}

}  // namespace

BrowserExit serve_browser(const std::vector<std::string>& args, const Origins& origins,
                          const std::function<tasks::Services()>& make_services) {
    const Result<std::string> origin = check_origin(args, origins);
    if (!origin) {
        say(origin.error());
        return BrowserExit::refused;
    }
    const Descriptor out = take_output();
    const tasks::Services services = make_services();
    TaskHandler handler(services);
    Session session(STDIN_FILENO, out.number(), handler, hello(services));
    services.person->listen(
        [&session](const std::stop_token& request, tasks::PersonWatch::Waiting waiting) {
            session.tell_waiting(request, waiting == tasks::PersonWatch::Waiting::person);
        });
    const bool clean = session.run() == SessionEnd::clean;
    const BrowserExit code = clean ? BrowserExit::done : BrowserExit::broken;
    end_in_time(code);
    return code;
}

}  // namespace sealwright::wire
