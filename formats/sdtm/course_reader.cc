// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_reader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/sdtm/course_draft.h"
#include "formats/sdtm/course_words.h"
#include "formats/sdtm/row_words.h"
#include "formats/sdtm/sets.h"
#include "formats/sdtm/study_tables.h"

namespace restage::sdtm {
namespace {

/// The set whose readings become facts; the others are named in an issue.
Result<std::string> set_for_courses(const std::string& directory, ReadResult& result) {
  const auto sets = list_sets(directory);
  if (!sets) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(directory + "/dm.csv", ignored)) return std::string();
    return sets.error();
  }
  const auto chosen = choose_set(directory, "recist-1.1");
  const std::string set = chosen ? *chosen : sets->front();
  std::vector<std::string> others;
  for (const std::string& other : *sets)
    if (other != set) others.push_back(other);
  if (!others.empty()) {
    result.refused = true;
    result.issues.push_back(make_issue(IssueCode::DuplicateRecord, directory,
                                       fmt::format("the folder holds several sets of readings; {} was read, {} {} not",
                                                   set.empty() ? "the one without a name" : set,
                                                   text::join(others, ", "), others.size() > 1 ? "were" : "was"),
                                       "keep one set in a folder"));
  }
  return set;
}

class CourseReader {
 public:
  CourseReader(StudyTables tables, ReadResult& result) : tables_(std::move(tables)), result_(result) {}

  Result<void> read(const std::function<void(Course&&)>& sink) {
    std::error_code ignored;
    labs_ = std::filesystem::is_regular_file(tables_.path("lb"), ignored) ? tables_.path("lb") : tables_.common("lb");
    const std::vector<std::string> paths = {
        tables_.common("dm"),   tables_.common("ds"),  tables_.common("cm"), tables_.common("pr"),
        tables_.path("tu"),     tables_.path("tr"),    tables_.path("rs"),   labs_,
        tables_.path("supptr"), tables_.path("supprs")};
    if (auto planned = tables_.plan(paths); !planned) return planned;
    if (auto seen = see_people(); !seen) return seen;
    do {
      for (const auto step :
           {&CourseReader::read_people, &CourseReader::read_dispositions, &CourseReader::read_treatments,
            &CourseReader::read_lesions, &CourseReader::read_sizes, &CourseReader::read_locations,
            &CourseReader::read_responses, &CourseReader::read_qualifiers, &CourseReader::read_labs}) {
        (this->*step)();
        if (tables_.failure()) return *tables_.failure();
      }
      for (auto& [id, draft] : drafts_) {
        if (has_people_ && !people_.contains(id))
          draft.course.issues.push_back(make_issue(IssueCode::SubjectUnknown, tables_.common("dm") + ": subject " + id,
                                                   "the subject is not in DM", "add it, or correct USUBJID"));
        result_.refused |= !draft.course.issues.empty();
        sink(draft.finish());
      }
      drafts_.clear();
      people_.clear();
    } while (tables_.next_part());
    return {};
  }

 private:
  /// Whether the folder names its subjects at all.
  Result<void> see_people() {
    for (const std::string_view domain : {"dm", "ds"}) {
      Table* const table = tables_.open(tables_.common(domain));
      if (table == nullptr) return *tables_.failure();
      if (!table->next()) continue;
      table->hold();
      has_people_ = true;
    }
    return {};
  }

  /// The next row of the part that names its subject.
  bool next_row(Table& table, int id) {
    while (tables_.next_row(table, id)) {
      ++result_.records;
      if (!table[id].empty()) return true;
      result_.refused = true;
      result_.issues.push_back(row_issue(table, IssueCode::SubjectUnknown, "USUBJID",
                                         "the row names no subject and was not used", "give USUBJID"));
    }
    return false;
  }

  CourseDraft& draft_of(std::string_view id) {
    auto found = drafts_.find(id);
    if (found == drafts_.end()) found = drafts_.try_emplace(std::string(id), id).first;
    return found->second;
  }

  static CourseDraft::Reader reader_of(const Table& table, int evaluator, int evaluator_id) {
    return {reader_name(table[evaluator], table[evaluator_id]), table[evaluator]};
  }

  static std::string_view visit_name(const Table& table, int name, int number) {
    return table[name].empty() ? table[number] : table[name];
  }

  CourseDraft* known_draft(std::string_view id) {
    const auto found = drafts_.find(id);
    return found == drafts_.end() ? nullptr : &found->second;
  }

  void issue(CourseDraft& draft, const Table& table, IssueCode code, std::string_view column, std::string message,
             std::string remedy) {
    draft.course.issues.push_back(row_issue(table, code, column, std::move(message), std::move(remedy)));
  }

  PartialDate date(CourseDraft& draft, const Table& table, int column, std::string_view name) {
    return read_date(table, table[column], name, draft.course.issues);
  }

  /// Domain, sequence number; where a row has none, what else tells it apart.
  static std::string key_of(std::string_view domain, std::string_view sequence, std::string_view otherwise) {
    return fmt::format("{}/{}", domain, sequence.empty() ? otherwise : sequence);
  }

  void read_people() {
    Table* const table = tables_.open(tables_.common("dm"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), sex = table->column("SEX"), birth = table->column("BRTHDTC"),
              start = table->column("RFXSTDTC"), end = table->column("RFXENDTC"), arm = table->column("ACTARM"),
              planned = table->column("ARM"), death = table->column("DTHDTC"), last = table->column("RFPENDTC"),
              reference = table->column("RFSTDTC");
    while (next_row(*table, id)) {
      ++result_.records_used;
      CourseDraft& draft = draft_of((*table)[id]);
      people_.emplace((*table)[id]);
      draft.course.sex = sex_of((*table)[sex]);
      draft.course.study.reference_date = date(draft, *table, reference, "RFSTDTC");
      draft.course.birth_date = date(draft, *table, birth, "BRTHDTC").text();
      if (const PartialDate died = date(draft, *table, death, "DTHDTC"); died.is_known())
        note_death(draft, *table, died);
      if (const PartialDate seen = date(draft, *table, last, "RFPENDTC"); seen.is_known()) {
        Event contact;
        contact.kind = Event::Kind::LastContact;
        draft.add(*table, "dm/RFPENDTC", seen, std::move(contact));
      }
      const PartialDate began = date(draft, *table, start, "RFXSTDTC");
      draft.course.study.treatment_start = began;
      if (!began.is_known()) continue;
      Treatment treatment;
      treatment.kind = Treatment::Kind::Systemic;
      treatment.name = (*table)[arm].empty() ? (*table)[planned] : (*table)[arm];
      treatment.end = date(draft, *table, end, "RFXENDTC");
      draft.add(*table, "dm/RFXSTDTC", began, std::move(treatment));
    }
  }

  void note_death(CourseDraft& draft, const Table& table, const PartialDate& died) {
    if (draft.course.death.is_known()) return;
    draft.course.death = died;
    Event event;
    event.kind = Event::Kind::Death;
    draft.add(table, "death", died, std::move(event));
  }

  void read_dispositions() {
    Table* const table = tables_.open(tables_.common("ds"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), term = table->column("DSDECOD"), start = table->column("DSSTDTC");
    while (next_row(*table, id)) {
      people_.emplace((*table)[id]);
      const bool randomized = same_name((*table)[term], "RANDOMIZED");
      if (!randomized && !same_name((*table)[term], "DEATH")) continue;
      ++result_.records_used;
      CourseDraft& draft = draft_of((*table)[id]);
      if (randomized)
        draft.course.study.reference_date = date(draft, *table, start, "DSSTDTC");
      else if (const PartialDate died = date(draft, *table, start, "DSSTDTC"); died.is_known())
        note_death(draft, *table, died);
    }
  }

  void read_treatments() {
    read_interventions("cm", "CM");
    read_interventions("pr", "PR");
  }

  void read_interventions(std::string_view domain, const std::string& prefix) {
    Table* const table = tables_.open(tables_.common(domain));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), seq = table->column(prefix + "SEQ"), given = table->column(prefix + "TRT"),
              decoded = table->column(prefix + "DECOD"), category = table->column(prefix + "CAT"),
              subcategory = table->column(prefix + "SCAT"), location = table->column(prefix + "LOC"),
              start = table->column(prefix + "STDTC"), end = table->column(prefix + "ENDTC"),
              occurred = table->column(prefix + "OCCUR");
    while (next_row(*table, id)) {
      if ((*table)[occurred] == "N") continue;
      ++result_.records_used;
      CourseDraft& draft = draft_of((*table)[id]);
      Treatment treatment = treatment_of((*table)[category], (*table)[subcategory], domain == "cm");
      treatment.name = (*table)[decoded].empty() ? (*table)[given] : (*table)[decoded];
      treatment.site = text::to_lower((*table)[location]);
      treatment.end = date(draft, *table, end, prefix + "ENDTC");
      const PartialDate began = date(draft, *table, start, prefix + "STDTC");
      const std::string key = key_of(domain, (*table)[seq], treatment.name + "/" + began.text());
      draft.add(*table, key, began, std::move(treatment));
    }
  }

  void read_lesions() {
    Table* const table = tables_.open(tables_.path("tu"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), link = table->column("TULNKID"), test = table->column("TUTESTCD"),
              result = table->column("TUSTRESC"), written = table->column("TUORRES"), location = table->column("TULOC"),
              eval = table->column("TUEVAL"), evalid = table->column("TUEVALID"), method = table->column("TUMETHOD");
    while (next_row(*table, id)) {
      if ((*table)[test] != "TUMIDENT" && !(*table)[test].empty()) continue;
      CourseDraft& draft = draft_of((*table)[id]);
      if ((*table)[link].empty()) {
        issue(draft, *table, IssueCode::ValueMissing, "TULNKID",
              "the tumor has no link to its measurements and was not used", "give TULNKID");
        continue;
      }
      ++result_.records_used;
      LesionIdentification& lesion = draft.lesion(reader_of(*table, eval, evalid), (*table)[link]);
      lesion.role = lesion_role((*table)[result].empty() ? (*table)[written] : (*table)[result]);
      lesion.organ = (*table)[location];
      lesion.method = (*table)[method];
    }
  }

  void read_sizes() {
    Table* const table = tables_.open(tables_.path("tr"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), group = table->column("TRGRPID"), link = table->column("TRLNKID"),
              seq = table->column("TRSEQ"), accepted = table->column("TRACPTFL"), test = table->column("TRTESTCD"),
              number = table->column("TRSTRESN"), text = table->column("TRSTRESC"), unit = table->column("TRSTRESU"),
              status = table->column("TRSTAT"), eval = table->column("TREVAL"), evalid = table->column("TREVALID"),
              visit = table->column("VISIT"), number_of = table->column("VISITNUM"), when = table->column("TRDTC"),
              method = table->column("TRMETHOD");
    while (next_row(*table, id)) {
      CourseDraft& draft = draft_of((*table)[id]);
      const CourseDraft::Reader reader = reader_of(*table, eval, evalid);
      const std::string_view at = visit_name(*table, visit, number_of);
      const PartialDate day = date(draft, *table, when, "TRDTC");
      CourseDraft::Assessment& assessment = draft.assessment(*table, reader, at, day);
      assessment.stated.accepted |= (*table)[accepted] == "Y";
      const bool not_done = same_name((*table)[status], "NOT DONE");
      if ((*table)[test] == "SUMDIAM") {
        if (!not_done) assessment.stated.sum_mm = Decimal::parse((*table)[number]);
        assessment.source.record = fmt::format("line {}", table->line());
        continue;
      }
      if ((*table)[link].empty()) {
        issue(draft, *table, IssueCode::ValueMissing, "TRLNKID", "the measurement names no lesion and was not used",
              "give TRLNKID");
        continue;
      }
      ++result_.records_used;
      LesionIdentification& lesion = draft.lesion(reader, (*table)[link]);
      if (lesion.role.empty()) lesion.role = lesion_role((*table)[group]);
      if (lesion.method.empty()) lesion.method = (*table)[method];
      CourseDraft::Reading& reading = draft.reading(reader, (*table)[link], at, (*table)[seq]);
      reading.note(*table, day);
      read_measurement(*table, {(*table)[test], (*table)[number], (*table)[text], (*table)[unit], not_done},
                       text::contains_ignoring_case(lesion.organ, "node"), reading.measured, draft.course.issues);
    }
  }

  /// Where a lesion was said to lie at a visit.
  void read_locations() {
    Table* const table = tables_.open(tables_.path("supptr"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), key = table->column("IDVARVAL"), name = table->column("QNAM"),
              value = table->column("QVAL");
    while (next_row(*table, id)) {
      if ((*table)[name] != "TRLOC") continue;
      CourseDraft* const draft = known_draft((*table)[id]);
      CourseDraft::Reading* const reading = draft == nullptr ? nullptr : draft->reading_of_row((*table)[key]);
      if (reading == nullptr) continue;
      ++result_.records_used;
      reading->measured.organ_at_visit = (*table)[value];
    }
  }

  void read_responses() {
    Table* const table = tables_.open(tables_.path("rs"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), seq = table->column("RSSEQ"), test = table->column("RSTESTCD"),
              category = table->column("RSCAT"), subcategory = table->column("RSSCAT"),
              result = table->column("RSSTRESC"), status = table->column("RSSTAT"), eval = table->column("RSEVAL"),
              evalid = table->column("RSEVALID"), visit = table->column("VISIT"), number_of = table->column("VISITNUM"),
              when = table->column("RSDTC"), accepted = table->column("RSACPTFL");
    const bool combined = tables_.set().find("ca125") != std::string::npos;
    while (next_row(*table, id)) {
      ++result_.records_used;
      CourseDraft& draft = draft_of((*table)[id]);
      const CourseDraft::Reader reader = reader_of(*table, eval, evalid);
      const std::string_view at = visit_name(*table, visit, number_of);
      const PartialDate day = date(draft, *table, when, "RSDTC");
      CourseDraft::Assessment& assessment = draft.assessment(*table, reader, at, day);
      draft.note_row((*table)[seq]);
      assessment.stated.accepted |= (*table)[accepted] == "Y";
      const bool not_done = same_name((*table)[status], "NOT DONE");
      std::string_view said = (*table)[result];
      if (not_done && (said.empty() || said == "NA")) said = subcategory >= 0 ? "ND" : "NE";
      const bool is_overall = (*table)[test] == "OVRLRESP";
      if (is_overall) {
        tell_if_second(draft, *table, assessment.stated, said);
        assessment.source = {table->path(), fmt::format("line {}", table->line()), {}, "SDTM"};
      }
      const std::string_view part =
          is_overall ? overall_part((*table)[category], (*table)[subcategory], combined) : std::string_view{};
      note_response(assessment.stated, (*table)[test], part, said);
      if (!is_overall || !part.empty() || not_done || said.empty()) continue;
      Event event;
      event.kind = response_kind(said);
      event.text = said;
      event.reader = reader.name;
      event.visit = at;
      const std::string key = key_of("rs", (*table)[seq], event.reader + "/" + event.visit);
      draft.add(*table, key, day, std::move(event), true);
    }
  }

  void tell_if_second(CourseDraft& draft, const Table& table, const ResponseAssessment& stated, std::string_view said) {
    if (stated.overall.empty() || said.empty() || stated.overall == said) return;
    issue(draft, table, IssueCode::DuplicateRecord, "RSSTRESC",
          fmt::format("visit {} of one subject and reader has two overall responses, {} and {}; the later row is used",
                      stated.visit, stated.overall, said),
          "keep the right one");
  }

  static void note_response(ResponseAssessment& stated, std::string_view test, std::string_view part,
                            std::string_view said) {
    if (test == "TRGRESP")
      stated.target = said;
    else if (test == "NTRGRESP")
      stated.non_target = said;
    else if (test == "NEWLPROG" || (test == "NEWLIND" && stated.new_lesion.empty()))
      stated.new_lesion = said;
    else if (test == "OVRLRESP" && part.empty())
      stated.overall = said;
    else if (test != "NEWLIND" && !test.empty() && !said.empty())
      stated.components.emplace_back(component_of(test, part), said);
  }

  static std::string_view component_of(std::string_view test, std::string_view part) noexcept {
    if (test == "SFTSRESP") return "soft_tissue";
    if (test == "BONERESP") return "bone";
    return test == "OVRLRESP" ? part : test;
  }

  /// Further values of an assessment, and the start of new therapy, which concerns the subject.
  void read_qualifiers() {
    Table* const table = tables_.open(tables_.path("supprs"));
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), key = table->column("IDVARVAL"), name = table->column("QNAM"),
              value = table->column("QVAL");
    while (next_row(*table, id)) {
      CourseDraft* const draft = known_draft((*table)[id]);
      CourseDraft::Assessment* const assessment = draft == nullptr ? nullptr : draft->assessment_of_row((*table)[key]);
      if (assessment == nullptr) continue;
      ++result_.records_used;
      if ((*table)[name] != "NACTDT") {
        assessment->stated.components.emplace_back((*table)[name], (*table)[value]);
        continue;
      }
      const PartialDate start = date(*draft, *table, value, "QVAL");
      std::vector<PartialDate>& starts = draft->course.study.therapy_starts;
      if (start.is_known() && std::find(starts.begin(), starts.end(), start) == starts.end()) starts.push_back(start);
    }
  }

  void read_labs() {
    Table* const table = tables_.open(labs_);
    if (table == nullptr) return;
    const int id = table->column("USUBJID"), seq = table->column("LBSEQ"), test = table->column("LBTESTCD"),
              number = table->column("LBSTRESN"), text = table->column("LBSTRESC"), unit = table->column("LBSTRESU"),
              upper = table->column("LBSTNRHI"), when = table->column("LBDTC"), visit = table->column("VISIT");
    while (next_row(*table, id)) {
      const std::string_view written = (*table)[number].empty() ? (*table)[text] : (*table)[number];
      if (written.empty() || (*table)[test].empty()) continue;
      ++result_.records_used;
      CourseDraft& draft = draft_of((*table)[id]);
      LabValue lab;
      lab.analyte = analyte_of((*table)[test]);
      lab.value = Decimal::parse(written);
      if (!lab.value) lab.text = (*table)[text];
      lab.unit = (*table)[unit];
      lab.visit = (*table)[visit];
      lab.upper_limit = Decimal::parse((*table)[upper]);
      const PartialDate day = date(draft, *table, when, "LBDTC");
      const std::string key = key_of("lb", (*table)[seq], lab.analyte + "/" + day.text());
      draft.add(*table, key, day, std::move(lab));
    }
  }

  StudyTables tables_;
  std::string labs_;
  ReadResult& result_;
  std::map<std::string, CourseDraft, std::less<>> drafts_;
  std::set<std::string, std::less<>> people_;  // of this part, in DM or DS
  bool has_people_ = false;
};

}  // namespace

Result<ReadResult> read_set(const std::string& directory, const std::string& set,
                            const std::function<void(Course&&)>& sink) {
  ReadResult result;
  result.format = "SDTM";
  CourseReader reader(StudyTables(directory, set), result);
  if (auto done = reader.read(sink); !done) return done.error();
  return result;
}

Result<ReadResult> read_courses(const std::string& directory, const std::function<void(Course&&)>& sink) {
  ReadResult choice;
  const auto set = set_for_courses(directory, choice);
  if (!set) return set.error();
  auto result = read_set(directory, *set, sink);
  if (!result) return result;
  result->refused |= choice.refused;
  result->issues.insert(result->issues.begin(), choice.issues.begin(), choice.issues.end());
  return result;
}

}  // namespace restage::sdtm
