// SPDX-License-Identifier: Apache-2.0
#include "face/options.h"

#include "base/text.h"

namespace restage::face {

Result<Options> Options::read(const char* const* texts) {
  Options options;
  for (; texts != nullptr && *texts != nullptr; ++texts) {
    const std::string_view text = *texts;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
      return Error{ErrorCode::InvalidArgument, "An option is written key=value.", std::string(text)};
    options.options_.push_back({std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)), false});
  }
  return options;
}

std::string Options::take(std::string_view key) {
  const std::vector<std::string> values = take_all(key);
  return values.empty() ? std::string() : values.back();
}

std::vector<std::string> Options::take_all(std::string_view key) {
  known_.emplace_back(key);
  std::vector<std::string> values;
  for (Option& option : options_) {
    if (option.key != key) continue;
    option.taken = true;
    values.push_back(option.value);
  }
  return values;
}

bool Options::take_flag(std::string_view key) {
  const std::string value = take(key);
  if (!value.empty() && value != "yes" && value != "no") problem_ = std::string(key) + " is yes or no";
  return value == "yes";
}

Result<void> Options::finish() const {
  if (!problem_.empty()) return Error{ErrorCode::InvalidArgument, problem_, {}};
  for (const Option& option : options_)
    if (!option.taken)
      return Error{ErrorCode::InvalidArgument,
                   "This question has no option `" + option.key + "`; it takes " + text::join(known_, ", ") + ".",
                   {}};
  return {};
}

}  // namespace restage::face
