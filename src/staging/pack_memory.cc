// SPDX-License-Identifier: Apache-2.0
#include "staging/pack_memory.h"

namespace restage::staging {

namespace {

std::string question_of(const rules::Pack& pack, std::string_view classification,
                        const std::vector<rules::GivenInput>& given, rules::Pack::Start start) {
  return std::string(pack.identity().id) + "|" + pack.question_key(classification, given, start);
}

}  // namespace

std::shared_ptr<const rules::Evaluation> PackMemory::evaluate(const rules::Pack& pack, std::string_view classification,
                                                              const std::vector<rules::GivenInput>& given,
                                                              rules::Pack::Start start) {
  std::string question = question_of(pack, classification, given, start);
  if (const auto known = evaluations_.find(question); known != evaluations_.end()) return known->second;
  if (evaluations_.size() >= kLimit) evaluations_.clear();
  return evaluations_
      .emplace(std::move(question),
               std::make_shared<const rules::Evaluation>(pack.evaluate(classification, given, start)))
      .first->second;
}

const std::vector<rules::Decider>& PackMemory::deciders(const rules::Pack& pack, std::string_view classification,
                                                        const std::vector<rules::GivenInput>& given,
                                                        rules::Pack::Start start) {
  std::string question = question_of(pack, classification, given, start);
  if (const auto known = deciders_.find(question); known != deciders_.end()) return known->second;
  if (deciders_.size() >= kLimit) deciders_.clear();
  return deciders_.emplace(std::move(question), pack.deciders(classification, given, start, "group")).first->second;
}

const ChosenPacks* PackMemory::choice(const std::string& question) const {
  const auto known = choices_.find(question);
  return known == choices_.end() ? nullptr : &known->second;
}

const ChosenPacks& PackMemory::keep_choice(const std::string& question, ChosenPacks choice) {
  if (choices_.size() >= kLimit) choices_.clear();
  return choices_.insert_or_assign(question, std::move(choice)).first->second;
}

}  // namespace restage::staging
