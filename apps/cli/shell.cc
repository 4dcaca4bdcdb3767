// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/shell.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/output_file.h"
#include "base/printable.h"
#include "base/text.h"

namespace restage::cli {

int fail(Console& console, std::string_view command, std::string_view message) {
  console.err(text::printable(fmt::format("restage {}: {}\n", command, message), false));
  return kUsage;
}

void IssueTeller::tell(const DataIssue& issue) {
  if (++told_ > limit_) return;
  console_.err(text::printable(
      fmt::format("{}: {}: {} ({})\n", to_string(issue.severity), issue.path, issue.message, issue.remedy), false));
}

void tell(Console& console, const std::vector<DataIssue>& issues) {
  IssueTeller teller(console, issues.size());
  for (const DataIssue& issue : issues) teller.tell(issue);
}

int exit_status(service::Status status) { return status == service::Status::Done ? kDone : kDoneWithRefusals; }

std::vector<service::Input> inputs_of(const std::vector<std::string>& files) {
  std::vector<service::Input> inputs;
  for (const std::string& file : files) inputs.push_back(service::Input::path(file));
  return inputs;
}

std::string spill_folder() {
  std::error_code none;
  return std::filesystem::temp_directory_path(none).string();
}

std::vector<std::string> list_of(std::string_view list) {
  std::vector<std::string> parts;
  for (const std::string_view part : text::split(list, ','))
    if (!text::trim(part).empty()) parts.emplace_back(text::trim(part));
  return parts;
}

int write_result(Console& console, std::string_view command, const std::string& path, std::string_view content,
                 int status) {
  if (path == "-") {
    console.out(content);
    return status;
  }
  if (const auto written = write_file(path, content); !written) return fail(console, command, written.error());
  return status;
}

}  // namespace restage::cli
