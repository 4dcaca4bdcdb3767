// SPDX-License-Identifier: Apache-2.0
#include "staging/site_tables.h"

#include <map>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_site_tables_begin[];
extern "C" const char restage_site_tables_end[];

namespace restage::staging {
namespace {

const std::map<std::string_view, SiteTables>& rows() {
  static const std::map<std::string_view, SiteTables> table = [] {
    std::map<std::string_view, SiteTables> result;
    const std::string_view text(restage_site_tables_begin,
                                static_cast<std::size_t>(restage_site_tables_end - restage_site_tables_begin));
    for (const auto& [number, cells] : read_tsv(text).lines)
      if (cells.size() >= 3) result.emplace(cells[0], SiteTables{cells[1], text::split(cells[2], ' ')});
    return result;
  }();
  return table;
}

}  // namespace

const SiteTables* site_tables(std::string_view topography) {
  for (std::size_t length = topography.size(); length >= 3; --length)
    if (const auto found = rows().find(topography.substr(0, length)); found != rows().end()) return &found->second;
  return nullptr;
}

}  // namespace restage::staging
