// SPDX-License-Identifier: Apache-2.0
#include "core/course.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/sha256.h"
#include "base/text.h"
#include "core/fact_content.h"
#include "core/general_histologies.h"

namespace restage {
namespace {

constexpr std::size_t kMarkDigits = 8;

bool same_issue_order(const DataIssue& left, const DataIssue& right) {
  return std::tie(left.path, left.code, left.message) < std::tie(right.path, right.code, right.message);
}

/// Which of two values for one thing stands: a known one before an empty one, a more precise one before a
/// vaguer one, else the smaller text. The choice does not depend on which came first.
const std::string& preferred(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return left.empty() ? right : left;
  const auto detail = [](const std::string& text) { return text.ends_with(".9") ? text.size() - 2 : text.size(); };
  if (left.substr(0, 3) == right.substr(0, 3) && detail(left) != detail(right))
    return detail(left) > detail(right) ? left : right;
  return std::min(left, right);
}

/// A general term, such as carcinoma, never stands before one that it covers.
std::string preferred_histology(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return left.empty() ? right : left;
  if (is_more_specific_histology(left, right)) return left;
  return is_more_specific_histology(right, left) ? right : std::min(left, right);
}

PartialDate preferred(const PartialDate& left, const PartialDate& right) {
  if (left.is_known() != right.is_known()) return left.is_known() ? left : right;
  if (left.precision() != right.precision() && left.compared_to(right) == Ordering::Unknown)
    return left.precision() > right.precision() ? left : right;
  return PartialDate::sorts_before(right, left) ? right : left;
}

/// Of one name with two values the smaller one stands; in order of name, whichever came first.
void merge_values(NamedValues& into, NamedValues&& more) {
  for (auto& [name, value] : more) {
    const auto known = std::find_if(into.begin(), into.end(), [&](const auto& mine) { return mine.first == name; });
    if (known == into.end())
      into.emplace_back(std::move(name), std::move(value));
    else
      known->second = preferred(std::string(known->second), value);
  }
  std::sort(into.begin(), into.end());
}

void merge_study(StudyTerms& into, StudyTerms&& more) {
  if (into == more || more == StudyTerms{}) return;
  if (into == StudyTerms{}) {
    into = std::move(more);
    return;
  }
  into.reference_date = preferred(into.reference_date, more.reference_date);
  into.treatment_start = preferred(into.treatment_start, more.treatment_start);
  into.data_cut = preferred(into.data_cut, more.data_cut);
  std::vector<PartialDate>& starts = into.therapy_starts;
  starts.insert(starts.end(), more.therapy_starts.begin(), more.therapy_starts.end());
  std::sort(starts.begin(), starts.end(), PartialDate::sorts_before);
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  merge_values(into.policy, std::move(more.policy));
  merge_values(into.facts, std::move(more.facts));
}

void merge_tumor(Course& course, Tumor&& more) {
  const auto known =
      std::find_if(course.tumors.begin(), course.tumors.end(), [&](const Tumor& tumor) { return tumor.id == more.id; });
  if (known == course.tumors.end()) {
    course.tumors.push_back(std::move(more));
    return;
  }
  bool differs = false;
  const auto join = [&differs](std::string& mine, const std::string& other) {
    differs = differs || (!mine.empty() && !other.empty() && mine != other);
    mine = preferred(std::string(mine), other);
  };
  join(known->site.topography, more.site.topography);
  std::string& histology = known->site.histology;
  differs = differs || (!histology.empty() && !more.site.histology.empty() && histology != more.site.histology);
  histology = preferred_histology(histology, more.site.histology);
  join(known->site.behavior, more.site.behavior);
  join(known->site.laterality, more.site.laterality);
  join(known->site.category, more.site.category);
  known->site.text = preferred(std::string(known->site.text), more.site.text);
  known->diagnosed = preferred(known->diagnosed, more.diagnosed);
  known->secondary = known->secondary && more.secondary;
  if (std::tie(more.source.file, more.source.record) < std::tie(known->source.file, known->source.record))
    known->source = more.source;
  if (!differs) return;
  course.issues.push_back(
      make_issue(IssueCode::DuplicateRecord, known->id,
                 "records of this tumor differ in site, histology or side; the more precise value is used",
                 "correct the record that is wrong, or give the tumors different identifiers"));
}

/// The id without the mark that a clash of ids added to it.
std::string_view base_id(std::string_view id) {
  const std::size_t mark = id.rfind('~');
  if (mark == std::string_view::npos || id.size() - mark - 1 != kMarkDigits) return id;
  return id.substr(0, mark);
}

/// Facts of one id: equal ones become one; different ones are all kept, each under its own id.
void settle_ids(Course& course) {
  std::unordered_map<std::string_view, std::size_t> count;
  bool clash = false;
  for (const Fact& fact : course.facts) clash = ++count[base_id(fact.id)] > 1 || clash;
  if (!clash) return;

  struct Entry {
    std::string content;
    Fact fact;
  };
  std::map<std::string, std::vector<Entry>> groups;
  std::vector<Fact> settled;
  for (Fact& fact : course.facts) {
    const std::string_view id = base_id(fact.id);
    if (count[id] == 1) continue;
    groups[std::string(id)].push_back({content_of(fact), fact});
  }
  std::erase_if(course.facts, [&](const Fact& fact) { return groups.contains(std::string(base_id(fact.id))); });
  for (auto& [id, entries] : groups) {
    std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
      return std::tie(left.content, left.fact.source.file) < std::tie(right.content, right.fact.source.file);
    });
    entries.erase(std::unique(entries.begin(), entries.end(),
                              [](const Entry& left, const Entry& right) { return left.content == right.content; }),
                  entries.end());
    const bool clash_of_id = entries.size() > 1;
    const Source first = entries.front().fact.source;
    const auto all_share = [&](std::string Source::* part) {
      return std::all_of(entries.begin(), entries.end(),
                         [&](const Entry& entry) { return entry.fact.source.*part == first.*part; });
    };
    // The place is named as far as the clashing facts share it, so that it does not depend on the order of files.
    const bool one_file = !first.file.empty() && all_share(&Source::file);
    const std::string name = !first.record.empty() && all_share(&Source::record) ? first.record : id;
    const std::string place = one_file ? first.file + ": " + name : id;
    for (Entry& entry : entries) {
      entry.fact.id = entries.size() == 1 ? id : id + "~" + sha256_hex(entry.content).substr(0, kMarkDigits);
      settled.push_back(std::move(entry.fact));
    }
    if (clash_of_id)
      course.issues.push_back(make_issue(IssueCode::DuplicateId, place,
                                         "different records carry this identifier; all are kept",
                                         "give every record its own identifier"));
  }
  std::move(settled.begin(), settled.end(), std::back_inserter(course.facts));
}

}  // namespace

void sort_course(Course& course) {
  std::stable_sort(course.facts.begin(), course.facts.end(), [](const Fact& left, const Fact& right) {
    if (left.effective != right.effective) return PartialDate::sorts_before(left.effective, right.effective);
    if (left.payload.index() != right.payload.index()) return left.payload.index() < right.payload.index();
    return left.id < right.id;
  });
  std::stable_sort(course.tumors.begin(), course.tumors.end(), [](const Tumor& left, const Tumor& right) {
    if (left.diagnosed != right.diagnosed) return PartialDate::sorts_before(left.diagnosed, right.diagnosed);
    return left.id < right.id;
  });
  std::stable_sort(course.issues.begin(), course.issues.end(), same_issue_order);
  course.issues.erase(std::unique(course.issues.begin(), course.issues.end()), course.issues.end());
}

void merge_course(Course& into, Course&& more) {
  if (into.patient.empty()) into.patient = std::move(more.patient);
  into.birth_date = preferred(std::string(into.birth_date), more.birth_date);
  into.sex = preferred(std::string(into.sex), more.sex);
  into.death = preferred(into.death, more.death);
  merge_study(into.study, std::move(more.study));
  std::move(more.issues.begin(), more.issues.end(), std::back_inserter(into.issues));
  for (Tumor& tumor : more.tumors) merge_tumor(into, std::move(tumor));
  std::move(more.facts.begin(), more.facts.end(), std::back_inserter(into.facts));
  settle_ids(into);
}

std::vector<Course> merge_courses(std::vector<Course> courses) {
  std::map<std::string, Course> by_patient;
  std::vector<Course> result;
  for (Course& course : courses) {
    if (course.patient.empty()) {
      result.push_back(std::move(course));
      continue;
    }
    const auto [place, fresh] = by_patient.try_emplace(course.patient);
    merge_course(place->second, std::move(course));
  }
  for (auto& [patient, course] : by_patient) result.push_back(std::move(course));
  for (Course& course : result) sort_course(course);
  return result;
}

}  // namespace restage
