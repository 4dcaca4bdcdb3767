// SPDX-License-Identifier: Apache-2.0
#pragma once
// One oBDS message becomes facts of the patient's course.
#include <string>
#include <string_view>

#include "base/xml_tree.h"
#include "core/course.h"
#include "core/reader.h"

namespace restage::obds {

/// Meaning of a code of codes.tsv; empty views when there is none.
struct CodeMeaning {
  std::string_view value;
  std::string_view text;
  bool known = false;
};
CodeMeaning meaning_of_code(std::string_view kind, std::string_view code);

/// A date with the accuracy attribute of oBDS: an estimated day or month is not a day.
PartialDate read_date(const xml::XmlNode* node);

class MessageReader {
 public:
  MessageReader(const std::string& file, Course& course, ReadResult& result)
      : file_(file), course_(course), result_(result) {}
  /// True when the message gave a fact or a tumor.
  bool read(const xml::XmlNode& message);

 private:
  void read_tumor(const xml::XmlNode& message);
  void read_diagnosis(const xml::XmlNode& section);
  void read_surgery(const xml::XmlNode& section);
  void read_radiation(const xml::XmlNode& section);
  void read_systemic(const xml::XmlNode& section);
  void read_follow_up(const xml::XmlNode& section);
  void read_death(const xml::XmlNode& section);

  void read_histology(const xml::XmlNode& section, const PartialDate& fallback);
  void read_tnm_block(const xml::XmlNode* block, std::string_view place, std::string_view default_prefix,
                      const PartialDate& fallback);
  /// What the categories of one block share.
  struct TnmBlock {
    const xml::XmlNode& node;
    std::string_view place;
    PartialDate date;
    bool y, r, a;
    std::vector<std::string> members;  ///< record ids of its categories

    bool has_symbol() const noexcept { return y || r || a; }
  };
  void read_category(TnmBlock& block, std::string_view letter, Axis axis, std::string_view default_prefix);
  void read_group(TnmBlock& block, std::string_view prefix);
  void read_metastases(const xml::XmlNode& section, const PartialDate& fallback);
  void read_modules(const xml::XmlNode& section, const PartialDate& fallback);
  void read_breast(const xml::XmlNode& breast, const PartialDate& date);
  void read_melanoma(const xml::XmlNode& melanoma, const PartialDate& date);
  void read_prostate(const xml::XmlNode& prostate, const PartialDate& fallback);
  void read_performance(const xml::XmlNode& section, const PartialDate& fallback);
  void read_other_classifications(const xml::XmlNode& section);

  void add(const PartialDate& date, const std::string& part, Payload payload, std::string_view element);
  void add_code(const PartialDate& date, const char* name, std::string_view kind, std::string_view code,
                std::string_view element, Method method);
  void add_number(const PartialDate& date, const char* name, std::string_view text, std::string_view element,
                  Method method);
  void complain(IssueCode code, std::string_view element, std::string message, std::string remedy);
  PartialDate date_of(const xml::XmlNode& section, std::string_view element);
  /// The same where the date places what the section says: a missing one is an issue.
  PartialDate event_date(const xml::XmlNode& section, std::string_view element);

  const std::string& file_;
  Course& course_;
  ReadResult& result_;
  std::string record_;
  std::string tumor_;
  PartialDate diagnosed_;
};

}  // namespace restage::obds
