// SPDX-License-Identifier: Apache-2.0
#include "response/criterion.h"

#include <algorithm>

#include "base/text.h"

namespace restage::response {

const Decimal& Criterion::limit(std::string_view name) const {
  static const Decimal kZero;
  const auto found = limits.find(name);
  RESTAGE_ASSERT(found != limits.end());
  return found == limits.end() ? kZero : found->second;
}

const ResponseCategory* Criterion::category(std::string_view name) const noexcept {
  for (const ResponseCategory& response : responses)
    if (response.name == name) return &response;
  for (const ResponseCategory& response : responses) {
    if (same_name(response.name, name)) return &response;
    for (const std::string& alias : response.aliases)
      if (same_name(alias, name)) return &response;
  }
  return nullptr;
}

std::optional<ResponseKind> Criterion::kind_of(std::string_view response) const noexcept {
  for (const ResponseCategory& known : responses)
    if (known.name == response) return known.kind;
  return std::nullopt;
}

std::size_t Criterion::rank_of(std::string_view response) const noexcept {
  for (std::size_t i = 0; i < responses.size(); ++i)
    if (responses[i].name == response) return i;
  return responses.size();
}

const CombinationTable* Criterion::table(std::string_view name) const noexcept {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : &found->second;
}

const CriterionRule* Criterion::rule(std::string_view rule_id) const noexcept {
  for (const CriterionRule& known : rules)
    if (known.id == rule_id) return &known;
  return nullptr;
}

bool Criterion::is_verified(std::string_view source_id) const noexcept {
  const std::string_view bare = source_id.substr(0, source_id.find('#'));
  for (const CriterionSource& source : sources)
    if (source.id == bare) return source.verified;
  return false;
}

CriterionLibrary::~CriterionLibrary() = default;

Result<const Criterion*> CriterionLibrary::find(std::string_view id) {
  if (const auto loaded = loaded_.find(id); loaded != loaded_.end())
    return static_cast<const Criterion*>(loaded->second.get());
  const auto folder = folders_.find(id);
  if (folder == folders_.end()) {
    std::string message = "no response criterion '" + std::string(id) + "'; known: " + text::join(ids(), ", ");
    return Error{ErrorCode::NotFound, std::move(message), ""};
  }
  auto criterion = load_criterion(files_, folder->second);
  if (!criterion) return criterion.error();
  const Criterion* result = criterion->get();
  loaded_.emplace(std::string(id), std::move(*criterion));
  return result;
}

std::string CriterionLibrary::folder_of(std::string_view id) const {
  const auto found = folders_.find(id);
  return found == folders_.end() ? std::string() : found->second;
}

std::vector<std::string> CriterionLibrary::ids() const {
  std::vector<std::string> all;
  for (const auto& [id, folder] : folders_) all.push_back(id);
  return all;
}

}  // namespace restage::response
