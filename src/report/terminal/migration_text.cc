// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/migration_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/csv.h"

namespace restage::report {
namespace {

std::string matrix_text(const statement::MigrationTable& table) {
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

}  // namespace

std::string migration_text(const statement::Migration& migration) {
  std::string out;
  for (const statement::SiteMigration& each : migration.sites) {
    out += fmt::format("{}: {} cases, edition {} (down) to {} (across), {} with another group\n",
                       each.site.empty() ? "(no site)" : each.site, each.table.total, migration.from, migration.to,
                       each.table.moved);
    out += matrix_text(each.table) + "\n";
  }
  if (!migration.reasons.empty()) out += "No single group:\n";
  for (const statement::MigrationReason& reason : migration.reasons)
    out += fmt::format("  {:>8}  edition {}: {}\n", reason.count, reason.edition, reason.text);
  return out;
}

std::string migration_csv(const statement::Migration& migration) {
  std::string out = "site,before,after,cases\n";
  for (const statement::SiteMigration& each : migration.sites)
    for (std::size_t i = 0; i < each.table.before.size(); ++i)
      for (std::size_t k = 0; k < each.table.after.size(); ++k)
        if (const std::uint64_t count = each.table.counts[i][k]; count > 0)
          append_csv_row(out, {each.site, each.table.before[i], each.table.after[k], std::to_string(count)});
  return out;
}

}  // namespace restage::report
