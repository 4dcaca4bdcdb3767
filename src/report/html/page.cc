// SPDX-License-Identifier: Apache-2.0
#include "report/html/page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/html/page_kit.h"
#include "report/html/page_statement.h"
#include "report/svg/course_drawing.h"
#include "report/words/editions.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;
using statement::TumorTimeline;
using text::escape_markup;

std::string stage_paragraph(const statement::TumorTimeline& tumor) {
  const StageSentence parts = stage_sentence_parts(tumor);
  const statement::Statement* statement = statement::stage_at_diagnosis(tumor);
  if (statement == nullptr) return "<p class=\"stage\">" + escape_markup(parts.subject) + "</p>";
  std::string out = fmt::format("<p class=\"stage\">{} <b>{}</b> {}</p>", parts.subject, escape_markup(parts.group),
                                escape_markup(parts.basis));
  for (const statement::Statement& other : tumor.statements)
    if (&other != statement && other.classification == statement->classification && other.date == statement->date)
      out += fmt::format("<p class=\"meta\">{}: <b>{}</b></p>", escape_markup(edition_text(other)),
                         escape_markup(group_text(other)));
  return out;
}

std::string stages(const statement::TumorTimeline& tumor, const Course& course) {
  if (tumor.statements.empty()) return "<p>No staging evidence on record for this tumor.</p>";
  std::string out = "<h3>Stages</h3>" +
                    begin_table({.label = "Table of stages",
                                 .columns = {"Date", "Kind", "T", "N", "M", "Group", "Edition", "Basis", "Stated"},
                                 .stacked = true});
  for (const statement::Statement& statement : tumor.statements) out += statement_row(statement);
  out += end_table();
  const std::vector<EditionDifference> editions = edition_differences(tumor);
  if (!editions.empty()) out += "<h3>Editions, for the same facts</h3><ul>";
  for (const EditionDifference& difference : editions)
    out += fmt::format("<li>{} {}: {}{}{}</li>", date_text(difference.other->date),
                       to_string(difference.other->classification), difference.differing.empty() ? "" : "<b>",
                       escape_markup(difference.text), difference.differing.empty() ? "" : "</b>");
  if (!editions.empty()) out += "</ul>";
  std::string open;
  for (const statement::Statement& statement : tumor.statements)
    for (const std::string& line : decisive_lines(statement)) {
      const std::string label = table_label(statement);
      open += fmt::format("<p class=\"decide\"><b>{}{}{}</b>: {}</p>", to_string(statement.classification),
                          label.empty() ? "" : " ", label, escape_markup(line));
    }
  if (!open.empty()) out += "<h3>Missing, and what it would decide</h3>" + open;
  out +=
      "<div class=\"reasons\"><h3>Reasons</h3><p class=\"quiet\">Each statement unfolds to its evidence, what was "
      "refused and why, and the rule rows.</p>";
  for (const statement::Statement& statement : tumor.statements) out += statement_details(statement, course);
  return out + "</div>";
}

std::string status(const statement::TumorTimeline& tumor) {
  if (tumor.status.empty()) return {};
  std::string out = "<h3>Disease status</h3><ol class=\"states\">";
  for (const statement::StatusEntry& entry : tumor.status)
    out += fmt::format("<li><span>{}</span><span>{}</span></li>", date_text(entry.date),
                       escape_markup(status_words(entry)));
  return out + "</ol>";
}

std::string response_list(const std::vector<statement::ResponseStatement>& responses) {
  if (responses.empty()) return {};
  std::string out =
      "<h3>Response</h3><p class=\"quiet\">Response stands beside the stage and never changes it.</p><ol "
      "class=\"states\">";
  for (const statement::ResponseStatement& response : responses)
    out += fmt::format("<li><span>{}</span><span>{}</span></li>", date_text(response.date),
                       escape_markup(response_text(response)));
  return out + "</ol>";
}

std::string recurrences(const statement::TumorTimeline& tumor, const Course& course) {
  std::string out;
  for (const statement::Recurrence& recurrence : tumor.recurrences) {
    const std::string extent = recurrence.extents.empty() ? "extent not said" : text::join(recurrence.extents, " and ");
    out += fmt::format(
        "<p><b>{}</b>: {}{} {}</p><ul>", date_text(recurrence.confirmed), escape_markup(extent),
        recurrence.organs.empty() ? "" : escape_markup(": " + text::join(recurrence.organs, ", ")),
        pill(recurrence.tissue_proven ? Tone::Bad : Tone::Warn,
             std::string(to_string(recurrence.confirmation)) + (recurrence.tissue_proven ? "" : ", not biopsied")));
    if (recurrence.first_suspected != recurrence.confirmed)
      out += "<li>first suspected " + date_text(recurrence.first_suspected) + "</li>";
    out += "<li>disease-free from " + date_text(recurrence.disease_free_from);
    if (recurrence.disease_free_days)
      out += fmt::format(", {} days ({:.1f} years)", *recurrence.disease_free_days,
                         *recurrence.disease_free_days / 365.25);
    out += "</li>";
    if (recurrence.treatment_ended.is_known())
      out += "<li>treatment before it ended " + date_text(recurrence.treatment_ended) + "</li>";
    for (const std::string& id : recurrence.signals) out += "<li>signal: " + evidence_item(course, id) + "</li>";
    for (const std::string& id : recurrence.evidence) out += "<li>" + evidence_item(course, id) + "</li>";
    out += "</ul>";
  }
  for (const std::string& line : consequence_lines(tumor)) out += "<p>" + escape_markup(line) + "</p>";
  return out.empty() ? out : "<h3>Recurrence</h3>" + out;
}

std::string then_and_now(const statement::TumorTimeline& tumor) {
  if (!tumor.then_and_now || tumor.then_and_now->differences.empty()) return {};
  std::string out =
      "<h3>Then and now</h3>" + begin_table({.label = "Table of differences", .columns = {"What", "Then", "Now"}});
  for (const statement::Difference& difference : tumor.then_and_now->differences)
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td><b>{}</b></td></tr>",
                       escape_markup(difference.what), escape_markup(difference.then), escape_markup(difference.now));
  return out + end_table();
}

std::string tumor_card(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor,
                       const std::string& key) {
  std::string out = begin_card(key + "-name", tumor_title(tumor));
  out += fmt::format(
      "<p class=\"meta\">{}{}{}</p>",
      tumor.tumor.diagnosed.is_known() ? "Diagnosed " + tumor.tumor.diagnosed.text() : "Day of diagnosis not known",
      tumor.tumor.site.text.empty() ? "" : " · ", escape_markup(tumor.tumor.site.text));
  out += stage_paragraph(tumor);
  if (!tumor.status.empty())
    out += fmt::format("<p class=\"state-now\">Last documented state: {}, {}</p>",
                       escape_markup(status_words(tumor.status.back())), date_text(tumor.status.back().date));
  const std::string drawing = draw_course(patient, tumor, key + "-course");
  if (!drawing.empty())
    out += "<figure tabindex=\"0\">" + drawing +
           "<figcaption>Bars: treatments (dashed: end not recorded). Diamonds: operations. Flags: stages. Triangles: "
           "disease found. Every value is in the tables below.</figcaption></figure>";
  out += stages(tumor, patient.course) + status(tumor) + response_list(tumor.responses) +
         recurrences(tumor, patient.course) + then_and_now(tumor);
  return out + end_card();
}

std::string issue_section(const statement::PatientTimeline& patient, const std::string& key) {
  if (patient.issues.empty()) return {};
  std::vector<std::string> items;
  for (const DataIssue& issue : patient.issues) {
    const Tone tone = issue.severity == Severity::Error     ? Tone::Bad
                      : issue.severity == Severity::Warning ? Tone::Warn
                                                            : Tone::Good;
    items.push_back(fmt::format("{} {} <span class=\"quiet\">{}</span><br><code>{}</code>",
                                pill(tone, to_string(issue.code)), escape_markup(issue.message),
                                escape_markup(issue.remedy), escape_markup(issue.path)));
  }
  return begin_card(key + "-issues", fmt::format("Contradictions and data issues ({})", patient.issues.size())) +
         bullets(items) + end_card();
}

std::string fact_section(const statement::PatientTimeline& patient) {
  std::string out = fmt::format("<details class=\"card\"><summary>All {} facts of this course</summary>",
                                patient.course.facts.size());
  out += begin_table({.label = "Table of facts", .columns = {"True on", "Known since", "Fact", "Record"}});
  for (const Fact& fact : patient.course.facts)
    out += table_row({date_text(fact.effective), fact.recorded.text(), escape_markup(fact_text(fact)),
                      "<code>" + escape_markup(fact.source.record.empty() ? fact.id : fact.source.record) + "</code>"});
  return out + end_table() + "</details>\n";
}

}  // namespace

std::string page_begin(const PageOptions& options, std::string_view title) {
  return begin_page({PageKind::Course, std::string(title), "Staged course", "the course",
                     options.replay.empty() ? std::string() : "Replay: " + options.replay});
}

std::string page_patient(const statement::PatientTimeline& patient, const std::string& key) {
  const Course& course = patient.course;
  std::string out = fmt::format("<article aria-label=\"Patient {}\"><p class=\"meta\">Patient <b>{}</b>{}{}{}</p>",
                                escape_markup(course.patient),
                                escape_markup(course.patient.empty() ? "without an identifier" : course.patient),
                                course.sex.empty() ? "" : ", " + escape_markup(course.sex),
                                course.birth_date.empty() ? "" : ", born " + escape_markup(course.birth_date),
                                course.death.is_known() ? ", died " + course.death.text() : "");
  for (std::size_t i = 0; i < patient.tumors.size(); ++i)
    out += tumor_card(patient, patient.tumors[i], key + "-" + std::to_string(i + 1));
  if (patient.tumors.empty()) out += "<p class=\"card\">No primary tumor in this record.</p>";
  return out + issue_section(patient, key) + fact_section(patient) + "</article>\n";
}

std::string page_end(const PageOptions& options) { return end_page(options.version); }

}  // namespace restage::report
