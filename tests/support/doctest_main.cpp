// SPDX-License-Identifier: MPL-2.0
// Both are looked at where the header comes precompiled.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

/// Leaves one line per case in $SEALWRIGHT_RESULTS/<program>.tsv, which tests/run counts. A case
/// that started and never ended took the program with it, and counts as failed.
class ResultLines : public doctest::IReporter {
  public:
    explicit ResultLines(const doctest::ContextOptions&) {
        if (const char* folder = std::getenv("SEALWRIGHT_RESULTS")) {
            std::filesystem::create_directories(folder);
            lines_.open(std::filesystem::path(folder) / (program() + ".tsv"), std::ios::app);
        }
    }

    void test_case_start(const doctest::TestCaseData& data) override {
        name_ = data.m_name;
        say("started");
    }
    void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
        // A case that asserts nothing shows nothing.
        say(stats.testCaseSuccess && stats.numAssertsCurrentTest > 0 ? "passed" : "failed");
    }

    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

  private:
    static std::string program() {
        return std::filesystem::read_symlink("/proc/self/exe").filename().string();
    }
    void say(const char* outcome) { lines_ << outcome << '\t' << name_ << std::endl; }

    std::ofstream lines_;
    const char* name_ = "";
};

REGISTER_LISTENER("result-lines", 1, ResultLines);

}  // namespace
