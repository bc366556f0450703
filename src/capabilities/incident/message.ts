// `incident ID message`: what to send to the partner for the state of this moment, drafted for copying and as a mail.

import type { CommandRequest } from '../../commands/command.js';
import type { Examined } from '../../diagnosis/examiner.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { type Action, type Block, bareReport, type Report } from '../../domain/report.js';
import { isWorking } from '../../incidents/faults.js';
import { givenTo } from '../../incidents/givenTo.js';
import type { Incident } from '../../incidents/incident.js';
import { type MailLink, mailLink, mailOf } from './mailLink.js';
import { draftMessage, type MessageFrame } from './partnerMessage.js';
import { askedAnew, type TriageParts } from './parts.js';
import { proceed } from './proceed.js';
import { notDone } from './reports.js';

/** @throws Problem when the tunnel cannot be examined: a message must not tell what was true before. */
export async function partnerMessage(
  parts: TriageParts,
  request: CommandRequest,
  asked: Incident,
): Promise<Report> {
  const { incident, examined } = await lookAgain(parts, askedAnew(request), asked);
  const { diagnosis, evidence } = examined.examination;
  const { ours, theirs, declared } = evidence;
  if (theirs.readable) {
    return notDone(incident, `Both ends of ${incident.tunnel} are ours (${ours.name}, ${theirs.name}).`);
  }
  const draft = draftMessage(diagnosis, evidence, frameOf(incident));
  const address = mailOf(declared.partner);
  const mail = address === null ? null : mailLink(address, draft);
  const isUp = isWorking(diagnosis.verdict);
  return {
    ...bareReport,
    kind: 'partner-message',
    tone: 'quiet',
    title: `Message to ${draft.to}`,
    summary: [
      { kind: 'paragraph', text: 'Read it before you send it. It never holds a key.' },
      ...(mail === null ? [] : [mailBlock(mail)]),
      { kind: 'code', text: draft.text },
    ],
    actions: isUp ? [] : [sentAction(incident, draft.to)],
    audience: 'everyone',
    incident: incident.id,
    json: {
      schema: 1,
      incident: incident.id,
      to: draft.to,
      mail: address,
      subject: draft.subject,
      text: draft.text,
    },
  };
}

/** What it finds belongs to the incident: a tunnel that is up again is told there in the same moment. */
async function lookAgain(
  parts: TriageParts,
  request: CommandRequest,
  asked: Incident,
): Promise<{ readonly incident: Incident; readonly examined: Examined }> {
  if (asked.closed === null) {
    const { incident, examined, trouble } = await proceed(parts, request, asked.id);
    if (trouble) throw trouble;
    if (examined) return { incident, examined };
  }
  const { incidents } = await parts.stores();
  const given = await givenTo(asked, incidents);
  const examined = await parts.examiner.examine(asked.tunnel, given, request.ask, request.onProgress);
  return { incident: asked, examined };
}

function frameOf({ id, owner, fault, recovered, timeline }: Incident): MessageFrame {
  const sheet = timeline.findLast((event) => event.what.kind === 'sheet');
  return {
    incident: id,
    owner: owner?.name ?? null,
    downSince: fault?.since ?? null,
    upSince: recovered?.since ?? null,
    differs: sheet?.what.kind === 'sheet' ? sheet.what.differs : [],
  };
}

function mailBlock({ link, address, holds }: MailLink): Block {
  const what = {
    all: ' opens a mail with it.',
    short: ' opens a mail with its main part; the whole of it stands below.',
    subject: ' opens a mail with its subject; paste what stands below.',
  } as const;
  return { kind: 'paragraph', text: [{ link, text: address }, what[holds]] };
}

function sentAction(incident: Incident, to: string): Action {
  return {
    label: 'I’ve sent it',
    command: commandLine(commandNames.incident, [incident.id, 'state', 'waiting-for-partner'], { for: to }),
    style: 'primary',
  };
}
