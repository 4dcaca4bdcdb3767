// SPDX-License-Identifier: Apache-2.0
#include "report/words/assumptions.h"

#include <vector>

#include "base/text.h"
#include "report/words/names.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Assumption;

std::string reach_of(const Assumption& assumption) {
  return assumption.covered.empty() ? std::string()
                                    : ", studies covered the " + text::join(assumption.covered, " and ") + " only";
}

std::string value_words(const Assumption& assumption) {
  if (assumption.input == "t" || assumption.input == "n" || assumption.input == "m") return assumption.value;
  if (assumption.because == Assumption::Because::UsualAtSite) return "carcinoma";
  const std::string name = input_words(assumption.input);
  if (assumption.value == "none" || assumption.value == "no" || assumption.value == "0") return "no " + name;
  return name + " " + assumption.value;
}

bool is_of_table(const Assumption& assumption) {
  return assumption.because == Assumption::Because::NamedByPack ||
         assumption.because == Assumption::Because::NothingOnMetastasis;
}

}  // namespace

std::string assumption_reason(const Assumption& assumption) {
  switch (assumption.because) {
    case Assumption::Because::NothingOnMetastasis:
      return "nothing on metastasis is on record; cM0 by policy";
    case Assumption::Because::NamedByPack:
      return "not on record; the table names this value for it";
    case Assumption::Because::NotMentioned:
      return "not mentioned by a study, examination or specimen that would have shown it";
    case Assumption::Because::HistoryAndExamination:
      return "by history and examination; nothing on record speaks against it" + reach_of(assumption);
    case Assumption::Because::RarelyInvolved:
      return "not mentioned; nodes are rarely involved in this disease";
    case Assumption::Because::NotNeeded:
      return "a tumor of this depth is staged without a look at the nodes";
    case Assumption::Because::UsualAtSite:
      return "no histology on record; this site is staged as carcinoma unless someone says otherwise";
    case Assumption::Because::NotExamined:
      return "nodes were not examined";
    case Assumption::Because::FoundByLook:
      return "found by examination or imaging before the operation";
    case Assumption::Because::OfTheSite:
      return "by the site of the tumor";
  }
  return "";
}

std::string assumptions_text(const statement::Statement& statement) {
  std::vector<std::string> unmentioned, others;
  for (const Assumption& assumption : statement.assumed) {
    if (is_of_table(assumption)) continue;
    if (assumption.because == Assumption::Because::NotMentioned)
      unmentioned.push_back(value_words(assumption));
    else
      others.push_back(value_words(assumption) + (assumption.because == Assumption::Because::HistoryAndExamination
                                                      ? " by history and examination" + reach_of(assumption)
                                                      : ", " + assumption_reason(assumption)));
  }
  if (!unmentioned.empty()) others.insert(others.begin(), text::join(unmentioned, ", ") + ", not mentioned");
  return others.empty() ? std::string() : "assumed: " + text::join(others, "; ");
}

std::string statement_note(const statement::Statement& statement) {
  const std::string caution = caution_text(statement), assumed = assumptions_text(statement);
  return caution + (caution.empty() || assumed.empty() ? "" : "; ") + assumed;
}

}  // namespace restage::report
