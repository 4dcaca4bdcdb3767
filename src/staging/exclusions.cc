// SPDX-License-Identifier: Apache-2.0
#include "staging/exclusions.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/tsv.h"
#include "core/node_regions.h"

extern "C" const char restage_exclusions_begin[];
extern "C" const char restage_exclusions_end[];

namespace restage::staging {
namespace {

struct Row {
  std::string_view finding, value, other, other_value, words;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = [] {
    std::vector<Row> result;
    const std::string_view text(restage_exclusions_begin,
                                static_cast<std::size_t>(restage_exclusions_end - restage_exclusions_begin));
    for (const auto& [number, cells] : read_tsv(text).lines)
      if (cells.size() >= 5) result.push_back({cells[0], cells[1], cells[2], cells[3], cells[4]});
    return result;
  }();
  return table;
}

/// A fact as the rows see it.
struct Said {
  const Fact* fact = nullptr;
  std::string_view name;
  std::optional<Decimal> number;
  std::string_view text;
  std::optional<bool> any;  ///< of a set, of a metastasis
};

std::optional<Said> said_by(const Fact& fact) {
  if (const auto* finding = std::get_if<Finding>(&fact.payload)) {
    Said said{&fact, finding->name, finding->number, finding->text, {}};
    if (finding->is_set || !finding->members.empty()) said.any = !finding->members.empty();
    return said;
  }
  if (const auto* lab = std::get_if<LabValue>(&fact.payload))
    return Said{&fact, lab->analyte, lab->value, lab->text, {}};
  const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload);
  // A look at one organ rules out no other, and nodes that may be regional contradict no M0.
  if (metastasis != nullptr && metastasis->organ != kUnplacedNodes &&
      (metastasis->present || metastasis->organ.empty()))
    return Said{&fact, "mets", {}, {}, metastasis->present};
  return std::nullopt;
}

bool same_day(const Fact& left, const Fact& right) { return left.effective == right.effective; }

class Search {
 public:
  explicit Search(const course::Calendar& calendar) : calendar_(calendar) {
    for (const Fact* fact : calendar.facts)
      if (const auto said = said_by(*fact)) said_.push_back(*said);
  }

  Exclusions run() {
    for (const Row& row : rows())
      for (const Said& said : said_) {
        if (row.finding == "behavior") break;
        const Fact* with = nullptr;
        if (said.name != row.finding || !holds(said, row.value, with)) continue;
        if (row.other.empty())
          refuse({said.fact, with}, row.words);
        else
          for (const Said& other : said_)
            if (other.name == row.other && same_day(*said.fact, *other.fact) && holds(other, row.other_value, with))
              refuse({said.fact, other.fact}, row.words);
      }
    for (const Row& row : rows())
      for (const Said& other : said_) {
        const Fact* with = nullptr;
        if (row.finding == "behavior" && calendar_.tumor->site.behavior == row.value && other.name == row.other &&
            holds(other, row.other_value, with))
          refuse({other.fact}, row.words);
      }
    return std::move(found_);
  }

 private:
  bool holds(const Said& said, std::string_view condition, const Fact*& with) const {
    if (condition == "positive") return said.any.value_or(said.number && *said.number > Decimal());
    if (condition == "none") return said.any ? !*said.any : said.text == "none";
    if (!condition.starts_with('<') && !condition.starts_with('>')) return said.text == condition;
    if (!said.number) return false;
    const bool above = condition.front() == '>';
    const std::string_view limit = condition.substr(1);
    if (const auto number = Decimal::parse(limit)) return above ? *said.number > *number : *said.number < *number;
    for (const Said& other : said_)
      if (other.name == limit && other.number && same_day(*said.fact, *other.fact) &&
          (above ? *said.number > *other.number : *said.number < *other.number)) {
        with = other.fact;
        return true;
      }
    return false;
  }

  void refuse(std::initializer_list<const Fact*> facts, std::string_view words) {
    std::string places;
    for (const Fact* fact : facts)
      if (fact != nullptr && found_.refused.emplace(fact, words).second)
        places += (places.empty() ? "" : " and ") + fact->id;
    if (places.empty()) return;
    found_.issues.push_back({IssueCode::FindingsContradictory, Severity::Warning, course::place_of(**facts.begin()),
                             "Findings contradict each other: " + std::string(words) + "; they are not used.",
                             "Correct the one that is wrong, or mark it as entered in error."});
  }

  const course::Calendar& calendar_;
  std::vector<Said> said_;
  Exclusions found_;
};

}  // namespace

Exclusions find_exclusions(const course::Calendar& calendar) { return Search(calendar).run(); }

}  // namespace restage::staging
