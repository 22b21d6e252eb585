// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace sealwright::wire {

/// A flag that poll() can wait for: tells threads that block on a file to stop. Once set it stays.
class Wake {
  public:
    Wake();
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    ~Wake();

    void set() const;
    /// Waits until `fd` is ready for `events` of poll(2), or has an error or hang-up to report.
    /// False when the flag was set first.
    [[nodiscard]] bool wait_for(int fd, short events) const;

  private:
    int fd_;
};

}  // namespace sealwright::wire
