// SPDX-License-Identifier: Apache-2.0
// restage migrate: the groups of a file of cases under one edition and under another.
#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/command.h"
#include "apps/cli/stage_listing.h"
#include "base/byte_source.h"
#include "base/csv.h"
#include "base/csv_stream.h"
#include "base/json_writer.h"
#include "base/output_file.h"
#include "base/text.h"
#include "cases/case_header.h"
#include "cases/migration.h"
#include "report/svg/sankey.h"
#include "rules/run/pack_library.h"

namespace restage::cli {
namespace {

using cases::CaseOutcome;
using cases::CaseStager;
using cases::Migration;
using cases::MigrationTable;

class MigrateCommand final : public Command {
 public:
  std::string_view name() const override { return "migrate"; }
  std::string_view summary() const override { return "Compare the stage groups of cases under two editions"; }
  std::string_view details() const override {
    return "restage migrate --from 8 --to 9 cases.csv\n"
           "restage migrate --from 8 --to 9 --out-csv matrix.csv --svg flow.svg cases.csv\n"
           "The file is the one that `restage stage` takes. Cases whose group cannot be derived are counted with the\n"
           "reason, for example when the new edition needs a finer category than the file holds.";
  }
  void declare(OptionSet& options) override {
    options.text("--from", from_, "EDITION", "The edition before");
    options.text("--to", to_, "EDITION", "The edition after");
    options.flag("--findings", findings_, "Derive t, n, m from finding columns under each edition");
    options.text("--out-csv", csv_, "FILE", "Write the matrix as CSV: site,before,after,cases");
    options.text("--svg", svg_, "FILE", "Draw the matrix as a Sankey picture");
    options.text("--packs", packs_, "DIR", "Use the packs of this folder beside and before the built-in ones");
    options.flag("--json", json_, "Machine-readable output");
    options.positional(files_, "FILE", "Cases as CSV; - is standard input");
  }
  int run(Console& console) override {
    if (from_.empty() || to_.empty()) return fail(console, "name both editions: --from 8 --to 9");
    if (files_.size() > 1) return fail(console, "give one file");
    auto library = packs_.empty() ? rules::PackLibrary::embedded() : rules::PackLibrary::with_folder(packs_);
    if (!library) return fail(console, library.error().text());
    for (const auto& [option, edition] :
         {std::pair<std::string_view, const std::string&>{"--from", from_}, {"--to", to_}})
      if (const std::string problem = problem_of_edition(**library, option, edition); !problem.empty())
        return fail(console, problem);
    if (from_ == to_) return fail(console, "--from and --to name the same edition; every case would stay where it is");
    const std::string path = files_.empty() ? "-" : files_.front();
    auto source = ByteSource::open(path);
    if (!source) return fail(console, source.error().text());
    Migration migration;
    if (const auto read = count_cases(**source, **library, migration); !read)
      return fail(console, path + ": " + read.error().text());
    const MigrationTable all = migration.table("");
    if (!csv_.empty())
      if (const auto written = write_file(csv_, as_csv(migration)); !written)
        return fail(console, written.error().text());
    if (!svg_.empty()) {
      const std::string title = (migration.sites().size() == 1 ? migration.sites().front() + ": " : "") +
                                "stage groups, edition " + from_ + " and " + to_;
      if (const auto written = write_file(svg_, report::draw_sankey(all, title, "edition " + from_, "edition " + to_));
          !written)
        return fail(console, written.error().text());
    }
    console.out(json_ ? as_json(migration) : as_text(migration));
    const bool refused = std::find(all.before.begin(), all.before.end(), cases::kNotStaged) != all.before.end() ||
                         std::find(all.after.begin(), all.after.end(), cases::kNotStaged) != all.after.end();
    return refused ? kDoneWithRefusals : kDone;
  }

 private:
  static int fail(Console& console, const std::string& message) {
    console.err("restage migrate: " + message + "\n");
    return kUsage;
  }

  Result<void> count_cases(ByteSource& source, const rules::PackLibrary& library, Migration& migration) const {
    CsvStream rows(source);
    const auto head = rows.next();
    if (!head) return head.error();
    if (!*head) return Error{ErrorCode::Malformed, "the file is empty; the first line names the columns", ""};
    const auto columns = cases::read_case_header(rows.cells(), true);
    if (!columns) return Error{columns.error().code, columns.error().message + "; " + columns.error().context, ""};
    const std::vector<std::string>& header = *columns;
    const auto site = static_cast<std::size_t>(std::find(header.begin(), header.end(), "site") - header.begin());
    const auto start = findings_ ? rules::Pack::Start::Findings : rules::Pack::Start::Categories;
    CaseStager before(library, {"", from_, start}, header), after(library, {"", to_, start}, header);
    CaseOutcome first, second;
    for (auto more = rows.next();; more = rows.next()) {
      if (!more) return more.error();
      if (!*more) return {};
      if (rows.has_open_quote()) {
        first = second = {nullptr, cases::open_quote_refusal()};
      } else {
        before.stage(rows.filled(), rows.size(), first);
        after.stage(rows.filled(), rows.size(), second);
      }
      migration.add(site < rows.cells().size() ? text::trim(rows.cells()[site]) : std::string_view{}, first, second);
    }
  }

  static std::string as_csv(const Migration& migration) {
    std::string out = "site,before,after,cases\n";
    for (const std::string& site : migration.sites()) {
      const MigrationTable table = migration.table(site);
      for (std::size_t i = 0; i < table.before.size(); ++i)
        for (std::size_t k = 0; k < table.after.size(); ++k)
          if (table.counts[i][k] > 0)
            append_csv_row(out, {site, table.before[i], table.after[k], std::to_string(table.counts[i][k])});
    }
    return out;
  }

  std::string matrix_text(const MigrationTable& table) const {
    std::size_t first = 14;
    for (const std::string& name : table.before) first = std::max(first, name.size() + 2);
    std::string out = fmt::format("  {:<{}}", "before \\ after", first);
    for (const std::string& name : table.after)
      out += fmt::format("{:>{}}", name, std::max<std::size_t>(8, name.size() + 2));
    out += '\n';
    for (std::size_t i = 0; i < table.before.size(); ++i) {
      out += fmt::format("  {:<{}}", table.before[i], first);
      for (std::size_t k = 0; k < table.after.size(); ++k) {
        const std::string count = table.counts[i][k] == 0 ? "." : std::to_string(table.counts[i][k]);
        out += fmt::format("{:>{}}", count, std::max<std::size_t>(8, table.after[k].size() + 2));
      }
      out += '\n';
    }
    return out;
  }

  std::string as_text(const Migration& migration) const {
    std::string out;
    for (const std::string& site : migration.sites()) {
      const MigrationTable table = migration.table(site);
      out += fmt::format("{}: {} cases, edition {} (down) to {} (across), {} with another group\n",
                         site.empty() ? "(no site)" : site, table.total, from_, to_, table.moved);
      out += matrix_text(table) + "\n";
    }
    const auto reasons = migration.reasons();
    if (!reasons.empty()) out += "No single group:\n";
    for (const auto& reason : reasons)
      out += fmt::format("  {:>8}  edition {}: {}\n", reason.count, reason.side == "before" ? from_ : to_, reason.text);
    return out;
  }

  std::string as_json(const Migration& migration) const {
    std::string out;
    JsonWriter json(out, 2);
    json.begin_object().member("from", from_).member("to", to_).key("sites").begin_array();
    for (const std::string& site : migration.sites()) {
      const MigrationTable table = migration.table(site);
      json.begin_object()
          .member("site", site)
          .member("cases", static_cast<std::size_t>(table.total))
          .member("moved", static_cast<std::size_t>(table.moved))
          .key("matrix")
          .begin_array();
      for (std::size_t i = 0; i < table.before.size(); ++i)
        for (std::size_t k = 0; k < table.after.size(); ++k)
          if (table.counts[i][k] > 0)
            json.begin_object()
                .member("before", table.before[i])
                .member("after", table.after[k])
                .member("cases", static_cast<std::size_t>(table.counts[i][k]))
                .end_object();
      json.end_array().end_object();
    }
    json.end_array().key("not_derived").begin_array();
    for (const auto& reason : migration.reasons())
      json.begin_object()
          .member("edition", reason.side == "before" ? from_ : to_)
          .member("reason", reason.text)
          .member("cases", static_cast<std::size_t>(reason.count))
          .end_object();
    json.end_array().end_object();
    return out + "\n";
  }

  std::string from_, to_, csv_, svg_, packs_;
  std::vector<std::string> files_;
  bool findings_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_migrate_command() { return std::make_unique<MigrateCommand>(); }

}  // namespace restage::cli
