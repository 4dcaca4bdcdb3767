// SPDX-License-Identifier: Apache-2.0
// Every staging pack and risk score on the full cross product of what may be written in the columns that decide
// its group: every value and coarse value, every kind of number and set, and "not given", for every
// classification. Each case must come to exactly what its worlds come to, one by one (pack_worlds.h).
//
// By default a pack with more cases than kQuickCases has the values merged that no row tells apart, and, where
// that is not enough, every n-th case taken. RESTAGE_CROSS_PRODUCT=full takes up to four million cases a pack,
// which is the whole product of every value for all packs but the largest (docs/stage.md names them).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "base/text.h"
#include "cases/case_stager.h"
#include "pack_worlds.h"
#include "rules/run/pack_library.h"

namespace restage::test {
namespace {

using rules::Pack;

constexpr std::size_t kQuickCases = 6000, kFullCases = 4'000'000;
constexpr std::size_t kMaxWorlds = 1 << 22;        ///< remembered results of worlds
constexpr std::size_t kMaxWorldsOfCase = 1 << 19;  ///< more are sampled
constexpr std::size_t kSampledWorlds = 20;

bool is_full() {
  const char* const wanted = std::getenv("RESTAGE_CROSS_PRODUCT");
  return wanted != nullptr && std::string_view(wanted) == "full";
}

const rules::PackLibrary& library() {
  static const auto packs = rules::PackLibrary::embedded();
  return **packs;
}

std::string shown(const std::set<std::string>& texts) {
  return text::join(std::vector<std::string>(texts.begin(), texts.end()), ";");
}

/// What a case comes to, by its worlds.
struct Expectation {
  std::set<std::string> possible;
  bool complete = true;  ///< false: worlds were sampled, more may be possible
};

/// Numbers of outcomes.
class Reached {
 public:
  void add(std::size_t number) {
    if (number >= flags_.size()) flags_.resize(number + 1, false);
    flags_[number] = true;
  }
  bool has(std::size_t number) const { return number < flags_.size() && flags_[number]; }

 private:
  std::vector<bool> flags_;
};

class Product {
 public:
  explicit Product(const Pack& pack) : worlds_(pack) {}

  /// Returns false where every n-th case is taken.
  bool prepare(std::size_t limit) {
    bool whole = count(limit);
    if (!whole) {
      worlds_.merge_alike_writings();
      merged_ = true;
      whole = count(limit);
    }
    step_ = whole ? 1 : cases_ / limit | 1;  // i * step_ stays below 2 * cases_
    while (std::gcd(step_, cases_) != 1) step_ += 2;
    taken_ = whole ? cases_ : limit;
    std::size_t world_count = 1;
    for (const InputAxis& axis : worlds_.axes()) {
      strides_.push_back(world_count);
      world_count *= std::min<std::size_t>(axis.truths.size(), kMaxWorlds);
      if (world_count > kMaxWorlds) world_count = kMaxWorlds + 1;
    }
    if (world_count <= kMaxWorlds) outcomes_.assign(world_count, 0);
    return whole;
  }
  std::size_t cases() const { return cases_; }
  std::size_t taken() const { return taken_; }
  bool merged() const { return merged_; }
  const PackWorlds& worlds() const { return worlds_; }

  /// Position of the writing of every axis in the i-th case taken.
  void choose(std::size_t i, std::vector<std::size_t>& writings) const {
    std::size_t number = i * step_ % cases_;
    writings.clear();
    for (const InputAxis& axis : worlds_.axes()) {
      writings.push_back(number % axis.writings.size());
      number /= axis.writings.size();
    }
  }

  Expectation expect(const std::vector<std::size_t>& writings) {
    Reached reached;
    double worlds = 1;
    Expectation expectation;
    for (std::size_t axis = 0; axis < writings.size(); ++axis) {
      const InputAxis& each = worlds_.axes()[axis];
      worlds *= static_cast<double>(each.writings[writings[axis]].truths.size());
      if (each.samples_numbers && each.writings[writings[axis]].open) expectation.complete = false;
    }
    if (worlds <= static_cast<double>(outcomes_.empty() ? kSampledWorlds : kMaxWorldsOfCase)) {
      every_world(writings, reached);
    } else {
      expectation.complete = false;
      some_worlds(writings, reached);
    }
    gather(writings, reached, expectation);
    return expectation;
  }

 private:
  /// Counts the cases; true if they fit.
  bool count(std::size_t limit) {
    double product = 1;
    cases_ = 1;
    for (const InputAxis& axis : worlds_.axes()) {
      product *= static_cast<double>(axis.writings.size());
      cases_ *= axis.writings.size();
    }
    if (product > 1e18) cases_ = std::size_t{1'000'000'000'000'000'000};  // more than could ever be taken
    return cases_ <= limit;
  }

  void every_world(const std::vector<std::size_t>& writings, Reached& reached) {
    std::vector<std::size_t> at(writings.size(), 0), choice(writings.size());
    for (;;) {
      for (std::size_t axis = 0; axis < at.size(); ++axis)
        choice[axis] = worlds_.axes()[axis].writings[writings[axis]].truths[at[axis]];
      reached.add(outcome_of(choice));
      std::size_t axis = 0;
      while (axis < at.size() && ++at[axis] == worlds_.axes()[axis].writings[writings[axis]].truths.size())
        at[axis++] = 0;
      if (axis == at.size()) return;
    }
  }

  void some_worlds(const std::vector<std::size_t>& writings, Reached& reached) {
    std::vector<std::size_t> choice(writings.size());
    for (std::size_t i = 0; i < kSampledWorlds; ++i) {
      for (std::size_t axis = 0; axis < choice.size(); ++axis) {
        const auto& truths = worlds_.axes()[axis].writings[writings[axis]].truths;
        choice[axis] = truths[random_() % truths.size()];
      }
      reached.add(outcome_of(choice));
    }
  }

  std::size_t outcome_of(const std::vector<std::size_t>& choice) {
    std::size_t index = 0;
    if (!outcomes_.empty()) {
      for (std::size_t axis = 0; axis < choice.size(); ++axis) index += choice[axis] * strides_[axis];
      if (outcomes_[index] != 0) return outcomes_[index];
    }
    const WorldResult result = worlds_.result(choice);
    const std::string key =
        result.text + (result.no_row ? "|no row|" : "|") +
        (result.leading_node ? std::to_string(*result.leading_node) + "|" + result.leading_value : "");
    const auto [at, fresh] = numbers_.emplace(key, results_.size() + 1);
    if (fresh) results_.push_back(result);
    if (!outcomes_.empty()) outcomes_[index] = static_cast<std::uint16_t>(at->second);
    return at->second;
  }

  /// A value of an open first column that no row combines with the rest is no possibility beside others.
  void gather(const std::vector<std::size_t>& writings, const Reached& reached, Expectation& expectation) const {
    std::map<std::size_t, std::set<std::string>> leading;  // values of first columns that are no inputs
    for (std::size_t i = 0; i < results_.size(); ++i)
      if (reached.has(i + 1) && results_[i].leading_node)
        leading[*results_[i].leading_node].insert(results_[i].leading_value);
    bool left_out = false;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      const WorldResult& result = results_[i];
      if (!reached.has(i + 1) || result.text.empty()) continue;
      bool open = leading[result.leading_node.value_or(0)].size() > 1;
      for (std::size_t axis = 0; axis < writings.size(); ++axis)
        if (result.leading_node == worlds_.axes()[axis].node) open = worlds_.axes()[axis].writings[writings[axis]].open;
      if (result.no_row && open)
        left_out = true;
      else
        expectation.possible.insert(result.text);
    }
    if (left_out && expectation.possible.empty()) expectation.possible.insert("none");
  }

  PackWorlds worlds_;
  std::size_t cases_ = 0, taken_ = 0, step_ = 1;
  bool merged_ = false;
  std::vector<std::size_t> strides_;
  std::vector<std::uint16_t> outcomes_;  ///< by world; 0: not yet
  std::map<std::string, std::size_t> numbers_;
  std::vector<WorldResult> results_;
  std::mt19937 random_{17};
};

/// Is the result what the contract of `restage stage` promises? Empty when it is.
std::string trouble_with(const cases::CaseOutcome& outcome, const Expectation& expectation, bool applicable) {
  if (outcome.result == nullptr) return "refused: " + outcome.refusal.text();
  const cases::CaseResult& result = *outcome.result;
  const std::set<std::string> possible(result.possible.begin(), result.possible.end());
  if (possible.empty() || possible.size() != result.possible.size())
    return "possible holds nothing, or one thing twice";
  if (result.group != (possible.size() == 1 ? result.possible.front() : "")) return "group and possible differ";
  const bool none = possible == std::set<std::string>{"none"};
  const std::string status = possible.size() > 1                 ? "ambiguous"
                             : !none                             ? "determined"
                             : result.status == "not_applicable" ? "not_applicable"
                                                                 : "no_group";
  if (result.status != status) return "status " + result.status + " with " + shown(possible);
  if (status != "determined" && result.message.empty()) return "no reason given for " + status;
  if (status == "no_group" && result.message.find("no group by this table") == std::string::npos)
    return "no_group without its reason: " + result.message;
  if (!applicable || (expectation.complete && expectation.possible.empty()))
    return result.status == "not_applicable" ? "" : "not_applicable expected, got " + result.status;
  if (expectation.complete
          ? possible != expectation.possible
          : !std::includes(possible.begin(), possible.end(), expectation.possible.begin(), expectation.possible.end()))
    return "worlds lead to " + shown(expectation.possible) + ", the program says " + shown(possible);
  return "";
}

/// The single evaluation of an ambiguous case names what is missing, and every branch leads somewhere.
std::string trouble_with_deciders(const Pack& pack, const std::vector<std::string>& header,
                                  const std::vector<std::string_view>& cells) {
  std::vector<rules::GivenInput> given;
  for (std::size_t i = 1; i < header.size(); ++i) given.push_back({header[i], cells[i]});
  const rules::Evaluation evaluation = pack.evaluate(cells[0], given, Pack::Start::Categories);
  if (evaluation.status != rules::EvaluationStatus::Ambiguous) return "a single evaluation is not ambiguous";
  if (evaluation.missing.empty()) return "ambiguous, yet nothing is missing";
  const auto& final = pack.program()->nodes()[pack.program()->final_node()];
  const auto* output = evaluation.output(final.name());
  std::set<std::string> possible(output->possible.begin(), output->possible.end());
  for (const rules::Decider& decider : pack.deciders(cells[0], given, Pack::Start::Categories, final.name())) {
    // A coarse value with a result of its own (T2: II) may be refined by its members (T2a: IIA).
    const auto column =
        static_cast<std::size_t>(std::find(header.begin(), header.end(), decider.input) - header.begin());
    const bool refines = !cells[column].empty();
    for (const auto& branch : decider.branches) {
      if (branch.values.empty() || branch.results.empty()) return "an empty branch of " + decider.input;
      for (const std::string& result : branch.results)
        if (!refines && result != "none" && !possible.contains(result))
          return decider.input + " " + branch.values + " leads to " + result + ", which is not possible";
    }
  }
  return "";
}

void check_pack(const Pack& pack, std::size_t limit, std::size_t& total) {
  Product product(pack);
  const bool whole = product.prepare(limit);
  const std::string& id = pack.identity().id;
  const auto& axes = product.worlds().axes();
  std::vector<std::string> header;
  for (const InputAxis& axis : axes) header.push_back(axis.name);
  cases::CaseStager stager(library(), {id, "", Pack::Start::Categories}, header);
  std::vector<std::size_t> writings;
  std::vector<std::string_view> cells(header.size());
  cases::CaseOutcome outcome;
  std::size_t failures = 0, ambiguous = 0;
  const std::size_t every = std::max<std::size_t>(product.taken() / 40, 1);
  for (std::size_t i = 0; i < product.taken() && failures < 3; ++i) {
    product.choose(i, writings);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) cells[axis] = axes[axis].writings[writings[axis]].text;
    stager.stage(cells, outcome);
    const auto& classes = pack.identity().classifications;
    const bool applicable = cells[0].empty() || std::find(classes.begin(), classes.end(), cells[0]) != classes.end();
    std::string trouble = trouble_with(outcome, applicable ? product.expect(writings) : Expectation{}, applicable);
    if (trouble.empty() && outcome.result->status == "ambiguous" && ++ambiguous % every == 0)
      trouble = trouble_with_deciders(pack, header, cells);
    if (trouble.empty()) continue;
    ++failures;
    std::string row;
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
      if (!cells[axis].empty()) row += " " + header[axis] + "=" + std::string(cells[axis]);
    ADD_FAILURE() << id << row << ": " << trouble;
  }
  total += product.taken();
  if (is_full() || !whole)
    std::printf("%-40s %12zu of %zu cases%s\n", id.c_str(), product.taken(), product.cases(),
                product.merged() ? ", values that no row tells apart merged" : "");
}

/// A formula behind the last table has no list of results that worlds could be compared with.
bool ends_with_number(const rules::Program& program) {
  const auto& measures = program.measures();
  return std::any_of(measures.begin(), measures.end(),
                     [&](const rules::MeasureStep& measure) { return measure.node == program.final_node(); });
}

TEST(StageCrossProduct, EveryCaseComesToWhatItsWorldsComeTo) {
  std::size_t total = 0, packs = 0;
  for (const std::string& id : library().ids()) {
    if (id.starts_with("timeline-")) continue;  // rules of the timeline, not asked for by `restage stage`
    const auto pack = library().by_id(id);
    ASSERT_TRUE(pack) << pack.error().text();
    if ((*pack)->program() == nullptr || !(*pack)->program()->has_final()) continue;
    if (ends_with_number(*(*pack)->program())) continue;
    check_pack(**pack, is_full() ? kFullCases : kQuickCases, total);
    ++packs;
  }
  std::printf("%zu packs, %zu cases\n", packs, total);
  EXPECT_GT(packs, 150u);
}

}  // namespace
}  // namespace restage::test
