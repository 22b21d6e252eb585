// SPDX-License-Identifier: MPL-2.0
#include "base/file.hpp"

#include "base/descriptor.hpp"
#include "base/mapped_file.hpp"
#include "base/paths.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <thread>

using namespace sealwright;
using support::TempFolder;

namespace {

unsigned mode_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777u;
}

std::size_t entries(const TempFolder& folder) {
    const std::filesystem::directory_iterator begin(folder.path()), end;
    return static_cast<std::size_t>(std::distance(begin, end));
}

struct Pipe {
    Pipe() {
        int both[2];
        REQUIRE(pipe(both) == 0);
        out = Descriptor(both[0]);
        in = Descriptor(both[1]);
    }
    Descriptor out, in;
};

}  // namespace

TEST_CASE("a written file is whole, private and replaces the old one") {
    const TempFolder folder;
    const std::string path = folder.file("a");
    REQUIRE(write_file_by_rename(path, as_view("old")));
    REQUIRE(write_file_by_rename(path, as_view("new contents")));
    CHECK(as_text(MappedFile::open(path).value().view()) == "new contents");
    CHECK(mode_of(path) == 0600);
    CHECK(entries(folder) == 1);
}

TEST_CASE("a file that cannot be written leaves nothing behind") {
    const TempFolder folder;
    const auto outcome = write_file_by_rename(folder.file("missing/a"), as_view("x"));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::system_file);
    std::filesystem::create_directory(folder.path() / "taken");
    CHECK_FALSE(write_file_by_rename(folder.file("taken"), as_view("x")));
    CHECK(entries(folder) == 1);
}

TEST_CASE("an error about a file says what, where and what to do") {
    const auto missing = MappedFile::open("/nowhere/mail.eml");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::system_file);
    CHECK(missing.error().detail ==
          "cannot open /nowhere/mail.eml: No such file or directory; check the path");
    const TempFolder folder;
    CHECK_FALSE(MappedFile::open(folder.path().string()));
}

TEST_CASE("a pipe is read to its end") {
    Pipe pipe;
    const std::string text(200'000, 'x');
    std::thread writer([&] {
        for (std::size_t sent = 0; sent < text.size();) {
            const ssize_t done = write(pipe.in.number(), &text[sent], text.size() - sent);
            sent += static_cast<std::size_t>(std::max<ssize_t>(done, 0));
        }
        pipe.in = Descriptor();
    });
    const auto file = MappedFile::read(pipe.out.number(), "standard input");
    writer.join();
    CHECK(as_text(file.value().view()) == text);
}

TEST_CASE("just the limit is read, one byte more is refused, from file and pipe alike") {
    const TempFolder folder;
    REQUIRE(write_file_by_rename(folder.file("a"), as_view("12345")));
    CHECK(MappedFile::open(folder.file("a"), 5).ok());
    CHECK(MappedFile::open(folder.file("a"), 4).error().code == ErrorCode::mail_limit);
    for (const std::size_t most : {4u, 5u}) {
        Pipe pipe;
        REQUIRE(write(pipe.in.number(), "12345", 5) == 5);
        pipe.in = Descriptor();
        CHECK(MappedFile::read(pipe.out.number(), "pipe", most).ok() == (most == 5));
    }
}

TEST_CASE("an empty file has an empty view") {
    const TempFolder folder;
    REQUIRE(write_file_by_rename(folder.file("a"), {}));
    CHECK(MappedFile::open(folder.file("a")).value().view().empty());
}

TEST_CASE("private folders are made with all above them") {
    const TempFolder folder;
    REQUIRE(make_private_folder(folder.file("a/b/c")));
    CHECK(mode_of(folder.file("a/b/c")) == 0700);
    CHECK(mode_of(folder.file("a")) == 0700);
    CHECK(make_private_folder(folder.file("a/b/c")));
}

TEST_CASE("the user's data folder follows the XDG specification") {
    setenv("HOME", "/home/anna", 1);
    unsetenv("XDG_DATA_HOME");
    CHECK(user_data_folder() == "/home/anna/.local/share/sealwright");
    setenv("XDG_DATA_HOME", "/data", 1);
    CHECK(user_data_folder() == "/data/sealwright");
    setenv("XDG_DATA_HOME", "relative", 1);
    CHECK(user_data_folder() == "/home/anna/.local/share/sealwright");
}
