// SPDX-License-Identifier: Apache-2.0
// restage stage: one case a row in, its stage group out; and what a site asks for, and which packs apply.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "apps/cli/command.h"
#include "apps/cli/stage_listing.h"
#include "apps/cli/staged_rows.h"
#include "base/byte_source.h"
#include "base/csv_stream.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cases/case_header.h"
#include "cases/case_stager.h"
#include "rules/run/pack_library.h"

namespace restage::cli {
namespace {

using cases::CaseOutcome;
using cases::CaseStager;
using rules::PackLibrary;

/// Where result rows go: the console, or a file that appears under its name only when it is complete.
class RowSink {
 public:
  RowSink(Console& console, const std::string& path)
      : console_(console), path_(path.size() == 1 && path.front() == '-' ? std::string() : path) {
    if (!path_.empty()) file_ = std::fopen((path_ + ".part").c_str(), "wb");
  }
  ~RowSink() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove((path_ + ".part").c_str());
  }
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;

  bool is_open() const { return path_.empty() || file_ != nullptr; }
  bool write(std::string& bytes) {
    bool written = true;
    if (file_ != nullptr)
      written = std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
    else
      console_.out(bytes);
    bytes.clear();
    return written;
  }
  bool finish() {
    if (file_ == nullptr) return true;
    const bool closed = std::fclose(file_) == 0;
    file_ = nullptr;
    return closed && std::rename((path_ + ".part").c_str(), path_.c_str()) == 0;
  }

 private:
  Console& console_;
  std::string path_;
  std::FILE* file_ = nullptr;
};

class StageCommand final : public Command {
 public:
  std::string_view name() const override { return "stage"; }
  std::string_view summary() const override { return "Stage a table of cases (CSV), or show what a site asks for"; }
  std::string_view details() const override {
    return "restage stage --input cases.csv --output staged.csv\n"
           "restage stage --from findings cases.csv\n"
           "restage stage --inputs lung --edition 9\n"
           "restage stage --which C34.1 8140/3 --diagnosed 2025-03\n"
           "Columns edition,site,classification,t,n,m and any input of the site; empty is unknown.\n"
           "Status of a row: determined, ambiguous, no_group, not_applicable, refused.";
  }
  void declare(OptionSet& options) override {
    options.text("--input", input_, "FILE", "Cases as CSV; - is standard input");
    options.text("--output", output_, "FILE", "Where the result goes; standard output when absent");
    options.text("--from", from_, "WHAT", "categories (default) or findings: derive t, n, m from finding columns");
    options.text("--edition", edition_, "EDITION", "Instead of the column edition");
    options.text("--pack", pack_, "ID", "Use one pack for every row, also a risk score");
    options.text("--inputs", inputs_, "SITE", "Print the inputs of a site with type, unit, values and meaning");
    options.values("--which", which_, 2, "TOPOGRAPHY HISTOLOGY",
                   "List the packs that apply to a primary, with reasons");
    options.text("--diagnosed", diagnosed_, "DATE", "Date of diagnosis, for --which");
    options.list("--fact", facts_, "NAME=VALUE", "Further fact for --which, such as p16=pos or age=12");
    options.flag("--sites", sites_, "List all site ids with their editions");
    options.text("--packs", packs_, "DIR", "Use the packs of this folder beside and before the built-in ones");
    options.flag("--json", json_, "Machine-readable output: one JSON object a line for cases");
    options.positional(files_, "FILE", "Cases as CSV, when --input is not given");
  }
  int run(Console& console) override {
    auto library = packs_.empty() ? PackLibrary::embedded() : PackLibrary::with_folder(packs_);
    if (!library) return fail(console, library.error().text());
    const int questions =
        int{sites_} + int{!inputs_.empty()} + int{!which_.empty()} + int{!input_.empty() || !files_.empty()};
    if (questions > 1) return fail(console, "ask one thing at a time: --sites, --inputs, --which or a file of cases");
    if (which_.empty() && (!diagnosed_.empty() || !facts_.empty()))
      return fail(console, "--diagnosed and --fact belong to --which; in a file of cases they are columns");
    if (!inputs_.empty() && !pack_.empty())
      return fail(console, "--inputs asks for a site, --pack alone for a pack; give one of them");
    if (sites_) return list_sites(console, **library, json_);
    if (!inputs_.empty()) return list_inputs(console, **library, inputs_, edition_, json_);
    if (!pack_.empty() && input_.empty() && files_.empty())
      return list_inputs_of_pack(console, **library, pack_, json_);
    if (!which_.empty())
      return list_packs_for(console, **library, {which_[0], which_[1], diagnosed_, edition_, facts_}, json_);
    if (from_ != "categories" && from_ != "findings")
      return fail(console, "--from takes categories or findings, not `" + from_ + "`");
    if (input_.empty() && files_.size() == 1)
      input_ = files_.front();
    else if (!files_.empty())
      return fail(console, "give one file, with --input or alone");
    if (input_.empty())
      return fail(console,
                  "name a file of cases with --input (- is standard input), or ask with --inputs, --which, --sites");
    return stage(console, **library);
  }

 private:
  static int fail(Console& console, const std::string& message) {
    console.err("restage stage: " + message + "\n");
    return kUsage;
  }

  int stage(Console& console, const PackLibrary& library) {
    auto source = ByteSource::open(input_);
    if (!source) return fail(console, source.error().text());
    CsvStream rows(**source);
    const auto head = rows.next();
    if (!head) return fail(console, head.error().text());
    if (!*head) return fail(console, input_ + ": the file is empty; the first line names the columns");
    const auto header = cases::read_case_header(rows.cells(), pack_.empty());
    if (!header) return fail(console, input_ + ": " + header.error().message + "; " + header.error().context);
    if (!pack_.empty())
      if (const auto pack = library.by_id(pack_); !pack) return fail(console, pack.error().text());
    RowSink sink(console, output_);
    if (!sink.is_open()) return fail(console, output_ + ": cannot be written");
    const bool findings = from_ == "findings";
    std::string out;
    if (!json_) {
      out.append(rows.raw())
          .append(findings ? ",group,possible,status,message,t,n,m" : ",group,possible,status,message")
          .append(rows.line_end());
    }
    CaseStager stager(
        library, {pack_, edition_, findings ? rules::Pack::Start::Findings : rules::Pack::Start::Categories}, *header);
    return stage_rows(console, rows, stager, sink, out, header->size());
  }

  int stage_rows(Console& console, CsvStream& rows, CaseStager& stager, RowSink& sink, std::string& out,
                 std::size_t width) {
    const bool findings = from_ == "findings";
    StagedRows block(stager, width, findings);
    CaseOutcome outcome;
    std::size_t number = 0, refused = 0;
    std::string trouble;
    for (;;) {
      const auto more = rows.next();
      if (!more) trouble = more.error().text();
      const bool is_row = more && *more;
      if (json_ && is_row) {
        if (rows.has_open_quote())
          outcome = {nullptr, cases::open_quote_refusal()};
        else
          stager.stage(rows.filled(), rows.size(), outcome);
        if (outcome.result == nullptr) ++refused;
        append_json(out, ++number, rows, stager, outcome);
      } else if (is_row) {
        block.add(rows);
      }
      if (!json_ && (!is_row || block.is_full())) block.write(out);
      if (out.size() > (std::size_t{1} << 17) && !sink.write(out)) return fail(console, output_ + ": writing failed");
      if (!is_row) break;
    }
    if (!json_) {
      number = block.rows();
      refused = block.refused();
    }
    if (!sink.write(out) || !sink.finish()) return fail(console, output_ + ": writing failed");
    report(console, stager, number, refused);
    if (!trouble.empty()) return fail(console, input_ + ": " + trouble);
    return refused == 0 ? kDone : kDoneWithRefusals;
  }

  void append_json(std::string& out, std::size_t number, CsvStream& rows, CaseStager& stager,
                   const CaseOutcome& outcome) const {
    JsonWriter json(out);
    json.begin_object().member("row", number).member("line", rows.line());
    if (outcome.result == nullptr) {
      json.key("group")
          .null()
          .key("possible")
          .begin_array()
          .end_array()
          .member("status", "refused")
          .member("message", outcome.refusal.text())
          .end_object();
      out += '\n';
      return;
    }
    const auto inputs = stager.plan()->inputs_of(rows.cells());
    write_case_json(json, stager.plan()->pack(), inputs,
                    from_ == "findings" ? rules::Pack::Start::Findings : rules::Pack::Start::Categories,
                    *outcome.result);
    json.end_object();
    out += '\n';
  }

  void report(Console& console, const CaseStager& stager, std::size_t number, std::size_t refused) const {
    static constexpr std::string_view kCarried[] = {"id", "case", "patient", "source", "note", "comment", "row"};
    std::vector<std::string> unused;
    for (const std::string& column : stager.unused_columns())
      if (std::find(std::begin(kCarried), std::end(kCarried), column) == std::end(kCarried)) unused.push_back(column);
    if (!unused.empty())
      console.err("restage stage: " + input_ +
                  ": columns that no pack used, carried through: " + text::join(unused, " ") + "\n");
    if (refused > 0)
      console.err(
          fmt::format("restage stage: {}: {} of {} rows refused; their message says why\n", input_, refused, number));
  }

  std::string input_, output_, from_ = "categories", edition_, pack_, inputs_, diagnosed_, packs_;
  std::vector<std::string> which_, files_, facts_;
  bool sites_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stage_command() { return std::make_unique<StageCommand>(); }

}  // namespace restage::cli
