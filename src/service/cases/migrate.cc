// SPDX-License-Identifier: Apache-2.0
#include "service/cases/migrate.h"

#include <algorithm>
#include <utility>

#include "base/near_words.h"
#include "base/text.h"
#include "cases/migration.h"
#include "rules/run/pack_library.h"
#include "service/cases/case_table.h"
#include "service/packs/listing.h"

namespace restage::service {
namespace {

Result<void> check(const MigrateRequest& request, const rules::PackLibrary& library) {
  const std::pair<std::string_view, const std::string&> editions[] = {{"--from", request.from}, {"--to", request.to}};
  for (const auto& [option, edition] : editions) {
    if (edition.empty()) return Error{ErrorCode::InvalidArgument, "name both editions: --from 8 --to 9", ""};
    if (auto known = check_edition(library, option, edition); !known) return known;
  }
  if (request.from == request.to)
    return Error{ErrorCode::InvalidArgument, "--from and --to name the same edition; every case would stay where it is",
                 ""};
  if (request.site.empty() || !library.editions_of(request.site).empty()) return {};
  return Error{ErrorCode::NotFound,
               "`" + request.site + "` is no site id; " +
                   text::did_you_mean(request.site, library.sites(), "`restage stage --sites` lists all"),
               ""};
}

Result<void> count_cases(const MigrateRequest& request, const rules::PackLibrary& library, CaseTable& table,
                         cases::Migration& migration) {
  const std::vector<std::string>& header = table.header();
  const auto site_column = static_cast<std::size_t>(std::find(header.begin(), header.end(), "site") - header.begin());
  const auto start = request.from_findings ? rules::Pack::Start::Findings : rules::Pack::Start::Categories;
  cases::CaseStager before(library, {"", request.from, start}, header), after(library, {"", request.to, start}, header);
  cases::CaseOutcome first, second;
  CsvStream& rows = table.rows();
  for (auto more = rows.next();; more = rows.next()) {
    if (!more) return more.error();
    if (!*more) return {};
    const auto& cells = rows.cells();
    const std::string_view site = site_column < cells.size() ? text::trim(cells[site_column]) : std::string_view{};
    if (!request.site.empty() && site != request.site) continue;
    if (rows.has_open_quote()) {
      first = second = {nullptr, open_quote_refusal()};
    } else {
      before.stage(rows.filled(), rows.size(), first);
      after.stage(rows.filled(), rows.size(), second);
    }
    migration.add(site, first, second);
  }
}

bool has_refusal(const std::vector<std::string>& outcomes) {
  return std::find(outcomes.begin(), outcomes.end(), cases::kNotStaged) != outcomes.end();
}

}  // namespace

Result<statement::Migration> migrate(MigrateRequest& request) {
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  if (auto fits = check(request, **packs); !fits) return std::move(fits).error();
  auto table = CaseTable::open(request.cases, true);
  if (!table) return std::move(table).error();
  cases::Migration counted;
  if (auto read = count_cases(request, **packs, *table, counted); !read) {
    Error error = std::move(read).error();
    if (error.context.empty()) error.context = request.cases.name();
    return error;
  }
  statement::Migration migration{request.from, request.to, {}, {}, true};
  for (const std::string& site : counted.sites()) {
    migration.sites.push_back({site, !(*packs)->editions_of(site).empty(), counted.table(site)});
    const statement::MigrationTable& counts = migration.sites.back().table;
    migration.all_staged = migration.all_staged && !has_refusal(counts.before) && !has_refusal(counts.after);
  }
  for (const auto& reason : counted.reasons())
    migration.reasons.push_back({reason.side == "before" ? request.from : request.to, reason.text, reason.count});
  return migration;
}

}  // namespace restage::service
