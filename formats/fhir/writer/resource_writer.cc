// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/writer/resource_writer.h"

#include "base/sha256.h"

namespace restage::fhir {

std::string content_id(const std::string& content) { return sha256_hex(content).substr(0, 32); }

void ResourceWriter::begin_resource(std::string_view type, const std::string& id, std::string_view profile_name) {
  json_.begin_object()
      .member("fullUrl", "https://restage.invalid/fhir/" + std::string(type) + "/" + id)
      .key("resource")
      .begin_object();
  json_.member("resourceType", type).member("id", id);
  if (!profile_name.empty()) profile(profile_name);
}

void ResourceWriter::end_resource() { json_.end_object().end_object(); }

void ResourceWriter::profile(std::string_view name) {
  json_.key("meta").begin_object().key("profile").begin_array().value(std::string(kProfiles) + std::string(name));
  json_.end_array().end_object();
}

void ResourceWriter::coding(std::string_view system, std::string_view code, std::string_view display) {
  json_.begin_object().member("system", system).member("code", code);
  if (!display.empty()) json_.member("display", display);
  json_.end_object();
}

void ResourceWriter::concept_of(std::string_view name, std::string_view system, std::string_view code,
                                std::string_view words) {
  json_.key(name).begin_object().key("coding").begin_array();
  coding(system, code);
  json_.end_array();
  if (!words.empty()) json_.member("text", words);
  json_.end_object();
}

void ResourceWriter::reference(std::string_view name, const std::string& target) {
  json_.key(name).begin_object().member("reference", target).end_object();
}

void ResourceWriter::reference_list(std::string_view name, const std::string& target) {
  json_.key(name).begin_array().begin_object().member("reference", target).end_object().end_array();
}

void ResourceWriter::identified(std::string_view system, std::string_view value, std::string_view words) {
  json_.key("identifier").begin_array().begin_object().member("system", system).member("value", value);
  json_.end_object().end_array();
  json_.key("name").begin_array().begin_object().member("text", words).end_object().end_array();
}

void ResourceWriter::note(std::string_view words) {
  json_.key("note").begin_array().begin_object().member("text", words).end_object().end_array();
}

void ResourceWriter::begin_extension(std::string_view name) {
  json_.key("extension").begin_array().begin_object().member("url", std::string(kProfiles) + std::string(name));
}

void ResourceWriter::end_extension() { json_.end_object().end_array(); }

void ResourceWriter::date(const std::string& name, const PartialDate& date) {
  if (date.is_known()) {
    json_.member(name, date.text());
    return;
  }
  json_.key("_" + name).begin_object().key("extension").begin_array().begin_object();
  json_.member("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason").member("valueCode", "unknown");
  json_.end_object().end_array().end_object();
}

}  // namespace restage::fhir
