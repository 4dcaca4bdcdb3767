// SPDX-License-Identifier: Apache-2.0
#include "report/words/editions.h"

#include <algorithm>

#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;

/// AJCC and UICC are two printings of one classification; other systems are no editions of each other.
bool is_other_edition(const statement::Statement& first, const statement::Statement& other) {
  const auto is_tnm = [](const statement::Statement& statement) {
    return statement.system == "AJCC" || statement.system == "UICC";
  };
  const bool comparable = first.system == other.system || (is_tnm(first) && is_tnm(other));
  return comparable && !first.edition.empty() && !other.edition.empty() &&
         (first.edition != other.edition || first.system != other.system);
}

bool is_same_point(const statement::Statement& left, const statement::Statement& right) {
  return left.classification == right.classification && left.date == right.date;
}

/// The statement by an edition named earlier that `other` is held against: the same table of it, else its first.
const statement::Statement* counterpart(const std::vector<statement::Statement>& statements,
                                        const statement::Statement& other) {
  const statement::Statement* found = nullptr;
  for (const statement::Statement& statement : statements) {
    if (&statement == &other) break;
    if (!is_same_point(statement, other) || !is_other_edition(statement, other)) continue;
    if (found != nullptr && is_other_edition(*found, statement)) continue;
    if (found == nullptr || (table_label(*found) != table_label(other) && table_label(statement) == table_label(other)))
      found = &statement;
  }
  return found;
}

std::vector<EditionPart> differing_parts(const statement::Statement& first, const statement::Statement& other) {
  const EditionPart parts[] = {{"T", category_text(first.t), category_text(other.t)},
                               {"N", category_text(first.n), category_text(other.n)},
                               {"M", category_text(first.m), category_text(other.m)},
                               {"group", group_text(first), group_text(other)}};
  std::vector<EditionPart> differing;
  std::copy_if(std::begin(parts), std::end(parts), std::back_inserter(differing),
               [](const EditionPart& part) { return part.first != part.other; });
  return differing;
}

std::string sentence(const EditionDifference& difference) {
  std::string text = edition_text(*difference.first) + " " + group_text(*difference.first) + ", " +
                     edition_text(*difference.other) + " " + group_text(*difference.other) + ": ";
  if (difference.differing.empty()) return text + "the same";
  text += "differs";
  std::string parts;
  for (const EditionPart& part : difference.differing)
    if (part.name != "group") parts += (parts.empty() ? "" : "; ") + part.name + ": " + part.first + ", " + part.other;
  return parts.empty() ? text : text + " (" + parts + ")";
}

}  // namespace

std::vector<EditionDifference> edition_differences(const statement::TumorTimeline& tumor) {
  std::vector<EditionDifference> differences;
  for (const statement::Statement& other : tumor.statements) {
    const statement::Statement* first = counterpart(tumor.statements, other);
    if (first == nullptr) continue;
    EditionDifference difference{first, &other, differing_parts(*first, other), {}};
    difference.text = sentence(difference);
    differences.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace restage::report
