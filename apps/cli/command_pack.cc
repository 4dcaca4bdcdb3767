// SPDX-License-Identifier: Apache-2.0
// restage pack check|list|show|docs: looks after the rules.
#include "apps/cli/shell.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/json_writer.h"
#include "base/near_words.h"
#include "base/output_file.h"
#include "base/text.h"
#include "report/json/pack_review_json.h"
#include "report/terminal/pack_review.h"
#include "service/packs/pack_review.h"

namespace restage::cli {
namespace {

class PackCommand final : public Command {
 public:
  std::string_view name() const override { return "pack"; }
  std::string_view summary() const override { return "check, list and document rule packs"; }
  std::string_view details() const override {
    return "  restage pack check [DIR...]   check packs and run their cases (the built-in ones without DIR)\n"
           "  restage pack list             every built-in pack\n"
           "  restage pack show ID          inputs, tables and sources of one pack\n"
           "  restage pack docs OUTDIR      one Markdown page a pack and a coverage page";
  }
  void declare(OptionSet& options) override {
    options.positional(arguments_, "ACTION", "check, list, show or docs, and what it works on");
    options.flag("--json", json_, "machine output");
    options.flag("--errors", errors_only_, "check: leave out warnings");
    options.text("--packs", packs_, "DIR", "packs of this folder beside and before those of the program");
  }
  int run(Console& console) override {
    static const std::vector<std::string> kActions = {"check", "list", "show", "docs"};
    if (arguments_.empty()) return fail(console, name(), "name what to do: check, list, show or docs");
    const std::string action = arguments_.front();
    arguments_.erase(arguments_.begin());
    if (action == "check") return check(console);
    if (action == "list") return list(console);
    if (action == "show") return show(console);
    if (action == "docs") return docs(console);
    return fail(console, name(),
                "there is no action `" + action + "`; " +
                    text::did_you_mean(action, kActions, "known: " + text::join(kActions, ", ")));
  }

 private:
  int check(Console& console) const {
    const auto reviews = service::check_packs(arguments_);
    if (!reviews) return fail(console, name(), reviews.error());
    std::size_t errors = 0;
    for (const statement::PackReview& review : *reviews) errors += review.errors();
    console.out(json_ ? report::pack_reviews_json(*reviews) : report::pack_reviews_text(*reviews, errors_only_));
    return errors == 0 ? kDone : kDoneWithRefusals;
  }

  int list(Console& console) const {
    const auto packs = service::list_packs(packs_);
    if (!packs) return fail(console, name(), packs.error());
    console.out(json_ ? report::pack_list_json(*packs) : report::pack_list_text(*packs));
    return kDone;
  }

  int show(Console& console) const {
    if (arguments_.size() != 1) return fail(console, name(), "name one pack; `restage pack list` names all");
    const auto page = service::pack_page(arguments_.front(), packs_);
    if (!page) return fail(console, name(), page.error());
    if (!json_) {
      console.out(page->text);
      return kDone;
    }
    std::string out;
    JsonWriter json(out, 2);
    json.begin_object().member("id", arguments_.front()).member("page", page->text).end_object();
    console.out(out + "\n");
    return kDone;
  }

  int docs(Console& console) const {
    if (arguments_.size() != 1) return fail(console, name(), "name the folder for the pages");
    const auto pages = service::pack_pages(packs_);
    if (!pages) return fail(console, name(), pages.error());
    std::error_code failure;
    std::filesystem::create_directories(arguments_.front(), failure);
    std::string out;
    JsonWriter json(out, 2);
    json.begin_object().key("pages").begin_array();
    for (const service::PackPage& page : *pages) {
      const std::string path = arguments_.front() + "/" + page.file;
      if (const auto written = write_file(path, page.text); !written) return fail(console, name(), written.error());
      json.value(path);
    }
    json.end_array().end_object();
    console.out(json_ ? out + "\n" : fmt::format("{} pages written\n", pages->size()));
    return kDone;
  }

  std::vector<std::string> arguments_;
  std::string packs_;
  bool json_ = false;
  bool errors_only_ = false;
};

}  // namespace

std::unique_ptr<Command> make_pack_command() { return std::make_unique<PackCommand>(); }

}  // namespace restage::cli
