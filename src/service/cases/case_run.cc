// SPDX-License-Identifier: Apache-2.0
#include "service/cases/case_run.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "base/near_words.h"
#include "rules/run/pack_library.h"

namespace restage::service {

Result<CaseRun> CaseRun::open(StageRequest& request) {
  auto packs = packs_or_embedded(request.packs);
  if (!packs) return std::move(packs).error();
  auto table = CaseTable::open(request.cases, request.pack.empty());
  if (!table) return std::move(table).error();
  if (!request.pack.empty())
    if (const auto pack = (*packs)->by_id(request.pack); !pack) return pack.error();
  return CaseRun(request, std::move(*packs), std::move(*table));
}

rules::Pack::Start CaseRun::start() const noexcept {
  return request_->from_findings ? rules::Pack::Start::Findings : rules::Pack::Start::Categories;
}

std::size_t CaseRun::threads() const noexcept {
  return request_->threads > 0 ? request_->threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

cases::CaseStager& CaseRun::add_stager(bool with_reasons, const std::vector<std::string>* header) {
  return stagers_.emplace_back(*packs_, cases::StagerOptions{request_->pack, request_->edition, start(), with_reasons},
                               header == nullptr ? table_.header() : *header);
}

bool CaseRun::next_row() {
  if (cut_) return false;
  const auto more = table_.rows().next();
  if (!more) cut_ = more.error();
  return more && *more;
}

/// A column is used when a stager that staged something used it.
std::vector<UnusedColumn> CaseRun::unused_columns() const {
  static constexpr std::string_view kCarried[] = {"id", "case", "patient", "source", "note", "comment", "row"};
  std::map<std::string, std::size_t> unused_by;
  std::set<std::string> asked;
  std::size_t stagers = 0;
  for (const cases::CaseStager& stager : stagers_) {
    const std::vector<std::string> names = stager.input_names();
    if (names.empty()) continue;  // no row came to it
    ++stagers;
    asked.insert(names.begin(), names.end());
    for (const std::string& column : stager.unused_columns()) ++unused_by[column];
  }
  std::vector<UnusedColumn> unused;
  for (const std::string& column : table_.header())
    if (const auto found = unused_by.find(column);
        found != unused_by.end() && found->second == stagers &&
        std::find(std::begin(kCarried), std::end(kCarried), column) == std::end(kCarried))
      unused.push_back({column, text::near_words(column, {asked.begin(), asked.end()})});
  return unused;
}

StageOutcome CaseRun::outcome(std::size_t rows, std::size_t refused) {
  return {refused == 0 && !cut_ ? Status::Done : Status::DoneWithRefusals, rows, refused, unused_columns(),
          std::move(cut_)};
}

}  // namespace restage::service
