// SPDX-License-Identifier: Apache-2.0
// PCWG3: soft tissue by RECIST, bone by counts of new lesions (2+2), both combined by table; PSA beside.
// SOURCE: Scher et al., J Clin Oncol 2016;34:1402; combination: PharmaSUG 2024 DS-287.
#include "response/recist.h"

#include <algorithm>

#include "response/best_response.h"

namespace restage::response {
namespace {

struct BoneScan {
  std::size_t visit = 0;
  PartialDate date;
  std::string stated;
  std::optional<Decimal> new_lesions;  ///< new since the baseline scan
  bool none = false;                   ///< no bone lesion at all
  std::string call;
  std::string rule;
};

std::string bone_word(std::string_view given) {
  for (const std::string_view word : {"PD", "PDu", "NON-PD", "NED", "NE"})
    if (same_name(given, word)) return std::string(word);
  if (same_name(given, "not done") || same_name(given, "ND")) return "NE";
  return std::string(given);
}

class BoneRun {
 public:
  BoneRun(const MeasureContext& context) : context_(context), window_(context.policy) {}

  std::vector<BoneScan> run(statement::ResponseResult& result) {
    for (std::size_t i = 0; i < context_.series.visits().size(); ++i) {
      const ResponseVisit& visit = *context_.series.visits()[i];
      BoneScan scan{i, visit.date, {}, {}, false, {}, {}};
      if (const std::string* bone = find_value(visit.components, "bone")) scan.stated = bone_word(*bone);
      statement::VisitResult problems;
      scan.new_lesions = component_number(visit, "bone_new_lesions", problems, context_.series);
      if (const auto count = component_number(visit, "bone_lesions", problems, context_.series))
        scan.none = count->is_zero();
      result.issues.insert(result.issues.end(), problems.issues.begin(), problems.issues.end());
      scans_.push_back(scan);
    }
    call_counts();
    return scans_;
  }

 private:
  bool in_flare(const BoneScan& scan) const {
    const auto days = context_.policy.count("pcwg_flare_days");
    return days && window_.at_most(context_.series.reference(), scan.date, *days);
  }

  // Next scan with a count that is late enough to confirm; earlier ones neither confirm nor refute.
  std::size_t confirming(std::size_t at) const {
    for (std::size_t i = at + 1; i < scans_.size(); ++i)
      if (scans_[i].new_lesions &&
          window_.at_least(scans_[at].date, scans_[i].date, context_.policy.count("pcwg_confirm_days").value_or(42)))
        return i;
    return scans_.size();
  }

  void call_counts() {
    const Decimal two = context_.criterion.limit("bone_new_lesions");
    Decimal reference;
    bool first = true;
    bool progressed = false;
    for (std::size_t i = 0; i < scans_.size(); ++i) {
      BoneScan& scan = scans_[i];
      const auto decide = [&scan](std::string_view call, std::string_view rule) {
        scan.call = call;
        scan.rule = rule;
      };
      if (!scan.stated.empty()) {
        decide(scan.stated, "stated.bone");
        continue;
      }
      if (!scan.new_lesions) {
        if (scan.none)
          decide("NED", "bone.ned");
        else
          decide("NE", "bone.ne");
        continue;
      }
      const bool flare = first && in_flare(scan);
      first = false;
      if (progressed) {
        decide("PD", "bone.pd-after");
        continue;
      }
      if (subtract(*scan.new_lesions, reference) >= two) {
        const std::size_t next = confirming(i);
        const bool confirmed =
            next < scans_.size() && (flare ? subtract(*scans_[next].new_lesions, *scan.new_lesions) >= two
                                           : subtract(*scans_[next].new_lesions, reference) >= two);
        if (confirmed) {
          decide("PD", flare ? "bone.pd-flare" : "bone.pd");
          progressed = true;
        } else if (next < scans_.size()) {
          decide("NON-PD", flare ? "bone.flare" : "bone.not-persisting");
        } else {
          decide("PDu", "bone.pdu");
        }
      } else if (scan.none) {
        decide("NED", "bone.ned");
      } else {
        decide("NON-PD", "bone.non-pd");
      }
      if (flare) reference = *scan.new_lesions;  // the first scan is what later ones are compared with
    }
  }

  const MeasureContext& context_;
  DateWindow window_;
  std::vector<BoneScan> scans_;
};

struct MarkerPoint {
  PartialDate date;
  Decimal value;
};

// The values of PSA after baseline, in order of the visits.
struct PsaCourse {
  Decimal baseline;
  std::vector<MarkerPoint> points;
};

std::optional<PsaCourse> psa_course(const MeasureContext& context) {
  std::vector<MarkerPoint> points;
  std::optional<Decimal> baseline;
  const auto take = [&](const ResponseVisit& visit) {
    const ResponseLab* lab = find_lab(visit, {"psa"});
    return lab != nullptr && lab->value ? std::optional<MarkerPoint>({visit.date, *lab->value}) : std::nullopt;
  };
  if (context.series.baseline() != nullptr)
    if (const auto point = take(*context.series.baseline())) baseline = point->value;
  for (const ResponseVisit* visit : context.series.visits())
    if (const auto point = take(*visit)) points.push_back(*point);
  if (!baseline || points.empty()) return std::nullopt;
  return PsaCourse{*baseline, std::move(points)};
}

// A decline from baseline, confirmed by a later value.
void judge_psa_decline(const MeasureContext& context, const PsaCourse& course, statement::ResponseResult& result) {
  const auto& points = course.points;
  const DateWindow window(context.policy);
  const int least = context.policy.count("psa_confirm_days").value_or(21);
  const auto declined = [&](const Decimal& value, std::string_view limit) {
    return at_most(value, course.baseline, context.criterion.limit(limit));
  };
  for (const auto& [name, limit] : {std::pair{"psa50", "psa50_ratio"}, std::pair{"psa90", "psa90_ratio"}}) {
    std::string word = "no";
    for (std::size_t i = 0; i < points.size() && word != "confirmed"; ++i) {
      if (!declined(points[i].value, limit)) continue;
      word = "unconfirmed";
      for (std::size_t j = i + 1; j < points.size(); ++j)
        if (window.at_least(points[i].date, points[j].date, least) && declined(points[j].value, limit))
          word = "confirmed";
    }
    result.values.emplace_back(name, word);
  }
}

// A rise from nadir, confirmed by a later value.
void judge_psa_rise(const MeasureContext& context, const PsaCourse& course, statement::ResponseResult& result) {
  const auto& points = course.points;
  const DateWindow window(context.policy);
  const int least = context.policy.count("psa_confirm_days").value_or(21);
  Decimal nadir = course.baseline;
  Decimal best = course.baseline;
  std::string progression = "no";
  const int early = context.policy.count("psa_early_days").value_or(84);
  for (std::size_t i = 0; i < points.size() && progression == "no"; ++i) {
    best = std::min(best, points[i].value);
    const auto risen = [&](const Decimal& value) {
      return at_least(value, nadir, context.criterion.limit("psa_rise_ratio")) &&
             subtract(value, nadir) >= context.criterion.limit("psa_rise_absolute");
    };
    const bool counts = window.at_least(context.series.reference(), points[i].date, early);
    if (counts && risen(points[i].value)) {
      for (std::size_t j = i + 1; j < points.size(); ++j)
        if (window.at_least(points[i].date, points[j].date, least) && risen(points[j].value)) {
          progression = points[i].date.text();
          break;
        }
    }
    nadir = std::min(nadir, points[i].value);
  }
  const auto percent = percent_change(best, course.baseline, context.policy.count("percent_decimals").value_or(2));
  if (percent) result.values.emplace_back("psa_best_percent", percent->text());
  result.values.emplace_back("psa_progression", progression);
}

}  // namespace

void measure_pcwg3(const MeasureContext& context, statement::ResponseResult& result) {
  RecistRun soft(context, true);
  result.baseline_sum = soft.baseline_sum();
  const auto scans = BoneRun(context).run(result);
  const bool has_soft = soft.has_target() || soft.has_non_target();
  const std::string* target_fact = find_value(context.series.subject().facts, "target_at_baseline");
  const bool had_target = target_fact != nullptr ? !same_name(*target_fact, "no") && !same_name(*target_fact, "false")
                                                 : soft.has_target() || !has_soft;
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const ResponseVisit& visit = *context.series.visits()[i];
    const std::string* stated_soft = find_value(visit.components, "soft_tissue");
    const bool has_bone = !scans[i].stated.empty() || scans[i].new_lesions || scans[i].none;
    if (!has_tumor_content(visit) && stated_soft == nullptr && !has_bone && !visit.labs.empty()) continue;
    statement::VisitResult out = start_visit(context, i);
    std::string soft_call = stated_soft == nullptr ? std::string() : recist_word(*stated_soft);
    if (soft_call.empty()) {
      if (has_soft || has_tumor_content(visit)) {
        out = soft.step(i).result;
        soft_call = out.overall;
      } else {
        soft_call = find_value(visit.components, "bone") != nullptr || has_bone ? "NED" : "NE";
      }
    } else {
      out.rules.emplace_back("stated.soft-tissue");
    }
    out.components.emplace_back("soft_tissue", soft_call);
    out.components.emplace_back("bone", scans[i].call);
    if (!scans[i].rule.empty()) out.rules.push_back(scans[i].rule);
    if (!visit.overall.empty()) {
      out.overall = spelling(context.criterion, visit.overall);
      out.rules.emplace_back("stated.overall");
    } else {
      out.overall = combine(context, "combined", {soft_call, scans[i].call, had_target ? "yes" : "no"}, out);
    }
    result.visits.push_back(std::move(out));
  }
  if (const auto psa = psa_course(context)) {
    judge_psa_decline(context, *psa, result);
    judge_psa_rise(context, *psa, result);
  }
}

}  // namespace restage::response
