// SPDX-License-Identifier: Apache-2.0
#pragma once
// Courses by hand for the tests of this module: a breast cancer treated first with chemotherapy, then operated, free
// of disease, recurrent in bone.
#include <gtest/gtest.h>

#include <string>

#include "rules/run/pack_library.h"
#include "timeline/timeline.h"

namespace restage::timeline {

inline PartialDate date(std::string_view text) {
  return text.empty() ? PartialDate{} : PartialDate::parse(text).value();
}

inline Fact fact(std::string id, std::string_view effective, Payload payload) {
  Fact result;
  result.id = std::move(id);
  result.tumor = "t1";
  result.effective = date(effective);
  result.payload = std::move(payload);
  return result;
}

inline Fact stated(std::string id, std::string_view effective, Axis axis, std::string value,
                   std::optional<Classification> classification) {
  StatedCategory category;
  category.axis = axis;
  category.value = value;
  category.original = std::move(value);
  category.classification = classification;
  category.system = "AJCC";
  return fact(std::move(id), effective, std::move(category));
}

inline Finding finding_number(std::string name, std::int64_t number, Method method) {
  Finding finding;
  finding.name = std::move(name);
  finding.number = Decimal::of(number);
  finding.method = method;
  return finding;
}

inline Finding finding_text(std::string name, std::string text, Method method) {
  Finding finding;
  finding.name = std::move(name);
  finding.text = std::move(text);
  finding.method = method;
  return finding;
}

inline Finding finding_set(std::string name, std::vector<std::string> members, Method method) {
  Finding finding;
  finding.name = std::move(name);
  finding.members = std::move(members);
  finding.is_set = true;
  finding.method = method;
  return finding;
}

inline Treatment treatment(Treatment::Kind kind, std::string name, std::string_view end = "") {
  Treatment result;
  result.kind = kind;
  result.name = std::move(name);
  result.end = date(end);
  return result;
}

inline Event event(Event::Kind kind, std::string extent = "", std::string organ = "", bool tissue_proven = false) {
  Event result;
  result.kind = kind;
  result.extent = std::move(extent);
  result.organ = std::move(organ);
  result.tissue_proven = tissue_proven;
  return result;
}

inline Tumor breast(std::string id, std::string_view diagnosed) {
  Tumor tumor;
  tumor.id = std::move(id);
  tumor.site = {"C50.4", "8500", "3", "left", "", "breast"};
  tumor.diagnosed = date(diagnosed);
  return tumor;
}

inline Course neoadjuvant_course() {
  Course course;
  course.patient = "p";
  course.tumors.push_back(breast("t1", "2019-01-10"));
  const auto add = [&](const char* id, const char* day, Payload payload) {
    course.facts.push_back(fact(id, day, std::move(payload)));
  };
  add("mri-1", "2019-01-14", finding_number("size_mm", 34, Method::Imaging));
  add("mri-1-wall", "2019-01-14", finding_set("invades", {}, Method::Imaging));
  add("us-1", "2019-01-12", finding_set("nodes", {"axillary"}, Method::Imaging));
  add("ct-1", "2019-01-16", MetastasisFinding{"liver", false, Method::Imaging});
  add("grade-1", "2019-01-10", finding_text("grade", "G3", Method::Biopsy));
  add("er-1", "2019-01-11", finding_text("er", "pos", Method::Biopsy));
  add("chemo", "2019-02-01", treatment(Treatment::Kind::Systemic, "docetaxel", "2019-06-10"));
  add("mri-2", "2019-06-20", finding_number("size_mm", 12, Method::Imaging));
  add("mri-2-wall", "2019-06-20", finding_set("invades", {}, Method::Imaging));
  add("operation", "2019-07-05", treatment(Treatment::Kind::Surgery, "mastectomy"));
  add("path-size", "2019-07-05", finding_number("size_mm", 8, Method::Pathology));
  add("path-wall", "2019-07-05", finding_set("invades", {}, Method::Pathology));
  add("path-nodes", "2019-07-05", finding_number("nodes_positive", 0, Method::Pathology));
  add("path-node-set", "2019-07-05", finding_set("nodes", {}, Method::Pathology));
  add("ned-1", "2019-10-01", event(Event::Kind::NoEvidenceOfDisease));
  add("pain", "2021-02-01", event(Event::Kind::Suspicion, "distant", "bone"));
  add("bone-biopsy", "2021-02-20", MetastasisFinding{"bone", true, Method::Biopsy});
  add("er-2", "2021-02-20", finding_text("er", "neg", Method::Biopsy));
  return course;
}

inline statement::PatientTimeline build(Course course, Options options = {}) {
  static const std::unique_ptr<rules::PackLibrary> library = [] {
    auto loaded = rules::PackLibrary::embedded();
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text());
    return loaded ? std::move(*loaded) : nullptr;
  }();
  const auto builder = Builder::create(*library, std::move(options));
  EXPECT_TRUE(builder.has_value()) << (builder ? "" : builder.error().text());
  return builder->build(std::move(course));
}

}  // namespace restage::timeline
