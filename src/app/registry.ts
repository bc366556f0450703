// Every command that every edge can ask, in the order in which people read them: the one list that knows them all.

import { accuracyCommand, accuracyDeclaration } from '../capabilities/accuracy/command.js';
import { judgeCommand, judgeDeclaration } from '../capabilities/accuracy/judge.js';
import { alertForCommand, alertForDeclaration } from '../capabilities/alert/choose.js';
import { alertCommand, alertDeclaration } from '../capabilities/alert/command.js';
import { auditCommand, auditDeclaration } from '../capabilities/audit/command.js';
import { configCommand, configDeclaration } from '../capabilities/config/command.js';
import { diagnoseCommand, diagnoseDeclaration } from '../capabilities/diagnose/command.js';
import { doctorCommand, doctorDeclaration } from '../capabilities/doctor/command.js';
import { handoffCommand, handoffDeclaration } from '../capabilities/handoff/command.js';
import { oncallCommand, oncallDeclaration } from '../capabilities/handoff/oncall.js';
import {
  confirmCommand,
  confirmDeclaration,
  remarkCommand,
  remarkDeclaration,
} from '../capabilities/handoff/remark.js';
import { historyCommand, historyDeclaration } from '../capabilities/history/command.js';
import { answerCommand, answerDeclaration } from '../capabilities/incident/answer.js';
import { incidentCommand, incidentDeclaration } from '../capabilities/incident/command.js';
import { incidentsCommand, incidentsDeclaration } from '../capabilities/incident/incidents.js';
import { partnerLogCommand, partnerLogDeclaration } from '../capabilities/incident/partnerLog.js';
import { triageCommand, triageDeclaration } from '../capabilities/incident/triage.js';
import { listCommand, listDeclaration } from '../capabilities/list/command.js';
import { logsCommand, logsDeclaration } from '../capabilities/logs/command.js';
import { sheetCommand, sheetDeclaration } from '../capabilities/sheet/command.js';
import { statusCommand, statusDeclaration } from '../capabilities/status/command.js';
import {
  unwatchCommand,
  unwatchDeclaration,
  watchCommand,
  watchDeclaration,
} from '../capabilities/watch/command.js';
import {
  muteCommand,
  muteDeclaration,
  unmuteCommand,
  unmuteDeclaration,
} from '../capabilities/watch/mute.js';
import { whoamiCommand, whoamiDeclaration } from '../capabilities/whoami/command.js';
import type { Command } from '../commands/command.js';
import type { Declaration } from '../commands/declaration.js';
import { helpDeclaration } from '../commands/help.js';

const registered = [
  [listDeclaration, listCommand],
  [statusDeclaration, statusCommand],
  [diagnoseDeclaration, diagnoseCommand],
  [historyDeclaration, historyCommand],
  [logsDeclaration, logsCommand],
  [configDeclaration, configCommand],
  [triageDeclaration, triageCommand],
  [incidentsDeclaration, incidentsCommand],
  [incidentDeclaration, incidentCommand],
  [answerDeclaration, answerCommand],
  [partnerLogDeclaration, partnerLogCommand],
  [sheetDeclaration, sheetCommand],
  [handoffDeclaration, handoffCommand],
  [oncallDeclaration, oncallCommand],
  [remarkDeclaration, remarkCommand],
  [confirmDeclaration, confirmCommand],
  [watchDeclaration, watchCommand],
  [unwatchDeclaration, unwatchCommand],
  [muteDeclaration, muteCommand],
  [unmuteDeclaration, unmuteCommand],
  [judgeDeclaration, judgeCommand],
  [accuracyDeclaration, accuracyCommand],
  [alertDeclaration, alertCommand],
  [alertForDeclaration, alertForCommand],
  [auditDeclaration, auditCommand],
  [whoamiDeclaration, whoamiCommand],
  [doctorDeclaration, doctorCommand],
] as const;

type Making = (typeof registered)[number][1];

/** What the commands together may use; each takes of it what it needs. */
export type AllParts = [Making] extends [(parts: infer Parts) => Command] ? Parts : never;

/** What they say about themselves, `help` too, which the dispatch adds. */
export const declarations: readonly Declaration[] = [
  ...registered.map(([declaration]) => declaration),
  helpDeclaration,
];

/** Ready to run. */
export function commandsOver(parts: AllParts): readonly Command[] {
  return registered.map(([, make]) => make(parts));
}
