// SPDX-License-Identifier: Apache-2.0
#include "staging/stage_statement.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "rules/pack/value_order.h"
#include "staging/assume.h"
#include "staging/category_reasons.h"

namespace restage::staging {
namespace {

constexpr std::pair<Axis, std::string_view> kAxes[] = {{Axis::T, "t"}, {Axis::N, "n"}, {Axis::M, "m"}};

statement::Category& category_of(statement::Statement& statement, Axis axis) {
  return axis == Axis::T ? statement.t : axis == Axis::N ? statement.n : statement.m;
}

std::string& stated_value(statement::StatedStage& stage, Axis axis) {
  switch (axis) {
    case Axis::T:
      return stage.t;
    case Axis::N:
      return stage.n;
    case Axis::M:
      return stage.m;
    case Axis::Group:
      break;
  }
  return stage.group;
}

bool has_input(const rules::Pack& pack, std::string_view name) {
  const auto inputs = pack.inputs();
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const rules::InputDeclaration& input) { return input.name == name; });
}

/// The inputs of one evaluation, as views; what was stated is left out where only findings are asked.
std::vector<rules::GivenInput> views_of(const GivenToTables& given, bool with_stated,
                                        const std::vector<std::string>& stated) {
  std::vector<rules::GivenInput> result;
  for (const auto& [name, value] : given.values) {
    const bool is_stated = std::find(stated.begin(), stated.end(), name) != stated.end();
    if (with_stated || !is_stated) result.push_back({name, value});
  }
  return result;
}

class Stager {
 public:
  Stager(const StagingContext& context, const TimePoint& point, const rules::Pack& pack, const Evidence& evidence,
         std::vector<DataIssue>& issues)
      : context_(context), point_(point), pack_(pack), evidence_(evidence), issues_(issues) {}

  void run(statement::Statement& statement, const std::string& table) {
    gather(statement, table);
    const auto classification = to_string(point_.classification);
    // With no finding on any axis the chain starts at the categories; nothing is asked of the finding tables.
    const bool any_finding = has_findings("t") || has_findings("n") || has_findings("m");
    start_ = any_finding ? rules::Pack::Start::Findings : rules::Pack::Start::Categories;
    PackMemory& memory = *context_.memory;
    const auto from_findings = memory.evaluate(pack_, classification, views_of(given_, false, stated_), start_);
    if (any_finding) drop_ruled_out(*from_findings);
    const auto given = views_of(given_, true, stated_);
    const auto with_stated = stated_.empty() ? from_findings : memory.evaluate(pack_, classification, given, start_);
    const rules::Evaluation& all = *with_stated;
    const rules::Evaluation& findings = *from_findings;
    for (const auto& [axis, name] : kAxes) {
      set_category(statement, axis, std::string(name), all, findings);
      statement::Category& category = category_of(statement, axis);
      category.exists = !category.value.empty() || has_input(pack_, name) || all.output(name) != nullptr;
    }
    set_group(statement, all, given);
    const std::size_t first_rule = statement.rules.size();
    for (const rules::RuleReference& rule : all.rules)
      statement.rules.push_back({pack_.identity().id, std::string(rule.table), std::string(rule.row),
                                 std::string(rule.source), rule.verified});
    statement.rests_on_unverified = all.rests_on_unverified;
    for (const rules::InputProblem& problem : all.problems) report(problem);
    add_reasons(statement, pack_, all, evidence_, given_, first_rule);
  }

 private:
  void gather(statement::Statement& statement, const std::string& table) {
    for (const ChosenInput& input : evidence_.inputs) {
      // Some positive node, and a stated category that says which: the category.
      const StatedCategory* said = input.name == "n" ? evidence_.stated_on(Axis::N) : nullptr;
      if (said != nullptr && rules::ValueOrder(&pack_, "n").narrows(said->value, input.value)) continue;
      given_.values.emplace_back(input.name, input.value);
      (input.axis == "factor" ? statement.factors : statement.findings).emplace_back(input.name, input.value);
    }
    const auto add_factor = [&](const std::string& name, const std::string& value) {
      if (value.empty() || !has_input(pack_, name)) return;
      given_.values.emplace_back(name, value);
      statement.factors.emplace_back(name, value);
    };
    add_factor("table", table);
    constexpr std::pair<std::string_view, int> kAges[] = {{"age", 12}, {"age_months", 1}};
    for (const auto& [name, months] : kAges)
      if (chosen(name) == nullptr)
        add_factor(std::string(name), age_at_diagnosis(*context_.course, context_.calendar->diagnosed, months));
    for (const auto& [axis, name] : kAxes) {
      const StatedCategory* stated = evidence_.stated_on(axis);
      const bool taken = std::any_of(given_.values.begin(), given_.values.end(),
                                     [&](const auto& input) { return input.first == name; });
      if (stated == nullptr || taken || !has_input(pack_, name)) continue;
      given_.values.emplace_back(std::string(name), stated->value);
      stated_.emplace_back(name);
    }
    if (context_.options->assume_cm0 && evidence_.stated_on(Axis::M) == nullptr && !has_findings("m") &&
        has_input(pack_, "m")) {
      given_.values.emplace_back("m", "M0");
      stated_.emplace_back("m");
      given_.m_by_policy = true;
    }
    given_.strict = context_.options->strict;
    assume(context_, point_, pack_, evidence_, given_);
    for (const statement::Assumption& assumption : given_.assumed)
      if (assumption.input == "t" || assumption.input == "n" || assumption.input == "m")
        stated_.push_back(assumption.input);
  }

  /// A stated category that the findings rule out is not used; the findings stand.
  void drop_ruled_out(const rules::Evaluation& findings) {
    std::erase_if(stated_, [&](const std::string& name) {
      const StatedCategory* said = name == "group" ? nullptr : evidence_.stated_on(axis_of_name(name));
      const rules::OutputValue* output = findings.output(name);
      if (said == nullptr || !has_findings(name) || output == nullptr || output->possible.empty()) return false;
      if (std::any_of(output->possible.begin(), output->possible.end(),
                      [&](std::string_view value) { return rules::is_compatible(value, said->value); }))
        return false;
      std::erase_if(given_.values, [&](const auto& input) { return input.first == name; });
      return true;
    });
  }

  bool has_findings(std::string_view axis) const {
    return std::any_of(evidence_.inputs.begin(), evidence_.inputs.end(),
                       [&](const ChosenInput& input) { return input.axis == axis; });
  }

  /// Whether conventions answered what the tables ask on this axis, where the record holds no value of it.
  bool assumes_findings_of(std::string_view axis) const {
    return std::any_of(given_.assumed.begin(), given_.assumed.end(), [&](const statement::Assumption& assumption) {
      const auto inputs = pack_.inputs();
      return std::any_of(inputs.begin(), inputs.end(), [&](const rules::InputDeclaration& input) {
        return input.name == assumption.input && axis_of_input(input) == axis;
      });
    });
  }

  void set_category(statement::Statement& statement, Axis axis, const std::string& name, const rules::Evaluation& all,
                    const rules::Evaluation& findings) {
    statement::Category& category = category_of(statement, axis);
    const StatedCategory* stated = evidence_.stated_on(axis);
    const rules::OutputValue* output = all.output(name);
    const bool by_policy = axis == Axis::M && given_.m_by_policy;
    const statement::Assumption* assumption = given_.assumption(name);
    const std::string given = by_policy               ? "M0"
                              : assumption != nullptr ? assumption->value
                              : stated != nullptr     ? stated->value
                                                      : std::string();
    const bool ruled_out =
        stated != nullptr && std::find(stated_.begin(), stated_.end(), name) == stated_.end() && has_findings(name);
    const bool only_given = !ruled_out && (output == nullptr || output->from_given);
    if (only_given && !given.empty()) {
      const std::string_view narrowed = all.single(name);
      category.value = !narrowed.empty() && rules::is_compatible(narrowed, given) ? std::string(narrowed) : given;
      category.basis = by_policy               ? statement::Basis::Policy
                       : assumption != nullptr ? statement::Basis::Convention
                                               : statement::Basis::Stated;
    } else if (const ChosenInput* direct = chosen(name); only_given && direct != nullptr) {
      category.value = direct->value;
      category.basis = statement::Basis::Findings;
    } else if (output != nullptr && has_findings(name)) {
      category.value = all.single(name);
      if (category.value.empty())
        category.possible.assign(output->possible.begin(), output->possible.end());
      else
        category.basis = statement::Basis::Findings;
      mark_foci(statement, axis, category);
    } else if (output != nullptr && axis == Axis::T && assumes_findings_of("t") && !all.single(name).empty()) {
      category.value = all.single(name);
      category.basis = statement::Basis::Convention;
    }
    compare(statement, axis, name, findings, stated);
  }

  /// Several tumors in one organ: T is the one of the largest, marked (m), unless their number is part of T here.
  /// SOURCE: UICC 8 general rules, multiple tumors in one organ.
  void mark_foci(statement::Statement& statement, Axis axis, statement::Category& category) const {
    if (axis != Axis::T || !category.suffixes.empty() || pack_.identity().multiple_counted) return;
    for (const ChosenInput& input : evidence_.inputs)
      if (input.axis == "t" && input.foci > 1) {
        category.suffixes = "(m)";
        statement.notes.emplace_back(statement::note::LargestOfSeveral{input.foci});
      }
  }

  const ChosenInput* chosen(std::string_view name) const {
    const auto found = std::find_if(evidence_.inputs.begin(), evidence_.inputs.end(),
                                    [&](const ChosenInput& input) { return input.name == name; });
    return found == evidence_.inputs.end() ? nullptr : &*found;
  }

  void compare(statement::Statement& statement, Axis axis, const std::string& name, const rules::Evaluation& findings,
               const StatedCategory* stated) {
    const rules::OutputValue* output = findings.output(name);
    if (stated == nullptr || !has_findings(name) || output == nullptr || output->possible.empty()) return;
    statement.stated->compared = true;
    for (const std::string_view value : output->possible)
      if (rules::is_compatible(value, stated->value)) return;
    std::vector<std::string> possible(output->possible.begin(), output->possible.end());
    const std::string computed = text::join(possible, " or ");
    contradicted_.push_back(name);
    statement.stated->agrees = false;
    statement.stated->differences.push_back({axis, std::move(possible), stated->value});
    issues_.push_back({IssueCode::CategoryContradictory, Severity::Warning,
                       course::place_of(*evidence_.stated.at(axis)),
                       "The findings of the " + std::string(to_string(point_.classification)) + " window give " +
                           computed + "; the stated category is " + stated->value + ".",
                       "Check the measurement and the stated category; the findings are used."});
  }

  void set_group(statement::Statement& statement, const rules::Evaluation& all,
                 const std::vector<rules::GivenInput>& given) {
    const rules::OutputValue* output = all.output("group");
    statement.status = all.status;
    if (point_.classification == Classification::Recurrence) {
      statement.status = statement::Status::NoGroup;
      return;
    }
    if (output != nullptr) statement.possible.assign(output->possible.begin(), output->possible.end());
    if (all.status != rules::EvaluationStatus::Ambiguous) std::erase(statement.possible, "none");
    if (all.status == rules::EvaluationStatus::Determined) statement.group = all.single("group");
    if (statement.group == "none") statement.group.clear();
    // What could overrule a stated category is not asked for; what nobody has said yet is.
    const auto add_open = [&](const std::vector<std::string>& names, std::vector<std::string>& list) {
      for (const std::string& name : names)
        if (!is_stated_axis(statement, name)) list.push_back(name);
    };
    add_open(all.missing, statement.missing);
    add_open(all.immaterial, statement.immaterial);
    if (all.status != rules::EvaluationStatus::Ambiguous) return;
    for (const rules::Decider& decider :
         context_.memory->deciders(pack_, to_string(point_.classification), given, start_)) {
      if (is_stated_axis(statement, decider.input)) continue;
      for (const rules::Decider::Branch& branch : decider.branches)
        statement.would_decide.push_back({decider.input, branch.values, branch.results});
    }
  }

  bool is_stated_axis(statement::Statement& statement, std::string_view name) const {
    for (const rules::InputDeclaration& input : pack_.inputs()) {
      if (input.name != name) continue;
      const std::string_view of = axis_of_input(input);
      for (const auto& [axis, axis_name] : kAxes)
        if (axis_name == of &&
            (category_of(statement, axis).basis == statement::Basis::Stated ||
             category_of(statement, axis).basis == statement::Basis::Convention) &&
            is_leaf(axis_name, category_of(statement, axis).value))
          return true;
    }
    return false;
  }

  /// TX and a bare T1 leave something to decide; a full category does not.
  bool is_leaf(std::string_view axis, std::string_view value) const {
    for (const rules::InputDeclaration& input : pack_.inputs()) {
      if (input.name != axis) continue;
      const auto at = std::find(input.values.begin(), input.values.end(), value);
      return at == input.values.end() || static_cast<std::size_t>(at - input.values.begin()) < input.leaves;
    }
    return true;
  }

  void report(const rules::InputProblem& problem) {
    if (std::find(contradicted_.begin(), contradicted_.end(), problem.input) != contradicted_.end()) return;
    std::string place = context_.calendar->tumor->id;
    for (const auto& [axis, name] : kAxes)
      if (name == problem.input && evidence_.stated_on(axis) != nullptr)
        place = course::place_of(*evidence_.stated.at(axis));
    if (const ChosenInput* input = chosen(problem.input); input != nullptr && !input->facts.empty())
      for (const Fact* fact : evidence_.admitted)
        if (fact->id == input->facts.front()) place = course::place_of(*fact);
    const bool category = problem.input == "t" || problem.input == "n" || problem.input == "m";
    const IssueCode code = category ? IssueCode::CategoryNotInSystem : IssueCode::CodeUnknown;
    issues_.push_back({code, severity_of(code), place,
                       pack_.identity().id + ", " + problem.input + " " + problem.value + ": " + problem.message,
                       problem.remedy});
  }

  const StagingContext& context_;
  const TimePoint& point_;
  const rules::Pack& pack_;
  const Evidence& evidence_;
  std::vector<DataIssue>& issues_;
  GivenToTables given_;
  std::vector<std::string> stated_;
  std::vector<std::string> contradicted_;
  rules::Pack::Start start_ = rules::Pack::Start::Findings;
};

void collect_stated(statement::Statement& statement, const Evidence& evidence) {
  statement::StatedStage stage;
  for (const auto& [axis, fact] : evidence.stated) {
    const auto& category = std::get<StatedCategory>(fact->payload);
    stated_value(stage, axis) = category.value;
    stage.facts.push_back(fact->id);
    if (stage.edition.empty()) stage.edition = category.edition;
    if (axis != Axis::Group) category_of(statement, axis).suffixes = category.suffixes;
  }
  if (!evidence.stated.empty()) statement.stated = std::move(stage);
}

/// c and p hold the M of any microscopic proof as pM; after therapy and in every y form M is the diagnostic one.
void set_prefixes(statement::Statement& statement, const Evidence& evidence) {
  const std::string own(to_string(statement.classification));
  statement.t.prefix = statement.n.prefix = statement.m.prefix = own;
  // Nodes that nobody took out are clinically free: cN0 completes the pathological row.
  if (statement.n.basis == statement::Basis::Convention && statement.n.value != "NX") statement.n.prefix = "c";
  if (statement.classification == Classification::Recurrence || statement.classification == Classification::Autopsy)
    return;
  const StatedCategory* stated = evidence.stated_on(Axis::M);
  const bool stated_p =
      stated != nullptr && stated->classification == Classification::Pathological && stated->value.starts_with("M1");
  const bool metastatic = statement.m.value.starts_with("M1");
  statement.m.prefix = metastatic && (evidence.microscopic_metastasis || stated_p) ? "p" : "c";
}

std::string statement_id(const StagingContext& context, const TimePoint& point, const rules::Pack* pack,
                         const std::string& table) {
  std::string id = context.calendar->tumor->id + "/" + std::string(to_string(point.classification));
  if (point.number > 1) id += std::to_string(point.number);
  if (pack != nullptr) id += "/" + pack->identity().id;
  if (!table.empty()) id += "/" + table;
  return id;
}

/// AJCC, UICC and an unnamed system write the same groups; Binet A says nothing about a Lugano stage.
bool same_system(std::string_view stated, std::string_view computed) {
  const auto is_tnm = [](std::string_view system) {
    return system.empty() || system == "AJCC" || system == "UICC" || system == "TNM";
  };
  return stated == computed || (is_tnm(stated) && is_tnm(computed)) || stated.empty();
}

/// Whether the window says anything this pack stages by. A system without T, N and M is staged by its factors; after
/// an operation only what the specimen showed makes a statement of its own.
bool says_something(const Evidence& evidence, Classification classification, const rules::Pack* pack) {
  const bool after_therapy = classification == Classification::PostTherapyClinical ||
                             classification == Classification::PostTherapyPathological;
  if (evidence.has_staging_facts(!after_therapy)) return true;
  if (pack == nullptr || classification == Classification::PostTherapyClinical ||
      classification == Classification::Recurrence)
    return false;
  const auto inputs = pack->inputs();
  const bool by_factors = std::all_of(inputs.begin(), inputs.end(), [](const rules::InputDeclaration& input) {
    return input.role == rules::InputRole::Factor;
  });
  return by_factors && evidence.has_factors(classification != Classification::Clinical);
}

std::string few(const std::vector<std::string>& groups) {
  return groups.size() > 4 ? groups.front() + " to " + groups.back() : text::join(groups, " or ");
}

void compare_group(statement::Statement& statement, std::vector<DataIssue>& issues, const Evidence& evidence) {
  if (!statement.stated || statement.stated->group.empty()) return;
  if (!same_system(evidence.stated_on(Axis::Group)->system, statement.system)) return;
  const std::string& stated = statement.stated->group;
  std::vector<std::string> computed =
      statement.group.empty() ? statement.possible : std::vector<std::string>{statement.group};
  if (computed.empty()) return;
  statement.stated->compared = true;
  for (const std::string& group : computed)
    if (rules::is_compatible(group, stated)) return;
  statement.stated->agrees = false;
  statement.stated->differences.push_back({Axis::Group, computed, stated});
  issues.push_back({IssueCode::StageContradictory, Severity::Warning,
                    course::place_of(*evidence.stated.at(Axis::Group)),
                    "The stated " + std::string(to_string(statement.classification)) + " group is " + stated +
                        "; T, N, M and factors give " + few(computed) + " (" + statement.pack_id + ").",
                    "Check the categories and the edition; both values are shown."});
}

statement::Statement start_statement(const StagingContext& context, const TimePoint& point, const rules::Pack* pack,
                                     const std::string& table, const Evidence& evidence) {
  statement::Statement statement;
  statement.id = statement_id(context, point, pack, table);
  statement.classification = point.classification;
  statement.date = point.date.is_known() ? point.date : evidence.latest;
  statement.undated = !statement.date.is_known();
  std::unordered_set<std::string_view> seen;
  for (const std::string& id : point.anchors)
    if (seen.insert(id).second) statement.anchors.push_back(id);
  statement.notes = point.notes;
  for (const Fact* fact : evidence.admitted) {
    statement.evidence.push_back(fact->id);
    if (!fact->effective.is_known()) statement.undated = true;
  }
  for (const ChosenInput& input : evidence.inputs)
    if (!input.parts.empty())
      statement.notes.emplace_back(statement::note::Summed{input.name, input.value, input.parts});
  statement.refused = evidence.refused;
  statement.rules = evidence.rules;
  if (pack != nullptr) {
    const rules::PackIdentity& identity = pack->identity();
    statement.system = identity.system;
    statement.edition = identity.edition;
    statement.pack_id = identity.id;
    statement.pack_version = identity.version;
    statement.pack_hash = identity.content_hash;
    const auto& provisional = identity.provisional;
    if (std::find(provisional.begin(), provisional.end(), to_string(point.classification)) != provisional.end())
      statement.provisional = identity.provisional_because;
  }
  collect_stated(statement, evidence);
  return statement;
}

/// What the morphology and the topography of the primary say by themselves, where no finding does: a carcinoma in situ
/// of any size is in situ, C15.4 is the middle third. A specimen is still needed for p and yp, and a recurrence is not
/// described by the first tumor.
std::vector<statement::Note> add_codes_of_primary(Evidence& evidence, const Tumor& tumor, Classification classification,
                                                  const rules::Pack* pack) {
  if (pack == nullptr || classification == Classification::Recurrence) return {};
  const bool specimen =
      classification == Classification::Pathological || classification == Classification::PostTherapyPathological;
  std::vector<ChosenInput> added;
  statement::note::ByMorphology by_morphology{tumor.site.histology, tumor.site.behavior, {}};
  statement::note::ByTopography by_topography{tumor.site.topography, {}};
  for (const rules::InputDeclaration& input : pack->inputs()) {
    std::string value;
    if (!tumor.site.histology.empty()) value = input.value_from_morphology(tumor.site.histology, tumor.site.behavior);
    const bool topography = value.empty();
    if (topography) value = input.value_from_topography(tumor.site.topography);
    const std::string_view axis = axis_of_input(input);
    if (evidence.contradicted.contains(std::string(axis))) continue;
    const auto is = [&](const ChosenInput& other) { return other.name == input.name; };
    if (value.empty() || std::any_of(evidence.inputs.begin(), evidence.inputs.end(), is)) continue;
    const auto of_specimen = [&](const ChosenInput& other) { return other.axis == axis && other.from_specimen; };
    if (axis != "factor" && specimen && std::none_of(evidence.inputs.begin(), evidence.inputs.end(), of_specimen))
      continue;
    (topography ? by_topography.inputs : by_morphology.inputs).emplace_back(input.name, value);
    added.push_back({input.name, value, std::string(axis), {}, specimen, false});
  }
  for (ChosenInput& input : added) evidence.inputs.push_back(std::move(input));
  std::vector<statement::Note> notes;
  if (!by_morphology.inputs.empty()) notes.emplace_back(std::move(by_morphology));
  if (!by_topography.inputs.empty()) notes.emplace_back(std::move(by_topography));
  return notes;
}

}  // namespace

std::string age_at_diagnosis(const Course& course, const PartialDate& diagnosed, int months_each) {
  const std::optional<PartialDate> born = PartialDate::parse(course.birth_date);
  if (!born || !diagnosed.is_known()) return {};
  const auto units = [&](Day from, Day to) {
    const PartialDate first = PartialDate::from_day(from), last = PartialDate::from_day(to);
    const int months = (last.year() - first.year()) * 12 + static_cast<int>(last.month()) -
                       static_cast<int>(first.month()) - (last.day() < first.day() ? 1 : 0);
    return months < 0 ? -1 : months / months_each;
  };
  const int youngest = units(born->latest(), diagnosed.earliest());
  const int oldest = units(born->earliest(), diagnosed.latest());
  return youngest == oldest && youngest >= 0 ? std::to_string(youngest) : std::string();
}

std::vector<statement::Statement> make_statements(const StagingContext& context, const TimePoint& point,
                                                  const rules::Pack* pack, std::vector<DataIssue>& issues) {
  std::vector<statement::Statement> statements;
  Evidence evidence = collect_evidence(*context.calendar, point.classification, pack, *context.rules, point.recurrence);
  const bool own_stated =
      !evidence.stated.empty() && std::any_of(evidence.stated.begin(), evidence.stated.end(), [&](const auto& entry) {
        const auto& category = std::get<StatedCategory>(entry.second->payload);
        return category.classification == point.classification;
      });
  if (!says_something(evidence, point.classification, pack) || (point.needs_stated && !own_stated)) {
    for (const statement::RefusedFact& refused : evidence.refused)
      context.unplaced->push_back({point.classification, refused.id, refused.reason});
    return statements;
  }
  const std::vector<statement::Note> by_codes =
      add_codes_of_primary(evidence, *context.calendar->tumor, point.classification, pack);
  issues.insert(issues.end(), evidence.issues.begin(), evidence.issues.end());
  std::vector<std::string> tables = {""};
  if (pack != nullptr)
    for (const rules::InputDeclaration& input : pack->inputs())
      if (input.name == "table" && input.role == rules::InputRole::Factor && !input.values.empty())
        tables = input.values;
  // Only a table that gives this classification a group of its own makes a second statement.
  if (point.classification != Classification::Clinical && point.classification != Classification::Pathological)
    tables = {""};
  std::vector<DataIssue> found;
  for (const std::string& table : tables) {
    statement::Statement statement = start_statement(context, point, pack, table, evidence);
    if (pack != nullptr) {
      Stager(context, point, *pack, evidence, found).run(statement, table);
    } else {
      statement.status = statement::Status::NoSystem;
      for (const auto& [axis, name] : kAxes)
        if (const StatedCategory* stated = evidence.stated_on(axis)) {
          category_of(statement, axis).value = stated->value;
          category_of(statement, axis).basis = statement::Basis::Stated;
        }
      add_stated_reasons(statement, evidence);
    }
    set_prefixes(statement, evidence);
    compare_group(statement, found, evidence);
    if (point.needs_stated && point.missing_event != statement::MissingEvent::None)
      statement.notes.emplace_back(statement::note::EventMissing{point.missing_event});
    statement.notes.insert(statement.notes.end(), by_codes.begin(), by_codes.end());
    if (evidence.unclassified_stated) statement.notes.emplace_back(statement::note::ClassificationByDate{});
    if (statement.undated) statement.notes.emplace_back(statement::note::Undated{});
    statements.push_back(std::move(statement));
  }
  // A stated group does not say which table it came from: it differs only when it differs from every one.
  const auto agrees = [](const statement::Statement& statement) {
    return !statement.stated || statement.stated->agrees;
  };
  if (statements.size() > 1 && std::any_of(statements.begin(), statements.end(), agrees))
    std::erase_if(found, [](const DataIssue& issue) { return issue.code == IssueCode::StageContradictory; });
  issues.insert(issues.end(), found.begin(), found.end());
  return statements;
}

}  // namespace restage::staging
