// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/xml_text.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"

namespace restage::fhir {
namespace {

constexpr std::string_view kNamespace = "http://hl7.org/fhir";

struct Element {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::unique_ptr<Element>> children;
  bool closed = false;
};

struct Building {
  XML_Parser parser = nullptr;
  int depth_limit = 0;
  int depth = 0;
  int skipped = 0;  ///< depth inside narrative
  std::unique_ptr<Element> root;
  std::vector<Element*> open;
  std::string problem;

  void stop(std::string reason) {
    if (problem.empty()) problem = std::move(reason);
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& building = *static_cast<Building*>(data);
  if (++building.depth > building.depth_limit) {
    building.stop("the XML nests deeper than any record does");
    return;
  }
  if (building.skipped > 0 || std::string_view(name) == "div") {
    ++building.skipped;
    return;
  }
  auto element = std::make_unique<Element>();
  element->name = name;
  for (const XML_Char** at = attributes; *at != nullptr; at += 2)
    if (!std::string_view(at[0]).starts_with("xmlns") && std::string_view(at[0]).find(':') == std::string_view::npos)
      element->attributes.emplace_back(at[0], at[1]);
  Element* opened = element.get();
  if (building.open.empty())
    building.root = std::move(element);
  else
    building.open.back()->children.push_back(std::move(element));
  building.open.push_back(opened);
}

void on_end(void* data, const XML_Char*) {
  auto& building = *static_cast<Building*>(data);
  --building.depth;
  if (building.skipped > 0) {
    --building.skipped;
    return;
  }
  building.open.back()->closed = true;
  building.open.pop_back();
}

void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<Building*>(data)->stop("the XML declares a document type, which FHIR does not allow");
}

bool is_resource(const Element& element) { return !element.name.empty() && text::is_upper(element.name[0]); }

void write_value(JsonWriter& writer, const Element& element);

/// Members of one object; children of one name become a list.
void write_members(JsonWriter& writer, const Element& element) {
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

void write_value(JsonWriter& writer, const Element& element) {
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
void drop_unclosed(Element& root) {
  Element* at = &root;
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
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  Building building;
  building.depth_limit = depth_limit;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  building.parser = parser.get();
  XML_SetUserData(parser.get(), &building);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  XmlConversion result;
  for (bool last = false; !last;) {
    const std::string_view piece = xml.substr(0, kPiece);
    xml.remove_prefix(piece.size());
    last = xml.empty();
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK) continue;
    result.problem =
        building.problem.empty() ? std::string(XML_ErrorString(XML_GetErrorCode(parser.get()))) : building.problem;
    result.line = XML_GetCurrentLineNumber(parser.get());
    result.column = XML_GetCurrentColumnNumber(parser.get()) + 1;
    break;
  }
  if (!building.root) return result;
  if (!result.problem.empty()) {
    if (building.root->name != "Bundle") return result;
    drop_unclosed(*building.root);
  }
  JsonWriter writer(result.json);
  write_value(writer, *building.root);
  return result;
}

}  // namespace restage::fhir
