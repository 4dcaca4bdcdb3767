// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the rules offer and ask for, as plain values: sites with their editions, packs with their inputs, packs that
// apply to a primary. Made once, never changed, thread-safe to read.
#include <string>
#include <vector>

namespace restage::statement {

struct SiteEditions {
  std::string site;
  std::vector<std::string> editions;
};

/// Which pack it is.
struct PackName {
  std::string id, title;
  std::string system, edition;  ///< "AJCC", "8"
  std::string system_words;     ///< "AJCC 8"
  std::string site;
  std::string kind;  ///< stage, risk_group, category, score
  std::string version;
};

struct InputDescription {
  std::string name;
  std::string role;  ///< category, finding, factor
  std::string type;  ///< code, set, decimal, integer, flag
  std::string unit;
  std::vector<std::string> values;
  std::string when_absent;  ///< the value that counts when nothing is said; empty: none
  std::string meaning;
  std::vector<std::string> from_nodes;  ///< stations that count as this input when given as nodes
};

struct PackInputs {
  PackName pack;
  std::string summary;
  std::vector<std::string> classifications;  ///< that have groups
  std::vector<InputDescription> inputs;
};

/// A pack that applies to a primary.
struct ApplyingPack {
  PackName pack;
  std::string reason;
  bool certain = false;
  std::string depends_on;  ///< facts not given that must hold
};

struct ApplyingPacks {
  std::vector<ApplyingPack> packs;  ///< the edition in force first
  std::string no_system;            ///< why there is none; empty when there is
  std::vector<std::string> notes;   ///< facts that were given and that no pack asks for
};

}  // namespace restage::statement
