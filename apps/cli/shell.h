// SPDX-License-Identifier: Apache-2.0
#pragma once
// What commands share at the terminal: how an error, an issue and an end are told. One wording everywhere:
// "restage <command>: what is wrong; what to do".
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/command.h"
#include "base/result.h"
#include "service/request/input.h"
#include "service/request/outcome.h"

namespace restage::cli {

/// Prints the message; the status is kUsage.
int fail(Console& console, std::string_view command, std::string_view message);
inline int fail(Console& console, std::string_view command, const Error& error) {
  return fail(console, command, error.text());
}

/// Issues in words, the remedy with each, on the error stream; only the first ones where there are many.
class IssueTeller {
 public:
  IssueTeller(Console& console, std::size_t limit) : console_(console), limit_(limit) {}
  void tell(const DataIssue& issue);
  std::size_t unshown() const noexcept { return told_ > limit_ ? told_ - limit_ : 0; }

 private:
  Console& console_;
  std::size_t limit_;
  std::size_t told_ = 0;
};

/// Every one of them.
void tell(Console& console, const std::vector<DataIssue>& issues);

int exit_status(service::Status status);

/// Files as named on the command line.
std::vector<service::Input> inputs_of(const std::vector<std::string>& files);
/// Where reading keeps what does not fit into memory: the system's folder for temporary files.
std::string spill_folder();
/// Parts between commas, trimmed, the empty ones left out.
std::vector<std::string> list_of(std::string_view text);

/// Writes to a file, or to standard output where the path is "-"; gives `status`, or kUsage after a message.
int write_result(Console& console, std::string_view command, const std::string& path, std::string_view content,
                 int status);

}  // namespace restage::cli
