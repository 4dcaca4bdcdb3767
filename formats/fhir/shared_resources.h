// SPDX-License-Identifier: Apache-2.0
#pragma once
// SharedResources: what a line-wise input says beside its patients (medications, specimens, practitioners ...), so
// that a patient's resources can be read alone and still find what they name.
//
// Of kinds whose content is read the text is kept, of all others and of the patients only that they exist. Filled
// line by line, sealed once, then read-only; the resources point into this object.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/fhir/resource.h"

namespace restage::fhir {

class SharedResources {
 public:
  /// Text of at most this many bytes is kept.
  explicit SharedResources(std::size_t byte_limit) : byte_limit_(byte_limit), text_("[") {}
  SharedResources(const SharedResources&) = delete;
  SharedResources& operator=(const SharedResources&) = delete;

  /// That the input holds it.
  void note(const Resource& resource);
  /// That it exists, and its content where readers follow references to it. False: there is no room left for it.
  bool add(const Resource& resource);
  /// Parses what was kept; nothing is added after it.
  void seal(int depth_limit);

  const Resource* find(std::string_view reference) const { return index_ ? index_->find(reference) : nullptr; }
  bool knows(std::string_view reference) const;

 private:
  std::size_t byte_limit_;
  std::string text_;
  std::vector<std::uint64_t> known_;  ///< hashes of keys, addresses and ids
  JsonDocument document_;
  std::vector<Resource> resources_;
  std::unique_ptr<ReferenceIndex> index_;
};

}  // namespace restage::fhir
