// SPDX-License-Identifier: MPL-2.0
#include "tasks/key_log.hpp"

#include "base/descriptor.hpp"
#include "base/text.hpp"

#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sealwright::tasks {
namespace {

std::string text_of(UnixTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

/// shown() leaves neither tabs nor line ends in what others chose.
std::string line_of(const KeyUsed& used) {
    const char* action = used.action == keys::Action::sign ? "sign" : "decrypt";
    const std::string_view end = used.failed ? word(*used.failed) : "done";
    return text_of(used.time) + '\t' + action + '\t' + shown(used.account) + '\t' +
           shown(used.store) + '\t' + std::string(end) + '\n';
}

Descriptor open_log(const std::string& file) {
    return Descriptor(
        ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
}

bool is_full(const Descriptor& log) {
    struct stat facts {};
    return ::fstat(log.number(), &facts) == 0 &&
           static_cast<std::size_t>(facts.st_size) >= kKeyLogOctets;
}

}  // namespace

void KeyLog::note(const KeyUsed& used) const {
    Descriptor log = open_log(file_);
    if (log && is_full(log)) {
        std::rename(file_.c_str(), (file_ + ".old").c_str());
        log = open_log(file_);
    }
    const std::string line = line_of(used);
    if (log && ::write(log.number(), line.data(), line.size()) < 0) return;
}

}  // namespace sealwright::tasks
