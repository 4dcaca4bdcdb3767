// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/suspicion_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/words/suspicion_words.h"

namespace restage::report {
namespace {

using statement::Mechanism;
using statement::RedFlags;

std::string source_text(const statement::RuleSource& source) {
  std::string text = source.document;
  if (!source.section.empty()) text += ", " + source.section;
  return source.verified ? text : text + " (named, not read)";
}

std::string mechanism_text(const Mechanism& mechanism) {
  std::string out = fmt::format("  {}: {}\n", urgency_text(mechanism.level), mechanism.name);
  out += fmt::format("    because     {} [{}]\n", mechanism.rule, text::join(mechanism.evidence, ", "));
  if (!mechanism.first_test.empty()) out += "    first       " + text::join(mechanism.first_test, "; ") + "\n";
  if (!mechanism.meanwhile.empty())
    out += "    meanwhile   " + text::join(mechanism.meanwhile, "; ") + " (for clinicians)\n";
  return out + "    source      " + source_text(mechanism.source) + "\n";
}

std::string flags_text(const RedFlags& flags) {
  std::string out;
  for (const Mechanism& mechanism : flags.mechanisms) out += mechanism_text(mechanism);
  if (!flags.as_at_diagnosis.empty())
    out += "  the same complaint as when the cancer was found: " + text::join(flags.as_at_diagnosis, ", ") + "\n";
  for (const statement::OpenQuestion& question : flags.ask)
    out +=
        fmt::format("  ask: {} ({} if so: {})\n", question.meaning, urgency_text(question.level), question.mechanism);
  return out;
}

std::string recurrence_text(const statement::RecurrenceSuspicion& suspicion) {
  std::string out = suspicion.label == statement::SuspicionLabel::Suspected ? "  Recurrence or progression suspected"
                                                                            : "  No recurrence suspected";
  if (!suspicion.detail.empty()) out += " (" + suspicion.detail + ")";
  out += "\n";
  for (const statement::Explanation& each : suspicion.explanations)
    out += fmt::format("    {}. {}: {} [{}]\n", each.rank, each.name, each.rule, text::join(each.evidence, ", "));
  if (!suspicion.confirm_with.empty()) out += "    would settle it: " + text::join(suspicion.confirm_with, "; ") + "\n";
  if (suspicion.repeat_from.is_known()) out += "    look again from " + suspicion.repeat_from.text() + "\n";
  if (!suspicion.missing.empty()) out += "    not looked at: " + text::join(suspicion.missing, ", ") + "\n";
  return out;
}

}  // namespace

std::string suspicion_text(const statement::PatientSuspicion& patient, bool color) {
  const RedFlags& flags = patient.red_flags;
  std::string line(urgency_text(flags.level));
  if (!flags.mechanisms.empty()) line += ": " + flags.mechanisms.front().name;
  if (!patient.patient.empty()) line = patient.patient + "  " + line;
  std::string out = color ? "\x1b[1m" + line + "\x1b[0m" : line;
  out += fmt::format("  (as of {})\n  {}\n", patient.as_of.text(), action_text(flags.level));
  return out + flags_text(flags) + (patient.recurrence ? recurrence_text(*patient.recurrence) : std::string());
}

}  // namespace restage::report
