// SPDX-License-Identifier: Apache-2.0
#include "course/subject_query.h"

#include <algorithm>

#include "core/partial_date.h"
#include "course/terms.h"
#include "rules/pack/pack_choice.h"

namespace restage::course {
namespace {

using rules::Take;

std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

/// Whole years from a day of birth to a day.
int years_between(Day birth, Day day) {
  const PartialDate from = PartialDate::from_day(birth), to = PartialDate::from_day(day);
  const bool before_birthday = to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return to.year() - from.year() - (before_birthday ? 1 : 0);
}

/// The age on the day; empty where the precision of the birth date leaves two. `most`: the older of the two.
std::string age(const Course& course, const Moment& moment, bool most) {
  const auto birth = PartialDate::parse(course.birth_date);
  if (!birth || !moment.day.is_known()) return {};
  const int oldest = years_between(birth->earliest(), moment.day.latest());
  const int youngest = years_between(birth->latest(), moment.day.earliest());
  return most || oldest == youngest ? std::to_string(oldest) : std::string{};
}

/// What a subject says, as text.
std::string subject_text(std::string_view subject, std::string_view attribute, const FactIndex& index,
                         const Moment& moment) {
  if (subject == "patient") {
    if (attribute == "sex") return index.course().sex;
    return age(index.course(), moment, attribute == "age_years_at_most");
  }
  if (index.tumor() == nullptr) return {};
  const TumorSite& site = index.tumor()->site;
  if (attribute == "topography") return site.topography;
  if (attribute == "histology") return site.histology;
  if (attribute == "behavior") return site.behavior;
  if (attribute == "laterality") return site.laterality;
  if (attribute == "site") return site.category.empty() ? site.text : site.category;
  const PartialDate& diagnosed = index.tumor()->diagnosed;
  if (!diagnosed.is_exact() || !moment.day.is_exact()) return {};
  return std::to_string(moment.day.latest() - diagnosed.latest());
}

/// Topography, histology and behavior as an [[applies]] block says them.
Fits fits_primary(const rules::AppliesModel& block, const TumorSite& site) {
  rules::SiteQuery primary;
  primary.topography = site.topography;
  primary.histology = site.histology;
  primary.behavior = site.behavior;
  const rules::Match match = rules::match_pack(rules::PackHead{}, {block}, primary);
  return !match.applies ? Fits::No : match.depends_on.empty() ? Fits::Yes : Fits::Unknown;
}

Fits fits_subject(const rules::FactQuery& query, const FactIndex& index, const Moment& moment) {
  rules::AppliesModel primary;
  Fits fits = Fits::Yes;
  bool asks_primary = false;
  for (const rules::FactCondition& condition : query.conditions) {
    if (query.fact == "tumor")
      for (const auto& [name, list] :
           {std::pair{"topography", &primary.topography}, std::pair{"histology", &primary.histology},
            std::pair{"behavior", &primary.behavior}})
        if (condition.attribute == name) *list = condition.values;
    if (condition.attribute == "topography" || condition.attribute == "histology" ||
        condition.attribute == "behavior") {
      asks_primary = true;
      continue;
    }
    const std::string said = term_of(condition.attribute, subject_text(query.fact, condition.attribute, index, moment));
    const bool is_one = std::any_of(condition.values.begin(), condition.values.end(), [&](const std::string& each) {
      return is_phrase(said, term_of(condition.attribute, each));
    });
    const bool is_none = condition.wanted == rules::FactCondition::Wanted::None;
    fits = std::min(fits, said.empty() ? Fits::Unknown : is_one != is_none ? Fits::Yes : Fits::No);
  }
  if (!asks_primary) return fits;
  return index.tumor() == nullptr ? Fits::Unknown : std::min(fits, fits_primary(primary, index.tumor()->site));
}

Taken ask_focus(const PreparedQuery& query, const PreparedInput& input, const Moment& moment, const Fact& focus) {
  const IndexedFact fact(focus, kind_of(focus));
  const Fits fits = query.fits(fact);
  const Take take = query.query().take;
  if (take != Take::Present && take != Take::Absent) {
    Taken taken;
    if (fits == Fits::Yes) taken = take_from(input, {{&fact, &query, focus.effective}}, moment);
    return taken;
  }
  if (fits == Fits::Unknown) return {};
  return {yes_or_no((fits == Fits::Yes) == (take == Take::Present)), {&focus}};
}

}  // namespace

Taken ask_subject(const PreparedQuery& query, const PreparedInput& input, const FactIndex& index, const Moment& moment,
                  const Fact* focus) {
  const rules::FactQuery& asked = query.query();
  if (asked.fact == "focus") return focus == nullptr ? Taken{} : ask_focus(query, input, moment, *focus);
  const Fits fits = fits_subject(asked, index, moment);
  if (asked.take == Take::Present || asked.take == Take::Absent)
    return fits == Fits::Unknown ? Taken{} : Taken{yes_or_no((fits == Fits::Yes) == (asked.take == Take::Present)), {}};
  if (fits != Fits::Yes) return {};
  AttributeValue said;
  const std::string text = subject_text(asked.fact, asked.of, index, moment);
  said.text = text;
  return {value_for(input, asked.of, said), {}};
}

}  // namespace restage::course
