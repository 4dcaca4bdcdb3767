// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/shared_resources.h"

#include <algorithm>
#include <functional>

#include "base/json_writer.h"

namespace restage::fhir {
namespace {

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

bool is_followed(std::string_view type) {
  return type == "Medication" || type == "Specimen" || type == "BodyStructure" || type == "Group";
}

}  // namespace

void SharedResources::note(const Resource& resource) {
  known_.push_back(hash_of(resource.key));
  if (!resource.full_url.empty()) known_.push_back(hash_of(resource.full_url));
  if (!resource.id.empty()) known_.push_back(hash_of(resource.id));
}

bool SharedResources::add(const Resource& resource) {
  note(resource);
  if (!is_followed(resource.type)) return true;
  std::string entry;
  JsonWriter writer(entry);
  writer.begin_object().member("fullUrl", resource.full_url).key("resource").raw(resource.body.compact()).end_object();
  if (text_.size() + entry.size() > byte_limit_) return false;
  if (text_.size() > 1) text_ += ',';
  text_ += entry;
  return true;
}

void SharedResources::seal(int depth_limit) {
  std::sort(known_.begin(), known_.end());
  known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  known_.shrink_to_fit();
  text_ += ']';
  if (document_.parse(text_, depth_limit + 2) != JsonFault::None) return;
  ReadResult unused;  // what is wrong with these was said when the line was read
  document_.root().each([&](Json entry) { collect_resources(entry, {}, {}, unused, resources_); });
  index_ = std::make_unique<ReferenceIndex>(resources_);
}

bool SharedResources::knows(std::string_view reference) const {
  const auto holds = [this](std::string_view text) {
    return std::binary_search(known_.begin(), known_.end(), hash_of(text));
  };
  if (holds(reference)) return true;
  if (const std::string_view key = type_and_id(reference); !key.empty()) return holds(key);
  const std::size_t colon = reference.rfind(':');
  return colon != std::string_view::npos && holds(reference.substr(colon + 1));
}

}  // namespace restage::fhir
