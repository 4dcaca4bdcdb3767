// SPDX-License-Identifier: Apache-2.0
// References that lead nowhere, wherever they stand. Following only what staging needs would miss most of them.
#include "formats/fhir/context.h"

#include <algorithm>

namespace restage::fhir {
namespace {

using Path = std::vector<std::string>;

std::string joined(const Path& path) {
  std::string result;
  for (const std::string& part : path) result += (result.empty() || part.front() == '[' ? "" : ".") + part;
  return result;
}

/// Calls visit(target, path) for each literal reference below a value. Depth is bounded by the parser's limit.
template <class Visit>
void each_reference(Json value, Path& path, const Visit& visit) {
  if (value.type() == Json::Type::List) {
    std::size_t number = 0;
    value.each([&](Json item) {
      path.push_back("[" + std::to_string(number++) + "]");
      each_reference(item, path, visit);
      path.pop_back();
    });
    return;
  }
  value.each_member([&](std::string_view key, Json member) {
    const Json::Type type = member.type();
    if (type == Json::Type::Text && key == "reference") visit(member.text(), path);
    if ((type != Json::Type::Object && type != Json::Type::List) || key == "text") return;
    path.emplace_back(key);
    each_reference(member, path, visit);
    path.pop_back();
  });
}

Course* course_of(const Resource& resource, const ReferenceIndex& index, std::vector<Course>& courses) {
  if (courses.size() == 1) return &courses.front();
  const Resource* subject = index.find(resource.body["subject"]["reference"].text());
  if (subject == nullptr) return nullptr;
  const std::string id = subject->key.substr(subject->key.find('/') + 1);
  const auto found =
      std::find_if(courses.begin(), courses.end(), [&](const Course& course) { return course.patient == id; });
  return found == courses.end() ? nullptr : &*found;
}

}  // namespace

void report_dangling(const std::string& file, const std::vector<Resource>& resources, const ReferenceIndex& index,
                     std::unordered_set<std::string> reported, std::vector<Course>& courses,
                     std::vector<DataIssue>& elsewhere) {
  if (courses.empty()) return;
  Path path;
  for (const Resource& resource : resources)
    each_reference(resource.body, path, [&](std::string_view target, const Path& at) {
      // #x is contained; Type?query asks the receiver to look the resource up.
      if (target.empty() || target.front() == '#' || target.find('?') != std::string_view::npos || index.knows(target))
        return;
      if (!reported.emplace(target).second) return;
      Course* course = course_of(resource, index, courses);
      (course == nullptr ? elsewhere : course->issues)
          .push_back({IssueCode::ReferenceUnresolved, Severity::Information, resource.path(file, joined(at)),
                      "the reference to " + std::string(target.substr(0, 80)) +
                          " leads to no resource of the input; it stands in an element that staging does not follow",
                      "send the resource named in this element as well"});
    });
}

}  // namespace restage::fhir
