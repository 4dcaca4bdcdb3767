// SPDX-License-Identifier: Apache-2.0
#include "base/keyed_spill.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <queue>

namespace restage {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::size_t kSmallestBuffer = std::size_t{16} << 10;
constexpr std::size_t kLargestBuffer = std::size_t{1} << 20;

/// What stands before each piece in the file.
struct PieceHead {
  std::uint64_t size = 0;
  std::uint32_t key_size = 0;
};
constexpr std::size_t kHeadSize = sizeof(std::uint64_t) + sizeof(std::uint32_t);

void append_head(std::string& out, const PieceHead& head) {
  out.append(reinterpret_cast<const char*>(&head.size), sizeof head.size);
  out.append(reinterpret_cast<const char*>(&head.key_size), sizeof head.key_size);
}

}  // namespace

/// One sorted run of the file, read in blocks.
class KeyedSpill::RunReader {
 public:
  RunReader(int descriptor, Run run, std::size_t buffer_size)
      : descriptor_(descriptor), at_(run.begin), end_(run.end), buffer_size_(buffer_size) {}

  /// Moves to the next piece; false at the end of the run.
  Result<bool> next() {
    std::string head;
    auto more = take(kHeadSize, head);
    if (!more || !*more) return more;
    std::memcpy(&head_.size, head.data(), sizeof head_.size);
    std::memcpy(&head_.key_size, head.data() + sizeof head_.size, sizeof head_.key_size);
    return take(head_.key_size, key_);
  }
  const std::string& key() const noexcept { return key_; }
  std::size_t size() const noexcept { return head_.size; }
  Result<bool> take_bytes(std::string& out) { return take(head_.size, out); }
  Result<bool> skip_bytes() {
    std::string part;
    for (std::uint64_t left = head_.size; left > 0; left -= part.size())
      if (auto more = take(std::min<std::uint64_t>(left, buffer_size_), part); !more) return more;
    return true;
  }

 private:
  Result<bool> take(std::size_t size, std::string& out) {
    out.clear();
    while (out.size() < size) {
      if (used_ == buffer_.size()) {
        auto filled = refill();
        if (!filled || !*filled) return filled;
      }
      const std::size_t count = std::min(size - out.size(), buffer_.size() - used_);
      out.append(buffer_, used_, count);
      used_ += count;
    }
    return true;
  }
  Result<bool> refill() {
    const std::size_t wanted = std::min<std::uint64_t>(buffer_size_, end_ - at_);
    if (wanted == 0) return false;
    buffer_.resize(wanted);
    std::size_t filled = 0;
    while (filled < wanted) {
      const ssize_t count =
          ::pread(descriptor_, buffer_.data() + filled, wanted - filled, static_cast<off_t>(at_ + filled));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return Error{ErrorCode::FileUnreadable, "reading a temporary file failed", {}};
      filled += static_cast<std::size_t>(count);
    }
    at_ += filled;
    used_ = 0;
    return true;
  }

  int descriptor_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::size_t buffer_size_;
  std::string buffer_;
  std::size_t used_ = 0;
  PieceHead head_;
  std::string key_;
};

KeyedSpill::KeyedSpill(std::string folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

KeyedSpill::~KeyedSpill() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error KeyedSpill::failure(std::string_view doing) const {
  return {ErrorCode::FileUnwritable, std::string(doing) + " a temporary file failed: " + std::strerror(errno), folder_};
}

char* KeyedSpill::allocate(std::size_t size) {
  if (size > block_left_) {
    block_left_ = std::max(size, kBlock);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_left_));
    block_at_ = blocks_.back().get();
  }
  char* const place = block_at_;
  block_at_ += size;
  block_left_ -= size;
  return place;
}

Result<void> KeyedSpill::add(std::string_view key, std::string_view bytes) {
  const std::size_t needed = key.size() + bytes.size() + sizeof(Piece);
  if (used_ + needed > limits_.memory && !pieces_.empty()) {
    if (folder_.empty())
      return Error{ErrorCode::LimitExceeded,
                   "more than " + std::to_string(limits_.memory >> 20) +
                       " MiB, which is what is kept in memory; name a folder for temporary files",
                   {}};
    if (auto written = write_run(); !written) return written;
  }
  char* const place = allocate(key.size() + bytes.size());
  if (!key.empty()) std::memcpy(place, key.data(), key.size());
  if (!bytes.empty()) std::memcpy(place + key.size(), bytes.data(), bytes.size());
  pieces_.push_back({place, static_cast<std::uint32_t>(key.size()), bytes.size()});
  used_ += needed;
  return {};
}

void KeyedSpill::sort_pieces() {
  std::stable_sort(pieces_.begin(), pieces_.end(),
                   [](const Piece& left, const Piece& right) { return left.key_text() < right.key_text(); });
}

Result<void> KeyedSpill::open_file() {
  std::string name = folder_ + "/restage-XXXXXX";
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) return failure("creating");
  ::unlink(name.c_str());
  return {};
}

Result<void> KeyedSpill::write_all(std::string_view bytes) {
  written_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("writing");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> KeyedSpill::write_run() {
  if (descriptor_ < 0)
    if (auto opened = open_file(); !opened) return opened;
  sort_pieces();
  const std::uint64_t begin = written_;
  std::string block;
  for (const Piece& piece : pieces_) {
    append_head(block, {piece.size, piece.key_size});
    block.append(piece.key, piece.key_size + piece.size);
    if (block.size() < kBlock) continue;
    if (auto done = write_all(block); !done) return done;
    block.clear();
  }
  if (auto done = write_all(block); !done) return done;
  runs_.push_back({begin, written_});
  pieces_.clear();
  blocks_.clear();
  block_left_ = 0;
  used_ = 0;
  return {};
}

Result<void> KeyedSpill::drain_memory(const std::function<Result<void>(const Group&)>& use) {
  sort_pieces();
  Group group;
  for (std::size_t i = 0; i < pieces_.size();) {
    group = {pieces_[i].key_text(), std::move(group.pieces), false};
    group.pieces.clear();
    std::size_t size = 0;
    for (; i < pieces_.size() && pieces_[i].key_text() == group.key; ++i) {
      group.pieces.push_back(pieces_[i].bytes());
      size += pieces_[i].size;
    }
    group.too_large = size > limits_.group;
    if (group.too_large) group.pieces.clear();
    if (auto used = use(group); !used) return used;
  }
  return {};
}

Result<void> KeyedSpill::drain_runs(const std::function<Result<void>(const Group&)>& use) {
  const std::size_t buffer = std::clamp(limits_.memory / 2 / runs_.size(), kSmallestBuffer, kLargestBuffer);
  std::vector<RunReader> readers;
  for (const Run& run : runs_) readers.emplace_back(descriptor_, run, buffer);
  const auto later = [&](std::size_t left, std::size_t right) {
    return readers[left].key() != readers[right].key() ? readers[right].key() < readers[left].key() : left > right;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> waiting(later);
  for (std::size_t i = 0; i < readers.size(); ++i) {
    const auto more = readers[i].next();
    if (!more) return more.error();
    if (*more) waiting.push(i);
  }
  std::vector<std::string> texts;
  while (!waiting.empty()) {
    const std::string key = readers[waiting.top()].key();
    Group group{key, {}, false};
    std::size_t count = 0, size = 0;
    while (!waiting.empty() && readers[waiting.top()].key() == key) {
      const std::size_t run = waiting.top();
      waiting.pop();
      size += readers[run].size();
      group.too_large = size > limits_.group;
      if (count == texts.size()) texts.emplace_back();
      const auto taken = group.too_large ? readers[run].skip_bytes() : readers[run].take_bytes(texts[count++]);
      if (!taken) return taken.error();
      const auto more = readers[run].next();
      if (!more) return more.error();
      if (*more) waiting.push(run);
    }
    for (std::size_t i = 0; i < count && !group.too_large; ++i) group.pieces.emplace_back(texts[i]);
    if (auto used = use(group); !used) return used;
    if (size > kLargestBuffer) texts.clear();  // one large group does not keep its memory
  }
  return {};
}

Result<void> KeyedSpill::drain(const std::function<Result<void>(const Group&)>& use) {
  if (runs_.empty()) return drain_memory(use);
  if (!pieces_.empty())
    if (auto written = write_run(); !written) return written;
  pieces_.shrink_to_fit();
  return drain_runs(use);
}

}  // namespace restage
