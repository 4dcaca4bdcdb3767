// SPDX-License-Identifier: Apache-2.0
// restage pack check|list|show|docs: looks after the rules.
#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/command.h"
#include "base/json_writer.h"
#include "base/output_file.h"
#include "rules/check/pack_check.h"
#include "rules/check/pack_docs.h"
#include "rules/pack/pack_choice.h"

namespace restage::cli {
namespace {

using rules::PackFolders;
using rules::PackProblem;
using rules::PackReport;

class PackCommand final : public Command {
 public:
  std::string_view name() const override { return "pack"; }
  std::string_view summary() const override { return "Check, list and document rule packs"; }
  std::string_view details() const override {
    return "restage pack check [DIR...]   check packs and run their cases (the built-in ones without DIR)\n"
           "restage pack list             every built-in pack\n"
           "restage pack show ID          inputs, tables and sources of one pack\n"
           "restage pack docs OUTDIR      one Markdown page a pack and a coverage page";
  }
  void declare(OptionSet& options) override {
    options.positional(arguments_, "ACTION", "check, list, show or docs, and what it works on");
    options.flag("--json", json_, "Machine-readable output");
    options.flag("--errors", errors_only_, "check: leave out warnings");
    options.text("--packs", packs_, "DIR", "Use packs of this folder beside the built-in ones");
  }
  int run(Console& console) override {
    if (arguments_.empty()) return usage(console, "name what to do: check, list, show or docs");
    const std::string action = arguments_.front();
    arguments_.erase(arguments_.begin());
    if (action == "check") return check(console);
    if (action == "list") return list(console);
    if (action == "show") return show(console);
    if (action == "docs") return docs(console);
    return usage(console, "there is no action `" + action + "`; known: check, list, show, docs");
  }

 private:
  static int usage(Console& console, const std::string& message) {
    console.err("restage pack: " + message + "\n");
    return kUsage;
  }

  int check(Console& console) {
    PackFolders folders = arguments_.empty() ? PackFolders::embedded() : PackFolders{};
    for (const std::string& directory : arguments_) {
      auto more = PackFolders::read(directory);
      if (!more) return usage(console, more.error().text());
      folders.append(std::move(*more));
    }
    const std::vector<PackReport> reports = rules::check_packs(folders.all());
    if (reports.empty()) return usage(console, "there is no pack.toml in what was given");
    std::size_t errors = 0;
    for (const PackReport& report : reports) errors += report.error_count();
    console.out(json_ ? as_json(reports) : as_text(reports));
    return errors == 0 ? kDone : kDoneWithRefusals;
  }

  Result<PackFolders> folders() const {
    PackFolders all = PackFolders::embedded();
    if (packs_.empty()) return all;
    auto more = PackFolders::read(packs_);
    if (!more) return std::move(more).error();
    all.append(std::move(*more));
    return all;
  }

  int list(Console& console) const {
    const auto all = folders();
    if (!all) return usage(console, all.error().text());
    std::string out;
    JsonWriter json(out, json_ ? 2 : 0);
    if (json_) json.begin_object().key("packs").begin_array();
    for (const rules::PackFiles& files : all->all()) {
      if (files.find("pack.toml") == nullptr) continue;
      const rules::PackHead head = rules::scan_head(*files.find("pack.toml"), files.folder);
      if (json_)
        json.begin_object()
            .member("id", head.id)
            .member("system", head.system)
            .member("edition", head.edition)
            .member("site", head.site)
            .member("kind", head.kind)
            .member("title", head.title)
            .end_object();
      else
        out += fmt::format("{:<40} {:<12} {:<14} {}\n", head.id, head.edition, head.kind, head.title);
    }
    if (json_) {
      json.end_array().end_object();
      out += '\n';
    }
    console.out(out);
    return kDone;
  }

  int show(Console& console) const {
    if (arguments_.size() != 1) return usage(console, "name one pack; `restage pack list` names all");
    const auto all = folders();
    if (!all) return usage(console, all.error().text());
    const rules::PackFiles* wanted = nullptr;
    std::vector<rules::PackFiles> others;
    std::string site;
    for (const rules::PackFiles& files : all->all())
      if (const auto* toml = files.find("pack.toml");
          toml != nullptr && rules::scan_head(*toml, files.folder).id == arguments_.front()) {
        wanted = &files;
        site = rules::scan_head(*toml, files.folder).site;
      }
    if (wanted == nullptr)
      return usage(console, "there is no pack `" + arguments_.front() + "`; `restage pack list` names all");
    for (const rules::PackFiles& files : all->all())
      if (const auto* toml = files.find("pack.toml");
          toml != nullptr && &files != wanted && !site.empty() && rules::scan_head(*toml, files.folder).site == site)
        others.push_back(files);
    console.out(rules::document_pack(*wanted, others));
    return kDone;
  }

  int docs(Console& console) const {
    if (arguments_.size() != 1) return usage(console, "name the folder for the pages");
    const auto all = folders();
    if (!all) return usage(console, all.error().text());
    std::error_code failure;
    std::filesystem::create_directories(arguments_.front(), failure);
    const auto pages = rules::document_packs(all->all());
    for (const rules::DocumentPage& page : pages)
      if (const auto written = write_file(arguments_.front() + "/" + page.file, page.text); !written)
        return usage(console, written.error().text());
    console.out(fmt::format("{} pages written\n", pages.size()));
    return kDone;
  }

  std::string as_text(const std::vector<PackReport>& reports) const {
    std::string out;
    std::size_t errors = 0, warnings = 0, cases = 0, failed = 0, rows = 0;
    for (const PackReport& report : reports) {
      errors += report.error_count();
      warnings += report.problems.size() - report.error_count();
      cases += report.case_count;
      failed += report.failed_case_count;
      rows += report.row_count;
      for (const PackProblem& problem : report.problems)
        if (problem.is_error || !errors_only_)
          out += fmt::format("{}: {} [{}] {}\n", problem.is_error ? "error" : "warning", report.id, problem.code,
                             problem.text());
    }
    out += fmt::format("{} packs, {} rows, {} cases ({} failed), {} errors, {} warnings\n", reports.size(), rows, cases,
                       failed, errors, warnings);
    return out;
  }

  static std::string as_json(const std::vector<PackReport>& reports) {
    std::string out;
    JsonWriter json(out, 2);
    json.begin_object().key("packs").begin_array();
    for (const PackReport& report : reports) {
      json.begin_object().member("id", report.id).member("folder", report.folder).member("rows", report.row_count);
      json.member("cases", report.case_count)
          .member("failed_cases", report.failed_case_count)
          .key("problems")
          .begin_array();
      for (const PackProblem& problem : report.problems) {
        json.begin_object()
            .member("severity", problem.is_error ? "error" : "warning")
            .member("code", problem.code)
            .member("file", problem.file);
        json.member_or_null("row", problem.row)
            .member_or_null("column", problem.column)
            .member("message", problem.message)
            .end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().end_object();
    return out + "\n";
  }

  std::vector<std::string> arguments_;
  std::string packs_;
  bool json_ = false;
  bool errors_only_ = false;
};

}  // namespace

std::unique_ptr<Command> make_pack_command() { return std::make_unique<PackCommand>(); }

}  // namespace restage::cli
