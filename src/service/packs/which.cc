// SPDX-License-Identifier: Apache-2.0
// The question `which`: what was asked is read and checked, then the packs that apply to it are chosen.
#include "service/packs/listing.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/decimal.h"
#include "base/near_words.h"
#include "base/text.h"
#include "core/site_codes.h"
#include "rules/run/pack_library.h"
#include "rules/run/program.h"
#include "service/packs/pack_name.h"

namespace restage::service {
namespace {

using FactsAsked = std::map<std::string, std::set<std::string>>;

/// The facts that decide which pack applies, with the values asked for.
FactsAsked facts_asked(const rules::PackLibrary& library) {
  FactsAsked asked;
  for (const std::string& id : library.ids()) {
    const auto pack = library.by_id(id);
    if (!pack) continue;
    for (const rules::AppliesModel& block : (*pack)->program()->model().applies)
      for (const rules::Condition& condition : block.when)
        asked[condition.input].insert(condition.values.begin(), condition.values.end());
  }
  return asked;
}

/// Organs that ICD-O-3 does not divide: C61 is C61.9.
bool is_undivided(std::string_view code) {
  static constexpr std::string_view kOrgans[] = {"C01", "C07", "C12", "C19", "C20", "C23", "C33", "C37", "C52",
                                                 "C55", "C56", "C58", "C61", "C64", "C65", "C66", "C73"};
  return std::find(std::begin(kOrgans), std::end(kOrgans), code) != std::end(kOrgans);
}

/// C34.1 of "c341"; empty of "-"; an error says what to write.
Result<std::string> topography_of(std::string_view written) {
  if (written == "-" || written.empty()) return std::string();
  std::string code = text::to_upper(text::trim(written));
  if (code.size() == 4 && code[3] != '.') code.insert(3, ".");
  const bool shaped = (code.size() == 3 || (code.size() == 5 && code[3] == '.' && text::is_digit(code[4]))) &&
                      code[0] == 'C' && text::is_digit(code[1]) && text::is_digit(code[2]);
  const std::string asked = "`" + std::string(written) + "`";
  if (!shaped)
    return Error{
        ErrorCode::InvalidArgument,
        asked + " is no topography of ICD-O-3; write C34.1, or C34 when no more is known, or - when it is not known",
        ""};
  const auto as_icd10 = site_of_icd10(code);
  if (code > "C80.9" || code.starts_with("C43") || code.starts_with("C45") || code.starts_with("C46")) {
    const std::string instead = as_icd10 && !as_icd10->site.topography.empty()
                                    ? "; as a code of ICD-10 it is " + as_icd10->site.topography +
                                          (as_icd10->site.histology.empty() ? "" : " " + as_icd10->site.histology) +
                                          " there"
                                    : "; they end with C80.9";
    return Error{ErrorCode::InvalidArgument, asked + " is no topography of ICD-O-3" + instead, ""};
  }
  return is_undivided(code) ? code + ".9" : code;
}

/// Histology and behavior of "8140/3"; both empty of "-".
Result<std::pair<std::string, std::string>> morphology_of(std::string_view written) {
  if (written == "-" || written.empty()) return std::pair<std::string, std::string>();
  const std::size_t slash = written.find('/');
  const std::string_view histology = written.substr(0, slash),
                         behavior = slash == std::string_view::npos ? std::string_view() : written.substr(slash + 1);
  const bool histology_fits = histology.size() == 4 && text::is_all_digits(histology) && histology >= "8000";
  const bool behavior_fits =
      slash == std::string_view::npos ||
      (behavior.size() == 1 && std::string_view("012369").find(behavior) != std::string_view::npos);
  if (histology_fits && behavior_fits) return std::pair{std::string(histology), std::string(behavior)};
  return Error{ErrorCode::InvalidArgument,
               "`" + std::string(written) + "` is no morphology of ICD-O-3; write " +
                   (histology_fits ? std::string(histology) + "/3 (behavior 0, 1, 2, 3, 6 or 9)"
                                   : "8140/3 or 8140 (four digits from 8000)") +
                   ", or - when it is not known",
               ""};
}

std::string names_of(const FactsAsked& asked) {
  std::string names;
  for (const auto& [name, values] : asked)
    names += "\n  " + name + ": " + text::join({values.begin(), values.end()}, ", ");
  return names;
}

std::vector<std::string> fact_names(const FactsAsked& asked) {
  std::vector<std::string> names;
  for (const auto& each : asked) names.push_back(each.first);
  return names;
}

/// Facts with more values than packs ask for: a man's peritoneum, a tumor of the iris.
bool is_open_list(std::string_view name) { return name == "sex" || name == "epicentre"; }

/// What is wrong with a further fact, or nothing.
std::string problem_of(const std::string& fact, const FactsAsked& asked, const std::vector<rules::GivenInput>& before) {
  const std::size_t equals = fact.find('=');
  const std::string said = "fact `" + fact + "`: ";
  if (equals == std::string::npos || equals == 0 || equals + 1 == fact.size())
    return said + "write NAME=VALUE; leave a fact out when it is not known";
  const std::string name = fact.substr(0, equals), value = fact.substr(equals + 1);
  const auto found = asked.find(name);
  if (found == asked.end())
    return said + "no pack asks for it; " +
           text::did_you_mean(name, fact_names(asked), "the facts that packs ask for:" + names_of(asked));
  if (std::any_of(before.begin(), before.end(), [&](const rules::GivenInput& other) { return other.name == name; }))
    return said + "it is given twice";
  const bool is_number = std::any_of(found->second.begin(), found->second.end(),
                                     [](const std::string& each) { return each.find_first_of("<>[(") == 0; });
  if (is_number) return Decimal::parse(value) ? "" : said + "it is a number";
  const bool known = std::any_of(found->second.begin(), found->second.end(),
                                 [&](const std::string& each) { return text::equal_ignoring_case(each, value); });
  return known || is_open_list(name)
             ? ""
             : said + "packs ask for one of " + text::join({found->second.begin(), found->second.end()}, ", ");
}

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), ""}; }

Result<rules::SiteQuery> primary_of(const WhichRequest& request) {
  rules::SiteQuery query;
  auto topography = topography_of(request.topography);
  if (!topography) return std::move(topography).error();
  auto morphology = morphology_of(request.histology);
  if (!morphology) return std::move(morphology).error();
  query.topography = std::move(*topography);
  std::tie(query.histology, query.behavior) = std::move(*morphology);
  if (query.topography.empty() && query.histology.empty())
    return wrong("the question needs a topography or a histology, such as C34.1 8140/3; - - names nothing");
  if (request.diagnosed.empty()) return query;
  const auto date = PartialDate::parse(request.diagnosed);
  if (!date)
    return wrong("date of diagnosis `" + request.diagnosed + "` is no date; write 2024-03-17, 2024-03 or 2024");
  query.diagnosed = *date;
  return query;
}

/// Adds the facts to the query; a value that no pack asks for is noted. The request must outlive the query.
Result<void> add_facts(const rules::PackLibrary& library, const WhichRequest& request, rules::SiteQuery& query,
                       std::vector<std::string>& notes) {
  if (request.facts.empty()) return {};
  const FactsAsked asked = facts_asked(library);
  for (const std::string& fact : request.facts) {
    if (std::string problem = problem_of(fact, asked, query.facts); !problem.empty()) return wrong(std::move(problem));
    const std::size_t equals = fact.find('=');
    const std::string name = fact.substr(0, equals), value = fact.substr(equals + 1);
    if (const auto& values = asked.at(name); is_open_list(name) && !values.contains(value))
      notes.push_back("fact `" + fact + "`: no pack asks for this value, and those that ask for " + name +
                      " do not apply; they know " + text::join({values.begin(), values.end()}, ", "));
    query.facts.push_back({std::string_view(fact).substr(0, equals), std::string_view(fact).substr(equals + 1)});
  }
  return {};
}

}  // namespace

Result<statement::ApplyingPacks> which(const WhichRequest& request) {
  const auto library = packs_or_embedded(request.packs);
  if (!library) return library.error();
  auto query = primary_of(request);
  if (!query) return std::move(query).error();
  if (auto known = check_edition(**library, "--edition", request.edition); !known) return std::move(known).error();
  statement::ApplyingPacks answer;
  if (auto added = add_facts(**library, request, *query, answer.notes); !added) return std::move(added).error();
  const auto choices = (*library)->choose(*query, request.edition);
  if (!choices && choices.error().code != ErrorCode::NotFound) return choices.error();
  if (!choices) {
    answer.no_system = choices.error().message;
    return answer;
  }
  for (const rules::PackChoice& choice : *choices)
    answer.packs.push_back({name_of(choice.pack->identity()), choice.reason, choice.certain, choice.depends_on});
  return answer;
}

}  // namespace restage::service
