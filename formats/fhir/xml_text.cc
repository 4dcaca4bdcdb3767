// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/xml_text.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "base/xml_tree.h"

namespace restage::fhir {
namespace {

constexpr std::string_view kNamespace = "http://hl7.org/fhir";

using xml::XmlNode;

bool is_resource(const XmlNode& element) { return !element.name.empty() && text::is_upper(element.name[0]); }

void write_value(JsonWriter& writer, const XmlNode& element);

/// Members of one object; children of one name become a list.
void write_members(JsonWriter& writer, const XmlNode& element) {
  for (const auto& [name, value] : element.attributes)
    if (name != "value") writer.member(name, value);
  std::vector<std::string_view> written;
  for (const auto& child : element.children) {
    if (std::find(written.begin(), written.end(), child->name) != written.end()) continue;
    written.push_back(child->name);
    const auto same = [&](const auto& other) { return other->name == child->name; };
    writer.key(child->name);
    if (std::count_if(element.children.begin(), element.children.end(), same) == 1) {
      write_value(writer, *child);
      continue;
    }
    writer.begin_array();
    for (const auto& other : element.children)
      if (same(other)) write_value(writer, *other);
    writer.end_array();
  }
}

void write_value(JsonWriter& writer, const XmlNode& element) {
  if (element.children.size() == 1 && is_resource(*element.children.front())) {  // <resource><Patient>...
    write_value(writer, *element.children.front());
    return;
  }
  const auto value = std::find_if(element.attributes.begin(), element.attributes.end(),
                                  [](const auto& attribute) { return attribute.first == "value"; });
  if (value != element.attributes.end() && element.children.empty()) {
    writer.value(value->second);
    return;
  }
  writer.begin_object();
  if (is_resource(element)) writer.member("resourceType", element.name);
  write_members(writer, element);
  writer.end_object();
}

/// What was open when the text broke off is dropped from its parent, except the Bundle itself.
void drop_unclosed(XmlNode& root) {
  XmlNode* at = &root;
  while (!at->children.empty() && !at->children.back()->closed) {
    if (at->children.back()->name == "entry" || at != &root) {
      at->children.pop_back();
      return;
    }
    at = at->children.back().get();
  }
}

}  // namespace

bool is_fhir_xml(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<' &&
         text.substr(0, 4096).find("\"" + std::string(kNamespace) + "\"") != std::string_view::npos;
}

XmlConversion convert_xml(std::string_view xml, int depth_limit) {
  XmlConversion result;
  std::unique_ptr<XmlNode> root;
  const xml::XmlOutcome outcome = xml::read_elements(
      xml, {{}, depth_limit, "div"}, [&](XmlNode& node) { root = std::make_unique<XmlNode>(std::move(node)); });
  if (outcome.fault != xml::XmlFault::None) {
    result.problem = outcome.fault == xml::XmlFault::Doctype
                         ? "the XML declares a document type, which FHIR does not allow"
                         : outcome.message;
    result.line = outcome.line;
    result.column = outcome.column;
  }
  if (!root) return result;
  if (!result.problem.empty()) {
    if (root->name != "Bundle") return result;
    drop_unclosed(*root);
  }
  JsonWriter writer(result.json);
  write_value(writer, *root);
  return result;
}

std::optional<DataIssue> problem_of(const XmlConversion& xml, const std::string& file) {
  if (xml.problem.empty()) return std::nullopt;
  return make_issue(IssueCode::InputUnreadable,
                    file + ": line " + std::to_string(xml.line) + ", column " + std::to_string(xml.column),
                    xml.problem + (xml.json.empty() ? "" : "; the complete entries before it are used"),
                    "send the file again, complete and well-formed");
}

}  // namespace restage::fhir
