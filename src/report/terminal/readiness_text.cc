// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/readiness_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/words/readiness_words.h"

namespace restage::report {
namespace {

std::string source_text(const statement::RuleSource& rule) {
  std::string text = rule.document;
  if (!rule.section.empty()) text += ", " + rule.section;
  return rule.verified ? text : text + " (named, not read)";
}

std::string missing_text(const statement::MissingItem& missing) {
  std::string out = fmt::format("  missing     {}: {}\n", missing.item, missing.why);
  for (const statement::Branch& branch : missing.would_decide)
    out += fmt::format("    {} {} -> {}\n", branch.input, branch.values, text::join(branch.groups, ", "));
  return out + "    source    " + source_text(missing.rule) + "\n";
}

std::string list_text(std::string_view head, const std::vector<statement::NotNeeded>& list) {
  std::string out;
  for (const statement::NotNeeded& each : list)
    out += fmt::format("  {} {}: {} [{}]\n", head, each.item, each.why, source_text(each.rule));
  return out;
}

std::string choice_text(const statement::PlanChoice& choice, const std::vector<statement::Mechanism>& emergencies) {
  std::string out = fmt::format("  {}: {}\n", plan_text(choice.plan), verdict_text(choice.verdict));
  for (const std::string& reason : reasons_of(choice, emergencies)) out += "    because   " + reason + "\n";
  for (const std::string& action : actions_of(choice)) out += "    do        " + action + "\n";
  for (const statement::Alternative& each : choice.alternatives)
    out += fmt::format("    instead   {}{}{}\n", each.modality,
                       each.what_is_lost.empty() ? "" : "; lost: ", each.what_is_lost);
  for (const statement::RuleSource& rule : choice.rules) out += "    source    " + source_text(rule) + "\n";
  return out;
}

}  // namespace

std::string readiness_text(const statement::PatientReadiness& patient, bool color) {
  std::string line(status_text(patient.stage_status));
  if (!patient.patient.empty()) line = patient.patient + "  " + line;
  std::string out = color ? "\x1b[1m" + line + "\x1b[0m" : line;
  out += fmt::format("  (as of {})\n", patient.as_of.text());
  for (const statement::Mechanism& each : patient.emergencies) out += "  " + emergency_text(each) + "\n";
  if (!patient.status_because.empty()) out += "  " + patient.status_because + "\n";
  for (const statement::MissingItem& missing : patient.missing) out += missing_text(missing);
  out += list_text("not needed ", patient.not_needed);
  for (const statement::PlanChoice& choice : patient.test_choice) out += choice_text(choice, patient.emergencies);
  out += list_text("planned, and not recommended:", patient.not_recommended);
  for (const statement::LookedAt& each : patient.not_detected) out += "  " + looked_at_text(each) + "\n";
  return out;
}

}  // namespace restage::report
