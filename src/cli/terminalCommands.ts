// The commands of the terminal alone, in the order in which people read them.

import { analyzeLogCommand } from './analyzeLog.js';
import { backupCommands } from './backupCommands.js';
import { completionCommand } from './completion/command.js';
import { initCommand } from './init.js';
import { keygenCommand } from './keygen.js';
import { playbookCommand } from './playbook.js';
import { demoCommand, mcpCommand, startCommand } from './services.js';
import type { TerminalCommand } from './terminal.js';

export const terminalCommands: readonly TerminalCommand[] = [
  analyzeLogCommand,
  playbookCommand,
  keygenCommand,
  initCommand,
  completionCommand,
  demoCommand,
  startCommand,
  mcpCommand,
  ...backupCommands,
];
