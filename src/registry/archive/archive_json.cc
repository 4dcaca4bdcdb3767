// SPDX-License-Identifier: Apache-2.0
// The JSON of one schema, table or glossary term. Unknown properties are refused, as the reference reader does:
// an archive in a newer layout must not be half understood.
#include "registry/archive/archive.h"

#include <simdjson.h>

#include <fmt/format.h>

namespace restage::registry {

using simdjson::dom::element;

struct DefinitionReader::State {
  simdjson::dom::parser parser;
};

DefinitionReader::DefinitionReader() : state_(new State) {}
DefinitionReader::~DefinitionReader() { delete state_; }

namespace {

// A wrong type inside an entry, thrown and caught within this file: readers below stay straight-line.
struct WrongShape {
  std::string message;
};

std::optional<std::string> text_or_null(element value) {
  switch (value.type()) {
    case simdjson::dom::element_type::STRING:
      return std::string(value.get_string().value_unsafe());
    case simdjson::dom::element_type::NULL_VALUE:
      return std::nullopt;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
    case simdjson::dom::element_type::BOOL:
      return simdjson::to_string(value);
    default:
      throw WrongShape{"text is wanted where an object or a list stands"};
  }
}

std::string text_of(element value) { return text_or_null(value).value_or(std::string()); }

int integer_of(element value) {
  if (value.is_null()) return 0;
  std::int64_t number = 0;
  if (value.get_int64().get(number) != simdjson::SUCCESS || number < 0 || number > 1'000'000)
    throw WrongShape{"a small whole number is wanted"};
  return static_cast<int>(number);
}

bool flag_of(element value) {
  bool flag = false;
  if (!value.is_null() && value.get_bool().get(flag) != simdjson::SUCCESS) throw WrongShape{"true or false is wanted"};
  return flag;
}

template <class Visit>
void each_item(element value, Visit&& visit) {
  if (value.is_null()) return;
  simdjson::dom::array items;
  if (value.get_array().get(items) != simdjson::SUCCESS) throw WrongShape{"a list is wanted"};
  for (const element item : items) visit(item);
}

// visit returns false for a property it does not know.
template <class Visit>
void each_member(element value, std::string_view what, Visit&& visit) {
  simdjson::dom::object members;
  if (value.get_object().get(members) != simdjson::SUCCESS)
    throw WrongShape{fmt::format("{}: an object is wanted", what)};
  for (const auto member : members)
    if (!visit(member.key, member.value))
      throw WrongShape{fmt::format("{}: the property '{}' is not known", what, member.key)};
}

std::vector<KeyValue> read_context(element value) {
  std::vector<KeyValue> context;
  each_item(value, [&](element item) {
    KeyValue pair;
    each_member(item, "initial_context", [&](std::string_view name, element content) {
      if (name == "key")
        pair.key = text_of(content);
      else if (name == "value")
        pair.value = text_or_null(content);
      else
        return false;
      return true;
    });
    context.push_back(std::move(pair));
  });
  return context;
}

std::vector<KeyMapping> read_key_mappings(element value) {
  std::vector<KeyMapping> mappings;
  each_item(value, [&](element item) {
    KeyMapping mapping;
    each_member(item, "mapping of keys", [&](std::string_view name, element content) {
      if (name == "from")
        mapping.from = text_of(content);
      else if (name == "to")
        mapping.to = text_of(content);
      else
        return false;
      return true;
    });
    mappings.push_back(std::move(mapping));
  });
  return mappings;
}

std::vector<TablePath> read_paths(element value) {
  std::vector<TablePath> paths;
  each_item(value, [&](element item) {
    TablePath path;
    each_member(item, "table path", [&](std::string_view name, element content) {
      if (name == "id")
        path.table = text_of(content);
      else if (name == "input_mapping")
        path.input_mapping = read_key_mappings(content);
      else if (name == "output_mapping")
        path.output_mapping = read_key_mappings(content);
      else
        return name == "inputs" || name == "outputs";
      return true;
    });
    paths.push_back(std::move(path));
  });
  return paths;
}

FieldDefinition read_field(element value, bool is_input) {
  FieldDefinition field;
  bool has_key = false;
  each_member(value, is_input ? "input" : "output", [&](std::string_view name, element content) {
    if (name == "key") {
      field.key = text_of(content);
      has_key = !content.is_null();
    } else if (name == "name")
      field.name = text_of(content);
    else if (name == "description")
      field.description = text_of(content);
    else if (name == "naaccr_item")
      field.naaccr_item = integer_of(content);
    else if (name == "naaccr_xml_id")
      field.naaccr_xml_id = text_of(content);
    else if (name == "default")
      field.default_value = text_or_null(content);
    else if (name == "table")
      field.table = text_or_null(content);
    else if (name == "metadata")
      return true;
    else if (is_input && name == "default_table")
      field.default_table = text_or_null(content);
    else if (is_input && name == "used_for_staging")
      field.used_for_staging = flag_of(content);
    else if (is_input && name == "unit")
      field.unit = text_of(content);
    else if (is_input && name == "decimal_places")
      field.decimal_places = content.is_null() ? -1 : integer_of(content);
    else
      return false;
    return true;
  });
  if (!has_key) throw WrongShape{"an input or output has no key"};
  return field;
}

MappingDefinition read_mapping(element value) {
  MappingDefinition mapping;
  each_member(value, "mapping", [&](std::string_view name, element content) {
    if (name == "id")
      mapping.id = text_of(content);
    else if (name == "name")
      mapping.name = text_of(content);
    else if (name == "inclusion_tables")
      mapping.inclusion_tables = read_paths(content);
    else if (name == "exclusion_tables")
      mapping.exclusion_tables = read_paths(content);
    else if (name == "initial_context")
      mapping.initial_context = read_context(content);
    else if (name == "tables")
      mapping.tables = read_paths(content);
    else
      return false;
    return true;
  });
  return mapping;
}

OnInvalidInput read_on_invalid(element value) {
  const auto text = text_or_null(value);
  if (!text || *text == "CONTINUE") return OnInvalidInput::Continue;
  if (*text == "FAIL") return OnInvalidInput::Fail;
  if (*text == "FAIL_WHEN_USED_FOR_STAGING") return OnInvalidInput::FailWhenUsedForStaging;
  throw WrongShape{fmt::format("on_invalid_input '{}' is not known", *text)};
}

PartIdentity fill_schema(element root, SchemaDefinition& schema) {
  PartIdentity identity;
  each_member(root, "schema", [&](std::string_view name, element content) {
    if (name == "id")
      schema.id = text_of(content);
    else if (name == "algorithm")
      identity.algorithm = text_of(content);
    else if (name == "version")
      identity.version = text_of(content);
    else if (name == "name")
      schema.name = text_of(content);
    else if (name == "title")
      schema.title = text_of(content);
    else if (name == "notes")
      schema.notes = text_of(content);
    else if (name == "schema_selection_table")
      schema.selection_table = text_of(content);
    else if (name == "schema_discriminators")
      each_item(content, [&](element item) { schema.discriminators.push_back(text_of(item)); });
    else if (name == "inputs")
      each_item(content, [&](element item) { schema.inputs.push_back(read_field(item, true)); });
    else if (name == "outputs")
      each_item(content, [&](element item) { schema.outputs.push_back(read_field(item, false)); });
    else if (name == "initial_context")
      schema.initial_context = read_context(content);
    else if (name == "mappings")
      each_item(content, [&](element item) { schema.mappings.push_back(read_mapping(item)); });
    else if (name == "on_invalid_input")
      schema.on_invalid_input = read_on_invalid(content);
    else
      return name == "subtitle" || name == "description" || name == "schema_num" || name == "involved_tables" ||
             name == "last_modified";
    return true;
  });
  if (schema.selection_table.empty()) throw WrongShape{"the schema names no schema_selection_table"};
  for (const MappingDefinition& mapping : schema.mappings)
    for (const KeyValue& pair : mapping.initial_context)
      if (schema.input(pair.key) != nullptr)
        throw WrongShape{fmt::format("mapping '{}' sets '{}' in its initial context, which is an input of the schema",
                                     mapping.id, pair.key)};
  return identity;
}

ColumnDefinition read_column(element value) {
  ColumnDefinition column;
  each_member(value, "column", [&](std::string_view name, element content) {
    if (name == "key")
      column.key = text_of(content);
    else if (name == "name")
      column.name = text_of(content);
    else if (name == "source")
      column.source = text_of(content);
    else if (name == "type") {
      const std::string type = text_of(content);
      if (type == "INPUT")
        column.type = ColumnType::Input;
      else if (type == "ENDPOINT")
        column.type = ColumnType::Endpoint;
      else if (type == "DESCRIPTION")
        column.type = ColumnType::Description;
      else
        throw WrongShape{fmt::format("column type '{}' is not known", type)};
    } else
      return false;
    return true;
  });
  return column;
}

void read_rows(element value, TableDefinition& table, std::vector<std::size_t>& widths) {
  each_item(value, [&](element row) {
    std::size_t width = 0;
    each_item(row, [&](element cell) {
      auto text = text_or_null(cell);
      table.null_cells.push_back(!text.has_value());
      table.cells.push_back(std::move(text).value_or(std::string()));
      ++width;
    });
    widths.push_back(width);
  });
}

PartIdentity fill_table(element root, TableDefinition& table) {
  PartIdentity identity;
  std::vector<std::size_t> widths;
  each_member(root, "table", [&](std::string_view name, element content) {
    if (name == "id")
      table.id = text_of(content);
    else if (name == "algorithm")
      identity.algorithm = text_of(content);
    else if (name == "version")
      identity.version = text_of(content);
    else if (name == "name")
      table.name = text_of(content);
    else if (name == "title")
      table.title = text_of(content);
    else if (name == "subtitle")
      table.subtitle = text_of(content);
    else if (name == "description")
      table.description = text_of(content);
    else if (name == "notes")
      table.notes = text_of(content);
    else if (name == "footnotes")
      table.footnotes = text_of(content);
    else if (name == "coding_guidelines")
      table.coding_guidelines = text_of(content);
    else if (name == "rationale")
      table.rationale = text_of(content);
    else if (name == "additional_info")
      table.additional_info = text_of(content);
    else if (name == "definition")
      each_item(content, [&](element item) { table.columns.push_back(read_column(item)); });
    else if (name == "rows")
      read_rows(content, table, widths);
    else
      return name == "last_modified" || name == "extra_input";
    return true;
  });
  for (std::size_t row = 0; row < widths.size(); ++row)
    if (widths[row] != table.columns.size())
      throw WrongShape{
          fmt::format("row {} has {} cells, the table has {} columns", row + 1, widths[row], table.columns.size())};
  return identity;
}

template <class Fill>
auto read_part(simdjson::dom::parser& parser, const ArchiveEntry& entry, Fill&& fill)
    -> Result<decltype(fill(element()))> {
  element root;
  const auto status = parser.parse(entry.bytes).get(root);
  if (status != simdjson::SUCCESS)
    return Error{ErrorCode::Malformed,
                 fmt::format("not valid JSON ({}); fetch the archive again", simdjson::error_message(status)),
                 entry.name};
  try {
    return fill(root);
  } catch (const WrongShape& wrong) {
    return Error{ErrorCode::Malformed, wrong.message, entry.name};
  }
}

}  // namespace

Result<PartIdentity> DefinitionReader::read_schema(const ArchiveEntry& entry, SchemaDefinition& schema) {
  return read_part(state_->parser, entry, [&](element root) { return fill_schema(root, schema); });
}

Result<PartIdentity> DefinitionReader::read_table(const ArchiveEntry& entry, TableDefinition& table) {
  return read_part(state_->parser, entry, [&](element root) { return fill_table(root, table); });
}

Result<void> DefinitionReader::read_term(const ArchiveEntry& entry, GlossaryTerm& term) {
  auto done = read_part(state_->parser, entry, [&](element root) {
    each_member(root, "glossary term", [&](std::string_view name, element content) {
      if (name == "name")
        term.name = text_of(content);
      else if (name == "definition")
        term.definition = text_of(content);
      return true;
    });
    return true;
  });
  if (!done) return std::move(done).error();
  return {};
}

}  // namespace restage::registry
