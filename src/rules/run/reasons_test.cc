// SPDX-License-Identifier: Apache-2.0
// Reasons of each output. SOURCE: the wanted rows and inputs are read off the tables below, which stand here whole.
#include "rules/run/reasons.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "rules/pack/pack_reader.h"
#include "rules/run/compiled_pack.h"

namespace restage::rules {
namespace {

constexpr std::string_view kPack = R"(id='x'
title='x'
system='x'
edition='x'
site='x'
kind='stage'
version='1'
classifications=['c','p']
[[input]]
name='t'
role='category'
type='code'
values=['T1','T2']
[[input]]
name='n'
role='category'
type='code'
values=['N0','N1']
[[input]]
name='size_mm'
role='finding'
type='decimal'
unit='mm'
[[input]]
name='width_mm'
role='finding'
type='decimal'
unit='mm'
[[input]]
name='nodes_positive'
role='finding'
type='integer'
[[input]]
name='invades'
role='finding'
type='flag'
[[input]]
name='grade'
role='factor'
type='code'
values=['G1','G2']
[[output]]
name='group'
values=['I','II']
[[measure]]
name='area'
expression='size_mm * width_mm'
decimals=0
[[table]]
id='t'
[[table]]
id='t-p'
when={classification=['p']}
[[table]]
id='n'
[[table]]
id='groups'
[[source]]
id='q'
citation='q'
status='verified'
)";
constexpr std::string_view kT = "row\tarea\tinvades\t=t\tsource\n1\t<100\tno\tT1\tq\n2\t-\t-\tT2\tq\n";
constexpr std::string_view kTOfP = "row\tinvades\t=t\tsource\n1\tyes\tT2\tq\n";
constexpr std::string_view kN = "row\tnodes_positive\t=n\tsource\n1\t0\tN0\tq\n2\t-\tN1\tq\n";
constexpr std::string_view kGroups =
    "row\tt\tn\tgrade\t=group\tsource\n1\tT1\tN0\tG1\tI\tq\n2\tT1\tN0\tG2\tII\tq\n3\t-\t-\t-\tII\tq\n";

const CompiledPack& pack() {
  static const CompiledPack compiled(Program::compile(read_pack({"x",
                                                                 {{"pack.toml", kPack},
                                                                  {"tables/groups.tsv", kGroups},
                                                                  {"tables/n.tsv", kN},
                                                                  {"tables/t-p.tsv", kTOfP},
                                                                  {"tables/t.tsv", kT}}})));
  return compiled;
}

template <class Texts>
std::string joined(const Texts& texts) {
  return text::join(std::vector<std::string>(texts.begin(), texts.end()), " ");
}

/// "inputs | asked | table:row ..."
std::string reasons(const Evaluation& evaluation, std::string_view name) {
  const OutputValue* const output = evaluation.output(name);
  if (output == nullptr) return "no such output";
  std::vector<std::string> rows;
  for (const std::size_t rule : output->rules)
    rows.push_back(std::string(evaluation.rules[rule].table) + ":" + std::string(evaluation.rules[rule].row));
  return joined(output->inputs) + " | " + joined(output->asked) + " | " + joined(rows);
}

TEST(Reasons, EachOutputHasItsOwn) {
  ASSERT_EQ(pack().program()->model().first_error(), nullptr) << pack().program()->model().first_error()->text();
  const std::vector<GivenInput> given = {
      {"size_mm", "5"}, {"width_mm", "4"}, {"nodes_positive", "0"}, {"invades", "no"}, {"grade", "G2"}};
  const Evaluation found = pack().evaluate("c", given, Pack::Start::Findings);
  EXPECT_EQ(reasons(found, "t"), "size_mm width_mm invades |  | t:1");
  EXPECT_EQ(reasons(found, "n"), "nodes_positive |  | n:1");
  EXPECT_EQ(reasons(found, "group"), "t n grade |  | groups:2");
}

TEST(Reasons, WhatIsOpenIsAskedWhereItLeadsTo) {
  const std::vector<GivenInput> given = {{"size_mm", "5"}, {"nodes_positive", "0"}, {"invades", "no"}};
  const Evaluation found = pack().evaluate("c", given, Pack::Start::Findings);
  EXPECT_EQ(reasons(found, "t"), "size_mm width_mm invades | width_mm | t:1 t:2");
  EXPECT_EQ(reasons(found, "n"), "nodes_positive |  | n:1");
  EXPECT_EQ(reasons(found, "group"), "t n grade | t grade | groups:1 groups:2 groups:3");
}

TEST(Reasons, ATableThatTookPartIsNamedByItsConditionsToo) {
  const std::vector<GivenInput> given = {
      {"size_mm", "5"}, {"width_mm", "4"}, {"nodes_positive", "2"}, {"invades", "yes"}, {"grade", "G1"}};
  EXPECT_EQ(reasons(pack().evaluate("p", given, Pack::Start::Findings), "t"),
            "classification size_mm width_mm invades |  | t:2 t-p:1");
  EXPECT_EQ(reasons(pack().evaluate("c", given, Pack::Start::Findings), "t"), "size_mm width_mm invades |  | t:2");
}

TEST(Reasons, FromCategoriesTheGroupAlone) {
  const std::vector<GivenInput> given = {{"t", "T1"}, {"n", "N0"}};
  const Evaluation found = pack().evaluate("c", given, Pack::Start::Categories);
  EXPECT_EQ(reasons(found, "t"), "no such output");
  EXPECT_EQ(reasons(found, "group"), "t n grade | grade | groups:1 groups:2");
}

}  // namespace
}  // namespace restage::rules
