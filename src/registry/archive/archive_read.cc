// SPDX-License-Identifier: Apache-2.0
// Zip and folder reading. The only file that sees libzip.
#include "registry/archive/archive.h"

#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/byte_source.h"

namespace restage::registry {
namespace {

struct ZipCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Error refused(ErrorCode code, const std::string& path, std::string message) { return {code, std::move(message), path}; }

Result<std::string> read_entry(zip_t* archive, const zip_stat_t& info, const std::string& where) {
  const std::unique_ptr<zip_file_t, ZipCloser> file(zip_fopen_index(archive, info.index, 0));
  if (!file) return refused(ErrorCode::Malformed, where, "the zip entry cannot be opened; fetch the archive again");
  std::string bytes(info.size, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const zip_int64_t count = zip_fread(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count <= 0) return refused(ErrorCode::Malformed, where, "the zip entry is damaged; fetch the archive again");
    filled += static_cast<std::size_t>(count);
  }
  char extra = 0;
  if (zip_fread(file.get(), &extra, 1) != 0)
    return refused(ErrorCode::Malformed, where, "the zip entry is damaged; fetch the archive again");
  return bytes;
}

Result<std::vector<ArchiveEntry>> read_zip(const std::string& path) {
  int code = 0;
  const std::unique_ptr<zip_t, ZipCloser> archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (!archive && (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ))
    return refused(ErrorCode::FileUnreadable, path,
                   fmt::format("opening the archive failed: {}", std::strerror(errno)));
  if (!archive)
    return refused(ErrorCode::Malformed, path,
                   "this is not a readable zip file; give an algorithm archive as published, or its unpacked folder");
  const auto count = static_cast<std::size_t>(zip_get_num_entries(archive.get(), 0));
  if (count > ArchiveLimits::kEntries)
    return refused(ErrorCode::LimitExceeded, path,
                   fmt::format("the archive has {} entries, at most {} are read", count, ArchiveLimits::kEntries));
  std::vector<ArchiveEntry> entries;
  std::size_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    zip_stat_t info;
    if (zip_stat_index(archive.get(), i, 0, &info) != 0)
      return refused(ErrorCode::Malformed, path, "the zip directory is damaged; fetch the archive again");
    const std::string name = info.name;
    const std::string where = path + ": " + name;
    if (info.size > ArchiveLimits::kEntryBytes)
      return refused(ErrorCode::LimitExceeded, where, "the entry is larger than 10 MiB");
    if (info.comp_size > 0 && info.size / info.comp_size > ArchiveLimits::kCompressionRatio)
      return refused(ErrorCode::LimitExceeded, where,
                     "the entry is compressed more than 50 to 1, as no algorithm file is");
    total += info.size;
    if (total > ArchiveLimits::kTotalBytes)
      return refused(ErrorCode::LimitExceeded, where, "the archive holds more than 100,000,000 bytes");
    if (!name.ends_with(".json")) continue;
    auto bytes = read_entry(archive.get(), info, where);
    if (!bytes) return std::move(bytes).error();
    entries.push_back({name, std::move(bytes).value()});
  }
  return entries;
}

Result<std::vector<ArchiveEntry>> read_folder(const std::string& path) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::recursive_directory_iterator it(path, failure), end; !failure && it != end; it.increment(failure)) {
    if (!it->is_regular_file(failure)) continue;
    std::string name = fs::relative(it->path(), path, failure).generic_string();
    if (name.ends_with(".json")) names.push_back(std::move(name));
    if (names.size() > ArchiveLimits::kEntries)
      return refused(ErrorCode::LimitExceeded, path, "the folder holds more than 10,000 JSON files");
  }
  if (failure) return refused(ErrorCode::FileUnreadable, path, "reading the folder failed: " + failure.message());
  std::sort(names.begin(), names.end());
  std::vector<ArchiveEntry> entries;
  std::size_t total = 0;
  for (std::string& name : names) {
    auto bytes = read_file(path + "/" + name, ArchiveLimits::kEntryBytes);
    if (!bytes) return std::move(bytes).error();
    total += bytes->size();
    if (total > ArchiveLimits::kTotalBytes)
      return refused(ErrorCode::LimitExceeded, path, "the folder holds more than 100,000,000 bytes");
    entries.push_back({std::move(name), std::move(bytes).value()});
  }
  return entries;
}

}  // namespace

Result<std::vector<ArchiveEntry>> read_archive(const std::string& path) {
  std::error_code failure;
  return std::filesystem::is_directory(path, failure) ? read_folder(path) : read_zip(path);
}

}  // namespace restage::registry
