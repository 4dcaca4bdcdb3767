// SPDX-License-Identifier: Apache-2.0
// GCIG CA-125: response and progression from marker values, combined with RECIST by table.
// SOURCE: Rustin et al., Int J Gynecol Cancer 2011;21:419; combination as in the admiralonco GCIG documentation.
#include "response/recist.h"

#include <algorithm>

#include "response/best_response.h"

namespace restage::response {
namespace {

struct Sample {
  std::size_t visit = 0;
  PartialDate date;
  Decimal value;
  std::string call;
  std::string rule;
};

std::string marker_word(std::string_view given) {
  struct Word {
    std::string_view given;
    std::string_view word;
  };
  static constexpr Word kWords[] = {{"response within normal range", "CR"},
                                    {"response but not within normal range", "PR"},
                                    {"non-response/non-pd", "SD"},
                                    {"non-response/ non-pd", "SD"}};
  for (const Word& known : kWords)
    if (same_name(known.given, given)) return std::string(known.word);
  return recist_word(given);
}

class MarkerRun {
 public:
  MarkerRun(const MeasureContext& context) : context_(context), window_(context.policy) {}

  std::vector<Sample> run(statement::ResponseResult& result) {
    collect(result);
    if (samples_.empty()) return samples_;
    if (!upper_) {
      result.issues.push_back(
          make_issue(IssueCode::ValueMissing, context_.series.path({}),
                     "CA-125 values have no upper limit of normal, so neither response nor progression can be told",
                     "give upper_limit with the value, or the fact ca125_upper_limit"));
      for (Sample& sample : samples_) set(sample, "NE", "ca125.no-limit");
      return samples_;
    }
    evaluable_ =
        baseline_ && at_least(*baseline_, *upper_, context_.criterion.limit("evaluable_ratio")) && !interfered();
    result.values.emplace_back("ca125_evaluable", evaluable_ ? "yes" : "no");
    call_responses();
    call_progression();
    return samples_;
  }

 private:
  static void set(Sample& sample, std::string_view call, std::string_view rule) {
    sample.call = call;
    sample.rule = rule;
  }

  bool interfered() const {
    for (const std::string_view name : {"mouse_antibodies", "MOUSEANT", "peritoneal_intervention"}) {
      const std::string* value = find_value(context_.series.subject().facts, name);
      if (value != nullptr && (same_name(*value, "yes") || same_name(*value, "y") || same_name(*value, "true")))
        return true;
    }
    return false;
  }

  void note_limit(const ResponseLab& lab) {
    if (lab.upper_limit) upper_ = lab.upper_limit;
  }

  void collect(statement::ResponseResult& result) {
    if (const std::string* fact = find_value(context_.series.subject().facts, "ca125_upper_limit"))
      upper_ = Decimal::parse(*fact);
    const PartialDate& start = context_.series.subject().treatment_start.is_known()
                                   ? context_.series.subject().treatment_start
                                   : context_.series.reference();
    if (const ResponseVisit* baseline = context_.series.baseline()) {
      const ResponseLab* lab = find_lab(*baseline, {"ca125", "ca-125"});
      if (lab != nullptr && lab->value) {
        note_limit(*lab);
        const int days = static_cast<int>(context_.criterion.limit("baseline_days").digits());
        if (window_.at_most(baseline->date, start, days))
          baseline_ = lab->value;
        else
          result.issues.push_back(
              make_issue(IssueCode::OutsideWindow, context_.series.path(baseline->id),
                         "the CA-125 before treatment is older than two weeks, so response cannot be judged",
                         "none: progression is still judged"));
        first_ = lab->value;
      }
    }
    for (std::size_t i = 0; i < context_.series.visits().size(); ++i) {
      const ResponseVisit& visit = *context_.series.visits()[i];
      const ResponseLab* lab = find_lab(visit, {"ca125", "ca-125"});
      if (lab == nullptr || !lab->value) continue;
      note_limit(*lab);
      samples_.push_back({i, visit.date, *lab->value, {}, {}});
    }
  }

  bool held(std::size_t from, std::size_t to) const {
    for (std::size_t i = from + 1; i <= to; ++i) {
      const auto bound =
          samples_[i - 1].value.times(add(Decimal::of(100), context_.policy.number("gcig_tolerance_percent")));
      const auto now = samples_[i].value.times(Decimal::of(100));
      const bool inside_normal = samples_[i].value <= *upper_;  // moves inside the normal range never break a response
      if (!inside_normal && bound && now && *now > *bound) return false;
    }
    return true;
  }

  void call_responses() {
    const int least = context_.policy.count("gcig_confirm_days").value_or(28);
    bool responding = false;
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      Sample& sample = samples_[i];
      if (!evaluable_) {
        set(sample, "NE", "ca125.not-evaluable");
        continue;
      }
      const bool halved = at_most(sample.value, *baseline_, context_.criterion.limit("response_ratio"));
      if (halved && !responding)
        for (std::size_t j = i + 1; j < samples_.size() && !responding; ++j)
          if (window_.at_least(sample.date, samples_[j].date, least))
            responding =
                at_most(samples_[j].value, *baseline_, context_.criterion.limit("response_ratio")) && held(i, j);
      if (halved && responding)
        set(sample, sample.value <= *upper_ ? "CR" : "PR",
            sample.value <= *upper_ ? "ca125.normalised" : "ca125.response");
      else
        set(sample, "SD", halved ? "ca125.unconfirmed" : "ca125.neither");
    }
  }

  void call_progression() {
    if (!first_) return;
    const int least = context_.policy.count("gcig_progression_days").value_or(7);
    const Decimal& twice = context_.criterion.limit("progression_ratio");
    const bool elevated = *first_ > *upper_;
    bool normalised = false;
    Decimal nadir = *first_;
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      const bool by_limit = !elevated || normalised;
      const Decimal reference = by_limit ? *upper_ : nadir;
      const auto over = [&](const Decimal& value) { return at_least(value, reference, twice); };
      if (over(samples_[i].value))
        for (std::size_t j = i + 1; j < samples_.size(); ++j)
          if (window_.at_least(samples_[i].date, samples_[j].date, least) && over(samples_[j].value)) {
            for (std::size_t k = i; k < samples_.size(); ++k)
              set(samples_[k], "PD", !elevated ? "ca125.pd-c" : normalised ? "ca125.pd-a" : "ca125.pd-b");
            return;
          }
      normalised = normalised || samples_[i].value <= *upper_;
      nadir = std::min(nadir, samples_[i].value);
    }
  }

  const MeasureContext& context_;
  DateWindow window_;
  std::vector<Sample> samples_;
  std::optional<Decimal> upper_;
  std::optional<Decimal> baseline_;  ///< inside its window
  std::optional<Decimal> first_;
  bool evaluable_ = false;
};

struct Joined {
  std::string recist;
  std::string marker;
};

// Best confirmed response where RECIST has to be confirmed by the next RECIST visit before it is combined.
statement::BestResponse best_of_confirmed(const MeasureContext& context, const std::vector<Joined>& joined,
                                          statement::ResponseResult& result) {
  const CombinationTable* confirm = context.criterion.table("confirmed_recist");
  const CombinationTable* combined = context.criterion.table("combined");
  statement::BestResponse best;
  std::size_t best_rank = context.criterion.responses.size() + 1;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    std::string recist = joined[i].recist;
    std::string next = "missing";
    for (std::size_t j = i + 1; j < joined.size() && next == "missing"; ++j)
      if (!joined[j].recist.empty()) next = joined[j].recist;
    if (!recist.empty())
      if (const auto* row = confirm->look_up({recist, next})) {
        recist = row->results.front() == "next" ? next : row->results.front();
        result.visits[i].rules.push_back(confirm->name() + "." + row->id);
      }
    const auto* row =
        combined->look_up({recist.empty() ? "none" : recist, joined[i].marker.empty() ? "none" : joined[i].marker});
    if (row == nullptr || result.visits[i].unscheduled_for_response) continue;
    const std::size_t rank = context.criterion.rank_of(row->results.front());
    if (rank < best_rank) {
      best_rank = rank;
      best.response = row->results.front();
      best.date = result.visits[i].date;
    }
    if (result.visits[i].overall == "PD") break;
  }
  return best;
}

// A CA-125 response shortly before a RECIST progression does not count (combined use only).
void discount_before_progression(const MeasureContext& context, const std::vector<Joined>& joined,
                                 statement::ResponseResult& result) {
  const DateWindow window(context.policy);
  const auto near = context.policy.count("gcig_combined_window_days");
  for (std::size_t i = 0; near && i < joined.size(); ++i) {
    if (joined[i].recist == "CR" || joined[i].recist == "PR" ||
        (joined[i].marker != "CR" && joined[i].marker != "PR") || joined[i].recist == "PD")
      continue;
    for (std::size_t j = i + 1; j < joined.size(); ++j)
      if (joined[j].recist == "PD" && window.at_most(result.visits[i].date, result.visits[j].date, *near)) {
        result.visits[i].unscheduled_for_response = true;
        result.visits[i].rules.emplace_back("ca125.near-pd");
      }
  }
}

}  // namespace

void measure_ca125(const MeasureContext& context, statement::ResponseResult& result) {
  RecistRun recist(context, true);
  result.baseline_sum = recist.baseline_sum();
  const auto samples = MarkerRun(context).run(result);
  const bool has_recist = recist.has_target() || recist.has_non_target();
  std::vector<Joined> joined;
  bool marker_alone = true;
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const ResponseVisit& visit = *context.series.visits()[i];
    statement::VisitResult out = start_visit(context, i);
    Joined calls;
    if (const std::string* stated = find_value(visit.components, "recist")) {
      calls.recist = recist_word(*stated);
      out.rules.emplace_back("stated.recist");
    } else if (has_recist && has_tumor_content(visit) && visit.overall.empty()) {
      out = recist.step(i).result;
      calls.recist = out.overall;
    }
    if (const std::string* stated = find_value(visit.components, "ca125")) {
      calls.marker = marker_word(*stated);
      out.rules.emplace_back("stated.ca125");
    } else {
      for (const Sample& sample : samples)
        if (sample.visit == i) {
          calls.marker = sample.call;
          out.rules.push_back(sample.rule);
        }
    }
    if (!calls.recist.empty()) out.components.emplace_back("recist", calls.recist);
    if (!calls.marker.empty()) out.components.emplace_back("ca125", calls.marker);
    marker_alone = marker_alone && calls.recist.empty();
    if (!visit.overall.empty()) {
      out.overall = marker_word(visit.overall);
      out.rules.emplace_back("stated.overall");
    } else {
      out.overall =
          combine(context, "combined",
                  {calls.recist.empty() ? "none" : calls.recist, calls.marker.empty() ? "none" : calls.marker}, out);
    }
    result.visits.push_back(std::move(out));
    joined.push_back(std::move(calls));
  }
  discount_before_progression(context, joined, result);
  const bool overall_given = std::any_of(context.series.visits().begin(), context.series.visits().end(),
                                         [](const ResponseVisit* v) { return !v->overall.empty(); });
  if (!overall_given && !marker_alone) result.best_confirmed = best_of_confirmed(context, joined, result);
  result.confirmed_by_measure = marker_alone && !overall_given;
}

}  // namespace restage::response
