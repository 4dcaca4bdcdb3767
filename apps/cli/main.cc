// SPDX-License-Identifier: Apache-2.0
// The restage program: arguments in, one command run, exit status out. The only file that sees CLI11.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "apps/cli/command.h"

namespace restage::cli {
namespace {

class CliOptions final : public OptionSet {
 public:
  explicit CliOptions(CLI::App& app) : app_(app) {}
  void flag(std::string_view name, bool& target, std::string_view help) override {
    app_.add_flag(std::string(name), target, std::string(help));
  }
  void text(std::string_view name, std::string& target, std::string_view value_name, std::string_view help) override {
    app_.add_option(std::string(name), target, std::string(help))->type_name(std::string(value_name));
  }
  void number(std::string_view name, std::int64_t& target, std::string_view value_name,
              std::string_view help) override {
    app_.add_option(std::string(name), target, std::string(help))->type_name(std::string(value_name));
  }
  void list(std::string_view name, std::vector<std::string>& target, std::string_view value_name,
            std::string_view help) override {
    app_.add_option(std::string(name), target, std::string(help))
        ->type_name(std::string(value_name))
        ->expected(1)
        ->allow_extra_args(false)  // one value each, so that file names may follow
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  void values(std::string_view name, std::vector<std::string>& target, std::size_t count, std::string_view value_name,
              std::string_view help) override {
    app_.add_option(std::string(name), target, std::string(help))
        ->type_name(std::string(value_name))
        ->type_size(static_cast<int>(count))
        ->expected(1);
  }
  void positional(std::vector<std::string>& target, std::string_view value_name, std::string_view help) override {
    app_.add_option(std::string(value_name), target, std::string(help))->type_name("");
  }

 private:
  CLI::App& app_;
};

class ProcessConsole final : public Console {
 public:
  void out(std::string_view text) override {
    constexpr std::size_t kLarge = std::size_t{64} << 10;
    if (text.size() < kLarge) {
      if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) give_up();
      return;
    }
    // Whole blocks of records go out at once, so that an end in mid-run leaves no half record in a buffer.
    if (std::fflush(stdout) != 0) give_up();
    while (!text.empty()) {
      const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) give_up();
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  /// The reader has gone: not an error, and nothing more to do. A full disk or a broken device is one.
  [[noreturn]] static void give_up() {
    const int reason = errno;
    if (reason == EPIPE) std::_Exit(kDone);
    std::fprintf(stderr, "restage: standard output: writing failed: %s\n", std::strerror(reason));
    std::_Exit(kUsage);
  }
  void err(std::string_view text) override {
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
  bool out_is_terminal() const override { return ::isatty(STDOUT_FILENO) != 0; }
  bool err_is_terminal() const override { return ::isatty(STDERR_FILENO) != 0; }
  bool use_color() const override {
    const char* no_color = std::getenv("NO_COLOR");
    return out_is_terminal() && (no_color == nullptr || *no_color == '\0');
  }
  int width() const override {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
    return 80;
  }
};

int run(int argc, char** argv) {
  CLI::App app{
      "Restage: the stage of a cancer at every point of its course, with its reasons.\n"
      "Decision support whose basis can be inspected; not a medical device, no replacement for judgement.",
      "restage"};
  app.set_version_flag("--version", "restage " RESTAGE_VERSION);
  app.require_subcommand(1);
  auto commands = make_commands();
  std::vector<CLI::App*> apps;
  for (auto& command : commands) {
    CLI::App* sub = app.add_subcommand(std::string(command->name()), std::string(command->summary()));
    sub->footer(std::string(command->details()));
    CliOptions options(*sub);
    command->declare(options);
    apps.push_back(sub);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return app.exit(request) == 0 ? kDone : kUsage;  // --help, --version
  } catch (const CLI::ParseError& error) {
    std::string help = "restage";
    for (std::size_t i = 0; i < commands.size(); ++i)
      if (apps[i]->parsed()) help += " " + std::string(commands[i]->name());
    std::fprintf(stderr, "restage: %s; %s --help explains\n", error.what(), help.c_str());
    return kUsage;
  }
  ProcessConsole console;
  int status = kUsage;
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (apps[i]->parsed()) status = commands[i]->run(console);
  if (std::fflush(stdout) != 0) ProcessConsole::give_up();
  return status;
}

}  // namespace
}  // namespace restage::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return restage::cli::run(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "restage: internal fault: %s\n", fault.what());
    return restage::cli::kFault;
  }
}
