// SPDX-License-Identifier: Apache-2.0
// A search for results against a whole run: every pack, from categories and from findings, random questions with values
// known, coarse and open. Set of results, unverified rows and the inputs asked for must be the same.
#include "rules/run/result_search.h"

#include <gtest/gtest.h>

#include <random>

#include "rules/run/pack_library.h"

namespace restage::test {
namespace {

using namespace rules;

class Questions {
 public:
  Questions(const Program& program, bool from_findings, unsigned seed)
      : program_(program), from_findings_(from_findings), random_(seed) {}

  /// openness: how many of ten inputs are open.
  RunInput draw(unsigned openness) {
    RunInput input;
    input.from_findings = from_findings_;
    for (const Node& node : program_.nodes())
      input.nodes.push_back(node.is_input && random_() % 10 >= openness ? known(node) : KnownValue{});
    if (random_() % 8 != 0)
      input.nodes[Program::kClassificationNode] = known(program_.nodes()[Program::kClassificationNode]);
    return input;
  }

 private:
  KnownValue known(const Node& node) {
    switch (node.kind) {
      case Node::Kind::Flag:
        return {random_() % 2, std::nullopt};
      case Node::Kind::Code:
        return {random_() % node.model->declaration.values.size(), std::nullopt};
      case Node::Kind::Set:
        return {random_() % 4 == 0 ? 0
                                   : Value{1} << random_() % node.leaf_count() |
                                         (random_() % 2 == 0 ? Value{1} << random_() % node.leaf_count() : 0),
                std::nullopt};
      case Node::Kind::Number:
        break;
    }
    Decimal number = Decimal::of(static_cast<std::int64_t>(random_() % 120));
    if (!node.cuts.empty())
      number = node.cuts[random_() % node.cuts.size()]
                   .plus(Decimal::of(static_cast<std::int64_t>(random_() % 3) - 1))
                   .value_or(number);
    const Decimal prepared = node.prepared(number);
    return {node.elementary(prepared), prepared};
  }

  const Program& program_;
  bool from_findings_;
  std::mt19937 random_;
};

bool rests_on_unverified(const Program& program, const RunInput& input, const RunResult& run) {
  const Value classification = input.nodes[Program::kClassificationNode].value;
  const bool grouped = is_special(classification) || program.classification_has_group(classification);
  for (const auto& [table, row] : run.rules) {
    const auto& results = program.tables()[table].results;
    const bool gives_final = std::find(results.begin(), results.end(), program.final_node()) != results.end();
    if (!program.tables()[table].model->rows[row].verified && (grouped || !gives_final)) return true;
  }
  return false;
}

void compare(const Program& program, bool from_findings, std::size_t output, std::size_t questions) {
  ResultSearch search(program, output);
  Questions draw(program, from_findings, 20240217);
  for (std::size_t i = 0; i < questions; ++i) {
    const RunInput input = draw.draw(static_cast<unsigned>(i % 4));
    const ResultSearch::Answer answer = search.ask(input);
    const RunResult run = run_program(program, input);
    const ResultSet wanted{run.nodes[output].values, run.nodes[output].numbers};
    ASSERT_EQ(search.set(answer.set), wanted)
        << program.model().identity.id << " " << program.nodes()[output].name() << " question " << i;
    ASSERT_EQ(answer.rests_on_unverified, rests_on_unverified(program, input, run))
        << program.model().identity.id << " question " << i;
    for (std::size_t node = 0; node < run.used.size(); ++node) {
      ASSERT_EQ(search.is_used(node), run.used[node])
          << program.model().identity.id << " " << program.nodes()[node].name();
      ASSERT_EQ(search.is_asked(node), run.asked[node])
          << program.model().identity.id << " " << program.nodes()[node].name();
    }
  }
}

TEST(ResultSearch, SaysWhatARunSays) {
  const auto library = PackLibrary::embedded();
  ASSERT_TRUE(library);
  std::size_t packs = 0;
  for (const std::string& id : (*library)->ids()) {
    const auto pack = (*library)->by_id(id);
    ASSERT_TRUE(pack) << id;
    const Program& program = *(*pack)->program();
    if (program.has_final()) compare(program, false, program.final_node(), 400);
    if (program.has_final()) compare(program, true, program.final_node(), 40);
    for (const char* name : {"t", "n", "m"})
      if (const auto node = program.node_of(name)) compare(program, true, *node, 40);
    ++packs;
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(packs, 150u);
}

}  // namespace
}  // namespace restage::test
