// SPDX-License-Identifier: Apache-2.0
#include "core/course.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace restage {
namespace {

bool same_issue_order(const DataIssue& left, const DataIssue& right) {
  return std::tie(left.path, left.code, left.message) < std::tie(right.path, right.code, right.message);
}

void merge_tumor(std::vector<Tumor>& into, Tumor&& more) {
  const auto known = std::find_if(into.begin(), into.end(), [&](const Tumor& tumor) { return tumor.id == more.id; });
  if (known == into.end()) {
    into.push_back(std::move(more));
    return;
  }
  const auto fill = [](std::string& mine, std::string& other) {
    if (mine.empty()) mine = std::move(other);
  };
  fill(known->site.topography, more.site.topography);
  fill(known->site.histology, more.site.histology);
  fill(known->site.behavior, more.site.behavior);
  fill(known->site.laterality, more.site.laterality);
  fill(known->site.text, more.site.text);
  fill(known->site.category, more.site.category);
  if (!known->diagnosed.is_known()) known->diagnosed = more.diagnosed;
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
  if (into.birth_date.empty()) into.birth_date = std::move(more.birth_date);
  if (into.sex.empty()) into.sex = std::move(more.sex);
  if (!into.death.is_known()) into.death = more.death;
  for (Tumor& tumor : more.tumors) merge_tumor(into.tumors, std::move(tumor));
  std::move(more.facts.begin(), more.facts.end(), std::back_inserter(into.facts));
  std::move(more.issues.begin(), more.issues.end(), std::back_inserter(into.issues));
}

std::vector<Course> merge_courses(std::vector<Course> courses) {
  std::map<std::string, Course> by_patient;
  std::vector<Course> result;
  for (Course& course : courses) {
    if (course.patient.empty()) {
      result.push_back(std::move(course));
      continue;
    }
    const std::string patient = course.patient;
    const auto [place, fresh] = by_patient.try_emplace(patient);
    if (fresh)
      place->second = std::move(course);
    else
      merge_course(place->second, std::move(course));
  }
  for (auto& [patient, course] : by_patient) result.push_back(std::move(course));
  for (Course& course : result) sort_course(course);
  return result;
}

}  // namespace restage
