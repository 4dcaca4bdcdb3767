// SPDX-License-Identifier: Apache-2.0
#pragma once
// DiseaseRules: what the packs of packs/recurrence say of places, tissue, responses and lesions: which places a text
// names, how far each lies from a primary, what a word of a result proves. Answers are remembered. Not thread-safe: one
// a thread. The library must outlive it.
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "core/course.h"
#include "core/response_words.h"
#include "course/disease_event.h"
#include "rules/run/pack_library.h"

namespace restage::course {

/// The words of a pack: phrases of its input `term`, the longest first, each with what the pack makes of it.
class TermReader {
 public:
  TermReader() = default;
  TermReader(const rules::Pack* pack, std::string output);
  /// In the order of the text; words that the pack does not list are passed over.
  const std::vector<std::string>& read(const std::string& text) const;

 private:
  const rules::Pack* pack_ = nullptr;
  std::string output_;
  std::unordered_set<std::string> terms_;
  mutable std::unordered_map<std::string, std::vector<std::string>> known_;
};

/// Which map of recurrence a primary belongs to.
struct PrimaryMap {
  std::string name;  ///< breast, colon, leukemia ... or other
  std::string own;   ///< the place that is its own organ
  std::string laterality;
  bool is_blood() const { return name == "leukemia" || name == "lymphoma" || name == "myeloma" || name == "myeloid"; }
};

/// What cytology or microscopy proves.
enum class Tissue { Nothing, Disease, InSitu };

class DiseaseRules {
 public:
  static Result<DiseaseRules> load(const rules::PackLibrary& library);

  PrimaryMap primary_of(const TumorSite& site) const;
  /// The parts of disease that a record names: `extent` as recorded, may be empty, and the words for the organ.
  std::vector<DiseasePart> parts_of(const PrimaryMap& primary, const std::string& extent,
                                    const std::string& organ) const;
  bool is_biochemical(const std::string& words) const;
  Tissue tissue(const std::string& words) const;
  StateEvent event_of_response(const PrimaryMap& primary, ResponseMeaning meaning, bool treatment_over) const;
  /// Days after treatment within which disease is persistent by definition; 0: no such window.
  int persistence_days(const PrimaryMap& primary) const;
  bool is_disease(const LesionMeasurement& lesion) const;

 private:
  std::string single(const rules::Pack* pack, std::string_view output,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> inputs) const;

  const rules::Pack* primary_ = nullptr;
  const rules::Pack* extent_ = nullptr;
  const rules::Pack* spread_ = nullptr;
  const rules::Pack* remission_ = nullptr;
  const rules::Pack* persistence_ = nullptr;
  const rules::Pack* lesion_ = nullptr;
  TermReader places_;
  TermReader tissue_;
  mutable std::unordered_map<std::string, std::string> known_;
};

}  // namespace restage::course
