// SPDX-License-Identifier: Apache-2.0
#include "cases/case_stager.h"

#include <algorithm>
#include <numeric>

#include "base/near_words.h"
#include "base/text.h"

namespace restage::cases {
namespace {

constexpr std::size_t kMaxPlaces = std::size_t{1} << 18;
constexpr std::size_t kRowsBetweenLooks = 4096;

/// The packs of a site id, risk groups and scores among them. Loads every pack: for messages and rare sites.
std::vector<const rules::Pack*> packs_of(const rules::PackLibrary& library, std::string_view site) {
  std::vector<const rules::Pack*> packs;
  for (const std::string& id : library.ids())
    if (const auto pack = library.by_id(id);
        pack && (*pack)->identity().site == site && (*pack)->identity().kind != "convention")
      packs.push_back(*pack);
  return packs;
}

bool is_tnm(std::string_view edition) {
  return edition.starts_with("UICC") || (!edition.empty() && text::is_digit(edition.front()));
}

/// What a site without a stage has instead.
std::string without_stage(const rules::PackLibrary& library, std::string_view site) {
  std::vector<std::string> editions;
  for (const rules::Pack* pack : packs_of(library, site)) editions.push_back(pack->identity().edition);
  return std::string(site) +
         " has no stage, TNM does not apply; its risk groups and scores, as editions: " + text::join(editions, " ");
}

/// What to ask for instead of an edition that a site does not have.
std::string what_exists(const rules::PackLibrary& library, std::string_view edition, std::string_view site,
                        bool has_stage) {
  if (!has_stage) return without_stage(library, site);
  const std::vector<std::string> editions = library.editions_of(site);
  std::string text = "editions of it: " + text::join(editions, " ");
  if (!is_tnm(edition)) return text;
  if (std::none_of(editions.begin(), editions.end(), is_tnm)) return text + " (TNM does not apply)";
  if (edition == "7" || edition == "UICC7")
    text += "; the seventh edition is derived by `restage registry --algorithm ZIP` with a SEER archive";
  return text;
}

}  // namespace

CaseStager::CaseStager(const rules::PackLibrary& library, StagerOptions options, std::vector<std::string> header)
    : library_(library),
      options_(std::move(options)),
      header_(std::move(header)),
      roles_(header_.size(), kCarried),
      texts_(header_.size()) {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == "edition") edition_column_ = static_cast<int>(i);
    if (header_[i] == "site") site_column_ = static_cast<int>(i);
    if (header_[i] == "diagnosed") diagnosed_column_ = static_cast<int>(i);
  }
  // Of columns with one name the last counts, as above.
  if (edition_column_ >= 0) roles_[static_cast<std::size_t>(edition_column_)] = kEdition;
  if (site_column_ >= 0) roles_[static_cast<std::size_t>(site_column_)] = kSite;
  if (diagnosed_column_ >= 0) roles_[static_cast<std::size_t>(diagnosed_column_)] = kDiagnosed;
}

CaseStager::Place CaseStager::place_with(const rules::Pack* pack) {
  auto& plan = plans_[pack];
  if (plan == nullptr) {
    plan = std::make_unique<CasePlan>(*pack, options_.start, options_.with_reasons, header_, texts_, result_count_);
    for (std::size_t column = 0; column < header_.size(); ++column)
      if (plan->reads(column)) roles_[column] |= kRead;
  }
  return {plan.get(), {}};
}

bool CaseStager::has_packs(std::string_view site) {
  if (sites_of_packs_.empty())
    for (const std::string& id : library_.ids())
      if (const auto pack = library_.by_id(id); pack && (*pack)->identity().kind != "convention")
        sites_of_packs_.emplace((*pack)->identity().site);
  return sites_of_packs_.contains(site);
}

CaseStager::Place CaseStager::find_place(std::string_view edition, std::string_view site, std::string_view diagnosed) {
  if (!options_.pack_id.empty()) {
    const auto pack = library_.by_id(options_.pack_id);
    return pack ? place_with(*pack) : Place{nullptr, {pack.error().text(), {}}};
  }
  if (!edition.empty() && !site.empty())
    if (const auto pack = library_.find(edition, site); pack && *pack != nullptr) return place_with(*pack);
  if (sites_.empty()) sites_ = library_.sites();
  if (site.empty()) return {nullptr, {"column site: it is empty", "give a site id, `restage stage --sites` lists all"}};
  const bool has_stage = std::binary_search(sites_.begin(), sites_.end(), site);
  if (!has_stage && !has_packs(site))
    return {nullptr,
            {"column site: `" + text::excerpt(site) + "` is no site id",
             text::did_you_mean(site, sites_, "`restage stage --sites` lists all")}};
  if (edition.empty() && !has_stage) return {nullptr, {"column edition: it is empty", without_stage(library_, site)}};
  if (edition.empty()) {
    if (diagnosed.empty())
      return {
          nullptr,
          {"column edition: it is empty and there is no date in the column diagnosed",
           "give one of them. Editions of " + std::string(site) + ": " + text::join(library_.editions_of(site), " ")}};
    const auto date = PartialDate::parse(diagnosed);
    if (!date)
      return {nullptr,
              {"column diagnosed: `" + text::excerpt(diagnosed) + "` is no date", "write 2024-03-17, 2024-03 or 2024"}};
    const auto pack = library_.in_force(site, *date);
    return pack ? place_with(*pack) : Place{nullptr, {"column edition: " + pack.error().text(), {}}};
  }
  const auto pack = library_.find(edition, site);
  if (!pack) return {nullptr, {"column edition: " + pack.error().text(), {}}};
  return {nullptr,
          {"column edition: `" + text::excerpt(edition) + "` does not exist for " + std::string(site),
           what_exists(library_, edition, site, has_stage)}};
}

/// Columns of ever new texts; what was found by their numbers is void.
void CaseStager::renew_when_full() {
  std::uint32_t before = 0, after = 0;
  for (std::size_t column = 0; column < texts_.size(); ++column) {
    const bool is_name = (roles_[column] & kNames) != 0;
    before += is_name ? texts_[column].generation() : 0;
    texts_[column].renew_when_full();
    after += is_name ? texts_[column].generation() : 0;
  }
  if (before == after && places_.size() < kMaxPlaces) return;
  places_.clear();
  place_of_names_.clear();
  place_of_odd_editions_.clear();
  place_of_dates_.clear();
}

std::string_view CaseStager::name(int column, std::uint32_t number) const {
  return number == 0 ? std::string_view{} : text::trim(texts_[static_cast<std::size_t>(column)].text(number - 1));
}

const CaseStager::Place& CaseStager::place_of(const Names& names) {
  const Place*& known = place_of_names(names);
  if (known == nullptr) known = find_place(names, false);
  if (!known->needs_date) return *known;
  const Place*& dated = place_of_dates_[std::uint64_t{names.site} << 32 | names.diagnosed];
  if (dated == nullptr) dated = find_place(names, true);
  return *dated;
}

const CaseStager::Place*& CaseStager::place_of_names(const Names& names) {
  if (names.edition >= kCommonEditions) return place_of_odd_editions_[std::uint64_t{names.site} << 32 | names.edition];
  if (names.site >= place_of_names_.size()) place_of_names_.resize(names.site + 1);
  auto& of_site = place_of_names_[names.site];
  if (names.edition >= of_site.size()) of_site.resize(names.edition + 1, nullptr);
  return of_site[names.edition];
}

const CaseStager::Place* CaseStager::find_place(const Names& names, bool with_date) {
  const std::string_view edition =
      options_.edition.empty() ? name(edition_column_, names.edition) : std::string_view(options_.edition);
  Place place;
  if (edition.empty() && !with_date && options_.pack_id.empty())
    place.needs_date = true;
  else
    place = find_place(edition, name(site_column_, names.site), name(diagnosed_column_, names.diagnosed));
  place.number = static_cast<std::uint32_t>(places_.size());
  return &places_.emplace_back(std::move(place));
}

/// Appends the cells of a row that some pack reads.
CaseStager::Row CaseStager::read_row(std::span<const FilledCell> filled, std::size_t size) {
  Row row{nullptr, static_cast<std::uint32_t>(cells_.size()), 0, 0};
  for (std::size_t plans = plans_.size() + 1; plans != plans_.size();) {  // once more when the row brings in a pack
    plans = plans_.size();
    cells_.resize(row.first_cell + filled.size());
    CellNumber* next = cells_.data() + row.first_cell;
    Names names;
    row.too_many = 0;
    for (const FilledCell& cell : filled) {
      if (cell.column >= roles_.size()) {
        if (!text::trim(cell.text).empty()) row.too_many = static_cast<std::uint32_t>(size);
        continue;
      }
      const char role = roles_[cell.column];
      if (role == kCarried) continue;
      const std::uint32_t number = texts_[cell.column].number_of(cell);
      if ((role & kRead) != 0) *next++ = {cell.column, number};
      if ((role & kNames) == 0) continue;
      (role & kEdition ? names.edition : role & kSite ? names.site : names.diagnosed) = number + 1;
    }
    cells_.resize(static_cast<std::size_t>(next - cells_.data()));
    row.place = &place_of(names);
  }
  row.cell_count = static_cast<std::uint32_t>(cells_.size()) - row.first_cell;
  return row;
}

void CaseStager::stage_row(const Row& row, CaseOutcome& outcome) {
  outcome.result = nullptr;
  plan_ = row.place->plan;
  if (plan_ == nullptr) {
    outcome.refusal = row.place->refusal;
  } else if (row.too_many > 0) {
    outcome.refusal = {
        "the row has " + std::to_string(row.too_many) + " cells, the header " + std::to_string(header_.size()),
        "quote cells that hold a comma"};
  } else {
    plan_->stage({cells_.data() + row.first_cell, row.cell_count}, outcome);
  }
}

void CaseStager::stage(std::span<const FilledCell> filled, std::size_t size, CaseOutcome& outcome) {
  cells_.clear();
  if (++staged_alone_ % kRowsBetweenLooks == 0) renew_when_full();
  stage_row(read_row(filled, size), outcome);
}

void CaseStager::stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome) {
  find_filled(cells, filled_);
  stage(filled_, cells.size(), outcome);
}

void CaseStager::add(std::span<const FilledCell> filled, std::size_t size) {
  RESTAGE_ASSERT(!options_.with_reasons);
  if (rows_.empty()) {
    cells_.clear();
    renew_when_full();
  }
  rows_.push_back(read_row(filled, size));
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
    const bool used =
        std::any_of(plans_.begin(), plans_.end(), [&](const auto& each) { return each.second->reads(i); });
    if (!used && !plans_.empty()) unused.push_back(header_[i]);
  }
  return unused;
}

std::vector<std::string> CaseStager::input_names() const {
  std::set<std::string> names;
  for (const auto& [pack, plan] : plans_)
    for (const rules::InputDeclaration& input : pack->inputs()) names.insert(input.name);
  return {names.begin(), names.end()};
}

}  // namespace restage::cases
