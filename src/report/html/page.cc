// SPDX-License-Identifier: Apache-2.0
#include "report/html/page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/html/page_statement.h"
#include "report/html/page_style.h"
#include "report/svg/course_drawing.h"
#include "report/words/editions.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;
using statement::TumorTimeline;
using text::escape_markup;

std::string stage_paragraph(const statement::TumorTimeline& tumor) {
  const std::string sentence = stage_sentence(tumor);
  const std::size_t open = sentence.find(" (");
  const statement::Statement* statement = statement::stage_at_diagnosis(tumor);
  if (statement == nullptr || open == std::string::npos)
    return "<p class=\"stage\">" + escape_markup(sentence) + "</p>";
  const std::string_view start =
      sentence.starts_with("Stage at diagnosis ") ? "Stage at diagnosis " : "Stage after therapy ";
  std::string out = fmt::format("<p class=\"stage\">{}<b>{}</b>{}</p>", start,
                                escape_markup(sentence.substr(start.size(), open - start.size())),
                                escape_markup(sentence.substr(open)));
  for (const statement::Statement& other : tumor.statements)
    if (&other != statement && other.classification == statement->classification && other.date == statement->date)
      out += fmt::format("<p class=\"meta\">{}: <b>{}</b></p>", escape_markup(edition_text(other)),
                         escape_markup(group_text(other)));
  return out;
}

std::string stages(const statement::TumorTimeline& tumor, const Course& course) {
  if (tumor.statements.empty()) return "<p>No staging evidence on record for this tumor.</p>";
  std::string out =
      "<h3>Stages</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of stages\"><table "
      "class=\"stack\"><thead><tr>";
  for (const char* name : {"Date", "Kind", "T", "N", "M", "Group", "Edition", "Basis", "Stated"})
    out += fmt::format("<th scope=\"col\">{}</th>", name);
  out += "</tr></thead><tbody>";
  for (const statement::Statement& statement : tumor.statements) out += statement_row(statement);
  out += "</tbody></table></div>";
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
    out += fmt::format("<p><b>{}</b>: {}{} <span class=\"pill {}\">{}</span></p><ul>", date_text(recurrence.confirmed),
                       escape_markup(extent),
                       recurrence.organs.empty() ? "" : escape_markup(": " + text::join(recurrence.organs, ", ")),
                       recurrence.tissue_proven ? "bad" : "warn",
                       recurrence.tissue_proven ? "tissue-proven" : recurrence.confirmation + ", not biopsied");
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
  return out.empty() ? out : "<h3>Recurrence</h3>" + out;
}

std::string then_and_now(const statement::TumorTimeline& tumor) {
  if (!tumor.then_and_now || tumor.then_and_now->differences.empty()) return {};
  std::string out =
      "<h3>Then and now</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of "
      "differences\"><table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Then</th><th "
      "scope=\"col\">Now</th></tr></thead><tbody>";
  for (const statement::Difference& difference : tumor.then_and_now->differences)
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td><b>{}</b></td></tr>",
                       escape_markup(difference.what), escape_markup(difference.then), escape_markup(difference.now));
  return out + "</tbody></table></div>";
}

std::string tumor_card(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor,
                       const std::string& key) {
  std::string out = fmt::format("<section class=\"card\" aria-labelledby=\"{}-name\"><h2 id=\"{}-name\">{}</h2>", key,
                                key, escape_markup(tumor_title(tumor)));
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
  return out + "</section>\n";
}

std::string issue_section(const statement::PatientTimeline& patient, const std::string& key) {
  if (patient.issues.empty()) return {};
  std::string out = fmt::format(
      "<section class=\"card\" aria-labelledby=\"{}-issues\"><h2 id=\"{}-issues\">Contradictions and data issues "
      "({})</h2><ul>",
      key, key, patient.issues.size());
  for (const DataIssue& issue : patient.issues) {
    const char* style = issue.severity == Severity::Error     ? "bad"
                        : issue.severity == Severity::Warning ? "warn"
                                                              : "good";
    out += fmt::format(
        "<li><span class=\"pill {}\">{}</span> {} <span class=\"quiet\">{}</span><br><code>{}</code></li>", style,
        to_string(issue.code), escape_markup(issue.message), escape_markup(issue.remedy), escape_markup(issue.path));
  }
  return out + "</ul></section>\n";
}

std::string fact_section(const statement::PatientTimeline& patient) {
  std::string out = fmt::format(
      "<details class=\"card\"><summary>All {} facts of this course</summary><div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"Table of facts\"><table><thead><tr>",
      patient.course.facts.size());
  for (const char* name : {"True on", "Known since", "Fact", "Record"})
    out += fmt::format("<th scope=\"col\">{}</th>", name);
  out += "</tr></thead><tbody>";
  for (const Fact& fact : patient.course.facts)
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>", date_text(fact.effective),
                       fact.recorded.text(), escape_markup(fact_text(fact)),
                       escape_markup(fact.source.record.empty() ? fact.id : fact.source.record));
  return out + "</tbody></table></div></details>\n";
}

}  // namespace

std::string page_begin(const PageOptions& options, std::string_view title) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">";
  out += fmt::format(
      "<title>{}</title><style>{}</style></head>\n<body><a class=\"skip\" href=\"#main\">Skip to the "
      "course</a><header><h1>Staged course</h1>",
      escape_markup(title), page_style());
  if (!options.replay.empty()) out += "<p class=\"pill warn\">Replay: " + escape_markup(options.replay) + "</p>";
  return out + "</header><main id=\"main\">\n";
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

std::string page_end(const PageOptions& options) {
  return "</main><footer><p>restage " + escape_markup(options.version) +
         ". Decision support whose basis can be inspected; not a medical device, no replacement for judgement. A "
         "finding that was not seen on a test is not proof that it is not there.</p></footer></body></html>\n";
}

}  // namespace restage::report
