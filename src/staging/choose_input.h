// SPDX-License-Identifier: Apache-2.0
#pragma once
// From admitted facts to the inputs of a pack: names are matched, units brought to the pack's unit, and of several
// facts about one input the one with precedence is used (packs/course/rank), the others are named as overruled.
#include <map>
#include <string>
#include <vector>

#include "course/calendar.h"

namespace restage::staging {

struct ChosenInput;
struct Evidence;

/// Which input of a pack a fact speaks to. Cheap; a pack may be null.
class InputFinder {
 public:
  InputFinder(const rules::Pack* pack, const TumorSite& site) : pack_(pack), site_(site) {}
  const rules::InputDeclaration* input_of(const Fact& fact) const;
  const rules::InputDeclaration* input(std::string_view name) const;
  /// An input that asks only whether there is metastasis, M0 or M1; nullptr when the pack has none.
  const rules::InputDeclaration* present_or_not() const;
  /// The input that stations of a node finding belong to which are not regional for this tumor; nullptr when all are.
  const rules::InputDeclaration* distant_stations(const Fact& fact) const;
  /// Where a pack asks for the stations and the fact counts nodes, or the other way round: the input that the fact
  /// still speaks to and what it says there, "none", "0" or the category of any positive node; nullptr where it says
  /// nothing.
  const rules::InputDeclaration* other_form_of_nodes(const Fact& fact, std::string& value) const;
  const rules::Pack* pack() const { return pack_; }
  const TumorSite& site() const { return site_; }

 private:
  const rules::Pack* pack_;
  const TumorSite& site_;
};

class InputChooser {
 public:
  InputChooser(const InputFinder& finder, Classification classification, const course::RuleSet& rules)
      : finder_(finder), classification_(classification), rules_(rules) {}
  void add(const Fact& fact, course::Phase phase, Method method);
  /// How many nodes the report of a positive count examined, where it says so.
  void note_examined(const Fact& positive, const std::vector<const Fact*>& facts);
  /// A finding of the resected specimen: by its method, or by its day when the method is not said.
  static bool from_specimen(course::Phase phase, Method method);
  /// Moves the choice of every input into the evidence.
  void finish(Evidence& evidence);

 private:
  class Negatives;
  struct Candidate {
    const Fact* fact;
    Method method;
    int rank;
    bool specimen;
    bool microscopic;
    std::string value;  ///< number or code
    std::optional<Decimal> number;
    std::vector<std::string> members;  ///< of a set
    std::string organ;
    std::string lesion;
  };
  void choose_single(const rules::InputDeclaration& input, std::vector<Candidate>& candidates,
                     Evidence& evidence) const;
  /// Several foci give the largest of their latest sizes. SOURCE: UICC 8 general rules (highest T of multiple tumors).
  static const Candidate* largest_of_lesions(const std::vector<Candidate>& candidates, const Candidate* chosen,
                                             int& foci);
  /// Several specimens of one episode: the sum of node counts, else the most advanced. SOURCE: AJCC 8 general rules,
  /// pathological classification (all resected specimens of the surgical treatment).
  void combine_specimens(const rules::InputDeclaration& input, const std::vector<Candidate>& candidates,
                         const Candidate*& chosen, ChosenInput& result) const;
  void add_counts(const std::vector<Candidate>& candidates, const Candidate& chosen, ChosenInput& result) const;
  void choose_set(const rules::InputDeclaration& input, std::vector<Candidate>& candidates, Evidence& evidence) const;
  static bool looks_at_organs_alone(const std::vector<Candidate>& candidates);
  std::string_view measure_of(const rules::InputDeclaration& input) const;
  void keep(Candidate candidate, const rules::InputDeclaration& input);
  bool fill(Candidate& candidate, const rules::InputDeclaration& input) const;

  const InputFinder& finder_;
  Classification classification_;
  const course::RuleSet& rules_;
  std::map<std::string, std::vector<Candidate>> candidates_;
  std::map<const Fact*, Decimal> examined_;
  std::vector<const Fact*> unmapped_metastases_;
};

}  // namespace restage::staging
