// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/stage_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "rules/pack/system_name.h"
#include "rules/run/pack_library.h"
#include "rules/run/program.h"

namespace restage::cli {
namespace {

int fail(Console& console, const std::string& message, int status = kUsage) {
  console.err("restage stage: " + message + "\n");
  return status;
}

std::string_view type_name(rules::InputType type) {
  switch (type) {
    case rules::InputType::Code:
      return "code";
    case rules::InputType::Set:
      return "set";
    case rules::InputType::Decimal:
      return "decimal";
    case rules::InputType::Integer:
      return "integer";
    case rules::InputType::Flag:
      return "flag";
  }
  return "code";
}

std::string_view role_name(rules::InputRole role) {
  return role == rules::InputRole::Category ? "category" : role == rules::InputRole::Finding ? "finding" : "factor";
}

std::string system_and_edition(const rules::PackIdentity& identity) {
  return rules::system_name(identity.system, identity.edition);
}

/// Breaks a text at blanks; every line after the first begins with the indent.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out(indent, ' ');
  std::size_t column = indent;
  for (const std::string_view word : text::split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + '\n';
}

void write_inputs_json(JsonWriter& json, const rules::Pack& pack) {
  const auto& identity = pack.identity();
  json.begin_object().member("id", identity.id).member("title", identity.title).member("system", identity.system);
  json.member("edition", identity.edition)
      .member("site", identity.site)
      .member("kind", identity.kind)
      .member("version", identity.version);
  json.key("classifications").begin_array();
  for (const std::string& each : identity.classifications) json.value(each);
  json.end_array().key("inputs").begin_array();
  for (const rules::InputDeclaration& input : pack.inputs()) {
    json.begin_object()
        .member("name", input.name)
        .member("role", role_name(input.role))
        .member("type", type_name(input.type));
    json.member_or_null("unit", input.unit).key("values").begin_array();
    for (const std::string& value : input.values) json.value(value);
    json.end_array().member_or_null("when_absent", input.absent).member("meaning", input.meaning);
    if (!input.from_nodes.empty()) {
      json.key("from_nodes").begin_array();
      for (const std::string& station : input.from_nodes) json.value(station);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array().end_object();
}

std::string inputs_text(const rules::Pack& pack, std::size_t width) {
  const auto& identity = pack.identity();
  std::string out = fmt::format("{}  {}  ({})\n", identity.title, system_and_edition(identity), identity.id);
  if (!identity.summary.empty()) out += wrapped(identity.summary, 2, width);
  out += fmt::format("  groups for classification: {}\n\n", text::join(identity.classifications, " "));
  for (const rules::InputDeclaration& input : pack.inputs()) {
    std::string line = fmt::format("  {:<22} {:<8} {}", input.name, role_name(input.role), type_name(input.type));
    if (!input.unit.empty()) line += ", " + input.unit;
    if (!input.absent.empty()) line += ", when absent: " + input.absent;
    out += line + "\n";
    if (!input.meaning.empty()) out += wrapped(input.meaning, 6, width);
    if (!input.values.empty() && input.type != rules::InputType::Flag)
      out += wrapped(text::join(input.values, " "), 6, width);
    if (input.type == rules::InputType::Flag) out += "      yes no\n";
    if (!input.from_nodes.empty())
      out += wrapped("given as nodes, these count as distant-nodes: " + text::join(input.from_nodes, " "), 6, width);
  }
  return out;
}

int print_inputs(Console& console, const std::vector<const rules::Pack*>& packs, bool json) {
  std::string out;
  if (json) {
    JsonWriter writer(out, 2);
    writer.begin_object().key("packs").begin_array();
    for (const rules::Pack* pack : packs) write_inputs_json(writer, *pack);
    writer.end_array().end_object();
    out += '\n';
  } else {
    for (const rules::Pack* pack : packs)
      out += (out.empty() ? "" : "\n") +
             inputs_text(*pack, static_cast<std::size_t>(std::clamp(console.width(), 60, 100)));
  }
  console.out(out);
  return kDone;
}

/// "; near it: lung": site ids that begin or end as the word does.
std::string beginning_alike(const rules::PackLibrary& library, std::string_view word) {
  std::vector<std::string> near;
  for (const std::string& site : library.sites())
    if (word.size() >= 3 && (site.starts_with(word.substr(0, 4)) || site.find(word) != std::string::npos))
      near.push_back(site);
  return near.empty() ? "" : "; near it: " + text::join(near, " ");
}

}  // namespace

int list_sites(Console& console, const rules::PackLibrary& library, bool json) {
  std::string out;
  JsonWriter writer(out, json ? 2 : 0);
  if (json) writer.begin_object().key("sites").begin_array();
  for (const std::string& site : library.sites()) {
    const auto editions = library.editions_of(site);
    if (!json) {
      out += fmt::format("{:<34} {}\n", site, text::join(editions, " "));
      continue;
    }
    writer.begin_object().member("site", site).key("editions").begin_array();
    for (const std::string& edition : editions) writer.value(edition);
    writer.end_array().end_object();
  }
  if (json) {
    writer.end_array().end_object();
    out += '\n';
  }
  console.out(out);
  return kDone;
}

int list_inputs(Console& console, const rules::PackLibrary& library, const std::string& written,
                const std::string& edition, bool json) {
  const std::string site = text::to_lower(text::trim(written));
  std::vector<std::string> editions = library.editions_of(site);
  if (editions.empty())
    for (const std::string& id : library.ids())  // a site without a stage has risk groups or scores
      if (const auto pack = library.by_id(id); pack && (*pack)->identity().site == site)
        editions.push_back((*pack)->identity().edition);
  if (editions.empty() && library.by_id(written)) return list_inputs_of_pack(console, library, written, json);
  if (editions.empty())
    return fail(console, "`" + written + "` is no site id" + beginning_alike(library, site) +
                             "; `restage stage --sites` lists all");
  if (!edition.empty()) {
    if (std::find(editions.begin(), editions.end(), edition) == editions.end())
      return fail(console, "edition `" + edition + "` does not exist for " + site +
                               "; editions of it: " + text::join(editions, " "));
    editions = {edition};
  }
  std::vector<const rules::Pack*> packs;
  for (const std::string& each : editions) {
    const auto pack = library.find(each, site);
    if (!pack) return fail(console, pack.error().text());
    if (*pack != nullptr) packs.push_back(*pack);
  }
  return print_inputs(console, packs, json);
}

int list_inputs_of_pack(Console& console, const rules::PackLibrary& library, const std::string& id, bool json) {
  const auto pack = library.by_id(id);
  if (!pack) return fail(console, pack.error().text());
  return print_inputs(console, {*pack}, json);
}

void write_case_json(JsonWriter& json, const rules::Pack& pack,
                     const std::vector<std::pair<std::string, std::string>>& inputs, rules::Pack::Start start,
                     const cases::CaseResult& result) {
  std::vector<rules::GivenInput> given;
  std::string_view classification;
  for (const auto& [name, value] : inputs) {
    if (name == "classification")
      classification = value;
    else
      given.push_back({name, value});
  }
  const rules::Evaluation evaluation = pack.evaluate(classification, given, start);
  const auto& identity = pack.identity();
  json.member("pack", identity.id).member("version", identity.version).member("hash", identity.content_hash);
  json.member("edition", identity.edition)
      .member("site", identity.site)
      .member_or_null("classification", classification)
      .key("inputs")
      .begin_object();
  for (const auto& [name, value] : inputs)
    if (name != "classification") json.member(name, value);
  json.end_object().member_or_null("group", result.group).key("possible").begin_array();
  for (const std::string& each : result.possible) json.value(each);
  json.end_array().member("status", result.status).member("message", result.message).key("outputs").begin_object();
  for (const rules::OutputValue& output : evaluation.outputs) {
    json.key(output.name).begin_array();
    for (const std::string_view value : output.possible) json.value(value);
    json.end_array();
  }
  json.end_object().key("missing").begin_array();
  for (const std::string& each : evaluation.missing) json.value(each);
  json.end_array().key("immaterial").begin_array();
  for (const std::string& each : evaluation.immaterial) json.value(each);
  json.end_array().key("would_decide").begin_array();
  if (evaluation.status == rules::EvaluationStatus::Ambiguous)
    for (const rules::Decider& decider :
         pack.deciders(classification, given, start, pack.program()->nodes()[pack.program()->final_node()].name())) {
      json.begin_object().member("input", decider.input).key("branches").begin_array();
      for (const auto& branch : decider.branches) {
        json.begin_object().member("values", branch.values).key("groups").begin_array();
        for (const std::string& group : branch.results) json.value(group);
        json.end_array().end_object();
      }
      json.end_array().end_object();
    }
  json.end_array().key("rules").begin_array();
  for (const rules::RuleReference& rule : evaluation.rules)
    json.begin_object()
        .member("table", rule.table)
        .member("row", rule.row)
        .member("source", rule.source)
        .member("verified", rule.verified)
        .end_object();
  json.end_array().member("rests_on_unverified", evaluation.rests_on_unverified);
}

}  // namespace restage::cli
