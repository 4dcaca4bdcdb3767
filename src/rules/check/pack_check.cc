// SPDX-License-Identifier: Apache-2.0
#include "rules/check/pack_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "rules/check/case_coverage.h"
#include "rules/check/collect_check.h"
#include "rules/check/table_check.h"
#include "rules/pack/pack_choice.h"
#include "rules/pack/pack_reader.h"
#include "rules/run/compiled_pack.h"

namespace restage::rules {

std::size_t PackReport::error_count() const {
  return static_cast<std::size_t>(
      std::count_if(problems.begin(), problems.end(), [](const PackProblem& each) { return each.is_error; }));
}

namespace {

std::set<std::string> parts_of(std::string_view text) {
  std::set<std::string> parts;
  for (const std::string_view part : text::split(text, ';'))
    if (const auto trimmed = text::trim(part); !trimmed.empty()) parts.emplace(trimmed);
  return parts;
}

std::string joined(const std::set<std::string>& parts) { return text::join({parts.begin(), parts.end()}, ";"); }

class PackCheck {
 public:
  PackCheck(const PackFiles& files, PackReport& report) : files_(files), report_(report) {}

  void run() {
    PackModel model = read_pack(files_);
    report_.id = model.identity.id.empty() ? files_.folder : model.identity.id;
    report_.problems = std::move(model.problems);
    model.problems.clear();
    const bool readable = report_.error_count() == 0;
    auto program = Program::compile(std::move(model));
    for (const PackProblem& problem : program->model().problems) report_.problems.push_back(problem);
    for (const TableModel& table : program->model().tables) report_.row_count += table.rows.size();
    check_inputs(program->model());
    check_sources(program->model());
    for (const TableStep& step : program->tables()) check_table(*program, step, report_.problems);
    const std::vector<PackCase> cases = read_cases(files_, program->model(), report_.problems);
    report_.case_count = cases.size();
    if (!readable ||
        report_.problems.end() != std::find_if(report_.problems.begin(), report_.problems.end(),
                                               [](const auto& each) { return each.code == "set-too-wide"; })) {
      report_.failed_case_count = cases.size();
      return;
    }
    const CompiledPack pack(std::move(program));
    CaseCoverage coverage(*pack.program());
    CollectCheck collected(pack, pack.program()->model());
    for (const PackCase& each : cases) run_case(pack, each, coverage, collected);
    coverage.report(report_.problems);
    collected.report(report_.problems);
    check_covered(*pack.program());
  }

 private:
  void report(bool is_error, std::string code, std::string file, std::string row, std::string column,
              std::string message) {
    report_.problems.push_back(
        {is_error, std::move(code), std::move(file), std::move(row), std::move(column), std::move(message)});
  }

  /// Results of a collect table are free text, whose words may be inputs that an engine looks up.
  static void add_named_in_results(const TableModel& table, std::set<std::string>& used) {
    for (const RowModel& row : table.rows)
      for (const std::string& result : row.results)
        for (const std::string_view part : text::split(result, ';'))
          for (const std::string_view word : text::split(part, ' ')) used.emplace(word);
  }

  void check_inputs(const PackModel& model) {
    std::set<std::string> used;
    for (const TableModel& table : model.tables) {
      used.insert(table.columns.begin(), table.columns.end());
      used.insert(table.results.begin(), table.results.end());
      for (const Condition& condition : table.when) used.insert(condition.input);
      if (table.collect) add_named_in_results(table, used);
    }
    for (const MeasureModel& measure : model.measures)
      used.insert(measure.expression.names().begin(), measure.expression.names().end());
    for (const AppliesModel& applies : model.applies)
      for (const Condition& condition : applies.when) used.insert(condition.input);
    for (const InputModel& input : model.inputs) {
      const std::string& name = input.declaration.name;
      if (name != "classification" && !used.contains(name))
        report(true, "unused-input", "pack.toml", "", name, "is declared and used by no table; leave it out");
      if (name != "classification" && input.declaration.meaning.empty())
        report(true, "meaning-missing", "pack.toml", "", name, "has no meaning; say what it is in one line");
    }
    std::set<std::string> outputs(used);
    for (const OutputModel& output : model.outputs) {
      const bool given = std::any_of(model.tables.begin(), model.tables.end(),
                                     [&](const TableModel& table) {
                                       return std::find(table.results.begin(), table.results.end(), output.name) !=
                                              table.results.end();
                                     }) ||
                         std::any_of(model.measures.begin(), model.measures.end(),
                                     [&](const MeasureModel& measure) { return measure.name == output.name; });
      if (!given)
        report(true, "output-unknown", "pack.toml", "", output.name, "is declared as [[output]] and given by no table");
    }
  }

  void check_sources(const PackModel& model) {
    if (model.sources.empty()) report(true, "source-missing", "pack.toml", "", "source", "the pack names no source");
    if (model.identity.summary.empty()) report(false, "summary-missing", "pack.toml", "", "summary", "is missing");
    if (model.applies.empty() && model.identity.kind != "convention")
      report(false, "applies-missing", "pack.toml", "", "applies",
             "the pack is never chosen by topography and histology");
  }

  static Pack::Start start_of(const PackModel& model, const PackCase& each) {
    if (each.start == "findings") return Pack::Start::Findings;
    if (each.start == "categories") return Pack::Start::Categories;
    for (const auto& [name, text] : each.wanted)
      if (const InputModel* input = model.input(name);
          input != nullptr && input->declaration.role == InputRole::Category)
        return Pack::Start::Findings;
    for (const auto& [name, text] : each.inputs)
      if (const InputModel* input = model.input(name);
          input != nullptr && input->declaration.role == InputRole::Finding)
        return Pack::Start::Findings;
    return Pack::Start::Categories;
  }

  void run_case(const CompiledPack& pack, const PackCase& each, CaseCoverage& coverage, CollectCheck& collected) {
    std::vector<GivenInput> given;
    std::string_view classification;
    for (const auto& [name, text] : each.inputs) {
      if (name == "classification")
        classification = text;
      else
        given.push_back({name, text});
    }
    const PackModel& model = pack.program()->model();
    std::vector<TableVisit> visits;
    const Evaluation evaluation = pack.evaluate_only(classification, given, start_of(model, each), &visits);
    std::vector<std::size_t> wanted_nodes;
    for (const auto& [name, wanted] : each.wanted)
      if (!collected.owns(name))
        wanted_nodes.push_back(name == "possible" || name == "status"
                                   ? pack.program()->final_node()
                                   : pack.program()->node_of(name).value_or(pack.program()->final_node()));
    coverage.add_case(visits, std::move(wanted_nodes));
    bool failed = false;
    const auto fail = [&](const std::string& column, const std::string& message) {
      report(true, "case-failed", "cases.tsv", each.id, column, message);
      failed = true;
    };
    for (const InputProblem& problem : evaluation.problems)
      fail(problem.input, problem.message + "; " + problem.remedy);
    const std::string_view final =
        pack.program()->has_final() ? pack.program()->nodes()[pack.program()->final_node()].name() : "group";
    collected.run_case(each, fail);
    for (const auto& [name, wanted] : each.wanted) {
      if (collected.owns(name)) continue;
      if (name == "status") {
        if (wanted != to_string(evaluation.status))
          fail("=status", "wanted " + wanted + ", got " + std::string(to_string(evaluation.status)));
        continue;
      }
      const std::string_view output = name == "possible" ? final : std::string_view(name);
      const std::string got = result_text(evaluation, output, final);
      if (parts_of(wanted) != parts_of(got))
        fail("=" + name, "wanted " + joined(parts_of(wanted)) + ", got " + (got.empty() ? "nothing" : got) +
                             rules_text(evaluation));
      else
        for (const std::string& value : parts_of(wanted)) covered_values_.emplace(output, value);
    }
    report_.failed_case_count += failed ? 1 : 0;
  }

  static std::string result_text(const Evaluation& evaluation, std::string_view output, std::string_view final) {
    if (output == final &&
        (evaluation.status == EvaluationStatus::NoGroup || evaluation.status == EvaluationStatus::NotApplicable))
      return "none";
    const OutputValue* value = evaluation.output(output);
    if (value == nullptr) return {};
    std::string text;
    for (const std::string_view each : value->possible) text += (text.empty() ? "" : ";") + std::string(each);
    return text.empty() ? "none" : text;
  }

  static std::string rules_text(const Evaluation& evaluation) {
    std::string text;
    for (const RuleReference& rule : evaluation.rules)
      if (text.size() < 120)
        text += (text.empty() ? " by " : ", ") + std::string(rule.table) + " row " + std::string(rule.row);
    return text;
  }

  void check_covered(const Program& program) {
    for (const TableStep& step : program.tables()) {
      if (!program.has_final() || step.results.empty() || step.results.front() != program.final_node() ||
          step.model->sum)
        continue;
      std::set<std::string> missing;
      for (const RowModel& row : step.model->rows)
        if (const std::string& value = row.results.front();
            !value.empty() && value != "-" && !covered_values_.contains({step.model->results.front(), value}))
          missing.insert(value);
      for (const std::string& value : missing)
        report(true, "group-without-case", step.model->file, "", "=" + step.model->results.front(),
               "no case wants " + value);
    }
  }

  const PackFiles& files_;
  PackReport& report_;
  std::set<std::pair<std::string, std::string>, std::less<>> covered_values_;
};

/// "irs-group" of the id "irs-group-1972-rhabdomyosarcoma": one publisher may have several systems. The folder does
/// not tell, it depends on where the check began. Empty when the id is not system, edition, site.
std::string_view system_of_id(const PackHead& head) {
  std::string_view id = head.id;
  if (!id.ends_with("-" + head.site)) return {};
  id.remove_suffix(head.site.size() + 1);
  const std::size_t edition = id.rfind('-');
  return edition == std::string_view::npos ? std::string_view{} : id.substr(0, edition);
}

bool of_one_system(const PackHead& a, const PackHead& b) {
  const std::string_view left = system_of_id(a), right = system_of_id(b);
  return a.system == b.system && (left.empty() || right.empty() || left == right);
}

/// Two packs of one system and site must not be in force on the same day, and ids must be unique.
void check_together(const std::vector<PackFiles>& packs, std::vector<PackReport>& reports) {
  std::vector<PackHead> heads;
  for (const PackFiles& files : packs)
    heads.push_back(
        scan_head(files.find("pack.toml") != nullptr ? *files.find("pack.toml") : std::string_view{}, files.folder));
  for (std::size_t i = 0; i < heads.size(); ++i)
    for (std::size_t k = i + 1; k < heads.size(); ++k) {
      const PackHead &a = heads[i], &b = heads[k];
      if (a.id == b.id)
        reports[k].problems.push_back(
            {true, "id-twice", "pack.toml", "", "id", "`" + a.id + "` is also the id of " + packs[i].folder});
      if (a.site.empty() || a.site != b.site || a.is_risk || b.is_risk || !of_one_system(a, b)) continue;
      const bool apart = (a.diagnosed_until.is_known() && b.diagnosed_from.is_known() &&
                          a.diagnosed_until.surely_before(b.diagnosed_from)) ||
                         (b.diagnosed_until.is_known() && a.diagnosed_from.is_known() &&
                          b.diagnosed_until.surely_before(a.diagnosed_from));
      if (!apart)
        reports[k].problems.push_back({true, "overlapping-validity", "pack.toml", "", "diagnosed_from",
                                       "is in force on the same days as " + a.id + "; set diagnosed_until there"});
    }
}

}  // namespace

std::vector<PackReport> check_packs(const std::vector<PackFiles>& packs) {
  std::vector<PackFiles> wanted;
  for (const PackFiles& files : packs)
    if (files.find("pack.toml") != nullptr) wanted.push_back(files);
  std::vector<PackReport> reports(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    reports[i].folder = wanted[i].folder;
    PackCheck(wanted[i], reports[i]).run();
  }
  check_together(wanted, reports);
  return reports;
}

}  // namespace restage::rules
