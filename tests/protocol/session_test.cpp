// SPDX-License-Identifier: MPL-2.0
#include "wire/session.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "protocol/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <future>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::wire;

namespace {

/// Something threads wait at until it is opened, or until they are stopped.
class Gate {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        opened_.notify_all();
    }
    void wait(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        ++waiting_;
        opened_.notify_all();
        opened_.wait(lock, stop, [&] { return open_; });
    }
    /// Until that many threads have come.
    void wait_for_crowd(int size) {
        std::unique_lock lock(mutex_);
        opened_.wait(lock, [&] { return waiting_ >= size; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any opened_;
    bool open_ = false;
    int waiting_ = 0;
};

/// Answers `glance` by what its head says, `verify` with the message's digest, and lets `decrypt`
/// and `protect` wait at the gate as if a person was asked.
class FakeHandler : public Handler {
  public:
    Result<Answer> handle(const Task& task, const Work& work) override {
        if (const auto* glance = std::get_if<GlanceRequest>(&task)) return obey(glance->head, work);
        if (std::holds_alternative<VerifyRequest>(task)) {
            const auto whole = work.message->whole(work.stop);
            if (!whole) return whole.error();
            return Answer{{{"sha256", hex(as_text(sha256(*whole)))}}, {}};
        }
        gate.wait(work.stop);
        ++key_operations;
        return Answer{{{"key", "used"}}, {}};
    }

    Gate gate;
    std::atomic<int> key_operations = 0;
    std::function<void(const std::stop_token&, bool)> tell;

  private:
    Result<Answer> obey(const std::string& head, const Work& work) {
        if (head == "throw") throw std::logic_error("secret");
        if (head == "wait") gate.wait(work.stop);
        if (head == "ask") {
            tell(work.stop, true);
            tell(work.stop, false);
        }
        if (head == "long") return Answer{{{"long", std::string(limits::kFrameOut, 'x')}}, {}};
        if (head == "body") {
            const std::uint64_t transfer = work.new_transfer();
            Answer answer{{{"transfer", transfer}}, {}};
            answer.bodies.push_back({transfer, Bytes(1'300'000, 7)});
            return answer;
        }
        return Answer{{{"echo", head}}, {}};
    }
};

/// A session in a thread of its own, and the client's ends of its pipes.
class Connection {
  public:
    explicit Connection(SessionOptions options = {}) {
        std::signal(SIGPIPE, SIG_IGN);
        end_ = std::async(std::launch::async, [this, options] {
            const SessionEnd end = serve(options);
            in.close_reading();
            out.close_writing();
            return end;
        });
        REQUIRE(read_json(out.reading) == Json{{"hello", Json::object()}});
    }
    ~Connection() {
        in.close_writing();
        out.close_reading();
    }

    void send_text(std::string_view payload) const { write_all(in.writing, framed(payload)); }
    void send(const Json& json) const { send_text(json.dump()); }
    void glance(int id, const std::string& head) const {
        send(Json{{"id", id}, {"do", "glance"}, {"head", head}});
    }
    void message_request(int id, const std::string& verb, int transfer) const {
        send(Json{{"id", id}, {"do", verb}, {"message", {{"transfer", transfer}}}});
    }
    [[nodiscard]] Json receive() const {
        const auto json = read_json(out.reading);
        REQUIRE(json);
        return *json;
    }
    void expect_error(const Json& id, const std::string& code) const {
        const Json answer = receive();
        CHECK(answer.at("id") == id);
        REQUIRE(answer.contains("error"));
        CHECK(answer.at("error").at("code") == code);
    }
    SessionEnd close() {
        in.close_writing();
        return end_.get();
    }

    Pipe in, out;
    FakeHandler handler;

  private:
    SessionEnd serve(SessionOptions options) {
        Session session(in.reading, out.writing, handler, R"({"hello":{}})", options);
        handler.tell = [&session](const std::stop_token& request, bool for_person) {
            session.tell_waiting(request, for_person);
        };
        return session.run();
    }

    std::future<SessionEnd> end_;
};

Json ok(int id, Json object) {
    return {{"id", id}, {"ok", std::move(object)}};
}

}  // namespace

TEST_CASE("a request that waits for a person says so, and when it goes on, before its answer") {
    Connection connection;
    connection.glance(17, "ask");
    CHECK(connection.receive() == Json{{"id", 17}, {"waiting", "person"}});
    CHECK(connection.receive() == Json{{"id", 17}, {"waiting", "no"}});
    CHECK(connection.receive() == ok(17, {{"echo", "ask"}}));
    connection.handler.tell(std::stop_source().get_token(), true);
    connection.glance(18, "next");
    CHECK(connection.receive() == ok(18, {{"echo", "next"}}));
}

TEST_CASE("a request is answered, and the end of the client's frames ends the session") {
    Connection connection;
    connection.glance(17, "hello");
    CHECK(connection.receive() == ok(17, {{"echo", "hello"}}));
    CHECK(connection.close() == SessionEnd::clean);
    CHECK_FALSE(read_frame(connection.out.reading).has_value());
}

TEST_CASE("a frame that is refused is answered, and the session goes on") {
    Connection connection;
    connection.send_text("nonsense");
    connection.expect_error(nullptr, "request.malformed");
    connection.send_text(R"({"id":4,"do":"glance","do":"glance"})");
    connection.expect_error(4, "request.malformed");
    connection.send(Json{{"id", 5}, {"do", "sign"}});
    connection.expect_error(5, "request.unknown");
    connection.glance(6, "still here");
    CHECK(connection.receive() == ok(6, {{"echo", "still here"}}));
}

TEST_CASE("E-83 what is no frame is told once and ends the session") {
    Connection connection;
    write_all(connection.in.writing, std::string(4, '\xFF'));
    connection.expect_error(nullptr, "request.limit");
    CHECK_FALSE(read_frame(connection.out.reading).has_value());
    CHECK(connection.close() == SessionEnd::broken);
}

TEST_CASE("E-83 an answer longer than a frame becomes an error") {
    Connection connection;
    connection.glance(1, "long");
    connection.expect_error(1, "request.limit");
}

TEST_CASE("an exception costs one request and tells nothing of what it says") {
    Connection connection;
    connection.glance(1, "throw");
    const Json answer = connection.receive();
    CHECK(answer.at("error").at("code") == "host.internal");
    CHECK(answer.dump().find("secret") == std::string::npos);
    connection.glance(2, "next");
    CHECK(connection.receive() == ok(2, {{"echo", "next"}}));
}

TEST_CASE("a message is there for its request, named before or after its pieces") {
    const Json digest = {{"sha256", hex(as_text(sha256(as_view("abc"))))}};
    Connection connection;
    connection.message_request(1, "verify", 4);
    connection.send_text(piece(4, 0, "ab", false));
    connection.send_text(piece(4, 1, "c", true));
    CHECK(connection.receive() == ok(1, digest));
    connection.send_text(piece(5, 0, "abc", true));
    connection.message_request(2, "verify", 5);
    CHECK(connection.receive() == ok(2, digest));
}

TEST_CASE("pieces that are wrong fail the request they belong to") {
    Connection connection;
    connection.message_request(1, "verify", 4);
    connection.send_text(piece(4, 1, "the second comes first", true));
    connection.expect_error(1, "request.transfer");
    connection.message_request(2, "verify", 5);
    connection.send_text(R"({"transfer":5, "seq":0,"data":"","last":true})");
    connection.expect_error(2, "request.transfer");
    connection.message_request(3, "verify", 6);
    connection.send_text(R"({"transfer":6,"seq":0,"data":"?","last":true})");
    connection.expect_error(3, "request.transfer");
}

TEST_CASE("a transfer is gone with its answer") {
    Connection connection;
    connection.send_text(piece(4, 0, "abc", true));
    connection.message_request(1, "verify", 4);
    CHECK(connection.receive().contains("ok"));
    connection.send_text(piece(4, 0, "other", true));
    connection.message_request(2, "verify", 4);
    connection.expect_error(2, "request.transfer");
}

TEST_CASE("the pieces of refused requests take no room from those that follow") {
    Connection connection;
    const int many = static_cast<int>(limits::kOpenTransfers) + 1;
    for (int id = 1; id <= many; ++id) {
        connection.send(
            Json{{"id", id}, {"do", "verify"}, {"message", {{"transfer", id}}}, {"x", 1}});
        connection.expect_error(id, "request.malformed");
        connection.send_text(piece(id, 0, std::string(limits::kPieceBytes, 'x'), false));
    }
    connection.message_request(many + 1, "verify", 1);
    connection.expect_error(many + 1, "request.transfer");
    connection.send_text(piece(many + 2, 0, "abc", true));
    connection.message_request(many + 2, "verify", many + 2);
    CHECK(connection.receive() == ok(many + 2, {{"sha256", hex(as_text(sha256(as_view("abc"))))}}));
}

TEST_CASE("a body follows its answer in pieces that each fit a frame") {
    Connection connection;
    connection.glance(1, "body");
    const Json transfer = connection.receive().at("ok").at("transfer");
    Bytes whole;
    for (int number = 0, last = 0; !last; ++number) {
        const std::string frame = read_frame(connection.out.reading).value();
        const auto piece = match_piece(as_view(frame));
        REQUIRE(piece);
        CHECK(piece->transfer == transfer);
        CHECK(piece->number == static_cast<std::uint64_t>(number));
        last = piece->position == Position::last;
        whole.resize(whole.size() + piece->base64.size());
        const std::size_t before = whole.size() - piece->base64.size();
        whole.resize(before + decode_base64_strict(piece->base64, &whole[before]).value());
    }
    CHECK(whole == Bytes(1'300'000, 7));
}

TEST_CASE("requests at work do not hold up others") {
    Connection connection;
    for (int id = 1; id <= 3; ++id) connection.glance(id, "wait");
    connection.handler.gate.wait_for_crowd(3);
    connection.glance(4, "quick");
    CHECK(connection.receive() == ok(4, {{"echo", "quick"}}));
    connection.handler.gate.open();
    std::set<int> answered;
    for (int i = 0; i < 3; ++i) answered.insert(connection.receive().at("id").get<int>());
    CHECK(answered == std::set<int>{1, 2, 3});
}

TEST_CASE("200 requests that wait for a person leave verification free") {
    Connection connection;
    for (int id = 1; id <= 200; ++id) connection.message_request(id, "decrypt", id);
    connection.glance(1000, "quick");
    CHECK(connection.receive() == ok(1000, {{"echo", "quick"}}));
}

TEST_CASE("requests that list tokens leave verification free, and so do those behind them") {
    Connection connection;
    int id = 0;
    for (int round = 0; round < 10; ++round) {
        connection.send(Json{{"id", ++id}, {"do", "identities"}});
        connection.send(Json{{"id", ++id}, {"do", "recipients"}, {"addresses", Json::array()}});
        connection.send(Json{{"id", ++id}, {"do", "doctor"}});
        connection.send(Json{{"id", ++id},
                             {"do", "protect"},
                             {"purpose", "draft"},
                             {"fields", Json::array()},
                             {"account", "a@b.c"},
                             {"message", {{"transfer", id}}}});
    }
    connection.glance(1000, "quick");
    CHECK(connection.receive() == ok(1000, {{"echo", "quick"}}));
}

TEST_CASE("cancelling a queued request answers it at once and it never runs") {
    Connection connection({.key_threads = 1});
    connection.message_request(1, "decrypt", 1);
    connection.handler.gate.wait_for_crowd(1);
    connection.message_request(2, "decrypt", 2);
    connection.send(Json{{"id", 3}, {"do", "cancel"}, {"of", 2}});
    connection.expect_error(2, "request.cancelled");
    CHECK(connection.receive() == ok(3, Json::object()));
    connection.handler.gate.open();
    CHECK(connection.receive() == ok(1, {{"key", "used"}}));
    connection.close();
    CHECK(connection.handler.key_operations == 1);
}

TEST_CASE("the result of a cancelled key operation is discarded") {
    Connection connection({.key_threads = 1});
    connection.message_request(1, "decrypt", 1);
    connection.handler.gate.wait_for_crowd(1);
    connection.send(Json{{"id", 2}, {"do", "cancel"}, {"of", 1}});
    connection.expect_error(1, "request.cancelled");
    CHECK(connection.receive() == ok(2, Json::object()));
    // The same number again, so that a late result would answer the wrong request.
    connection.glance(1, "another");
    CHECK(connection.receive() == ok(1, {{"echo", "another"}}));
    connection.close();
    CHECK_FALSE(read_frame(connection.out.reading).has_value());
    CHECK(connection.handler.key_operations == 1);
}

TEST_CASE("cancelling what is done or unknown changes nothing") {
    Connection connection;
    connection.send(Json{{"id", 1}, {"do", "cancel"}, {"of", 99}});
    CHECK(connection.receive() == ok(1, Json::object()));
}

TEST_CASE("a number in use is refused without answering the request that has it") {
    Connection connection;
    connection.glance(1, "wait");
    connection.glance(1, "again");
    connection.expect_error(nullptr, "request.malformed");
    connection.handler.gate.open();
    CHECK(connection.receive() == ok(1, {{"echo", "wait"}}));
}

TEST_CASE("a request whose message never comes is answered when its time is over") {
    Connection connection({.patience = std::chrono::milliseconds(1)});
    connection.message_request(1, "verify", 4);
    connection.expect_error(1, "request.deadline");
}

TEST_CASE("requests beyond the limit are refused, and room comes back with answers") {
    Connection connection;
    const int most = static_cast<int>(limits::kOpenRequests);
    for (int id = 1; id <= most; ++id) connection.glance(id, "wait");
    connection.glance(most + 1, "one more");
    connection.expect_error(most + 1, "request.limit");
    connection.handler.gate.open();
    for (int id = 1; id <= most; ++id) CHECK(connection.receive().contains("ok"));
    connection.glance(most + 1, "one more");
    CHECK(connection.receive().contains("ok"));
}

TEST_CASE("a client that does not read its answers is read all the same") {
    Connection connection;
    // Bodies fill the pipe and the room for pieces; then answers pile up behind them.
    for (int id = 1; id <= 6; ++id) connection.glance(id, "body");
    for (int id = 7; id <= 5'000; ++id) connection.send(Json{{"id", id}, {"do", "nothing"}});
    connection.send_text(piece(1, 0, std::string(limits::kPieceBytes, 'x'), true));
    std::set<int> answered;
    while (answered.size() < 5'000) {
        const Json frame = connection.receive();
        if (frame.contains("id")) answered.insert(frame.at("id").get<int>());
    }
    CHECK(connection.close() == SessionEnd::clean);
}

TEST_CASE("a client that never reads its answers is given up before they fill the memory") {
    Connection connection({.unread_answers = 100'000});
    const auto send_for_ever = [&] {
        while (true) connection.send(Json{{"id", 1}, {"do", "nothing"}});
    };
    CHECK_THROWS(send_for_ever());
    CHECK(connection.close() == SessionEnd::broken);
}

TEST_CASE("the end of the client stops requests at work and blocked writing") {
    Connection connection;
    connection.glance(1, "wait");
    connection.message_request(2, "decrypt", 2);
    connection.message_request(3, "verify", 3);
    for (int id = 10; id <= 30; ++id) connection.glance(id, "body");
    CHECK(connection.close() == SessionEnd::clean);
}

TEST_CASE("a client that stopped listening ends the session") {
    Connection connection;
    connection.out.close_reading();
    connection.glance(1, "anybody there?");
    CHECK(connection.close() == SessionEnd::clean);
}
