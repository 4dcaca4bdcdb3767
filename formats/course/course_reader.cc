// SPDX-License-Identifier: Apache-2.0
#include "formats/course/course_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/near_words.h"
#include "base/text.h"
#include "core/site_codes.h"
#include "core/tnm_text.h"
#include "formats/course/circumstances.h"
#include "formats/course/course_text.h"
#include "formats/course/document.h"
#include "formats/course/entry.h"
#include "formats/course/words.h"

namespace restage::course_file {
namespace {

constexpr std::array<std::string_view, 9> kTables = {"tumor",     "finding", "imaging", "pathology", "lab",
                                                     "treatment", "stated",  "event",   "symptom"};
constexpr int kWorstSeverity = 10;

/// Builds the one course of a file.
class CourseFile {
 public:
  CourseFile(const std::string& file, ReadResult& result) : file_(file), result_(result) {}

  Course build(const Value& root) {
    std::vector<std::string> tables(kTables.begin(), kTables.end());
    for (const CircumstanceTable& table : circumstance_tables()) tables.emplace_back(table.name);
    for (const auto& [key, value] : root.members)
      if (key != "patient" && std::find(tables.begin(), tables.end(), key) == tables.end())
        report(value, key, "this table is not known",
               text::did_you_mean(key, tables, "known tables: patient, " + text::join(tables, ", ")));
    read_patient(root);
    for (const std::string& name : tables)
      if (const Value* list = root.get(name)) read_table(name, *list);
    settle_studies(course_.facts);
    return std::move(course_);
  }

 private:
  void report(const Value& value, const std::string& name, std::string message, std::string remedy) {
    result_.refused = true;
    result_.issues.push_back(make_issue(IssueCode::ElementBroken, file_ + ": " + value.place() + ": " + name,
                                        std::move(message), std::move(remedy)));
  }

  void read_table(const std::string& name, const Value& list) {
    if (list.spelled_twice) report(list, name, "this table is given in two spellings", "keep one of them");
    if (!list.is(Value::Type::List)) {
      report(list, name, "this table may occur several times", "write [[" + name + "]] with two brackets");
      return;
    }
    for (const Value& item : list.items) {
      ++result_.records;
      if (item.is(Value::Type::Table))
        read_entry(Entry(item, name, file_, result_));
      else
        report(item, name, "a table is due here", "write [[" + name + "]]");
    }
  }

  void read_patient(const Value& root) {
    const Value* patient = root.get("patient");
    if (patient == nullptr || !patient->is(Value::Type::Table)) {
      result_.issues.push_back(make_issue(IssueCode::SubjectUnknown, file_, "there is no [patient] table",
                                          "begin the file with [patient] and id = \"...\""));
      return;
    }
    Entry entry(*patient, "patient", file_, result_);
    course_.patient = entry.text("id");
    course_.birth_date = entry.date("born").text();
    course_.sex = entry.text("sex");
    course_.death = entry.date("died");
    entry.refuse_others();
    if (!course_.sex.empty() && course_.sex != "male" && course_.sex != "female" && course_.sex != "other") {
      entry.complain(IssueCode::ValueUnreadable, *patient, "sex", "the sex is not one that is known",
                     "write female, male or other");
      course_.sex.clear();
    }
    if (course_.death.is_known()) {
      Fact fact;
      fact.id = "patient#death";
      fact.effective = course_.death;
      fact.source = {file_, "patient, " + patient->place(), "", "course"};
      fact.payload = Event{Event::Kind::Death, {}, {}, {}, false};
      course_.facts.push_back(std::move(fact));
    }
  }

  void read_entry(Entry entry) {
    const std::size_t before = course_.facts.size() + course_.tumors.size();
    const std::string& name = entry.name();
    if (name == "tumor") {
      read_tumor(entry);
    } else {
      Fact common = common_fact(entry);
      if (name == "finding" || name == "imaging" || name == "pathology") read_findings(entry, common);
      if (name == "lab") read_lab(entry, common);
      if (name == "treatment") read_treatment(entry, common);
      if (name == "stated") read_stated(entry, common);
      if (name == "event") read_event(entry, common);
      if (name == "symptom") read_symptom(entry, common);
      if (const CircumstanceTable* table = circumstance_table(name)) add_circumstance(entry, common, *table);
    }
    if (course_.facts.size() + course_.tumors.size() > before) ++result_.records_used;
  }

  /// Date, known, tumor, id and note, which every dated table has.
  Fact common_fact(Entry& entry) {
    Fact fact;
    fact.effective = entry.date("date");
    if (!fact.effective.is_known() && entry.has("start")) fact.effective = entry.date("start");
    fact.recorded = entry.date("known");
    fact.tumor = entry.text("tumor");
    fact.note = entry.text("note");
    fact.id = entry.text("id");
    fact.source = {file_, entry.name() + ", " + entry.table().place(), "", "course"};
    if (fact.id.empty()) fact.id = entry.name() + "-" + (fact.effective.is_known() ? fact.effective.text() : "undated");
    const auto known = [&](const Tumor& tumor) { return tumor.id == fact.tumor; };
    if (!fact.tumor.empty() && std::none_of(course_.tumors.begin(), course_.tumors.end(), known)) {
      entry.complain(IssueCode::ReferenceUnresolved, *entry.table().get("tumor"), "tumor", "no [[tumor]] has this id",
                     "use the id of a [[tumor]] of this file");
      fact.tumor.clear();
    }
    // Laboratory values, symptoms and most circumstances are the patient's until the file says whose they are.
    const CircumstanceTable* table = circumstance_table(entry.name());
    const bool of_patient =
        entry.name() == "lab" || entry.name() == "symptom" || (table != nullptr && table->of_patient);
    if (fact.tumor.empty() && course_.tumors.size() == 1 && !of_patient) fact.tumor = course_.tumors.front().id;
    const bool undated = entry.name() == "stated" || (table != nullptr && holds_undated(table->payload()));
    if (!fact.effective.is_known() && !undated)
      result_.issues.push_back(make_issue(IssueCode::DateMissing, entry.path(entry.table(), "date"),
                                          "the entry has no date", "write date = 2024-03-17"));
    return fact;
  }

  void add(const Fact& common, const std::string& part, Payload payload) {
    Fact fact = common;
    if (!part.empty()) fact.id += "#" + part;
    fact.payload = std::move(payload);
    course_.facts.push_back(std::move(fact));
  }

  void read_tumor(Entry& entry) {
    Tumor tumor;
    tumor.id = entry.text("id");
    if (tumor.id.empty()) tumor.id = "tumor-" + std::to_string(course_.tumors.size() + 1);
    tumor.diagnosed = entry.date("diagnosed");
    tumor.site.laterality = entry.text("side");
    tumor.site.text = entry.text("text");
    tumor.source = {file_, "tumor, " + entry.table().place(), "", "course"};
    const std::string site = entry.words("site");
    tumor.site = site_from_words(site, std::move(tumor.site));
    if (const std::string written = entry.text("histology"); !written.empty()) {
      if (const auto morphology = read_morphology(written)) {
        tumor.site.histology = morphology->histology;
        if (!morphology->behavior.empty()) tumor.site.behavior = morphology->behavior;
      } else {
        entry.complain(IssueCode::ValueUnreadable, *entry.table().get("histology"), "histology",
                       "this is not an ICD-O-3 morphology", "write four digits and the behavior: \"8500/3\"");
      }
    }
    if (site.empty())
      entry.complain(IssueCode::SiteUnknown, entry.table(), "site", "the tumor has no site",
                     "write site = \"C50.4\" or site = \"breast\"");
    entry.take("note");
    entry.refuse_others();
    course_.tumors.push_back(std::move(tumor));
  }

  void read_findings(Entry& entry, Fact common) {
    Finding base;
    base.modality = entry.words("modality");
    base.specimen = entry.words("specimen");
    base.lesion = entry.text("lesion");
    base.organ = entry.words("organ");
    const std::string method = entry.text("method");
    const std::size_t before = course_.facts.size();
    base.method = entry.name() == "imaging"     ? Method::Imaging
                  : entry.name() == "pathology" ? Method::Pathology
                                                : Method::Unknown;
    if (!method.empty()) {
      if (const auto known = parse_method(method))
        base.method = *known;
      else
        entry.complain(IssueCode::ValueUnreadable, *entry.table().get("method"), "method", "this method is not known",
                       "write exam, imaging, endoscopy, biopsy, surgery, pathology, laboratory, autopsy or patient");
    }
    if (!base.modality.empty()) common.id += "-" + base.modality;
    if (!base.organ.empty()) common.id += "-" + base.organ;
    if (entry.name() == "imaging") {
      base.study = common.id;
      add(common, {}, read_study(entry));
      common.note.clear();  // it is the study's
    }
    const auto add_metastasis = [&](const std::string& part, MetastasisFinding metastasis) {
      metastasis.study = base.study;
      add(common, part, std::move(metastasis));
    };
    for (const std::string& word : entry.list("metastasis"))
      add_metastasis("metastasis-" + word, metastasis_from_word(word, base.method));
    for (const std::string& organ : entry.list("no_metastasis"))
      add_metastasis("no-metastasis-" + organ,
                     MetastasisFinding{organ == "all" ? std::string() : organ, false, base.method});
    if (const Value* lesions = entry.take("lesions")) read_lesions(entry, common, base, *lesions);
    entry.refuse_slips();
    entry.each_other(
        [&](const std::string& key, const Value& value) { read_finding(entry, common, base, key, value); });
    if (before == course_.facts.size()) add_sampling(entry, common, base, method);
  }

  /// A specimen of which nothing more is said was taken all the same.
  void add_sampling(const Entry& entry, const Fact& common, const Finding& base, const std::string& method) {
    if (entry.name() != "pathology" || (method.empty() && base.specimen.empty())) return;
    Treatment sampling;
    sampling.name = method.empty() ? base.specimen : method;
    sampling.intent = "diagnostic";
    sampling.organ = base.organ;
    sampling.technique = method.empty() ? std::string() : base.specimen;
    sampling.definitive = false;
    add(common, "specimen", std::move(sampling));
  }

  void read_finding(const Entry& entry, const Fact& common, Finding finding, const std::string& key,
                    const Value& value) {
    finding.name = key;
    if (value.number) {
      finding.number = value.number;
    } else if (const auto words = words_of(value)) {
      finding.text = *words;
    } else if (value.is(Value::Type::List)) {
      finding.is_set = true;
      bool numbers = false;
      for (const Value& item : value.items) {
        if (!item.is(Value::Type::Text) && !item.number) {
          entry.complain(IssueCode::ElementBroken, item, key, "a text or a number is due in this list",
                         "write texts between quotation marks");
          return;
        }
        numbers |= item.number.has_value();
        finding.members.push_back(*words_of(item));
      }
      // Structures are a set; numbers keep the order in which the lesions were named.
      if (!numbers) std::sort(finding.members.begin(), finding.members.end());
    } else {
      entry.complain(IssueCode::ValueUnreadable, value, key,
                     "the value of a finding is a number, a text, true or false, or a list of them",
                     "see docs/facts.md");
      return;
    }
    add(common, key, std::move(finding));
  }

  void read_lesions(Entry& entry, const Fact& common, const Finding& base, const Value& list) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Value& table = list.items[i];
      if (!table.is(Value::Type::Table)) continue;
      Entry one(table, entry.name() + ".lesions[" + std::to_string(i) + "]", file_, result_);
      LesionMeasurement lesion;
      lesion.lesion = one.text("name");
      lesion.organ = one.words("organ");
      lesion.node = one.flag("node", false);
      lesion.primary = one.flag("primary", false);
      lesion.long_mm = one.number("long_mm");
      lesion.short_mm = one.number("short_mm");
      lesion.role = one.text("role");
      lesion.modality = base.modality;
      if (one.flag("absent", false)) lesion.state = LesionMeasurement::State::Absent;
      one.refuse_others();
      const std::string part = "lesion-" + (lesion.lesion.empty() ? std::to_string(i + 1) : lesion.lesion);
      add(common, part, std::move(lesion));
    }
  }

  void read_lab(Entry& entry, Fact common) {
    LabValue lab;
    lab.analyte = text::to_lower(entry.words("name"));
    const Value* value = entry.table().get("value");
    if (value != nullptr && value->is(Value::Type::Text))
      read_worded_value(entry.text("value"), lab);
    else
      lab.value = entry.number("value");
    lab.unit = entry.text("unit");
    lab.upper_limit = entry.number("upper");
    lab.lower_limit = entry.number("lower");
    lab.assay = entry.words("assay");
    lab.method = entry.words("method");
    entry.refuse_others();
    if (lab.analyte.empty() || (!lab.value && lab.text.empty())) {
      entry.complain(IssueCode::ValueMissing, entry.table(), lab.analyte.empty() ? "name" : "value",
                     "a laboratory value needs a name and a value",
                     "write name = \"psa\", value = 7.4, unit = \"ng/mL\"");
      return;
    }
    if (!entry.has("id")) common.id += "-" + lab.analyte;
    add(common, {}, std::move(lab));
  }

  void read_treatment(Entry& entry, Fact common) {
    Treatment treatment;
    const std::string kind = entry.text("kind");
    const bool both = kind == "chemoradiation";
    if (const auto known = treatment_kind(kind))
      treatment.kind = *known;
    else if (!both)
      entry.complain(IssueCode::ValueUnreadable, entry.table(), "kind", "the kind of treatment is missing or not known",
                     "write surgery, radiation, systemic, chemoradiation or other");
    treatment.name = entry.words("name");
    treatment.intent = entry.text("intent");
    treatment.site = entry.words("site");
    entry.take("start");
    treatment.end = entry.date("end");
    treatment.timing = entry.text("timing");
    treatment.definitive = entry.flag("definitive", treatment.intent != "diagnostic");
    treatment.stopped_early = entry.flag("stopped_early", false);
    treatment.organ = entry.words("organ");
    Treatment systemic = treatment;
    systemic.kind = Treatment::Kind::Systemic;
    treatment.dose_gy = entry.number("dose_gy");
    treatment.technique = entry.words("technique");
    entry.refuse_others();
    if (treatment.end.is_known() && treatment.end.surely_before(common.effective))
      entry.complain(IssueCode::DateContradictory, *entry.table().get("end"), "end",
                     "the treatment ends before it starts", "correct one of the dates");
    if (!entry.has("id")) common.id += "-" + (treatment.name.empty() ? kind : treatment.name);
    if (both) {
      add(common, "systemic", std::move(systemic));
      treatment.kind = Treatment::Kind::Radiation;
    }
    add(common, both ? "radiation" : "", std::move(treatment));
  }

  void read_stated(Entry& entry, const Fact& common) {
    StatedCategory base;
    base.system = entry.text("system");
    base.edition = entry.text("edition");
    const std::string classification = entry.text("classification");
    if (!classification.empty()) {
      base.classification = parse_classification(classification);
      base.classification_basis = "classification";
      if (!base.classification)
        entry.complain(IssueCode::ValueUnreadable, *entry.table().get("classification"), "classification",
                       "this classification is not known", "write c, p, yc, yp, r or a");
    }
    const std::string tnm = entry.text("tnm");
    const std::string group = entry.text("group");
    entry.refuse_others();
    std::vector<TnmText> readings = read_tnm_list(tnm);
    if (!group.empty()) readings.push_back(read_tnm(group, Axis::Group));
    std::optional<Classification> from_prefix;
    for (const TnmText& reading : readings) {
      if (!reading.is_read()) {
        const bool impossible = reading.outcome == TnmOutcome::NotInSystem;
        entry.complain(impossible ? IssueCode::CategoryNotInSystem : IssueCode::CategoryUnreadable, entry.table(),
                       "tnm", reading.reason, "write for example tnm = \"cT2 cN1 cM0\", group = \"IIB\"");
        continue;
      }
      StatedCategory stated = base;
      stated.axis = reading.axis;
      stated.value = reading.category;
      stated.suffixes = reading.suffixes;
      stated.original = reading.prefix + reading.category + reading.suffixes;
      if (reading.classification) {
        stated.classification = reading.classification;
        stated.classification_basis = "prefix";
        if (!from_prefix && reading.axis != Axis::M) from_prefix = reading.classification;
      } else if (!stated.classification && from_prefix) {  // "pT2 N0" and the group beside prefixed categories
        stated.classification = from_prefix;
        stated.classification_basis = "neighbor";
      }
      std::string part(to_string(reading.axis));
      if (stated.classification) part = std::string(to_string(*stated.classification)) + part;
      add(common, part, std::move(stated));
    }
    if (readings.empty())
      entry.complain(IssueCode::ValueMissing, entry.table(), "tnm", "there is neither tnm nor group",
                     "write tnm = \"cT2 cN1 cM0\" or group = \"IIB\"");
  }

  void read_event(Entry& entry, Fact common) {
    Event event;
    const std::string kind = entry.text("kind");
    event.extent = entry.text("extent");
    event.organ = entry.words("organ");
    event.text = entry.text("text");
    event.tissue_proven = entry.flag("tissue_proven", false);
    event.behavior = entry.text("behavior");
    entry.refuse_others();
    const auto known = event_kind(kind);
    if (!known) {
      entry.complain(
          IssueCode::ValueUnreadable, entry.table(), "kind", "the kind of event is missing or not known",
          "write ned, recurrence, progression, response, stable, death, last-contact, diagnosis or suspicion");
      return;
    }
    event.kind = *known;
    if (event.kind == Event::Kind::Death && !course_.death.is_known()) course_.death = common.effective;
    if (!entry.has("id")) common.id += "-" + kind + (event.extent.empty() ? std::string() : "-" + event.extent);
    add(common, {}, std::move(event));
  }

  void read_symptom(Entry& entry, Fact common) {
    Symptom symptom;
    symptom.name = entry.words("name");
    symptom.site = entry.words("site");
    const Value* severity = entry.table().get("severity");
    if (severity != nullptr && severity->number) {
      symptom.severity_score = entry.number("severity");
      if (symptom.severity_score->is_negative() || *symptom.severity_score > Decimal::of(kWorstSeverity))
        entry.complain(IssueCode::ValueUnreadable, *severity, "severity", "a severity in numbers goes from 0 to 10",
                       "write 0 to 10, or the word that was used");
    } else {
      symptom.severity = entry.words("severity");
    }
    symptom.patient_reported = entry.flag("patient_reported", true);
    symptom.duration_days = entry.number("duration_days");
    symptom.features = entry.list("features");
    symptom.trend = entry.words("trend");
    symptom.size_cm = entry.number("size_cm");
    symptom.volume_ml_24h = entry.number("volume_ml_24h");
    symptom.stools_over_baseline = entry.number("stools_over_baseline");
    entry.refuse_others();
    if (!entry.has("id")) common.id += "-" + symptom.name;
    add(common, {}, std::move(symptom));
  }

  void add_circumstance(Entry& entry, Fact common, const CircumstanceTable& table) {
    auto circumstance = read_circumstance(entry, table);
    if (!circumstance) return;
    if (!entry.has("id")) common.id += "-" + circumstance->id_part;
    if (auto* plan = std::get_if<Plan>(&circumstance->payload); plan != nullptr && !plan->day.is_known()) {
      // The date of a plan is the day planned for; the plan itself holds from the day it was known.
      plan->day = common.effective;
      common.effective = common.recorded;
    }
    add(common, {}, std::move(circumstance->payload));
  }

  const std::string& file_;
  ReadResult& result_;
  Course course_;
};

class CourseReader final : public Reader {
 public:
  std::string_view format() const override { return "course"; }

  bool recognises(std::string_view bytes) const override { return looks_like_course(bytes); }

  ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions&) const override {
    ReadResult result;
    result.format = format();
    Value root;
    const auto parse = [&](const std::string& text) { return read_document(file_name, text, root); };
    const CourseText text = read_course_text(file_name, bytes, parse);
    ReadResult inner;
    Course course = CourseFile(file_name, inner).build(root);
    result.records = inner.records;
    result.records_used = inner.records_used;
    result.refused = inner.refused || !text.errors.empty();
    if (!text.errors.empty()) {
      // What a broken line should have said is missing elsewhere; nothing is made of the rest.
      text.drop_consequences(inner.issues);
      result.issues = text.errors;
      result.records_used = 0;
      std::move(inner.issues.begin(), inner.issues.end(), std::back_inserter(result.issues));
      return result;
    }
    auto& issues = course.patient.empty() ? result.issues : course.issues;
    std::move(inner.issues.begin(), inner.issues.end(), std::back_inserter(issues));
    std::vector<Course> courses;
    courses.push_back(std::move(course));
    result.courses = merge_courses(std::move(courses));
    return result;
  }
};

}  // namespace

const Reader& reader() {
  static const CourseReader instance;
  return instance;
}

}  // namespace restage::course_file
