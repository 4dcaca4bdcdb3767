// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/visit_table.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/csv_stream.h"
#include "base/text.h"
#include "formats/response_document/reader.h"

namespace restage::response_document {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

template <class Owner, class Value>
struct Column {
  std::string_view name;
  Value Owner::* member;
};
constexpr std::array kSubjectDates = {
    Column<ResponseSubject, PartialDate>{"reference_date", &ResponseSubject::reference_date},
    Column<ResponseSubject, PartialDate>{"treatment_start", &ResponseSubject::treatment_start},
    Column<ResponseSubject, PartialDate>{"death", &ResponseSubject::death},
    Column<ResponseSubject, PartialDate>{"last_alive", &ResponseSubject::last_alive},
    Column<ResponseSubject, PartialDate>{"data_cut", &ResponseSubject::data_cut},
};
constexpr std::array kVisitDates = {
    Column<ResponseVisit, PartialDate>{"date_first", &ResponseVisit::date_first},
    Column<ResponseVisit, PartialDate>{"date_last", &ResponseVisit::date_last},
};
constexpr std::array kVisitCalls = {
    Column<ResponseVisit, std::string>{"target", &ResponseVisit::target},
    Column<ResponseVisit, std::string>{"non_target", &ResponseVisit::non_target},
    Column<ResponseVisit, std::string>{"new_lesion", &ResponseVisit::new_lesion},
    Column<ResponseVisit, std::string>{"overall", &ResponseVisit::overall},
};
constexpr std::array kSizes = {
    Column<ResponseMeasurement, std::optional<Decimal>>{"long_mm", &ResponseMeasurement::long_mm},
    Column<ResponseMeasurement, std::optional<Decimal>>{"short_mm", &ResponseMeasurement::short_mm},
    Column<ResponseMeasurement, std::optional<Decimal>>{"enhancing_mm", &ResponseMeasurement::enhancing_mm},
    Column<ResponseMeasurement, std::optional<Decimal>>{"density_hu", &ResponseMeasurement::density_hu},
    Column<ResponseMeasurement, std::optional<Decimal>>{"sul_peak", &ResponseMeasurement::sul_peak},
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
    for (const auto& column : kSubjectDates) date(column.name, subject_->*column.member);
    PartialDate therapy;
    date("therapy_start", therapy);
    if (therapy.is_known() && std::find(subject_->therapy_starts.begin(), subject_->therapy_starts.end(), therapy) ==
                                  subject_->therapy_starts.end())
      subject_->therapy_starts.push_back(therapy);
    if (cell("visit").empty() && cell("date").empty()) {
      if (!cell("lesion").empty()) lesion();
      return;
    }
    visit_ = &visit();
    for (const auto& column : kVisitDates) date(column.name, visit_->*column.member);
    for (const auto& column : kVisitCalls) once(column.name, visit_->*column.member);
    number("sum_mm", visit_->sum_mm);
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

  ResponseSubject& subject() {
    const auto [place, is_new] =
        places_.try_emplace({std::string(cell("subject")), std::string(cell("reader"))}, table_.subjects.size());
    if (!is_new) return table_.subjects[place->second];
    ResponseSubject& added = table_.subjects.emplace_back();
    added.id = cell("subject");
    added.reader = cell("reader");
    added.source = name_;
    return added;
  }

  ResponseVisit& visit() {
    PartialDate when;
    date("date", when);
    const std::string id = cell("visit").empty() ? std::string(cell("date")) : std::string(cell("visit"));
    for (ResponseVisit& known : subject_->visits) {
      if (known.id != id || (known.date.is_known() && when.is_known() && !(known.date == when))) continue;
      if (!known.date.is_known()) known.date = when;
      return known;
    }
    ResponseVisit& added = subject_->visits.emplace_back();
    added.id = id;
    added.date = when;
    return added;
  }

  // Role and organ may stand on the first line of a lesion alone; later lines may repeat them.
  void lesion() {
    const std::string_view id = cell("lesion");
    auto known = std::find_if(subject_->lesions.begin(), subject_->lesions.end(),
                              [&](const ResponseLesion& lesion) { return lesion.id == id; });
    if (known == subject_->lesions.end()) {
      known = subject_->lesions.emplace(subject_->lesions.end());
      known->id = id;
    }
    if (const std::string_view role = cell("role"); !role.empty()) {
      bool readable = true;
      const auto given = lesion_role(role, readable);
      if (!readable)
        issue(IssueCode::ValueUnreadable, fmt::format("the role '{}' is not known", role),
              "give target, non-target or new");
      else if (known->role == ResponseLesion::Role::Unstated)
        known->role = given;
      else if (known->role != given)
        issue(IssueCode::DuplicateId, "the lesion has another role on an earlier line, which is used",
              "give each lesion one role");
    }
    once("organ", known->organ);
  }

  void measurement() {
    ResponseMeasurement& m = visit_->measurements.emplace_back();
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
    if (!readable || !known) m.state = ResponseMeasurement::State::NotEvaluable;
  }

  void component(const std::string& name, std::string_view value) {
    if (value.empty() || name.empty() || name == "sum_mm" || has_name(kSubjectDates, name) ||
        has_name(kVisitCalls, name) || has_name(kVisitDates, name) || has_name(kSizes, name) ||
        std::find(kPlaces.begin(), kPlaces.end(), name) != kPlaces.end())
      return;
    if (find_value(visit_->components, name) == nullptr) visit_->components.emplace_back(name, std::string(value));
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
  std::map<std::pair<std::string, std::string>, std::size_t> places_;  // by subject and reader
  ResponseSubject* subject_ = nullptr;
  ResponseVisit* visit_ = nullptr;
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
