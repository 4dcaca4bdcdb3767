// SPDX-License-Identifier: Apache-2.0
// restage facts: what the readers made of the input, before any rule is applied.
#include "apps/cli/shell.h"

#include <memory>

#include "service/course/facts.h"

namespace restage::cli {
namespace {

class FactsCommand final : public Command {
 public:
  std::string_view name() const override { return "facts"; }
  std::string_view summary() const override { return "show the facts read from patient records, with their sources"; }
  std::string_view details() const override {
    return "Reads FHIR R4 JSON or NDJSON, oBDS 3 XML, course files and SDTM folders, joined by patient, and prints "
           "tumors, facts "
           "and\n"
           "data issues in the course format (JSON), one line a patient unless --pretty. Nothing is computed.\n"
           "  restage facts patient.json --pretty";
  }
  void declare(OptionSet& options) override {
    options.flag("--pretty", pretty_, "indent the output");
    options.flag("--json", json_, "machine output; there is no other");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }
  int run(Console& console) override {
    if (files_.empty()) return fail(console, name(), "no file given; see restage facts --help");
    service::FactsRequest request{inputs_of(files_), spill_folder()};
    const auto done = service::facts(request, [&](Course&& course) {
      console.out(service::course_text(course, pretty_ ? 2 : 0) + "\n");
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    return exit_status(done->status);
  }

 private:
  bool pretty_ = false;
  bool json_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_facts_command() { return std::make_unique<FactsCommand>(); }

}  // namespace restage::cli
