// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_toml.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>

#include "base/text.h"
#include "base/toml_guard.h"
#include "core/classification.h"
#include "rules/pack/distant_stations.h"

namespace restage::rules {
namespace {

class TomlReader {
 public:
  explicit TomlReader(PackModel& model) : model_(model) {}

  void problem(bool is_error, std::string code, std::string column, std::string message) {
    model_.problems.push_back({is_error, std::move(code), "pack.toml", block_, std::move(column), std::move(message)});
  }
  void error(std::string column, std::string message) {
    problem(true, "pack-malformed", std::move(column), std::move(message));
  }

  static std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "yes" : "no";
    if (const auto* date = node.as_date())
      return fmt::format("{:04}-{:02}-{:02}", int{date->get().year}, unsigned{date->get().month},
                         unsigned{date->get().day});
    return std::nullopt;
  }

  std::string text(const toml::table& table, std::string_view key, bool required = false) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (required) error(std::string(key), "is missing");
      return {};
    }
    auto value = text_of(*node);
    if (!value) error(std::string(key), "must be a text");
    return value.value_or("");
  }

  std::vector<std::string> list(const toml::node* node, std::string_view key) {
    std::vector<std::string> result;
    if (node == nullptr) return result;
    if (const auto* array = node->as_array()) {
      for (const toml::node& element : *array) {
        if (auto value = text_of(element))
          result.push_back(std::move(*value));
        else
          error(std::string(key), "must be a list of texts");
      }
    } else if (auto value = text_of(*node)) {
      result.push_back(std::move(*value));
    } else {
      error(std::string(key), "must be a list of texts");
    }
    return result;
  }
  std::vector<std::string> list(const toml::table& table, std::string_view key) { return list(table.get(key), key); }

  std::optional<Decimal> decimal(const toml::table& table, std::string_view key) {
    const std::string written = text(table, key);
    if (written.empty()) return std::nullopt;
    auto value = Decimal::parse(written);
    if (!value) error(std::string(key), "`" + written + "` is not a decimal number");
    return value;
  }

  std::vector<Condition> conditions(const toml::table& table, std::string_view key) {
    std::vector<Condition> result;
    const toml::node* node = table.get(key);
    if (node == nullptr) return result;
    const toml::table* when = node->as_table();
    if (when == nullptr) {
      error(std::string(key), "must be a table such as { classification = [\"c\"] }");
      return result;
    }
    for (const auto& [name, values] : *when) result.push_back({std::string(name.str()), list(&values, name.str())});
    return result;
  }

  void known_keys(const toml::table& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, value] : table)
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
        problem(false, "unknown-key", std::string(key.str()), "is not a key of the format and has no effect");
  }

  void head(const toml::table& root);
  void applies(const toml::table& block);
  void input(const toml::table& block);
  void coarse_values(const toml::table& block, InputModel& input);
  void from_code(const toml::table& block, std::string_view key, InputModel& input,
                 std::vector<std::pair<std::string, std::string>>& pairs);
  void from(const toml::table& block, InputModel& input);
  void table(const toml::table& block);
  void measure(const toml::table& block);
  void output(const toml::table& block);
  void source(const toml::table& block);

  template <class Read>
  void each_block(const toml::table& root, std::string_view key, Read read) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return;
    const toml::array* blocks = node->as_array();
    if (blocks == nullptr) return error(std::string(key), "must be written [[" + std::string(key) + "]]");
    int number = 0;
    for (const toml::node& element : *blocks) {
      block_ = std::string(key) + " " + std::to_string(++number);
      if (const toml::table* block = element.as_table()) read(*block);
    }
    block_.clear();
  }

 private:
  PackModel& model_;
  std::string block_;
};

PartialDate date_of(TomlReader& reader, const toml::table& root, std::string_view key) {
  const std::string written = reader.text(root, key);
  if (written.empty()) return {};
  const auto date = PartialDate::parse(written);
  if (!date) reader.error(std::string(key), "`" + written + "` is not a date");
  return date.value_or(PartialDate{});
}

void TomlReader::head(const toml::table& root) {
  known_keys(root, {"id",
                    "title",
                    "system",
                    "edition",
                    "site",
                    "kind",
                    "version",
                    "diagnosed_from",
                    "diagnosed_until",
                    "provisional",
                    "provisional_because",
                    "multiple_counted",
                    "classifications",
                    "summary",
                    "notes",
                    "applies",
                    "input",
                    "table",
                    "measure",
                    "output",
                    "source"});
  PackIdentity& identity = model_.identity;
  identity.id = text(root, "id", true);
  identity.title = text(root, "title", true);
  identity.system = text(root, "system", true);
  identity.edition = text(root, "edition", true);
  identity.site = text(root, "site");
  identity.kind = text(root, "kind", true);
  identity.version = text(root, "version", true);
  identity.summary = text(root, "summary");
  identity.notes = list(root, "notes");
  identity.classifications = list(root, "classifications");
  if (identity.classifications.empty()) identity.classifications = {"c", "p", "yc", "yp", "r", "a"};
  for (const std::string& each : identity.classifications)
    if (!parse_classification(each)) error("classifications", "`" + each + "` is none of c p yc yp r a");
  if (const toml::node* node = root.get("multiple_counted")) {
    const auto counted = node->value<bool>();
    if (!counted) error("multiple_counted", "is true or false");
    identity.multiple_counted = counted.value_or(false);
  }
  identity.provisional = list(root, "provisional");
  identity.provisional_because = text(root, "provisional_because");
  for (const std::string& each : identity.provisional)
    if (!parse_classification(each)) error("provisional", "`" + each + "` is none of c p yc yp r a");
  if (identity.provisional.empty() != identity.provisional_because.empty())
    error("provisional", "needs a reason in provisional_because, and the reason a classification");
  identity.diagnosed_from = date_of(*this, root, "diagnosed_from");
  identity.diagnosed_until = date_of(*this, root, "diagnosed_until");
  static constexpr std::string_view kKinds[] = {"stage", "risk_group", "category", "score", "convention"};
  if (std::find(std::begin(kKinds), std::end(kKinds), identity.kind) == std::end(kKinds))
    error("kind", "`" + identity.kind + "` is none of stage risk_group category score convention");
}

void TomlReader::applies(const toml::table& block) {
  known_keys(block, {"topography", "histology", "behavior", "when", "diagnosed_from", "diagnosed_until", "reason"});
  AppliesModel& applies = model_.applies.emplace_back();
  applies.topography = list(block, "topography");
  applies.histology = list(block, "histology");
  applies.behavior = list(block, "behavior");
  if (applies.behavior.empty()) applies.behavior = {"2", "3"};
  applies.when = conditions(block, "when");
  applies.diagnosed_from = date_of(*this, block, "diagnosed_from");
  applies.diagnosed_until = date_of(*this, block, "diagnosed_until");
  applies.reason = text(block, "reason");
}

void TomlReader::coarse_values(const toml::table& block, InputModel& input) {
  std::vector<std::pair<std::string, std::vector<std::string>>> coarse;
  if (const toml::node* node = block.get("coarse")) {
    const toml::table* table = node->as_table();
    if (table == nullptr) return error("coarse", "must be a table such as { T1 = [\"T1a\", \"T1b\"] }");
    for (const auto& [name, members] : *table) coarse.emplace_back(std::string(name.str()), list(&members, name.str()));
  }
  auto& values = input.declaration.values;
  const std::string& name = input.declaration.name;
  const auto is_listed = [&](std::string_view wanted) {
    return std::any_of(coarse.begin(), coarse.end(), [&](const auto& each) { return each.first == wanted; });
  };
  const toml::table* aliases = block.get("aliases") != nullptr ? block.get("aliases")->as_table() : nullptr;
  for (const auto& [category, x] : {std::pair{"t", "TX"}, std::pair{"n", "NX"}}) {
    const bool wanted =
        name == category && input.declaration.type == InputType::Code && (aliases == nullptr || !aliases->contains(x));
    if (wanted && !is_listed(x)) coarse.push_back({x, {"*"}});
  }
  std::erase_if(values, [&](const std::string& value) { return is_listed(value); });
  input.leaf_count = static_cast<std::uint32_t>(values.size());
  for (const auto& each : coarse) values.push_back(each.first);
  for (const auto& [coarse_name, parts] : coarse) {
    std::vector<std::uint32_t>& members = input.members.emplace_back();
    // Members may be leaves, `*`, a prefix such as `T1*`, or coarse values in turn.
    std::vector<std::string> left(parts.rbegin(), parts.rend());
    for (std::size_t steps = 0; !left.empty() && steps < 1000; ++steps) {
      const std::string part = left.back();
      left.pop_back();
      const std::size_t before = members.size();
      if (!part.empty() && part.back() == '*') {
        for (std::uint32_t i = 0; i < input.leaf_count; ++i)
          if (values[i].compare(0, part.size() - 1, part, 0, part.size() - 1) == 0) members.push_back(i);
      } else if (const auto found = std::find(values.begin(), values.begin() + input.leaf_count, part);
                 found != values.begin() + input.leaf_count) {
        members.push_back(static_cast<std::uint32_t>(found - values.begin()));
      } else if (is_listed(part)) {
        const auto nested =
            std::find_if(coarse.begin(), coarse.end(), [&](const auto& each) { return each.first == part; });
        left.insert(left.end(), nested->second.rbegin(), nested->second.rend());
        continue;
      }
      if (members.size() == before) error("coarse " + coarse_name, "`" + part + "` is no value of " + name);
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
  }
}

/// Pairs of a pattern of codes and the value that the code gives by itself.
void TomlReader::from_code(const toml::table& block, std::string_view key, InputModel& input,
                           std::vector<std::pair<std::string, std::string>>& pairs) {
  const toml::node* node = block.get(key);
  if (node == nullptr) return;
  const std::string name(key);
  const toml::array* list = node->as_array();
  if (list == nullptr) return error(name, "must be a list of pairs: [[\"/2\", \"in-situ\"]]");
  for (const toml::node& each : *list) {
    const toml::array* pair = each.as_array();
    const bool two = pair != nullptr && pair->size() == 2 && pair->get(0)->is_string() && pair->get(1)->is_string();
    if (!two) return error(name, "each entry is a pattern and a value: [\"/2\", \"in-situ\"]");
    std::string pattern = text_of(*pair->get(0)).value_or(""), value = text_of(*pair->get(1)).value_or("");
    if (!value.empty() && !input.value_number(value))
      error(name + " " + pattern, "`" + value + "` is no value of " + input.declaration.name);
    pairs.emplace_back(std::move(pattern), std::move(value));
  }
}

/// One query, or a list of them.
void TomlReader::from(const toml::table& block, InputModel& input) {
  const toml::node* node = block.get("from");
  if (node == nullptr) return;
  const auto add = [&](const toml::node& each) {
    const toml::table* query = each.as_table();
    if (query == nullptr) return error("from", "must be a table such as { fact = \"lab\", name = \"calcium\" }");
    WrittenQuery written;
    for (const auto& [key, values] : *query) written.emplace_back(std::string(key.str()), list(&values, key.str()));
    input.declaration.from.push_back(read_fact_query(written, input, [&](std::string key, std::string message) {
      error(input.declaration.name + " " + key, std::move(message));
    }));
  };
  if (const toml::array* several = node->as_array())
    for (const toml::node& each : *several) add(each);
  else
    add(*node);
  const auto& queries = input.declaration.from;
  const bool falls = std::any_of(queries.begin(), queries.end(),
                                 [](const FactQuery& each) { return each.take == Take::ChangePercent; });
  if (falls && !block.contains("minimum")) input.minimum = Decimal::of(-100);
}

void TomlReader::input(const toml::table& block) {
  known_keys(block, {"name", "role", "type", "values", "coarse", "aliases", "meaning", "unit", "round_to",
                     "keep_exact_below", "minimum", "maximum", "absent", "absent_says", "from_morphology",
                     "from_topography", "from_nodes", "from"});
  InputModel input;
  InputDeclaration& declaration = input.declaration;
  declaration.name = text(block, "name", true);
  declaration.unit = text(block, "unit");
  declaration.meaning = text(block, "meaning");
  declaration.values = list(block, "values");
  const std::string role = text(block, "role");
  if (role == "category")
    declaration.role = InputRole::Category;
  else if (role == "finding")
    declaration.role = InputRole::Finding;
  else if (role == "factor")
    declaration.role = InputRole::Factor;
  else
    error("role", "`" + role + "` is none of category factor finding");
  const std::string type = text(block, "type", true);
  if (type == "code")
    declaration.type = InputType::Code;
  else if (type == "set")
    declaration.type = InputType::Set;
  else if (type == "decimal")
    declaration.type = InputType::Decimal;
  else if (type == "integer")
    declaration.type = InputType::Integer;
  else if (type == "flag")
    declaration.type = InputType::Flag;
  else
    error("type", "`" + type + "` is none of code set decimal integer flag");
  if (declaration.type == InputType::Flag) declaration.values = {"no", "yes"};
  std::erase(declaration.values, "none");
  coarse_values(block, input);
  const bool listed = declaration.type == InputType::Code || declaration.type == InputType::Set;
  if (listed && input.leaf_count == 0) error("values", declaration.name + " needs a list of values");
  if (declaration.type == InputType::Set && input.leaf_count > 60)
    error("values", declaration.name + " has more than 60 members");
  if (const toml::node* node = block.get("aliases"))
    if (const toml::table* table = node->as_table())
      for (const auto& [alias, value] : *table) {
        const auto target = input.value_number(text_of(value).value_or(""));
        if (target)
          input.aliases.emplace(std::string(alias.str()), *target);
        else
          error("aliases " + std::string(alias.str()), "stands for no value of " + declaration.name);
      }
  input.round_to = decimal(block, "round_to");
  input.keep_exact_below = decimal(block, "keep_exact_below");
  input.minimum = decimal(block, "minimum");
  input.maximum = decimal(block, "maximum");
  if (input.is_number() && !input.minimum) input.minimum = Decimal{};
  if (input.round_to && (input.round_to->is_negative() || input.round_to->is_zero())) {
    error("round_to", "must be above zero");
    input.round_to.reset();
  }
  input.absent = text(block, "absent");
  input.absent_says = text(block, "absent_says");
  if (input.absent_says.empty())
    input.absent_says = input.absent;
  else if (input.absent.empty())
    error("absent_says", "says what a missing value is taken as, and there is no `absent`");
  const bool coded = declaration.type == InputType::Code || declaration.type == InputType::Flag;
  if (!input.absent.empty() &&
      (input.is_number() ? !Decimal::parse(input.absent) : coded && !input.value_number(input.absent)))
    error("absent", "`" + input.absent + "` is no value of " + declaration.name);
  from_code(block, "from_morphology", input, declaration.from_morphology);
  from_code(block, "from_topography", input, declaration.from_topography);
  from(block, input);
  declaration.from_nodes = list(block, "from_nodes");
  if (!declaration.from_nodes.empty() && !input.value_number(kDistantNodes))
    error("from_nodes", declaration.name + " has no member " + std::string(kDistantNodes) + " for them to count as");
  if (model_.input(declaration.name) != nullptr)
    error("name", "`" + declaration.name + "` is declared twice");
  else
    model_.inputs.push_back(std::move(input));
}

void TomlReader::table(const toml::table& block) {
  known_keys(block, {"id", "when", "hit", "title"});
  TableModel table;
  table.id = text(block, "id", true);
  table.file = "tables/" + table.id + ".tsv";
  table.when = conditions(block, "when");
  const std::string hit = text(block, "hit");
  table.sum = hit == "sum";
  table.collect = hit == "collect";
  if (!hit.empty() && hit != "first" && !table.sum && !table.collect)
    error("hit", "`" + hit + "` is none of first sum collect");
  model_.tables.push_back(std::move(table));
}

void TomlReader::measure(const toml::table& block) {
  known_keys(block, {"name", "expression", "decimals", "unit", "meaning"});
  MeasureModel measure;
  measure.name = text(block, "name", true);
  measure.text = text(block, "expression", true);
  auto expression = Expression::parse(measure.text);
  if (expression)
    measure.expression = std::move(*expression);
  else
    error("expression", expression.error().text());
  const auto decimals = decimal(block, "decimals");
  if (decimals && decimals->is_integer() && decimals->digits() >= 0 && decimals->digits() <= 9)
    measure.decimals = static_cast<int>(decimals->digits());
  else
    error("decimals", "a whole number from 0 to 9 is needed");
  if (expression) model_.measures.push_back(std::move(measure));
}

void TomlReader::output(const toml::table& block) {
  known_keys(block, {"name", "values", "meaning"});
  model_.outputs.push_back({text(block, "name", true), list(block, "values"), text(block, "meaning")});
}

void TomlReader::source(const toml::table& block) {
  known_keys(block, {"id", "citation", "year", "address", "status", "note"});
  SourceDeclaration source;
  source.id = text(block, "id", true);
  source.citation = text(block, "citation", true);
  source.year = text(block, "year");
  source.address = text(block, "address");
  const std::string status = text(block, "status");
  source.verified = status == "verified";
  if (status != "verified" && status != "unverified")
    error("status", "`" + status + "` is neither verified nor unverified");
  model_.sources.push_back(std::move(source));
}

}  // namespace

void read_pack_toml(std::string_view text, PackModel& model) {
  if (const auto header = find_keyless_toml_header(text)) {
    model.problems.push_back({true, "pack-malformed", "pack.toml", "line " + std::to_string(header->line), "",
                              "a table header has no name"});
    return;
  }
  TomlReader reader(model);
  try {
    const toml::table root = toml::parse(text, std::string_view("pack.toml"));
    reader.head(root);
    reader.each_block(root, "applies", [&](const toml::table& block) { reader.applies(block); });
    reader.each_block(root, "input", [&](const toml::table& block) { reader.input(block); });
    reader.each_block(root, "table", [&](const toml::table& block) { reader.table(block); });
    reader.each_block(root, "measure", [&](const toml::table& block) { reader.measure(block); });
    reader.each_block(root, "output", [&](const toml::table& block) { reader.output(block); });
    reader.each_block(root, "source", [&](const toml::table& block) { reader.source(block); });
  } catch (const toml::parse_error& fault) {
    model.problems.push_back({true, "pack-malformed", "pack.toml", "line " + std::to_string(fault.source().begin.line),
                              "", std::string(fault.description())});
  }
}

std::vector<AppliesModel> read_applies(std::string_view text) {
  PackModel model;
  if (find_keyless_toml_header(text)) return {};  // reported in full when the pack is loaded or checked
  TomlReader reader(model);
  try {
    const toml::table root = toml::parse(text);
    reader.each_block(root, "applies", [&](const toml::table& block) { reader.applies(block); });
  } catch (const toml::parse_error&) {
    return {};  // reported in full when the pack is loaded or checked
  }
  return std::move(model.applies);
}

}  // namespace restage::rules
