// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/visit_table.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/csv_quotes.h"
#include "base/csv_stream.h"
#include "base/text.h"
#include "formats/response_document/subject_draft.h"

namespace restage::response_document {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

template <class Owner, class Value>
struct Column {
  std::string_view name;
  Value Owner::* member;
};
struct SubjectDate {
  std::string_view name;
  PartialDate& (*of)(SubjectDraft& subject);
};
constexpr std::array kSubjectDates = {
    SubjectDate{"reference_date", [](SubjectDraft& s) -> PartialDate& { return s.study.reference_date; }},
    SubjectDate{"treatment_start", [](SubjectDraft& s) -> PartialDate& { return s.study.treatment_start; }},
    SubjectDate{"death", [](SubjectDraft& s) -> PartialDate& { return s.death; }},
    SubjectDate{"last_alive", [](SubjectDraft& s) -> PartialDate& { return s.last_alive; }},
    SubjectDate{"data_cut", [](SubjectDraft& s) -> PartialDate& { return s.study.data_cut; }},
};
constexpr std::array kVisitDates = {
    Column<ResponseAssessment, PartialDate>{"date_first", &ResponseAssessment::first_scan},
    Column<ResponseAssessment, PartialDate>{"date_last", &ResponseAssessment::last_scan},
};
constexpr std::array kVisitCalls = {
    Column<ResponseAssessment, std::string>{"target", &ResponseAssessment::target},
    Column<ResponseAssessment, std::string>{"non_target", &ResponseAssessment::non_target},
    Column<ResponseAssessment, std::string>{"new_lesion", &ResponseAssessment::new_lesion},
    Column<ResponseAssessment, std::string>{"overall", &ResponseAssessment::overall},
};
constexpr std::array kSizes = {
    Column<LesionMeasurement, std::optional<Decimal>>{"long_mm", &LesionMeasurement::long_mm},
    Column<LesionMeasurement, std::optional<Decimal>>{"short_mm", &LesionMeasurement::short_mm},
    Column<LesionMeasurement, std::optional<Decimal>>{"enhancing_mm", &LesionMeasurement::enhancing_mm},
    Column<LesionMeasurement, std::optional<Decimal>>{"density_hu", &LesionMeasurement::density_hu},
    Column<LesionMeasurement, std::optional<Decimal>>{"sul_peak", &LesionMeasurement::sul_peak},
};
constexpr std::array<std::string_view, 9> kPlaces = {"subject", "reader", "visit", "date",         "lesion",
                                                     "role",    "organ",  "state", "therapy_start"};

template <class Columns>
bool has_name(const Columns& columns, std::string_view name) {
  return std::any_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; });
}

char separator_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  for (const char candidate : {'\t', ';'})
    if (line.find(candidate) != std::string_view::npos) return candidate;
  return ',';
}

std::vector<std::string> header_of(const std::vector<std::string_view>& row) {
  std::vector<std::string> names;
  for (const std::string_view cell : row) {
    std::string name = text::to_lower(text::trim(cell));
    std::replace_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    names.push_back(name == "id" ? "subject" : std::move(name));
  }
  return names;
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

class TableReader {
 public:
  TableReader(std::string_view text, const std::string& name)
      : name_(name), source_(ByteSource::from_memory(text)), rows_(*source_, separator_of(text)) {}

  VisitTable read(std::string_view text) {
    if (!text::is_utf8(text)) {
      table_.issues.push_back(make_issue(IssueCode::EncodingWrong, name_, "the table is not UTF-8 and was refused",
                                         "write the file as UTF-8"));
      return std::move(table_);
    }
    if (!next()) return std::move(table_);
    header_ = header_of(row_);
    while (next()) line();
    for (SubjectDraft& subject : subjects_)
      table_.subjects.push_back({subject.finish(), subject.reader, subject.path()});
    return std::move(table_);
  }

 private:
  bool next() {
    const auto more = rows_.next();
    if (!more)
      table_.issues.push_back(make_issue(IssueCode::InputUnreadable, name_ + ": " + more.error().context,
                                         more.error().message, "close every quote on its line"));
    if (!more || !*more) return false;
    row_ = rows_.cells();
    return true;
  }

  std::string_view cell(std::string_view column) const {
    for (std::size_t i = 0; i < header_.size() && i < row_.size(); ++i)
      if (header_[i] == column) return text::trim(row_[i]);
    return {};
  }

  std::string path() const {
    std::string all = fmt::format("{}: line {}", name_, rows_.line());
    for (const std::string_view part : {"subject", "visit", "lesion"})
      if (!cell(part).empty()) all += fmt::format("{} {} {}", part == "subject" ? ":" : ",", part, cell(part));
    return all;
  }

  void issue(IssueCode code, std::string message, std::string remedy) {
    subject_->issues.push_back(make_issue(code, path(), std::move(message), std::move(remedy)));
  }

  void line() {
    if (rows_.has_open_quote()) {  // which cell ends where nobody knows
      table_.issues.push_back(make_issue(IssueCode::ElementBroken, fmt::format("{}: line {}", name_, rows_.line()),
                                         std::string(kOpenCsvQuote) + "; the line was left out",
                                         std::string(kOpenCsvQuoteRemedy)));
      return;
    }
    if (cell("subject").empty()) {
      table_.issues.push_back(make_issue(IssueCode::SubjectUnknown, path(),
                                         "the line names no subject and was left out",
                                         "repeat the subject on every line"));
      return;
    }
    subject_ = &subject();
    if (row_.size() > header_.size())
      issue(IssueCode::ElementBroken, "the line has more cells than there are columns; the last were left out",
            "quote cells that hold the separator");
    for (const auto& column : kSubjectDates) date(column.name, column.of(*subject_));
    PartialDate therapy;
    date("therapy_start", therapy);
    std::vector<PartialDate>& starts = subject_->study.therapy_starts;
    if (therapy.is_known() && std::find(starts.begin(), starts.end(), therapy) == starts.end())
      starts.push_back(therapy);
    if (cell("visit").empty() && cell("date").empty()) {
      if (!cell("lesion").empty()) lesion();
      return;
    }
    visit_ = &visit();
    for (const auto& column : kVisitDates) date(column.name, visit_->stated.*column.member);
    for (const auto& column : kVisitCalls) once(column.name, visit_->stated.*column.member);
    number("sum_mm", visit_->stated.sum_mm);
    for (std::size_t i = 0; i < header_.size() && i < row_.size(); ++i) component(header_[i], text::trim(row_[i]));
    if (!cell("lesion").empty()) {
      lesion();
      measurement();
    } else if (!cell("state").empty() || std::any_of(kSizes.begin(), kSizes.end(), [this](const auto& column) {
                 return !cell(column.name).empty();
               })) {
      issue(IssueCode::ValueMissing, "a measurement names no lesion and was not used", "name the lesion it belongs to");
    }
  }

  SubjectDraft& subject() {
    const auto [place, is_new] =
        places_.try_emplace({std::string(cell("subject")), std::string(cell("reader"))}, subjects_.size());
    if (!is_new) return subjects_[place->second];
    SubjectDraft& added = subjects_.emplace_back();
    added.id = cell("subject");
    added.reader = cell("reader");
    added.file = name_;
    return added;
  }

  VisitDraft& visit() {
    PartialDate when;
    date("date", when);
    const std::string id = cell("visit").empty() ? std::string(cell("date")) : std::string(cell("visit"));
    for (VisitDraft& known : subject_->visits) {
      if (known.stated.visit != id || (known.date.is_known() && when.is_known() && !(known.date == when))) continue;
      if (!known.date.is_known()) known.date = when;
      return known;
    }
    VisitDraft& added = subject_->visits.emplace_back();
    added.stated.visit = id;
    added.date = when;
    return added;
  }

  // Role and organ may stand on the first line of a lesion alone; later lines may repeat them.
  void lesion() {
    const std::string_view id = cell("lesion");
    auto known = std::find_if(subject_->lesions.begin(), subject_->lesions.end(),
                              [&](const LesionIdentification& lesion) { return lesion.lesion == id; });
    if (known == subject_->lesions.end()) {
      known = subject_->lesions.emplace(subject_->lesions.end());
      known->lesion = id;
    }
    if (const std::string_view role = cell("role"); !role.empty()) {
      bool readable = true;
      const std::string_view given = lesion_role(role, readable);
      if (!readable)
        issue(IssueCode::ValueUnreadable, fmt::format("the role '{}' is not known", role),
              "give target, non-target or new");
      else if (known->role.empty())
        known->role = given;
      else if (known->role != given)
        issue(IssueCode::DuplicateId, "the lesion has another role on an earlier line, which is used",
              "give each lesion one role");
    }
    once("organ", known->organ);
  }

  void measurement() {
    LesionMeasurement& m = visit_->measurements.emplace_back();
    m.lesion = cell("lesion");
    bool readable = true;
    for (const auto& column : kSizes) readable = number(column.name, m.*column.member) && readable;
    bool known = true;
    if (const std::string_view state = cell("state"); !state.empty()) {
      m.state = measurement_state(state, known);
      if (!known)
        issue(
            IssueCode::ValueUnreadable, fmt::format("the state '{}' is not known", state),
            "give measured, absent, too-small, not-assessed, not-evaluable, merged, present, unequivocal or equivocal");
    }
    if (!readable || !known) m.state = LesionMeasurement::State::NotEvaluable;
  }

  void component(const std::string& name, std::string_view value) {
    if (value.empty() || name.empty() || name == "sum_mm" || has_name(kSubjectDates, name) ||
        has_name(kVisitCalls, name) || has_name(kVisitDates, name) || has_name(kSizes, name) ||
        std::find(kPlaces.begin(), kPlaces.end(), name) != kPlaces.end())
      return;
    if (find_value(visit_->stated.components, name) == nullptr)
      visit_->stated.components.emplace_back(name, std::string(value));
  }

  /// A value that several lines may repeat; one that says otherwise is reported.
  void once(std::string_view column, std::string& target) {
    const std::string_view value = cell(column);
    if (value.empty() || same_name(target, value)) return;
    if (target.empty())
      target = value;
    else
      issue(IssueCode::DuplicateRecord,
            fmt::format("{} is '{}' here and '{}' on an earlier line, which is used", column, value, target),
            "keep the right one");
  }

  bool number(std::string_view column, std::optional<Decimal>& target) {
    const std::string_view written = cell(column);
    if (written.empty()) return true;
    const auto value = Decimal::parse(written);
    if (!value) {
      issue(IssueCode::ValueUnreadable,
            fmt::format("{} is '{}', not a decimal number, and was not used", column, written),
            "give the number alone, in the unit of the name, with a decimal point");
      return false;
    }
    if (!target)
      target = value;
    else if (*target != *value)
      issue(
          IssueCode::DuplicateRecord,
          fmt::format("{} is {} here and {} on an earlier line, which is used", column, value->text(), target->text()),
          "keep the right one");
    return true;
  }

  void date(std::string_view column, PartialDate& target) {
    const std::string_view written = cell(column);
    if (written.empty()) return;
    const auto value = PartialDate::parse(written);
    if (!value)
      issue(IssueCode::DateImpossible, fmt::format("{} is '{}', which is no date", column, written),
            "write YYYY-MM-DD, or YYYY-MM when the day is not known");
    else if (!target.is_known())
      target = *value;
    else if (!(target == *value))
      issue(IssueCode::DuplicateRecord,
            fmt::format("{} is {} here and {} on an earlier line, which is used", column, value->text(), target.text()),
            "keep the right one");
  }

  const std::string& name_;
  std::unique_ptr<ByteSource> source_;
  CsvStream rows_;
  std::vector<std::string> header_;
  std::vector<std::string_view> row_;
  VisitTable table_;
  std::vector<SubjectDraft> subjects_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;  // by subject and reader
  SubjectDraft* subject_ = nullptr;
  VisitDraft* visit_ = nullptr;
};

}  // namespace

bool looks_like_visit_table(std::string_view text) {
  text = without_mark(text);
  const auto source = ByteSource::from_memory(text.substr(0, text.find('\n')));
  CsvStream rows(*source, separator_of(text));
  if (const auto more = rows.next(); !more || !*more) return false;
  const auto names = header_of(rows.cells());
  const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  return has("subject") && (has("visit") || has("date"));
}

VisitTable read_visit_table(std::string_view text, const std::string& name) {
  text = without_mark(text);
  return TableReader(text, name).read(text);
}

}  // namespace restage::response_document
