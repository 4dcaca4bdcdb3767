// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/study.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/sdtm/row_words.h"
#include "formats/sdtm/study_tables.h"
#include "formats/sdtm/table.h"

namespace restage::sdtm {
namespace {

struct Place {
  std::size_t subject = 0;
  std::size_t visit = 0;
  std::size_t measurement = 0;
};

// What DM and DS say of a subject, whoever reads the scans.
struct Person {
  PartialDate reference;
  PartialDate treatment;
  PartialDate death;
  PartialDate last_alive;
};

class StudyReader {
 public:
  StudyReader(std::string directory, std::string set, bool recompute)
      : tables_(std::move(directory), std::move(set)), recompute_(recompute) {
    study_.set = tables_.set();
  }

  /// The subjects up to the next limit; false when there are no more rows.
  Result<bool> next(Study& study) {
    if (is_done_) return false;
    const std::size_t measured = study_.measurement_rows, responded = study_.response_rows;
    study_ = {};
    study_.set = tables_.set();
    study_.measurement_rows = measured;
    study_.response_rows = responded;
    people_.clear();
    index_.clear();
    with_measurements_.clear();
    rows_.clear();
    response_rows_.clear();
    for (const auto step :
         {&StudyReader::read_people, &StudyReader::read_dispositions, &StudyReader::read_identification,
          &StudyReader::read_measurements, &StudyReader::read_locations, &StudyReader::read_responses,
          &StudyReader::read_qualifiers, &StudyReader::read_labs}) {
      (this->*step)();
      if (tables_.failure()) return *tables_.failure();
    }
    finish();
    is_done_ = !tables_.next_part();
    study = std::move(study_);
    study_ = {};
    study_.measurement_rows = study.measurement_rows;
    study_.response_rows = study.response_rows;
    return true;
  }

  /// Looks at every table once, for where to stop.
  Result<void> plan() {
    std::vector<std::string> paths = {tables_.common("dm"), tables_.common("ds")};
    for (const std::string_view domain : {"tu", "tr", "supptr", "rs", "supprs", "lb"})
      paths.push_back(tables_.path(domain));
    if (auto planned = tables_.plan(paths); !planned) return planned;
    for (const std::string_view domain : {"dm", "ds"}) {
      Table* const table = tables_.open(tables_.common(domain));
      if (table == nullptr) return *tables_.failure();
      if (!table->next()) continue;
      table->hold();
      has_people_ = true;
    }
    return {};
  }

 private:
  void issue(const Table& table, IssueCode code, std::string_view where, std::string message, std::string remedy) {
    study_.issues.push_back(row_issue(table, code, where, std::move(message), std::move(remedy)));
  }

  PartialDate date(const Table& table, std::string_view written, std::string_view column) {
    return read_date(table, written, column, study_.issues);
  }

  ResponseSubject& subject_of(std::string_view id, std::string_view evaluator, std::string_view evaluator_id) {
    key_.assign(id).append("\x1f").append(evaluator).append("\x1f").append(evaluator_id);
    const auto [found, is_new] = index_.try_emplace(key_, study_.subjects.size());
    if (is_new) {
      ResponseSubject& subject = study_.subjects.emplace_back();
      subject.id = id;
      subject.evaluator = {std::string(evaluator), std::string(evaluator_id)};
      subject.reader = reader_name(evaluator, evaluator_id);
      subject.source = tables_.path("tr");
      with_measurements_.push_back(false);
    }
    last_ = found->second;
    return study_.subjects[last_];
  }

  static ResponseVisit& visit_of(ResponseSubject& subject, std::string_view visit) {
    for (auto it = subject.visits.rbegin(); it != subject.visits.rend(); ++it)
      if (it->id == visit) return *it;
    ResponseVisit& added = subject.visits.emplace_back();
    added.id = visit;
    return added;
  }

  static ResponseLesion& lesion_of(ResponseSubject& subject, std::string_view id) {
    for (ResponseLesion& lesion : subject.lesions)
      if (lesion.id == id) return lesion;
    ResponseLesion& added = subject.lesions.emplace_back();
    added.id = id;
    return added;
  }

  // An exact date wins over a partial one of the same visit; else the first stands.
  static void note_date(ResponseVisit& visit, const PartialDate& date) {
    if (!visit.date.is_known() || (!visit.date.is_exact() && date.is_exact())) visit.date = date;
  }

  void read_people() {
    Table* const table = tables_.open(tables_.common("dm"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), start = table->column("RFSTDTC"), exposure = table->column("RFXSTDTC"),
              death = table->column("DTHDTC"), end = table->column("RFPENDTC");
    while (tables_.next_row(*table, id)) {
      Person& person = people_[std::string((*table)[id])];
      person.reference = date(*table, (*table)[start], "RFSTDTC");
      person.treatment = date(*table, (*table)[exposure], "RFXSTDTC");
      person.death = date(*table, (*table)[death], "DTHDTC");
      person.last_alive = date(*table, (*table)[end], "RFPENDTC");
    }
  }

  void read_dispositions() {
    Table* const table = tables_.open(tables_.common("ds"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), term = table->column("DSDECOD"), start = table->column("DSSTDTC");
    while (tables_.next_row(*table, id)) {
      Person& person = people_[std::string((*table)[id])];
      if (same_name((*table)[term], "RANDOMIZED")) person.reference = date(*table, (*table)[start], "DSSTDTC");
      if (same_name((*table)[term], "DEATH") && !person.death.is_known())
        person.death = date(*table, (*table)[start], "DSSTDTC");
    }
  }

  void read_identification() {
    Table* const table = tables_.open(tables_.path("tu"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), link = table->column("TULNKID"), test = table->column("TUTESTCD"),
              result = table->column("TUSTRESC"), location = table->column("TULOC"), eval = table->column("TUEVAL"),
              evalid = table->column("TUEVALID"), method = table->column("TUMETHOD");
    while (tables_.next_row(*table, id)) {
      if ((*table)[test] != "TUMIDENT" && !(*table)[test].empty()) continue;
      ResponseSubject& subject = subject_of((*table)[id], (*table)[eval], (*table)[evalid]);
      if ((*table)[link].empty()) {
        issue(*table, IssueCode::ValueMissing, "TULNKID", "the tumor has no link to its measurements and was not used",
              "give TULNKID");
        continue;
      }
      ResponseLesion& lesion = lesion_of(subject, (*table)[link]);
      lesion.role = lesion_role((*table)[result]);
      lesion.organ = (*table)[location];
      lesion.method = (*table)[method];
    }
  }

  void read_measurements();
  void read_locations() {
    Table* const table = tables_.open(tables_.path("supptr"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), key = table->column("IDVARVAL"), name = table->column("QNAM"),
              value = table->column("QVAL");
    while (tables_.next_row(*table, id)) {
      if ((*table)[name] != "TRLOC") continue;
      key_.assign((*table)[id]).append("\x1f").append((*table)[key]);
      const auto found = rows_.find(key_);
      if (found == rows_.end()) continue;
      const Place& place = found->second;
      study_.subjects[place.subject].visits[place.visit].measurements[place.measurement].organ = (*table)[value];
    }
  }

  void read_responses();
  void response_row(ResponseVisit& visit, std::string_view test, std::string_view category,
                    std::string_view subcategory, std::string_view result, bool combined);

  void read_qualifiers() {
    Table* const table = tables_.open(tables_.path("supprs"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), key = table->column("IDVARVAL"), name = table->column("QNAM"),
              value = table->column("QVAL");
    while (tables_.next_row(*table, id)) {
      key_.assign((*table)[id]).append("\x1f").append((*table)[key]);
      const auto found = response_rows_.find(key_);
      if (found == response_rows_.end()) continue;
      ResponseSubject& subject = study_.subjects[found->second.subject];
      if ((*table)[name] == "NACTDT") {
        const PartialDate start = date(*table, (*table)[value], "QVAL");
        if (start.is_known() && std::find(subject.therapy_starts.begin(), subject.therapy_starts.end(), start) ==
                                    subject.therapy_starts.end())
          subject.therapy_starts.push_back(start);
        continue;
      }
      subject.visits[found->second.visit].components.emplace_back((*table)[name], (*table)[value]);
    }
  }

  void read_labs() {
    Table* const table = tables_.open(tables_.path("lb"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), test = table->column("LBTESTCD"), number = table->column("LBSTRESN"),
              text = table->column("LBSTRESC"), unit = table->column("LBSTRESU"), upper = table->column("LBSTNRHI"),
              visit = table->column("VISIT"), when = table->column("LBDTC"), eval = table->column("LBEVAL");
    while (tables_.next_row(*table, id)) {
      std::vector<std::size_t> readers;
      for (std::size_t i = 0; i < study_.subjects.size(); ++i)
        if (study_.subjects[i].id == (*table)[id]) readers.push_back(i);
      if (readers.empty()) {
        subject_of((*table)[id], (*table)[eval], {});
        readers.push_back(last_);
      }
      for (const std::size_t i : readers) {
        ResponseVisit& at = visit_of(study_.subjects[i], (*table)[visit]);
        note_date(at, date(*table, (*table)[when], "LBDTC"));
        ResponseLab& lab = at.labs.emplace_back();
        lab.name = (*table)[test];
        lab.value = Decimal::parse((*table)[number].empty() ? (*table)[text] : (*table)[number]);
        if (!lab.value) lab.text = (*table)[text];
        lab.unit = (*table)[unit];
        lab.upper_limit = Decimal::parse((*table)[upper]);
      }
    }
  }

  void finish() {
    for (ResponseSubject& subject : study_.subjects) {
      const auto person = people_.find(subject.id);
      if (person == people_.end()) {
        if (has_people_)
          study_.issues.push_back(make_issue(IssueCode::SubjectUnknown,
                                             tables_.common("dm") + ": subject " + subject.id,
                                             "the subject is not in DM", "add it, or correct USUBJID"));
        continue;
      }
      subject.reference_date = person->second.reference;
      subject.treatment_start = person->second.treatment;
      subject.death = person->second.death;
      subject.last_alive = person->second.last_alive;
    }
    std::erase_if(study_.subjects, [](const ResponseSubject& subject) { return subject.visits.empty(); });
    std::stable_sort(study_.subjects.begin(), study_.subjects.end(),
                     [](const ResponseSubject& a, const ResponseSubject& b) {
                       return a.id != b.id ? a.id < b.id : a.reader < b.reader;
                     });
  }

  StudyTables tables_;
  bool recompute_;
  bool is_done_ = false;
  bool has_people_ = false;
  Study study_;
  std::unordered_map<std::string, Person> people_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<bool> with_measurements_;
  std::unordered_map<std::string, Place> rows_;
  std::unordered_map<std::string, Place> response_rows_;
  std::size_t last_ = 0;
  std::string key_;
};

void StudyReader::read_measurements() {
  Table* const table = tables_.open(tables_.path("tr"));
  if (table == nullptr) return;
  const int id = table->column("USUBJID"), seq = table->column("TRSEQ"), group = table->column("TRGRPID"),
            link = table->column("TRLNKID"), test = table->column("TRTESTCD"), number = table->column("TRSTRESN"),
            text = table->column("TRSTRESC"), unit = table->column("TRSTRESU"), status = table->column("TRSTAT"),
            eval = table->column("TREVAL"), evalid = table->column("TREVALID"), accepted = table->column("TRACPTFL"),
            visit = table->column("VISIT"), visitnum = table->column("VISITNUM"), when = table->column("TRDTC");
  while (tables_.next_row(*table, id)) {
    ++study_.measurement_rows;
    ResponseSubject& subject = subject_of((*table)[id], (*table)[eval], (*table)[evalid]);
    with_measurements_[last_] = true;
    ResponseVisit& at = visit_of(subject, (*table)[visit].empty() ? (*table)[visitnum] : (*table)[visit]);
    note_date(at, date(*table, (*table)[when], "TRDTC"));
    at.accepted = at.accepted || (*table)[accepted] == "Y";
    const bool not_done = same_name((*table)[status], "NOT DONE");
    if ((*table)[test] == "SUMDIAM") {
      if (!not_done) at.stored.sum_mm = Decimal::parse((*table)[number]);
      at.stored.path = fmt::format("{}: line {}", table->path(), table->line());
      continue;
    }
    if ((*table)[link].empty()) {
      issue(*table, IssueCode::ValueMissing, "TRLNKID", "the measurement names no lesion and was not used",
            "give TRLNKID");
      continue;
    }
    ResponseLesion& lesion = lesion_of(subject, (*table)[link]);
    if (lesion.role == ResponseLesion::Role::Unstated) lesion.role = lesion_role((*table)[group]);
    auto measured = std::find_if(at.measurements.begin(), at.measurements.end(),
                                 [&](const ResponseMeasurement& m) { return m.lesion == lesion.id; });
    if (measured == at.measurements.end()) {
      at.measurements.emplace_back().lesion = lesion.id;
      measured = at.measurements.end() - 1;
    }
    read_measurement(*table, {(*table)[test], (*table)[number], (*table)[text], (*table)[unit], not_done},
                     text::contains_ignoring_case(lesion.organ, "node"), *measured, study_.issues);
    rows_[std::string((*table)[id]) + "\x1f" + std::string((*table)[seq])] = {
        last_, static_cast<std::size_t>(&at - subject.visits.data()),
        static_cast<std::size_t>(measured - at.measurements.begin())};
  }
}

void StudyReader::response_row(ResponseVisit& visit, std::string_view test, std::string_view category,
                               std::string_view subcategory, std::string_view result, bool combined) {
  const auto component = [&](std::string_view name) {
    if (!result.empty()) visit.components.emplace_back(name, result);
  };
  if (test == "SFTSRESP") return component("soft_tissue");
  if (test == "BONERESP") return component("bone");
  if (test == "TRGRESP")
    visit.stored.target = result;
  else if (test == "NTRGRESP")
    visit.stored.non_target = result;
  else if (test == "NEWLPROG")
    visit.stored.new_lesion = result;
  else if (test == "NEWLIND") {
    if (visit.stored.new_lesion.empty()) visit.stored.new_lesion = result;
  } else if (test == "OVRLRESP") {
    if (const std::string_view part = overall_part(category, subcategory, combined); !part.empty())
      return component(part);
    visit.stored.overall = result;
  } else if (!test.empty() && !result.empty()) {
    visit.components.emplace_back(std::string(test), std::string(result));
  }
}

void StudyReader::read_responses() {
  Table* const table = tables_.open(tables_.path("rs"));
  if (table == nullptr) return;
  const int id = table->column("USUBJID"), seq = table->column("RSSEQ"), test = table->column("RSTESTCD"),
            category = table->column("RSCAT"), subcategory = table->column("RSSCAT"),
            result = table->column("RSSTRESC"), status = table->column("RSSTAT"), eval = table->column("RSEVAL"),
            evalid = table->column("RSEVALID"), accepted = table->column("RSACPTFL"), visit = table->column("VISIT"),
            visitnum = table->column("VISITNUM"), when = table->column("RSDTC");
  const bool combined = tables_.set().find("ca125") != std::string::npos;
  while (tables_.next_row(*table, id)) {
    ++study_.response_rows;
    ResponseSubject& subject = subject_of((*table)[id], (*table)[eval], (*table)[evalid]);
    ResponseVisit& at = visit_of(subject, (*table)[visit].empty() ? (*table)[visitnum] : (*table)[visit]);
    const PartialDate day = date(*table, (*table)[when], "RSDTC");
    if (day.is_known()) note_date(at, day);
    at.accepted = at.accepted || (*table)[accepted] == "Y";
    const bool not_done = same_name((*table)[status], "NOT DONE");
    std::string_view text = (*table)[result];
    if (not_done && (text.empty() || text == "NA")) text = subcategory >= 0 ? "ND" : "NE";
    if ((*table)[test] == "OVRLRESP" && !at.stored.overall.empty() && at.stored.overall != text && !text.empty())
      issue(
          *table, IssueCode::DuplicateRecord, "RSSTRESC",
          fmt::format("visit {} of one subject and reader has two overall responses, {} and {}; the later row is used",
                      at.id, at.stored.overall, text),
          "keep the right one");
    response_row(at, (*table)[test], (*table)[category], (*table)[subcategory], text, combined);
    if ((*table)[test] == "OVRLRESP") at.stored.path = fmt::format("{}: line {}", table->path(), table->line());
    response_rows_[std::string((*table)[id]) + "\x1f" + std::string((*table)[seq])] = {
        last_, static_cast<std::size_t>(&at - subject.visits.data()), 0};
  }
  for (std::size_t i = 0; i < study_.subjects.size(); ++i) {
    if (with_measurements_[i]) continue;
    for (ResponseVisit& at : study_.subjects[i].visits) {
      const bool has_parts = find_value(at.components, "soft_tissue") || find_value(at.components, "bone") ||
                             find_value(at.components, "pet") || find_value(at.components, "ct") ||
                             find_value(at.components, "ca125") || find_value(at.components, "recist");
      if (has_parts) continue;
      at.target = at.stored.target;
      at.non_target = at.stored.non_target;
      at.new_lesion = at.stored.new_lesion;
      if (!recompute_ || (at.target.empty() && at.non_target.empty())) at.overall = at.stored.overall;
    }
  }
}

}  // namespace

struct StudyStream::Reader : StudyReader {
  using StudyReader::StudyReader;
};

StudyStream::StudyStream(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
StudyStream::StudyStream(StudyStream&&) noexcept = default;
StudyStream::~StudyStream() = default;

Result<StudyStream> StudyStream::open(const std::string& directory, const std::string& set, bool recompute) {
  auto reader = std::make_unique<Reader>(directory, set, recompute);
  if (auto planned = reader->plan(); !planned) return planned.error();
  return StudyStream(std::move(reader));
}

Result<bool> StudyStream::next(Study& study) { return reader_->next(study); }

}  // namespace restage::sdtm
