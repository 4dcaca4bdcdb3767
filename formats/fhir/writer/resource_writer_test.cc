// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/writer/resource_writer.h"

#include <gtest/gtest.h>

namespace restage::fhir {
namespace {

template <class Write>
std::string object(Write write) {
  std::string out;
  JsonWriter json(out);
  ResourceWriter writer(json);
  json.begin_object();
  write(writer, json);
  json.end_object();
  return out;
}

// SOURCE: FHIR R4, extension data-absent-reason on a primitive: the element's name with an underscore.
TEST(ResourceWriter, ADateThatNobodyKnowsIsAbsentForAReason) {
  const auto date_of = [](const PartialDate& date) {
    return object([&](ResourceWriter& writer, JsonWriter&) { writer.date("start", date); });
  };
  EXPECT_EQ(date_of(*PartialDate::parse("2020-05")), R"({"start":"2020-05"})");
  EXPECT_EQ(date_of({}),
            R"({"_start":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",)"
            R"("valueCode":"unknown"}]}})");
}

TEST(ResourceWriter, WhatIsEmptyIsLeftOut) {
  EXPECT_EQ(object([](ResourceWriter& writer, JsonWriter&) { writer.concept_of("code", kSnomed, "1"); }),
            R"({"code":{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}})");
  EXPECT_EQ(object([](ResourceWriter& writer, JsonWriter&) { writer.concept_of("code", kLoinc, "2", "words"); }),
            R"({"code":{"coding":[{"system":"http://loinc.org","code":"2"}],"text":"words"}})");
}

TEST(ResourceWriter, AnEntryNamesItsResourceAndProfile) {
  const auto entry_of = [](std::string_view profile) {
    return object([&](ResourceWriter& writer, JsonWriter& json) {
      json.key("entry").begin_array();
      writer.begin_resource("Device", "d", profile);
      writer.end_resource();
      json.end_array();
    });
  };
  EXPECT_EQ(entry_of({}), R"({"entry":[{"fullUrl":"https://restage.invalid/fhir/Device/d",)"
                          R"("resource":{"resourceType":"Device","id":"d"}}]})");
  EXPECT_NE(
      entry_of("cancer-patient")
          .find(R"("meta":{"profile":["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-cancer-patient"]})"),
      std::string::npos);
}

TEST(ResourceWriter, TheSameContentHasTheSameIdOfLegalLength) {
  EXPECT_EQ(content_id("a"), content_id("a"));
  EXPECT_NE(content_id("a"), content_id("b"));
  EXPECT_LE(content_id("a").size(), 64U);  // FHIR R4, datatype id
}

}  // namespace
}  // namespace restage::fhir
