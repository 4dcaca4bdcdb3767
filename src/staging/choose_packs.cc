// SPDX-License-Identifier: Apache-2.0
#include "staging/choose_packs.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "rules/pack/system_name.h"
#include "staging/stage_statement.h"

namespace restage::staging {
namespace {

/// What is known of a primary and its bearer; owns the text that the query views.
struct Question {
  rules::SiteQuery query;
  std::string age, sex;
  std::string key;

  Question(const Course& course, const Tumor& tumor, const course::Calendar& calendar, const std::string& edition)
      : query{tumor.site.topography, tumor.site.histology, tumor.site.behavior, calendar.diagnosed, {}},
        age(age_at_diagnosis(course, calendar.diagnosed, 12)),
        sex(course.sex) {
    key = tumor.site.topography + "|" + tumor.site.histology + "|" + tumor.site.behavior + "|" + tumor.site.category +
          "|" + calendar.diagnosed.text() + "|" + edition;
    for (const Fact* fact : calendar.facts)
      if (const auto* finding = std::get_if<Finding>(&fact->payload); finding != nullptr && !finding->text.empty())
        add(finding->name, finding->text);
    add("age", age);
    add("sex", sex);
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

 private:
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    query.facts.push_back({name, value});
    key.append("|").append(name).append("=").append(value);
  }
};

bool is_solid_tumor_system(const rules::PackIdentity& identity) {
  return identity.system == "AJCC" || identity.system == "FIGO" || identity.system == "UICC";
}

void add_by_primary(const std::vector<rules::PackChoice>& choices, const std::string& category,
                    const std::string& edition, ChosenPacks& chosen) {
  std::set<std::string> settled, open;
  // UICC only when asked for: it would say the same thing twice.
  const auto stages = [&](const rules::PackChoice& choice) {
    return choice.pack->identity().kind == "stage" && !(edition.empty() && choice.pack->identity().system == "UICC");
  };
  for (const rules::PackChoice& choice : choices)
    if (stages(choice) && choice.certain) settled.insert(choice.pack->identity().system);
  std::set<std::string> taken;
  for (const rules::PackChoice& choice : choices) {
    const rules::PackIdentity& identity = choice.pack->identity();
    if (!stages(choice)) continue;
    if (settled.contains(identity.system) && !choice.certain) continue;
    // With the histology unknown nearly every system stays possible; only solid-tumor chapters of the site are shown.
    if (!choice.certain && !is_solid_tumor_system(identity)) continue;
    if (!choice.certain && !choice.by_facts && !category.empty() && category != identity.site) continue;
    const bool one_more = choice.by_facts && open.contains(identity.system);
    if (!taken.insert(identity.system).second && !one_more) continue;
    if (choice.by_facts) open.insert(identity.system);
    chosen.packs.push_back({choice.pack, choice.certain ? choice.reason : choice.reason + ", if " + choice.depends_on,
                            choice.by_facts ? choice.conditions : std::vector<std::pair<std::string, std::string>>{}});
  }
}

/// "myelodysplastic syndrome has no TNM stage; IPSS-R 2012 (risk group) applies".
std::string said_instead(const std::vector<rules::PackChoice>& choices) {
  std::string names, reason;
  std::set<std::string> seen;
  for (const rules::PackChoice& choice : choices) {
    const rules::PackIdentity& identity = choice.pack->identity();
    if (identity.kind == "stage" || !choice.certain || !seen.insert(identity.id).second) continue;
    if (reason.empty()) reason = choice.reason;
    std::string kind = identity.kind;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    names += (names.empty() ? "" : ", ") + rules::system_name(identity.system, identity.edition) + " (" + kind +
             ", `restage stage --pack " + identity.id + "`)";
  }
  return names.empty() ? "" : "no TNM stage is defined for " + reason + "; what applies: " + names;
}

void add_by_category(const rules::PackLibrary& library, const Tumor& tumor, const course::Calendar& calendar,
                     const std::string& edition, ChosenPacks& chosen) {
  std::set<std::string> systems;
  for (const std::string& other :
       edition.empty() ? library.editions_of(tumor.site.category) : std::vector<std::string>{edition}) {
    const auto pack = library.find(other, tumor.site.category);
    if (!pack || *pack == nullptr || (*pack)->identity().kind != "stage") continue;
    const rules::PackIdentity& identity = (*pack)->identity();
    if (edition.empty() && identity.system == "UICC") continue;
    const bool too_early = edition.empty() && calendar.diagnosed.is_known() && identity.diagnosed_from.is_known() &&
                           calendar.diagnosed.surely_before(identity.diagnosed_from);
    const bool too_late = edition.empty() && calendar.diagnosed.is_known() && identity.diagnosed_until.is_known() &&
                          calendar.diagnosed.surely_after(identity.diagnosed_until);
    if (too_early || too_late || !systems.insert(identity.system).second) continue;
    chosen.packs.push_back({*pack, "site stated as " + tumor.site.category, {}});
  }
}

ChosenPacks ask_library(const rules::PackLibrary& library, const Question& question, const Tumor& tumor,
                        const course::Calendar& calendar, const std::string& edition) {
  ChosenPacks chosen;
  // A leukemia is known by its kind alone.
  if (!question.query.topography.empty() || !question.query.histology.empty()) {
    const auto choices = library.choose(question.query, edition);
    if (choices) {
      add_by_primary(*choices, tumor.site.category, edition, chosen);
      if (chosen.packs.empty()) chosen.instead = said_instead(*choices);
    }
  }
  // A general term says where, not what: it serves while topography or histology are not known.
  const bool both_known = !question.query.topography.empty() && !question.query.histology.empty();
  if (chosen.packs.empty() && !both_known && !tumor.site.category.empty())
    add_by_category(library, tumor, calendar, edition, chosen);
  return chosen;
}

bool has_stated_category(const course::Calendar& calendar) {
  return std::any_of(calendar.facts.begin(), calendar.facts.end(), [](const Fact* fact) {
    const auto* stated = std::get_if<StatedCategory>(&fact->payload);
    return stated != nullptr && stated->axis != Axis::Group;
  });
}

void report_none(const Tumor& tumor, const course::Calendar& calendar, const std::string& edition,
                 const ChosenPacks& chosen, std::vector<DataIssue>& issues) {
  if (!chosen.instead.empty()) {
    issues.push_back({IssueCode::NoSystem, has_stated_category(calendar) ? Severity::Warning : Severity::Information,
                      tumor.id, text::upper(chosen.instead[0]) + chosen.instead.substr(1) + ".",
                      "Stage it by what applies; stated T, N and M are kept as they are and give no group."});
    return;
  }
  if (tumor.site.topography.empty() && tumor.site.category.empty()) {
    issues.push_back({IssueCode::SiteUnknown, Severity::Warning, tumor.id,
                      "The primary site of this tumor is not known, so no staging system can be chosen.",
                      "Give the topography (ICD-O-3)."});
    return;
  }
  const std::string which =
      edition.empty()
          ? "in force on " + (calendar.diagnosed.is_known() ? calendar.diagnosed.text() : std::string("an unknown day"))
          : "of edition " + edition;
  issues.push_back({IssueCode::NoSystem, Severity::Information, tumor.id,
                    "No staging table " + which + " applies to " +
                        (tumor.site.topography.empty() ? tumor.site.category : tumor.site.topography) + " " +
                        tumor.site.histology + "; stated values are kept.",
                    "Ask for another edition with --edition, or check site and histology."});
}

/// What every condition would lead to, over all alternatives of one system.
std::vector<statement::Branch> branches_of(const std::vector<statement::Statement*>& statements,
                                           const std::vector<const ChosenPack*>& packs) {
  std::vector<statement::Branch> branches;
  for (std::size_t i = 0; i < statements.size(); ++i)
    for (const auto& [name, values] : packs[i]->conditions) {
      auto found = std::find_if(branches.begin(), branches.end(),
                                [&, &input = name, &wanted = values](const statement::Branch& branch) {
                                  return branch.input == input && branch.values == wanted;
                                });
      if (found == branches.end()) found = branches.insert(branches.end(), {name, values, {}});
      for (const std::string& group : statements[i]->possible)
        if (std::find(found->groups.begin(), found->groups.end(), group) == found->groups.end())
          found->groups.push_back(group);
    }
  std::stable_sort(branches.begin(), branches.end(), [](const statement::Branch& left, const statement::Branch& right) {
    return left.input < right.input;
  });
  return branches;
}

}  // namespace

ChosenPacks choose_packs(const rules::PackLibrary& library, const Course& course, const Tumor& tumor,
                         const course::Calendar& calendar, const Options& options, PackMemory& memory,
                         std::vector<DataIssue>& issues) {
  ChosenPacks chosen;
  std::vector<std::string> editions = options.editions;
  if (editions.empty()) editions.push_back("");
  for (const std::string& edition : editions) {
    const Question question(course, tumor, calendar, edition);
    const ChosenPacks* known = memory.choice(question.key);
    if (known == nullptr)
      known = &memory.keep_choice(question.key, ask_library(library, question, tumor, calendar, edition));
    chosen.packs.insert(chosen.packs.end(), known->packs.begin(), known->packs.end());
    if (!known->instead.empty()) chosen.instead = known->instead;
    if (known->packs.empty()) report_none(tumor, calendar, edition, *known, issues);
  }
  return chosen;
}

void make_conditional(std::vector<statement::Statement>& statements, const std::vector<ChosenPack>& packs) {
  const auto pack_of = [&](const statement::Statement& statement) -> const ChosenPack* {
    for (const ChosenPack& pack : packs)
      if (pack.pack != nullptr && pack.pack->identity().id == statement.pack_id)
        return pack.conditions.empty() ? nullptr : &pack;
    return nullptr;
  };
  std::set<std::string> systems;
  for (const statement::Statement& statement : statements)
    if (pack_of(statement) != nullptr) systems.insert(statement.system);
  for (const std::string& system : systems) {
    std::vector<statement::Statement*> open;
    std::vector<const ChosenPack*> under;
    for (statement::Statement& statement : statements)
      if (const ChosenPack* pack = pack_of(statement); pack != nullptr && statement.system == system) {
        open.push_back(&statement);
        under.push_back(pack);
      }
    const std::vector<statement::Branch> branches = branches_of(open, under);
    for (std::size_t i = 0; i < open.size(); ++i) {
      statement::Statement& statement = *open[i];
      for (const auto& [name, values] : under[i]->conditions) {
        statement.applies_if.push_back({name, values});
        statement.missing.insert(statement.missing.begin(), name);
      }
      statement.group.clear();
      statement.reasons(Axis::Group).value.clear();
      statement.reasons(Axis::Group).possible = statement.possible;
      statement.status = statement::Status::Conditional;
      statement.would_decide.insert(statement.would_decide.begin(), branches.begin(), branches.end());
      statement.notes.emplace_back(statement::note::UnderCondition{});
    }
  }
}

}  // namespace restage::staging
