// SPDX-License-Identifier: Apache-2.0
#include "report/words/remarks.h"

#include "base/text.h"

namespace restage::report {
namespace {

std::string inputs_text(const std::vector<std::pair<std::string, std::string>>& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs) text += (text.empty() ? "" : ", ") + name + " " + value;
  return text;
}

struct NoteText {
  const statement::Statement& statement;

  std::string operator()(const statement::note::NeoadjuvantStopped&) const {
    return "neoadjuvant therapy was started and not completed";
  }
  std::string operator()(const statement::note::NoGroupAtRecurrence&) const {
    return "a recurrence has no stage group; the stage at diagnosis stands";
  }
  std::string operator()(const statement::note::UnderCondition&) const {
    return "this table is the one to use if " + conditions_text(statement) + "; nobody has recorded that";
  }
  std::string operator()(const statement::note::ClassificationByDate&) const {
    return "a stated value did not say its classification; it was placed by its date";
  }
  std::string operator()(const statement::note::Undated&) const {
    return "rests on facts without a date, placed by their classification";
  }
  std::string operator()(const statement::note::EventMissing& note) const { return std::string(to_string(note.event)); }
  std::string operator()(const statement::note::LargestOfSeveral& note) const {
    return std::to_string(note.tumors) + " tumors are on record; T is that of the largest";
  }
  std::string operator()(const statement::note::ByMorphology& note) const {
    return "by the morphology of the tumor, " + note.histology + (note.behavior.empty() ? "" : "/" + note.behavior) +
           ": " + inputs_text(note.inputs);
  }
  std::string operator()(const statement::note::ByTopography& note) const {
    return "by the topography of the tumor, " + note.topography + ": " + inputs_text(note.inputs);
  }
  std::string operator()(const statement::note::Summed& note) const {
    return note.input + " " + note.value + " is the sum of several specimens: " + text::join(note.parts, " and ");
  }
  std::string operator()(const statement::note::OtherSystems& note) const { return note.what_applies; }
};

}  // namespace

std::string note_text(const statement::Statement& statement, const statement::Note& note) {
  return std::visit(NoteText{statement}, note);
}

std::string difference_text(const statement::StatedDifference& difference) {
  const std::vector<std::string>& computed = difference.computed;
  if (difference.axis != Axis::Group)
    return "findings give " + text::join(computed, " or ") + ", stated is " + difference.stated;
  const std::string groups =
      computed.size() > 4 ? computed.front() + " to " + computed.back() : text::join(computed, " or ");
  return "computed is " + groups + ", stated is " + difference.stated;
}

std::string conditions_text(const statement::Statement& statement) {
  std::string text;
  for (const statement::Condition& condition : statement.applies_if)
    text += (text.empty() ? "" : "; ") + condition.input + ": " + condition.values;
  return text;
}

}  // namespace restage::report
