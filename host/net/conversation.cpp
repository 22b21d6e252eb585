// SPDX-License-Identifier: MPL-2.0
#include "net/conversation.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "net/curl_library.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <netinet/in.h>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

namespace sealwright::net {
namespace {

/// Names are looked up and both address families tried within this time; people wait for it.
constexpr std::chrono::milliseconds kConnecting{30'000};
/// RFC 5321 §4.5.3.2 allows a server that scans the message even more time before it answers.
constexpr std::chrono::milliseconds kAnswering{300'000};
/// 25 MB at half a megabit per second; below the patience of the session, so that we answer first.
constexpr std::chrono::milliseconds kWhole{780'000};
/// A server that takes no octet of a message for so long is a dead one. Only then: one that has
/// them all may scan for minutes before it answers.
constexpr std::chrono::seconds kStalled{60};
/// A list of folders; some people have thousands.
constexpr std::size_t kBody = std::size_t{4} << 20;
constexpr std::size_t kLine = 512;  ///< RFC 5321 §4.5.3.1.5

constexpr int kAuthenticationRequired = 530;  ///< RFC 4954 §6

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

List list_of(const CurlLibrary& library, const std::vector<std::string>& texts) {
    List list(nullptr, library.slist_free_all);
    for (const std::string& text : texts) {
        curl_slist* longer = library.slist_append(list.get(), text.c_str());
        if (!longer) throw std::bad_alloc();
        (void)list.release();
        list.reset(longer);
    }
    return list;
}

bool is_loopback(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        return (ntohl(in.sin_addr.s_addr) >> 24) == 127;
    }
    if (address.sa_family != AF_INET6) return false;
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
}

const char* scheme(Conversation::Protocol protocol, Security security) {
    if (protocol == Conversation::Protocol::smtp)
        return security == Security::tls ? "smtps" : "smtp";
    return security == Security::tls ? "imaps" : "imap";
}

/// Everything but unreserved octets is encoded, so that nothing ends the path (RFC 3986 §2.3).
std::string encoded(std::string_view text) {
    std::string url;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
        url += plain ? std::string(1, c) : "%" + hex(std::string_view(&c, 1));
    }
    return url;
}

/// A 4yz or 5yz reply, or IMAP's NO or BAD; what comes after it is a farewell.
bool says_no(Conversation::Protocol protocol, std::string_view line) {
    if (protocol == Conversation::Protocol::smtp)
        return line.starts_with('4') || line.starts_with('5');
    const std::string_view answer = line.substr(std::min(line.find(' '), line.size()));
    return !line.starts_with('*') && (answer.starts_with(" NO") || answer.starts_with(" BAD"));
}

Outcome::End end_of(CURLcode code) {
    switch (code) {
        case CURLE_OK:
            return Outcome::End::done;
        case CURLE_LOGIN_DENIED:
            return Outcome::End::login;
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CONNECT_ERROR:
            return Outcome::End::no_tls;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return Outcome::End::certificate;
        case CURLE_UPLOAD_FAILED:
        case CURLE_QUOTE_ERROR:
            return Outcome::End::refused;
        default:
            return Outcome::End::unreachable;
    }
}

}  // namespace

class Conversation::Handle {
  public:
    Handle(const CurlLibrary& library, Protocol protocol, const Access& access)
        : library_(library),
          protocol_(protocol),
          access_(access),
          curl_(library.easy_init(), library.easy_cleanup) {
        if (!curl_) throw std::bad_alloc();
        set_limits();
        set_security();
        set_login();
        set_callbacks();
    }

    Outcome run(const Job& job) {
        const Server& server = access_.server;
        const std::string url = std::string(scheme(protocol_, server.security)) + "://" +
                                server.host + ":" + std::to_string(server.port) + "/" +
                                encoded(job.path);
        const List recipients = list_of(library_, job.to);
        message_ = job.upload.value_or(View());
        given_ = 0;
        stalled_ = false;
        outcome_ = {};
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_CUSTOMREQUEST, job.command.empty() ? nullptr : job.command.c_str());
        set(CURLOPT_UPLOAD, job.upload ? 1L : 0L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message_.size()));
        if (protocol_ == Protocol::smtp) {
            set(CURLOPT_MAIL_FROM, job.from.c_str());
            set(CURLOPT_MAIL_RCPT, recipients.get());
        }
        if (unfit_) return {Outcome::End::no_library, {}, 0, {}};
        outcome_.end = judge(library_.easy_perform(curl_.get()));
        set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
        return std::move(outcome_);
    }

  private:
    template <class Value>
    void set(CURLoption option, Value value) {
        // An option that a library does not have would be one that protects nothing.
        if (library_.easy_setopt(curl_.get(), option, value) != CURLE_OK) unfit_ = true;
    }

    void set_limits() {
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PROXY, "");  // the environment's would see a server that we alone should know
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kConnecting.count()));
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(kAnswering.count() / 1'000));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(kWhole.count()));
    }

    void set_security() {
        const bool plain = access_.server.security == Security::none;
        set(CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!access_.ca_file.empty()) set(CURLOPT_CAINFO, access_.ca_file.c_str());
    }

    void set_login() {
        set(CURLOPT_USERNAME, access_.server.user.c_str());
        SecretBytes ended(access_.secret.size() + 1);
        std::copy(access_.secret.begin(), access_.secret.end(), ended.writable().begin());
        const auto* secret = reinterpret_cast<const char*>(ended.view().data());
        if (access_.server.auth == Auth::password) {
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
            set(CURLOPT_PASSWORD, secret);
        } else {
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
            set(CURLOPT_XOAUTH2_BEARER, secret);
        }
        // One round trip less, and some servers take XOAUTH2 in no other way.
        set(CURLOPT_SASL_IR, 1L);
    }

    void set_callbacks() {
        set(CURLOPT_READFUNCTION, &Handle::read);
        set(CURLOPT_READDATA, this);
        set(CURLOPT_WRITEFUNCTION, &Handle::take_body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Handle::take_line);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &Handle::progress);
        set(CURLOPT_XFERINFODATA, this);
        set(CURLOPT_OPENSOCKETFUNCTION, &Handle::open_socket);
        set(CURLOPT_OPENSOCKETDATA, this);
    }

    Outcome::End judge(CURLcode code) {
        if (protocol_ == Protocol::smtp) outcome_.code = reply_code();
        const bool all_given = !message_.empty() && given_ == message_.size();
        if (code == CURLE_OK) return Outcome::End::done;
        if (not_loopback_) return Outcome::End::no_tls;
        if (outcome_.code == kAuthenticationRequired) return Outcome::End::login;
        if (outcome_.code >= 400 && code != CURLE_LOGIN_DENIED) return Outcome::End::refused;
        if (all_given && code != CURLE_UPLOAD_FAILED) return Outcome::End::unanswered;
        if (stalled_) return Outcome::End::unreachable;
        if (code == CURLE_ABORTED_BY_CALLBACK) return Outcome::End::cancelled;
        return end_of(code);
    }

    int reply_code() {
        long code = 0;
        library_.easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
        return static_cast<int>(code);
    }

    static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
        auto& handle = *static_cast<Handle*>(self);
        const View left = handle.message_.subspan(handle.given_);
        const View next = left.first(std::min(left.size(), size * count));
        std::copy(next.begin(), next.end(), to);
        handle.given_ += next.size();
        handle.last_given_ = std::chrono::steady_clock::now();
        return next.size();
    }

    [[nodiscard]] bool has_stalled() const {
        const bool on_the_way = given_ > 0 && given_ < message_.size();
        return on_the_way && std::chrono::steady_clock::now() - last_given_ > kStalled;
    }

    static std::size_t take_body(char* from, std::size_t size, std::size_t count, void* self) {
        std::string& body = static_cast<Handle*>(self)->outcome_.body;
        if (body.size() + size * count > kBody) return 0;
        body.append(from, size * count);
        return size * count;
    }

    static std::size_t take_line(char* from, std::size_t size, std::size_t count, void* self) {
        const std::string_view line(from, std::min(size * count, kLine));
        auto& handle = *static_cast<Handle*>(self);
        if (says_no(handle.protocol_, line)) handle.outcome_.said = line;
        return size * count;
    }

    static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
        auto& handle = *static_cast<Handle*>(self);
        const Access& access = handle.access_;
        if (access.sent && sent > 0) access.sent(static_cast<std::size_t>(sent));
        handle.stalled_ = handle.has_stalled();
        return handle.stalled_ || access.stop.stop_requested() ? 1 : 0;
    }

    /// Whatever the name resolves to: without encryption no octet leaves this machine.
    static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
        auto& handle = *static_cast<Handle*>(self);
        if (handle.access_.server.security == Security::none && !is_loopback(address->addr)) {
            handle.not_loopback_ = true;
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    const CurlLibrary& library_;
    const Protocol protocol_;
    const Access& access_;
    Curl curl_;
    bool unfit_ = false;
    View message_;
    std::size_t given_ = 0;
    std::chrono::steady_clock::time_point last_given_;
    bool stalled_ = false;
    bool not_loopback_ = false;
    Outcome outcome_;
};

Conversation::Conversation(Protocol protocol, const Access& access) {
    if (const CurlLibrary* library = CurlLibrary::get())
        handle_ = std::make_unique<Handle>(*library, protocol, access);
}

Conversation::~Conversation() = default;

Outcome Conversation::run(const Job& job) {
    return handle_ ? handle_->run(job) : Outcome{Outcome::End::no_library, {}, 0, {}};
}

Error error_of(const Outcome& outcome, const Server& server) {
    const std::string place = server.host + ":" + std::to_string(server.port);
    const std::string said = shown(outcome.said);
    const auto error = [&](ErrorCode code, const std::string& arg) {
        return Error{code, place + ": " + said, {arg}};
    };
    switch (outcome.end) {
        case Outcome::End::refused:
            return error(ErrorCode::send_refused, said);
        case Outcome::End::login:
            return error(ErrorCode::send_login, said.empty() ? place : said);
        case Outcome::End::no_tls:
            return error(ErrorCode::send_no_tls, place);
        case Outcome::End::certificate:
            return error(ErrorCode::send_certificate, place);
        case Outcome::End::unanswered:
            return error(ErrorCode::send_unknown, place);
        case Outcome::End::no_library:
            return {ErrorCode::system_file, "libcurl 7.85 or newer is not installed", {"libcurl"}};
        case Outcome::End::cancelled:
            return {ErrorCode::request_cancelled, place};
        default:
            return error(ErrorCode::send_unreachable, place);
    }
}

}  // namespace sealwright::net
