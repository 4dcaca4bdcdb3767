// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackMemory: remembers what packs answered. Records of many patients ask the same question again and again (the same
// site, the same T, N, M); an answer depends on nothing but the question, so it may be kept.
// Bounded; not thread-safe: one a Builder.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rules/pack/pack.h"

namespace restage::staging {

/// A pack for a tumor, with the reason.
struct ChosenPack {
  const rules::Pack* pack = nullptr;
  std::string reason;
  std::vector<std::pair<std::string, std::string>>
      conditions;  ///< facts that nobody recorded and that must hold, such as p16: pos
};

struct ChosenPacks {
  std::vector<ChosenPack> packs;
  std::string instead;            ///< nothing stages it: why, and what applies
  std::string assumed_histology;  ///< none is on record, and the site is staged as this by convention
};

class PackMemory {
 public:
  std::shared_ptr<const rules::Evaluation> evaluate(const rules::Pack& pack, std::string_view classification,
                                                    const std::vector<rules::GivenInput>& given,
                                                    rules::Pack::Start start);
  const std::vector<rules::Decider>& deciders(const rules::Pack& pack, std::string_view classification,
                                              const std::vector<rules::GivenInput>& given, rules::Pack::Start start);
  /// nullptr when the question was not asked before.
  const ChosenPacks* choice(const std::string& question) const;
  const ChosenPacks& keep_choice(const std::string& question, ChosenPacks choice);

 private:
  static constexpr std::size_t kLimit = 1 << 14;
  std::map<std::string, std::shared_ptr<const rules::Evaluation>> evaluations_;
  std::map<std::string, std::vector<rules::Decider>> deciders_;
  std::map<std::string, ChosenPacks> choices_;
};

}  // namespace restage::staging
