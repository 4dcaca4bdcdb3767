// SPDX-License-Identifier: Apache-2.0
#include "formats/course/circumstances.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"
#include "core/circumstance_members.h"
#include "core/fact_content.h"

namespace restage::course_file {
namespace {

constexpr std::size_t kMarkDigits = 8;

/// Fills members from the keys of the same names.
class EntryMembers {
 public:
  explicit EntryMembers(Entry& entry) : entry_(entry) {}

  EntryMembers& text(std::string_view name, std::string& value) {
    value = name == "text" ? entry_.text(name) : entry_.words(name);  // a sentence stays as it was written
    return *this;
  }
  EntryMembers& number(std::string_view name, std::optional<Decimal>& value) {
    value = entry_.number(name);
    return *this;
  }
  EntryMembers& date(std::string_view name, PartialDate& value) {
    value = entry_.date(name);
    return *this;
  }
  EntryMembers& list(std::string_view name, std::vector<std::string>& values) {
    values = entry_.list(name);
    return *this;
  }
  EntryMembers& optional_flag(std::string_view name, std::optional<bool>& value) {
    value = entry_.answer(name);
    return *this;
  }
  // Findings, stages and the like have readers of their own.
  template <class Part>
  void operator()(Part& part) {
    if constexpr (requires { members_of(*this, part); }) members_of(*this, part);
  }

 private:
  Entry& entry_;
};

template <class Part>
Payload empty() {
  return Part();
}

}  // namespace

std::span<const CircumstanceTable> circumstance_tables() {
  static constexpr CircumstanceTable kTables[] = {{"visit", empty<Visit>, {"done", "text"}, false},
                                                  {"risk", empty<Risk>, {"text"}, false},
                                                  {"vital", empty<Vital>, {"name"}, true},
                                                  {"triage", empty<Triage>, {"tool", "amber", "red"}, true},
                                                  {"medication", empty<Medication>, {"name", "kind"}, true},
                                                  {"condition", empty<Condition>, {"name", "charlson"}, true},
                                                  {"exposure", empty<Exposure>, {"name", "kind"}, true},
                                                  {"plan", empty<Plan>, {"name", "modality", "kind", "purpose"}, false},
                                                  {"allergy", empty<Allergy>, {"agent"}, true},
                                                  {"implant", empty<Implant>, {"kind"}, true},
                                                  {"pregnancy", empty<Pregnancy>, {"state", "weeks"}, true},
                                                  {"access", empty<Access>, {"modality"}, true}};
  return kTables;
}

const CircumstanceTable* circumstance_table(std::string_view name) {
  for (const CircumstanceTable& table : circumstance_tables())
    if (table.name == name) return &table;
  return nullptr;
}

std::optional<Circumstance> read_circumstance(Entry& entry, const CircumstanceTable& table) {
  Circumstance circumstance{table.payload(), {}};
  EntryMembers members(entry);
  std::visit([&](auto& part) { members(part); }, circumstance.payload);
  entry.refuse_others();
  for (const std::string_view key : table.says)
    if (circumstance.id_part.empty() && !key.empty()) circumstance.id_part = entry.words(key);
  const auto* vital = std::get_if<Vital>(&circumstance.payload);
  const bool nothing = circumstance.id_part.empty();
  if (!nothing && (vital == nullptr || vital->value)) return circumstance;
  const std::string_view missing = nothing ? table.says.front() : "value";
  entry.complain(IssueCode::ValueMissing, entry.table(), missing, "the entry does not say the most important",
                 "write " + std::string(missing) + " = ...");
  return std::nullopt;
}

Study read_study(Entry& entry) {
  Study study;
  EntryMembers members(entry);
  members(study);
  return study;
}

void settle_studies(std::vector<Fact>& facts) {
  const auto is_study = [](const Fact& fact) { return std::holds_alternative<Study>(fact.payload); };
  const auto content = [](Fact fact) {
    fact.source.record.clear();  // the line moves with the entry
    return content_of(fact);
  };
  std::map<std::string, std::set<std::string>> contents;
  for (const Fact& fact : facts)
    if (is_study(fact)) contents[fact.id].insert(content(fact));
  std::set<std::string> seen;
  std::map<std::pair<std::string, std::string>, std::string> renamed;  // by id and record
  std::erase_if(facts, [&](Fact& fact) {
    if (!is_study(fact)) return false;
    const std::string old = fact.id;
    const std::string says = content(fact);
    if (contents[old].size() > 1) {
      fact.id += "-" + sha256_hex(says).substr(0, kMarkDigits);
      renamed[{old, fact.source.record}] = fact.id;
    }
    return !seen.insert(fact.id).second;
  });
  for (Fact& fact : facts) {
    const auto rename = [&](std::string& study) {
      if (const auto found = renamed.find({study, fact.source.record}); found != renamed.end()) study = found->second;
    };
    if (auto* finding = std::get_if<Finding>(&fact.payload)) rename(finding->study);
    if (auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) rename(metastasis->study);
  }
}

}  // namespace restage::course_file
