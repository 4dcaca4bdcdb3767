// SPDX-License-Identifier: Apache-2.0
#include "staging/case_stager.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace restage::staging {
namespace {

constexpr std::size_t kMaxPlaces = std::size_t{1} << 18;

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

/// The packs of a site id, risk groups and scores among them. Loads every pack: for messages and rare sites.
std::vector<const rules::Pack*> packs_of(const rules::PackLibrary& library, std::string_view site) {
  std::vector<const rules::Pack*> packs;
  for (const std::string& id : library.ids())
    if (const auto pack = library.by_id(id); pack && (*pack)->identity().site == site && (*pack)->identity().kind != "convention") packs.push_back(*pack);
  return packs;
}

bool is_tnm(std::string_view edition) { return edition.starts_with("UICC") || (!edition.empty() && text::is_digit(edition.front())); }

/// What a site without a stage has instead.
std::string without_stage(const rules::PackLibrary& library, std::string_view site) {
  std::vector<std::string> editions;
  for (const rules::Pack* pack : packs_of(library, site)) editions.push_back(pack->identity().edition);
  return std::string(site) + " has no stage, TNM does not apply; its risk groups and scores, as editions: " + text::join(editions, " ");
}

/// What to ask for instead of an edition that a site does not have.
std::string what_exists(const rules::PackLibrary& library, std::string_view edition, std::string_view site, bool has_stage) {
  if (!has_stage) return without_stage(library, site);
  const std::vector<std::string> editions = library.editions_of(site);
  std::string text = "editions of it: " + text::join(editions, " ");
  if (!is_tnm(edition)) return text;
  if (std::none_of(editions.begin(), editions.end(), is_tnm)) return text + " (TNM does not apply)";
  if (edition == "7" || edition == "UICC7") text += "; the seventh edition is derived by `restage registry --algorithm ZIP` with a SEER archive";
  return text;
}

}  // namespace

CaseStager::CaseStager(const rules::PackLibrary& library, StagerOptions options, std::vector<std::string> header)
    : library_(library), options_(std::move(options)), header_(std::move(header)), is_read_(header_.size(), 0), texts_(header_.size()) {
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
  if (plan == nullptr) {
    plan = std::make_unique<CasePlan>(*pack, options_.start, header_, texts_);
    for (std::size_t column = 0; column < header_.size(); ++column)
      if (plan->reads(column)) is_read_[column] = 1;
  }
  return {plan.get(), ""};
}

CaseStager::Place CaseStager::find_place(std::string_view edition, std::string_view site, std::string_view diagnosed) {
  if (!options_.pack_id.empty()) {
    const auto pack = library_.by_id(options_.pack_id);
    return pack ? place_with(*pack) : Place{nullptr, pack.error().text()};
  }
  const std::vector<std::string> sites = library_.sites();
  if (site.empty()) return {nullptr, "column site: it is empty; give a site id, `restage stage --sites` lists all"};
  const bool has_stage = std::find(sites.begin(), sites.end(), site) != sites.end();
  if (!has_stage && packs_of(library_, site).empty())
    return {nullptr, "column site: `" + text::excerpt(site) + "` is no site id; " + nearest(sites, site)};
  if (edition.empty() && !has_stage) return {nullptr, "column edition: it is empty; " + without_stage(library_, site)};
  if (edition.empty()) {
    if (diagnosed.empty()) return {nullptr, "column edition: it is empty and there is no date in the column diagnosed; give one of them. Editions of " + std::string(site) + ": " + text::join(library_.editions_of(site), " ")};
    const auto date = PartialDate::parse(diagnosed);
    if (!date) return {nullptr, "column diagnosed: `" + text::excerpt(diagnosed) + "` is no date; write 2024-03-17, 2024-03 or 2024"};
    const auto pack = library_.in_force(site, *date);
    return pack ? place_with(*pack) : Place{nullptr, "column edition: " + pack.error().text()};
  }
  const auto pack = library_.find(edition, site);
  if (!pack) return {nullptr, "column edition: " + pack.error().text()};
  if (*pack == nullptr) return {nullptr, "column edition: `" + text::excerpt(edition) + "` does not exist for " + std::string(site) + "; " + what_exists(library_, edition, site, has_stage)};
  return place_with(*pack);
}

/// Columns of ever new texts; what was found by their numbers is void.
void CaseStager::renew_when_full() {
  std::uint32_t before = 0, after = 0;
  for (std::size_t column = 0; column < texts_.size(); ++column) {
    const bool is_name = static_cast<int>(column) == edition_column_ || static_cast<int>(column) == site_column_ || static_cast<int>(column) == diagnosed_column_;
    before += is_name ? texts_[column].generation() : 0;
    texts_[column].renew_when_full();
    after += is_name ? texts_[column].generation() : 0;
  }
  if (before == after && places_.size() < kMaxPlaces) return;
  places_.clear();
  place_of_names_.clear();
  place_of_dates_.clear();
}

const CaseStager::Place& CaseStager::place_of(const std::vector<std::string_view>& cells) {
  const auto number_of = [&](int column) {
    const std::string_view text = cell(cells, column);
    return text.empty() ? 0 : texts_[static_cast<std::size_t>(column)].number_of(text) + 1;
  };
  const std::uint32_t site = number_of(site_column_), edition = number_of(edition_column_);
  if (site >= place_of_names_.size()) place_of_names_.resize(site + 1);
  auto& of_site = place_of_names_[site];
  if (edition >= of_site.size()) of_site.resize(edition + 1, nullptr);
  const Place* known = of_site[edition];
  if (known == nullptr) known = of_site[edition] = find_place(cells, false);
  if (!known->needs_date) return *known;
  const Place*& dated = place_of_dates_[std::uint64_t{site} << 32 | number_of(diagnosed_column_)];
  if (dated == nullptr) dated = find_place(cells, true);
  return *dated;
}

const CaseStager::Place* CaseStager::find_place(const std::vector<std::string_view>& cells, bool with_date) {
  const std::string_view edition = options_.edition.empty() ? text::trim(cell(cells, edition_column_)) : std::string_view(options_.edition);
  Place place;
  if (edition.empty() && !with_date && options_.pack_id.empty()) place.needs_date = true;
  else place = find_place(edition, text::trim(cell(cells, site_column_)), text::trim(cell(cells, diagnosed_column_)));
  place.number = static_cast<std::uint32_t>(places_.size());
  return &places_.emplace_back(std::move(place));
}

/// Appends the cells of a row that are not empty, but for those that name its pack.
CaseStager::Row CaseStager::read_row(const std::vector<std::string_view>& cells) {
  Row row{&place_of(cells), static_cast<std::uint32_t>(cells_.size()), 0, 0};
  const std::size_t width = std::min(cells.size(), header_.size());
  for (std::size_t column = 0; column < width; ++column) {
    if (cells[column].empty() || is_read_[column] == 0) continue;
    cells_.push_back({static_cast<std::uint32_t>(column), texts_[column].number_of(cells[column])});
  }
  row.cell_count = static_cast<std::uint32_t>(cells_.size()) - row.first_cell;
  const auto is_filled = [](std::string_view each) { return !text::trim(each).empty(); };
  if (cells.size() > width && std::any_of(cells.begin() + static_cast<std::ptrdiff_t>(width), cells.end(), is_filled)) row.too_many = static_cast<std::uint32_t>(cells.size());
  return row;
}

void CaseStager::stage_row(const Row& row, CaseOutcome& outcome) {
  outcome.result = nullptr;
  plan_ = row.place->plan;
  if (plan_ == nullptr) {
    outcome.refusal = row.place->refusal;
  } else if (row.too_many > 0) {
    outcome.refusal = "the row has " + std::to_string(row.too_many) + " cells, the header " + std::to_string(header_.size()) + "; quote cells that hold a comma";
  } else {
    plan_->stage({cells_.data() + row.first_cell, row.cell_count}, outcome);
  }
}

void CaseStager::stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome) {
  cells_.clear();
  renew_when_full();
  stage_row(read_row(cells), outcome);
}

void CaseStager::add(const std::vector<std::string_view>& cells) {
  if (rows_.empty()) {
    cells_.clear();
    renew_when_full();
  }
  rows_.push_back(read_row(cells));
}

/// In the order of the packs the tables of one pack stay near while its rows are staged.
std::span<const CaseOutcome> CaseStager::stage_added() {
  first_of_place_.assign(places_.size() + 1, 0);
  for (const Row& row : rows_) ++first_of_place_[row.place->number + 1];
  std::partial_sum(first_of_place_.begin(), first_of_place_.end(), first_of_place_.begin());
  order_.resize(rows_.size());
  for (std::uint32_t i = 0; i < rows_.size(); ++i) order_[first_of_place_[rows_[i].place->number]++] = i;
  if (outcomes_.size() < rows_.size()) outcomes_.resize(rows_.size());
  for (const std::uint32_t i : order_) stage_row(rows_[i], outcomes_[i]);
  const std::size_t count = rows_.size();
  rows_.clear();
  return {outcomes_.data(), count};
}

std::vector<std::string> CaseStager::unused_columns() const {
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == "edition" || header_[i] == "site" || header_[i] == "diagnosed") continue;
    const bool used = std::any_of(plans_.begin(), plans_.end(), [&](const auto& each) { return each.second->reads(i); });
    if (!used && !plans_.empty()) unused.push_back(header_[i]);
  }
  return unused;
}

}  // namespace restage::staging
