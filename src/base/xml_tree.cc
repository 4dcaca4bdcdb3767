// SPDX-License-Identifier: Apache-2.0
#include "base/xml_tree.h"

#include <expat.h>

#include <algorithm>

#include "base/text.h"

namespace restage::xml {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// State of one parse, handed to the callbacks.
struct Building {
  XML_Parser parser = nullptr;
  XmlWanted wanted;
  int depth = 0;
  int skipped = 0;  ///< depth inside a skipped element
  const std::function<void(XmlNode&)>* use = nullptr;
  std::unique_ptr<XmlNode> top;
  std::vector<XmlNode*> open;
  XmlOutcome outcome;

  void stop(XmlFault fault, std::string message) {
    if (outcome.fault != XmlFault::None) return;
    outcome.fault = fault;
    outcome.message = std::move(message);
    outcome.line = XML_GetCurrentLineNumber(parser);
    outcome.column = XML_GetCurrentColumnNumber(parser) + 1;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& building = *static_cast<Building*>(data);
  if (++building.depth > building.wanted.depth_limit) {
    building.stop(XmlFault::TooDeep, "the XML nests deeper than any record does");
    return;
  }
  const std::string_view local = local_name(name);
  if (building.depth == 1) building.outcome.root = local;
  if (building.skipped > 0 || (!building.wanted.skipped.empty() && local == building.wanted.skipped)) {
    ++building.skipped;
    return;
  }
  if (building.open.empty() && !building.wanted.element.empty() && local != building.wanted.element) return;
  auto node = std::make_unique<XmlNode>();
  node->name = local;
  node->line = XML_GetCurrentLineNumber(building.parser);
  for (const XML_Char** at = attributes; *at != nullptr; at += 2)
    if (const std::string_view key = at[0]; !key.starts_with("xmlns") && key.find(':') == std::string_view::npos)
      node->attributes.emplace_back(key, at[1]);
  XmlNode* opened = node.get();
  if (building.open.empty())
    building.top = std::move(node);
  else
    building.open.back()->children.push_back(std::move(node));
  building.open.push_back(opened);
}

void on_end(void* data, const XML_Char*) {
  auto& building = *static_cast<Building*>(data);
  --building.depth;
  if (building.skipped > 0) {
    --building.skipped;
    return;
  }
  if (building.open.empty()) return;
  building.open.back()->closed = true;
  building.open.pop_back();
  if (!building.open.empty()) return;
  (*building.use)(*building.top);
  building.top.reset();
}

void on_text(void* data, const XML_Char* text, int length) {
  auto& building = *static_cast<Building*>(data);
  if (!building.open.empty() && building.skipped == 0)
    building.open.back()->text.append(text, static_cast<std::size_t>(length));
}

void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<Building*>(data)->stop(XmlFault::Doctype,
                                     "the XML declares a document type, which registry messages never do");
}

}  // namespace

const XmlNode* XmlNode::child(std::string_view child_name) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const auto& node) { return node->name == child_name; });
  return found == children.end() ? nullptr : found->get();
}

const XmlNode* XmlNode::at(std::initializer_list<std::string_view> path) const {
  const XmlNode* node = this;
  for (const std::string_view step : path) {
    if (node == nullptr) return nullptr;
    node = node->child(step);
  }
  return node;
}

std::string_view XmlNode::trimmed() const { return text::trim(text); }

std::string_view XmlNode::text_of(std::string_view child_name) const {
  const XmlNode* node = child(child_name);
  return node == nullptr ? std::string_view() : node->trimmed();
}

std::string_view XmlNode::attribute(std::string_view attribute_name) const {
  for (const auto& [key, value] : attributes)
    if (key == attribute_name) return value;
  return {};
}

XmlOutcome read_elements(std::string_view xml, const XmlWanted& wanted, const std::function<void(XmlNode&)>& use) {
  Building building;
  building.wanted = wanted;
  building.use = &use;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  building.parser = parser.get();
  XML_SetUserData(parser.get(), &building);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  for (bool last = false; !last;) {
    const std::string_view piece = xml.substr(0, kPiece);
    xml.remove_prefix(piece.size());
    last = xml.empty();
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK) continue;
    building.stop(XmlFault::Malformed, XML_ErrorString(XML_GetErrorCode(parser.get())));
    break;
  }
  if (building.top) use(*building.top);
  return building.outcome;
}

}  // namespace restage::xml
