// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/terminal.h"

#include <algorithm>
#include <set>

#include "base/printable.h"
#include "base/text.h"
#include "report/words/assumptions.h"
#include "report/words/editions.h"
#include "report/words/remarks.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;
using statement::TumorTimeline;

/// Columns of UTF-8 text: continuation bytes take none.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string pad(std::string text, std::size_t width) {
  const std::size_t used = columns(text);
  text.append(used < width ? width - used : width > 0 ? 1 : 0, ' ');  // what is too long is not run into its neighbor
  return text;
}

class Screen {
 public:
  Screen(const statement::PatientTimeline& patient, const TerminalStyle& style)
      : patient_(patient), style_(style), width_(static_cast<std::size_t>(std::max(style.width, 40))) {}

  std::string render() {
    head();
    for (const statement::TumorTimeline& each : patient_.tumors) tumor(each);
    if (patient_.tumors.empty()) line("No primary tumor in this record.");
    issues();
    return text::printable(out_, style_.color);
  }

 private:
  static constexpr const char* kBold = "1";
  static constexpr const char* kHeading = "1;36";
  static constexpr const char* kWarning = "33";
  static constexpr const char* kError = "31";
  static constexpr const char* kQuiet = "2";

  std::string paint(const std::string& text, const char* code) const {
    return style_.color ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }
  void line(const std::string& text) { out_ += text + "\n"; }
  void heading(const std::string& text) { out_ += "\n" + paint(text, kHeading) + "\n"; }
  void wrapped(const std::string& text, std::size_t first, std::size_t indent, const char* code = nullptr) {
    std::string body = wrap(std::string(first, ' ') + text, indent, width_);
    line(code == nullptr ? body : paint(body, code));
  }

  void head() {
    const Course& course = patient_.course;
    std::string text = "Patient " + (course.patient.empty() ? "without an identifier" : course.patient);
    if (!course.sex.empty()) text += ", " + course.sex;
    if (course.death.is_known()) text += ", died " + course.death.text();
    line(paint(text, kBold));
  }

  void tumor(const statement::TumorTimeline& tumor) {
    std::string rule;
    for (std::size_t i = 0; i < width_; ++i) rule += "─";
    line(paint(rule, kQuiet));
    line(paint(tumor_title(tumor), kBold) + "  " +
         paint(tumor.tumor.diagnosed.is_known() ? "diagnosed " + tumor.tumor.diagnosed.text()
                                                : "day of diagnosis not known",
               kQuiet));
    line(paint(wrap(stage_sentence(tumor), 2, width_), kHeading));
    if (!tumor.status.empty())
      wrapped(
          "Last documented state: " + status_words(tumor.status.back()) + ", " + date_text(tumor.status.back().date), 0,
          2, kBold);
    statements(tumor);
    editions(tumor);
    gaps(tumor);
    course(tumor);
    difference(tumor);
  }

  void statements(const statement::TumorTimeline& tumor) {
    if (tumor.statements.empty()) return;
    heading("Stages");
    line(paint("  " + pad("date", 11) + pad("", 3) + pad("T", 8) + pad("N", 9) + pad("M", 7) + pad("group", 14) +
                   "basis; edition",
               kQuiet));
    const statement::Statement* previous = nullptr;
    for (const statement::Statement& statement : tumor.statements) {
      const bool repeated = previous != nullptr && previous->classification == statement.classification &&
                            previous->date == statement.date &&
                            categories_text(*previous) == categories_text(statement);
      std::string row = "  ";
      row += pad(repeated ? "" : date_text(statement.date), 11) +
             pad(repeated ? "" : std::string(to_string(statement.classification)), 3);
      row += pad(repeated ? "" : category_text(statement.t), 8) + pad(repeated ? "" : category_text(statement.n), 9) +
             pad(repeated ? "" : category_text(statement.m), 7);
      const std::string group = pad(group_text(statement), 14);
      const bool open = statement.group.empty() && (statement.possible.size() > 1 || !statement.applies_if.empty());
      std::string rest =
          repeated ? edition_text(statement)
                   : (basis_text(statement).empty() ? "" : basis_text(statement) + "; ") + edition_text(statement);
      if (const std::string condition = condition_text(statement); !condition.empty()) rest += ", " + condition;
      if (!statement.provisional.empty()) rest += "; provisional";
      if (statement.undated && statement.date.is_known()) rest += "; undated facts";
      out_ += row + paint(group, open ? kWarning : kBold);
      const std::size_t used = columns(row) + columns(group);
      if (used + columns(rest) <= width_) {
        line(paint(rest, kQuiet));
      } else {
        out_ += "\n";
        line(paint(std::string(14, ' ') + rest, kQuiet));
      }
      if (const std::string text = unverified_text(statement); !text.empty()) wrapped(text, 14, 16, kWarning);
      if (const std::string text = assumptions_text(statement); !text.empty() && !repeated)
        wrapped(text, 14, 16, kQuiet);
      if (statement.system.empty() && statement.status == statement::Status::NotApplicable && !statement.notes.empty())
        wrapped(note_text(statement, statement.notes.front()), 14, 16, kWarning);
      if (!statement.provisional.empty() && provisional_ != statement.provisional)
        wrapped("provisional: " + (provisional_ = statement.provisional), 14, 16, kQuiet);
      if (statement.stated && !statement.stated->agrees)
        for (const statement::StatedDifference& difference : statement.stated->differences)
          wrapped("! " + difference_text(difference), 14, 16, kError);
      previous = &statement;
    }
  }

  void editions(const statement::TumorTimeline& tumor) {
    const std::vector<EditionDifference> differences = edition_differences(tumor);
    if (!differences.empty()) heading("Editions, for the same facts");
    for (const EditionDifference& difference : differences)
      wrapped(pad(date_text(difference.other->date), 11) +
                  pad(std::string(to_string(difference.other->classification)), 3) + difference.text,
              2, 16, difference.differing.empty() ? kQuiet : kBold);
  }

  void gaps(const statement::TumorTimeline& tumor) {
    bool headed = false;
    for (const statement::Statement& statement : tumor.statements) {
      const std::vector<std::string> lines = decisive_lines(statement);
      const std::vector<std::string>& missing = statement.missing;
      if (lines.empty() && missing.empty()) continue;
      if (!headed) heading("Missing, and what it would decide");
      headed = true;
      if (!statement.applies_if.empty() && !said_.insert(text::join(lines, "\n")).second) continue;
      const std::string label = table_label(statement);
      std::vector<std::string> names;
      for (const std::string& name : missing) names.push_back(input_words(name));
      const std::string name = std::string(to_string(statement.classification)) + (label.empty() ? "" : " " + label);
      if (!lines.empty()) {
        for (std::size_t i = 0; i < lines.size() && i < 3; ++i) wrapped(name + ": " + lines[i], 2, 6, kWarning);
        if (lines.size() > 3)
          wrapped(name + ": and " + std::to_string(lines.size() - 3) + " more (restage explain)", 2, 6, kQuiet);
      } else {
        wrapped(name + ": missing " + text::join(names, ", "), 2, 6, kWarning);
      }
      if (!statement.immaterial.empty()) {
        std::vector<std::string> idle;
        for (const std::string& one : statement.immaterial) idle.push_back(input_words(one));
        wrapped(name + ": would not change the group: " + text::join(idle, ", "), 2, 6, kQuiet);
      }
    }
  }

  void course(const statement::TumorTimeline& tumor) {
    if (tumor.status.size() > 1 || !tumor.responses.empty()) heading("Course");
    std::vector<std::pair<PartialDate, std::string>> lines;
    if (tumor.status.size() > 1)
      for (const statement::StatusEntry& entry : tumor.status) lines.emplace_back(entry.date, status_words(entry));
    for (const statement::ResponseStatement& response : tumor.responses)
      lines.emplace_back(response.date, "response: " + response_text(response));
    std::stable_sort(lines.begin(), lines.end(), [](const auto& left, const auto& right) {
      return PartialDate::sorts_before(left.first, right.first);
    });
    for (const auto& [date, words] : lines) wrapped(pad(date_text(date), 12) + words, 2, 14);
    for (const statement::Recurrence& recurrence : tumor.recurrences) {
      std::string text = "Recurrence " + date_text(recurrence.confirmed) + ": " +
                         (recurrence.extents.empty() ? "extent not said" : text::join(recurrence.extents, " and "));
      if (!recurrence.organs.empty()) text += " (" + text::join(recurrence.organs, ", ") + ")";
      text += ", " + std::string(to_string(recurrence.confirmation));
      if (!recurrence.tissue_proven) text += ", not biopsied";
      if (recurrence.disease_free_days)
        text += "; disease-free " + std::to_string(*recurrence.disease_free_days) + " days";
      if (recurrence.first_suspected != recurrence.confirmed)
        text += "; first suspected " + date_text(recurrence.first_suspected);
      wrapped(text, 2, 4, kBold);
    }
    for (const std::string& line : consequence_lines(tumor)) wrapped(line, 2, 4, kBold);
  }

  void difference(const statement::TumorTimeline& tumor) {
    if (!tumor.then_and_now || tumor.then_and_now->differences.empty()) return;
    heading("Then and now");
    for (const statement::Difference& difference : tumor.then_and_now->differences)
      wrapped(pad(difference.what, 8) + difference.then + " -> " + difference.now, 2, 12);
  }

  /// The place of an issue without the folder of its file, which is one that facts were read from.
  std::string without_folder(const std::string& place) const {
    for (const Fact& fact : patient_.course.facts) {
      const std::size_t slash = fact.source.file.rfind('/');
      if (slash != std::string::npos && place.starts_with(fact.source.file)) return place.substr(slash + 1);
    }
    return place;
  }

  /// Contradictions first, what is for information only last; each with what can be done about it.
  void issues() {
    if (patient_.issues.empty()) return;
    std::vector<const DataIssue*> shown;
    for (const DataIssue& issue : patient_.issues) shown.push_back(&issue);
    const auto place = [](const DataIssue* issue) {
      if (issue->severity == Severity::Information) return 2;
      const bool contradicts =
          to_string(issue->code).ends_with("contradictory") || issue->code == IssueCode::SequenceImpossible;
      return contradicts ? 0 : 1;
    };
    std::stable_sort(shown.begin(), shown.end(),
                     [&](const DataIssue* a, const DataIssue* b) { return place(a) < place(b); });
    heading("Contradictions and data issues (" + std::to_string(shown.size()) + ")");
    constexpr std::size_t kLimit = 12;
    for (std::size_t i = 0; i < shown.size() && i < kLimit; ++i) issue(*shown[i]);
    if (shown.size() > kLimit)
      wrapped("and " + std::to_string(shown.size() - kLimit) + " more; --json lists all", 2, 4, kQuiet);
  }

  void issue(const DataIssue& issue) {
    wrapped(std::string(to_string(issue.code)) + ": " + issue.message, 2, 6,
            issue.severity == Severity::Error         ? kError
            : issue.severity == Severity::Information ? kQuiet
                                                      : kWarning);
    if (!issue.remedy.empty()) wrapped("remedy: " + issue.remedy, 6, 8);
    wrapped(without_folder(issue.path), 6, 8, kQuiet);
  }

  const statement::PatientTimeline& patient_;
  TerminalStyle style_;
  std::size_t width_;
  std::string out_;
  std::string provisional_;     // the reason said last
  std::set<std::string> said_;  // what would decide between tables: once
};

}  // namespace

std::string wrap(std::string_view text, std::size_t indent, std::size_t width) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty() && text.front() == ' ') {
    result += ' ';
    ++column;
    text.remove_prefix(1);
  }
  bool first = true;
  while (!text.empty()) {
    const std::size_t blanks = text.find_first_not_of(' ');
    if (blanks == std::string_view::npos) break;
    text.remove_prefix(blanks);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    const std::size_t gap = first ? 0 : std::max<std::size_t>(blanks, 1);
    if (!first && column + gap + columns(word) > width) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else {
      result.append(gap, ' ');
      column += gap;
    }
    result += word;
    column += columns(word);
    first = false;
  }
  return result;
}

std::string render_terminal(const statement::PatientTimeline& patient, const TerminalStyle& style) {
  return Screen(patient, style).render();
}

}  // namespace restage::report
