// SPDX-License-Identifier: Apache-2.0
#include "course/disease_rules.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace restage::course {
namespace {

constexpr std::size_t kLongestTerm = 5;

/// Small letters, one word each; `lymph` is passed over and `nodes` is `node`.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (word == "nodes") word = "node";
    if (!word.empty() && word != "lymph") words.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    const char small = text::lower(c);
    if (text::is_lower(small) || text::is_digit(small))
      word.push_back(small);
    else
      finish();
  }
  finish();
  return words;
}

/// The topography as the pack timeline-primary asks for it.
std::string topography_key(const std::string& topography) {
  std::string key = topography.substr(0, 3);
  if (key != "C44" || topography.size() < 5) return key;
  const char region = topography[4];
  if (region >= '0' && region <= '4') return key + "-head";
  if (region == '5') return key + "-trunk";
  if (region == '6') return key + "-arm";
  if (region == '7') return key + "-leg";
  return key;
}

bool lists(const rules::Pack& pack, std::string_view input, std::string_view value) {
  for (const rules::InputDeclaration& declaration : pack.inputs())
    if (declaration.name == input)
      return std::find(declaration.values.begin(), declaration.values.end(), value) != declaration.values.end();
  return false;
}

constexpr std::pair<std::string_view, std::string_view> kExtentWords[] = {
    {"local", "local"}, {"regional", "regional"}, {"distant", "distant"}};

/// A recorded extent in its parts: "locoregional" is local and regional; anything else stays as it is.
std::vector<std::string> recorded_extents(const std::string& extent) {
  std::vector<std::string> found;
  for (const std::string& word : words_of(extent)) {
    if (word == "locoregional") return {"local", "regional"};
    for (const auto& [name, value] : kExtentWords)
      if (word == name) found.emplace_back(value);
  }
  if (found.empty() && !extent.empty()) found.push_back(extent);
  return found;
}

/// The side of a text beside the side of the primary, as the pack timeline-extent asks for it.
std::string side_of(const std::vector<std::string>& places, const std::string& laterality) {
  std::string side = "unknown";
  for (const std::string& place : places) {
    if (place == "elsewhere") return place;
    if (place == "side-same") return "same";
    if (place == "side-other") return "other";
    if (place == "side-both") return "both";
    const bool left = place == "side-left";
    if (!left && place != "side-right") continue;
    if (laterality == "left" || laterality == "right") {
      const std::string seen = left == (laterality == "left") ? "same" : "other";
      side = side == "unknown" || side == seen ? seen : "both";
    }
  }
  return side;
}

bool is_side(std::string_view place) {
  return place.starts_with("side-") || place == "elsewhere" || place == "biochemical";
}

}  // namespace

int width_of(std::string_view extent) noexcept {
  return extent == "distant" ? 3 : extent == "regional" ? 2 : extent == "local" ? 1 : 0;
}

std::string widest_extent(const std::vector<DiseasePart>& parts) {
  std::string widest;
  for (const DiseasePart& part : parts)
    if (widest.empty() || width_of(part.extent) > width_of(widest)) widest = part.extent;
  return widest;
}

TermReader::TermReader(const rules::Pack* pack, std::string output) : pack_(pack), output_(std::move(output)) {
  for (const rules::InputDeclaration& declaration : pack->inputs())
    if (declaration.name == "term") terms_.insert(declaration.values.begin(), declaration.values.end());
}

const std::vector<std::string>& TermReader::read(const std::string& text) const {
  if (const auto known = known_.find(text); known != known_.end()) return known->second;
  std::vector<std::string> found;
  const std::vector<std::string> words = words_of(text);
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (std::size_t length = std::min(kLongestTerm, words.size() - at); length > 0 && taken == 0; --length) {
      std::string term = words[at];
      for (std::size_t i = 1; i < length; ++i) term += "-" + words[at + i];
      if (!terms_.contains(term)) continue;
      const rules::GivenInput given[] = {{"term", term}};
      found.emplace_back(pack_->evaluate("c", given, rules::Pack::Start::Findings).single(output_));
      taken = length;
    }
    at += std::max<std::size_t>(taken, 1);
  }
  return known_.emplace(text, std::move(found)).first->second;
}

Result<DiseaseRules> DiseaseRules::load(const rules::PackLibrary& library) {
  DiseaseRules rules;
  const rules::Pack* places = nullptr;
  const rules::Pack* tissue = nullptr;
  const std::pair<const char*, const rules::Pack**> wanted[] = {{"timeline-primary", &rules.primary_},
                                                                {"timeline-extent", &rules.extent_},
                                                                {"timeline-spread", &rules.spread_},
                                                                {"timeline-remission", &rules.remission_},
                                                                {"timeline-persistence", &rules.persistence_},
                                                                {"timeline-lesion", &rules.lesion_},
                                                                {"timeline-places", &places},
                                                                {"timeline-tissue", &tissue}};
  for (const auto& [id, place] : wanted) {
    Result<const rules::Pack*> pack = library.by_id(id);
    if (!pack) return pack.error();
    if (*pack == nullptr)
      return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/recurrence must be present", id};
    *place = *pack;
  }
  rules.places_ = TermReader(places, "place");
  rules.tissue_ = TermReader(tissue, "meaning");
  return rules;
}

std::string DiseaseRules::single(const rules::Pack* pack, std::string_view output,
                                 std::initializer_list<std::pair<std::string_view, std::string_view>> inputs) const {
  std::string key = pack->identity().id + "|" + std::string(output);
  std::vector<rules::GivenInput> given;
  for (const auto& [name, value] : inputs) {
    key.append("|").append(value);
    given.push_back({name, value});
  }
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  std::string answer(pack->evaluate("c", given, rules::Pack::Start::Findings).single(output));
  return known_.emplace(std::move(key), std::move(answer)).first->second;
}

PrimaryMap DiseaseRules::primary_of(const TumorSite& site) const {
  std::string topography = topography_key(site.topography);
  if (topography.empty()) topography = site.category;
  if (!lists(*primary_, "topography", topography)) topography = "other";
  // Neoplasm without a histology: no blood cancer.
  const std::string histology = site.histology.size() == 4 ? site.histology : "8000";
  return {single(primary_, "primary", {{"topography", topography}, {"histology", histology}}),
          single(primary_, "own", {{"topography", topography}, {"histology", histology}}), site.laterality};
}

std::vector<DiseasePart> DiseaseRules::parts_of(const PrimaryMap& primary, const std::string& extent,
                                                const std::string& organ) const {
  const std::vector<std::string>& places = places_.read(organ);
  const std::vector<std::string> recorded = recorded_extents(extent);
  const std::string side = side_of(places, primary.laterality);
  std::vector<DiseasePart> parts;
  for (const std::string& place : places) {
    if (is_side(place)) continue;
    const std::string category = single(spread_, "category", {{"place", place}});
    for (const std::string& each : recorded) parts.push_back({each, category, place});
    if (!recorded.empty()) continue;
    const std::string_view asked = place == primary.own ? std::string_view("own-organ") : std::string_view(place);
    const std::string reached =
        single(extent_, "extent", {{"primary", primary.name}, {"place", asked}, {"side", side}});
    parts.push_back({reached == "unknown" ? std::string() : reached, category, place});
  }
  if (parts.empty())
    for (const std::string& each : recorded) parts.push_back({each, organ.empty() ? "" : "other", organ});
  return parts;
}

bool DiseaseRules::is_biochemical(const std::string& words) const {
  const std::vector<std::string>& places = places_.read(words);
  return std::find(places.begin(), places.end(), "biochemical") != places.end();
}

Tissue DiseaseRules::tissue(const std::string& words) const {
  Tissue result = Tissue::Nothing;
  for (const std::string& meaning : tissue_.read(words)) {
    if (meaning == "open" || meaning == "absent") return Tissue::Nothing;
    if (meaning == "in-situ") result = Tissue::InSitu;
    if (meaning == "disease" && result == Tissue::Nothing) result = Tissue::Disease;
  }
  return result;
}

StateEvent DiseaseRules::event_of_response(const PrimaryMap& primary, ResponseMeaning meaning,
                                           bool treatment_over) const {
  constexpr std::string_view kMeanings[] = {"complete", "free",   "partial",     "minor",
                                            "less",     "stable", "progression", "not-evaluable"};
  constexpr std::pair<std::string_view, StateEvent> kEvents[] = {
      {"progression", StateEvent::Progression},
      {"disease-free", StateEvent::DiseaseFree},
      {"complete-response", StateEvent::CompleteResponse},
      {"remaining-after-treatment", StateEvent::RemainingAfterTreatment},
      {"remaining", StateEvent::Remaining}};
  const std::string event = single(remission_, "event",
                                   {{"disease", primary.is_blood() ? std::string_view(primary.name) : "other"},
                                    {"meaning", kMeanings[static_cast<std::size_t>(meaning)]},
                                    {"treatment", treatment_over ? "over" : "going-on"}});
  for (const auto& [name, kind] : kEvents)
    if (name == event) return kind;
  return StateEvent::None;
}

int DiseaseRules::persistence_days(const PrimaryMap& primary) const {
  const std::string days = single(persistence_, "days", {{"primary", primary.name}});
  int number = 0;
  std::from_chars(days.data(), days.data() + days.size(), number);
  return number;
}

bool DiseaseRules::is_disease(const LesionMeasurement& lesion) const {
  const std::optional<Decimal>& length = lesion.node ? lesion.short_mm : lesion.long_mm;
  if (!length || lesion.primary || lesion.state != LesionMeasurement::State::Measured) return false;
  return single(lesion_, "disease", {{"node", lesion.node ? "yes" : "no"}, {"length_mm", length->text()}}) == "yes";
}

}  // namespace restage::course
