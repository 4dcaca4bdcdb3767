// SPDX-License-Identifier: Apache-2.0
#include "response/criterion.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"

namespace restage::response {
namespace {

constexpr std::string_view kNone = "none";

bool is_valid(const PolicyDeclaration& declaration, std::string_view value) {
  if (declaration.type == "choice")
    return std::find(declaration.choices.begin(), declaration.choices.end(), value) != declaration.choices.end();
  if (value == kNone) return declaration.type != "number";
  const auto number = Decimal::parse(value);
  if (!number || number->is_negative()) return false;
  return declaration.type == "number" || (number->is_integer() && number->digits() <= 100000);
}

std::string accepted_values(const PolicyDeclaration& declaration) {
  if (declaration.type == "choice") return "one of " + text::join(declaration.choices, ", ");
  if (declaration.type == "number") return "a decimal number of at least 0";
  return fmt::format("a whole number of {} up to 100000, or none", declaration.type == "days" ? "days" : "items");
}

}  // namespace

Policy::Policy(const Criterion& criterion) : criterion_(&criterion) {
  for (const PolicyDeclaration& declaration : criterion.policies) {
    values_.emplace_back(declaration.key, declaration.fallback);
    numbers_.push_back(Decimal::parse(declaration.fallback));
  }
}

Result<void> Policy::set(std::string_view key, std::string_view value) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (values_[i].first != key) continue;
    if (!is_valid(criterion_->policies[i], value))
      return Error{
          ErrorCode::InvalidArgument,
          fmt::format("policy {} cannot be '{}'; give {}", key, value, accepted_values(criterion_->policies[i])), ""};
    values_[i].second = value;
    numbers_[i] = Decimal::parse(value);
    return {};
  }
  return Error{ErrorCode::InvalidArgument,
               fmt::format("{} has no policy '{}'; `restage response --policies {}` lists them", criterion_->id, key,
                           criterion_->id),
               ""};
}

Result<void> Policy::set_explicitly(std::string_view key, std::string_view value) {
  auto done = set(key, value);
  if (done) explicit_.emplace_back(key);
  return done;
}

bool Policy::is_explicit(std::string_view key) const noexcept {
  return std::find(explicit_.begin(), explicit_.end(), key) != explicit_.end();
}

const std::string& Policy::text(std::string_view key) const {
  static const std::string kEmpty;
  for (const auto& [name, value] : values_)
    if (name == key) return value;
  return kEmpty;
}

std::optional<int> Policy::count(std::string_view key) const {
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (values_[i].first == key && numbers_[i]) return static_cast<int>(numbers_[i]->digits());
  return std::nullopt;
}

const Decimal& Policy::number(std::string_view key) const {
  static const Decimal kZero;
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (values_[i].first == key && numbers_[i]) return *numbers_[i];
  return kZero;
}

std::string Policy::hash() const {
  std::string all;
  for (const auto& [key, value] : values_) all += key + "=" + value + "\n";
  return sha256_hex(all).substr(0, 16);
}

}  // namespace restage::response
