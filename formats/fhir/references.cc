// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/resource.h"
#include "formats/fhir/shared_resources.h"

namespace restage::fhir {

std::string_view type_and_id(std::string_view reference) {
  if (const std::size_t history = reference.find("/_history/"); history != std::string_view::npos)
    reference = reference.substr(0, history);
  const std::size_t last = reference.rfind('/');
  if (last == std::string_view::npos || last == 0) return {};
  const std::size_t before = reference.rfind('/', last - 1);
  return before == std::string_view::npos ? reference : reference.substr(before + 1);
}

ReferenceIndex::ReferenceIndex(const std::vector<Resource>& resources, const SharedResources* shared)
    : resources_(resources), shared_(shared) {
  by_key_.reserve(resources.size());
  by_url_.reserve(resources.size());
  for (std::size_t i = 0; i < resources.size(); ++i) {
    by_key_.emplace(resources[i].key, i);
    if (!resources[i].full_url.empty()) by_url_.emplace(resources[i].full_url, i);
    if (!resources[i].id.empty() && resources[i].key.find('#') == std::string::npos) by_id_.emplace(resources[i].id, i);
  }
}

const Resource* ReferenceIndex::find(std::string_view reference) const {
  if (reference.empty() || reference.front() == '#') return nullptr;
  const Resource* found = find_here(reference);
  return found == nullptr && shared_ != nullptr ? shared_->find(reference) : found;
}

bool ReferenceIndex::knows(std::string_view reference) const {
  return find(reference) != nullptr || (shared_ != nullptr && shared_->knows(reference));
}

const Resource* ReferenceIndex::find_here(std::string_view reference) const {
  const auto in = [this](const auto& map, std::string_view key) -> const Resource* {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &resources_[found->second];
  };
  if (const Resource* found = in(by_url_, reference)) return found;
  if (const std::string_view key = type_and_id(reference); !key.empty())
    if (const Resource* found = in(by_key_, key)) return found;
  // urn:uuid:x where the resource carries x as its id, and bare ids.
  const std::size_t colon = reference.rfind(':');
  if (reference.find('/') != std::string_view::npos) return nullptr;
  return in(by_id_, colon == std::string_view::npos ? reference : reference.substr(colon + 1));
}

const Resource* ReferenceIndex::find_from(const Resource& from, std::string_view reference) const {
  if (reference.size() < 2 || reference.front() != '#') return find(reference);
  const std::string around = from.key.substr(0, from.key.find('#'));
  const auto found = by_key_.find(around + std::string(reference));
  return found == by_key_.end() ? nullptr : &resources_[found->second];
}

Json ReferenceIndex::contained(const Resource& from, std::string_view reference) {
  Json found;
  if (reference.size() < 2 || reference.front() != '#') return found;
  from.body["contained"].each([&](Json inner) {
    if (inner["id"].text() == reference.substr(1)) found = inner;
  });
  return found;
}

}  // namespace restage::fhir
