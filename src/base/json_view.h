// SPDX-License-Identifier: Apache-2.0
#pragma once
// Json: a 16-byte view of one value in a parsed document, tolerant of what senders get wrong: a member that is
// absent is a missing view, a single value where a list is due counts as a list of one.
//
// Views are valid while their JsonDocument lives and has not parsed again. Not thread-safe across parses.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/decimal.h"

namespace restage {

class Json {
 public:
  enum class Type { Missing, Null, Flag, Number, Text, List, Object };

  Json() = default;
  explicit operator bool() const noexcept { return document_ != nullptr; }
  Type type() const noexcept;
  bool is_object() const noexcept { return type() == Type::Object; }

  /// Member of an object; missing when this is none or has none.
  Json operator[](std::string_view key) const noexcept;
  /// Text of a string; empty for anything else.
  std::string_view text() const noexcept;
  /// A number, or text that is one. Doubles give the shortest decimal that reads back as the same double, which
  /// is what the sender wrote for up to 15 digits.
  std::optional<Decimal> decimal() const;
  std::optional<bool> flag() const noexcept;
  /// First element of a list, or the value itself.
  Json first() const noexcept;
  /// The value as JSON text without blanks.
  std::string compact() const;

  /// Calls visit(key, Json) for each member of an object.
  template <class Visit>
  void each_member(Visit&& visit) const {
    members_raw([](void* context, std::string_view key,
                   Json value) { (*static_cast<std::remove_reference_t<Visit>*>(context))(key, value); },
                &visit);
  }
  /// Calls visit(Json) for each element of a list, or once for a single value.
  template <class Visit>
  void each(Visit&& visit) const {
    each_raw([](void* context, Json item) { (*static_cast<std::remove_reference_t<Visit>*>(context))(item); }, &visit);
  }

 private:
  friend class JsonDocument;
  using RawVisit = void (*)(void* context, Json item);
  void each_raw(RawVisit visit, void* context) const;
  using RawMember = void (*)(void* context, std::string_view key, Json value);
  void members_raw(RawMember visit, void* context) const;

  const void* document_ = nullptr;
  [[maybe_unused]] std::uint64_t index_ = 0;  // carried for the parser, which reads both
};

enum class JsonFault { None, Empty, TooDeep, NotUtf8, TooLarge, Malformed };

class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// Parses; views of an earlier parse become invalid. A number that no machine number holds is kept as a text.
  JsonFault parse(std::string_view text, int depth_limit);
  Json root() const noexcept { return root_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  Json root_;
};

}  // namespace restage
