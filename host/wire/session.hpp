// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/limits.hpp"
#include "wire/frame.hpp"
#include "wire/handler.hpp"
#include "wire/lane.hpp"
#include "wire/open_requests.hpp"
#include "wire/outbox.hpp"
#include "wire/transfers.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>

namespace sealwright::wire {

struct SessionOptions {
    /// Verifications run side by side, and never wait behind a request that asks a person or lists
    /// tokens.
    std::size_t threads = 4;
    std::size_t token_threads = 2;
    std::size_t key_threads = 4;
    /// What waits for mail servers holds up nothing else.
    std::size_t mail_threads = 2;
    /// From a request's arrival to its answer. A gigabyte has arrived within two minutes; a person
    /// may have to fetch a smart card first, and a mail server may be slow.
    std::chrono::milliseconds patience{std::chrono::minutes(2)};
    std::chrono::milliseconds long_patience{std::chrono::minutes(15)};
    /// Octets of answers a client may leave unread.
    std::size_t unread_answers = limits::kUnreadAnswers;
};

enum class SessionEnd {
    clean,   ///< the client closed the pipe between two frames
    broken,  ///< what came were no frames, or the client does not read its answers
};

/// One client's connection, from hello to the end of its frames. Reading, writing and working are
/// threads apart, so that neither a client that does not read nor a slow request stops reading.
class Session {
  public:
    /// Neither files nor handler are owned. `hello` is sent first.
    Session(int in, int out, Handler& handler, std::string hello, SessionOptions options = {});
    /// Waits for requests that are still at work; they were told to stop.
    ~Session();

    /// Reads and answers until the client is gone, then tells all requests to stop.
    SessionEnd run();

    /// Tells the client that the request stopped by `request` waits for a person, or no more.
    void tell_waiting(const std::stop_token& request, bool for_person);

  private:
    void take_frame(View frame);
    void take_control(const ParsedFrame& parsed);
    void start(Request request);
    Lane& lane_for(WaitsFor what);
    void cancel(std::uint64_t id, std::uint64_t of);
    void work(OpenRequest& open);
    void finish(OpenRequest& open, const Result<Answer>& result);
    void forget_message(const OpenRequest& open);
    void send_body(const Answer::Body& body);
    void put(std::string frame);
    void write_frames();
    void watch_deadlines();
    void end();

    Handler& handler_;
    SessionOptions options_;
    Wake wake_;
    FrameReader reader_;
    FrameWriter writer_;
    Outbox outbox_;
    Transfers transfers_;
    OpenRequests open_;
    std::atomic<std::uint64_t> last_transfer_ = 0;
    std::atomic<bool> broken_ = false;
    std::stop_source ended_;
    std::promise<void> drained_;
    std::thread writing_;
    std::thread watching_;
    Lane lane_;
    Lane token_lane_;
    Lane key_lane_;
    Lane mail_lane_;
};

}  // namespace sealwright::wire
