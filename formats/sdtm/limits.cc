// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/limits.h"

#include <algorithm>

#include "formats/sdtm/table.h"

namespace restage::sdtm {
namespace {
constexpr std::size_t kRowsAtOnce = 5000;
}

Result<std::vector<std::string>> subject_limits(const std::vector<std::string>& paths) {
  std::vector<std::string> limits;
  for (const std::string& path : paths) {
    auto table = Table::open(path, false);
    if (!table) return table.error();
    const int id = table->column("USUBJID");
    std::string last;
    for (std::size_t row = 1; table->next(); ++row) {
      const std::string_view subject = (*table)[id];
      if (subject < last) return std::vector<std::string>{};
      if (subject != last) last = subject;
      if (row % kRowsAtOnce == 0) limits.push_back(last);
    }
    if (table->error()) return *table->error();
  }
  std::sort(limits.begin(), limits.end());
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  return limits;
}

}  // namespace restage::sdtm
