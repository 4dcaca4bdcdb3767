// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small tree of one XML subtree at a time, so that memory is bounded by one patient however long the file. The one
// reader of XML trees: names lose their namespace prefix, declarations of namespaces and attributes with a prefix are
// left out, a document type is refused, nesting is bounded.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace restage::xml {

struct XmlNode {
  std::string name;  ///< local name, without a namespace prefix
  std::string text;  ///< trimmed by text_of()
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::unique_ptr<XmlNode>> children;
  unsigned long line = 0;
  bool closed = false;

  const XmlNode* child(std::string_view child_name) const;
  /// Follows names from child to child; nullptr when one is missing.
  const XmlNode* at(std::initializer_list<std::string_view> path) const;
  /// Trimmed text of a child, or empty.
  std::string_view text_of(std::string_view child_name) const;
  std::string_view trimmed() const;
  std::string_view attribute(std::string_view attribute_name) const;
  template <class Visit>
  void each(std::string_view child_name, Visit&& visit) const {
    for (const auto& child_node : children)
      if (child_node->name == child_name) visit(*child_node);
  }
};

enum class XmlFault { None, Malformed, TooDeep, Doctype };

struct XmlOutcome {
  XmlFault fault = XmlFault::None;
  std::string message;
  unsigned long line = 0;
  unsigned long column = 0;
  std::string root;  ///< local name of the root element
};

/// What is wanted of a text.
struct XmlWanted {
  std::string_view element;  ///< local name; empty: the root
  int depth_limit = 256;
  std::string_view skipped = {};  ///< elements of this name are left out with all that they hold
};

/// Calls `use` with each wanted element as soon as it ends, and once more, with closed = false, for one that the text
/// broke off in. What is used may be changed or taken.
XmlOutcome read_elements(std::string_view xml, const XmlWanted& wanted, const std::function<void(XmlNode&)>& use);

}  // namespace restage::xml
