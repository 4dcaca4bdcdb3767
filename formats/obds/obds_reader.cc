// SPDX-License-Identifier: Apache-2.0
#include "formats/obds/obds_reader.h"

#include "base/text.h"
#include "formats/obds/message.h"

namespace restage::obds {
namespace {

void refuse(ReadResult& result, IssueCode code, std::string path, std::string message, std::string remedy) {
  result.refused = true;
  result.issues.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
}

Course read_patient(const std::string& file, const xml::XmlNode& patient, ReadResult& result) {
  Course course;
  course.patient = patient.attribute("Patient_ID");
  if (course.patient.empty())
    refuse(result, IssueCode::SubjectUnknown, file + ": line " + std::to_string(patient.line),
           "the patient has no Patient_ID", "send Patient_ID, so that messages can be joined");
  if (const xml::XmlNode* person = patient.child("Patienten_Stammdaten")) {
    course.sex = meaning_of_code("sex", person->text_of("Geschlecht")).value;
    course.birth_date = read_date(person->child("Geburtsdatum")).text();
  }
  MessageReader reader(file, course, result);
  const xml::XmlNode* messages = patient.child("Menge_Meldung");
  if (messages != nullptr)
    messages->each("Meldung", [&](const xml::XmlNode& message) {
      ++result.records;
      if (!message.closed) return;  // the file breaks off inside it
      if (reader.read(message)) ++result.records_used;
    });
  return course;
}

/// What an XML file of another kind should be given to.
void report_root(const std::string& file, const xml::XmlOutcome& outcome, ReadResult& result) {
  std::string remedy = "send oBDS 3 XML, FHIR R4 JSON or a course file";
  if (outcome.root == "ADT_GEKID") remedy = "convert the ADT/GEKID 2 message to oBDS 3";
  if (outcome.root == "NaaccrData") remedy = "use restage registry for NAACCR XML";
  refuse(result, IssueCode::InputUnreadable, file, "the XML is a '" + outcome.root.substr(0, 60) + "', not oBDS 3",
         remedy);
}

class ObdsReader final : public Reader {
 public:
  std::string_view format() const override { return "oBDS"; }

  bool recognises(std::string_view bytes) const override {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && bytes[first] == '<';
  }

  ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions& options) const override {
    ReadResult result;
    result.format = format();
    std::vector<Course> courses;
    std::size_t patients = 0;
    const xml::XmlOutcome outcome =
        xml::read_elements(bytes, {"Patient", options.depth_limit}, [&](const xml::XmlNode& patient) {
          ++patients;
          courses.push_back(read_patient(file_name, patient, result));
        });
    if (outcome.root != "oBDS" && !outcome.root.empty()) {
      result.issues.clear();  // what was found amiss was measured by the wrong format
      report_root(file_name, outcome, result);
      return result;
    }
    if (outcome.fault != xml::XmlFault::None) {
      const IssueCode code =
          outcome.fault == xml::XmlFault::TooDeep ? IssueCode::NestingTooDeep : IssueCode::InputUnreadable;
      const std::string_view used = patients > 0 ? "; the complete messages before it are used" : "";
      refuse(result, code,
             file_name + ": line " + std::to_string(outcome.line) + ", column " + std::to_string(outcome.column),
             outcome.message + std::string(used), "send the file again, complete and well-formed");
    } else if (patients == 0) {
      refuse(result, IssueCode::InputUnreadable, file_name, "the file holds no patient",
             "send Menge_Patient with at least one Patient");
    }
    result.courses = merge_courses(std::move(courses));
    return result;
  }
};

}  // namespace

const Reader& reader() {
  static const ObdsReader instance;
  return instance;
}

}  // namespace restage::obds
