// SPDX-License-Identifier: Apache-2.0
#include "base/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace restage {
namespace {

constexpr unsigned kNewFileMode = 0666;  // less what the umask takes away
constexpr unsigned kPermissions = 0777;

/// The path without links; empty when it points to nothing.
std::string without_links(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : std::string();
}

}  // namespace

Error OutputFile::failure(std::string_view doing) const {
  return {ErrorCode::FileUnwritable, std::string(doing) + " failed: " + std::strerror(errno), path_};
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  file.path_ = file.target_ = path;
  struct stat info{};
  const bool is_named = ::lstat(path.c_str(), &info) == 0;
  if (is_named && S_ISLNK(info.st_mode)) {
    file.target_ = without_links(path);
    if (file.target_.empty() || ::stat(file.target_.c_str(), &info) != 0)
      return Error{ErrorCode::FileUnwritable, "this is a link to nothing; name the file itself", path};
  }
  if (!is_named) {
    if (const auto opened = file.open_part(kNewFileMode, false); !opened) return opened.error();
    return file;
  }
  if (S_ISDIR(info.st_mode)) return Error{ErrorCode::FileUnwritable, "this is a directory; name a file in it", path};
  if (S_ISREG(info.st_mode)) {
    if (::access(file.target_.c_str(), W_OK) != 0) return file.failure("writing");
    if (const auto opened = file.open_part(info.st_mode & kPermissions, true); !opened) return opened.error();
    return file;
  }
  file.descriptor_ = ::open(file.target_.c_str(), O_WRONLY | O_CLOEXEC);
  if (file.descriptor_ < 0) return file.failure("opening");
  return file;
}

Result<void> OutputFile::open_part(unsigned mode, bool replaces) {
  const std::string part = target_ + ".part";
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  descriptor_ = ::open(part.c_str(), kFlags, mode);
  struct stat info{};
  if (descriptor_ < 0 && errno == EEXIST) {
    // What an earlier run left behind goes; anything but a plain file is not ours.
    if (::lstat(part.c_str(), &info) != 0 || !S_ISREG(info.st_mode))
      return Error{ErrorCode::FileUnwritable, "the name with .part behind it is taken; remove that first", path_};
    if (::unlink(part.c_str()) == 0) descriptor_ = ::open(part.c_str(), kFlags, mode);
  }
  if (descriptor_ < 0) return failure("creating");
  part_ = part;
  if (replaces && ::fchmod(descriptor_, mode) != 0) return failure("creating");  // whatever the umask is
  return {};
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      part_(std::exchange(other.part_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      failed_(other.failed_) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  if (this == &other) return *this;
  discard();
  path_ = std::move(other.path_);
  target_ = std::move(other.target_);
  part_ = std::exchange(other.part_, {});
  descriptor_ = std::exchange(other.descriptor_, -1);
  failed_ = other.failed_;
  return *this;
}

OutputFile::~OutputFile() { discard(); }

void OutputFile::discard() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  if (!part_.empty()) ::unlink(part_.c_str());
  part_.clear();
}

Result<void> OutputFile::write(std::string_view bytes) {
  if (descriptor_ < 0) return Error{ErrorCode::FileUnwritable, "an earlier write failed", path_};
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      Error error = failure("writing");
      failed_ = true;
      discard();
      return error;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> OutputFile::commit() {
  if (failed_) return Error{ErrorCode::FileUnwritable, "an earlier write failed", path_};
  RESTAGE_ASSERT(descriptor_ >= 0);
  const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
  if (closed && (part_.empty() || ::rename(part_.c_str(), target_.c_str()) == 0)) {
    part_.clear();
    return {};
  }
  Error error = failure("finishing");
  failed_ = true;
  discard();
  return error;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  auto file = OutputFile::create(path);
  if (!file) return std::move(file).error();
  if (auto written = file->write(bytes); !written) return written;
  return file->commit();
}

}  // namespace restage
