// SPDX-License-Identifier: Apache-2.0
#include "report/json/migration_json.h"

#include "base/json_writer.h"

namespace restage::report {
namespace {

void write_site(JsonWriter& json, const statement::SiteMigration& site) {
  const statement::MigrationTable& table = site.table;
  json.begin_object().member("site", site.site).member("cases", static_cast<std::size_t>(table.total));
  json.member("moved", static_cast<std::size_t>(table.moved)).key("matrix").begin_array();
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

}  // namespace

std::string migration_json(const statement::Migration& migration) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().member("from", migration.from).member("to", migration.to).key("sites").begin_array();
  for (const statement::SiteMigration& site : migration.sites) write_site(json, site);
  json.end_array().key("not_derived").begin_array();
  for (const statement::MigrationReason& reason : migration.reasons)
    json.begin_object()
        .member("edition", reason.edition)
        .member("reason", reason.text)
        .member("cases", static_cast<std::size_t>(reason.count))
        .end_object();
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace restage::report
