// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/stream.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/naaccr/items.h"
#include "formats/naaccr/token.h"

namespace restage::naaccr {
namespace {

constexpr std::string_view kNamespace = "http://naaccr.org/naaccrxml";
constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
constexpr std::size_t kLargestHead = std::size_t{1} << 20;
constexpr std::size_t kLargestPatient = std::size_t{64} << 20;

Error refuse(std::string message) { return {ErrorCode::Malformed, std::move(message), ""}; }

Result<int> version_of(std::string_view uri) {
  constexpr std::string_view kStart = "naaccr-dictionary-";
  const std::size_t at = uri.find(kStart);
  int number = 0;
  if (at != std::string_view::npos) std::from_chars(uri.data() + at + kStart.size(), uri.data() + uri.size(), number);
  if (number < 10 * ItemTable::kFirstVersion || number > 10 * ItemTable::kLastVersion + 9)
    return refuse(fmt::format(
        "baseDictionaryUri '{}' names no version from 18 to 26; convert the file to one of these versions", uri));
  return number / 10;
}

std::size_t find_bytes(std::string_view text, std::string_view wanted, std::size_t from) noexcept {
  if (from >= text.size()) return std::string_view::npos;
  const void* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Namespace declarations and the rule that every other attribute belongs to one of them.
Result<void> read_namespaces(const TokenReader& reader, std::string_view root, FileHead& head) {
  for (const Attribute& attribute : reader.attributes())
    if (attribute.name.starts_with("xmlns:") && attribute.value != kNamespace)
      head.foreign_prefixes.emplace_back(attribute.name.substr(6));
  head.prefix = prefix_of(root);
  const std::string_view own =
      head.prefix.empty() ? reader.attribute("xmlns") : reader.attribute("xmlns:" + head.prefix);
  if (own != kNamespace)
    return refuse(fmt::format("the root does not declare the namespace {}; add it as xmlns", kNamespace));
  for (const Attribute& attribute : reader.attributes()) {
    static constexpr std::string_view kStandard[] = {"baseDictionaryUri",    "userDictionaryUri", "recordType",
                                                     "specificationVersion", "timeGenerated",     "xmlns"};
    const std::string_view prefix = prefix_of(attribute.name);
    if (prefix.empty() && std::find(std::begin(kStandard), std::end(kStandard), attribute.name) == std::end(kStandard))
      return refuse(fmt::format("the root attribute '{}' is not one of NAACCR's; give it a namespace of its own",
                                attribute.name));
    const bool declared =
        prefix.empty() || prefix == "xmlns" || prefix == "xml" || prefix == "xsi" ||
        std::find(head.foreign_prefixes.begin(), head.foreign_prefixes.end(), prefix) != head.foreign_prefixes.end();
    if (!declared)
      return refuse(
          fmt::format("the prefix of the root attribute '{}' is not declared; add xmlns:{}", attribute.name, prefix));
  }
  return {};
}

}  // namespace

Result<FileHead> parse_head(std::string_view bytes, std::size_t& head_size) {
  std::size_t start = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  TokenReader reader(bytes.substr(start));
  Token token = reader.next();
  while (token.kind == TokenKind::Comment || token.kind == TokenKind::Instruction ||
         (token.kind == TokenKind::Text && text::trim(token.text).empty()))
    token = reader.next();
  if (token.kind == TokenKind::Error) return refuse(fmt::format("not well-formed XML: {}", reader.problem()));
  if (token.kind != TokenKind::StartTag && token.kind != TokenKind::EmptyTag)
    return refuse("this is no NAACCR XML file: it does not begin with an element");
  if (local_name(token.name) != "NaaccrData")
    return refuse(fmt::format("the root element is '{}', wanted is NaaccrData", token.name));
  FileHead head;
  if (auto checked = read_namespaces(reader, token.name, head); !checked) return checked.error();
  for (const char* name : {"baseDictionaryUri", "recordType", "specificationVersion"})
    if (reader.attribute(name).empty()) return refuse(fmt::format("the root lacks the attribute {}", name));
  const auto version = version_of(reader.attribute("baseDictionaryUri"));
  if (!version) return version.error();
  head.version = *version;
  const std::string_view type = reader.attribute("recordType");
  if (type != "A" && type != "M" && type != "C" && type != "I")
    return refuse(fmt::format("recordType is '{}', wanted is A, M, C or I", type));
  head.record_type = type[0];
  head.user_dictionaries = reader.attribute("userDictionaryUri");
  head.is_empty = token.kind == TokenKind::EmptyTag;
  head_size = start + token.end;
  return head;
}

PatientStream::PatientStream(std::unique_ptr<ByteSource> source, std::string first_bytes)
    : source_(std::move(source)), pending_(std::move(first_bytes)) {}

bool PatientStream::fill() {
  if (at_end_) return false;
  const std::size_t size = pending_.size();
  pending_.resize(size + kBlockBytes);
  auto count = source_->read(pending_.data() + size, kBlockBytes);
  if (!count) {
    failed_ = true;
    failure_ = std::move(count).error();
  }
  const std::size_t read = failed_ ? 0 : *count;
  pending_.resize(size + read);
  at_end_ = read == 0;
  return !at_end_;
}

Result<FileHead> PatientStream::open() {
  std::size_t head_size = 0;
  for (;;) {
    auto head = parse_head(pending_, head_size);
    if (head || pending_.size() > kLargestHead || !fill()) {
      if (!head) return failed_ ? failure_ : std::move(head).error();
      head_bytes_ = pending_.substr(0, head_size);
      pending_.erase(0, head_size);
      patient_end_ = head->prefix.empty() ? "</Patient" : "</" + head->prefix + ":Patient";
      return head;
    }
  }
}

// Offset behind the last patient that ends in pending_, 0 when none does. Comments and CDATA are stepped over, so
// an end tag written inside one is not taken for the end of a patient.
std::size_t PatientStream::last_patient_end() {
  std::size_t last = 0;
  std::size_t at = scanned_;
  std::size_t special = find_bytes(pending_, "<!", at);
  for (;;) {
    const std::size_t tag = find_bytes(pending_, patient_end_, at);
    if (special < tag) {
      const bool is_comment = pending_.compare(special, 4, "<!--") == 0;
      const std::string_view closing = is_comment ? "-->" : "]]>";
      const std::size_t end = find_bytes(pending_, closing, special);
      if (end == std::string::npos) return last;
      at = end + closing.size();
      if (last == 0) scanned_ = at;
      special = find_bytes(pending_, "<!", at);
      continue;
    }
    const std::size_t close = tag == std::string::npos ? std::string::npos : pending_.find('>', tag);
    if (close == std::string::npos) {
      const std::size_t margin = patient_end_.size() + 8;  // a tag or comment may be cut by the end
      if (last == 0 && tag == std::string::npos && pending_.size() > margin)
        scanned_ = std::max(at, pending_.size() - margin);
      return last;
    }
    last = at = close + 1;
  }
}

Result<bool> PatientStream::next(std::string& block) {
  block.clear();
  std::size_t end = 0;
  while (!at_end_ && end == 0) {
    while (pending_.size() < kBlockBytes && fill()) {
    }
    end = last_patient_end();
    if (end != 0 || at_end_) break;
    if (pending_.size() > kLargestPatient)
      end = pending_.size();
    else
      fill();
  }
  if (at_end_) end = pending_.size();
  if (pending_.empty()) {
    if (failed_) {
      failed_ = false;
      return failure_;
    }
    return false;
  }
  block.assign(pending_, 0, end);
  pending_.erase(0, end);
  scanned_ = 0;
  return true;
}

}  // namespace restage::naaccr
