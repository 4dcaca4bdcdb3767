// SPDX-License-Identifier: Apache-2.0
#pragma once
// FactAttributes: what a fact says, by name, so that rules can ask facts of any kind in one way. One table: a new kind
// of payload is one row, a new member one entry of its kind. The names are the vocabulary of `from` in pack.toml
// (docs/packs.md). Plain constants; texts and lists that are read point into the fact.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"

namespace restage {

/// What one attribute of one fact says; nothing of it: the fact is silent.
struct AttributeValue {
  std::string_view text;
  std::optional<Decimal> number;
  std::optional<bool> flag;
  const std::vector<std::string>* list = nullptr;
  const PartialDate* date = nullptr;
};

struct FactAttribute {
  enum class Type { Text, Number, Flag, List, Date };
  std::string_view name;
  Type type = Type::Text;
  AttributeValue (*read)(const Payload&) = nullptr;
};

struct FactKind {
  std::string_view name;               ///< "lab"
  std::string_view named_by;           ///< the attribute that tells facts of the kind apart: "analyte"
  std::string_view topic;              ///< what its names are words of, for synonyms: the kind, or "site"
  std::string_view number;             ///< the attribute that a number is taken from unless another is named
  std::string_view text;               ///< likewise for words
  bool (*is_absence)(const Payload&);  ///< the fact states that something is not there; nullptr: never
  std::span<const FactAttribute> attributes;

  const FactAttribute* attribute(std::string_view wanted) const noexcept;
};

/// Every kind of fact, in the order of the alternatives of Payload.
std::span<const FactKind> fact_kinds() noexcept;
const FactKind& kind_of(const Fact& fact) noexcept;
const FactKind* find_fact_kind(std::string_view name) noexcept;

}  // namespace restage
