// SPDX-License-Identifier: Apache-2.0
#pragma once
// Result<T>: a value or an Error. The one way an operation of this library fails.
//
// Three kinds of trouble are kept apart: trouble in the input data is a core::DataIssue and travels beside
// the good results; an operation that cannot be done (file unreadable, pack malformed) returns a Result;
// a programmer mistake is a RESTAGE_ASSERT. Names follow std::expected so that it can replace this type.
#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#define RESTAGE_ASSERT(condition) assert(condition)

namespace restage {

/// Why an operation failed. Codes are stable.
enum class ErrorCode {
  FileUnreadable,
  FileUnwritable,
  NotSupported,
  Malformed,
  LimitExceeded,
  NotFound,
  InvalidArgument,
  Interrupted,
};

/// Stable spelling of a code, e.g. "file-unreadable".
std::string_view to_string(ErrorCode code) noexcept;

struct Error {
  ErrorCode code{};
  std::string message;  ///< one sentence: what is wrong and what to do
  std::string context;  ///< where: file, record, element; may be empty

  /// "context: message", or the message alone.
  std::string text() const { return context.empty() ? message : context + ": " + message; }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  T& value() & {
    RESTAGE_ASSERT(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    RESTAGE_ASSERT(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    RESTAGE_ASSERT(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& {
    RESTAGE_ASSERT(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    RESTAGE_ASSERT(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT: implicit by design
  bool has_value() const noexcept { return !failed_; }
  explicit operator bool() const noexcept { return has_value(); }
  const Error& error() const& {
    RESTAGE_ASSERT(failed_);
    return error_;
  }
  Error&& error() && {
    RESTAGE_ASSERT(failed_);
    return std::move(error_);
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace restage
