// SPDX-License-Identifier: Apache-2.0
// IMWG 2016 for multiple myeloma: the level of each visit from its parameters, the lowest one deciding, then
// confirmation by the next sample. SOURCE: Kumar et al., Lancet Oncol 2016;17:e328; confirmation as in the
// admiralonco IMWG documentation.
#include "response/measure.h"

#include <algorithm>
#include <array>

#include "response/best_response.h"

namespace restage::response {
namespace {

// Levels in order, worst to best; the overall level is the lowest of the parameters.
constexpr std::array<std::string_view, 6> kLevels = {"SD", "MR", "PR", "VGPR", "CR", "sCR"};

std::size_t level_of(std::string_view response) noexcept {
  const auto* found = std::find(kLevels.begin(), kLevels.end(), response);
  return static_cast<std::size_t>(found - kLevels.begin());
}
bool is_level(std::string_view response) noexcept { return level_of(response) < kLevels.size(); }

struct Values {
  std::optional<Decimal> serum;         ///< g/dL
  std::optional<Decimal> urine;         ///< mg/24 h
  std::optional<Decimal> dflc;          ///< involved minus uninvolved free light chain, mg/L
  std::optional<Decimal> ratio;         ///< free light chain ratio
  std::optional<Decimal> marrow;        ///< plasma cells, percent
  std::optional<Decimal> plasmacytoma;  ///< sum of products, mm2
};

class MyelomaRun {
 public:
  explicit MyelomaRun(const MeasureContext& context) : context_(context) {
    statement::VisitResult ignored;
    if (context.series.baseline() != nullptr) baseline_ = read(*context.series.baseline(), ignored);
    lowest_ = baseline_;
    serum_ = measurable(baseline_.serum, "serum_measurable");
    urine_ = measurable(baseline_.urine, "urine_measurable");
    light_ = !serum_ && !urine_ && measurable(baseline_.dflc, "flc_measurable");
    marrow_ = !serum_ && !urine_ && !light_ && measurable(baseline_.marrow, "marrow_measurable");
  }

  statement::VisitResult step(std::size_t index) {
    const ResponseVisit& visit = *context_.series.visits()[index];
    statement::VisitResult result = start_visit(context_, index);
    if (!visit.overall.empty()) {
      result.overall = spelling(context_.criterion, visit.overall);
      result.rules.emplace_back("stated.overall");
      return result;
    }
    const Values now = read(visit, result);
    const auto decide = [&result](std::string_view call, std::string_view rule) {
      result.overall = call;
      result.rules.emplace_back(rule);
    };
    if (const std::string_view rule = progression(visit, now); !rule.empty()) {
      decide("PD", rule);
    } else {
      call_level(visit, now, result);
    }
    learn(now);
    return result;
  }

 private:
  const Decimal& limit(std::string_view name) const { return context_.criterion.limit(name); }

  bool measurable(const std::optional<Decimal>& value, std::string_view name) const {
    return value && *value >= limit(name);
  }

  Values read(const ResponseVisit& visit, statement::VisitResult& result) const {
    const auto lab = [&](std::initializer_list<std::string_view> names) {
      const ResponseLab* found = find_lab(visit, names);
      return found == nullptr ? std::nullopt : found->value;
    };
    Values values;
    values.serum = lab({"serum_m", "serum m-protein", "spep", "serum_m_g_dl"});
    values.urine = lab({"urine_m", "urine m-protein", "upep", "urine_m_mg_24h"});
    values.dflc = lab({"dflc", "flc_difference"});
    const auto involved = lab({"flc_involved", "involved_flc"});
    const auto uninvolved = lab({"flc_uninvolved", "uninvolved_flc"});
    if (!values.dflc && involved && uninvolved) values.dflc = involved->minus(*uninvolved);
    values.ratio = lab({"flc_ratio", "free light chain ratio"});
    values.marrow = component_number(visit, "marrow_percent", result, context_.series);
    if (!values.marrow) values.marrow = lab({"marrow_percent", "marrow_plasma_cells"});
    values.plasmacytoma = component_number(visit, "plasmacytoma_mm2", result, context_.series);
    return values;
  }

  static bool says(const ResponseVisit& visit, std::string_view name, std::initializer_list<std::string_view> words) {
    const std::string* value = find_value(visit.components, name);
    if (value == nullptr) return false;
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return same_name(*value, word); });
  }

  bool risen(const std::optional<Decimal>& now, const std::optional<Decimal>& lowest, const Decimal& absolute,
             bool must_exceed = false) const {
    if (!now || !lowest || !at_least(*now, *lowest, limit("pd_ratio"))) return false;
    const Decimal rise = subtract(*now, *lowest);
    return must_exceed ? rise > absolute : rise >= absolute;
  }

  std::string_view progression(const ResponseVisit& visit, const Values& now) const {
    const std::optional<Decimal>& low = lowest_.serum;
    const Decimal& serum_step = low && *low >= limit("serum_high") ? limit("serum_step_high") : limit("serum_step");
    if (risen(now.serum, low, serum_step)) return "imwg.pd-serum";
    if (risen(now.urine, lowest_.urine, limit("urine_step"))) return "imwg.pd-urine";
    if (light_ && risen(now.dflc, lowest_.dflc, limit("flc_step"), true)) return "imwg.pd-flc";
    if (marrow_ && risen(now.marrow, lowest_.marrow, limit("marrow_step"))) return "imwg.pd-marrow";
    if (new_lesion_word(visit.new_lesion) == "yes") return "imwg.pd-new-lesion";
    if (now.plasmacytoma && lowest_.plasmacytoma && !lowest_.plasmacytoma->is_zero() &&
        at_least(*now.plasmacytoma, *lowest_.plasmacytoma, limit("plasmacytoma_pd_ratio")))
      return "imwg.pd-plasmacytoma";
    if (now.plasmacytoma && lowest_.plasmacytoma && lowest_.plasmacytoma->is_zero() && !now.plasmacytoma->is_zero())
      return "imwg.pd-new-lesion";
    if (says(visit, "circulating_plasma_cells", {"progression", "pd"})) return "imwg.pd-circulating";
    return {};
  }

  // Level that one marker allows: a fall of at least `fall` per cent is value <= baseline * (100 - fall) / 100.
  bool fell(const Decimal& now, const Decimal& from, std::string_view ratio) const {
    return at_most(now, from, limit(ratio));
  }

  std::string_view serum_level(const Decimal& now) const {
    if (fell(now, *baseline_.serum, "ratio_90")) return "VGPR";
    if (fell(now, *baseline_.serum, "ratio_50")) return "PR";
    if (fell(now, *baseline_.serum, "ratio_25")) return "MR";
    return "SD";
  }

  std::string_view urine_level(const Decimal& now) const {
    if (now < limit("urine_vgpr")) return "VGPR";
    if (fell(now, *baseline_.urine, "ratio_90") || now < limit("urine_pr")) return "PR";
    if (fell(now, *baseline_.urine, "ratio_50")) return "MR";
    return "SD";
  }

  std::string_view light_level(const Decimal& now) const {
    if (fell(now, *baseline_.dflc, "ratio_90")) return "VGPR";
    if (fell(now, *baseline_.dflc, "ratio_50")) return "PR";
    return "SD";
  }

  void call_level(const ResponseVisit& visit, const Values& now, statement::VisitResult& result) const {
    if (!serum_ && !urine_ && !light_ && !marrow_ && !baseline_.plasmacytoma) {
      result.overall = "NE";
      result.rules.emplace_back("imwg.not-measurable");
      return;
    }
    std::string_view level = "VGPR";
    bool missing = false;
    const auto lower_to = [&level](std::string_view other) {
      level = level_of(other) < level_of(level) ? other : level;
    };
    if (serum_) now.serum ? lower_to(serum_level(*now.serum)) : void(missing = true);
    if (urine_) now.urine ? lower_to(urine_level(*now.urine)) : void(missing = true);
    if (light_) now.dflc ? lower_to(light_level(*now.dflc)) : void(missing = true);
    if (marrow_)
      now.marrow ? lower_to(fell(*now.marrow, *baseline_.marrow, "ratio_50") ? "PR" : "SD") : void(missing = true);
    if (missing) {
      result.overall = "NE";
      result.rules.emplace_back("imwg.missing");
      return;
    }
    const bool serum_negative = says(visit, "immunofixation_serum", {"negative", "neg"});
    const bool urine_negative = says(visit, "immunofixation_urine", {"negative", "neg"});
    const bool no_plasmacytoma = !baseline_.plasmacytoma || baseline_.plasmacytoma->is_zero()
                                     ? !now.plasmacytoma || now.plasmacytoma->is_zero()
                                     : now.plasmacytoma && now.plasmacytoma->is_zero();
    const bool marrow_clear = now.marrow && *now.marrow < limit("marrow_cr");
    const bool ratio_normal =
        now.ratio && *now.ratio >= limit("flc_ratio_low") && *now.ratio <= limit("flc_ratio_high");
    // A complete response needs every one of its parts; a missing one leaves the next lower level.
    if (level == "VGPR" && serum_negative && urine_negative && no_plasmacytoma && marrow_clear &&
        (!light_ || ratio_normal))
      level = "CR";
    if (level == "VGPR" && says(visit, "electrophoresis", {"positive", "pos"}))
      lower_to(serum_ ? serum_level(*now.serum) : level);
    if (level == "CR" && ratio_normal && says(visit, "clonal_cells", {"absent", "none", "no", "negative"}))
      level = "sCR";
    if (baseline_.plasmacytoma && !baseline_.plasmacytoma->is_zero() && level != "CR" && level != "sCR") {
      if (!now.plasmacytoma)
        lower_to("SD");
      else if (!fell(*now.plasmacytoma, *baseline_.plasmacytoma, "ratio_50"))
        lower_to("SD");
    }
    result.overall = level;
    for (const std::string_view name : kLevels)
      if (name == level) result.rules.push_back("imwg." + std::string(name));
  }

  void learn(const Values& now) {
    const auto lower = [](std::optional<Decimal>& into, const std::optional<Decimal>& value) {
      if (value && (!into || *value < *into)) into = value;
    };
    if (context_.policy.is("imwg_version", "2016")) {
      // Only values that a second sample confirms lower the reference: the higher of two in a row.
      const auto confirmed = [](const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
        return a && b ? std::optional<Decimal>(std::max(*a, *b)) : std::nullopt;
      };
      lower(lowest_.serum, confirmed(last_.serum, now.serum));
      lower(lowest_.urine, confirmed(last_.urine, now.urine));
      lower(lowest_.dflc, confirmed(last_.dflc, now.dflc));
    } else {
      lower(lowest_.serum, now.serum);
      lower(lowest_.urine, now.urine);
      lower(lowest_.dflc, now.dflc);
    }
    lower(lowest_.marrow, now.marrow);
    lower(lowest_.plasmacytoma, now.plasmacytoma);
    last_ = now;
  }

  const MeasureContext& context_;
  Values baseline_;
  Values lowest_;
  Values last_;
  bool serum_ = false;
  bool urine_ = false;
  bool light_ = false;
  bool marrow_ = false;
};

bool flagged(const ResponseVisit& visit, std::string_view name) {
  const std::string* value = find_value(visit.components, name);
  return value != nullptr && (same_name(*value, "y") || same_name(*value, "yes") || same_name(*value, "true"));
}

// Progression by imaging, plasmacytoma or marrow needs no second sample; laboratory progression does.
bool stands_alone(const ResponseVisit& visit, const statement::VisitResult& result) {
  if (flagged(visit, "PDIFL") || flagged(visit, "DTHPDFL") || flagged(visit, "pd_imaging") ||
      flagged(visit, "death_from_pd"))
    return true;
  const std::string* reason = find_value(visit.components, "pd_reason");
  if (reason != nullptr && same_name(*reason, "imaging")) return true;
  for (const std::string_view rule : {"imwg.pd-new-lesion", "imwg.pd-plasmacytoma", "imwg.pd-marrow"})
    if (std::find(result.rules.begin(), result.rules.end(), rule) != result.rules.end()) return true;
  return false;
}

// Confirmed level of each visit: kept until a better one is confirmed, or a progression.
void confirm_levels(const MeasureContext& context, const std::vector<const ResponseVisit*>& sources,
                    statement::ResponseResult& result) {
  auto& visits = result.visits;
  const auto order = [&](std::string_view response) {
    return response == "PD" ? std::size_t{9} : response == "NE" ? std::size_t{0} : level_of(response) + 1;
  };
  std::string kept = "NE";
  PartialDate therapy;
  for (const PartialDate& start : context.series.subject().therapy_starts)
    if (!therapy.is_known() || start.earliest() < therapy.earliest()) therapy = start;
  for (std::size_t i = 0; i < visits.size(); ++i) {
    std::size_t next = i + 1;
    if (context.policy.is("imwg_ne", "skip"))
      while (next < visits.size() && visits[next].overall == "NE") ++next;
    const bool has_next = next < visits.size();
    const bool after_therapy = has_next && therapy.is_known() && visits[next].date.surely_after(therapy);
    std::string confirmed = visits[i].overall;
    if (visits[i].overall == "PD") {
      const bool death = context.series.subject().death.is_known() && flagged(*sources[i], "DTHPDFL");
      if (!stands_alone(*sources[i], visits[i]) && !death && !(has_next && visits[next].overall == "PD")) {
        confirmed = "NE";
        visits[i].progression_unconfirmed = true;
        visits[i].rules.emplace_back("imwg.pd-unconfirmed");
      }
    } else if (is_level(visits[i].overall) && visits[i].overall != "SD") {
      if (!has_next || after_therapy || !is_level(visits[next].overall))
        confirmed = "SD";
      else if (level_of(visits[next].overall) < level_of(visits[i].overall))
        confirmed = visits[next].overall;
    }
    if (order(confirmed) > order(kept)) kept = confirmed;
    visits[i].components.emplace_back("confirmed", kept);
    visits[i].confirmed_overall = kept;
    if (kept == "PD") break;
  }
  std::size_t best_rank = context.criterion.responses.size() + 1;
  for (const Assessed& counted : assessed_visits(result, context.series, context.criterion, context.policy)) {
    const std::string& confirmed = counted.visit->confirmed_overall;
    const std::size_t rank = confirmed.empty() ? best_rank : context.criterion.rank_of(confirmed);
    if (rank >= best_rank) continue;
    best_rank = rank;
    result.best_confirmed.response = confirmed;
    result.best_confirmed.date = counted.visit->date;
  }
  result.confirmed_by_measure = true;
}

}  // namespace

void measure_imwg(const MeasureContext& context, statement::ResponseResult& result) {
  MyelomaRun run(context);
  std::vector<const ResponseVisit*> sources;
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    result.visits.push_back(run.step(i));
    sources.push_back(context.series.visits()[i]);
  }
  confirm_levels(context, sources, result);
}

}  // namespace restage::response
