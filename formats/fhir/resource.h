// SPDX-License-Identifier: Apache-2.0
#pragma once
// The resources of one input, in the order found, with what identifies them; and the index that resolves
// references between them: urn:uuid and absolute addresses, Type/id, contained (#id), bare id.
//
// Views point into the SourceText that delivered them and live as long as it does.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json_view.h"
#include "core/data_issue.h"
#include "core/reader.h"

namespace restage::fhir {

struct Resource {
  Json body;
  std::string_view type;
  std::string_view id;                      ///< as written; may be empty
  std::string_view full_url;                ///< may be empty
  std::string place;                        ///< "Bundle.entry[3]"
  std::string key;                          ///< "Observation/abc": stable whatever the order of resources
  std::string_view inherited_subject = {};  ///< of a contained resource: whom the resource around it is about
  const std::string* file = nullptr;        ///< of several inputs: the one it stands in

  /// Path of an element for data issues: "file: Observation/abc.element"; its own file where it has one.
  std::string path(const std::string& input, std::string_view element) const;
};

/// Appends the resources of one JSON value: a resource, a Bundle, Parameters, or an entry that wraps a resource.
void collect_resources(Json value, const std::string& place, const std::string& file, ReadResult& result,
                       std::vector<Resource>& resources);
void report_fault(JsonFault fault, const std::string& path, ReadResult& result);

/// Owns the parsed text of one input that is read as a whole.
class SourceText {
 public:
  /// Splits the input into resources. What cannot be read becomes issues and sets result.refused.
  std::vector<Resource> load(const std::string& file, std::string_view bytes, const ReadOptions& options,
                             ReadResult& result);

 private:
  JsonDocument document_;
  std::string salvaged_;
};

/// Pieces of a damaged text that stand on their own.
struct Pieces {
  std::vector<std::string_view> whole;  ///< complete JSON objects
  std::string_view cut;                 ///< an object begun and never closed; may be empty
};
/// Objects of the outermost list, or of the `entry` list of a Bundle. Bounded work, no recursion.
Pieces split_objects(std::string_view text);
/// "Type/id" at the end of an address, without a version; empty when there is none.
std::string_view type_and_id(std::string_view reference);

class SharedResources;

class ReferenceIndex {
 public:
  /// `shared`: what belongs to no patient and is looked for where `resources` have no answer; may be nullptr.
  explicit ReferenceIndex(const std::vector<Resource>& resources, const SharedResources* shared = nullptr);
  /// The resource a reference names, or nullptr.
  const Resource* find(std::string_view reference) const;
  /// True when the input holds what a reference names, even where it is not at hand.
  bool knows(std::string_view reference) const;
  /// The same from inside a resource: #x is a condition or observation that it contains.
  const Resource* find_from(const Resource& from, std::string_view reference) const;
  /// A resource contained in `from`, for references that start with #.
  static Json contained(const Resource& from, std::string_view reference);

 private:
  const Resource* find_here(std::string_view reference) const;
  const std::vector<Resource>& resources_;
  const SharedResources* shared_;
  std::unordered_map<std::string_view, std::size_t> by_url_;
  std::unordered_map<std::string_view, std::size_t> by_key_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
};

}  // namespace restage::fhir
