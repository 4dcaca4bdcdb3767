// SPDX-License-Identifier: Apache-2.0
#include "staging/choose_packs.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "core/site_codes.h"
#include "rules/pack/system_name.h"
#include "staging/site_tables.h"
#include "staging/stage_statement.h"

namespace restage::staging {
namespace {

/// What is known of a primary and its bearer; owns the text that the query views.
struct Question {
  rules::SiteQuery query;
  std::string age, sex;
  std::string usual;  ///< the histology that counts by convention, where none is on record
  std::string key;

  Question(const Course& course, const Tumor& tumor, const course::Calendar& calendar, const std::string& edition,
           bool conventions)
      : query{tumor.site.topography, tumor.site.histology, tumor.site.behavior, calendar.diagnosed, {}},
        age(age_at_diagnosis(course, calendar.diagnosed, 12)),
        sex(course.sex) {
    key = tumor.site.topography + "|" + tumor.site.histology + "|" + tumor.site.behavior + "|" + tumor.site.category +
          "|" + calendar.diagnosed.text() + "|" + edition;
    const SiteTables* site = site_tables(tumor.site.topography);
    if (conventions && tumor.site.histology.empty() && site != nullptr) usual = site->histology;
    if (!usual.empty()) query.histology = usual;
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

/// What is on record of the site, whatever counts by convention.
struct SiteToAsk {
  std::string topography, histology, category;
};

bool is_for_site(const rules::PackIdentity& identity, const std::string& topography) {
  const SiteTables* site = site_tables(topography);
  return site != nullptr && std::find(site->tables.begin(), site->tables.end(), identity.site) != site->tables.end();
}

/// Nothing but the histology is open, and the table is for this organ.
bool is_open_by_histology(const rules::PackChoice& choice, const SiteToAsk& site) {
  return !choice.certain && site.histology.empty() && choice.depends_on.starts_with("histology: ") &&
         choice.depends_on.find("topography: ") == std::string::npos &&
         is_for_site(choice.pack->identity(), site.topography);
}

/// An uncertain table of the site that somebody named, or one that only facts keep open.
bool is_candidate(const rules::PackChoice& choice, const SiteToAsk& site) {
  if (choice.certain || is_open_by_histology(choice, site)) return true;
  // With the histology unknown nearly every system stays possible; only solid-tumor chapters of the site are shown.
  if (!is_solid_tumor_system(choice.pack->identity())) return false;
  return choice.by_facts || (!site.category.empty() && site.category == choice.pack->identity().site);
}

void add_by_primary(const std::vector<rules::PackChoice>& choices, const SiteToAsk& site, const std::string& edition,
                    ChosenPacks& chosen) {
  std::set<std::string> settled, open;
  // UICC only when asked for: it would say the same thing twice.
  const auto stages = [&](const rules::PackChoice& choice) {
    return choice.pack->identity().kind == "stage" && !(edition.empty() && choice.pack->identity().system == "UICC");
  };
  for (const rules::PackChoice& choice : choices)
    if (stages(choice) && choice.certain) settled.insert(choice.pack->identity().system);
  std::set<std::string> taken, tables;
  for (const rules::PackChoice& choice : choices) {
    const rules::PackIdentity& identity = choice.pack->identity();
    if (!stages(choice)) continue;
    if ((settled.contains(identity.system) && !choice.certain) || !is_candidate(choice, site)) continue;
    const bool by_histology = is_open_by_histology(choice, site);
    if (by_histology && !is_solid_tumor_system(identity)) continue;
    const bool one_more = (choice.by_facts || by_histology) && open.contains(identity.system) &&
                          tables.insert(identity.system + identity.site).second;
    if (!taken.insert(identity.system).second && !one_more) continue;
    tables.insert(identity.system + identity.site);
    if (choice.by_facts || by_histology) open.insert(identity.system);
    ChosenPack& added = chosen.packs.emplace_back();
    added.pack = choice.pack;
    added.reason = choice.certain ? choice.reason : choice.reason + ", if " + choice.depends_on;
    if (by_histology)
      added.conditions = {{"histology", choice.reason}};
    else if (choice.by_facts)
      added.conditions = choice.conditions;
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

/// SOURCE: WHO ICD-O-3, 9590 to 9993 hematopoietic and lymphoid.
bool is_of_blood(std::string_view histology) { return histology >= "9590" && histology <= "9993"; }

/// The date of diagnosis alone is why no table applies.
bool is_staged_at_other_times(const rules::PackLibrary& library, rules::SiteQuery query) {
  if (!query.diagnosed.is_known()) return false;
  query.diagnosed = {};
  const auto choices = library.choose(query, {});
  return choices && std::any_of(choices->begin(), choices->end(), [](const rules::PackChoice& choice) {
           return choice.pack->identity().kind == "stage" && is_solid_tumor_system(choice.pack->identity()) &&
                  choice.depends_on.starts_with("date of diagnosis: ");
         });
}

ChosenPacks ask_library(const rules::PackLibrary& library, const Question& question, const Tumor& tumor,
                        const course::Calendar& calendar, const std::string& edition) {
  ChosenPacks chosen;
  // A leukemia is known by its kind alone.
  if (!question.query.topography.empty() || !question.query.histology.empty()) {
    const auto choices = library.choose(question.query, edition);
    if (choices) {
      add_by_primary(*choices, {tumor.site.topography, std::string(question.query.histology), tumor.site.category},
                     edition, chosen);
      if (chosen.packs.empty() && !is_staged_at_other_times(library, question.query))
        chosen.instead = said_instead(*choices);
    } else if (is_of_blood(question.query.histology)) {
      std::string why = choices.error().message;
      if (why.starts_with("no system: ")) why.erase(0, std::string_view("no system: ").size());
      chosen.instead = "no TNM stage is defined for lymphoma, leukemia and myeloma; " + why;
    }
  }
  // A general term says where, not what: it serves while topography or histology are not known, and where it says
  // more than the topography does.
  const bool both_known = !question.query.topography.empty() && !question.query.histology.empty();
  const bool says_more = !tumor.site.category.empty() && tumor.site.category != site_category(tumor.site.topography);
  if (chosen.packs.empty() && !both_known && says_more) add_by_category(library, tumor, calendar, edition, chosen);
  if (!chosen.packs.empty()) chosen.assumed_histology = question.usual;
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
  if (!tumor.site.topography.empty() && tumor.site.histology.empty() && edition.empty() &&
      site_tables(tumor.site.topography) == nullptr) {
    issues.push_back({IssueCode::HistologyUnknown, Severity::Warning, tumor.id,
                      "No histology is on record, and which staging table is for " + tumor.site.topography +
                          " depends on it; stated values are kept.",
                      "Give the morphology (ICD-O-3)."});
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
                    "Ask for another edition with --edition (earlier ones: `restage registry`), or check site and "
                    "histology."});
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
    const Question question(course, tumor, calendar, edition, !options.strict);
    const ChosenPacks* known = memory.choice(question.key);
    if (known == nullptr)
      known = &memory.keep_choice(question.key, ask_library(library, question, tumor, calendar, edition));
    chosen.packs.insert(chosen.packs.end(), known->packs.begin(), known->packs.end());
    if (!known->instead.empty()) chosen.instead = known->instead;
    if (!known->assumed_histology.empty()) chosen.assumed_histology = known->assumed_histology;
    if (known->packs.empty()) report_none(tumor, calendar, edition, *known, issues);
  }
  return chosen;
}

void note_assumed_histology(std::vector<statement::Statement>& statements, const ChosenPacks& chosen) {
  if (chosen.assumed_histology.empty()) return;
  for (statement::Statement& statement : statements)
    statement.assumed.insert(statement.assumed.begin(),
                             {"histology", chosen.assumed_histology, statement::Assumption::Because::UsualAtSite});
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
