// SPDX-License-Identifier: Apache-2.0
#include "report/json/listing_json.h"

#include "base/json_writer.h"

namespace restage::report {
namespace {

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name).begin_array();
  for (const std::string& text : list) json.value(text);
  json.end_array();
}

void write_name(JsonWriter& json, const statement::PackName& pack) {
  json.member("id", pack.id)
      .member("title", pack.title)
      .member("system", pack.system)
      .member("edition", pack.edition)
      .member("site", pack.site)
      .member("kind", pack.kind);
}

void write_inputs(JsonWriter& json, const statement::PackInputs& pack) {
  json.begin_object();
  write_name(json, pack.pack);
  json.member("version", pack.pack.version);
  write_list(json, "classifications", pack.classifications);
  json.key("inputs").begin_array();
  for (const statement::InputDescription& input : pack.inputs) {
    json.begin_object().member("name", input.name).member("role", input.role).member("type", input.type);
    json.member_or_null("unit", input.unit);
    write_list(json, "values", input.values);
    json.member_or_null("when_absent", input.when_absent).member("meaning", input.meaning);
    if (!input.from_nodes.empty()) write_list(json, "from_nodes", input.from_nodes);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string sites_json(const std::vector<statement::SiteEditions>& sites) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("sites").begin_array();
  for (const statement::SiteEditions& site : sites) {
    json.begin_object().member("site", site.site);
    write_list(json, "editions", site.editions);
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string inputs_json(const std::vector<statement::PackInputs>& packs) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("packs").begin_array();
  for (const statement::PackInputs& pack : packs) write_inputs(json, pack);
  json.end_array().end_object();
  return out + "\n";
}

std::string applying_packs_json(const statement::ApplyingPacks& answer) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("packs").begin_array();
  for (const statement::ApplyingPack& each : answer.packs) {
    json.begin_object();
    write_name(json, each.pack);
    json.member("reason", each.reason).member("certain", each.certain);
    json.member_or_null("depends_on", each.depends_on).end_object();
  }
  json.end_array().member_or_null("no_system", answer.no_system).end_object();
  return out + "\n";
}

}  // namespace restage::report
