// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/sets.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::sdtm {
namespace {

struct CriterionWords {
  std::string_view criterion;
  std::string_view word;  ///< in the name of its set
};
constexpr std::array kWords = {
    CriterionWords{"recist-1.1", "recist"}, CriterionWords{"irecist", "irecist"},
    CriterionWords{"pcwg3", "pcwg3"},       CriterionWords{"lugano-2014", "lymphoma"},
    CriterionWords{"lyric", "lymphoma"},    CriterionWords{"gcig-ca125", "ca125"},
    CriterionWords{"imwg-2016", "imwg"},    CriterionWords{"mrecist-hcc", "hcc"},
    CriterionWords{"rano-2010", "rano"},    CriterionWords{"percist-1.0", "percist"},
    CriterionWords{"choi", "choi"},
};

bool ends_in_word(std::string_view set, std::string_view word) {
  return set == word || (set.size() > word.size() && set.ends_with(word) && set[set.size() - word.size() - 1] == '_');
}

}  // namespace

std::string table_path(const std::string& directory, std::string_view domain, std::string_view set) {
  return fmt::format("{}/{}{}{}.csv", directory, domain, set.empty() ? "" : "_", set);
}

Result<std::vector<std::string>> list_sets(const std::string& directory) {
  std::error_code error;
  std::set<std::string> sets;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = text::to_lower(entry->path().filename().string());
    if (!name.ends_with(".csv")) continue;
    name.resize(name.size() - 4);
    for (const std::string_view domain : {"rs", "tr"}) {
      if (name == domain) sets.insert("");
      if (name.size() > 3 && name.starts_with(domain) && name[2] == '_') sets.insert(name.substr(3));
    }
  }
  if (error) return Error{ErrorCode::FileUnreadable, "the folder cannot be read: " + error.message(), directory};
  if (sets.empty())
    return Error{ErrorCode::NotFound, "the folder holds neither rs.csv nor tr.csv nor a set such as rs_onco.csv",
                 directory};
  return std::vector<std::string>(sets.begin(), sets.end());
}

Result<std::string> choose_set(const std::string& directory, std::string_view criterion) {
  const auto sets = list_sets(directory);
  if (!sets) return sets.error();
  if (sets->front().empty()) return std::string();
  for (const CriterionWords& words : kWords)
    if (words.criterion == criterion)
      for (const std::string& set : *sets)
        if (ends_in_word(set, words.word)) return set;
  for (const std::string& set : *sets)
    if (set == "onco") return set;
  if (sets->size() == 1) return sets->front();
  return Error{ErrorCode::NotFound,
               fmt::format("no set is named after {}; choose one with --set: {}", criterion, text::join(*sets, ", ")),
               directory};
}

}  // namespace restage::sdtm
