// SPDX-License-Identifier: Apache-2.0
// The one list of sub-commands.
#include "apps/cli/command.h"

namespace restage::cli {

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  return commands;
}

}  // namespace restage::cli
