// SPDX-License-Identifier: Apache-2.0
#include "rules/run/pack_library.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/text.h"

#include "rules/pack/pack_choice.h"
#include "rules/pack/pack_folders.h"
#include "rules/pack/pack_reader.h"
#include "rules/run/compiled_pack.h"

namespace restage::rules {
namespace {

struct Entry {
  const PackFiles* files = nullptr;
  PackHead head;
  bool tried = false;
  std::unique_ptr<CompiledPack> pack;
  Error error;
};

class FolderLibrary final : public PackLibrary {
 public:
  explicit FolderLibrary(PackFolders folders) : folders_(std::move(folders)) {
    std::map<std::string, std::size_t> places;
    for (const PackFiles& files : folders_.all()) {
      const std::string_view* toml = files.find("pack.toml");
      if (toml == nullptr) continue;
      Entry entry;
      entry.files = &files;
      entry.head = scan_head(*toml, files.folder);
      const auto [place, fresh] = places.emplace(entry.head.id, entries_.size());
      if (fresh)
        entries_.push_back(std::move(entry));
      else
        entries_[place->second] = std::move(entry);  // a folder given later overrides
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.head.id < b.head.id; });
  }

  Result<const Pack*> find(std::string_view edition, std::string_view site) const override {
    Entry* found = nullptr;
    for (Entry& entry : entries_) {
      if (entry.head.edition != edition || entry.head.site != site) continue;
      if (found == nullptr || (entry.head.kind == "stage" && found->head.kind != "stage")) found = &entry;
    }
    if (found == nullptr) return static_cast<const Pack*>(nullptr);
    return load(*found);
  }

  Result<const Pack*> in_force(std::string_view site, const PartialDate& diagnosed) const override {
    Entry* found = nullptr;
    bool possible = false;
    for (Entry& entry : entries_) {
      const PackHead& head = entry.head;
      if (head.site != site || !is_staging(head)) continue;
      const bool from = head.diagnosed_from.is_known(), until = head.diagnosed_until.is_known();
      if ((from && diagnosed.surely_before(head.diagnosed_from)) ||
          (until && diagnosed.surely_after(head.diagnosed_until)))
        continue;
      possible = true;
      if ((from && diagnosed.earliest() < head.diagnosed_from.earliest()) ||
          (until && diagnosed.latest() > head.diagnosed_until.latest()))
        continue;
      if (found == nullptr || stands_before(head, found->head)) found = &entry;
    }
    if (found != nullptr) return load(*found);
    const std::string where = "site " + std::string(site) + ", diagnosed " + diagnosed.text();
    if (possible)
      return Error{ErrorCode::InvalidArgument,
                   "the date does not settle which edition was in force; give the edition or a more precise date",
                   where};
    return Error{ErrorCode::NotFound,
                 "no edition was in force; give the edition: " + text::join(editions_of(site), " "), where};
  }

  Result<const Pack*> by_id(std::string_view id) const override {
    for (Entry& entry : entries_)
      if (entry.head.id == id) return load(entry);
    return Error{ErrorCode::NotFound, "there is no pack `" + std::string(id) + "`; `restage pack list` names all", ""};
  }

  Result<std::vector<const Pack*>> with_prefix(std::string_view prefix, const SiteQuery* primary) const override {
    std::vector<const Pack*> packs;
    if (primary != nullptr) parse_applies();
    for (auto entry = std::lower_bound(entries_.begin(), entries_.end(), prefix,
                                       [](const Entry& each, std::string_view id) { return each.head.id < id; });
         entry != entries_.end() && entry->head.id.starts_with(prefix); ++entry) {
      if (primary != nullptr) {
        const auto& blocks = applies_[static_cast<std::size_t>(entry - entries_.begin())];
        if (!blocks.empty() && !match_pack(entry->head, blocks, *primary).applies) continue;
      }
      Result<const Pack*> pack = load(*entry);
      if (!pack) return pack.error();
      packs.push_back(*pack);
    }
    return packs;
  }

  std::vector<std::string> sites() const override {
    std::set<std::string> sites;
    for (const Entry& entry : entries_)
      if (is_staging(entry.head) && entry.head.kind != "convention" && !entry.head.site.empty())
        sites.insert(entry.head.site);
    return {sites.begin(), sites.end()};
  }

  std::vector<std::string> editions_of(std::string_view site) const override {
    std::set<std::string> editions;
    for (const Entry& entry : entries_)
      if (is_staging(entry.head) && entry.head.site == site) editions.insert(entry.head.edition);
    return {editions.begin(), editions.end()};
  }

  std::vector<std::string> ids() const override {
    std::vector<std::string> ids;
    for (const Entry& entry : entries_) ids.push_back(entry.head.id);
    return ids;
  }

  Result<std::vector<PackChoice>> choose(const SiteQuery& query, std::string_view edition) const override {
    std::vector<std::pair<const PackHead*, Match>> matches;
    std::set<std::string> other_editions, needed;
    bool topography_known = false;
    parse_applies();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      if (entry.head.kind == "convention") continue;  // looked up by its engine, never chosen by site
      Match match = match_pack(entry.head, applies_[i], query);
      topography_known |= match.topography;
      if (!match.applies && !match.needed.empty()) needed.insert(match.needed);
      if (!match.applies) continue;
      if (!edition.empty() ? entry.head.edition == edition : match.in_force)
        matches.emplace_back(&entry.head, std::move(match));
      else
        other_editions.insert(entry.head.edition);
    }
    if (matches.empty()) return no_system(query, edition, topography_known, other_editions, needed);
    std::stable_sort(matches.begin(), matches.end(),
                     [](const auto& a, const auto& b) { return stands_before(*a.first, *b.first); });
    std::vector<PackChoice> choices;
    for (auto& [head, match] : matches) {
      const auto pack = by_id(head->id);
      if (!pack) return pack.error();
      const bool certain = match.depends_on.empty();
      choices.push_back({*pack, std::move(match.reason), certain, std::move(match.depends_on),
                         !match.conditions.empty() && (!match.date_open || !edition.empty()),
                         std::move(match.conditions)});
    }
    return choices;
  }

 private:
  /// Once for all questions: a run over many patients asks for each.
  void parse_applies() const {
    std::call_once(applies_parsed_, [this] {
      for (const Entry& entry : entries_) applies_.push_back(applies_of(*entry.files->find("pack.toml")));
    });
  }

  static bool is_staging(const PackHead& head) { return !head.is_risk; }

  /// Staging before risk models, the newest edition first, TNM of the AJCC before other systems.
  static bool stands_before(const PackHead& a, const PackHead& b) {
    if (a.is_risk != b.is_risk) return b.is_risk;
    if ((a.system == "AJCC") != (b.system == "AJCC")) return a.system == "AJCC";
    if (a.diagnosed_from.is_known() && b.diagnosed_from.is_known() && !(a.diagnosed_from == b.diagnosed_from))
      return PartialDate::sorts_before(b.diagnosed_from, a.diagnosed_from);
    return a.id < b.id;
  }

  Result<const Pack*> load(Entry& entry) const {
    const std::lock_guard lock(mutex_);
    if (!entry.tried) {
      entry.tried = true;
      PackModel model = read_pack(*entry.files);
      model.identity.content_hash = content_hash_of(*entry.files);
      auto program = Program::compile(std::move(model));
      if (const PackProblem* problem = program->model().first_error())
        entry.error = {ErrorCode::Malformed, problem->text(), "pack " + entry.head.id};
      else
        entry.pack = std::make_unique<CompiledPack>(std::move(program));
    }
    if (entry.pack == nullptr) return entry.error;
    return static_cast<const Pack*>(entry.pack.get());
  }

  PackFolders folders_;
  mutable std::vector<Entry> entries_;  // guarded by mutex_ where loading changes them
  mutable std::mutex mutex_;
  mutable std::once_flag applies_parsed_;
  mutable std::vector<std::vector<AppliesModel>> applies_;  // as entries_, after applies_parsed_
};

}  // namespace

Result<std::unique_ptr<PackLibrary>> PackLibrary::embedded() {
  return std::unique_ptr<PackLibrary>(std::make_unique<FolderLibrary>(PackFolders::embedded()));
}

Result<std::unique_ptr<PackLibrary>> PackLibrary::with_folder(const std::string& directory) {
  auto more = PackFolders::read(directory);
  if (!more) return std::move(more).error();
  PackFolders folders = PackFolders::embedded();
  folders.append(std::move(*more));
  return std::unique_ptr<PackLibrary>(std::make_unique<FolderLibrary>(std::move(folders)));
}

}  // namespace restage::rules
