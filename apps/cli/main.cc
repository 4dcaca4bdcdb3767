// SPDX-License-Identifier: Apache-2.0
// The restage program: arguments in, one command run, exit status out. The only file that sees CLI11.
#include "apps/cli/command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>

#include "base/near_words.h"
#include "base/printable.h"

namespace restage::cli {
namespace {

class CliOptions final : public OptionSet {
 public:
  CliOptions(CLI::App& app, std::vector<std::string>& names) : app_(app), names_(names) {}
  void flag(std::string_view name, bool& target, std::string_view help) override {
    app_.add_flag(noted(name), target, std::string(help));
  }
  void text(std::string_view name, std::string& target, std::string_view value_name, std::string_view help) override {
    app_.add_option(noted(name), target, std::string(help))->type_name(std::string(value_name));
  }
  void number(std::string_view name, std::int64_t& target, std::string_view value_name,
              std::string_view help) override {
    app_.add_option(noted(name), target, std::string(help))->type_name(std::string(value_name));
  }
  void list(std::string_view name, std::vector<std::string>& target, std::string_view value_name,
            std::string_view help) override {
    app_.add_option(noted(name), target, std::string(help))
        ->type_name(std::string(value_name))
        ->expected(1)
        ->allow_extra_args(false)  // one value each, so that file names may follow
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  void values(std::string_view name, std::vector<std::string>& target, std::size_t count, std::string_view value_name,
              std::string_view help) override {
    app_.add_option(noted(name), target, std::string(help))
        ->type_name(std::string(value_name))
        ->type_size(static_cast<int>(count))
        ->expected(1);
  }
  void positional(std::vector<std::string>& target, std::string_view value_name, std::string_view help) override {
    app_.add_option(std::string(value_name), target, std::string(help))->type_name("");
  }

 private:
  std::string noted(std::string_view name) { return names_.emplace_back(name); }

  CLI::App& app_;
  std::vector<std::string>& names_;  ///< of options, for what was mistyped
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

/// The commands of the program and what the parser knows of them.
class Program {
 public:
  Program() : commands_(make_commands()) {
    app_.set_help_flag("-h,--help", "show this help");
    app_.set_version_flag("--version", "restage " RESTAGE_VERSION, "show the version");
    app_.footer(
        "Examples:\n"
        "  restage timeline patient.json              the staged course of a patient, with its evidence\n"
        "  restage timeline patient.json --html course.html\n"
        "  restage explain patient.json --statement yp\n"
        "  restage stage --input cases.csv --output staged.csv\n"
        "  restage stage --inputs lung --edition 9    what the tables of a site ask for\n"
        "  restage help stage                         every option of a command");
    for (auto& command : commands_) {
      CLI::App* sub = app_.add_subcommand(std::string(command->name()), std::string(command->summary()));
      sub->set_help_flag("-h,--help", "show this help");
      sub->footer(std::string(command->details()));
      Known& known = known_.emplace_back(Known{std::string(command->name()), sub, {"--help"}});
      CliOptions options(*sub, known.options);
      command->declare(options);
    }
    app_.add_subcommand("help", "show this help, or that of a command");
    app_.add_subcommand("version", "show the version");
  }

  int run(std::vector<std::string> arguments) {
    if (arguments.empty()) {
      console_.out(app_.help());
      return finish(kUsage);  // nothing was asked for
    }
    if (arguments.front() == "version") return show_version(arguments);
    if (arguments.front() == "help") {
      arguments.erase(arguments.begin());
      arguments.emplace_back("--help");
    }
    if (arguments.front().front() != '-' && find(arguments.front()) == nullptr)
      return refuse("", "there is no command " + arguments.front() + "; " +
                            text::did_you_mean(arguments.front(), names(), "restage help lists all"));
    try {
      std::reverse(arguments.begin(), arguments.end());  // the parser takes them from the back
      app_.parse(std::move(arguments));
    } catch (const CLI::Success& request) {
      return app_.exit(request) == 0 ? finish(kDone) : kUsage;  // --help, --version
    } catch (const CLI::ExtrasError&) {
      return refuse_extras();
    } catch (const CLI::ParseError& error) {
      return refuse(parsed_name(), std::string(error.what()) + "; " + help_of(parsed_name()));
    }
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (known_[i].app->parsed()) return finish(commands_[i]->run(console_));
    return refuse("", "name a command; restage help lists all");
  }

 private:
  struct Known {
    std::string name;
    CLI::App* app;
    std::vector<std::string> options;
  };

  const Known* find(const std::string& name) const {
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& each) { return each.name == name; });
    return found == known_.end() ? nullptr : &*found;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names = {"help", "version"};
    for (const Known& each : known_) names.push_back(each.name);
    return names;
  }
  std::string parsed_name() const {
    for (const Known& each : known_)
      if (each.app->parsed()) return each.name;
    return {};
  }
  static std::string help_of(const std::string& command) {
    return "restage " + (command.empty() ? "help" : command + " --help") + " explains";
  }

  int refuse(const std::string& command, const std::string& message) {
    console_.err(text::printable("restage" + (command.empty() ? "" : " " + command) + ": " + message + "\n", false));
    return kUsage;
  }
  /// Something was written that no option and no place for a file takes.
  int refuse_extras() {
    const std::string command = parsed_name();
    const Known* known = find(command);
    for (const std::string& extra : app_.remaining(true)) {
      if (extra.empty() || extra.front() != '-') continue;
      const std::string option = extra.substr(0, extra.find('='));
      return refuse(command,
                    "there is no option " + option + "; " +
                        text::did_you_mean(option, known == nullptr ? names() : known->options, help_of(command)));
    }
    return refuse(command, "more was given than is taken; " + help_of(command));
  }
  int show_version(const std::vector<std::string>& arguments) {
    const bool json = arguments.size() == 2 && arguments[1] == "--json";
    if (arguments.size() > 1 && !json) return refuse("version", "the only option is --json");
    console_.out(json ? "{\"restage\":\"" RESTAGE_VERSION "\"}\n" : "restage " RESTAGE_VERSION "\n");
    return finish(kDone);
  }
  static int finish(int status) {
    if (std::fflush(stdout) != 0) ProcessConsole::give_up();
    return status;
  }

  CLI::App app_{
      "Restage: the stage of a cancer at every point of its course, with its reasons.\n"
      "Decision support whose basis can be inspected; not a medical device, no replacement for judgement.",
      "restage"};
  std::vector<std::unique_ptr<Command>> commands_;
  std::deque<Known> known_;  // options are noted by reference
  ProcessConsole console_;
};

}  // namespace
}  // namespace restage::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return restage::cli::Program().run({argv + std::min(argc, 1), argv + argc});
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "restage: internal fault: %s\n", fault.what());
    return restage::cli::kFault;
  }
}
