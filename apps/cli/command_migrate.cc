// SPDX-License-Identifier: Apache-2.0
// restage migrate: the groups of a file of cases under one edition and under another.
#include "apps/cli/shell.h"
#include "base/text.h"
#include "report/json/migration_json.h"
#include "report/svg/sankey.h"
#include "report/terminal/migration_text.h"
#include "service/cases/migrate.h"

namespace restage::cli {
namespace {

class MigrateCommand final : public Command {
 public:
  std::string_view name() const override { return "migrate"; }
  std::string_view summary() const override { return "compare the stage groups of cases under two editions"; }
  std::string_view details() const override {
    return "  restage migrate --from 8 --to 9 cases.csv\n"
           "  restage migrate --from 8 --to 9 --out-csv matrix.csv --svg flow.svg cases.csv\n"
           "The file is the one that `restage stage` takes. Cases whose group cannot be derived are counted with the\n"
           "reason, for example when the new edition needs a finer category than the file holds. Sites are never\n"
           "pooled: a file of several sites gives a picture each, flow-breast.svg beside flow-lung.svg.";
  }
  void declare(OptionSet& options) override {
    options.text("--from", from_, "EDITION", "the edition before");
    options.text("--to", to_, "EDITION", "the edition after");
    options.text("--site", site_, "SITE", "this site only");
    options.flag("--findings", findings_, "derive t, n, m from finding columns under each edition");
    options.text("--out-csv", csv_, "FILE", "write the matrix as CSV: site,before,after,cases");
    options.text("--svg", svg_, "FILE", "draw the matrix of each site as a Sankey picture");
    options.text("--packs", packs_, "DIR", "packs of this folder beside and before those of the program");
    options.flag("--json", json_, "machine output");
    options.positional(files_, "FILE", "cases as CSV, - for standard input");
  }
  int run(Console& console) override {
    if (files_.size() > 1) return fail(console, name(), "give one file");
    auto packs = service::open_packs(packs_);
    if (!packs) return fail(console, name(), packs.error());
    service::MigrateRequest request{
        service::Input::path(files_.empty() ? "-" : files_.front()), from_, to_, findings_, site_, std::move(*packs)};
    const auto migration = service::migrate(request);
    if (!migration) return fail(console, name(), migration.error());
    if (!csv_.empty() && write_result(console, name(), csv_, report::migration_csv(*migration), kDone) != kDone)
      return kUsage;
    if (!svg_.empty() && draw(console, *migration) != kDone) return kUsage;
    console.out(json_ ? report::migration_json(*migration) : report::migration_text(*migration));
    return migration->all_staged ? kDone : kDoneWithRefusals;
  }

 private:
  /// flow-lung.svg of flow.svg.
  std::string path_for(const std::string& site) const {
    const std::size_t slash = svg_.rfind('/') == std::string::npos ? 0 : svg_.rfind('/') + 1;
    const std::size_t dot = svg_.rfind('.');
    const std::size_t end = dot == std::string::npos || dot <= slash ? svg_.size() : dot;
    return svg_.substr(0, end) + "-" + site + svg_.substr(end);
  }

  /// One picture a site. A name that is no site id names no file.
  int draw(Console& console, const statement::Migration& migration) const {
    std::vector<const statement::SiteMigration*> known;
    for (const statement::SiteMigration& each : migration.sites)
      if (each.is_known) known.push_back(&each);
    if (known.empty()) return fail(console, name(), "no picture drawn: no case names a site id");
    std::vector<std::string> paths;
    for (const statement::SiteMigration* each : known) {
      paths.push_back(known.size() == 1 ? svg_ : path_for(each->site));
      const std::string picture =
          report::draw_sankey(each->table, each->site + ": stage groups, edition " + from_ + " and " + to_,
                              "edition " + from_, "edition " + to_);
      if (write_result(console, name(), paths.back(), picture, kDone) != kDone) return kUsage;
    }
    if (paths.size() > 1) console.err("restage migrate: one picture a site: " + text::join(paths, " ") + "\n");
    return kDone;
  }

  std::string from_, to_, site_, csv_, svg_, packs_;
  std::vector<std::string> files_;
  bool findings_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_migrate_command() { return std::make_unique<MigrateCommand>(); }

}  // namespace restage::cli
