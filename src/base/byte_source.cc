// SPDX-License-Identifier: Apache-2.0
#include "base/byte_source.h"

#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace restage {
namespace {

constexpr std::size_t kChunk = 256 * 1024;

Error system_error(ErrorCode code, const std::string& path, std::string_view doing) {
  return {code, std::string(doing) + " failed: " + std::strerror(errno), path};
}

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~FileSource() override {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const ssize_t count = ::read(descriptor_, buffer, size);
    if (count < 0)
      return system_error(errno == EINTR ? ErrorCode::Interrupted : ErrorCode::FileUnreadable, path_, "reading");
    position_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
  std::uint64_t position() const noexcept override { return position_; }

 private:
  int descriptor_;
  std::string path_;
  std::uint64_t position_ = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min(size, rest_.size());
    std::memcpy(buffer, rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

// Hands out a first piece that was already read, then the rest of the source behind it.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(std::string prefix, std::unique_ptr<ByteSource> rest)
      : prefix_(std::move(prefix)), owned_(std::move(rest)), rest_(owned_.get()) {}
  PrefixedSource(std::string prefix, ByteSource& rest) : prefix_(std::move(prefix)), rest_(&rest) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    if (used_ == prefix_.size()) return rest_->read(buffer, size);
    const std::size_t count = std::min(size, prefix_.size() - used_);
    std::memcpy(buffer, prefix_.data() + used_, count);
    used_ += count;
    return count;
  }
  std::uint64_t position() const noexcept override { return rest_->position(); }

 private:
  std::string prefix_;
  std::size_t used_ = 0;
  std::unique_ptr<ByteSource> owned_;
  ByteSource* rest_;
};

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string path)
      : compressed_(std::move(compressed)), path_(std::move(path)), input_(kChunk) {
    start_member();
  }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    state_.next_out = reinterpret_cast<unsigned char*>(buffer);
    state_.avail_out = static_cast<std::uint32_t>(std::min<std::size_t>(size, 1u << 30));
    const std::uint32_t wanted = state_.avail_out;
    while (state_.avail_out == wanted) {
      if (state_.avail_in == 0) {
        auto count = compressed_->read(input_.data(), input_.size());
        if (!count) return std::move(count).error();
        state_.next_in = reinterpret_cast<unsigned char*>(input_.data());
        state_.avail_in = static_cast<std::uint32_t>(*count);
        if (*count == 0) {
          if (at_boundary_) return std::size_t{0};
          return Error{ErrorCode::Malformed, "the gzip stream ends early; what came before it was read", path_};
        }
      }
      if (state_.block_state == ISAL_BLOCK_FINISH) start_member();
      at_boundary_ = false;
      if (isal_inflate(&state_) != ISAL_DECOMP_OK)
        return Error{ErrorCode::Malformed, "the gzip stream is damaged; what came before the damage was read", path_};
      at_boundary_ = state_.block_state == ISAL_BLOCK_FINISH;
    }
    return static_cast<std::size_t>(wanted - state_.avail_out);
  }
  std::uint64_t position() const noexcept override { return compressed_->position(); }

 private:
  void start_member() {
    unsigned char* next_in = state_.next_in;
    const std::uint32_t avail_in = state_.avail_in;
    unsigned char* next_out = state_.next_out;
    const std::uint32_t avail_out = state_.avail_out;
    isal_inflate_init(&state_);
    state_.crc_flag = ISAL_GZIP;
    state_.next_in = next_in;
    state_.avail_in = avail_in;
    state_.next_out = next_out;
    state_.avail_out = avail_out;
  }

  std::unique_ptr<ByteSource> compressed_;
  std::string path_;
  std::vector<char> input_;
  inflate_state state_{};
  bool at_boundary_ = false;
};

Result<std::unique_ptr<ByteSource>> inflating_if_gzip(std::unique_ptr<ByteSource> raw, const std::string& path) {
  std::string head(2, '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    auto count = raw->read(head.data() + filled, head.size() - filled);
    if (!count) return std::move(count).error();
    if (*count == 0) break;
    filled += *count;
  }
  head.resize(filled);
  const bool gzip = head == "\x1F\x8B";
  std::unique_ptr<ByteSource> whole = std::make_unique<PrefixedSource>(std::move(head), std::move(raw));
  if (gzip) whole = std::make_unique<GzipSource>(std::move(whole), path);
  return whole;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path) {
  if (path == "-")
    return inflating_if_gzip(std::make_unique<FileSource>(STDIN_FILENO, "standard input"), "standard input");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return system_error(ErrorCode::FileUnreadable, path, "opening");
  auto source = std::make_unique<FileSource>(descriptor, path);
  struct stat info{};
  if (::fstat(descriptor, &info) != 0) return system_error(ErrorCode::FileUnreadable, path, "inspecting");
  if (S_ISDIR(info.st_mode)) return Error{ErrorCode::FileUnreadable, "this is a directory; name the files in it", path};
  return inflating_if_gzip(std::move(source), path);
}

std::unique_ptr<ByteSource> ByteSource::from_memory(std::string_view bytes) {
  auto source = inflating_if_gzip(std::make_unique<MemorySource>(bytes), "memory");
  RESTAGE_ASSERT(source.has_value());
  return std::move(source).value();
}

std::unique_ptr<ByteSource> ByteSource::after(std::string head, ByteSource& rest) {
  return std::make_unique<PrefixedSource>(std::move(head), rest);
}

Result<std::string> read_all(ByteSource& source, std::size_t limit) {
  std::string all;
  std::size_t filled = 0;
  for (;;) {
    if (all.size() - filled < kChunk) all.resize(std::max(all.size() * 2, kChunk * 2));
    auto count = source.read(all.data() + filled, all.size() - filled);
    if (!count) return std::move(count).error();
    if (*count == 0) break;
    filled += *count;
    if (filled > limit)
      return Error{ErrorCode::LimitExceeded,
                   "more than " + std::to_string(limit >> 20) +
                       " MiB, which is what is read at once; split the input by patient",
                   ""};
  }
  all.resize(filled);
  return all;
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  auto source = ByteSource::open(path);
  if (!source) return std::move(source).error();
  auto bytes = read_all(**source, limit);
  if (bytes) return bytes;
  Error error = std::move(bytes).error();
  if (error.context.empty()) error.context = path;
  return error;
}

}  // namespace restage
