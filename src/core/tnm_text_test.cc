// SPDX-License-Identifier: Apache-2.0
// What is read and what is refused. SOURCE of the spellings: UICC 8 and AJCC 8 general rules; the SNOMED CT
// value list of mCODE STU4; spellings seen in public registry and FHIR test data.
#include "core/tnm_text.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

struct Case {
  const char* text;
  std::optional<Axis> hint;
  const char* prefix;
  const char* category;
  const char* suffixes;
};

TEST(TnmText, ReadsWhatIsWritten) {
  const std::optional<Axis> none, t = Axis::T, n = Axis::N, m = Axis::M, group = Axis::Group;
  const Case cases[] = {
      {"ypT2(m)", none, "yp", "T2", "(m)"},
      {"pN1mi(sn)", none, "p", "N1mi", "(sn)"},
      {"T4b", none, "", "T4b", ""},
      {"cT2a", none, "c", "T2a", ""},
      {"IIIC1", none, "", "IIIC1", ""},
      {"Stage 3C", none, "", "IIIC", ""},
      {"3C", none, "", "IIIC", ""},
      {"IIIC bulky", none, "", "IIIC", "bulky"},
      {"T1a2", none, "", "T1a2", ""},
      {"Tis(DCIS)", none, "", "Tis(DCIS)", ""},
      {"is", t, "", "Tis", ""},
      {"1mi", n, "", "N1mi", ""},
      {"1mi", t, "", "T1mi", ""},
      {"rT1", none, "r", "T1", ""},
      {"aT2", none, "a", "T2", ""},
      {"M0(i+)", none, "", "M0(i+)", ""},
      {"cM0(i+)", m, "c", "M0(i+)", ""},
      {"M1c1", none, "", "M1c1", ""},
      {"pN0(i-)", none, "p", "N0", "(i-)"},
      {"pN0(i+)(sn)", none, "p", "N0(i+)", "(sn)"},
      {"pN0(i+,sn)", none, "p", "N0(i+)", "(sn)"},
      {"pN0(mol+)", none, "p", "N0(mol+)", ""},
      {"N1(mol+)", none, "", "N1", "(mol+)"},
      {"pT1c(3)", none, "p", "T1c", "(3)"},
      {"TX", none, "", "TX", ""},
      {"cNX", none, "c", "NX", ""},
      {"Ta", none, "", "Ta", ""},
      {"a", t, "", "Ta", ""},
      {"X", t, "", "TX", ""},
      {"2a", t, "", "T2a", ""},
      {"2A", group, "", "IIA", ""},
      {"c3", none, "c", "III", ""},
      {"c3A", group, "c", "IIIA", ""},
      {"IV", none, "", "IV", ""},
      {"IVA2", none, "", "IVA2", ""},
      {"IIE", none, "", "IIE", ""},
      {"4", group, "", "IV", ""},
      {"0is", none, "", "0is", ""},
      {"0a", none, "", "0a", ""},
      {"IS", none, "", "IS", ""},
      {"Occult carcinoma", none, "", "Occult", ""},
      {"IAmPOLEmut", none, "", "IAmPOLEmut", ""},
      {"T2A", none, "", "T2a", ""},
      {"ycN2b(f)", none, "yc", "N2b", "(f)"},
      {"rpT3", none, "rp", "T3", ""},
      {"M1a(1)", none, "", "M1a", "(1)"},
      {"Tispu", none, "", "Tispu", ""},
      {"  cT3 ", none, "c", "T3", ""},
      {"T1mi", none, "", "T1mi", ""},
      {"cN2b(U)", none, "c", "N2b", "(U)"},
      {"yT2", none, "y", "T2", ""},
      {"Stadium IIIA", none, "", "IIIA", ""},
  };
  for (const Case& wanted : cases) {
    const TnmText reading = read_tnm(wanted.text, wanted.hint);
    EXPECT_EQ(reading.outcome, TnmOutcome::Read) << wanted.text << ": " << reading.reason;
    EXPECT_EQ(reading.prefix, wanted.prefix) << wanted.text;
    EXPECT_EQ(reading.category, wanted.category) << wanted.text;
    EXPECT_EQ(reading.suffixes, wanted.suffixes) << wanted.text;
  }
}

TEST(TnmText, PrefixGivesTheClassification) {
  EXPECT_EQ(read_tnm("cT1").classification, Classification::Clinical);
  EXPECT_EQ(read_tnm("pT1").classification, Classification::Pathological);
  EXPECT_EQ(read_tnm("ycT1").classification, Classification::PostTherapyClinical);
  EXPECT_EQ(read_tnm("ypT1").classification, Classification::PostTherapyPathological);
  EXPECT_EQ(read_tnm("rT1").classification, Classification::Recurrence);
  EXPECT_EQ(read_tnm("rpT1").classification, Classification::Recurrence);
  EXPECT_EQ(read_tnm("aT1").classification, Classification::Autopsy);
  EXPECT_EQ(read_tnm("T1").classification, std::nullopt);
  EXPECT_EQ(read_tnm("yT1").classification, std::nullopt) << "y alone does not say how it was found";
}

TEST(TnmText, WhatDoesNotExistIsItsOwnOutcome) {
  for (const char* text : {"MX", "cMX", "pMX", "pM0", "ypM0", "pM0(i+)"})
    EXPECT_EQ(read_tnm(text).outcome, TnmOutcome::NotInSystem) << text;
  EXPECT_EQ(read_tnm("X", Axis::M).outcome, TnmOutcome::NotInSystem);
  EXPECT_EQ(read_tnm("pM1").outcome, TnmOutcome::Read);
}

TEST(TnmText, NothingIsGuessed) {
  for (const char* text :
       {"",     " ",      "T",     "T5", "N4",  "M2",   "T1z",  "Pn1", "PT2a",  "t2", "T2 (x)", "T2(m",
        "T2)",  "T2(sn)", "N1(m)", "V",  "VI",  "5A",   "99",   "88",  "IIIIC", "2a", "stage",  "3C of breast",
        "T1-2", "T2?",    "pT",    "cc", "I V", "iiic", "T1a10"}) {
    const TnmText reading = read_tnm(text);
    EXPECT_EQ(reading.outcome, TnmOutcome::Unreadable) << text;
    EXPECT_FALSE(reading.reason.empty()) << text;
  }
  EXPECT_EQ(read_tnm("N1", Axis::T).outcome, TnmOutcome::Unreadable);
  EXPECT_EQ(read_tnm("T1", Axis::Group).outcome, TnmOutcome::Unreadable);
  EXPECT_EQ(read_tnm("Stage II", Axis::T).outcome, TnmOutcome::Unreadable);
  EXPECT_EQ(read_tnm(std::string(100000, 'T')).outcome, TnmOutcome::Unreadable);
}

TEST(TnmText, ListsSplitAtBlanksAndAtNewCategories) {
  const auto categories = [](std::string_view text) {
    std::string joined;
    for (const TnmText& reading : read_tnm_list(text))
      joined += (reading.is_read() ? reading.prefix + reading.category + reading.suffixes : "?" + reading.reason) + " ";
    return joined;
  };
  EXPECT_EQ(categories("pT2(m) pN1a(sn) cM0"), "pT2(m) pN1a(sn) cM0 ");
  EXPECT_EQ(categories("ypT1ypN0cM0"), "ypT1 ypN0 cM0 ");
  EXPECT_EQ(categories("T2N1M0"), "T2 N1 M0 ");
  EXPECT_EQ(categories("TisN0M0"), "Tis N0 M0 ");
  EXPECT_EQ(categories("TXNXM0"), "TX NX M0 ");
  EXPECT_EQ(categories("T2 N0 M0, stage IIA"), "T2 N0 M0 IIA ");
  EXPECT_EQ(categories("pT1c(m,3)pN0(i+,sn)"), "pT1c(m)(3) pN0(i+)(sn) ");
  EXPECT_EQ(categories("uT3 uN1 cM0"), "uT3 uN1 cM0 ");
  EXPECT_EQ(categories("pT3, pN1b(2/17), cM0"), "pT3 pN1b(2/17) cM0 ");
  EXPECT_EQ(categories("p T2 N1 M 0"), "pT2 N1 M0 ");
  EXPECT_EQ(read_tnm_list("T2 N1 M ").size(), 3U);
  EXPECT_FALSE(read_tnm_list("T2 N1 M ").back().is_read());
}

TEST(TnmText, NodeCountsFollowN) {
  EXPECT_EQ(read_tnm("1b(2/17)", Axis::N).category, "N1b");
  EXPECT_EQ(read_tnm("pN0(0/23)(i-)(sn)").suffixes, "(0/23)(i-)(sn)");
  for (const char* text : {"pN1(5/2)", "pN1(/2)", "pN1(2/)", "pT1(2/17)", "pN1(2/17/3)"})
    EXPECT_FALSE(read_tnm(text).is_read()) << text;
}

TEST(TnmText, OccultInTheWordOfTheGermanKeyList) {
  EXPECT_EQ(read_tnm("okk", Axis::Group).category, "Occult");
  EXPECT_FALSE(read_tnm("okk", Axis::T).is_read());
}

}  // namespace
}  // namespace restage
