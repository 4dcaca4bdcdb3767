// SPDX-License-Identifier: Apache-2.0
// Keys to slots, texts to ids, input cells to sets of ids.
#include "registry/compile/compiler.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace restage::registry {
namespace {

// The codes between two bounds of one length that end in digits behind an equal prefix: 8000-8005, C000-C009.
// Wider ranges are left to the texts that occur; any text without an id is tested against the rows themselves.
template <class Emit>
void each_code_between(std::string_view low, std::string_view high, Emit&& emit) {
  constexpr int kWidest = 2'500;
  if (low == high || low.size() != high.size() || low.size() > 5) return;
  std::size_t prefix = low.size();
  while (prefix > 0 && text::is_digit(low[prefix - 1]) && text::is_digit(high[prefix - 1])) --prefix;
  if (low.substr(0, prefix) != high.substr(0, prefix) || prefix == low.size()) return;
  int first = 0;
  int last = 0;
  std::from_chars(low.data() + prefix, low.data() + low.size(), first);
  std::from_chars(high.data() + prefix, high.data() + high.size(), last);
  if (last - first > kWidest) return;
  for (int number = first; number <= last; ++number) {
    std::string digits = std::to_string(number);
    digits.insert(0, low.size() - prefix - std::min(low.size() - prefix, digits.size()), '0');
    emit(std::string(low.substr(0, prefix)) + digits);
  }
}

bool is_context_key(std::string_view key) { return key == kContextYear || key == kContextVersion; }

}  // namespace

Slot Compiler::slot(std::string_view key) {
  const Slot known = program.find_slot(key);
  if (known != kNoSlot) return known;
  const auto added = static_cast<Slot>(program.keys.size());
  program.keys.emplace_back(key);
  program.slot_of.emplace(program.keys.back(), added);
  return added;
}

ValueId Compiler::value(std::string_view text) {
  const ValueId id = program.dictionary.intern(text);
  if (id == kNotInterned) dictionary_full = true;
  return id;
}

void Compiler::collect_keys() {
  std::vector<std::string_view> all = {"site", "hist", "year_dx", kContextYear, kContextVersion};
  std::vector<std::string_view> written;
  const auto add_paths = [&](const std::vector<TablePath>& paths) {
    for (const TablePath& path : paths) {
      for (const KeyMapping& mapping : path.input_mapping) {
        all.push_back(mapping.from);
        written.push_back(mapping.to);
      }
      for (const KeyMapping& mapping : path.output_mapping) written.push_back(mapping.to);
    }
  };
  const auto add_context = [&](const std::vector<KeyValue>& context) {
    for (const KeyValue& pair : context) written.push_back(pair.key);
  };
  for (const SchemaDefinition& schema : definition.schemas) {
    for (const FieldDefinition& field : schema.inputs) written.push_back(field.key);
    for (const FieldDefinition& field : schema.outputs) written.push_back(field.key);
    add_context(schema.initial_context);
    for (const MappingDefinition& mapping : schema.mappings) {
      add_context(mapping.initial_context);
      add_paths(mapping.inclusion_tables);
      add_paths(mapping.exclusion_tables);
      add_paths(mapping.tables);
    }
  }
  for (const TableDefinition& table : definition.tables)
    for (const ColumnDefinition& column : table.columns) {
      if (column.type == ColumnType::Input) all.push_back(column.key);
      if (column.type == ColumnType::Endpoint) written.push_back(column.key);
    }
  context_is_constant = std::none_of(written.begin(), written.end(), is_context_key);
  all.insert(all.end(), written.begin(), written.end());
  for (const std::string_view key : all) slot(key);
}

void Compiler::collect_values() {
  const auto add_text = [&](std::string_view text) {
    value(text);
    if (const auto key = reference_key(text)) slot(*key);
  };
  const auto add_optional = [&](const std::optional<std::string>& text) {
    if (text) add_text(*text);
  };
  program.year_value = value(std::to_string(program.current_year));
  program.version_value = value(trim_controls(definition.version));
  for (int year = 1900; year <= 2100; ++year) value(std::to_string(year));
  // Codes of one length get neighbouring ids, so that what is looked up by id lies close together.
  for (const std::size_t size : {3U, 2U, 1U})
    for (int number = 1000; number < 2000; ++number) value(std::string_view(std::to_string(number)).substr(4 - size));
  for (const SchemaDefinition& schema : definition.schemas) {
    for (const FieldDefinition& field : schema.inputs) add_optional(field.default_value);
    for (const FieldDefinition& field : schema.outputs) add_optional(field.default_value);
    for (const KeyValue& pair : schema.initial_context) add_optional(pair.value);
    for (const MappingDefinition& mapping : schema.mappings)
      for (const KeyValue& pair : mapping.initial_context)
        if (pair.value) value(*pair.value);
  }
  for (const TableDefinition& table : definition.tables)
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (table.columns[column].type != ColumnType::Endpoint) continue;
      for (std::size_t row = 0; row < table.row_count(); ++row)
        if (const auto endpoint = parse_endpoint(table.cell(row, column));
            endpoint && endpoint->type == EndpointType::Value)
          add_optional(endpoint->value);
    }
  for (const TableDefinition& table : definition.tables)
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (table.columns[column].type != ColumnType::Input) continue;
      for (std::size_t row = 0; row < table.row_count(); ++row)
        if (!table.is_null(row, column)) cell_of.emplace(table.cell(row, column), kNone);
    }
}

namespace {

// What the range test needs of each id, computed once.
struct IdFacts {
  explicit IdFacts(const Dictionary& dictionary) {
    for (std::size_t id = 0; id < dictionary.size(); ++id) {
      const std::string& text = dictionary.text(static_cast<ValueId>(id));
      length.push_back(static_cast<std::uint32_t>(utf16_length(text)));
      if (id < kBlank || !is_number(text)) continue;
      numbers.push_back({static_cast<ValueId>(id), text.find('.') != std::string::npos, number_value(text)});
    }
  }
  struct Number {
    ValueId id;
    bool has_point;
    float value;
  };
  std::vector<Number> numbers;
  std::vector<std::uint32_t> length;
};

// The same answers as range_accepts() for every id.
void accept_range(const AlgorithmProgram& program, const IdFacts& facts, const CellRange& range,
                  rules::BitSet& accepted) {
  const Dictionary& dictionary = program.dictionary;
  if (range.low == range.high) {
    const ValueId id = dictionary.find(range.low);
    if (id != kNotInterned) accepted.set(id);
    return;
  }
  if (is_number(range.low) && is_number(range.high)) {
    const bool allows_point = (range.low + range.high).find('.') != std::string::npos;
    const float low = number_value(range.low);
    const float high = number_value(range.high);
    for (const IdFacts::Number& number : facts.numbers)
      if (low <= number.value && number.value <= high && (allows_point || !number.has_point)) accepted.set(number.id);
    return;
  }
  const std::size_t length = utf16_length(range.low);
  for (std::size_t id = kBlank; id < dictionary.size(); ++id)
    if (facts.length[id] == length && range_accepts(range.low, range.high, dictionary.text(static_cast<ValueId>(id))))
      accepted.set(id);
}

}  // namespace

void Compiler::compile_cells() {
  const std::string year = std::to_string(program.current_year);
  const std::string version(trim_controls(definition.version));
  const auto fold = [&](std::string& bound) {
    const auto key = reference_key(bound);
    if (!key) return false;
    slot(*key);
    if (!context_is_constant || !is_context_key(*key)) return true;
    bound = *key == kContextYear ? year : version;
    return false;
  };
  std::vector<const std::string*> texts;
  for (const auto& [text, index] : cell_of) texts.push_back(&text);
  std::sort(texts.begin(), texts.end(),
            [](const std::string* left, const std::string* right) { return *left < *right; });
  for (const std::string* text : texts) {
    cell_of[*text] = static_cast<std::uint32_t>(program.cells.size());
    CompiledCell& compiled = program.cells.emplace_back();
    compiled.cell = parse_input_cell(*text);
    for (CellRange& range : compiled.cell.ranges) {
      const bool low_refers = fold(range.low);
      const bool high_refers = fold(range.high);
      range.has_reference = low_refers || high_refers;
      compiled.is_dynamic |= range.has_reference;
      if (range.has_reference) continue;
      value(range.low);
      value(range.high);
      each_code_between(range.low, range.high, [&](const std::string& code) { value(code); });
    }
  }
  const IdFacts facts(program.dictionary);
  for (CompiledCell& compiled : program.cells) {
    if (compiled.is_dynamic) continue;
    compiled.accepted = rules::BitSet(program.dictionary.size(), compiled.cell.accepts_anything);
    for (const CellRange& range : compiled.cell.ranges) accept_range(program, facts, range, compiled.accepted);
    if (compiled.accepted.test(kBlank)) {
      compiled.accepted.set(kAbsent);
      compiled.accepted.set(kNull);
    }
  }
}

}  // namespace restage::registry
