// SPDX-License-Identifier: Apache-2.0
#pragma once
// Command: one sub-command of the program: its options, its help and what it does.
//
// A command declares its options against OptionSet and runs against Console; it never touches the argument
// parser, the environment or the process. Adding a command is one file command_<name>.cc with a function
// make_<name>_command() and one line in commands.cc.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace restage::cli {

/// Exit status by contract.
enum ExitStatus : int {
  kDone = 0,
  kDoneWithRefusals = 1,  ///< some inputs were refused or carry errors; the rest is complete
  kUsage = 2,             ///< wrong usage or unreadable input
  kFault = 3,             ///< internal fault
};

class OptionSet {
 public:
  virtual ~OptionSet() = default;
  virtual void flag(std::string_view name, bool& target, std::string_view help) = 0;
  virtual void text(std::string_view name, std::string& target, std::string_view value_name, std::string_view help) = 0;
  virtual void number(std::string_view name, std::int64_t& target, std::string_view value_name,
                      std::string_view help) = 0;
  /// May be given several times, one value each.
  virtual void list(std::string_view name, std::vector<std::string>& target, std::string_view value_name,
                    std::string_view help) = 0;
  /// Takes `count` values, e.g. --diff OLD NEW.
  virtual void values(std::string_view name, std::vector<std::string>& target, std::size_t count,
                      std::string_view value_name, std::string_view help) = 0;
  virtual void positional(std::vector<std::string>& target, std::string_view value_name, std::string_view help) = 0;
};

/// Where a command writes. Results go to out, messages to err; buffers are flushed by the program.
class Console {
 public:
  virtual ~Console() = default;
  virtual void out(std::string_view text) = 0;  ///< result bytes; a closed pipe ends the program quietly
  virtual void err(std::string_view text) = 0;  ///< one message, newline included
  virtual bool out_is_terminal() const = 0;
  virtual bool err_is_terminal() const = 0;
  virtual bool use_color() const = 0;  ///< a terminal and no NO_COLOR
  virtual int width() const = 0;       ///< columns of the terminal, 80 when there is none
};

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view summary() const = 0;            ///< one line
  virtual std::string_view details() const { return {}; }  ///< examples and notes below the options
  virtual void declare(OptionSet& options) = 0;
  virtual int run(Console& console) = 0;
};

std::vector<std::unique_ptr<Command>> make_commands();

}  // namespace restage::cli
