// `incident ID message`: what to send to the partner, drafted for copying.

import type { CommandRequest } from '../../commands/definition.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import { givenTo } from '../../incidents/givenTo.js';
import type { Incident } from '../../incidents/incident.js';
import { draftMessage } from './partnerMessage.js';
import type { TriageParts } from './parts.js';

export async function partnerMessage(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
): Promise<Report> {
  const { incidents } = await parts.stores();
  const given = await givenTo(incident, incidents);
  const { examination } = await parts.examiner.examine(
    incident.tunnel,
    given,
    request.ask,
    request.onProgress,
  );
  const sheet = incident.timeline.findLast((event) => event.what.kind === 'sheet');
  const differs = sheet?.what.kind === 'sheet' ? sheet.what.differs : [];
  const draft = draftMessage(examination.diagnosis, examination.evidence, differs);
  return {
    kind: 'partner-message',
    tone: 'quiet',
    title: `Message to ${draft.to}`,
    summary: [
      { kind: 'paragraph', text: 'To be copied. Read it before you send it; it never holds a key.' },
      { kind: 'code', text: draft.text },
    ],
    detail: [],
    actions: [
      {
        label: `Sent: wait for ${draft.to}`.slice(0, 60),
        command: commandLine(commandNames.incident, [incident.id, 'state', 'waiting-for-partner'], {
          for: draft.to,
        }),
        style: 'primary',
      },
    ],
    choice: null,
    files: [],
    audience: 'everyone',
    incident: incident.id,
    json: { schema: 1, incident: incident.id, to: draft.to, text: draft.text },
  };
}
