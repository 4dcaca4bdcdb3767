// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/result_out.h"

#include <utility>

namespace restage::cli {

Result<ResultOut> ResultOut::open(Console& console, const std::string& path) {
  ResultOut out(console);
  if (path.empty() || path == "-") return out;
  auto file = OutputFile::create(path);
  if (!file) return std::move(file).error();
  out.file_ = std::move(*file);
  return out;
}

bool ResultOut::write(std::string_view bytes) {
  if (!file_) {
    console_->out(bytes);
    return true;
  }
  auto written = file_->write(bytes);
  if (!written) error_ = std::move(written).error();
  return written.has_value();
}

Result<void> ResultOut::commit() {
  if (!file_) return {};
  return file_->commit();
}

}  // namespace restage::cli
