// SPDX-License-Identifier: MPL-2.0
#include "base/child.hpp"

#define BOOST_PROCESS_USE_STD_FS
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async_pipe.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>

#include <csignal>
#include <cstdlib>
#include <linux/close_range.h>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace sealwright {
namespace {
namespace bp = boost::process;
namespace asio = boost::asio;

struct Outcome {
    boost::system::error_code error;
    std::size_t count = 0;
    bool done = false;
};

Error child_error(const std::string& what) {
    return {ErrorCode::system_child, what};
}

Error interrupted(const Patience& patience) {
    if (patience.stop.stop_requested()) return {ErrorCode::request_cancelled, "child process"};
    return {ErrorCode::request_deadline, "child process"};
}

bool is_interrupted(const Patience& patience) {
    return patience.stop.stop_requested() ||
           (patience.deadline && std::chrono::steady_clock::now() >= *patience.deadline);
}

/// Runs one operation on a pipe to its end, or cancels it.
template <class Begin>
Outcome complete(asio::io_context& loop, bp::async_pipe& pipe, const Patience& patience,
                 Begin begin) {
    Outcome outcome;
    loop.restart();
    begin([&outcome](const boost::system::error_code& error, std::size_t count) {
        outcome = {error, count, true};
    });
    {
        std::stop_callback stopping(
            patience.stop, [&loop, &pipe] { asio::post(loop, [&pipe] { pipe.cancel(); }); });
        if (patience.deadline) {
            loop.run_until(*patience.deadline);
        } else {
            loop.run();
        }
    }
    if (!outcome.done) pipe.cancel();
    // Every handler refers to this frame: none may be left behind.
    loop.restart();
    loop.run();
    return outcome;
}

/// Runs between fork and exec: nothing of ours but the three standard files may pass. Marking
/// instead of closing keeps open the pipe on which Boost reports that exec failed.
void prepare_exec() {
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    std::signal(SIGPIPE, SIG_DFL);
}

void ignore_broken_pipes() {
    static std::once_flag once;
    std::call_once(once, [] { std::signal(SIGPIPE, SIG_IGN); });
}

bp::environment exactly(const Environment& environment) {
    bp::environment names;
    for (const auto& [name, value] : environment) names[name] = value;
    return names;
}

int exit_code(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Environment pick_environment(const std::vector<std::string>& names) {
    Environment picked;
    for (const auto& name : names) {
        if (const char* value = std::getenv(name.c_str())) picked[name] = value;
    }
    return picked;
}

Patience at_most(std::chrono::milliseconds time, std::stop_token stop) {
    return {std::move(stop), std::chrono::steady_clock::now() + time};
}

struct Child::State {
    asio::io_context writing, reading;
    bp::async_pipe input{writing}, output{reading};
    bp::child process;  // ends first: kills and reaps before the pipes close
    bool terminated = false;

    template <class Log>
    void launch(const std::filesystem::path& program, const std::vector<std::string>& args,
                const Environment& environment, Log&& log, std::error_code& error) {
        bp::environment names = exactly(environment);
        process = bp::child(
            bp::exe = program.string(), bp::args = args, names,
            bp::std_in<input, bp::std_out> output, std::forward<Log>(log),
            bp::extend::on_exec_setup = [](auto&) { prepare_exec(); }, error);
    }
};

Child::Child(std::unique_ptr<State> state) : state_(std::move(state)) {}
Child::Child(Child&&) noexcept = default;
Child& Child::operator=(Child&&) noexcept = default;
Child::~Child() = default;

Result<Child> Child::start(const std::filesystem::path& program,
                           const std::vector<std::string>& args, const Environment& environment,
                           ChildStderr log) try {
    ignore_broken_pipes();
    auto state = std::make_unique<State>();
    std::error_code error;
    if (log == ChildStderr::discard) {
        state->launch(program, args, environment, bp::std_err > bp::null, error);
    } else {
        state->launch(program, args, environment, bp::std_err > stderr, error);
    }
    if (error) return child_error(program.string() + ": " + error.message());
    return Child(std::move(state));
} catch (const std::exception& failure) {
    return child_error(program.string() + ": " + failure.what());
}

Result<void> Child::write_all(View bytes, const Patience& patience) {
    if (is_interrupted(patience)) return interrupted(patience);
    const auto outcome = complete(state_->writing, state_->input, patience, [&](auto&& handler) {
        asio::async_write(state_->input, asio::buffer(bytes.data(), bytes.size()), handler);
    });
    if (outcome.error == asio::error::operation_aborted) return interrupted(patience);
    if (outcome.error) return child_error("writing: " + outcome.error.message());
    return {};
}

Result<void> Child::read_exact(std::span<std::uint8_t> into, const Patience& patience) {
    if (is_interrupted(patience)) return interrupted(patience);
    const auto outcome = complete(state_->reading, state_->output, patience, [&](auto&& handler) {
        asio::async_read(state_->output, asio::buffer(into.data(), into.size()), handler);
    });
    if (outcome.error == asio::error::operation_aborted) return interrupted(patience);
    if (outcome.error) return child_error("reading: " + outcome.error.message());
    return {};
}

Result<std::size_t> Child::read_some(std::span<std::uint8_t> into, const Patience& patience) {
    if (is_interrupted(patience)) return interrupted(patience);
    const auto outcome = complete(state_->reading, state_->output, patience, [&](auto&& handler) {
        state_->output.async_read_some(asio::buffer(into.data(), into.size()), handler);
    });
    if (outcome.error == asio::error::eof) return std::size_t{0};
    if (outcome.error == asio::error::operation_aborted) return interrupted(patience);
    if (outcome.error) return child_error("reading: " + outcome.error.message());
    return outcome.count;
}

Result<SecretBytes> Child::read_line(std::size_t most, const Patience& patience) {
    SecretBytes line(most + 1);
    for (std::size_t length = 0; length <= most; ++length) {
        auto read = read_exact(line.writable().subspan(length, 1), patience);
        if (!read) return read.error();
        if (line.view()[length] == '\n') {
            line.shrink(length);
            return line;
        }
    }
    return child_error("a line is too long");
}

void Child::close_stdin() {
    boost::system::error_code ignored;
    state_->input.close(ignored);
}

void Child::terminate() {
    std::error_code ignored;
    if (!state_->process.running(ignored)) return;
    state_->process.terminate(ignored);
    state_->terminated = true;
}

Result<int> Child::wait(const Patience& patience) {
    std::error_code error;
    while (state_->process.running(error)) {
        if (is_interrupted(patience)) return interrupted(patience);
        // No portable way to wait for one child with a deadline; this is only used at its end.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (error) return child_error("waiting: " + error.message());
    if (state_->terminated) return 128 + SIGKILL;
    return exit_code(state_->process.native_exit_code());
}

}  // namespace sealwright
