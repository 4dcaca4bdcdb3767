// SPDX-License-Identifier: Apache-2.0
#include "staging/case_stager.h"

#include <algorithm>

#include "base/text.h"

namespace restage::staging {
namespace {

constexpr std::size_t kMaxPlaces = std::size_t{1} << 16;

/// The names that share most with what was written, for a message.
std::string nearest(const std::vector<std::string>& names, std::string_view written) {
  std::vector<std::string> close;
  for (const std::string& name : names)
    if (text::contains_ignoring_case(name, written) || text::contains_ignoring_case(written, name)) close.push_back(name);
  if (close.empty())
    for (const std::string& name : names)
      if (!written.empty() && text::lower(name.front()) == text::lower(written.front())) close.push_back(name);
  if (close.empty()) return "`restage stage --sites` lists all";
  return "near it: " + text::join(close, " ") + "; `restage stage --sites` lists all";
}

}  // namespace

CaseStager::CaseStager(const rules::PackLibrary& library, StagerOptions options, std::vector<std::string> header)
    : library_(library), options_(std::move(options)), header_(std::move(header)) {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == "edition") edition_column_ = static_cast<int>(i);
    if (header_[i] == "site") site_column_ = static_cast<int>(i);
    if (header_[i] == "diagnosed") diagnosed_column_ = static_cast<int>(i);
  }
}

std::string_view CaseStager::cell(const std::vector<std::string_view>& cells, int column) const {
  return column >= 0 && static_cast<std::size_t>(column) < cells.size() ? cells[static_cast<std::size_t>(column)] : std::string_view{};
}

CaseStager::Place CaseStager::place_with(const rules::Pack* pack) {
  auto& plan = plans_[pack];
  if (plan == nullptr) plan = std::make_unique<CasePlan>(*pack, options_.start, header_);
  return {plan.get(), ""};
}

CaseStager::Place CaseStager::find_place(std::string_view edition, std::string_view site, std::string_view diagnosed) {
  if (!options_.pack_id.empty()) {
    const auto pack = library_.by_id(options_.pack_id);
    return pack ? place_with(*pack) : Place{nullptr, pack.error().text()};
  }
  const std::vector<std::string> sites = library_.sites();
  if (site.empty()) return {nullptr, "column site: it is empty; give a site id, `restage stage --sites` lists all"};
  if (std::find(sites.begin(), sites.end(), site) == sites.end())
    return {nullptr, "column site: `" + std::string(site) + "` is no site id; " + nearest(sites, site)};
  if (edition.empty()) {
    if (diagnosed.empty()) return {nullptr, "column edition: it is empty and there is no date in the column diagnosed; give one of them. Editions of " + std::string(site) + ": " + text::join(library_.editions_of(site), " ")};
    const auto date = PartialDate::parse(diagnosed);
    if (!date) return {nullptr, "column diagnosed: `" + std::string(diagnosed) + "` is no date; write 2024-03-17, 2024-03 or 2024"};
    const auto pack = library_.in_force(site, *date);
    return pack ? place_with(*pack) : Place{nullptr, "column edition: " + pack.error().text()};
  }
  const auto pack = library_.find(edition, site);
  if (!pack) return {nullptr, "column edition: " + pack.error().text()};
  if (*pack == nullptr) return {nullptr, "column edition: `" + std::string(edition) + "` does not exist for " + std::string(site) + "; editions of it: " + text::join(library_.editions_of(site), " ")};
  return place_with(*pack);
}

const CaseStager::Place& CaseStager::place_of(std::string_view edition, std::string_view site, std::string_view diagnosed) {
  key_.clear();
  key_.append(edition).push_back('\x1F');
  key_.append(site);
  if (edition.empty()) key_.append("\x1F").append(diagnosed);
  const auto found = places_.find(key_);
  if (found != places_.end()) return found->second;
  if (places_.size() >= kMaxPlaces) places_.clear();
  return places_.emplace(key_, find_place(edition, site, diagnosed)).first->second;
}

void CaseStager::stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome) {
  outcome.result = nullptr;
  const std::string_view edition = options_.edition.empty() ? text::trim(cell(cells, edition_column_)) : std::string_view(options_.edition);
  const Place& place = place_of(edition, text::trim(cell(cells, site_column_)), edition.empty() ? text::trim(cell(cells, diagnosed_column_)) : std::string_view{});
  plan_ = place.plan;
  if (plan_ == nullptr) {
    outcome.refusal = place.refusal;
    return;
  }
  if (cells.size() > header_.size()) {
    outcome.refusal = "the row has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(header_.size()) + "; quote cells that hold a comma";
    return;
  }
  plan_->stage(cells, outcome);
}

std::vector<std::string> CaseStager::unused_columns() const {
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == "edition" || header_[i] == "site" || header_[i] == "diagnosed") continue;
    const bool used = std::any_of(plans_.begin(), plans_.end(), [&](const auto& each) { return each.second->used_columns()[i]; });
    if (!used && !plans_.empty()) unused.push_back(header_[i]);
  }
  return unused;
}

}  // namespace restage::staging
