// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_reader.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "base/text.h"
#include "base/tsv.h"
#include "rules/pack/cell.h"
#include "rules/pack/pack_toml.h"

namespace restage::rules {
namespace {

bool says_nothing(std::string_view result) { return result.empty() || result == "-"; }

InputModel classification_input() {
  InputModel input;
  input.declaration = {"classification",
                       InputRole::Factor,
                       InputType::Code,
                       "",
                       "Time frame of the statement: clinical, pathological, after therapy (clinical, pathological), "
                       "recurrence, autopsy",
                       {"c", "p", "yc", "yp", "r", "a"}};
  input.leaf_count = 6;
  return input;
}

class PackReader {
 public:
  explicit PackReader(const PackFiles& files) : files_(files) { model_.folder = files.folder; }

  PackModel run() {
    const std::string_view* toml = files_.find("pack.toml");
    if (toml == nullptr) {
      problem("pack.toml", "", "", "the folder has no pack.toml");
      return std::move(model_);
    }
    model_.inputs.push_back(classification_input());
    read_pack_toml(*toml, model_);
    std::vector<Tsv> texts;
    for (TableModel& table : model_.tables) texts.push_back(read_layout(table));
    for (std::size_t i = 0; i < model_.tables.size(); ++i) read_results(model_.tables[i], texts[i]);
    derive_models(texts);
    for (std::size_t i = 0; i < model_.tables.size(); ++i) {
      read_cells(model_.tables[i], texts[i]);
      check_results(model_.tables[i]);
    }
    check_conditions();
    report_unlisted_files();
    return std::move(model_);
  }

 private:
  struct Layout {
    std::vector<int> roles;  // per header cell: column number, or one of the marks below
    static constexpr int kRow = -1, kSource = -2, kNote = -3, kResult = -100;
  };

  void problem(std::string file, std::string row, std::string column, std::string message,
               std::string code = "table-malformed") {
    model_.problems.push_back(
        {true, std::move(code), std::move(file), std::move(row), std::move(column), std::move(message)});
  }

  Tsv read_layout(TableModel& table) {
    Layout& layout = layouts_.emplace_back();
    const std::string_view* text = files_.find(table.file);
    if (text == nullptr) {
      problem(table.file, "", "", "the file is missing");
      return {};
    }
    Tsv tsv = read_tsv(*text);
    for (const std::string_view name : tsv.header) {
      if (name == "row")
        layout.roles.push_back(Layout::kRow);
      else if (name == "source")
        layout.roles.push_back(Layout::kSource);
      else if (name == "note")
        layout.roles.push_back(Layout::kNote);
      else if (!name.empty() && name.front() == '=') {
        layout.roles.push_back(Layout::kResult - static_cast<int>(table.results.size()));
        table.results.emplace_back(name.substr(1));
      } else {
        layout.roles.push_back(static_cast<int>(table.columns.size()));
        table.columns.emplace_back(name);
      }
    }
    if (std::find(layout.roles.begin(), layout.roles.end(), Layout::kRow) == layout.roles.end())
      problem(table.file, "", "row", "the column `row` is missing");
    if (table.results.empty()) problem(table.file, "", "", "there is no result column; its name starts with =");
    if (table.sum && table.results.size() > 1)
      problem(table.file, "", "", "a table with hit = \"sum\" has one result column");
    return tsv;
  }

  void read_results(TableModel& table, const Tsv& tsv) {
    const Layout& layout = layouts_[static_cast<std::size_t>(&table - model_.tables.data())];
    for (const TsvLine& line : tsv.lines) {
      RowModel& row = table.rows.emplace_back();
      row.line = line.number;
      row.results.resize(table.results.size());
      for (std::size_t i = 0; i < line.cells.size() && i < layout.roles.size(); ++i) {
        const int role = layout.roles[i];
        if (role == Layout::kRow)
          row.id = line.cells[i];
        else if (role == Layout::kSource)
          row.source = line.cells[i];
        else if (role == Layout::kNote)
          row.note = line.cells[i];
        else if (role <= Layout::kResult)
          row.results[static_cast<std::size_t>(Layout::kResult - role)] = line.cells[i];
      }
      if (row.id.empty()) row.id = "line " + std::to_string(line.number);
      if (line.cells.size() > tsv.header.size())
        problem(table.file, row.id, "",
                "the row has " + std::to_string(line.cells.size()) + " cells, the header " +
                    std::to_string(tsv.header.size()));
    }
  }

  /// Outputs and measures that are no declared inputs can be tested by later tables: numbers when a formula or
  /// a comparison uses them, else codes.
  void derive_models(const std::vector<Tsv>& texts) {
    for (const MeasureModel& measure : model_.measures) derive(measure.name, true, {});
    for (const TableModel& table : model_.tables)
      for (std::size_t i = 0; i < table.results.size() && !table.collect; ++i) {
        const std::string& name = table.results[i];
        if (model_.column_model(name) != nullptr) continue;
        std::vector<std::string> values;
        if (const OutputModel* output = model_.output(name)) values = output->values;
        for (const TableModel& other : model_.tables)
          for (std::size_t k = 0; k < other.results.size(); ++k)
            if (other.results[k] == name)
              for (const RowModel& row : other.rows)
                if (!says_nothing(row.results[k]) &&
                    std::find(values.begin(), values.end(), row.results[k]) == values.end())
                  values.push_back(row.results[k]);
        std::erase(values, "none");
        derive(name, table.sum || is_used_as_number(name, values, texts), std::move(values));
      }
  }

  void derive(const std::string& name, bool number, std::vector<std::string> values) {
    InputModel& input = model_.derived.emplace_back();
    input.declaration.name = name;
    input.declaration.type = number ? InputType::Decimal : InputType::Code;
    if (number) return;
    input.leaf_count = static_cast<std::uint32_t>(values.size());
    input.declaration.values = std::move(values);
  }

  bool is_used_as_number(const std::string& name, const std::vector<std::string>& values,
                         const std::vector<Tsv>& texts) const {
    const bool numeric = !values.empty() && std::all_of(values.begin(), values.end(), [](const std::string& value) {
      return Decimal::parse(value).has_value();
    });
    if (!numeric) return false;
    for (const MeasureModel& measure : model_.measures)
      for (const std::string& operand : measure.expression.names())
        if (operand == name) return true;
    for (const Tsv& tsv : texts)
      for (std::size_t i = 0; i < tsv.header.size(); ++i)
        if (tsv.header[i] == name)
          for (const TsvLine& line : tsv.lines)
            if (i < line.cells.size() && line.cells[i].find_first_of("<>[(") != std::string_view::npos) return true;
    return false;
  }

  void read_cells(TableModel& table, const Tsv& tsv) {
    const Layout& layout = layouts_[static_cast<std::size_t>(&table - model_.tables.data())];
    std::vector<const InputModel*> models;
    for (const std::string& column : table.columns) {
      models.push_back(model_.column_model(column));
      if (models.back() == nullptr)
        problem(table.file, "", column, "is no input, no measure and no output of a table", "column-unknown");
    }
    std::set<std::string> ids;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      RowModel& row = table.rows[r];
      const TsvLine& line = tsv.lines[r];
      if (!ids.insert(row.id).second) problem(table.file, row.id, "row", "the row id is used twice");
      row.cells.resize(table.columns.size());
      for (std::size_t i = 0; i < layout.roles.size(); ++i) {
        if (layout.roles[i] < 0) continue;
        const auto column = static_cast<std::size_t>(layout.roles[i]);
        const std::string_view text = i < line.cells.size() ? line.cells[i] : std::string_view{};
        row.cells[column].any = true;
        if (models[column] == nullptr) continue;
        auto cell = parse_cell(text, *models[column]);
        if (cell)
          row.cells[column] = std::move(*cell);
        else
          problem(table.file, row.id, table.columns[column], cell.error().message, "code-unknown");
      }
      row.verified = is_verified(table, row);
    }
  }

  /// A source cell holds one or several source ids with a locator behind `#`, separated by `;`.
  bool is_verified(const TableModel& table, const RowModel& row) {
    if (row.source.empty()) {
      problem(table.file, row.id, "source", "the row names no source", "source-missing");
      return false;
    }
    bool verified = false;
    for (const std::string_view part : text::split(row.source, ';')) {
      const std::string_view trimmed = text::trim(part);
      if (trimmed.empty()) continue;
      const std::string_view id = trimmed.substr(0, trimmed.find_first_of("# "));
      const SourceDeclaration* source = model_.source(id);
      if (source == nullptr)
        problem(table.file, row.id, "source", "`" + std::string(id) + "` is no [[source]] of pack.toml",
                "source-missing");
      else
        verified = verified || source->verified;
    }
    return verified;
  }

  void check_results(const TableModel& table) {
    for (std::size_t k = 0; k < table.results.size(); ++k) {
      const std::string& name = table.results[k];
      const InputModel* input = model_.input(name);
      const OutputModel* output = model_.output(name);
      for (const RowModel& row : table.rows) {
        const std::string& result = row.results[k];
        if (says_nothing(result) || result == "none") continue;
        const std::string column = "=" + name;
        if (table.sum) {
          if (!Decimal::parse(result))
            problem(table.file, row.id, column, "`" + result + "` is not a number of points", "code-unknown");
        } else if (input != nullptr && !input->is_number()) {
          if (!input->value_number(result))
            problem(table.file, row.id, column, "`" + result + "` is not among the values of the input " + name,
                    "code-unknown");
        } else if (input != nullptr) {
          if (!Decimal::parse(result))
            problem(table.file, row.id, column, "`" + result + "` is not a number", "code-unknown");
        } else if (output != nullptr && !output->values.empty() &&
                   std::find(output->values.begin(), output->values.end(), result) == output->values.end()) {
          problem(table.file, row.id, column, "`" + result + "` is not among the values of [[output]] " + name,
                  "code-unknown");
        }
      }
    }
  }

  void check_conditions() {
    for (const TableModel& table : model_.tables)
      for (const Condition& condition : table.when) {
        const InputModel* input = model_.column_model(condition.input);
        if (input == nullptr || input->is_number() || input->declaration.type == InputType::Set) {
          problem("pack.toml", "table " + table.id, "when." + condition.input,
                  "a condition needs a code or flag input of that name");
          continue;
        }
        for (const std::string& value : condition.values)
          if (!input->value_number(value) && value != "none")
            problem("pack.toml", "table " + table.id, "when." + condition.input,
                    "`" + value + "` is no value of that input", "code-unknown");
      }
    for (const MeasureModel& measure : model_.measures)
      for (const std::string& name : measure.expression.names()) {
        const InputModel* input = model_.column_model(name);
        if (input == nullptr || !input->is_number())
          problem("pack.toml", "measure " + measure.name, name, "is no number that the formula could use");
      }
  }

  void report_unlisted_files() {
    for (const auto& [name, text] : files_.files) {
      if (name.rfind("tables/", 0) != 0) continue;
      const bool listed = std::any_of(model_.tables.begin(), model_.tables.end(),
                                      [&](const TableModel& table) { return table.file == name; });
      if (!listed) problem(name, "", "", "no [[table]] of pack.toml names this file", "file-unused");
    }
  }

  const PackFiles& files_;
  PackModel model_;
  std::vector<Layout> layouts_;
};

}  // namespace

PackModel read_pack(const PackFiles& files) { return PackReader(files).run(); }

std::vector<PackCase> read_cases(const PackFiles& files, const PackModel& model, std::vector<PackProblem>& problems) {
  std::vector<PackCase> cases;
  const std::string_view* text = files.find("cases.tsv");
  const auto problem = [&](std::string row, std::string column, std::string message) {
    problems.push_back({true, "case-malformed", "cases.tsv", std::move(row), std::move(column), std::move(message)});
  };
  if (text == nullptr) {
    problem("", "", "the file is missing");
    return cases;
  }
  const Tsv tsv = read_tsv(*text);
  for (const std::string_view name : tsv.header) {
    const bool known = name.empty() || name == "case" || name == "source" || name == "note" || name == "start" ||
                       (!name.empty() && name.front() == '=') || model.input(name) != nullptr;
    if (!known) problem("", std::string(name), "is no input of this pack");
  }
  std::set<std::string, std::less<>> ids;
  for (const TsvLine& line : tsv.lines) {
    PackCase& each = cases.emplace_back();
    each.line = line.number;
    for (std::size_t i = 0; i < line.cells.size() && i < tsv.header.size(); ++i) {
      const std::string_view name = tsv.header[i];
      const std::string value(line.cells[i]);
      if (name.empty()) continue;
      if (name == "case")
        each.id = value;
      else if (name == "source")
        each.source = value;
      else if (name == "start")
        each.start = value;
      else if (name == "note" || value.empty())
        continue;
      else if (name.front() == '=')
        each.wanted.emplace_back(name.substr(1), value);
      else
        each.inputs.emplace_back(name, value);
    }
    if (each.id.empty()) each.id = "line " + std::to_string(line.number);
    if (!ids.insert(each.id).second) problem(each.id, "case", "the case id is used twice");
    if (line.cells.size() > tsv.header.size()) problem(each.id, "", "the row has more cells than the header");
    if (each.source.empty()) problem(each.id, "source", "the expectation names no source");
    if (each.wanted.empty()) problem(each.id, "", "the case wants nothing");
  }
  return cases;
}

std::string content_hash_of(const PackFiles& files) {
  std::string all;
  for (const auto& [name, text] : files.files) {
    all += name;
    all += '\n';
    all += text::trim(text);
    all += '\n';
  }
  return sha256_hex(all);
}

}  // namespace restage::rules
