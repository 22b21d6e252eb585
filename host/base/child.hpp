// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sealwright {

/// Exactly what the child sees as its environment; nothing of ours is added.
using Environment = std::map<std::string, std::string>;
/// Those of our own variables that are set, among `names`.
Environment pick_environment(const std::vector<std::string>& names);

/// How long a wait may last: until `stop` is requested (`request.cancelled`) or `deadline` passes
/// (`request.deadline`). By default for ever.
struct Patience {
    std::stop_token stop = {};
    std::optional<std::chrono::steady_clock::time_point> deadline = {};
};
Patience at_most(std::chrono::milliseconds time, std::stop_token stop = {});

enum class ChildStderr { discard, inherit };

/// A program running beside us, reached through its standard input and output only: every other
/// file of ours is closed in it. It never outlives this object: the destructor kills and reaps it.
/// One thread may read while another writes. Unless said otherwise an Error is `system.child`;
/// after one (a pipe that broke, a child that ended early) only terminate() and wait() make sense.
/// Starting the first child makes this process ignore SIGPIPE.
class Child {
  public:
    static Result<Child> start(const std::filesystem::path& program,
                               const std::vector<std::string>& args, const Environment& environment,
                               ChildStderr log = ChildStderr::discard);
    Child(Child&&) noexcept;
    Child& operator=(Child&&) noexcept;
    ~Child();

    Result<void> write_all(View bytes, const Patience& patience = {});
    /// Fills `into` completely.
    Result<void> read_exact(std::span<std::uint8_t> into, const Patience& patience = {});
    /// At least one byte and at most `into`; 0 at the end of the child's output.
    Result<std::size_t> read_some(std::span<std::uint8_t> into, const Patience& patience = {});
    /// A line without its LF; longer than `most` bytes is an Error. Takes nothing beyond the LF
    /// and leaves no copy behind, so the line may be a secret.
    Result<SecretBytes> read_line(std::size_t most, const Patience& patience = {});
    /// The child reads end of file after what was written.
    void close_stdin();

    /// Ends the child at once; does nothing when it has ended already.
    void terminate();
    /// The exit code, or 128 + signal for a child that was killed. Close its stdin first if it
    /// reads to the end.
    Result<int> wait(const Patience& patience = {});

  private:
    struct State;
    explicit Child(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sealwright
