// SPDX-License-Identifier: Apache-2.0
// Choi criteria for GIST: size or density of the targets. SOURCE: Choi et al., J Clin Oncol 2007;25:1753.
#include "response/recist.h"

namespace restage::response {
namespace {

// Mean attenuation over the targets that are still there; nullopt when one of them has none.
std::optional<Decimal> mean_density(const MeasureContext& context, std::size_t row) {
  Decimal sum;
  int count = 0;
  for (std::size_t i = 0; i < context.series.lesions().size(); ++i) {
    if (context.series.lesions()[i].lesion->role != ResponseLesion::Role::Target) continue;
    const Reading& reading = context.series.reading(row, i);
    if (reading.state == State::Absent) continue;
    if (reading.measurement == nullptr || !reading.measurement->density_hu) return std::nullopt;
    sum = add(sum, *reading.measurement->density_hu);
    ++count;
  }
  return count == 0 ? std::nullopt : sum.divided_by(Decimal::of(count), 6);
}

}  // namespace

void measure_choi(const MeasureContext& context, statement::ResponseResult& result) {
  RecistRun run(context);
  result.baseline_sum = run.baseline_sum();
  const auto baseline_density = context.series.baseline() == nullptr ? std::nullopt : mean_density(context, 0);
  const bool both = context.policy.is("choi_both", "yes");
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const auto adjust = [&](TargetAssessment& target, statement::VisitResult& visit) {
      if (!target.sum || target.call == "CR") return;
      const auto decide = [&target](std::string_view call, std::string_view rule) {
        target.call = call;
        target.rule = rule;
      };
      if (!run.baseline_sum()) return decide("NE", "target.no-baseline");
      const auto density = mean_density(context, i + 1);
      const bool known = density && baseline_density;
      if (known)
        if (const auto percent =
                percent_change(*density, *baseline_density, context.policy.count("percent_decimals").value_or(2)))
          visit.components.emplace_back("density_percent_from_baseline", percent->text());
      const bool smaller = at_most(*target.sum, *run.baseline_sum(), context.criterion.limit("pr_ratio"));
      const bool paler = known && at_most(*density, *baseline_density, context.criterion.limit("density_ratio"));
      const Decimal& reference =
          context.policy.is("choi_pd_reference", "nadir") && target.nadir ? *target.nadir : *run.baseline_sum();
      const bool larger = at_least(*target.sum, reference, context.criterion.limit("pd_ratio"));
      if (larger && known && !paler) return decide("PD", "target.pd");
      if (both ? smaller && paler : smaller || paler) return decide("PR", smaller ? "target.pr" : "target.pr-density");
      // Without density a larger lesion may still be a response, and any other one may be.
      if (!known && (!both || smaller || larger)) return decide("NE", "target.density-unknown");
      decide("SD", "target.sd");
    };
    result.visits.push_back(run.step(i, adjust).result);
  }
}

}  // namespace restage::response
