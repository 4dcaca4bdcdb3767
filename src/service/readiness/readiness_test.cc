// SPDX-License-Identifier: Apache-2.0
#include "service/readiness/readiness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace restage::service {
namespace {

using statement::PlanVerdict;
using statement::Readiness;

constexpr std::string_view kLung =
    "[patient]\nid = \"P\"\nsex = \"male\"\nborn = \"1949\"\n\n[[tumor]]\nsite = \"C34.1\"\ndiagnosed = 2024-04-22\n";

statement::PatientReadiness asked(const std::string& course, const std::string& as_of = "2024-05-10") {
  ReadinessRequest request;
  request.inputs.push_back(Input::memory("course.toml", course));
  request.as_of = as_of;
  statement::PatientReadiness result;
  const auto done = readiness(request, [&](statement::PatientReadiness&& patient) {
    result = std::move(patient);
    return true;
  });
  EXPECT_TRUE(done.has_value());
  return result;
}

std::string tumor(std::string_view more) {
  return std::string(kLung) + "histology = \"8140/3\"\n\n" + std::string(more);
}

bool is_missing(const statement::PatientReadiness& result, std::string_view word) {
  return std::any_of(result.missing.begin(), result.missing.end(),
                     [&](const auto& each) { return each.item.find(word) != std::string::npos; });
}

constexpr std::string_view kContrast =
    "[[plan]]\ndate = 2024-05-14\nkind = \"imaging\"\nmodality = \"CT\"\ncontrast = \"iodinated\"\n\n";
constexpr std::string_view kPet =
    "[[plan]]\ndate = 2024-05-14\nkind = \"imaging\"\nmodality = \"FDG-PET-CT\"\ntime = \"10:00\"\n\n";

TEST(Readiness, WithoutTissueNoStageIsFinal) {
  const auto result = asked(std::string(kLung) + "\n[[imaging]]\ndate = 2024-04-22\nmodality = \"CT\"\nsize_mm = 28\n");
  EXPECT_EQ(result.stage_status, Readiness::Provisional);
  EXPECT_TRUE(is_missing(result, "histology"));
}

TEST(Readiness, LeukemiaHasNoTnm) {
  const auto result =
      asked("[patient]\nid = \"P\"\n\n[[tumor]]\nsite = \"C42.1\"\nhistology = \"9861/3\"\ndiagnosed = 2024-04-22\n");
  EXPECT_EQ(result.stage_status, Readiness::NotApplicable);
  EXPECT_TRUE(is_missing(result, "cytogenetics"));
}

TEST(Readiness, WhatIsMissingNamesWhatItCouldChange) {
  const auto result =
      asked(tumor("[[imaging]]\ndate = 2024-04-24\nmodality = \"CT\"\ncoverage = [\"chest\"]\nsize_mm = 28\n"));
  const auto pet = std::find_if(result.missing.begin(), result.missing.end(),
                                [](const auto& each) { return each.item == "FDG PET-CT"; });
  ASSERT_NE(pet, result.missing.end());
  EXPECT_EQ(pet->rule.pack, "staging-needs-lung");
  EXPECT_TRUE(pet->rule.verified);
}

TEST(Readiness, ContrastFollowsTheFiltrationRate) {
  // ACR-NKF 2020: a man of 75 with 212 umol/L is at about 27, with 100 umol/L at about 67.
  const auto lab = [](std::string_view value) {
    return "[[lab]]\ndate = 2024-05-08\nname = \"creatinine\"\nunit = \"umol/L\"\nvalue = " + std::string(value) +
           "\n\n";
  };
  const auto low = asked(tumor(lab("212") + std::string(kContrast)));
  ASSERT_EQ(low.test_choice.size(), 1U);
  EXPECT_EQ(low.test_choice[0].verdict, PlanVerdict::Warn);
  EXPECT_FALSE(low.test_choice[0].alternatives.empty());
  EXPECT_EQ(asked(tumor(lab("100") + std::string(kContrast))).test_choice.at(0).verdict, PlanVerdict::Ok);
}

TEST(Readiness, UnknownRateIsAskedForWhereItMatters) {
  EXPECT_EQ(asked(tumor(kContrast)).test_choice.at(0).verdict, PlanVerdict::Remark);
  const auto asking = asked(tumor("[[condition]]\nname = \"diabetes\"\n\n" + std::string(kContrast)));
  EXPECT_EQ(asking.test_choice.at(0).verdict, PlanVerdict::Ask);
  ASSERT_FALSE(asking.test_choice.at(0).actions.empty());
  EXPECT_NE(asking.test_choice.at(0).actions[0].find("creatinine"), std::string::npos);
}

TEST(Readiness, InsulinIsReckonedToTheHour) {
  const auto at = [](std::string_view time) {
    return asked(tumor("[[medication]]\nname = \"insulin\"\ntime = \"" + std::string(time) + "\"\n\n" +
                       std::string(kPet)))
        .test_choice.at(0)
        .verdict;
  };
  EXPECT_EQ(at("06:01"), PlanVerdict::Timing);
  EXPECT_EQ(at("06:00"), PlanVerdict::Ok);
}

TEST(Readiness, AnEmergencyPausesTheWorkUp) {
  const auto result = asked(tumor("[[symptom]]\ndate = 2024-05-09\nname = \"limb weakness\"\n\n" + std::string(kPet)));
  ASSERT_FALSE(result.emergencies.empty());
  EXPECT_TRUE(result.test_choice.at(0).deferred);
}

TEST(Readiness, ADayIsNeeded) {
  ReadinessRequest request;
  request.inputs.push_back(Input::memory("course.toml", kLung));
  const auto done = readiness(request, [](statement::PatientReadiness&&) { return true; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace restage::service
