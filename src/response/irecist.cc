// SPDX-License-Identifier: Apache-2.0
// iRECIST: RECIST calls of each visit, then a state machine of unconfirmed and confirmed progression.
// SOURCE: Seymour et al., Lancet Oncol 2017;18:e143; EORTC questions and answers for the early scan and growth.
#include "response/recist.h"

#include <algorithm>
#include <set>

#include "response/best_response.h"

namespace restage::response {
namespace {

// The first iUPD of a block, which confirmation is measured from.
struct Pending {
  PartialDate since;
  bool target = false;
  bool non_target = false;
  bool new_lesion = false;
  std::optional<Decimal> target_sum;
  std::size_t row = 0;
  std::set<std::size_t> new_lesions;
  std::string picture;  ///< what targets and non-targets said at the first iUPD, new lesions left aside
};

std::string immune_word(std::string_view recist) {
  if (recist == "CR") return "iCR";
  if (recist == "PR") return "iPR";
  if (recist == "SD") return "iSD";
  if (recist == "PD") return "iUPD";
  if (recist == "NON-CR/NON-PD") return "NON-iCR/NON-iUPD";
  return std::string(recist);
}

class ImmuneRun {
 public:
  explicit ImmuneRun(const MeasureContext& context) : context_(context), run_(context, true), window_(context.policy) {}

  const std::optional<Decimal>& baseline_sum() const noexcept { return run_.baseline_sum(); }

  statement::VisitResult step(std::size_t index) {
    RecistVisit recist = run_.step(index);
    statement::VisitResult& result = recist.result;
    const ResponseVisit& visit = *context_.series.visits()[index];
    const std::string by_recist = result.overall;
    if (final_) {
      result.overall.clear();
      result.rules.emplace_back("irecist.after-icpd");
      result.unscheduled_for_response = true;
    } else if (!visit.overall.empty()) {
      state_given(visit, recist);
    } else if (by_recist == "NE" || by_recist.empty()) {
      result.overall = "NE";
    } else if (!pending_) {
      result.overall = immune_word(by_recist);
      if (by_recist == "PD") open(index + 1, recist);
    } else {
      judge_pending(index + 1, visit, recist);
    }
    result.target = immune_word(recist.target.call);
    result.non_target = immune_word(recist.non_target);
    return result;
  }

 private:
  // Target and non-target together, new lesions left aside.
  std::string picture_of(const RecistVisit& recist) const {
    const CombinationTable* table = context_.criterion.table("overall");
    const auto word = [](const std::string& call) {
      return call.empty() ? std::string_view("none") : std::string_view(call);
    };
    const auto* row = table->look_up({word(recist.target.call), word(recist.non_target), "no"});
    return row == nullptr ? std::string() : row->results.front();
  }

  void open(std::size_t row, RecistVisit& recist) {
    pending_ = Pending{recist.result.event_date.is_known() ? recist.result.event_date : recist.result.date,
                       recist.target.call == "PD",
                       recist.non_target == "PD",
                       recist.new_lesion == "yes",
                       recist.target.partial ? recist.target.partial : recist.target.sum,
                       row,
                       {recist.new_lesions.begin(), recist.new_lesions.end()},
                       picture_of(recist)};
    recist.result.rules.emplace_back("irecist.iupd");
  }

  void confirm(statement::VisitResult& result, std::string_view rule) {
    result.overall = "iCPD";
    result.rules.emplace_back(rule);
    result.event_date = pending_->since;
    const auto latest = context_.policy.count("irecist_max_days");
    if (latest && !window_.at_most(pending_->since, result.date, *latest))
      result.flags.emplace_back("late-confirmation");
    pending_.reset();
    final_ = true;
  }

  void state_given(const ResponseVisit& visit, RecistVisit& recist) {
    statement::VisitResult& result = recist.result;
    result.overall = spelling(context_.criterion, visit.overall);
    result.rules.emplace_back("stated.overall");
    const auto kind = context_.criterion.kind_of(result.overall);
    if (kind == ResponseKind::Progression) {
      if (pending_) result.event_date = pending_->since;
      pending_.reset();
      final_ = true;
    } else if (kind == ResponseKind::Unconfirmed) {
      if (!pending_)
        pending_ = Pending{result.date,
                           recist.target.call == "PD",
                           recist.non_target == "PD",
                           recist.new_lesion == "yes",
                           recist.target.sum,
                           0,
                           {},
                           picture_of(recist)};
    } else if (kind && kind != ResponseKind::NotEvaluable) {
      pending_.reset();
    }
  }

  bool says_yes(const ResponseVisit& visit, std::string_view name) const {
    const std::string* value = find_value(visit.components, name);
    return value != nullptr && (same_name(*value, "yes") || same_name(*value, "true") || same_name(*value, "y"));
  }

  bool grew(const Decimal& now, const Decimal& then, const Decimal& step) const {
    const Decimal growth = subtract(now, then);
    return context_.policy.is("irecist_target_growth", "more_than") ? growth > step : growth >= step;
  }

  // Size of a lesion that is not a target: the axis that counts for it.
  std::optional<Decimal> size_of(std::size_t row, std::size_t lesion) const {
    const Reading& reading = context_.series.reading(row, lesion);
    if (reading.measurement == nullptr || reading.state != State::Measured) return std::nullopt;
    return context_.series.lesions()[lesion].node ? reading.measurement->short_mm : reading.measurement->long_mm;
  }

  bool non_target_grew(std::size_t row, const ResponseVisit& visit) const {
    if (says_yes(visit, "non_target_growth") || same_name(visit.non_target, "iCPD")) return true;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      if (context_.series.lesions()[i].lesion->role != ResponseLesion::Role::NonTarget) continue;
      const auto then = size_of(pending_->row, i);
      const auto now = size_of(row, i);
      if (then && now && *now > *then) return true;
    }
    return false;
  }

  // New lesions: measurable ones are summed, of the others any growth counts, and so does another one.
  bool new_lesions_grew(std::size_t row, const ResponseVisit& visit, const RecistVisit& recist) const {
    if (says_yes(visit, "new_lesion_growth") || says_yes(visit, "additional_new_lesion")) return true;
    Decimal then_sum;
    Decimal now_sum;
    for (const std::size_t i : recist.new_lesions) {
      if (!pending_->new_lesions.contains(i)) return !pending_->new_lesions.empty();
      const auto then = size_of(pending_->row, i);
      const auto now = size_of(row, i);
      if (!then || !now) continue;
      const Decimal& measurable =
          context_.criterion.limit(context_.series.lesions()[i].node ? "node_target_from" : "organ_target_from");
      if (*then < measurable) {
        if (*now > *then) return true;
        continue;
      }
      then_sum = add(then_sum, *then);
      now_sum = add(now_sum, *now);
    }
    return grew(now_sum, then_sum, context_.criterion.limit("pd_absolute"));
  }

  std::string_view confirming_rule(std::size_t row, const ResponseVisit& visit, const RecistVisit& recist) const {
    const auto& now = recist.target.sum ? recist.target.sum : recist.target.partial;
    if (pending_->target && (same_name(visit.target, "iCPD") || says_yes(visit, "target_growth")))
      return "irecist.icpd-target";
    if (pending_->target && now && pending_->target_sum &&
        grew(*now, *pending_->target_sum, context_.criterion.limit("pd_absolute")))
      return "irecist.icpd-target";
    if (pending_->non_target && non_target_grew(row, visit)) return "irecist.icpd-non-target";
    if (pending_->new_lesion && new_lesions_grew(row, visit, recist)) return "irecist.icpd-new-lesion";
    if (says_yes(visit, "further_growth")) return "irecist.icpd-target";
    if ((!pending_->target && recist.target.call == "PD") || (!pending_->non_target && recist.non_target == "PD") ||
        (!pending_->new_lesion && recist.new_lesion == "yes"))
      return "irecist.icpd-other";
    return {};
  }

  void judge_pending(std::size_t row, const ResponseVisit& visit, RecistVisit& recist) {
    statement::VisitResult& result = recist.result;
    const int least = context_.policy.count("irecist_min_days").value_or(28) -
                      context_.policy.count("irecist_tolerance_days").value_or(2);
    const bool early =
        context_.policy.is("irecist_early_scan", "ignore") && !window_.at_least(pending_->since, result.date, least);
    const std::string_view rule = confirming_rule(row, visit, recist);
    if (!rule.empty()) {
      const bool urgent = says_yes(visit, "symptoms") && new_lesions_grew(row, visit, recist);
      if (!early || urgent) return confirm(result, rule);
      result.overall = "iUPD";
      result.flags.emplace_back("early-scan");
      result.rules.emplace_back("irecist.early");
      return;
    }
    const std::string picture = picture_of(recist);
    const bool new_persists = recist.new_lesion == "yes";
    if (picture == "PD" || picture == "NE" || picture.empty()) {
      result.overall = "iUPD";
      result.rules.emplace_back("irecist.still-iupd");
    } else if (new_persists && (context_.policy.is("irecist_persisting_new", "stay_iupd") ||
                                (!pending_->target && !pending_->non_target && picture == pending_->picture))) {
      result.overall = "iUPD";
      result.rules.emplace_back("irecist.persisting-new");
    } else {
      result.overall = picture == "CR" && new_persists ? "iPR" : immune_word(picture);
      result.rules.emplace_back("irecist.reset");
      pending_.reset();
    }
    if (pending_ && context_.policy.is("irecist_growth_from", "last_visit")) {
      const auto& now = recist.target.sum ? recist.target.sum : recist.target.partial;
      if (now) pending_->target_sum = now;
      pending_->row = row;
    }
  }

  const MeasureContext& context_;
  RecistRun run_;
  DateWindow window_;
  std::optional<Pending> pending_;
  bool final_ = false;
};

}  // namespace

void measure_irecist(const MeasureContext& context, statement::ResponseResult& result) {
  ImmuneRun run(context);
  result.baseline_sum = run.baseline_sum();
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const ResponseVisit& visit = *context.series.visits()[i];
    if (!has_tumor_content(visit) && !visit.labs.empty()) continue;
    result.visits.push_back(run.step(i));
  }
}

}  // namespace restage::response
