// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/items.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/tsv.h"
#include "formats/naaccr/token.h"

extern "C" const char restage_naaccr_items_begin[];
extern "C" const char restage_naaccr_items_end[];

namespace restage::naaccr {
namespace {

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Level level_of(std::string_view text) {
  if (text == "file" || text == "NaaccrData") return Level::File;
  return text == "patient" || text == "Patient" ? Level::Patient : Level::Tumor;
}

}  // namespace

std::string_view to_string(Level level) noexcept {
  switch (level) {
    case Level::File:
      return "NaaccrData";
    case Level::Patient:
      return "Patient";
    case Level::Tumor:
      return "Tumor";
  }
  return "";
}

ItemTable::ItemTable() {
  const std::string_view all(restage_naaccr_items_begin,
                             static_cast<std::size_t>(restage_naaccr_items_end - restage_naaccr_items_begin));
  for (const auto& [number, cells] : read_tsv(all).lines) {
    if (cells.size() != 8) continue;
    add({std::string(cells[0]), number_of(cells[1]), level_of(cells[2]), number_of(cells[3]), data_type_of(cells[4]),
         std::string(cells[5]), number_of(cells[6]), number_of(cells[7]), false});
  }
}

void ItemTable::add(ItemDefinition item) {
  const ItemDefinition& kept = items_.emplace_back(std::move(item));
  by_id_[kept.id].push_back(&kept);
  by_number_[kept.number].push_back(&kept);
}

Result<void> ItemTable::add_dictionary(std::string_view xml) {
  TokenReader reader(xml);
  int version = 0;
  bool is_user = false;
  bool is_dictionary = false;
  for (Token token = reader.next(); token.kind != TokenKind::End; token = reader.next()) {
    if (token.kind == TokenKind::Error)
      return Error{ErrorCode::Malformed, fmt::format("not well-formed XML: {}", reader.problem()),
                   fmt::format("byte {}", token.begin)};
    if (token.kind != TokenKind::StartTag && token.kind != TokenKind::EmptyTag) continue;
    const std::string_view name = local_name(token.name);
    if (name == "NaaccrDictionary") {
      is_dictionary = true;
      version = number_of(reader.attribute("naaccrVersion")) / 10;
      is_user = reader.attribute("dictionaryUri").find("/naaccr-dictionary-") == std::string_view::npos;
    }
    if (name != "ItemDef") continue;
    ItemDefinition item;
    item.id = reader.attribute("naaccrId");
    item.number = number_of(reader.attribute("naaccrNum"));
    item.level = level_of(reader.attribute("parentXmlElement"));
    item.length = reader.attribute("allowUnlimitedText") == "true" ? 0 : number_of(reader.attribute("length"));
    item.type = data_type_of(reader.attribute("dataType"));
    for (const char c : reader.attribute("recordTypes"))
      if (c != ',' && c != ' ') item.record_types += c;
    if (item.record_types.empty()) item.record_types = "AMCI";
    item.is_user_defined = is_user;
    item.first_version = is_user || version == 0 ? kFirstVersion : version;
    item.last_version = is_user || version == 0 ? kLastVersion : version;
    if (item.id.empty())
      return Error{ErrorCode::Malformed, "an ItemDef has no naaccrId", fmt::format("byte {}", token.begin)};
    if (find(item.id, item.first_version) == nullptr) add(std::move(item));
  }
  if (!is_dictionary)
    return Error{ErrorCode::Malformed, "this is no NAACCR dictionary (its root is not NaaccrDictionary)", ""};
  return {};
}

namespace {

template <class Map, class Key>
const ItemDefinition* in_version(const Map& map, const Key& key, int version) noexcept {
  const auto found = map.find(key);
  if (found == map.end()) return nullptr;
  for (const ItemDefinition* item : found->second)
    if (item->first_version <= version && version <= item->last_version) return item;
  return nullptr;
}

}  // namespace

const ItemDefinition* ItemTable::find(std::string_view id, int version) const noexcept {
  return in_version(by_id_, id, version);
}
const ItemDefinition* ItemTable::find_number(int number, int version) const noexcept {
  return in_version(by_number_, number, version);
}
const ItemDefinition* ItemTable::find_any(std::string_view id) const noexcept {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second.front();
}

}  // namespace restage::naaccr
