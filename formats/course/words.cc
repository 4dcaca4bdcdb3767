// SPDX-License-Identifier: Apache-2.0
#include "formats/course/words.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "core/site_codes.h"

namespace restage::course_file {
namespace {

constexpr std::array<std::pair<std::string_view, Event::Kind>, 9> kEvents = {
    {{"ned", Event::Kind::NoEvidenceOfDisease},
     {"recurrence", Event::Kind::Recurrence},
     {"progression", Event::Kind::Progression},
     {"response", Event::Kind::Response},
     {"stable", Event::Kind::Stable},
     {"death", Event::Kind::Death},
     {"last-contact", Event::Kind::LastContact},
     {"diagnosis", Event::Kind::Diagnosis},
     {"suspicion", Event::Kind::Suspicion}}};
constexpr std::array<std::pair<std::string_view, Treatment::Kind>, 4> kTreatments = {
    {{"surgery", Treatment::Kind::Surgery},
     {"radiation", Treatment::Kind::Radiation},
     {"systemic", Treatment::Kind::Systemic},
     {"other", Treatment::Kind::Other}}};

}  // namespace

std::optional<Event::Kind> event_kind(std::string_view word) {
  for (const auto& [name, kind] : kEvents)
    if (name == word) return kind;
  return std::nullopt;
}

std::optional<Treatment::Kind> treatment_kind(std::string_view word) {
  for (const auto& [name, kind] : kTreatments)
    if (name == word) return kind;
  return std::nullopt;
}

TumorSite site_from_words(const std::string& words, TumorSite site) {
  const auto code = site_of_icd10(words);
  // C77 is secondary in ICD-10 and the nodes a lymphoma lies in, ICD-O; a tumor of a course is the latter.
  // C42, blood and marrow, is ICD-O alone.
  const bool marrow = words.size() == 5 && text::to_upper(words).starts_with("C42.") && text::is_digit(words[4]);
  if (marrow || (code && code->secondary && text::to_upper(words).starts_with("C77"))) {
    site.topography = text::to_upper(words).substr(0, 5);
    return site;
  }
  if (!code || code->secondary) {
    site.category = words;
    return site;
  }
  // A topography as written (C44.5) is kept; an ICD-10 code of another chapter (C43.5) becomes one.
  const bool is_topography = words.size() > 3 && code->site.topography.substr(0, 3) == words.substr(0, 3);
  site.topography = is_topography ? text::to_upper(words).substr(0, 5) : code->site.topography;
  site.histology = code->site.histology;
  site.behavior = code->site.behavior;
  site.category = code->site.category;
  if (site.laterality.empty()) site.laterality = code->site.laterality;
  return site;
}

MetastasisFinding metastasis_from_word(const std::string& word, Method method) {
  const bool present = word != "M0" && word != "none";
  return {present && word != "M1" ? word : std::string(), present, method};
}

void read_worded_value(const std::string& words, LabValue& lab) {
  static constexpr std::pair<std::string_view, std::string_view> kComparators[] = {
      {"<=", "<="}, {">=", ">="}, {"\xE2\x89\xA4", "<="}, {"\xE2\x89\xA5", ">="}, {"<", "<"}, {">", ">"}};
  lab.text = words;
  const std::string_view trimmed = text::trim(words);
  for (const auto& [written, comparator] : kComparators) {
    if (!trimmed.starts_with(written)) continue;
    lab.value = Decimal::parse(text::trim(trimmed.substr(written.size())));
    if (lab.value) lab.comparator = comparator;
    return;
  }
}

bool looks_like_course(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  for (std::string_view line : text::split(bytes.substr(0, 65536), '\n')) {
    line = text::trim(line);
    if (line.empty() || line.front() == '#') continue;
    return line.front() == '[' ||
           (line.find('=') != std::string_view::npos && line.front() != '<' && line.front() != '{');
  }
  return false;
}

}  // namespace restage::course_file
