// SPDX-License-Identifier: MPL-2.0
#include "net/imap.hpp"

#include <doctest/doctest.h>

using sealwright::net::is_folder;
using sealwright::net::sent_folder;

TEST_CASE("the folder marked \\Sent is found, whatever its name and wherever it stands") {
    CHECK(sent_folder("* LIST (\\HasNoChildren) \"/\" Sent\r\n"
                      "* LIST (\\HasNoChildren \\Sent) \"/\" \"Gesendete Objekte\"\r\n") ==
          "Gesendete Objekte");
    CHECK(sent_folder("* LIST (\\SENT) NIL \"a \\\"b\\\" \\\\c\"\r\n") == "a \"b\" \\c");
}

TEST_CASE("without the mark it is the folder with the best of the usual names") {
    CHECK(sent_folder("* LIST () \".\" INBOX\r\n* LIST () \".\" \"INBOX.Sent\"\r\n"
                      "* LIST () \".\" \"sent items\"\r\n") == "sent items");
    CHECK_FALSE(sent_folder("* LIST () \".\" INBOX\r\n* LIST () \".\" \"Sent2\"\r\n"));
}

TEST_CASE("what is no list of folders names none") {
    CHECK_FALSE(sent_folder(""));
    CHECK_FALSE(sent_folder("* LIST (\\Sent) \"/\" {4}\r\nSent\r\n"));
    CHECK_FALSE(sent_folder("* LIST (\\Sent) \"/\" \"Sent\r\n"));
    CHECK_FALSE(sent_folder("* LIST (\\Sent) \"/\" \"Se\x01nt\"\r\n"));
    CHECK_FALSE(sent_folder("* LIST (\\Sent"));
    CHECK_FALSE(sent_folder("* LSUB (\\Sent) \"/\" Sent\r\n"));
}

TEST_CASE("a folder's name is ASCII on one line") {
    CHECK(is_folder("Gel&APY-scht"));
    CHECK_FALSE(is_folder(""));
    CHECK_FALSE(is_folder("Gel\xC3\xB6scht"));
    CHECK_FALSE(is_folder("Sent\r\nA LOGOUT"));
    CHECK_FALSE(is_folder(std::string(1'001, 'a')));
}
