// SPDX-License-Identifier: Apache-2.0
#include "followup/plan.h"

#include <algorithm>
#include <utility>

#include "followup/chain.h"

namespace restage::followup {
namespace {

using statement::FollowUpPlan;
using statement::FollowUpTask;

class PlanMaker {
 public:
  PlanMaker(const PlanRequest& request, std::vector<DataIssue>& issues)
      : pack_(request.book->pack()), history_(*request.history), request_(request), issues_(issues) {}

  Result<FollowUpPlan> run() {
    plan_.guideline = guideline_of(pack_);
    plan_.year = pack_.identity().edition;
    plan_.title = pack_.identity().title;
    plan_.notes = pack_.identity().notes;
    plan_.local = plan_.year == "local";
    for (const rules::CollectedRow& row : request_.rows->hits) {
      const Result<Rule>& rule = request_.book->rule(row);
      if (!rule) return rule.error();
      rules_.push_back(&*rule);
    }
    find_anchor();
    for (const Rule* rule : rules_) add_remark(*rule);
    for (const Chain& chain : chains()) add_chain(chain);
    add_open();
    return std::move(plan_);
  }

 private:
  void find_anchor() {
    std::string_view wanted = "end of treatment";
    for (const Rule* rule : rules_)
      if (rule->entry == Entry::Anchor) wanted = rule->activity;
    AnchorChoice choice =
        request_.anchor.is_known() ? history_.name_anchor(request_.anchor) : history_.choose_anchor(wanted);
    if (choice.anchor.kind == "diagnostic mammogram") {
      mammogram_ = request_.anchor.latest();
      treated_ = history_.choose_anchor(wanted).anchor.date;
    } else {
      treated_ = choice.anchor.date;
    }
    if (choice.issue && std::find(issues_.begin(), issues_.end(), *choice.issue) == issues_.end())
      issues_.push_back(*choice.issue);
    plan_.anchor = std::move(choice.anchor);
  }

  void add_remark(const Rule& rule) {
    const auto remark = [&] {
      return statement::ActivityRemark{std::string(rule.activity), std::string(rule.condition),
                                       std::string(rule.strength), rule.source};
    };
    if (rule.entry == Entry::Avoid) plan_.not_recommended.push_back(remark());
    if (rule.entry == Entry::Advise) plan_.advice.push_back(remark());
    if (rule.entry == Entry::Teach) plan_.symptoms_to_teach.emplace_back(rule.activity);
    if (rule.entry == Entry::Stop)
      plan_.stops.push_back({std::string(rule.activity), std::string(rule.condition), rule.until, rule.source});
    if (rule.entry == Entry::Task &&
        std::find(plan_.tests.begin(), plan_.tests.end(), rule.activity) == plan_.tests.end())
      plan_.tests.emplace_back(rule.activity);
  }

  std::vector<Chain> chains() const {
    std::vector<std::pair<std::string_view, std::vector<const Rule*>>> by_activity;
    for (const Rule* rule : rules_) {
      if (rule->entry != Entry::Task) continue;
      auto found = std::find_if(by_activity.begin(), by_activity.end(),
                                [&](const auto& each) { return each.first == rule->activity; });
      if (found == by_activity.end()) found = by_activity.insert(by_activity.end(), {rule->activity, {}});
      found->second.push_back(rule);
    }
    std::vector<Chain> chains;
    for (auto& [activity, rules] : by_activity) chains.emplace_back(std::move(rules));
    return chains;
  }

  /// The day the rows of a chain count from: their own, else that of the guideline.
  std::optional<Day> anchor_of(const Chain& chain) const {
    std::optional<Day> day;
    if (treated_.is_known()) day = treated_.latest();
    const std::string_view event = chain.first().after;
    if (event.empty()) return day;
    if (event == "diagnostic mammogram" && mammogram_) return mammogram_;
    const auto own = day ? history_.day_of(event, *day) : std::nullopt;
    return own ? own : day;
  }

  FollowUpTask task_of(const Rule& rule) const {
    FollowUpTask task;
    task.activity = rule.activity;
    task.kind = rule.kind;
    task.condition = rule.condition;
    task.strength = rule.strength;
    task.owner = owner_of(rule.kind);
    task.interval = rule.every;
    task.source = rule.source;
    task.row = rule.row;
    return task;
  }

  void add_chain(const Chain& chain) {
    add_schedule(chain);
    const auto anchor = anchor_of(chain);
    if (!anchor) {
      plan_.tasks.push_back(task_of(chain.first()));
      return;
    }
    const auto rule = chain.in_force(*anchor, history_.as_of());
    if (rule) add_task(chain, *rule, *anchor);
    for (const Rule* each : chain.rules())
      if (const Day begin = after(*anchor, each->from); begin > history_.as_of()) {
        FollowUpTask task = task_of(*each);
        task.due_from = PartialDate::from_day(begin);
        plan_.later.push_back(std::move(task));
      }
  }

  void add_task(const Chain& chain, std::size_t rule, Day anchor) {
    FollowUpTask task = task_of(*chain.rules()[rule]);
    task.interval = chain.interval(rule, anchor, history_.as_of());
    std::optional<Day> last_done;
    if (const Done* done = history_.last_done(chain.first().meaning,
                                              treated_.is_known() ? std::max(anchor, treated_.latest()) : anchor)) {
      last_done = done->day;
      task.last_done = done->fact->effective;
      task.evidence = done->fact->id;
    }
    std::optional<Day> not_before;
    if (!chain.first().not_before.empty())
      if (const auto day = history_.day_of(chain.first().not_before, anchor))
        not_before = after(*day, chain.first().not_before_length);
    if (const auto due = chain.next_due(rule, anchor, last_done, not_before)) {
      if (due->from) task.due_from = PartialDate::from_day(*due->from);
      if (due->to) task.due_to = PartialDate::from_day(*due->to);
      if (due->from || due->to) task.status = status_on(*due, history_.as_of());
    }
    plan_.tasks.push_back(std::move(task));
  }

  void add_schedule(const Chain& chain) {
    const Rule& first = chain.first();
    Chain::Months months = chain.months();
    if (!months.months.empty())
      plan_.schedules.push_back({std::string(first.activity), std::move(months.months), months.goes_on, first.source});
    for (const Chain::Count& count : chain.counts())
      plan_.counts.push_back({std::string(first.activity) + " " + count.period, count.least, count.most, first.source});
    const bool said = std::any_of(plan_.stops.begin(), plan_.stops.end(),
                                  [&](const statement::ActivityStop& each) { return each.activity == first.activity; });
    if (!said && chain.last().until.is_given())
      plan_.stops.push_back(
          {std::string(first.activity), std::string(chain.last().condition), chain.last().until, chain.last().source});
  }

  void add_open() {
    for (const rules::CollectedRow& row : request_.rows->open) {
      const std::string_view entry = row.result("entry");
      if (entry == "anchor" || entry == "teach") continue;
      const Result<Rule>& rule = request_.book->rule(row);
      if (!rule) continue;
      statement::OpenRow open{std::string(rule->activity), {row.asks.begin(), row.asks.end()}, {}, rule->source};
      for (const std::string_view name : row.asks)
        for (const rules::InputDeclaration& input : pack_.inputs())
          if (input.name == name) open.asks.push_back(input.meaning);
      const bool known = std::any_of(plan_.open.begin(), plan_.open.end(), [&](const statement::OpenRow& each) {
        return each.activity == open.activity && each.inputs == open.inputs;
      });
      if (!known) plan_.open.push_back(std::move(open));
    }
  }

  const rules::Pack& pack_;
  const History& history_;
  const PlanRequest& request_;
  std::vector<DataIssue>& issues_;
  std::vector<const Rule*> rules_;
  FollowUpPlan plan_;
  PartialDate treated_;  ///< the anchor of all rows without one of their own
  std::optional<Day> mammogram_;
};

}  // namespace

std::string_view guideline_of(const rules::Pack& pack) {
  return std::string_view(pack.identity().id).substr(kPackPrefix.size());
}

const Result<Rule>& RuleBook::rule(const rules::CollectedRow& row) {
  const auto found = rules_.find(row.rule);
  return found != rules_.end() ? found->second : rules_.emplace(row.rule, read_rule(row, *pack_)).first->second;
}

Result<FollowUpPlan> make_plan(const PlanRequest& request, std::vector<DataIssue>& issues) {
  return PlanMaker(request, issues).run();
}

}  // namespace restage::followup
