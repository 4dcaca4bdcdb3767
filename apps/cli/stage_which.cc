// SPDX-License-Identifier: Apache-2.0
// `restage stage --which`: the packs that apply to a primary, with reasons; what was asked is checked first, so that a
// slip of the pen is not answered with "no system".
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "apps/cli/stage_listing.h"
#include "base/decimal.h"
#include "base/text.h"
#include "core/site_codes.h"
#include "rules/pack/system_name.h"
#include "rules/run/pack_library.h"
#include "rules/run/program.h"

namespace restage::cli {
namespace {

using FactsAsked = std::map<std::string, std::set<std::string>>;

int fail(Console& console, const std::string& message) {
  console.err("restage stage: " + message + "\n");
  return kUsage;
}

/// What the result is when it is not a stage.
std::string_view kind_in_brackets(std::string_view kind) {
  return kind == "risk_group" ? " (risk group)"
         : kind == "category" ? " (category)"
         : kind == "score"    ? " (score)"
                              : "";
}

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
  if (written == "-") return std::string();
  std::string code = text::to_upper(text::trim(written));
  if (code.size() == 4 && code[3] != '.') code.insert(3, ".");
  const bool shaped = (code.size() == 3 || (code.size() == 5 && code[3] == '.' && text::is_digit(code[4]))) &&
                      code[0] == 'C' && text::is_digit(code[1]) && text::is_digit(code[2]);
  const std::string asked = "--which `" + std::string(written) + "`";
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
  if (written == "-") return std::pair<std::string, std::string>();
  const std::size_t slash = written.find('/');
  const std::string_view histology = written.substr(0, slash),
                         behavior = slash == std::string_view::npos ? std::string_view() : written.substr(slash + 1);
  const bool histology_fits = histology.size() == 4 && text::is_all_digits(histology) && histology >= "8000";
  const bool behavior_fits =
      slash == std::string_view::npos ||
      (behavior.size() == 1 && std::string_view("012369").find(behavior) != std::string_view::npos);
  if (histology_fits && behavior_fits) return std::pair{std::string(histology), std::string(behavior)};
  return Error{ErrorCode::InvalidArgument,
               "--which `" + std::string(written) + "` is no morphology of ICD-O-3; write " +
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

/// Facts with more values than packs ask for: a man's peritoneum, a tumor of the iris.
bool is_open_list(std::string_view name) { return name == "sex" || name == "epicentre"; }

/// What is wrong with a further fact, or nothing.
std::string problem_of(const std::string& fact, const FactsAsked& asked, const std::vector<rules::GivenInput>& before) {
  const std::size_t equals = fact.find('=');
  const std::string said = "--fact `" + fact + "`: ";
  if (equals == std::string::npos || equals == 0 || equals + 1 == fact.size())
    return said + "write NAME=VALUE; leave a fact out when it is not known";
  const std::string name = fact.substr(0, equals), value = fact.substr(equals + 1);
  const auto found = asked.find(name);
  if (found == asked.end()) return said + "no pack asks for it; the facts that packs ask for:" + names_of(asked);
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

}  // namespace

std::string problem_of_edition(const rules::PackLibrary& library, std::string_view option, const std::string& edition) {
  if (edition.empty()) return {};
  std::set<std::string> editions;
  for (const std::string& id : library.ids())
    if (const auto pack = library.by_id(id); pack && (*pack)->identity().kind != "convention")
      editions.insert((*pack)->identity().edition);
  if (editions.contains(edition)) return {};
  const std::string seventh = edition == "7" ? "; edition 7 is derived by `restage registry` from a SEER archive" : "";
  return std::string(option) + " `" + edition + "` is the edition of no pack" + seventh +
         "; there are: " + text::join({editions.begin(), editions.end()}, " ");
}

int list_packs_for(Console& console, const rules::PackLibrary& library, const WhichQuestion& question, bool json) {
  rules::SiteQuery query;
  auto topography = topography_of(question.topography);
  if (!topography) return fail(console, topography.error().message);
  auto morphology = morphology_of(question.histology);
  if (!morphology) return fail(console, morphology.error().message);
  query.topography = std::move(*topography);
  std::tie(query.histology, query.behavior) = std::move(*morphology);
  if (query.topography.empty() && query.histology.empty())
    return fail(console, "--which needs a topography or a histology, such as C34.1 8140/3; - - names nothing");
  if (!question.diagnosed.empty()) {
    const auto date = PartialDate::parse(question.diagnosed);
    if (!date)
      return fail(console, "--diagnosed `" + question.diagnosed + "` is no date; write 2024-03-17, 2024-03 or 2024");
    query.diagnosed = *date;
  }
  if (const std::string problem = problem_of_edition(library, "--edition", question.edition); !problem.empty())
    return fail(console, problem);
  const FactsAsked asked = question.facts.empty() ? FactsAsked() : facts_asked(library);
  for (const std::string& fact : question.facts) {
    if (const std::string problem = problem_of(fact, asked, query.facts); !problem.empty())
      return fail(console, problem);
    const std::size_t equals = fact.find('=');
    const auto& values = asked.at(fact.substr(0, equals));
    if (is_open_list(fact.substr(0, equals)) && !values.contains(fact.substr(equals + 1)))
      console.err("restage stage: --fact `" + fact + "`: no pack asks for this value, and those that ask for " +
                  fact.substr(0, equals) + " do not apply; they know " +
                  text::join({values.begin(), values.end()}, ", ") + "\n");
    query.facts.push_back({std::string_view(fact).substr(0, equals), std::string_view(fact).substr(equals + 1)});
  }
  const auto choices = library.choose(query, question.edition);
  if (!choices && choices.error().code != ErrorCode::NotFound) return fail(console, choices.error().text());
  std::string out;
  if (json) {
    JsonWriter writer(out, 2);
    writer.begin_object().key("packs").begin_array();
    if (choices)
      for (const rules::PackChoice& choice : *choices) {
        const auto& identity = choice.pack->identity();
        writer.begin_object()
            .member("id", identity.id)
            .member("title", identity.title)
            .member("system", identity.system)
            .member("edition", identity.edition);
        writer.member("site", identity.site)
            .member("kind", identity.kind)
            .member("reason", choice.reason)
            .member("certain", choice.certain);
        writer.member_or_null("depends_on", choice.depends_on).end_object();
      }
    writer.end_array().member_or_null("no_system", choices ? "" : choices.error().message).end_object();
    out += '\n';
  } else if (!choices) {
    out = choices.error().message + "\n";
  } else {
    for (const rules::PackChoice& choice : *choices) {
      const auto& identity = choice.pack->identity();
      out += fmt::format("{:<34} {}: {}{}\n", identity.id, rules::system_name(identity.system, identity.edition),
                         identity.title, kind_in_brackets(identity.kind));
      out += "    because: " + choice.reason + "\n";
      if (!choice.depends_on.empty()) out += "    if " + choice.depends_on + "\n";
    }
  }
  console.out(out);
  return kDone;
}

}  // namespace restage::cli
