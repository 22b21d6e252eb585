// SPDX-License-Identifier: MPL-2.0
#include "wire/session.hpp"

#include "wire/piece.hpp"

#include <algorithm>
#include <exception>
#include <new>

namespace sealwright::wire {
namespace {

/// Raw octets per outgoing piece: well below limits::kFrameOut in base64, and quick to parse.
constexpr std::size_t kPiece = std::size_t{512} << 10;
/// For a client that has stopped writing but still reads what it was told.
constexpr std::chrono::milliseconds kDraining{1'000};

/// What the client did wrong when what it sends are no frames; nothing when it just ended.
std::optional<Error> violation(FrameStatus status) {
    switch (status) {
        case FrameStatus::empty:
            return Error{ErrorCode::request_malformed, "a frame is empty"};
        case FrameStatus::too_long:
            return Error{ErrorCode::request_limit, "a frame is too long"};
        case FrameStatus::cut_off:
            return Error{ErrorCode::request_malformed, "the last frame is incomplete"};
        default:
            return std::nullopt;
    }
}

/// People and mail servers take their time.
bool is_long(WaitsFor what) {
    return what == WaitsFor::person || what == WaitsFor::mail_server;
}

/// The one place where exceptions end: a broken invariant costs one request, not the host.
Result<Answer> guarded(Handler& handler, const Task& task, const Work& work) {
    try {
        return handler.handle(task, work);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::system_memory, ""};
    } catch (...) {
        // Not what the exception says: that may quote the message.
        return Error{ErrorCode::host_internal, "an invariant is broken"};
    }
}

}  // namespace

Session::Session(int in, int out, Handler& handler, std::string hello, SessionOptions options)
    : handler_(handler),
      options_(options),
      reader_(in, wake_),
      writer_(out, wake_),
      outbox_(options.unread_answers),
      lane_(options.threads),
      token_lane_(options.token_threads),
      key_lane_(options.key_threads),
      mail_lane_(options.mail_threads) {
    put(std::move(hello));
    writing_ = std::thread([this] { write_frames(); });
    watching_ = std::thread([this] { watch_deadlines(); });
}

Session::~Session() {
    end();
    lane_.stop();
    token_lane_.stop();
    key_lane_.stop();
    mail_lane_.stop();
    watching_.join();
    if (drained_.get_future().wait_for(kDraining) != std::future_status::ready) {
        outbox_.discard();
        wake_.set();
    }
    writing_.join();
}

SessionEnd Session::run() {
    FrameStatus status = reader_.next();
    for (; status == FrameStatus::frame; status = reader_.next()) take_frame(reader_.frame());
    if (const auto error = violation(status)) {
        put(error_frame({}, *error));
        broken_ = true;
    }
    end();
    return broken_ ? SessionEnd::broken : SessionEnd::clean;
}

void Session::tell_waiting(const std::stop_token& request, bool for_person) {
    if (const auto open = open_.find(request)) put(waiting_frame(open->request.id, for_person));
}

void Session::end() {
    open_.close_all();
    ended_.request_stop();
    outbox_.close();
}

void Session::take_frame(View frame) {
    if (const auto piece = match_piece(frame)) {
        transfers_.take(*piece);
        return;
    }
    const ParsedFrame parsed = parse_frame(frame);
    if (parsed.transfer)
        transfers_.spoil(*parsed.transfer, "a piece is not in the form agreed on");
    else
        take_control(parsed);
}

void Session::take_control(const ParsedFrame& parsed) {
    if (!parsed.object) {
        put(error_frame(parsed.id, {ErrorCode::request_malformed, parsed.why}));
        return;
    }
    auto request = parse_request(*parsed.object);
    if (!request) {
        if (const auto transfer = transfer_of(*parsed.object)) transfers_.refuse(*transfer);
        put(error_frame(parsed.id, request.error()));
    } else if (const auto* drop = std::get_if<Drop>(&*request)) {
        transfers_.forget(drop->transfer);
    } else {
        start(std::get<Request>(std::move(request).value()));
    }
}

void Session::start(Request request) {
    const MessageRef* message = message_of(request.task);
    // Without an id: the client would take it for the other request's answer.
    if (open_.find(request.id)) {
        if (message) transfers_.refuse(message->transfer);
        return put(error_frame({}, {ErrorCode::request_malformed, "id is in use"}));
    }
    if (const auto* other = std::get_if<CancelRequest>(&request.task))
        return cancel(request.id, other->of);
    auto open = std::make_shared<OpenRequest>();
    if (message) {
        auto transfer = transfers_.claim(message->transfer);
        if (!transfer) {
            transfers_.refuse(message->transfer);
            return put(error_frame(request.id, transfer.error()));
        }
        open->message = std::move(transfer).value();
        if (message->size) open->message->expect(*message->size);
    }
    const WaitsFor what = waits_for(request.task);
    open->request = std::move(request);
    open->deadline = std::chrono::steady_clock::now() +
                     (is_long(what) ? options_.long_patience : options_.patience);
    if (!open_.admit(open)) {
        forget_message(*open);
        return put(error_frame(open->request.id,
                               {ErrorCode::request_limit, "too many requests are open"}));
    }
    lane_for(what).add([this, open] { work(*open); });
}

Lane& Session::lane_for(WaitsFor what) {
    switch (what) {
        case WaitsFor::tokens:
            return token_lane_;
        case WaitsFor::person:
            return key_lane_;
        case WaitsFor::mail_server:
            return mail_lane_;
        case WaitsFor::nothing:
            break;
    }
    return lane_;
}

void Session::cancel(std::uint64_t id, std::uint64_t of) {
    if (const auto open = open_.find(of)) {
        open->stop.request_stop();
        const bool begun = open->begun && answers_when_cancelled(open->request.task);
        if (!begun) finish(*open, Error{ErrorCode::request_cancelled, ""});
    }
    put(answer_frame(id, Json::object()));
}

void Session::work(OpenRequest& open) {
    open.begun = true;
    if (!open.stop.stop_requested()) {
        const std::uint64_t id = open.request.id;
        const Work work{open.stop.get_token(), open.message, [this] { return ++last_transfer_; },
                        [this, id](std::size_t octets) { put(sent_frame(id, octets)); }};
        finish(open, guarded(handler_, open.request.task, work));
    } else {
        finish(open, Error{ErrorCode::request_cancelled, ""});
    }
    open_.release();
}

/// Answers, unless somebody else has done so.
void Session::finish(OpenRequest& open, const Result<Answer>& result) {
    if (!open_.close(open)) return;
    forget_message(open);
    const std::uint64_t id = open.request.id;
    if (!result) return put(error_frame(id, result.error()));
    std::string frame = answer_frame(id, result->object);
    if (frame.size() > limits::kFrameOut)
        return put(error_frame(id, {ErrorCode::request_limit, "the answer is too long"}));
    put(std::move(frame));
    for (const Answer::Body& body : result->bodies) send_body(body);
}

void Session::forget_message(const OpenRequest& open) {
    if (open.message) transfers_.forget(message_of(open.request.task)->transfer);
}

void Session::send_body(const Answer::Body& body) {
    View left = body.view();
    std::uint64_t number = 0;
    Position position = Position::inside;
    while (position == Position::inside) {
        const View piece = left.first(std::min(left.size(), kPiece));
        left = left.subspan(piece.size());
        if (left.empty()) position = Position::last;
        const auto put = outbox_.put_piece(piece_frame(body.transfer, number++, piece, position),
                                           ended_.get_token());
        if (put != Outbox::Put::done) return;
    }
}

void Session::put(std::string frame) {
    if (outbox_.put_answer(std::move(frame)) != Outbox::Put::overflow) return;
    broken_ = true;
    wake_.set();
}

void Session::write_frames() {
    while (const auto frame = outbox_.take()) {
        const WriteStatus status = writer_.write(*frame);
        if (status == WriteStatus::written) continue;
        outbox_.discard();
        wake_.set();
    }
    drained_.set_value();
}

void Session::watch_deadlines() {
    while (const auto open = open_.wait_for_overdue()) {
        finish(*open, Error{ErrorCode::request_deadline, ""});
        open->stop.request_stop();
    }
}

}  // namespace sealwright::wire
