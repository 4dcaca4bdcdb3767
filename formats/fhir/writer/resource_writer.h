// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResourceWriter: the parts that every resource of our Bundles is made of: entries, codings, references, dates that may
// be absent. It writes through a JsonWriter that belongs to the caller and must outlive it; whoever begins an entry
// ends it. One per document, not thread-safe.
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "core/partial_date.h"

namespace restage::fhir {

inline constexpr std::string_view kSnomed = "http://snomed.info/sct";
inline constexpr std::string_view kLoinc = "http://loinc.org";
/// Profiles and extensions of mCODE; the name follows.
inline constexpr std::string_view kProfiles = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-";

/// An id of our own: the same content always has the same one.
std::string content_id(const std::string& content);

class ResourceWriter {
 public:
  explicit ResourceWriter(JsonWriter& json) : json_(json) {}

  /// An entry up to and with type, id and, where one is given, profile.
  void begin_resource(std::string_view type, const std::string& id, std::string_view profile = {});
  void end_resource();
  /// Of the resource or of the Bundle.
  void profile(std::string_view name);

  void coding(std::string_view system, std::string_view code, std::string_view display = {});
  /// A CodeableConcept of one coding, with its words.
  void concept_of(std::string_view name, std::string_view system, std::string_view code, std::string_view words = {});
  void reference(std::string_view name, const std::string& target);
  /// A list with one reference.
  void reference_list(std::string_view name, const std::string& target);
  /// One name of a business kind; the words stand for the person.
  void identified(std::string_view system, std::string_view value, std::string_view words);
  void note(std::string_view words);
  /// An mCODE extension list up to where its one value stands.
  void begin_extension(std::string_view name);
  void end_extension();
  /// A date; one that a profile asks for and the record does not have is said to be unknown.
  void date(const std::string& name, const PartialDate& date);

 private:
  JsonWriter& json_;
};

}  // namespace restage::fhir
