// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/walk.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/naaccr/token.h"

namespace restage::naaccr {
namespace {

std::size_t character_count(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

class BlockWalker::Walk {
 public:
  Walk(const BlockWalker& owner, std::string_view block, std::uint64_t patients_before, TumorVisitor& visitor,
       std::vector<DataIssue>& issues)
      : head_(owner.head_),
        table_(owner.table_),
        block_(block),
        reader_(block),
        visitor_(visitor),
        issues_(issues),
        patients_before_(patients_before) {}

  std::size_t run(bool is_last) {
    if (!is_xml_text(block_))
      report(IssueCode::EncodingWrong, "", "the text is not UTF-8 or holds control characters",
             "save the file as UTF-8");
    while (step()) {
    }
    if (!broken_ && is_last && !saw_end_ && !head_.is_empty)
      report(IssueCode::InputUnreadable, "", "the file ends before </NaaccrData>", "send the whole file again");
    return patients_;
  }
  bool saw_end() const noexcept { return saw_end_; }

 private:
  void report(IssueCode code, std::string_view element, std::string message, std::string remedy) {
    std::string path = patients_ == 0 && depth_ == 0 ? std::string("NaaccrData")
                                                     : fmt::format("patient {}", patients_before_ + patients_);
    if (depth_ >= 2) path += fmt::format(", tumor {}", tumors_);
    if (!element.empty()) path += fmt::format(", {}", element);
    issues_.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
  }

  bool malformed(std::string message) {
    report(IssueCode::InputUnreadable, "", std::move(message),
           "mend the XML; records from here to the next patient were left as they are");
    return resume();
  }

  // Goes on at the next patient after damage inside one.
  bool resume() {
    const std::string tag = "<" + (head_.prefix.empty() ? std::string() : head_.prefix + ":") + "Patient";
    const std::size_t from = std::min(block_.size(), token_.begin + 1);
    const std::size_t next = block_.find(tag, from);
    depth_ = 0;
    broken_ = next == std::string_view::npos;
    if (broken_) return false;
    reader_ = TokenReader(block_, next);
    return true;
  }

  bool step() {
    token_ = reader_.next();
    switch (token_.kind) {
      case TokenKind::End:
        if (depth_ > 0) return malformed(fmt::format("the element {} does not end", depth_ == 1 ? "Patient" : "Tumor"));
        return false;
      case TokenKind::Error:
        return malformed(reader_.problem());
      case TokenKind::StartTag:
      case TokenKind::EmptyTag:
        return start();
      case TokenKind::EndTag:
        return end();
      case TokenKind::Text:
        if (!text::trim(token_.text).empty())
          report(IssueCode::ElementBroken, "",
                 fmt::format("text stands outside an Item: '{}'", text::trim(token_.text).substr(0, 20)),
                 "put it into an Item or remove it");
        return true;
      case TokenKind::CData:
        report(IssueCode::ElementBroken, "", "a CDATA section stands outside an Item", "remove it");
        return true;
      case TokenKind::Comment:
      case TokenKind::Instruction:
        return true;
    }
    return true;
  }

  bool start() {
    if (saw_end_) return malformed("an element follows the end of the root");
    const std::string_view name = token_.name;
    if (prefix_of(name) != head_.prefix) return extension();
    const std::string_view local = local_name(name);
    if (local == "Item") return item();
    if (local == "Patient" && depth_ == 0) return patient();
    if (local == "Tumor" && depth_ == 1) return tumor();
    if (local == "Patient" || local == "Tumor") return malformed(fmt::format("a {} stands where none may be", local));
    report(IssueCode::ElementBroken, name, fmt::format("the element '{}' is not one of NAACCR's", name),
           "correct its name, or declare a namespace of its own for it");
    return skip_element();
  }

  bool patient() {
    ++patients_;
    ++elements_;
    tumors_ = 0;
    patient_items_.clear();
    no_attributes();
    if (token_.kind == TokenKind::StartTag) depth_ = 1;
    return true;
  }

  bool tumor() {
    ++tumors_;
    ++elements_;
    tumor_items_.clear();
    depth_ = 2;
    no_attributes();
    place_ = {};
    place_.patient = patients_;
    place_.tumor = tumors_;
    place_.begin = token_.begin;
    place_.items_end = token_.end;
    if (token_.kind == TokenKind::EmptyTag) {
      place_.is_empty_tag = true;
      finish_tumor();
    }
    return true;
  }

  void no_attributes() {
    for (const Attribute& attribute : reader_.attributes())
      if (prefix_of(attribute.name).empty())
        report(IssueCode::ElementBroken, local_name(token_.name),
               fmt::format("the attribute '{}' is not allowed here", attribute.name),
               "move it to the root, with a namespace of its own");
  }

  void finish_tumor() {
    visitor_.tumor(place_, tumor_items_, patient_items_);
    depth_ = 1;
  }

  bool end() {
    const std::string_view local = local_name(token_.name);
    const bool own = prefix_of(token_.name) == head_.prefix;
    if (own && depth_ == 2 && local == "Tumor")
      finish_tumor();
    else if (own && depth_ == 1 && local == "Patient")
      depth_ = 0;
    else if (own && depth_ == 0 && local == "NaaccrData" && !saw_end_)
      saw_end_ = true;
    else
      return malformed(fmt::format("</{}> does not fit here; an end tag is missing or too many", token_.name));
    return true;
  }

  // An element of a foreign namespace, with all that is in it.
  bool extension() {
    const std::string_view prefix = prefix_of(token_.name);
    const bool declared = !prefix.empty() && std::find(head_.foreign_prefixes.begin(), head_.foreign_prefixes.end(),
                                                       prefix) != head_.foreign_prefixes.end();
    const bool own_declaration = !prefix.empty() && !reader_.attribute("xmlns:" + std::string(prefix)).empty();
    const bool own_default = prefix.empty() && !reader_.attribute("xmlns").empty();
    if (!declared && !own_declaration && !own_default)
      report(IssueCode::ElementBroken, token_.name,
             fmt::format("the element '{}' has no declared namespace", token_.name),
             "declare its prefix with xmlns at the root");
    return skip_element();
  }

  bool skip_element() {
    if (token_.kind == TokenKind::EmptyTag) return true;
    std::vector<std::string_view> open = {token_.name};
    while (!open.empty()) {
      token_ = reader_.next();
      if (token_.kind == TokenKind::StartTag) open.push_back(token_.name);
      if (token_.kind == TokenKind::EndTag) {
        if (token_.name != open.back()) return malformed(fmt::format("</{}> closes <{}>", token_.name, open.back()));
        open.pop_back();
      }
      if (token_.kind == TokenKind::End) return malformed(fmt::format("the element {} does not end", open.back()));
      if (token_.kind == TokenKind::Error) return malformed(reader_.problem());
      if (open.size() > 200) return malformed("elements nest deeper than 200");
    }
    return true;
  }

  bool item() {
    ItemPlace place;
    place.begin = token_.begin;
    place.end = place.value_begin = place.value_end = token_.end;
    const std::string_view id = reader_.attribute("naaccrId");
    const std::string_view number = reader_.attribute("naaccrNum");
    check_attributes(id);
    const Level level = static_cast<Level>(depth_);
    place.definition = table_.find(id, head_.version);
    if (token_.kind == TokenKind::StartTag) {
      const std::string_view tag = token_.name;
      if (!item_content(place, tag)) return false;
      if (!in_item_) return true;  // resumed elsewhere
    } else {
      place.is_empty_tag = true;
    }
    check(place, id, number, level);
    check_place(place, level);
    if (level == Level::Tumor) remember_indentation(place);
    // An item of another level says nothing about this element: of a patient's tumors nobody knows which one is meant.
    if (place.definition != nullptr && place.definition->level != level) return true;
    if (level == Level::Patient) patient_items_.push_back(place);
    if (level == Level::Tumor) tumor_items_.push_back(place);
    return true;
  }

  // Reads up to the end tag. False or !in_item_: the item is not usable.
  bool item_content(ItemPlace& place, std::string_view tag) {
    in_item_ = true;
    for (;;) {
      token_ = reader_.next();
      if (token_.kind == TokenKind::Text) {
        place.is_plain &= token_.text.find('&') == std::string_view::npos;
      } else if (token_.kind == TokenKind::EndTag && token_.name == tag) {
        place.value_end = token_.begin;
        place.end = token_.end;
        return true;
      } else if (token_.kind == TokenKind::CData || token_.kind == TokenKind::Comment ||
                 token_.kind == TokenKind::Instruction) {
        place.is_plain = false;
      } else {
        in_item_ = false;
        if (token_.kind == TokenKind::Error) return malformed(reader_.problem());
        if (token_.kind == TokenKind::End) return malformed("an Item does not end");
        return malformed(fmt::format("an Item holds the tag '{}'; its own end tag is missing", token_.name));
      }
    }
  }

  void check_attributes(std::string_view id) {
    if (id.empty())
      report(IssueCode::ElementBroken, "Item", "an Item has no naaccrId and was not used", "give the item's XML id");
    for (const Attribute& attribute : reader_.attributes())
      if (attribute.name != "naaccrId" && attribute.name != "naaccrNum" && prefix_of(attribute.name).empty())
        report(IssueCode::ElementBroken, "Item",
               fmt::format("the attribute '{}' is not allowed on an Item", attribute.name), "remove it");
  }

  void check(const ItemPlace& place, std::string_view id, std::string_view number, Level level) {
    const ItemDefinition* definition = place.definition;
    if (definition == nullptr) {
      if (id.empty()) return;
      const bool elsewhere = table_.find_any(id) != nullptr;
      report(IssueCode::CodeUnknown, fmt::format("Item {}", id),
             elsewhere ? fmt::format("the item does not exist in NAACCR {}", head_.version)
                       : std::string("the item is not in the dictionaries"),
             "correct the id, or give the user dictionary with --dictionary; the item was kept");
      return;
    }
    if (definition->level != level)
      report(IssueCode::ElementBroken, fmt::format("Item {}", id),
             fmt::format("the item belongs into {}, not into {}; it was not used", to_string(definition->level),
                         to_string(level)),
             "move it");
    if (definition->record_types.find(head_.record_type) == std::string::npos)
      report(IssueCode::ElementBroken, fmt::format("Item {}", id),
             fmt::format("a file of record type {} must not carry this item", head_.record_type),
             "remove the item or correct recordType");
    int given = 0;
    if (!number.empty()) {
      const auto [stop, status] = std::from_chars(number.data(), number.data() + number.size(), given);
      if (status != std::errc() || stop != number.data() + number.size() || given != definition->number)
        report(IssueCode::ElementBroken, fmt::format("Item {}", id),
               fmt::format("naaccrNum is '{}', the item has number {}", number, definition->number),
               "correct naaccrNum or leave it out");
    }
    check_value(place, *definition);
  }

  // Length and data type of what stands in the item; an empty item is one that was not given.
  void check_value(const ItemPlace& place, const ItemDefinition& definition) {
    const auto limit = static_cast<std::size_t>(definition.length);
    const bool may_be_long = limit != 0 && limit < place.value_end - place.value_begin;
    if (!may_be_long && definition.type == DataType::Text) return;
    const std::string_view value = item_value(block_, place, buffer_);
    const std::size_t count = may_be_long ? character_count(value) : 0;
    if (count > limit)
      report(IssueCode::ValueUnreadable, fmt::format("Item {}", definition.id),
             fmt::format("the value has {} characters, at most {} are allowed", count, limit), "shorten the value");
    else if (!value.empty() && !fits(definition.type, value))
      report(IssueCode::ValueUnreadable, fmt::format("Item {}", definition.id),
             fmt::format("the value is not {}", description_of(definition.type)),
             "correct the value, or leave the item out when it is not known");
  }

  // An item stands once in its element, and before what is nested in it.
  void check_place(const ItemPlace& place, Level level) {
    const bool is_late =
        level == Level::Patient ? tumors_ > 0 : level == Level::File && patients_before_ + patients_ > 0;
    if (is_late)
      report(IssueCode::ElementBroken, "Item",
             fmt::format("an Item of {} stands behind a {}", to_string(level),
                         level == Level::Patient ? "Tumor" : "Patient"),
             "move it before; the order is items, extensions, children");
    if (place.definition == nullptr || level == Level::File) return;
    std::uint32_t& seen = seen_in_[static_cast<std::size_t>(place.definition->number) % seen_in_.size()];
    const std::uint32_t here = (elements_ << 1) | (level == Level::Tumor ? 1U : 0U);
    if (seen == here)
      report(IssueCode::DuplicateRecord, fmt::format("Item {}", place.definition->id),
             "the item stands here twice; the last one was used", "remove one of them");
    seen = here;
  }

  void remember_indentation(const ItemPlace& place) {
    place_.items_end = place.end;
    std::size_t begin = place.begin;
    while (begin > 0 && text::is_space(block_[begin - 1])) --begin;
    place_.indent_begin = begin;
    place_.indent_end = place.begin;
  }

  const FileHead& head_;
  const ItemTable& table_;
  std::string_view block_;
  TokenReader reader_;
  Token token_;
  TumorVisitor& visitor_;
  std::vector<DataIssue>& issues_;
  std::uint64_t patients_before_;
  std::size_t patients_ = 0;
  std::size_t tumors_ = 0;
  std::uint32_t elements_ = 0;  // patients and tumors so far in the block
  std::vector<std::uint32_t> seen_in_ =
      std::vector<std::uint32_t>(std::size_t{1} << 17);  // by item number: the element that had it last
  int depth_ = 0;                                        // 0 root, 1 patient, 2 tumor
  bool in_item_ = false;
  bool saw_end_ = false;
  bool broken_ = false;
  TumorPlace place_;
  std::vector<ItemPlace> tumor_items_;
  std::vector<ItemPlace> patient_items_;
  std::string buffer_;
};

std::size_t BlockWalker::walk(std::string_view block, std::uint64_t patients_before, bool is_last,
                              TumorVisitor& visitor, std::vector<DataIssue>& issues) {
  Walk walk(*this, block, patients_before, visitor, issues);
  const std::size_t patients = walk.run(is_last);
  saw_end_ = walk.saw_end();
  return patients;
}

std::string_view item_value(std::string_view block, const ItemPlace& place, std::string& buffer) {
  const std::string_view raw = block.substr(place.value_begin, place.value_end - place.value_begin);
  if (place.is_plain) return text::trim(raw);
  buffer.clear();
  TokenReader reader(raw);
  for (Token token = reader.next(); token.kind != TokenKind::End && token.kind != TokenKind::Error;
       token = reader.next()) {
    if (token.kind == TokenKind::Text) append_unescaped(buffer, token.text);
    if (token.kind == TokenKind::CData) buffer += token.text;
  }
  return text::trim(buffer);
}

}  // namespace restage::naaccr
