// SPDX-License-Identifier: Apache-2.0
#include "formats/course/course_reader.h"

#include <algorithm>
#include <array>
#include <sstream>

#include <toml++/toml.h>

#include "base/text.h"
#include "core/site_codes.h"
#include "core/tnm_text.h"
#include "formats/course/course_text.h"
#include "formats/course/words.h"

namespace restage::course_file {
namespace {

constexpr std::array<std::string_view, 9> kTables = {"tumor",     "finding", "imaging", "pathology", "lab",
                                                     "treatment", "stated",  "event",   "symptom"};
std::string place_of(const toml::node& node) {
  const toml::source_position& at = node.source().begin;
  return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

/// One [[table]] entry: takes the keys it knows and reports the others.
class Entry {
 public:
  Entry(const toml::table& table, std::string name, const std::string& file, ReadResult& result)
      : table_(table), name_(std::move(name)), file_(file), result_(result) {}

  const std::string& name() const { return name_; }
  std::string path(const toml::node& node, std::string_view key) const {
    return file_ + ": " + place_of(node) + ": " + name_ + "." + std::string(key);
  }
  void complain(IssueCode code, const toml::node& node, std::string_view key, std::string message,
                std::string remedy) const {
    result_.refused = true;
    result_.issues.push_back(make_issue(code, path(node, key), std::move(message), std::move(remedy)));
  }

  const toml::node* take(std::string_view key) {
    taken_.emplace_back(key);
    return table_.get(key);
  }
  std::string text(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return {};
    if (const auto* value = node->as_string()) return value->get();
    if (const auto number = decimal_of(*node)) return number->text();
    complain(IssueCode::ElementBroken, *node, key, "a text is due here", "write it between quotation marks");
    return {};
  }
  bool flag(std::string_view key, bool otherwise) {
    const toml::node* node = take(key);
    if (node == nullptr) return otherwise;
    if (const auto* value = node->as_boolean()) return value->get();
    complain(IssueCode::ElementBroken, *node, key, "true or false is due here",
             "write true or false without quotation marks");
    return otherwise;
  }
  std::optional<Decimal> number(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto value = decimal_of(*node)) return value;
    complain(IssueCode::ValueUnreadable, *node, key, "a number is due here", "write a decimal such as 12 or 12.5");
    return std::nullopt;
  }
  PartialDate date(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return {};
    std::string written;
    if (const auto* day = node->as_date())
      written = day_text(day->get());
    else if (const auto* moment = node->as_date_time())
      written = day_text(moment->get().date);
    else if (const auto* value = node->as_string())
      written = value->get();
    else if (const auto* year = node->as_integer())
      written = std::to_string(year->get());
    if (const auto parsed = PartialDate::parse(written)) return *parsed;
    complain(IssueCode::DateImpossible, *node, key, "this is not a date", "write 2024-03-17, \"2024-03\" or \"2024\"");
    return {};
  }
  std::vector<std::string> texts(std::string_view key) {
    const toml::node* node = take(key);
    std::vector<std::string> result;
    if (node == nullptr) return result;
    if (const auto* one = node->as_string()) return {one->get()};
    const auto* list = node->as_array();
    if (list == nullptr) {
      complain(IssueCode::ElementBroken, *node, key, "a list of texts is due here", "write [\"liver\", \"bone\"]");
      return result;
    }
    for (const toml::node& item : *list) {
      if (const auto* one = item.as_string())
        result.push_back(one->get());
      else
        complain(IssueCode::ElementBroken, item, key, "a text is due in this list", "write it between quotation marks");
    }
    return result;
  }

  static std::optional<Decimal> decimal_of(const toml::node& node) {
    if (const auto* integer = node.as_integer()) return Decimal::parse(std::to_string(integer->get()));
    if (const auto* number = node.as_floating_point()) return Decimal::nearest(number->get());
    return std::nullopt;
  }

  /// Calls use(key, node) for keys that nobody took.
  template <class Use>
  void each_other(Use&& use) const {
    for (const auto& [key, node] : table_)
      if (std::find(taken_.begin(), taken_.end(), key.str()) == taken_.end()) use(key.str(), node);
  }
  void refuse_others() const {
    each_other([this](std::string_view key, const toml::node& node) {
      complain(IssueCode::ElementBroken, node, key, "this key is not known here", "known keys: " + joined_keys());
    });
  }
  const toml::table& table() const { return table_; }

 private:
  static std::string day_text(const toml::date& day) { return (std::ostringstream() << day).str(); }
  std::string joined_keys() const {
    std::string joined;
    for (const std::string& key : taken_) joined.append(joined.empty() ? "" : ", ").append(key);
    return joined;
  }
  const toml::table& table_;
  std::string name_;
  const std::string& file_;
  ReadResult& result_;
  std::vector<std::string> taken_;
};

/// Builds the one course of a file.
class CourseFile {
 public:
  CourseFile(const std::string& file, ReadResult& result) : file_(file), result_(result) {}

  Course build(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const bool known =
          key.str() == "patient" || std::find(kTables.begin(), kTables.end(), key.str()) != kTables.end();
      if (known) continue;
      report(node, key.str(), "this table is not known",
             "known tables: patient, tumor, finding, imaging, pathology, lab, treatment, stated, event, symptom");
    }
    read_patient(root);
    for (const std::string_view name : kTables) {
      const toml::node* node = root.get(name);
      if (node == nullptr) continue;
      const toml::array* list = node->as_array();
      if (list == nullptr) {
        report(*node, name, "this table may occur several times",
               "write [[" + std::string(name) + "]] with two brackets");
        continue;
      }
      for (const toml::node& item : *list) {
        ++result_.records;
        if (const toml::table* table = item.as_table())
          read_entry(Entry(*table, std::string(name), file_, result_));
        else
          report(item, name, "a table is due here", "write [[" + std::string(name) + "]]");
      }
    }
    return std::move(course_);
  }

 private:
  void report(const toml::node& node, std::string_view name, std::string message, std::string remedy) {
    result_.refused = true;
    result_.issues.push_back(make_issue(IssueCode::ElementBroken,
                                        file_ + ": " + place_of(node) + ": " + std::string(name), std::move(message),
                                        std::move(remedy)));
  }

  void read_patient(const toml::table& root) {
    const toml::node* node = root.get("patient");
    if (node == nullptr || !node->is_table()) {
      result_.issues.push_back(make_issue(IssueCode::SubjectUnknown, file_, "there is no [patient] table",
                                          "begin the file with [patient] and id = \"...\""));
      return;
    }
    Entry entry(*node->as_table(), "patient", file_, result_);
    course_.patient = entry.text("id");
    course_.birth_date = entry.date("born").text();
    course_.sex = entry.text("sex");
    course_.death = entry.date("died");
    entry.refuse_others();
    if (!course_.sex.empty() && course_.sex != "male" && course_.sex != "female" && course_.sex != "other") {
      entry.complain(IssueCode::ValueUnreadable, *node, "sex", "the sex is not one that is known",
                     "write female, male or other");
      course_.sex.clear();
    }
    if (course_.death.is_known()) {
      Fact fact;
      fact.id = "patient#death";
      fact.effective = course_.death;
      fact.source = {file_, "patient, " + place_of(*node), "", "course"};
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
    }
    if (course_.facts.size() + course_.tumors.size() > before) ++result_.records_used;
  }

  /// Date, known, tumor, id and note, which every dated table has.
  Fact common_fact(Entry& entry) {
    Fact fact;
    fact.effective = entry.date("date");
    if (!fact.effective.is_known() && entry.table().contains("start")) fact.effective = entry.date("start");
    fact.recorded = entry.date("known");
    fact.tumor = entry.text("tumor");
    entry.take("note");
    fact.id = entry.text("id");
    fact.source = {file_, entry.name() + ", " + place_of(entry.table()), "", "course"};
    if (fact.id.empty()) fact.id = entry.name() + "-" + (fact.effective.is_known() ? fact.effective.text() : "undated");
    const auto known = [&](const Tumor& tumor) { return tumor.id == fact.tumor; };
    if (!fact.tumor.empty() && std::none_of(course_.tumors.begin(), course_.tumors.end(), known)) {
      entry.complain(IssueCode::ReferenceUnresolved, *entry.table().get("tumor"), "tumor", "no [[tumor]] has this id",
                     "use the id of a [[tumor]] of this file");
      fact.tumor.clear();
    }
    // Laboratory values and symptoms are the patient's until the file says whose they are.
    if (fact.tumor.empty() && course_.tumors.size() == 1 && entry.name() != "lab" && entry.name() != "symptom")
      fact.tumor = course_.tumors.front().id;
    if (!fact.effective.is_known() && entry.name() != "stated")
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
    tumor.source = {file_, "tumor, " + place_of(entry.table()), "", "course"};
    const std::string site = entry.text("site");
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
    base.modality = entry.text("modality");
    base.specimen = entry.text("specimen");
    base.lesion = entry.text("lesion");
    base.organ = entry.text("organ");
    const std::string method = entry.text("method");
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
    for (const std::string& word : entry.texts("metastasis"))
      add(common, "metastasis-" + word, metastasis_from_word(word, base.method));
    for (const std::string& organ : entry.texts("no_metastasis"))
      add(common, "no-metastasis-" + organ,
          MetastasisFinding{organ == "all" ? std::string() : organ, false, base.method});
    if (const toml::node* lesions = entry.take("lesions")) read_lesions(entry, common, base, *lesions);
    entry.each_other(
        [&](std::string_view key, const toml::node& node) { read_finding(entry, common, base, key, node); });
  }

  void read_finding(const Entry& entry, const Fact& common, Finding finding, std::string_view key,
                    const toml::node& node) {
    finding.name = key;
    if (const auto* words = node.as_string()) {
      finding.text = words->get();
    } else if (const auto* flag = node.as_boolean()) {
      finding.text = flag->get() ? "yes" : "no";
    } else if (const auto number = Entry::decimal_of(node)) {
      finding.number = number;
    } else if (const auto* list = node.as_array()) {
      finding.is_set = true;
      for (const toml::node& item : *list) {
        const auto* member = item.as_string();
        if (member == nullptr) {
          entry.complain(IssueCode::ElementBroken, item, key, "a text is due in this list",
                         "write it between quotation marks");
          return;
        }
        finding.members.push_back(member->get());
      }
      std::sort(finding.members.begin(), finding.members.end());
    } else {
      entry.complain(IssueCode::ValueUnreadable, node, key,
                     "the value of a finding is a number, a text, true or false, or a list of texts",
                     "see docs/facts.md");
      return;
    }
    add(common, std::string(key), std::move(finding));
  }

  void read_lesions(Entry& entry, const Fact& common, const Finding& base, const toml::node& node) {
    const toml::array* list = node.as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const toml::table* table = (*list)[i].as_table();
      if (table == nullptr) continue;
      Entry one(*table, entry.name() + ".lesions[" + std::to_string(i) + "]", file_, result_);
      LesionMeasurement lesion;
      lesion.lesion = one.text("name");
      lesion.organ = one.text("organ");
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
    lab.analyte = text::to_lower(entry.text("name"));
    const toml::node* value = entry.table().get("value");
    if (value != nullptr && value->is_string())
      lab.text = entry.text("value");
    else
      lab.value = entry.number("value");
    lab.unit = entry.text("unit");
    lab.upper_limit = entry.number("upper");
    entry.refuse_others();
    if (lab.analyte.empty() || (!lab.value && lab.text.empty())) {
      entry.complain(IssueCode::ValueMissing, entry.table(), lab.analyte.empty() ? "name" : "value",
                     "a laboratory value needs a name and a value",
                     "write name = \"psa\", value = 7.4, unit = \"ng/mL\"");
      return;
    }
    if (!entry.table().contains("id")) common.id += "-" + lab.analyte;
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
    treatment.name = entry.text("name");
    treatment.intent = entry.text("intent");
    treatment.site = entry.text("site");
    entry.take("start");
    treatment.end = entry.date("end");
    treatment.timing = entry.text("timing");
    treatment.definitive = entry.flag("definitive", treatment.intent != "diagnostic");
    treatment.stopped_early = entry.flag("stopped_early", false);
    entry.refuse_others();
    if (treatment.end.is_known() && treatment.end.surely_before(common.effective))
      entry.complain(IssueCode::DateContradictory, *entry.table().get("end"), "end",
                     "the treatment ends before it starts", "correct one of the dates");
    if (!entry.table().contains("id")) common.id += "-" + (treatment.name.empty() ? kind : treatment.name);
    if (both) {
      treatment.kind = Treatment::Kind::Systemic;
      add(common, "systemic", treatment);
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
    event.organ = entry.text("organ");
    event.text = entry.text("text");
    event.tissue_proven = entry.flag("tissue_proven", false);
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
    if (!entry.table().contains("id"))
      common.id += "-" + kind + (event.extent.empty() ? std::string() : "-" + event.extent);
    add(common, {}, std::move(event));
  }

  void read_symptom(Entry& entry, Fact common) {
    Symptom symptom;
    symptom.name = entry.text("name");
    symptom.site = entry.text("site");
    symptom.severity = entry.text("severity");
    symptom.patient_reported = entry.flag("patient_reported", true);
    entry.refuse_others();
    if (!entry.table().contains("id")) common.id += "-" + symptom.name;
    add(common, {}, std::move(symptom));
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
    toml::table root;
    const auto parse = [&](const std::string& text) -> std::optional<SyntaxFault> {
      try {
        root = toml::parse(text, file_name);
        return std::nullopt;
      } catch (const toml::parse_error& error) {
        return SyntaxFault{error.source().begin.line, error.source().begin.column, std::string(error.description())};
      }
    };
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
