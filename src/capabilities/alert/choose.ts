// `alert-for TUNNEL ALERT`: a person says which tunnel an alert means, and it goes on from there.

import { type AlertMapping, matchAlert } from '../../alerts/matching.js';
import type { AlertStore } from '../../alerts/store.js';
import type { Command, CommandParts, CommandRequest } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { sentence } from '../../commands/sentence.js';
import { personOf } from '../../commands/stores.js';
import { commandNames } from '../../domain/commandLine.js';
import type { Report, Text } from '../../domain/report.js';
import { tunnelNames } from '../../incidents/groupWords.js';
import { chosenSaid } from './said.js';
import { alertForAnswer } from './schema.js';

export const alertForDeclaration: Declaration = {
  ...plain,
  name: commandNames.alertFor,
  words: 'TUNNEL ALERT',
  positionals: { least: 2, most: 2 },
  options: [],
  summary: 'Says which tunnel an alert means that fits several; the question about it offers them.',
  examples: ['alert-for paris-hq 9c2b1e4f5a6d7c80'],
  store: true,
  right: 'triage',
  kept: true,
  about: 'tunnel',
  answer: alertForAnswer,
};

export interface ChooseParts extends CommandParts {
  readonly alerts: AlertMapping;
  readonly keptAlerts: () => Promise<Pick<AlertStore, 'row' | 'choose'>>;
}

export function alertForCommand(parts: ChooseParts): Command {
  const nameOf = async ({ words, ask }: CommandRequest): Promise<string> =>
    (await parts.fleet.resolve(words.positionals[0] ?? '', ask)).name;
  return {
    declaration: alertForDeclaration,
    tunnelsOf: async (request) => [await nameOf(request)],
    async run(request) {
      const tunnel = await nameOf(request);
      const id = request.words.positionals[1] ?? '';
      const alerts = await parts.keptAlerts();
      const row = await alerts.row(id);
      const fits = row
        ? matchAlert(row.alert, await parts.fleet.view(request.ask), parts.alerts).tunnels
        : [];
      // Who may work on one tunnel may not take the alert of another one for it.
      if (fits.length > 0 && !fits.some(({ name }) => name === tunnel)) {
        const names = tunnelNames(fits.map(({ name }) => name));
        return told(
          'Nothing was changed',
          `This alert fits ${names}, not ${tunnel}.`,
          id,
          row?.tunnel ?? null,
        );
      }
      const said = row && chosenSaid(row, tunnel, personOf(request).name);
      const isChosen =
        said !== null && (await alerts.choose(id, tunnel, parts.clock.now().toISOString(), said));
      return isChosen
        ? told(
            `${row?.alert.name} means ${tunnel}`,
            'It is looked at now; what repeats it means the same.',
            id,
            tunnel,
          )
        : told(
            'Nothing was changed',
            'Somebody said it already, or the alert is forgotten.',
            id,
            row?.tunnel ?? null,
          );
    },
  };
}

function told(title: string, text: Text, alert: string, tunnel: string | null): Report {
  return sentence({ kind: 'alert-for', title, text, json: { alert, tunnel }, changed: false });
}
