// SPDX-License-Identifier: Apache-2.0
// restage facts: what the readers made of the input, before any rule is applied.
#include <memory>

#include "apps/cli/command.h"
#include "apps/cli/timeline_run.h"
#include "base/printable.h"
#include "formats/any/any_reader.h"
#include "formats/course_json/writer.h"

namespace restage::cli {
namespace {

class FactsCommand final : public Command {
 public:
  std::string_view name() const override { return "facts"; }
  std::string_view summary() const override { return "show the facts read from patient records, with their sources"; }
  std::string_view details() const override {
    return "Reads FHIR R4 JSON or NDJSON, oBDS 3 XML and course files, joined by patient, and prints tumors, facts "
           "and\n"
           "data issues as JSON, one line a patient unless --pretty. Nothing is computed.";
  }
  void declare(OptionSet& options) override {
    options.flag("--pretty", pretty_, "indent the output");
    options.flag("--json", json_, "as always; accepted for symmetry");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }
  int run(Console& console) override {
    if (files_.empty()) {
      console.err("restage facts: no file given; see restage facts --help\n");
      return kUsage;
    }
    const auto write = [&](Course&& course) {
      console.out(course_json::write_course(course, pretty_ ? 2 : 0) + "\n");
    };
    const auto read = read_courses(files_, streaming_options(), write);
    if (!read) {
      console.err("restage facts: " + read.error().text() + "\n");
      return kUsage;
    }
    for (const DataIssue& issue : read->issues)
      console.err(text::printable(std::string(to_string(issue.severity)) + ": " + issue.path + ": " + issue.message +
                                      " (" + issue.remedy + ")\n",
                                  false));
    return read->refused ? kDoneWithRefusals : kDone;
  }

 private:
  bool pretty_ = false;
  bool json_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_facts_command() { return std::make_unique<FactsCommand>(); }

}  // namespace restage::cli
